"""Ages at the first infusion by birth dates, for which the template has no column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from srns.cohort.child_keys import child_codes
from srns.cohort.dictionary import PATIENTS
from srns.cohort.tables import DAYS_PER_YEAR, Cohort
from srns.registry.given_tables import RESULTS, child_column
from srns.registry.part_tables import (
    SOURCES,
    UNKNOWN,
    PartTables,
    SetAside,
    dates_in,
    words_of,
)
from srns.workbook.headings.heading import parse_heading
from srns.workbook.results.dialect import recognize

AGE = "age_at_first_infusion_years"
_OLDEST = next(each.possible[1] for each in PATIENTS.columns if each.id == AGE and each.possible)
_MEDS_BIRTH = "MEDS_BIRTH"
"""The code of an event of MEDS that is the birth of a child."""
_IN_PART = re.compile(r"\d{1,4}(\.0)?|\d{4}-\d{2}", re.ASCII)
"""A year or a month, which say no age to the day."""


@dataclass(frozen=True)
class _Births:
    """Birth dates of one column of a table, as typed; `rows` are their places in it."""

    table: str
    column: str
    rows: np.ndarray
    children: pd.Series
    texts: list[str]


def is_birth_date(heading: str) -> bool:
    """Return whether a heading says that birth dates stand below it.

    >>> [is_birth_date(each) for each in ("birth_datetime", "BRTHDTC", "birth weight")]
    [True, True, False]
    """
    said = parse_heading(heading)
    return said.quantity == "date of birth" and not said.unexplained


def with_ages(cohort: Cohort, tables: PartTables, aside: list[SetAside]) -> Cohort:
    """Return a cohort with the age at the first infusion of each child whose birth alone is known.

    Parameters
    ----------
    tables
        Birth dates stand in the patients, or in MEDS among the results. A year or a month alone
        says no age.
    aside
        Dates that cannot be read, or by which a child was not born or too old, are added.
    """
    known = list(_births_in(tables))
    patients = cohort.patients
    if not known or "index_date" not in patients or not len(cohort.infusions):
        return cohort
    first = patients["patient"].map(cohort.infusions.groupby("patient")["day"].min())
    days = pd.to_timedelta(first.astype("Int64"), unit="D")
    infused = np.append(
        (pd.to_datetime(patients["index_date"]) + days).to_numpy("datetime64[D]"),
        np.datetime64("NaT"),
    )
    typed = patients[AGE] if AGE in patients else pd.Series(np.nan, patients.index)
    ages = np.append(pd.to_numeric(typed, errors="coerce").to_numpy(float, na_value=np.nan), 0)
    for births in known:
        child = child_codes(patients["patient"], births.children)
        born = dates_in(births.texts)
        age = (infused[child] - born) / np.timedelta64(1, "D") / DAYS_PER_YEAR
        odd = (age < 0) | (age > _OLDEST)
        usable = np.isfinite(age) & ~odd & np.isnan(ages[child])
        ages[child[usable]] = age[usable].round(2)
        unread = np.isnat(born) & ~np.array(
            [bool(_IN_PART.fullmatch(text)) for text in births.texts]
        )
        for bad, expected in (
            (unread, "a date such as 2005-06-17"),
            (odd, f"a birth up to {_OLDEST:g} years before the first infusion"),
        ):
            rows = np.flatnonzero(bad)
            if len(rows):
                found = [births.texts[row] for row in rows]
                place = births.rows[rows]
                aside.append(SetAside(births.table, place, births.column, found, expected, UNKNOWN))
    return replace(cohort, patients=patients.assign(**{AGE: ages[:-1]}))


def _births_in(tables: PartTables) -> Iterator[_Births]:
    """Yield the birth dates of each column that has some."""
    patients = tables.get("patients")
    if patients is not None:
        headings = [each for each in patients.column_names if each not in SOURCES]
        child = child_column("patients", headings, tidy=False)
        for column in filter(is_birth_date, headings):
            if child is not None:
                yield from _births_of("patients", patients, column, child, np.arange(len(patients)))
    results = tables[RESULTS]
    dialect = recognize(results.column_names)
    if dialect is not None and dialect.id == "meds":
        codes = results["code"].cast(pa.string())
        rows = np.flatnonzero(pc.call_function("equal", [codes, _MEDS_BIRTH]).to_pylist())
        child = child_column(RESULTS, results.column_names, tidy=False)
        if child is not None:
            yield from _births_of(RESULTS, results, "time", child, rows)


def _births_of(
    name: str, table: pa.Table, column: str, child: str, rows: np.ndarray
) -> Iterator[_Births]:
    words = words_of(table[column])[rows]
    rows, words = rows[words.codes >= 0], words[words.codes >= 0]
    if len(rows):
        children = words_of(table[child])[rows].astype(object)
        yield _Births(name, column, rows, pd.Series(children), [*map(str, words)])
