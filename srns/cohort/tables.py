"""Tables of a cohort: patients, labs, infusions, treatments, events, sources and absences."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from srns.cohort.errors import OverrideError
from srns.cohort.overrides import Override
from srns.cohort.wording import and_more

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
AS_READ = "index date"
"""The day 0 that a workbook is read with: the index date in Patients, else the first infusion."""
TABLES = ("patients", "labs", "infusions", "treatments", "events", "sources", "absences")

DAYS_PER_MONTH = 30.4375
DAYS_PER_YEAR = 365.25

_DIGITS = re.compile(r"(\d+)")


def empty_table(columns: tuple[str, ...]) -> pd.DataFrame:
    """Return a table without rows."""
    return pd.DataFrame({column: pd.Series(dtype=object) for column in columns})


@dataclass(frozen=True)
class Cohort:
    """The tables of one cohort.

    Attributes
    ----------
    patients
        One row is one child: `patient` (text, unique), then the columns of the data dictionary.
        `index_date` is kept only while the workbook is open.
    labs
        One row is one result: `patient`, `day` (whole days from the index date; missing where a
        child has no index date), `analyte`, `value`, `bound`, `unit` (as reported), `cell`.
        `source` is present if the sheet has it. A cell that says "not done" is not a result: it is
        listed in `absences`.
    infusions
        One row is one infusion day.
    treatments
        One row is one course of one drug; `drug` normalized, `drug_typed` as typed; days missing
        if not recorded.
    events
        One row is one event; `day` missing if only the event is known.
    sources
        One row is one filled cell of the sheet Patients: its address and the text as typed.
    absences
        One row is one cell that states why a value is missing: not done, not applicable, unknown.
    overrides
        Verdicts overridden by a person; see `srns.cohort.overrides`.
    day_zero
        The name of the day that all days are counted from.
    """

    patients: pd.DataFrame
    labs: pd.DataFrame = field(default_factory=lambda: empty_table(LABS))
    infusions: pd.DataFrame = field(default_factory=lambda: empty_table(INFUSIONS))
    treatments: pd.DataFrame = field(default_factory=lambda: empty_table(TREATMENTS))
    events: pd.DataFrame = field(default_factory=lambda: empty_table(EVENTS))
    sources: pd.DataFrame = field(default_factory=lambda: empty_table(SOURCES))
    absences: pd.DataFrame = field(default_factory=lambda: empty_table(ABSENCES))
    overrides: tuple[Override, ...] = ()
    day_zero: str = AS_READ

    def __repr__(self) -> str:
        return f"<Cohort: {len(self.patients)} children, {len(self.labs)} results>"


def hold_overrides(cohort: Cohort, overrides: Sequence[Override]) -> Cohort:
    """Return the cohort with these overrides.

    Raises
    ------
    OverrideError
        If an override names a child who is not in the cohort.
    """
    known = [str(patient) for patient in cohort.patients["patient"]]
    for override in overrides:
        if override.patient not in known:
            raise OverrideError(
                f"found an override of child '{override.patient}'; expected a child of this "
                f"cohort: {and_more(known)}. Correct the name, or remove the override."
            )
    return replace(cohort, overrides=tuple(overrides))


def make_cohort(tables: Mapping[str, pd.DataFrame]) -> Cohort:
    """Return the cohort of these tables, which are named as in `TABLES`; it has no overrides."""
    patients, labs, infusions, treatments, events, sources, absences = map(
        tables.__getitem__, TABLES
    )
    return Cohort(patients, labs, infusions, treatments, events, sources, absences)


def natural(text: object) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key that orders study numbers as people do.

    >>> sorted(["10", "2", "P1"], key=natural)
    ['2', '10', 'P1']
    """
    return tuple(
        (0, int(part), part) if part.isdecimal() else (1, 0, part)
        for part in _DIGITS.split(str(text))
        if part
    )
