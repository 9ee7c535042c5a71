"""Patients: the children, and what the sheet Patients says about each."""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import repeat

import numpy as np
import pandas as pd

from srns.cohort.date_intervals import latest
from srns.cohort.schema import Column
from srns.cohort.tables import SOURCES, empty_table
from srns.cohort.terms import DEATH
from srns.languages.sentences import sentence
from srns.workbook.files.cells import is_blank
from srns.workbook.findings import Findings, Place
from srns.workbook.template.column_values import read_column_numbers, read_column_words
from srns.workbook.template.day_columns import cell_addresses, nullable_days
from srns.workbook.template.grid import Grid, masked
from srns.workbook.template.histology_groups import read_histology_groups
from srns.workbook.template.study_days import RowDates, read_row_dates, resolve_days, resolve_spans
from srns.workbook.values.child_names import (
    explain_difference,
    find_spellings,
    show_name,
    without_zeros,
)
from srns.workbook.values.date_columns import read_dates
from srns.workbook.values.dates import show_date
from srns.workbook.values.numbers_and_words import (
    missing_reason,
    read_numbers,
    read_words,
    show_plain,
)

Values = Sequence[object] | np.ndarray | pd.Series


@dataclass(frozen=True)
class Children:
    """The children, in the order of the sheet; missing dates and days are NaN.

    Attributes
    ----------
    rows
        Number of each child, from 0.
    columns
        Columns of the table `patients`, one value per child.
    index
        Index date of each child (ordinal).
    last, last_between
        Last follow-up in days from the index date; first and last possible day of a partial date.
    last_follow_up_dates
        Last follow-up as given, by row of the sheet.
    offsets
        Row of each child in the sheet.
    sources
        Every filled cell of the sheet as typed.
    has_index_date, unread_index
        Whether the sheet gives the index date of each child; whether it has one that cannot be
        read, so that nothing takes its place.
    anchored
        Whether the days of each child are counted from its earliest dated row, for want of a
        day 0, until one is named.
    death, death_cells
        The last possible day of death of each child, NaN where it is not recorded, and its cell.
    """

    rows: Mapping[str, int]
    columns: Mapping[str, Values]
    index: np.ndarray
    last: np.ndarray
    last_follow_up_dates: RowDates
    offsets: np.ndarray
    sources: pd.DataFrame
    last_between: tuple[np.ndarray, np.ndarray] = field(
        default_factory=lambda: (np.zeros(0), np.zeros(0))
    )
    has_index_date: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=bool))
    unread_index: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=bool))
    anchored: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=bool))
    death: np.ndarray = field(default_factory=lambda: np.zeros(0))
    death_cells: Sequence[str] = ()

    def codes(self, patients: Sequence[str]) -> np.ndarray:
        """Return the number of each row's child, -1 where there is none."""
        numbers = map(self.rows.get, patients, repeat(-1))
        return np.fromiter(numbers, np.int64, len(patients))

    def index_of(self, codes: np.ndarray) -> np.ndarray:
        """Return the index date of each row (ordinal, NaN where unknown)."""
        return np.append(self.index, np.nan)[codes]

    def last_of(self, codes: np.ndarray) -> np.ndarray:
        """Return the last follow-up day of each row, the latest possible one of a partial date."""
        last = np.fmax(self.last, self.last_between[1])
        return np.append(last, np.nan)[codes]

    def death_of(self, codes: np.ndarray) -> np.ndarray:
        """Return the last possible day of death of each row's child; NaN where none is recorded."""
        return np.append(self.death, np.nan)[codes]

    def when(self, child: int, day: float) -> str:
        """Return a day of a child in words: its date, while the child has no day 0 of its own.

        >>> none = np.zeros(0)
        >>> dates = RowDates(none, none, None, None)
        >>> start = np.array([datetime.date(2015, 1, 1).toordinal()])
        >>> one = Children({"1": 0}, {}, start, none, dates, none, pd.DataFrame())
        >>> one.when(0, 30.0), replace(one, anchored=np.array([True])).when(0, 30.0)
        ('on day 30', 'on 2015-01-31')
        """
        return sentence("on {day}", day=self.day_words(child, day))

    def day_words(self, child: int, day: float) -> str:
        """Return a day of a child in words, as they stand alone."""
        if self.anchored.any() and self.anchored[child]:
            return show_date(self.index[child] + day)
        return sentence("day {day:.0f}", day=day)

    def with_anchors(self, first_dates: np.ndarray) -> "Children":
        """Return the children with the earliest dated row as index date where they have none.

        Parameters
        ----------
        first_dates
            Ordinal of each child's earliest date; NaN where there is none.
        """
        lacking = np.isnan(self.index) & ~np.isnan(first_dates) & ~self.unread_index
        return replace(self, index=np.where(lacking, first_dates, self.index), anchored=lacking)

    def with_deaths(self, events: pd.DataFrame) -> "Children":
        """Return the children with the day of death by the table `events`."""
        deaths = events[events["event"] == DEATH]
        days = latest(deaths, "day")
        death = np.full(len(self.rows), np.nan)
        cells = [""] * len(self.rows)
        for child, day, cell in zip(
            self.codes(list(deaths["patient"])).tolist(), days, deaths["cell"], strict=True
        ):
            if not np.isnan(day) and not death[child] <= day:
                death[child], cells[child] = day, str(cell)
        return replace(self, death=death, death_cells=cells)

    def with_first_infusions(self, patients: Sequence[str], row_dates: RowDates) -> "Children":
        """Return the children with the first infusion as index date where they have none.

        An index date that is there and cannot be read is not replaced.
        """
        codes = self.codes(patients)
        dates = np.where(
            np.isnan(row_dates.days), row_dates.dates, row_dates.dates - row_dates.days
        )
        first = np.full(len(self.index) + 1, np.inf)
        np.fmin.at(first, codes, dates)
        found = np.where(np.isinf(first[:-1]), np.nan, first[:-1])
        lacking = np.isnan(self.index) & ~self.unread_index
        return replace(self, index=np.where(lacking, found, self.index))

    def with_last_follow_up(self, findings: Findings) -> "Children":
        """Return the children with the last follow-up counted from the index date."""
        row_dates = self.last_follow_up_dates
        index = np.full(len(row_dates.dates), np.nan)
        index[self.offsets] = self.index
        first, last = resolve_spans(row_dates, index, findings)
        return replace(
            self,
            last=resolve_days(row_dates, index, findings)[self.offsets],
            last_between=(first[self.offsets], last[self.offsets]),
        )

    def table(self) -> pd.DataFrame:
        """Return the table `patients`, one row per child."""
        patients = pd.Series(list(self.rows), dtype=object)
        table = pd.DataFrame({"patient": patients, **self.columns})
        dates = [
            None if np.isnan(day) else datetime.date.fromordinal(int(day)) for day in self.index
        ]
        table["index_date"] = pd.to_datetime(pd.Series(dates, dtype=object))
        table["last_follow_up_day"] = nullable_days(self.last)
        first, last = self.last_between
        if not np.isnan(first).all():  # the words as typed are in `sources`
            table["last_follow_up_day_earliest"] = nullable_days(first)
            table["last_follow_up_day_latest"] = nullable_days(last)
        return table


