"""The paper's cohort as it is saved, and small changes to it."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd

from srns.cohort.tables import Cohort
from srns.privacy import deidentify
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from srns.sharing import cohorts, snapshots
from srns.sharing.store import Store
from srns.workbook.read_workbook import read_workbook

PAPER = Path(__file__).parents[2] / "data" / "haddad2021.xlsx"


@cache
def paper() -> Cohort:
    cohort = read_workbook(PAPER).cohort
    assert cohort is not None
    return cohort


@cache
def _cleared_paper() -> deidentify.Cleared:
    screening = deidentify.screen(paper())
    return deidentify.clear(screening, keep=tuple(screening.unsure), risk_accepted=True)


def cleared(cohort: Cohort | None = None, **how) -> deidentify.Cleared:
    if cohort is None and not how:
        return _cleared_paper()
    screening = deidentify.screen(paper() if cohort is None else cohort)
    return deidentify.clear(screening, keep=tuple(screening.unsure), risk_accepted=True, **how)


def judged(cohort: Cohort) -> Classification:
    return classify(cohort, load_definition("haddad_2021"))


@cache
def _pinned_paper() -> snapshots.Pinned:
    return snapshots.pin_view(judged(_cleared_paper().cohort))


def pinned(of: deidentify.Cleared, **choices) -> snapshots.Pinned:
    if of is _cleared_paper() and not choices:
        return _pinned_paper()
    return snapshots.pin_view(judged(of.cohort), choices)


def save(store: Store, name: str = "Our cohort", **how) -> cohorts.Saved:
    passed = cleared()
    return cohorts.save_cohort(store, passed, pinned(passed), name=name, **how)


def with_labs(cohort: Cohort, **changes: float | str) -> Cohort:
    """Change the first Up/c of the cohort."""
    labs = cohort.labs.copy()
    for column, value in changes.items():
        labs.loc[0, column] = value
    return replace(cohort, labs=labs)


def without_last_lab(cohort: Cohort) -> Cohort:
    return replace(cohort, labs=cohort.labs.iloc[:-1])


def with_text(cohort: Cohort, table: str, column: str, text: str) -> Cohort:
    """Put a text into the first row of a column."""
    changed = getattr(cohort, table).copy()
    if column not in changed:
        changed[column] = pd.Series(None, index=changed.index, dtype=object)
    changed[column] = changed[column].astype(object)
    changed.loc[0, column] = text
    return replace(cohort, **{table: changed})
