"""One sheet of the workbook as columns: its patients, its days, its numbers and its words."""

import datetime
import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np

from srns.cohort.dictionary import EXAMPLE_PATIENT, Sheet
from srns.cohort.terms import find_drug, fold

from .cells import SheetCells, is_blank
from .dates import read_dates, show_date
from .headers import Headers, Matched, match_headers
from .ledger import Fate
from .problems import show_list
from .values import (
    Findings,
    Numbers,
    Place,
    explain_special,
    missing_reason,
    read_numbers,
    read_words,
    show_plain,
    show_value,
)


@dataclass(frozen=True)
class Grid:
    """One sheet with its headers matched; `columns` are the values under the header."""

    sheet: Sheet
    cells: SheetCells
    headers: Headers
    columns: tuple[tuple[object, ...], ...]
    filled: np.ndarray

    @property
    def first_row(self) -> int:
        """The row under the header, counted from 0."""
        return self.cells.first_row + self.headers.row + 1

    def place(self, matched: Matched) -> Place:
        """Give what names the cells of a column."""
        return Place(
            self.cells.name, self.first_row, self.cells.first_column + matched.offset, matched
        )

    def values(self, matched: Matched) -> tuple[object, ...]:
        """Give the values of a column."""
        return self.columns[matched.offset]


def make_grid(cells: SheetCells, sheet: Sheet) -> Grid:
    """Match the headers of a sheet that is not empty and lay its columns out."""
    headers = match_headers(cells, sheet)
    rows = cells.rows[headers.row + 1 :]
    columns = tuple(tuple(map(itemgetter(i), rows)) for i in range(len(cells.rows[0])))
    known = [columns[one.offset] for one in headers.matched]
    patients = headers.get("patient")
    if (
        patients
        and "" not in columns[patients.offset]
        and set(map(type, columns[patients.offset])) <= {float, int}
    ):
        filled = np.ones(len(rows), dtype=bool)
    else:
        filled = (
            np.array([not all(map(is_blank, row)) for row in zip(*known, strict=True)], dtype=bool)
            if known
            else np.zeros(len(rows), dtype=bool)
        )
    return Grid(sheet, cells, headers, columns, filled)


def read_identities(grid: Grid, findings: Findings) -> tuple[list[str], dict[int, Fate]]:
    """Read the patient of each row; '' where there is none, and the example rows passed over."""
    matched = grid.headers.get("patient")
    count = len(grid.filled)
    if matched is None:
        return [""] * count, {}
    place = grid.place(matched)
    values = list(grid.values(matched))
    for (top, left), (bottom, right) in grid.cells.merged:
        if left <= place.column <= right and top >= grid.first_row:
            for row in range(top + 1, bottom + 1):
                if row - grid.first_row < count and is_blank(values[row - grid.first_row]):
                    values[row - grid.first_row] = values[top - grid.first_row]
    if set(map(type, values)) <= {float, int, str}:
        names = {value: show_plain(value) for value in set(values)}
        # Nothing odd among them: no row need be looked at by itself.
        if not any(
            name == EXAMPLE_PATIENT or missing_reason(value) is not None
            for value, name in names.items()
        ):
            return list(map(names.__getitem__, values)), {}
    known: dict[object, str] = {}
    patients = []
    examples: dict[int, Fate] = {}
    for row, value in enumerate(values):
        patient = known.get(value)
        if patient is None or type(value) is bool:
            reason = missing_reason(value)
            patient = "" if reason is not None else show_plain(value)
            remedy = explain_special(value)
            if remedy or isinstance(
                value, bool | datetime.date | datetime.time | datetime.timedelta
            ):
                findings.problems.append(
                    place.error(
                        row,
                        show_value(value),
                        "a patient's number or code",
                        remedy or "Type the patient's number as in the sheet Patients.",
                    )
                )
                patients.append("")
                continue
            if patient:
                known[value] = patient
        if not patient and (grid.filled[row]):
            findings.problems.append(
                place.error(
                    row,
                    "no patient in a row that is filled",
                    "a patient's number or code",
                    "Type the patient, or clear the row.",
                )
            )
        if patient == EXAMPLE_PATIENT:
            examples[grid.headers.row + 1 + row] = ("ignored", "the template's example row")
            patient = ""
        patients.append(patient)
    return patients, examples