def read_children(
    grid: Grid,
    patients: Sequence[str],
    keep: np.ndarray,
    findings: Findings,
    today: datetime.date | None,
) -> Children:
    """Read the sheet Patients.

    Parameters
    ----------
    patients
        Patient of each row; empty where there is none.
    keep
        Whether each row is read.
    today
        The last day that a date may have; None for no limit.
    """
    first_rows = _find_first_rows(grid, patients, findings)
    offsets = np.array(list(first_rows.values()), dtype=np.int64)
    columns: dict[str, Values] = {}
    for column in grid.sheet.columns:
        columns |= _read_column(grid, column, offsets, findings, keep)
    index, unread = np.full(len(grid.filled), np.nan), np.zeros(len(grid.filled), dtype=bool)
    if dated := grid.headers.get("index_date"):
        values = masked(grid.values(dated), keep)
        index = read_dates(values, grid.place(dated), findings, "patients", today)
        unread = np.isnan(index) & np.array([missing_reason(each) is None for each in values], bool)
    last = read_row_dates(grid, "last_follow_up_", findings, keep, today, allow_partial=True)
    return Children(
        {patient: number for number, patient in enumerate(first_rows)},
        columns,
        index[offsets],
        np.full(len(offsets), np.nan),
        last,
        offsets,
        _read_sources(grid, patients),
        has_index_date=~np.isnan(index[offsets]),
        unread_index=unread[offsets],
        anchored=np.zeros(len(offsets), dtype=bool),
        death=np.full(len(offsets), np.nan),
    )


def _find_first_rows(grid: Grid, patients: Sequence[str], findings: Findings) -> dict[str, int]:
    """Return the first row of each child; a second row of one is an error."""
    first: dict[str, int] = {}
    matched = grid.headers.get("patient")
    if matched is None:
        return first
    place = grid.place(matched)
    for row, patient in enumerate(patients):
        if patient in first:
            findings.problems.append(
                place.error(
                    row,
                    sentence(
                        "patient '{patient}' again (first in {cell})",
                        patient=patient,
                        cell=place.cell(first[patient]),
                    ),
                    sentence("one row per patient"),
                    sentence("Keep one of the two rows."),
                )
            )
        elif patient:
            first[patient] = row
    _query_duplicate_ids(place, first, findings)
    return first


