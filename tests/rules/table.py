"""Cohorts written as pipe tables, so that a clinician can read a test.

A table has a header and one line per visit; lines of one child need not stand together::

    patient  | day | Up/c | albumin | event
    in a row |  30 | 0.15 | 3.6     |
    in a row |  60 | <0.1 |         | relapse

Columns: `patient` and `day`, then any of `Up/c`, `albumin`, `event`, `infusion`; a unit other than
mg/mg and g/dL stands in the header, ``Up/c (mg/mmol)``, or beside each number, ``17 mg/mmol``.
A day of ``?`` is a missing day; an event on ``40 to 70`` is known only in part. Where the column
`infusion` has an ``x`` an infusion was given; without that column every child had one infusion, on
day 0. The cells are numbered as in a sheet.
"""

import re
from collections.abc import Sequence

import pandas as pd

from srns.cohort.quantities import read_bound
from srns.cohort.tables import EVENTS, INFUSIONS, LABS, Cohort
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.definition import Definition
from srns.rules.load_definition import load_definition

_COLUMN = re.compile(r"(?P<name>[^()]+?)\s*(?:\((?P<unit>[^()]+)\))?")
_NUMBER = re.compile(r"(?P<result>[<>=≤≥ ]*[\d.]+)\s*(?P<unit>.*)")
_SPAN = re.compile(r"(-?\d+) to (-?\d+)")
_ANALYTES = {"Up/c": ("upcr", "mg/mg"), "albumin": ("albumin", "g/dL")}


def _frame(rows: list[tuple[object, ...]], columns: tuple[str, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(columns))
    for column in columns:
        if column in ("day", "day_earliest", "day_latest"):
            frame[column] = frame[column].astype("Int64")
        elif column in ("value", "cyclophosphamide_mg_m2", "methylprednisolone_mg_kg"):
            frame[column] = frame[column].astype("float64")
        else:
            frame[column] = frame[column].astype(object)
    return frame


def make_cohort(
    patients: list[str],
    labs: list[tuple[object, ...]],
    infusions: list[tuple[object, ...]] | None = None,
    events: Sequence[tuple[object, ...]] = (),
) -> Cohort:
    """Return a cohort of these rows; without `infusions` every child has one on day 0."""
    if infusions is None:
        infusions = [
            (patient, 0, 500.0, None, f"Infusions!B{row}")
            for row, patient in enumerate(patients, 2)
        ]
    return Cohort(
        patients=pd.DataFrame({"patient": pd.Series(patients, dtype=object)}),
        labs=_frame(labs, LABS),
        infusions=_frame(infusions, INFUSIONS),
        events=_frame(list(events), (*EVENTS, "day_earliest", "day_latest")[: _width(events)]),
    )


def _width(events: Sequence[tuple[object, ...]]) -> int:
    return max((len(event) for event in events), default=len(EVENTS))


def read_table(table: str) -> Cohort:
    """Read a pipe table into a cohort."""
    lines = [
        [cell.strip() for cell in line.split("|")] for line in table.splitlines() if line.strip()
    ]
    header = [_COLUMN.fullmatch(cell) for cell in lines[0]]
    names = [match["name"] if match else "" for match in header]
    units = [match["unit"] if match else None for match in header]
    patients: list[str] = []
    labs: list[tuple[object, ...]] = []
    events: list[tuple[object, ...]] = []
    infusions: list[tuple[object, ...]] = []
    for row, cells in enumerate(lines[1:], 2):
        visit = dict(zip(names, cells, strict=False))
        patient = visit["patient"]
        if patient not in patients:
            patients.append(patient)
        span = _SPAN.fullmatch(visit.get("day", ""))
        day = None if span or visit.get("day", "") in ("", "?") else int(visit["day"])
        for column, (name, cell) in enumerate(zip(names, cells, strict=False)):
            address = f"Labs!{chr(ord('A') + column)}{row}"
            if not cell or name in ("patient", "day"):
                continue
            if name in _ANALYTES:
                analyte, usual_unit = _ANALYTES[name]
                match = _NUMBER.fullmatch(cell)
                assert match is not None, f"{cell!r} is no result"
                bound, number = read_bound(match["result"])
                unit = match["unit"] or units[column] or usual_unit
                labs.append((patient, day, analyte, float(number), bound, unit, address))
            elif name == "event":
                between = (int(span[1]), int(span[2])) if span else (None, None)
                events.append((patient, day, cell, None, address, *between))
            elif name == "infusion":
                infusions.append((patient, day, 500.0, None, address))
            else:
                raise ValueError(f"unknown column {name!r}")
    if all(event[5] is None for event in events):
        events = [event[:5] for event in events]
    return make_cohort(patients, labs, infusions if "infusion" in names else None, events)


def classify_table(definition: Definition | str, table: str) -> Classification:
    """Classify the children of a table."""
    return classify(read_table(table), find(definition))


SUBSTITUTES: dict[str, Definition] = {}
"""Definition used in place of a published one, so that test_mutations can rerun the tests."""


def find(definition: Definition | str) -> Definition:
    """Load a published definition by its id; return a definition unchanged."""
    if isinstance(definition, str):
        return SUBSTITUTES.get(definition) or load_definition(definition)
    return definition


def verdicts(definition: Definition | str, table: str, *columns: str) -> dict[str, object]:
    """Return the wanted columns of each child's verdict; missing values become None.

    One column gives a value for each child, several a tuple.
    """
    wanted = classify_table(definition, table).verdicts[["patient", *columns]]
    plain: dict[str, object] = {}
    for row in wanted.itertuples(index=False):
        values = tuple(as_plain(value) for value in row[1:])
        plain[str(row[0])] = values[0] if len(values) == 1 else values
    return plain


def responses(definition: Definition | str, table: str) -> dict[str, object]:
    """Return the response of each child in the table."""
    return verdicts(definition, table, "response")


def as_plain(value: object) -> object:
    """Return a value of a data frame as plain Python; every kind of missing becomes None."""
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return None
    if hasattr(value, "item"):
        value = value.item()  # type: ignore[union-attr]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
