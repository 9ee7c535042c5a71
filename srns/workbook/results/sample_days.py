"""The day, and the minute, on which each sample was taken.

The time of collection comes before that of receipt, and that before the time of the result.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from srns.languages.messages import mark
from srns.languages.sentences import filled, list_or, nsentence, sentence, term
from srns.workbook.findings import Findings
from srns.workbook.problems import Problem
from srns.workbook.results.coded_column import Coded, empty_column
from srns.workbook.results.date_texts import find_common_orders, leave_out_misfits, split_time
from srns.workbook.results.dialect import LIST, Dialect
from srns.workbook.results.source import RowPlace, Source, count_more
from srns.workbook.values.date_columns import read_dates
from srns.workbook.values.dates import read_wide

_MOST = 50
_DATED = ("collected", "unsaid", "received", "resulted")
_SAYS = {
    "received": mark(
        "'{heading}', the day the laboratory received the sample, and no day of collection"
    ),
    "resulted": mark("'{heading}', the day of the result, and no day of collection"),
}
_SAS = datetime.date(1960, 1, 1)


@dataclass(frozen=True)
class SampleDays:
    """When the samples of some rows were taken.

    Attributes
    ----------
    days
        Ordinals; NaN where there is no date.
    relative
        Days from the child's day 0, where the source has days in place of dates; else NaN.
    minutes
        A number for each minute; -1 where no time of the day is known.
    unread
        Whether a date stands there that cannot be read.
    problems
        What was found.
    """

    days: np.ndarray
    relative: np.ndarray
    minutes: np.ndarray
    unread: np.ndarray
    problems: list[Problem] = field(default_factory=list)

    @property
    def known(self) -> np.ndarray:
        """Whether there is a day of either kind."""
        return ~(np.isnan(self.days) & np.isnan(self.relative))


def _coalesce(source: Source, headings: Sequence[str], rows: np.ndarray) -> tuple[Coded, str]:
    """Return the first of several columns, filled up from the next ones."""
    there = [heading for heading in headings if heading in source.columns]
    if not there:
        return empty_column(len(rows)), ""
    column = source.column(there[0]).take(rows)
    for heading in there[1:]:
        blank = ~column.filled
        if not blank.any():
            break
        other = source.column(heading).take(rows)
        codes = np.where(blank, other.codes + len(column.distinct), column.codes)
        column = Coded(codes.astype(np.int32), [*column.distinct, *other.distinct])
    return column, there[0]


def _from_sas(column: Coded, heading: str, dialect: Dialect) -> Coded:
    per_day = 1 if heading in dialect.days_from_1960 else 86400
    if per_day > 1 and heading not in dialect.seconds_from_1960:
        return column
    values: list[object] = [
        _SAS + datetime.timedelta(days=int(value // per_day))
        if isinstance(value, float | int) and abs(value) < 1e11
        else value
        for value in column.distinct
    ]
    return Coded(column.codes, values)


def _count(problems: Sequence[Problem], place: RowPlace, counts: np.ndarray) -> Iterator[Problem]:
    """Yield the problems of distinct dates, each with the number of further rows it is in.

    Of more than `_MOST` errors the rest are one.
    """
    rows = {cell: int(count) for cell, count in zip(place.names, counts.tolist(), strict=True)}
    errors = [one for one in problems if one.severity == "error"]
    yield from (one for one in problems if one.severity != "error")
    for one in errors[:_MOST]:
        more = rows.get(one.cell, 1) - 1
        yield replace(one, found=count_more(one.found, more))
    if errors[_MOST:]:
        one = errors[_MOST]
        more = sum(rows.get(each.cell, 1) for each in errors[_MOST:]) - 1
        others = nsentence(
            "{found} (and {n:,} more such dates)",
            "{found} (and {n:,} more such dates)",
            more,
            found=one.found,
        )
        yield replace(one, found=others) if more else one


class _DayReader:
    """Reads one column after the other into the days of the rows that have none yet."""

    def __init__(self, source: Source, dialect: Dialect, rows: np.ndarray, order: str) -> None:
        self.source, self.dialect, self.rows, self.order = source, dialect, rows, order
        self.days = np.full(len(rows), np.nan)
        self.unread = np.zeros(len(rows), dtype=bool)
        self.clocks = np.full(len(rows), "", dtype=object)
        self.problems: list[Problem] = []

    def read(self, kind: str) -> None:
        """Fill the rows that are still open from the columns of this kind."""
        column, heading = _coalesce(self.source, self.dialect.times[kind], self.rows)
        if not heading:
            return
        column = _from_sas(column, heading, self.dialect)
        spots = np.flatnonzero(np.isnan(self.days) & ~self.unread & column.filled)
        if not len(spots):
            return
        part = column.take(spots)
        parted = [split_time(value) for value in part.distinct]
        self.clocks[spots] = part.lookup([clock for _, clock in parted])
        table: dict[tuple[type, object], int] = {}
        dates = [table.setdefault((type(date), date), len(table)) for date, _ in parted]
        codes = np.array(dates, dtype=np.int64)[part.codes]
        distinct = [date for _, date in table]
        first = np.full(len(distinct), len(spots), dtype=np.int64)
        np.minimum.at(first, codes, np.arange(len(spots)))
        counts = np.bincount(codes, minlength=len(distinct))
        order = self.order or self._order_of_others(distinct, heading)
        found = self._read_distinct(distinct, self.rows[spots[first]], counts, heading, order)
        self.days[spots] = found[codes]
        self.unread[spots] |= np.isnan(found[codes])
        if kind in _SAYS:
            self._say_kind(kind, heading, spots)

    def _order_of_others(self, dates: list[object], heading: str) -> str:
        """Return the order that dates of other tests decide, where ours leave it open."""
        if len(find_common_orders(dates)) < 2:
            return ""
        column = self.source.column(heading)
        parted = {spot: split_time(value)[0] for spot, value in enumerate(column.distinct)}
        orders = find_common_orders(list(parted.values()))
        if len(orders) != 1:
            return ""
        order = orders.pop()
        spot = next(n for n, date in parted.items() if find_common_orders([date]) == {order})
        row = np.flatnonzero(column.codes == spot)[:1]
        self.problems.append(
            self.source.problem(
                "note",
                row,
                heading,
                sentence("the text date '{text}'", text=str(parted[spot])),
                sentence("a real Excel date, or one such as 2005-06-17"),
                sentence(
                    "The whole column is read {order}, because of this cell.", order=term(order)
                ),
            )
        )
        return order

    def _read_distinct(
        self,
        dates: list[object],
        rows: np.ndarray,
        counts: np.ndarray,
        heading: str,
        order: str,
    ) -> np.ndarray:
        if order:
            ordered = [read_wide(date, order) if isinstance(date, str) else None for date in dates]
            dates = [
                date if day is None else datetime.date.fromordinal(day)
                for date, day in zip(dates, ordered, strict=True)
            ]
        findings = Findings()
        place = self.source.date_place(heading, rows.tolist())
        dates = leave_out_misfits(dates, place, findings)
        found = read_dates(dates, place, findings, "labs", None)
        for _, spot, _, reason, _ in findings.absences:  # "unknown" in place of a date
            typed = sentence(
                "'{text}' in place of a date ({reason})",
                text=str(dates[spot]),
                reason=term(reason),
            )
            expected, remedy = sentence("the day of the sample"), sentence("Type the date.")
            findings.problems.append(place.error(spot, typed, expected, remedy))
        self.problems.extend(_count(findings.problems, place, counts))
        return found

    def _say_kind(self, kind: str, heading: str, spots: np.ndarray) -> None:
        typed = self.source.headings[self.source.columns[heading][0]]
        self.problems.append(
            self.source.problem(
                "query",
                self.rows[spots],
                heading,
                filled(_SAYS[kind], {"heading": typed}),
                sentence("the day on which the sample was taken"),
                sentence(
                    "It is used as the sample's day; add the day of collection if it is another."
                ),
            )
        )


def _numbers(column: Coded) -> np.ndarray:
    values = np.full(len(column.distinct), np.nan)
    for spot, value in enumerate(column.distinct):
        try:
            values[spot] = float(str(value))
        except ValueError:
            continue
    return np.where(values == np.floor(values), values, np.nan)[column.codes]


def _relative_days(
    source: Source, dialect: Dialect, rows: np.ndarray, reader: _DayReader
) -> np.ndarray:
    relative = np.full(len(rows), np.nan)
    for kind in ("day", "study_day"):
        column, heading = _coalesce(source, dialect.times[kind], rows)
        open_ = np.isnan(relative) & np.isnan(reader.days) & ~reader.unread & column.filled
        if not heading or not open_.any():
            continue
        days = _numbers(column)
        from_zero = dialect.id == LIST and bool((days[open_] == 0).any())
        if kind == "study_day" and not from_zero:
            if dialect.id == LIST:
                reader.problems.append(_note_study_days(source, rows[open_], heading))
            # Day 1 is the reference start; there is no day 0.
            days = np.where(days > 0, days - 1, np.where(days == 0, np.nan, days))
        bad = open_ & np.isnan(days)
        if bad.any():
            reader.unread |= bad
            shown = column.distinct[column.codes[np.flatnonzero(bad)[0]]]
            whole = kind == "day" or from_zero
            expected = (
                sentence("a whole day") if whole else sentence("a study day, which is never 0")
            )
            remedy = sentence("Correct the day.")
            reader.problems.append(
                source.problem("error", rows[bad], heading, f"'{shown}'", expected, remedy)
            )
        relative[open_] = days[open_]
    return relative


def _note_study_days(source: Source, rows: np.ndarray, heading: str) -> Problem:
    return source.problem(
        "note",
        rows,
        heading,
        sentence("study days without a day 0"),
        sentence("days from day 0"),
        sentence(
            "Day 1 is read as day 0, as registries count. If it is the day after day 0, call the "
            "column 'day'."
        ),
    )


def read_sample_days(
    source: Source, dialect: Dialect, rows: np.ndarray, order: str = ""
) -> SampleDays:
    """Read when the samples of some rows were taken.

    Parameters
    ----------
    rows
        The rows, in order.
    order
        The order of text dates that a person decided: "day first", "month first", "year first".
    """
    reader = _DayReader(source, dialect, rows, order)
    reader.read("collected")
    reader.read("unsaid")
    relative = _relative_days(source, dialect, rows, reader)
    open_ = np.isnan(relative)
    if (np.isnan(reader.days) & open_).any():
        for kind in ("received", "resulted"):
            reader.read(kind)
    clock, heading = _coalesce(source, dialect.times["collected_time"], rows)
    if heading:
        reader.clocks = np.where(clock.filled, clock.map(lambda one: str(one)[:5]), reader.clocks)
    minutes = _minutes(reader)
    missing = np.isnan(reader.days) & open_ & ~reader.unread
    if missing.any():
        names = [
            f"'{source.headings[source.columns[each][0]]}'"
            for kind in (*_DATED, "day", "study_day")
            for each in dialect.times[kind]
            if each in source.columns
        ]
        first = source.first([each for kind in _DATED for each in dialect.times[kind]])
        reader.problems.append(
            source.problem(
                "error",
                rows[missing],
                first,
                sentence("a result without a day"),
                sentence("a date in {columns}", columns=list_or(names))
                if names
                else sentence("a date in a column of dates"),
                sentence("Type the date; the row is left out."),
            )
        )
    return SampleDays(reader.days, relative, minutes, reader.unread | missing, reader.problems)


def _minutes(reader: _DayReader) -> np.ndarray:
    clocks, inverse = np.unique(reader.clocks.astype(str), return_inverse=True)
    known = (clocks != "")[inverse] & ~np.isnan(reader.days)
    minutes = np.full(len(reader.days), -1, dtype=np.int64)
    minutes[known] = reader.days[known].astype(np.int64) * 100_000 + inverse[known]
    return minutes
