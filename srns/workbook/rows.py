"""The five tables of a cohort, each made of the columns of one sheet."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from srns.cohort.quantities import show_number
from srns.cohort.tables import EVENTS, INFUSIONS, LABS, SOURCES, TREATMENTS, empty_table
from srns.cohort.terms import HISTOLOGY

from .cells import is_blank
from .dates import read_dates
from .problems import column_letters
from .sheets import (
    Grid,
    When,
    masked,
    read_column_numbers,
    read_column_words,
    read_drugs,
    read_when,
    settle_days,
)
from .values import Findings, Numbers, Place, read_numbers, read_words, show_plain

_BOUND_NAMES = ("", "<", "<=", ">", ">=")


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

    def codes(self, patients: Sequence[str]) -> np.ndarray:
        """Give each row's child by number, -1 where there is none."""
        numbers = {patient: self.rows.get(patient, -1) for patient in set(patients)}
        return np.fromiter(map(numbers.__getitem__, patients), np.int64, len(patients))

    def index_of(self, codes: np.ndarray) -> np.ndarray:
        """Give the index date of each row."""
        return np.append(self.index, np.nan)[codes]

    def last_of(self, codes: np.ndarray) -> np.ndarray:
        """Give the last follow-up day of each row."""
        return np.append(self.last, np.nan)[codes]

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
        return replace(self, last=settle_days(when, index, findings)[self.offsets])

    def table(self) -> pd.DataFrame:
        """Give the table `patients`."""
        patients = pd.Series(list(self.rows), dtype=object)
        table = pd.DataFrame({"patient": patients, **self.columns})
        dates = [
            None if np.isnan(day) else datetime.date.fromordinal(int(day)) for day in self.index
        ]
        table["index_date"] = pd.to_datetime(pd.Series(dates, dtype=object))
        table["last_follow_up_day"] = _whole(self.last)
        return table


