"""De-identification: the gate that every cohort passes before it is stored.

The gate is an allow-list: it stores numbers, days, codes of the dictionary, and texts all of whose
words their column may hold. Children get pseudonyms, ages are kept to 0.1 year, and a text that is
not understood becomes "unknown word" unless a person has read and released it. What looks like a
name, a number, a date or a place cannot be released.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from srns.cohort.errors import GateError
from srns.cohort.tables import TABLES, Cohort, make_cohort
from srns.cohort.wording import plural
from srns.privacy.allowed_tables import clear_table
from srns.privacy.column_rules import (
    find_refused,
    is_age,
    is_typed_allowed,
)
from srns.privacy.find_identifiers import Private
from srns.privacy.pseudonyms import (
    apply_pseudonyms,
    are_meaningless,
    list_children,
    list_doubtful,
    number_children,
    rename_sheets,
)
from srns.privacy.screening import REPLACED, Found, Unsure, screen_column, screen_file
from srns.privacy.uniqueness import SAFE, coarsen_ages, measure_uniqueness

_IN_FILE = "in the file"


@dataclass(frozen=True)
class Screening:
    """What would be stored of a cohort, and what a person must decide first.

    Attributes
    ----------
    found
        Everything that could identify a child, and what happens to it.
    labels
        Study numbers that may mean something; they are replaced unless a person keeps them.
    doubtful
        Those of them that could be names, birthdays or record numbers: nobody can keep them.
    unsure
        Texts that are neither understood nor clearly identifying.
    hidden
        Hidden sheets, rows and columns that the tables were read from.
    """

    cohort: Cohort
    found: tuple[Found, ...]
    labels: tuple[str, ...]
    doubtful: tuple[str, ...]
    unsure: Mapping[str, Unsure]
    hidden: tuple[str, ...] = ()

    def as_table(self) -> pd.DataFrame:
        """Return what was found, one finding per row."""
        return pd.DataFrame(
            [(each.where, each.what, each.cells, each.fate) for each in self.found],
            columns=["where", "what was found", "cells", "what becomes of it"],
        )


@dataclass(frozen=True)
class Cleared:
    """A cohort that may be stored.

    Attributes
    ----------
    summary
        What was dropped, replaced and kept, in counts; it is stored with the version.
    key
        Old study number to new, where they were replaced. It is never stored: the owner of the
        workbook keeps it for the next data cut.
    released
        Texts that a person read and released.
    labels_kept
        Whether a person decided to keep study numbers that are more than a count.
    """

    cohort: Cohort
    summary: Mapping[str, Any]
    key: Mapping[str, str]
    released: frozenset[str] = field(default_factory=frozenset)
    labels_kept: bool = False


def screen(cohort: Cohort, private: Sequence[Private] = ()) -> Screening:
    """List what could identify a child; nothing is changed yet.

    Parameters
    ----------
    private
        What `find_private` found in the file that the cohort was read from.
    """
    in_file = screen_file(private, cohort)
    found: list[Found] = []
    unsure: dict[str, Unsure] = {}
    for name in TABLES:
        table = getattr(cohort, name)
        for column in map(str, table.columns):
            found += screen_column(name, column, table, unsure)
    labels = cohort.patients["patient"].map(str).tolist()
    doubtful = {*list_doubtful(labels), *in_file.labels}
    if are_meaningless(labels) and not in_file.labels:
        labels, doubtful = [], set()
    if labels:
        found.append(
            Found("patients: study number", "could be told by who knows them", len(labels),
                  REPLACED)
        )  # fmt: skip
    renamed = rename_sheets(cohort)
    if renamed:
        found.append(
            Found(
                "cell addresses", "sheet names that are not the template's", len(renamed), REPLACED
            )
        )
    return Screening(
        cohort,
        (*found, *in_file.found),
        tuple(labels),
        tuple(label for label in labels if label in doubtful),
        unsure,
        in_file.hidden,
    )


def clear(
    screening: Screening,
    *,
    keep: Collection[str] = (),
    leave_out: Collection[str] = (),
    keep_labels: bool = False,
    key: Mapping[str, str] | None = None,
    hidden_seen: bool = False,
    ages: str = "tenths",
    risk_accepted: bool = False,
) -> Cleared:
    """Return what may be stored, with everything else dropped or replaced.

    Parameters
    ----------
    keep
        Texts of `screening.unsure` that a person has read and that identify no child.
    leave_out
        Further columns of the table `patients` to leave out, race/ethnicity for instance.
    keep_labels
        Whether a person has seen the study numbers beside the new ones and keeps theirs.
    key
        The key of the last data cut, so that a child keeps its number.
    hidden_seen
        Whether a person has checked the hidden parts of the workbook, which were read too.
    ages
        How exactly ages are kept, see `srns.privacy.uniqueness.AGES`.
    risk_accepted
        Whether a person accepts that fewer than three children are equal in age, sex, histology
        and origin.

    Raises
    ------
    GateError
        If something is open that only a person can decide; the message says what and how.
    """
    _require_decisions(screening, hidden_seen=hidden_seen, keep_labels=keep_labels)
    released = frozenset(keep) & set(screening.unsure)
    coarse = coarsen_ages(screening.cohort, ages)
    cohort = replace(screening.cohort, patients=coarse)
    tables = {name: clear_table(name, cohort, released) for name in TABLES if name != "patients"}
    tables["patients"] = stored_patients(screening, keep=keep, leave_out=leave_out, ages=ages)
    left = [each for each in leave_out if each != "patient" and each in coarse]
    for name in ("sources", "absences"):
        kept = ~tables[name]["column"].isin([*left, *_ages_left_out(screening, ages)])
        tables[name] = tables[name][kept]
    _require_accepted_risk(tables["patients"], accepted=risk_accepted)
    replaced = bool(screening.labels) and not keep_labels
    numbers = number_children(screening.cohort, key or {}) if replaced else {}
    sheets = rename_sheets(screening.cohort)
    for name, table in tables.items():
        tables[name] = apply_pseudonyms(table, numbers, sheets)
    summary = {
        **_count_found(screening.found),
        "unsure": len(screening.unsure),
        "kept": len(released),
        "left out": sorted(left),
        "ages": ages,
        "study numbers replaced": bool(numbers),
    }
    return Cleared(
        make_cohort(tables), summary, numbers, released, bool(screening.labels) and keep_labels
    )


def stored_patients(
    screening: Screening,
    *,
    keep: Collection[str] = (),
    leave_out: Collection[str] = (),
    ages: str = "tenths",
) -> pd.DataFrame:
    """Return the table `patients` as `clear` would store it, but for the study numbers.

    Its parameters are those of `clear`; how far children can be told apart is measured on it.
    """
    released = frozenset(keep) & set(screening.unsure)
    coarse = replace(screening.cohort, patients=coarsen_ages(screening.cohort, ages))
    table = clear_table("patients", coarse, released)
    return table.drop(columns=[name for name in leave_out if name in table and name != "patient"])


def _require_decisions(screening: Screening, *, hidden_seen: bool, keep_labels: bool) -> None:
    if screening.hidden and not hidden_seen:
        raise GateError(
            f"{', '.join(screening.hidden[:3])}: hidden in the workbook and read like the rest, so "
            "nothing is stored. Check it in Excel, then confirm here."
        )
    if keep_labels and screening.doubtful:
        shown = ", ".join(f"'{label[:40]}'" for label in screening.doubtful[:3])
        raise GateError(
            f"The study numbers {shown} could be names, birthdays or record numbers, so they "
            "cannot be kept and nothing is stored. Have them replaced."
        )


def _count_found(found: Sequence[Found]) -> dict[str, Any]:
    """Return what was found in counts and kinds, without a place, which may hold a name."""
    cells: dict[str, int] = {}
    for each in found:
        cells[each.fate] = cells.get(each.fate, 0) + each.cells
    kinds = {each.what.partition(",")[0] for each in found if each.where.startswith(_IN_FILE)}
    return {"cells": cells, "in the file": sorted(kinds)}


def refuse_uncleared(cleared: Cleared) -> None:
    """Refuse a cohort that did not come from `clear`, or was changed since.

    Raises
    ------
    GateError
        If any column, value or study number is not one that may be stored.
    """
    tables = {name: getattr(cleared.cohort, name) for name in TABLES}
    for name, table in tables.items():
        for column in map(str, table.columns):
            why = find_refused(name, column, table[column], cleared.released)
            if why:
                raise GateError(f"{name}.{column} {why}, so nothing is stored.")
            if is_age(column) and not column.endswith("_bound"):
                ages = table[column].dropna()
                if not ages.map(lambda age: round(float(age), 2) == float(age)).all():
                    raise GateError(f"{name}.{column} leads back to birthdays: nothing is stored.")
    _refuse_typed(cleared)
    labels = tables["patients"]["patient"].map(str).tolist()
    strangers = list_children(tables) - set(labels)
    if not are_meaningless(labels) and (not cleared.labels_kept or list_doubtful(labels)):
        raise GateError(
            f"{plural(len(labels), 'study number')} could be names or record numbers, so nothing "
            "is stored."
        )
    if strangers:
        raise GateError(
            f"{plural(len(strangers), 'study number')} outside the sheet Patients: nothing is "
            "stored."
        )


def _refuse_typed(cleared: Cleared) -> None:
    sources = cleared.cohort.sources
    for typed, column, patient in zip(
        sources["typed"], sources["column"], sources["patient"], strict=True
    ):
        if not isinstance(typed, str) or (column == "patient" and typed == patient):
            continue
        if not is_typed_allowed(typed, str(column), cleared.released):
            raise GateError(
                f"sources.typed holds words of {column} as typed, so nothing is stored."
            )


def _require_accepted_risk(patients: pd.DataFrame, *, accepted: bool) -> None:
    risk = measure_uniqueness(patients)
    if 0 < risk.k < SAFE and not accepted:
        raise GateError(
            f"{risk.sentence} Coarsen the ages or leave a column out until {SAFE} are equal, or "
            "accept it."
        )


def _ages_left_out(screening: Screening, ages: str) -> list[str]:
    return [
        str(each) for each in screening.cohort.patients if ages == "left out" and is_age(str(each))
    ]