def refuse_strangers(
    grid: Grid, patients: Sequence[str], known: Mapping[str, int], where: str, findings: Findings
) -> None:
    """Make an error of each row whose patient the sheet Patients does not list."""
    matched = grid.headers.get("patient")
    if matched is None or not set(patients) - known.keys() - {""}:
        return
    place = grid.place(matched)
    for row, patient in enumerate(patients):
        if patient and patient not in known:
            folded = {fold(name).lstrip("0"): name for name in known}
            near = folded.get(fold(patient).lstrip("0")) or next(
                iter(difflib.get_close_matches(patient, list(known), 1, 0.6)), None
            )
            ask = f"Did you mean '{near}'? " if near else ""
            findings.problems.append(
                place.error(
                    row,
                    f"patient '{patient}'",
                    f"one of the {len(known)} listed in {where}",
                    f"{ask}Correct the name, or add the patient to the sheet Patients.",
                )
            )


def read_column_numbers(
    grid: Grid, identity: str, findings: Findings, keep: np.ndarray
) -> Numbers | None:
    """Read a column of plain numbers by its identity, or None where the sheet has none.

    A bound is kept where the sheet allows it, and an error elsewhere.
    """
    matched = grid.headers.get(identity)
    if matched is None:
        return None
    return read_numbers(
        masked(grid.values(matched), keep),
        grid.place(matched),
        findings,
        grid.sheet.name.lower(),
        censored=grid.sheet.bounds,
    )


def masked(values: Sequence[object], keep: np.ndarray) -> Sequence[object]:
    """Empty the cells of rows that are passed over."""
    if keep.all():
        return values
    return [value if kept else "" for value, kept in zip(values, keep.tolist(), strict=True)]


def read_column_words(
    grid: Grid, identity: str, findings: Findings, keep: np.ndarray
) -> list[str | None]:
    """Read a column of words by its identity; all None where the sheet has none."""
    matched = grid.headers.get(identity)
    if matched is None:
        return [None] * len(grid.filled)
    place, table = grid.place(matched), grid.sheet.name.lower()
    words = read_words(masked(grid.values(matched), keep), place, findings, table)
    column = matched.column
    if column.kind != "term" or not column.spellings:
        return words
    terms: list[str | None] = []
    for row, word in enumerate(words):
        term = column.spellings.get(fold(word)) if word else None
        if word and term is None:
            near = difflib.get_close_matches(word.lower(), column.words, 1, 0.6)
            ask = f"Did you mean '{near[0]}'? " if near else ""
            make = place.error if column.strict else place.query
            remedy = (
                "Type one of these words."
                if column.strict
                else "It is kept as typed and not compared."
            )
            findings.problems.append(
                make(
                    row,
                    f"the text '{word}'",
                    f"{column.label}: {show_list(column.words)}",
                    ask + remedy,
                )
            )
        terms.append(term)
    return terms


