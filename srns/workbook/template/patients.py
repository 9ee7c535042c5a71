"""Who the children are, and what the sheet Patients says of each."""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import repeat

import numpy as np
import pandas as pd

from srns.cohort.tables import SOURCES, empty_table
from srns.cohort.terms import HISTOLOGY
from srns.workbook.files.cells import is_blank
from srns.workbook.findings import Findings, Place
from srns.workbook.template.column_values import read_column_numbers, read_column_words
from srns.workbook.template.day_columns import cells_of, whole
from srns.workbook.template.grid import Grid, masked
from srns.workbook.template.study_days import When, read_when, settle_days, settle_spans
from srns.workbook.values.date_columns import read_dates
from srns.workbook.values.numbers_and_words import read_numbers, read_words, show_plain


@dataclass(frozen=True)
class Children:
    """The children, in the sheet's order; days are ordinals, and NaN where unknown."""

    rows: Mapping[str, int]
    columns: Mapping[str, Sequence[object] | np.ndarray | pd.Series]
    index: np.ndarray
    last: np.ndarray
    last_when: When
    offsets: np.ndarray
    sources: pd.DataFrame
    last_between: tuple[np.ndarray, np.ndarray] = field(
        default_factory=lambda: (np.zeros(0), np.zeros(0))
    )

    def codes(self, patients: Sequence[str]) -> np.ndarray:
        """Give each row's child by number, -1 where there is none."""
        numbers = map(self.rows.get, patients, repeat(-1))
        return np.fromiter(numbers, np.int64, len(patients))

    def index_of(self, codes: np.ndarray) -> np.ndarray:
        """Give the index date of each row."""
        return np.append(self.index, np.nan)[codes]

    def last_of(self, codes: np.ndarray) -> np.ndarray:
        """Give the last follow-up day of each row, or the latest that it may be."""
        last = np.fmax(self.last, self.last_between[1])
        return np.append(last, np.nan)[codes]

    def with_first_infusions(self, patients: Sequence[str], when: When) -> "Children":
        """Take the first infusion as index date where the sheet Patients gives none."""
        codes = self.codes(patients)
        dates = np.where(np.isnan(when.days), when.dates, when.dates - when.days)
        first = np.full(len(self.index) + 1, np.inf)
        np.fmin.at(first, codes, dates)
        found = np.where(np.isinf(first[:-1]), np.nan, first[:-1])
        return replace(self, index=np.where(np.isnan(self.index), found, self.index))

    def with_last_follow_up(self, findings: Findings) -> "Children":
        """Count the last follow-up from the index date."""
        when = self.last_when
        index = np.full(len(when.dates), np.nan)
        index[self.offsets] = self.index
        first, last = settle_spans(when, index, findings)
        return replace(
            self,
            last=settle_days(when, index, findings)[self.offsets],
            last_between=(first[self.offsets], last[self.offsets]),
        )

    def table(self) -> pd.DataFrame:
        """Give the table `patients`."""
        patients = pd.Series(list(self.rows), dtype=object)
        table = pd.DataFrame({"patient": patients, **self.columns})
        dates = [
            None if np.isnan(day) else datetime.date.fromordinal(int(day)) for day in self.index
        ]
        table["index_date"] = pd.to_datetime(pd.Series(dates, dtype=object))
        table["last_follow_up_day"] = whole(self.last)
        first, last = self.last_between
        if not np.isnan(first).all():  # the words as typed stand among the sources
            table["last_follow_up_day_earliest"] = whole(first)
            table["last_follow_up_day_latest"] = whole(last)
        return table


