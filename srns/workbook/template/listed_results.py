"""Results of a laboratory list: counted from day 0 like the rows of the sheet Labs."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import overload

import numpy as np

from srns.cohort.dictionary import find_column
from srns.cohort.dipstick import read_grade
from srns.cohort.quantities import QUANTITIES
from srns.languages.sentences import sentence
from srns.workbook.files.cells import is_blank
from srns.workbook.findings import Findings, MatchedColumn, Place
from srns.workbook.problems import Problem, address
from srns.workbook.results.results import LabResults
from srns.workbook.results.results_sheets import ResultsSheet
from srns.workbook.template.chronology_checks import query_implausible_days
from srns.workbook.template.neighboring_results import query_neighboring_results
from srns.workbook.template.patients import Children
from srns.workbook.template.sample_results import ColumnResults, SheetResults
from srns.workbook.template.study_days import RowDates, resolve_days
from srns.workbook.values.dates import show_date
from srns.workbook.values.numbers_and_words import Numbers

_MOST_STRANGERS = 20


class _Spots(Sequence[tuple[str, tuple[int, int]]]):
    """Tab, row and column (from 0) of the cell of each result, made when one is asked for."""

    def __init__(self, tab: str, rows: np.ndarray, columns: np.ndarray) -> None:
        self._tab, self._rows, self._columns = tab, rows, columns

    @overload
    def __getitem__(self, row: int) -> tuple[str, tuple[int, int]]: ...

    @overload
    def __getitem__(self, row: slice) -> list[tuple[str, tuple[int, int]]]: ...

    def __getitem__(self, row: int | slice) -> object:
        if isinstance(row, slice):
            return [self[one] for one in range(*row.indices(len(self)))]
        return self._tab, (int(self._rows[row]), int(self._columns[row]))

    def __len__(self) -> int:
        return len(self._rows)


@dataclass(frozen=True)
class ListedResults:
    """A laboratory list that was read, and the sheet that it stands in.

    Attributes
    ----------
    spellings
        By each spelling of a child's number, the first one, where a person says it is one child.

    Notes
    -----
    Where rows are counted, they are those of `results.frame`: one row is one result.
    """

    sheet: ResultsSheet
    results: LabResults
    spellings: Mapping[str, str] = field(default_factory=dict)

    @property
    def tab(self) -> str:
        """The name of the sheet."""
        return self.sheet.cells.name

    @property
    def problems(self) -> list[Problem]:
        """What the reader of the list found, and a note on the tests of something else."""
        others = self.results.others
        if not others:
            return list(self.results.problems)
        expected = sentence("tests of urine protein, albumin, creatinine, height or weight")
        remedy = sentence("No action needed: they are ignored.")
        note = Problem("note", self.tab, "A1", others, expected, remedy)
        return [*self.results.problems, note]

    @cached_property
    def patients(self) -> list[str]:
        """The child of each result."""
        names = self.results.frame["patient"].tolist()
        return [self.spellings.get(name, name) for name in names]

    @cached_property
    def dates(self) -> RowDates:
        """The date (ordinal) or the day from day 0 of each result."""
        frame = self.results.frame
        distinct = {
            date: float("nan") if date is None else float(date.toordinal())
            for date in frame["date"].unique()
        }
        dates = frame["date"].map(distinct).to_numpy(dtype=float)
        days = frame["day"].to_numpy(dtype=float, na_value=np.nan)
        return RowDates(
            dates,
            days,
            self._place("date", "date") if not np.isnan(dates).all() else None,
            self._place("day", "day") if not np.isnan(days).all() else None,
        )

    @property
    def of_children(self) -> Place:
        """The column of the children."""
        return self._place("patient", "patient")

    def of_results(self, analyte: str, unit: str) -> Place:
        """Return what names the cells of an analyte's results."""
        return self._place("result", analyte, unit)

    def first_rows(self) -> dict[str, int]:
        """Return each child with its first row."""
        first: dict[str, int] = {}
        for row, name in enumerate(self.patients):
            first.setdefault(name, row)
        return first

    @cached_property
    def _result_spots(self) -> _Spots:
        """The cells of the results, found once for every analyte and unit."""
        return self._find_spots("result")

    def _find_spots(self, role: str) -> _Spots:
        """Return the cell of each row in the first column of a role that is filled there."""
        cells, rows, offsets = self.sheet.cells, self.sheet.rows, self._offsets(role)
        lines = self.results.frame["row"].to_numpy() - self.sheet.first_row
        columns = np.full(len(lines), offsets[0])
        if len(offsets) > 1:
            for n, line in enumerate(lines.tolist()):
                filled = (one for one in offsets if not is_blank(rows[line][one]))
                columns[n] = next(filled, offsets[0])
        below = cells.first_row + self.sheet.head + 1
        return _Spots(self.tab, lines + below, columns + cells.first_column)

    def _offsets(self, role: str) -> list[int]:
        roles = self.sheet.roles
        own = [offset for offset, its in roles.items() if its == role]
        by_visit = role in ("date", "day") and not own
        return own or [n for n, its in roles.items() if by_visit and its == "visit"] or [0]

    def _place(self, role: str, column: str, unit: str = "") -> Place:
        cells, head = self.sheet.cells, self.sheet.cells.first_row + self.sheet.head
        first = self._offsets(role)[0]
        heading = MatchedColumn(
            find_column("Labs", column),
            unit,
            first,
            self.sheet.headings[first],
            address(head, cells.first_column + first),
        )
        spots = self._result_spots if role == "result" else self._find_spots(role)
        return Place(self.tab, head + 1, cells.first_column + first, heading, spots)

    def refuse_strangers(self, children: Children, listed_in: str, findings: Findings) -> None:
        """Report each child of the list who is not among the patients, once."""
        counts = Counter(self.patients)
        strangers = [name for name in counts if name not in children.rows]
        first, place = self.first_rows(), self.of_children
        for name in strangers[:_MOST_STRANGERS]:
            who = sentence("patient '{name}'", name=name)
            if counts[name] > 1:
                more = f"{counts[name] - 1:,}"
                who = sentence("{patient} (and in {more} more rows)", patient=who, more=more)
            findings.problems.append(
                place.error(
                    first[name],
                    who,
                    sentence(
                        "one of the {n} listed in {listed_in}",
                        n=len(children.rows),
                        listed_in=listed_in,
                    ),
                    sentence(
                        "Correct the name, or add the patient to the sheet Patients; the "
                        "results are left out."
                    ),
                )
            )
        if others := strangers[_MOST_STRANGERS:]:
            rows = sum(counts[name] for name in others)
            findings.problems.append(
                place.error(
                    first[others[0]],
                    sentence(
                        "{n:,} more patients who are not listed, in {rows:,} rows",
                        n=len(others),
                        rows=rows,
                    ),
                    sentence(
                        "the {n} listed in {listed_in}", n=len(children.rows), listed_in=listed_in
                    ),
                    sentence(
                        "Add those who belong to the cohort; the results of the others are "
                        "left out."
                    ),
                )
            )

    def read(
        self, children: Children, findings: Findings, today: datetime.date | None
    ) -> SheetResults:
        """Count the results from day 0, and check them as those of the sheet Labs.

        A result that cannot be read is an unknown one on its day; the list's reader has reported
        it. One of a child who is not listed, or after `today`, is left out.
        """
        frame, dates = self.results.frame, self.dates
        codes = children.codes(self.patients)
        index = children.index_of(codes)
        keep = ~self._after(today, findings)
        days = resolve_days(dates, index, findings)
        query_implausible_days(dates, days, codes, keep, children, findings, sentence("a result"))
        names = np.array([*children.rows, ""], dtype=object)
        dated = ~np.isnan(days) | (~np.isnan(dates.dates) & np.isnan(index))
        columns = self._columns(np.flatnonzero(keep & (codes >= 0) & dated))
        for analyte in frame["analyte"].cat.categories:
            if same := [one for one in columns if one.analyte == analyte]:
                query_neighboring_results(same, codes, days, findings, names)
        return SheetResults(tuple(columns), names[codes], days)

    def _after(self, today: datetime.date | None, findings: Findings) -> np.ndarray:
        dates = self.dates
        if today is None or dates.date_place is None:
            return np.zeros(len(self.patients), dtype=bool)
        with np.errstate(invalid="ignore"):
            late = dates.dates > today.toordinal()
        rows = np.flatnonzero(late)
        if len(rows):
            found = sentence("the date {date}", date=show_date(float(dates.dates[rows[0]])))
            if len(rows) > 1:
                more = f"{len(rows) - 1:,}"
                found = sentence("{date} (and {more} more later than today)", date=found, more=more)
            findings.problems.append(
                dates.date_place.error(
                    int(rows[0]),
                    found,
                    sentence("a date up to today, {date}", date=today.isoformat()),
                    sentence("Correct the date; the result is left out."),
                )
            )
        return late

    def _columns(self, rows: np.ndarray) -> list[ColumnResults]:
        """Return the results of these rows, a column for each analyte and unit."""
        frame = self.results.frame
        found: list[ColumnResults] = []
        for (analyte, unit), table in frame.iloc[rows].groupby(
            ["analyte", "unit"], observed=True, sort=False
        ):
            if str(analyte) not in QUANTITIES:
                continue  # protein and creatinine of a sample: their ratio has a row of its own
            mine = table.index.to_numpy()
            results = np.full(len(frame), np.nan)
            results[mine] = (
                _grades(table["text"].tolist())
                if analyte == "dipstick"
                else table["value"].to_numpy(dtype=float)
            )
            signs = table["bound"].astype(str).to_numpy()
            signed = signs != ""
            bounds = dict(zip(mine[signed].tolist(), signs[signed].tolist(), strict=True))
            unread = set(mine[np.isnan(results[mine])].tolist())
            place = self.of_results(str(analyte), str(unit))
            cells = np.array([_both_cells(one, self.tab) for one in table["computed_from"]], object)
            found.append(
                ColumnResults(
                    str(analyte),
                    str(unit),
                    mine,
                    Numbers(results, bounds, unread),
                    place,
                    cells=cells if (cells != "").any() else None,
                )
            )
        return found


def _grades(texts: Sequence[object]) -> np.ndarray:
    """Return the grade of each strip, NaN where the text names none."""
    grades: Mapping[object, int | None] = {text: read_grade(str(text)) for text in set(texts)}
    return np.array([np.nan if grades[text] is None else grades[text] for text in texts], float)


def _both_cells(computed_from: str, tab: str) -> str:
    """Return the two cells of a computed result as one address.

    >>> _both_cells("F4 / F5", "List"), _both_cells("", "List")
    ('List!F4/F5', '')
    """
    return f"{tab}!{computed_from.replace(' / ', '/')}" if computed_from else ""