def _read_column(
    grid: Grid, column: Column, offsets: np.ndarray, findings: Findings, keep: np.ndarray
) -> dict[str, Values]:
    """Return the columns of the table `patients` that a column of the sheet becomes."""
    if column.kind == "number":
        numbers = read_column_numbers(grid, column.id, findings, keep)
        bounds = np.full(len(grid.filled), "", dtype=object)
        for row, bound in (numbers.bounds if numbers else {}).items():
            bounds[row] = bound
        return {
            column.id: numbers.results[offsets] if numbers else np.full(len(offsets), np.nan),
            f"{column.id}_bound": _texts(bounds, offsets),
        }
    if column.kind == "number or words":
        months, words = _read_number_or_words(grid, column.id, findings, keep)
        return {
            column.id: months[offsets],
            column.id.replace("_months", "_words"): [words[row] for row in offsets],
        }
    if column.kind not in ("text", "term"):
        return {}
    words = read_column_words(grid, column.id, findings, keep)
    found: dict[str, Values] = {column.id: _texts(words, offsets)}
    if column.id == "histology":
        groups = read_histology_groups(grid, words, findings, keep)
        found["histology_group"] = _texts(groups, offsets)
    return found


def _texts(values: Sequence[str | None] | np.ndarray, rows: np.ndarray) -> pd.Series:
    return pd.Series(np.array(values, dtype=object)[rows], dtype=object)


def _query_duplicate_ids(place: Place, first: Mapping[str, int], findings: Findings) -> None:
    for one, other, how in find_duplicate_ids(first):
        findings.problems.append(
            place.query(
                first[other],
                sentence(
                    "patient '{other}', which is '{one}' of {cell} {how}",
                    other=show_name(other),
                    one=show_name(one),
                    cell=place.cell(first[one]),
                    how=how,
                ),
                sentence("two children"),
                sentence(
                    "If it is one child, give both the same number and keep one row; "
                    "they are read as two."
                ),
            )
        )


def _read_number_or_words(
    grid: Grid, identity: str, findings: Findings, keep: np.ndarray
) -> tuple[np.ndarray, list[str | None]]:
    matched = grid.headers.get(identity)
    if matched is None:
        return np.full(len(grid.filled), np.nan), [None] * len(grid.filled)
    place, values = grid.place(matched), masked(grid.values(matched), keep)
    words = read_words(values, place, findings, "patients")
    plain: list[object] = []
    for row, text in enumerate(words.copy()):
        try:
            plain.append(float(text) if text and text[:1] in "+-.0123456789" else "")
            words[row] = None if plain[-1] != "" else text
        except ValueError:
            plain.append("")
    return read_numbers(plain, place, findings, "patients", censored=False).results, words


def _read_sources(grid: Grid, patients: Sequence[str]) -> pd.DataFrame:
    every = np.arange(len(patients))
    rows = [
        ("patients", patient, one.column.id, show_plain(value), cell)
        for one in grid.headers.matched
        for patient, value, cell in zip(
            patients, grid.values(one), cell_addresses(grid.place(one), every), strict=True
        )
        if patient and not is_blank(value)
    ]
    return pd.DataFrame(rows, columns=list(SOURCES)) if rows else empty_table(SOURCES)


_SUFFIX = re.compile(
    r"(?P<base>.*?\d.*?)[\s_\-./]*"
    r"(?P<suffix>\(?(?:dup(?:l(?:icate)?)?|copy|bis|rpt|repeat|again)\)?|(?<=[\d\s_\-])d|\(\d\))",
    re.IGNORECASE,
)


def find_duplicate_ids(patients: Iterable[str]) -> list[tuple[str, str, str]]:
    """Return pairs of patient ids that may be the same child, with the reason.

    `12d` is no duplicate of `12` where `12c` is in the list too: then letters distinguish children.

    >>> find_duplicate_ids(["12", "12d", "007", "7", "3 dup", "5c", "5", "5d"])
    [('007', '7', 'but for zeros in front'), ('12', '12d', "with the suffix 'd'")]
    """
    found: list[tuple[str, str, str]] = []
    listed = list(patients)
    for group in find_spellings(listed):
        found += [(group[0], other, explain_difference(group[0], other)) for other in group[1:]]
    names = {name.strip().casefold(): name for name in listed}
    without = {without_zeros(folded): name for folded, name in reversed(names.items())}
    for folded, name in names.items():
        match = None if folded.isdigit() else _SUFFIX.fullmatch(folded)
        base = without.get(without_zeros(match["base"])) if match else None
        if match and base and base != name and f"{match['base']}c" not in names:
            found.append(
                (
                    base,
                    name,
                    sentence(
                        "with the suffix '{name}'", name=name.strip()[match.start("suffix") :]
                    ),
                )
            )
    return found