def read_children(
    grid: Grid,
    patients: Sequence[str],
    keep: np.ndarray,
    findings: Findings,
    today: datetime.date | None,
) -> Children:
    """Read the sheet Patients."""
    rows: dict[str, int] = {}
    first: dict[str, int] = {}
    offsets = []
    matched = grid.headers.get("patient")
    for row, patient in enumerate(patients):
        if not patient or matched is None:
            continue
        place = grid.place(matched)
        if patient in rows:
            findings.problems.append(
                place.error(
                    row,
                    f"patient '{patient}' again (first in {place.cell(first[patient])})",
                    "one row for each patient",
                    "Keep one of the two rows.",
                )
            )
        else:
            rows[patient] = len(rows)
            first[patient] = row
            offsets.append(row)
    if matched is not None:
        _ask_about_doubles(grid.place(matched), first, findings)
    picked = np.array(offsets, dtype=np.int64)
    columns: dict[str, Sequence[object] | np.ndarray | pd.Series] = {}
    for column in grid.sheet.columns:
        if column.kind == "number":
            numbers = read_column_numbers(grid, column.id, findings, keep)
            columns[column.id] = numbers.results[picked] if numbers else np.full(len(rows), np.nan)
            bounds = numbers.bounds if numbers else {}
            columns[f"{column.id}_bound"] = pd.Series(
                [bounds.get(row, "") for row in offsets], dtype=object
            )
        elif column.kind == "number or words":
            numbers, words = _read_number_or_words(grid, column.id, findings, keep)
            columns[column.id] = numbers[picked]
            columns[column.id.replace("_months", "_words")] = [words[row] for row in offsets]
        elif column.kind in ("text", "term"):
            words = read_column_words(grid, column.id, findings, keep)
            columns[column.id] = pd.Series([words[row] for row in offsets], dtype=object)
            if column.id == "histology":
                columns["histology_group"] = pd.Series(
                    [HISTOLOGY.group(words[row]) for row in offsets], dtype=object
                )
    index = np.full(len(grid.filled), np.nan)
    dated = grid.headers.get("index_date")
    if dated:
        index = read_dates(
            masked(grid.values(dated), keep), grid.place(dated), findings, "patients", today
        )
    last = read_when(grid, "last_follow_up_", findings, keep, today, may_be_part=True)
    return Children(
        rows,
        columns,
        index[picked],
        np.full(len(rows), np.nan),
        last,
        picked,
        _read_sources(grid, patients),
    )


def _ask_about_doubles(place: Place, first: Mapping[str, int], findings: Findings) -> None:
    for one, other, how in find_doubles(first):
        findings.problems.append(
            place.query(
                first[other],
                f"patient '{other}', which is '{one}' of {place.cell(first[one])} {how}",
                "two children",
                "If it is one child, give both the same number and keep one row; "
                "they are read as two.",
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
            patients, grid.values(one), cells_of(grid.place(one), every), strict=True
        )
        if patient and not is_blank(value)
    ]
    return pd.DataFrame(rows, columns=list(SOURCES)) if rows else empty_table(SOURCES)


_SUFFIX = re.compile(
    r"(?P<base>.*?\d.*?)[\s_\-./]*"
    r"(?P<suffix>\(?(?:dup(?:l(?:icate)?)?|copy|bis|rpt|repeat|again)\)?|(?<=[\d\s_\-])d|\(\d\))",
    re.IGNORECASE,
)


_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def find_doubles(patients: Iterable[str]) -> list[tuple[str, str, str]]:
    """Give pairs of names of which one looks like the other written again, with the reason.

    `12d` is no double of `12` where `12c` is in the list too: then letters tell children apart.

    >>> find_doubles(["12", "12d", "007", "7", "3 dup", "5c", "5", "5d"])
    [('007', '7', 'but for zeros in front'), ('12', '12d', "with the suffix 'd'")]
    """
    found: list[tuple[str, str, str]] = []
    names = {name.strip().casefold(): name for name in patients}
    without: dict[str, str] = {}
    for folded, name in names.items():
        bare = _ZEROS.sub("", folded)
        if bare in without:
            found.append((without[bare], name, "but for zeros in front"))
        else:
            without[bare] = name
    for folded, name in names.items():
        match = None if folded.isdigit() else _SUFFIX.fullmatch(folded)
        base = without.get(_ZEROS.sub("", match["base"])) if match else None
        if match and base and base != name and f"{match['base']}c" not in names:
            found.append((base, name, f"with the suffix '{name.strip()[match.start('suffix') :]}'"))
    return found
