"""Does saving change what a clinician sees? Every verdict, table and figure, before and after.

Run: python -m tests.privacy.clinical_use. The paper's cohort, the other cohorts of data/, and every
workbook of the benchmark (with its languages and the dialects of laboratories) are read as a person
would read them, saved behind the one screen of the gate, and read back. Printed is what differs,
and for how many a person had anything to decide on that screen.
"""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.workbooks.case import Case
from benchmarks.workbooks.makers import cases
from srns.analysis.tables.printed_table import PrintedTable
from srns.cohort.canonical_json import read_cohort, write_cohort
from srns.cohort.errors import SrnsError
from srns.cohort.tables import TABLES as COHORT_TABLES
from srns.cohort.tables import Cohort, make_cohort
from srns.privacy import deidentify
from srns.privacy.column_rules import UNKNOWN_WORD
from srns.privacy.find_identifiers import find_private
from srns.privacy.pseudonyms import apply_pseudonyms, rename_sheets
from srns.privacy.uniqueness import coarsen_ages
from srns.report.figure_catalogue import FIGURES, FigureChoices, make_figure
from srns.report.table_catalogue import TABLES, Choices
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe.propose import in_template_shape, propose
from srns.workbook.values.outcome_text import find_outcome_events

ROOT = Path(__file__).parents[2]
TODAY = datetime.date(2026, 1, 1)
DEFINITION = load_definition("haddad_2021")
GROUPS = ("histology", "resistance", "maintenance")
WIDTH = 680
_DATE = re.compile(r"\d[./-]\d")


@dataclass(frozen=True)
class Source:
    """A workbook, and what a person answers to what is asked about it."""

    name: str
    content: bytes
    ending: str
    answers: Mapping[str, str]


def sources() -> Iterator[Source]:
    """Yield the cohorts of data/ and the workbooks of the benchmark."""
    for path in sorted((ROOT / "data").glob("*.xlsx")):
        yield Source(path.stem, path.read_bytes(), "xlsx", {})
    case: Case
    for case in cases():
        yield Source(case.name, case.workbook(), case.ending, case.answers)


def read(source: Source) -> tuple[Cohort, WorkbookCells] | None:
    """Read a workbook; None where it is refused, so that there is nothing to save."""
    name = f"workbook.{source.ending}"
    cells = open_workbook(source.content, name)
    if not isinstance(cells, WorkbookCells):
        return None
    recipe = None if in_template_shape(cells) else propose(cells).answered(source.answers)
    cohort = read_workbook(cells, name=name, recipe=recipe, today=TODAY).for_verdicts().cohort
    return None if cohort is None else (cohort, cells)


@dataclass(frozen=True)
class Saved:
    """A cohort before and after it was saved, its children and sheets called alike.

    Attributes
    ----------
    decisions
        What a person had to decide on the screen of the gate.
    """

    before: Cohort
    after: Cohort
    decisions: tuple[str, ...]


def save(cohort: Cohort, cells: WorkbookCells) -> Saved:
    """Save a cohort as somebody who releases no word, and read it back."""
    screening = deidentify.screen(cohort, find_private(cells))
    passed = deidentify.clear(screening, hidden_seen=True, risk_accepted=True)
    deidentify.refuse_uncleared(passed)
    sheets = rename_sheets(cohort)
    tables = {name: getattr(cohort, name) for name in COHORT_TABLES}
    called = {name: apply_pseudonyms(one, passed.key, sheets) for name, one in tables.items()}
    # Children are stored by name, so that the order of a list tells nothing; it decides nothing.
    called["patients"] = called["patients"].sort_values("patient", ignore_index=True)
    asked = {
        "words": screening.unsure,
        "hidden parts": screening.hidden,
        "study numbers": screening.labels,
    }
    decisions = tuple(name for name, found in asked.items() if found)
    return Saved(make_cohort(called), read_cohort(write_cohort(passed.cohort)), decisions)