def _whole(days: np.ndarray) -> pd.Series:
    """Make whole numbers of days, missing where unknown."""
    missing = np.isnan(days)
    return (
        pd.Series(pd.array(np.where(missing, 0, days).astype(np.int64), dtype="Int64")).mask(
            pd.Series(missing)
        )
        if missing.any()
        else pd.Series(pd.array(days.astype(np.int64), dtype="Int64"))
    )


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
    last = read_when(grid, "last_follow_up_", findings, keep, today)
    return Children(
        rows,
        columns,
        index[picked],
        np.full(len(rows), np.nan),
        last,
        picked,
        _read_sources(grid, patients),
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
    rows = [
        ("patients", patient, one.column.id, show_plain(value), f"{place.sheet}!{place.cell(row)}")
        for one in grid.headers.matched
        for place in [grid.place(one)]
        for row, (patient, value) in enumerate(zip(patients, grid.values(one), strict=True))
        if patient and not is_blank(value)
    ]
    return pd.DataFrame(rows, columns=list(SOURCES)) if rows else empty_table(SOURCES)


def _cells_of(place: Place, rows: np.ndarray) -> list[str]:
    prefix = f"{place.sheet}!{column_letters(place.column)}"
    return [prefix + str(row) for row in (rows + place.first_row + 1).tolist()]


def _ask_about_days(
    when: When,
    days: np.ndarray,
    codes: np.ndarray,
    keep: np.ndarray,
    children: Children,
    findings: Findings,
    what: str,
) -> None:
    """Ask about rows after the last follow-up, and children without an index date."""
    if when.place is None:
        return
    names = list(children.rows)
    last = children.last_of(codes)
    with np.errstate(invalid="ignore"):
        late = np.flatnonzero((days > last) & (codes >= 0) & keep)
    for row in late.tolist():
        findings.problems.append(
            when.place.query(
                row,
                f"{what} on day {days[row]:.0f}",
                f"a day up to the last follow-up of patient {names[codes[row]]}, "
                f"day {last[row]:.0f}",
                "Correct whichever of the two is wrong.",
            )
        )
    asked: set[int] = set()
    for row in np.flatnonzero(np.isnan(days) & ~np.isnan(when.dates) & (codes >= 0)).tolist():
        if codes[row] not in asked:
            asked.add(codes[row])
            findings.problems.append(
                when.place.query(
                    row,
                    f"a date of patient {names[codes[row]]}, who has no infusion and no index date",
                    "an index date to count days from",
                    "Type the index date in the sheet Patients, or the infusions.",
                )
            )


def read_labs(
    grid: Grid,
    patients: Sequence[str],
    keep: np.ndarray,
    when: When,
    children: Children,
    findings: Findings,
) -> pd.DataFrame:
    """Read the sheet Labs: one row per result, analyte by analyte."""
    codes = children.codes(patients)
    days = settle_days(when, children.index_of(codes), findings)
    _ask_about_days(when, days, codes, keep, children, findings, "a result")
    names = np.array([*children.rows, ""], dtype=object)
    parts: list[tuple[str, str, np.ndarray, Numbers, Place]] = []
    for matched in grid.headers.matched:
        if matched.column.quantity:
            place = grid.place(matched)
            numbers = read_numbers(
                masked(grid.values(matched), keep), place, findings, "labs", censored=True
            )
            rows = np.flatnonzero(~np.isnan(numbers.results) & (codes >= 0))
            parts.append((matched.column.id, matched.unit, rows, numbers, place))
    for analyte in dict.fromkeys(part[0] for part in parts):
        _ask_about_neighbours(
            [part for part in parts if part[0] == analyte], codes, days, findings, names
        )
    if not parts:
        return empty_table(LABS)
    every = np.concatenate([part[2] for part in parts])
    lengths = [len(part[2]) for part in parts]
    analytes = list(dict.fromkeys(part[0] for part in parts))
    units = list(dict.fromkeys(part[1] for part in parts))
    bounds = np.zeros(len(every), dtype=np.int8)
    start = 0
    for (_, _, rows, numbers, _), length in zip(parts, lengths, strict=True):
        for row, bound in numbers.bounds.items():
            spot = int(np.searchsorted(rows, row))
            if spot < length and rows[spot] == row:
                bounds[start + spot] = _BOUND_NAMES.index(bound)
        start += length
    source = np.array(read_column_words(grid, "source", findings, keep), dtype=object)
    cells: list[str] = []
    for _, _, rows, _, place in parts:
        cells += _cells_of(place, rows)
    return pd.DataFrame(
        {
            "patient": names[codes[every]],
            "day": _whole(days[every]),
            "analyte": pd.Categorical.from_codes(
                np.repeat([analytes.index(part[0]) for part in parts], lengths), pd.Index(analytes)
            ),
            "value": np.concatenate([part[3].results[part[2]] for part in parts]),
            "bound": pd.Categorical.from_codes(bounds, pd.Index(_BOUND_NAMES)),
            "unit": pd.Categorical.from_codes(
                np.repeat([units.index(part[1]) for part in parts], lengths), pd.Index(units)
            ),
            "cell": pd.Series(cells, dtype=object),
            "source": source[every],
        }
    )


def _ask_about_neighbours(
    parts: list[tuple[str, str, np.ndarray, Numbers, Place]],
    codes: np.ndarray,
    days: np.ndarray,
    findings: Findings,
    names: np.ndarray,
) -> None:
    """Ask about two results of one day, and about Up/c that jumps tenfold."""
    rows = np.concatenate([part[2] for part in parts])
    which = np.repeat(np.arange(len(parts)), [len(part[2]) for part in parts])
    known = ~np.isnan(days[rows])
    rows, which = rows[known], which[known]
    if not len(rows):
        return
    key = codes[rows] * 100_000 + days[rows].astype(np.int64)
    order = np.argsort(key, kind="stable")
    key, rows, which = key[order], rows[order], which[order]
    step = np.diff(key)
    for spot in np.flatnonzero(step == 0).tolist():
        place, before = parts[which[spot + 1]][4], parts[which[spot]][4]
        row = int(rows[spot + 1])
        findings.problems.append(
            place.query(
                row,
                f"{place.matched.column.label} again for patient {names[codes[row]]} on day "
                f"{days[row]:.0f} (first in {before.cell(int(rows[spot]))})",
                "one result a day",
                "Keep one of the two, or leave both: the worse is used.",
            )
        )
    if parts[0][0] != "upcr":
        return
    canonical = np.empty(len(rows))
    for number, (_, unit, _, numbers, place) in enumerate(parts):
        mine = which == number
        quantity = place.matched.column.quantity
        factor = float(quantity.units[unit]) if quantity else 1.0
        canonical[mine] = numbers.results[rows[mine]] / factor
    low = np.minimum(canonical[1:], canonical[:-1])
    high = np.maximum(canonical[1:], canonical[:-1])
    jump = (step > 0) & (step <= 14) & (low > 0) & (high >= 10 * low * (1 - 1e-12))
    for spot in np.flatnonzero(jump & (codes[rows[1:]] == codes[rows[:-1]])).tolist():
        before, after = parts[which[spot]], parts[which[spot + 1]]
        one, two = int(rows[spot]), int(rows[spot + 1])
        findings.problems.append(
            after[4].query(
                two,
                f"{show_number(after[3].results[two])}, {int(step[spot])} days after "
                f"{show_number(before[3].results[one])} in {before[4].cell(one)}",
                "Up/c that changes less than tenfold within 14 days",
                "Look both up once more; they are used as they stand.",
            )
        )


def read_infusions(
    grid: Grid,
    patients: Sequence[str],
    keep: np.ndarray,
    when: When,
    children: Children,
    findings: Findings,
) -> pd.DataFrame:
    """Read the sheet Infusions: one row per infusion day."""
    codes = children.codes(patients)
    days = settle_days(when, children.index_of(codes), findings)
    _ask_about_days(when, days, codes, keep, children, findings, "an infusion")
    names = np.array([*children.rows, ""], dtype=object)
    seen: dict[tuple[int, float], int] = {}
    for row in np.flatnonzero((codes >= 0) & ~np.isnan(days)).tolist():
        first = seen.setdefault((int(codes[row]), float(days[row])), row)
        if first != row and when.place:
            findings.problems.append(
                when.place.error(
                    row,
                    f"a second infusion of patient {names[codes[row]]} on one day (first in "
                    f"{when.place.cell(first)})",
                    "one row for each infusion day",
                    "Bring the two rows together.",
                )
            )
    rows = np.flatnonzero((codes >= 0) & keep)
    table = {"patient": names[codes[rows]], "day": _whole(days[rows])}
    for identity in INFUSIONS[2:4]:
        numbers = read_column_numbers(grid, identity, findings, keep)
        table[identity] = numbers.results[rows] if numbers else np.full(len(rows), np.nan)
    table["cell"] = pd.Series(_cells_of(when.place, rows) if when.place else [], dtype=object)
    return pd.DataFrame(table)


def read_events(
    grid: Grid,
    patients: Sequence[str],
    keep: np.ndarray,
    when: When,
    children: Children,
    findings: Findings,
) -> pd.DataFrame:
    """Read the sheet Events: one row per event."""
    codes = children.codes(patients)
    days = settle_days(when, children.index_of(codes), findings)
    names = np.array([*children.rows, ""], dtype=object)
    before = len(findings.problems)
    events = read_column_words(grid, "event", findings, keep)
    details = read_column_words(grid, "detail", findings, keep)
    matched = grid.headers.get("event")
    if matched is None:
        return empty_table(EVENTS)
    place = grid.place(matched)
    spoken = {problem.cell for problem in findings.problems[before:]}
    for row in np.flatnonzero(keep).tolist():
        if events[row] is None and place.cell(row) not in spoken:
            findings.problems.append(
                place.error(
                    row,
                    "no event in a row that is filled",
                    "what happened",
                    "Type the event, or clear the row.",
                )
            )
    rows = np.flatnonzero((codes >= 0) & keep)
    return pd.DataFrame(
        {
            "patient": names[codes[rows]],
            "day": _whole(days[rows]),
            "event": pd.Series([events[row] for row in rows], dtype=object),
            "detail": pd.Series([details[row] for row in rows], dtype=object),
            "cell": pd.Series(_cells_of(place, rows), dtype=object),
        }
    )


def read_treatments(
    grid: Grid,
    patients: Sequence[str],
    keep: np.ndarray,
    children: Children,
    findings: Findings,
    today: datetime.date | None,
) -> pd.DataFrame:
    """Read the sheet Treatments: one row per course of one drug."""
    codes = children.codes(patients)
    index = children.index_of(codes)
    names = np.array([*children.rows, ""], dtype=object)
    start = read_when(grid, "start_", findings, keep, today)
    stop = read_when(grid, "stop_", findings, keep, today)
    starts, stops = settle_days(start, index, findings), settle_days(stop, index, findings)
    with np.errstate(invalid="ignore"):
        wrong = (stops < starts) | (stop.dates < start.dates)
    for row in np.flatnonzero(wrong).tolist():
        if stop.place and start.place:
            findings.problems.append(
                stop.place.error(
                    row,
                    "a stop before the start",
                    f"a day from the start ({start.place.cell(row)}) on",
                    "Correct whichever of the two is wrong.",
                )
            )
    drugs, typed = read_drugs(grid, findings, keep)
    matched = grid.headers.get("drug")
    if matched is None:
        return empty_table(TREATMENTS)
    rows = np.flatnonzero((codes >= 0) & keep)
    doses = read_column_numbers(grid, "dose", findings, keep)
    table: dict[str, object] = {
        "patient": names[codes[rows]],
        "drug": pd.Series([drugs[row] for row in rows], dtype=object),
        "start_day": _whole(starts[rows]),
        "stop_day": _whole(stops[rows]),
        "dose": doses.results[rows] if doses else np.full(len(rows), np.nan),
    }
    for identity in ("dose_unit", "frequency", "purpose"):
        words = read_column_words(grid, identity, findings, keep)
        table[identity] = pd.Series([words[row] for row in rows], dtype=object)
    table["cell"] = pd.Series(_cells_of(grid.place(matched), rows), dtype=object)
    table["drug_typed"] = pd.Series([typed[row] for row in rows], dtype=object)
    return pd.DataFrame(table)