def read_drugs(grid: Grid, findings: Findings, keep: np.ndarray) -> tuple[list, list]:
    """Read the drug of each row, normalised and as typed."""
    matched = grid.headers.get("drug")
    if matched is None:
        return [], []
    place = grid.place(matched)
    typed = read_words(masked(grid.values(matched), keep), place, findings, "treatments")
    drugs: list[str | None] = []
    for row, word in enumerate(typed):
        drug = find_drug(word) if word else None
        if word and drug is None:
            parts = _part_drugs(word)
            if len(parts) > 1:
                findings.problems.append(
                    place.error(
                        row,
                        f"the text '{word}'",
                        "one drug in a row",
                        f"Type {'two' if len(parts) == 2 else len(parts)} rows: "
                        f"{show_list(parts, 'and')}.",
                    )
                )
            else:
                drug = word.lower()
                findings.problems.append(
                    place.query(
                        row,
                        f"the text '{word}'",
                        "a drug that is known",
                        "Correct the spelling if it is misspelt; it is kept as typed.",
                    )
                )
        elif word is None and grid.filled[row] and keep[row]:
            findings.problems.append(
                place.error(
                    row,
                    "no drug in a row that is filled",
                    "one drug in a row",
                    "Type the drug, or clear the row.",
                )
            )
        drugs.append(drug)
    return drugs, typed


def _part_drugs(word: str) -> list[str]:
    text = word
    for joint in (" followed by ", " then ", " and ", " plus ", " with ", "+", "/", ";", "&", ","):
        text = text.replace(joint, "|")
    parts = [part.strip() for part in text.split("|") if part.strip()]
    return parts if len(parts) > 1 and any(find_drug(part) for part in parts) else [word]


@dataclass(frozen=True)
class When:
    """The dates (ordinals) and days that the rows of one sheet give; missing is NaN."""

    dates: np.ndarray
    days: np.ndarray
    date_place: Place | None
    day_place: Place | None

    @property
    def place(self) -> Place | None:
        """Where a row's day stands."""
        return self.date_place or self.day_place


def read_when(
    grid: Grid,
    prefix: str,
    findings: Findings,
    keep: np.ndarray,
    today: datetime.date | None,
    *,
    needed: bool = False,
) -> When:
    """Read the columns `<prefix>date` and `<prefix>day`."""
    nothing = np.full(len(grid.filled), np.nan)
    table = grid.sheet.name.lower()
    date, day = grid.headers.get(f"{prefix}date"), grid.headers.get(f"{prefix}day")
    before = len(findings.problems)
    dates = (
        read_dates(masked(grid.values(date), keep), grid.place(date), findings, table, today)
        if date
        else nothing
    )
    days = nothing
    if day:
        place = grid.place(day)
        days = read_numbers(
            masked(grid.values(day), keep), place, findings, table, censored=False
        ).results
        for row in np.flatnonzero(np.mod(days, 1) > 0).tolist():
            findings.problems.append(
                place.error(
                    row,
                    show_value(float(days[row])),
                    "a whole number of days from the index date",
                    "Type a whole number.",
                )
            )
            days[row] = np.nan
    when = When(dates, days, grid.place(date) if date else None, grid.place(day) if day else None)
    if needed and when.place:
        bare = np.isnan(dates) & np.isnan(days) & grid.filled & keep
        if bare.any():
            spoken = {problem.cell for problem in findings.problems[before:]}
            for row in np.flatnonzero(bare).tolist():
                if not {p.cell(row) for p in (when.date_place, when.day_place) if p} & spoken:
                    findings.problems.append(
                        when.place.error(
                            row,
                            "neither a date nor a day",
                            "the day of this row",
                            "Type the date, or clear the row.",
                        )
                    )
    return when


def settle_days(when: When, index: np.ndarray, findings: Findings) -> np.ndarray:
    """Turn dates into days from the index date (ordinals, NaN where unknown)."""
    computed = when.dates - index
    with np.errstate(invalid="ignore"):
        clash = np.flatnonzero(~np.isnan(computed) & ~np.isnan(when.days) & (computed != when.days))
    for row in clash.tolist():
        if when.day_place:
            findings.problems.append(
                when.day_place.error(
                    row,
                    f"day {when.days[row]:.0f} beside {show_date(when.dates[row])}",
                    f"day {computed[row]:.0f}, counted from {show_date(index[row])}",
                    "Correct whichever of the two is wrong, or clear one.",
                )
            )
    return np.where(np.isnan(when.days), computed, when.days)