def differences(saved: Saved, *, drawn: bool = False) -> list[str]:
    """Return what is not the same before and after, by name.

    Parameters
    ----------
    drawn
        Whether figures are drawn; else the data and the sentence of each are compared.
    """
    before, after = (classify(each, DEFINITION) for each in (saved.before, saved.after))
    found = []
    for name in ("outcomes", "verdicts", "occasions"):
        if not same(getattr(before, name), getattr(after, name)):
            found.append(f"verdicts: {name}")
    for name in TABLES:
        for by in GROUPS if name == "table1" else (None,):
            one, other = (_table(name, each, by) for each in (before, after))
            if not same(one, other):
                found.append(f"table: {name}{f' by {by}' if by else ''}")
    for name in FIGURES:
        one, other = (_figure(name, each, drawn=drawn) for each in (before, after))
        if not all(map(same, one, other)):
            found.append(f"figure: {name}")
    return found


def same(one: Any, other: Any) -> bool:
    """Return whether two results are equal; rows in any order of the children."""
    if isinstance(one, pd.DataFrame) and isinstance(other, pd.DataFrame):
        return _plain(one) == _plain(other)
    return one == other


def _plain(frame: pd.DataFrame) -> list[str]:
    ordered = frame[sorted(frame.columns, key=str)]
    return sorted(map(str, ordered.astype(object).where(ordered.notna(), None).to_dict("records")))


def _table(name: str, found: Classification, by: str | None) -> Any:
    try:
        table: PrintedTable = TABLES[name](found.cohort, found, Choices(by=by))
    except SrnsError as error:
        return str(error)
    return table.rows


def _figure(name: str, found: Classification, *, drawn: bool) -> tuple[Any, ...]:
    patient = str(found.cohort.patients["patient"].iloc[0])
    try:
        figure = make_figure(name, found, FigureChoices(patient=patient))
    except SrnsError as error:
        return (str(error),)
    if drawn:
        chart = figure.draw(WIDTH)
        return (figure.caption, figure.table, chart.to_json())
    return (figure.caption, figure.table)


def with_ages_and_dates_as_stored(saved: Saved) -> Saved:
    """Return the same with what no gate lets through taken away before, too.

    Ages are in tenths of a year, and an outcome that was typed with its date is the event that it
    tells of, with an unknown word for the rest; the day is kept with the event.
    """
    patients, sources = coarsen_ages(saved.before, "tenths"), saved.before.sources
    if "recorded_outcome" in patients:
        patients = patients.assign(recorded_outcome=_without_dates(patients["recorded_outcome"]))
    typed = sources["column"] == "recorded_outcome"
    sources = sources.assign(typed=sources["typed"].mask(typed, _without_dates(sources["typed"])))
    return replace(saved, before=replace(saved.before, patients=patients, sources=sources))


def _without_dates(texts: pd.Series) -> pd.Series:
    return texts.map(lambda text: _without_date(str(text)), na_action="ignore")


def _without_date(text: str) -> str:
    if not _DATE.search(text):
        return text
    told = [one.event for one in find_outcome_events(text) if one.is_certain]
    return ", ".join((*told, UNKNOWN_WORD))


def main() -> None:
    """Print what differs, by workbook, and the counts."""
    read_in = same_all = same_but_ages = asked = 0
    for source in sources():
        found = read(source)
        if found is None:
            continue
        read_in += 1
        saved = save(*found)
        strict = differences(saved)
        same_all += not strict
        left = differences(with_ages_and_dates_as_stored(saved)) if strict else []
        same_but_ages += not left
        asked += bool(saved.decisions)
        if strict:
            print(f"{source.name}: {', '.join(strict)}; as it may be stored: {left or 'none'}")
    print(
        f"{read_in} saved: {same_all} identical in all, {same_but_ages} but for ages in tenths and "
        f"outcomes typed with their date; "
        f"{asked} with something to decide, each on one screen"
    )


if __name__ == "__main__":
    main()
