"""The five tables that make a cohort, and what one row of each is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from srns.cohort.errors import OverrideError
from srns.cohort.overrides import Override

LABS = ("patient", "day", "analyte", "value", "bound", "unit", "cell")
INFUSIONS = ("patient", "day", "cyclophosphamide_mg_m2", "methylprednisolone_mg_kg", "cell")
TREATMENTS = (
    "patient",
    "drug",
    "start_day",
    "stop_day",
    "dose",
    "dose_unit",
    "frequency",
    "purpose",
    "cell",
)
EVENTS = ("patient", "day", "event", "detail", "cell")
SOURCES = ("table", "patient", "column", "typed", "cell")
ABSENCES = ("table", "patient", "column", "reason", "cell")
TABLES = ("patients", "labs", "infusions", "treatments", "events", "sources", "absences")

DAYS_PER_MONTH = 30.4375
DAYS_PER_YEAR = 365.25

_DIGITS = re.compile(r"(\d+)")


def empty_table(columns: tuple[str, ...]) -> pd.DataFrame:
    """Make a table without rows."""
    return pd.DataFrame({column: pd.Series(dtype=object) for column in columns})


@dataclass(frozen=True)
class Cohort:
    """What is known about the children.

    Attributes
    ----------
    patients
        One row is a child: `patient` (text, unique), then the columns of the data dictionary.
        `index_date` is kept only while the workbook is open.
    labs
        One row is one result: `patient`, `day` (whole days from the index date; missing where a
        child has no index date), `analyte`, `value`, `bound`, `unit` (as reported), `cell`.
        `source` is there when the sheet has it. A cell that says "not done" is no result: it stands
        in `absences`.
    infusions
        One row is one infusion day.
    treatments
        One row is one course of one drug; `drug` normalised, `drug_typed` as typed; days missing
        where nothing was recorded.
    events
        One row is one event; `day` missing where only the event is known.
    sources
        One row is one filled cell of the sheet Patients: where it stands and the words as typed.
    absences
        One row is a cell that says why there is no value: not done, not applicable, unknown.
    overrides
        Verdicts that a person decided otherwise; see `srns.cohort.overrides`.
    """

    patients: pd.DataFrame
    labs: pd.DataFrame = field(default_factory=lambda: empty_table(LABS))
    infusions: pd.DataFrame = field(default_factory=lambda: empty_table(INFUSIONS))
    treatments: pd.DataFrame = field(default_factory=lambda: empty_table(TREATMENTS))
    events: pd.DataFrame = field(default_factory=lambda: empty_table(EVENTS))
    sources: pd.DataFrame = field(default_factory=lambda: empty_table(SOURCES))
    absences: pd.DataFrame = field(default_factory=lambda: empty_table(ABSENCES))
    overrides: tuple[Override, ...] = ()

    def __repr__(self) -> str:
        return f"<Cohort: {len(self.patients)} children, {len(self.labs)} results>"


def hold_overrides(cohort: Cohort, overrides: Sequence[Override]) -> Cohort:
    """Put overrides beside a cohort.

    Raises
    ------
    OverrideError
        Where one speaks of a child who is not in the cohort.
    """
    known = [str(patient) for patient in cohort.patients["patient"]]
    for override in overrides:
        if override.patient not in known:
            shown = ", ".join(known[:12]) + (" …" if len(known) > 12 else "")
            raise OverrideError(
                f"found an override of child '{override.patient}'; expected a child of this "
                f"cohort: {shown}. Correct the name, or remove the override."
            )
    return replace(cohort, overrides=tuple(overrides))


def make_cohort(tables: Mapping[str, pd.DataFrame]) -> Cohort:
    """Put the tables together; overrides are kept beside a version, not in it."""
    patients, labs, infusions, treatments, events, sources, absences = map(
        tables.__getitem__, TABLES
    )
    return Cohort(patients, labs, infusions, treatments, events, sources, absences)


def natural(text: object) -> tuple[tuple[int, int, str], ...]:
    """Give what sorts study numbers as people do.

    >>> sorted(["10", "2", "P1"], key=natural)
    ['2', '10', 'P1']
    """
    return tuple(
        (0, int(part), part) if part.isdecimal() else (1, 0, part)
        for part in _DIGITS.split(str(text))
        if part
    )
