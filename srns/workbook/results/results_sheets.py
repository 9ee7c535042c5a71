"""Sheets that hold a laboratory list: found by their headings, and read where they stand."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from srns.cohort.terms import fold
from srns.workbook.files.cells import SheetCells, is_blank
from srns.workbook.results.dialect import TIMES, Dialect, recognize, recognize_in_part
from srns.workbook.results.lab_tests import LabTestAnswer
from srns.workbook.results.read_results import read_results
from srns.workbook.results.results import LabResults
from srns.workbook.results.unnamed_columns import (
    find_dates,
    find_identities,
    find_visits,
    is_understood,
    names_codes,
    names_only_tests,
    names_tests,
)
from srns.workbook.results.visit_days import VisitDays
from srns.workbook.values.numbers_and_words import show_plain
from srns.workbook.values.text import clean

_LOOK = 20
_FEWEST_TEST_COLUMNS = 2
_NAMES = ("name", "display", "code display", "code name", "label", "normalized name")
"""Headings that name a test or a child."""


@dataclass(frozen=True)
class ResultsSheet:
    """A sheet with one test a row.

    Attributes
    ----------
    head
        Offset of the row of headings in the filled area.
    headings
        Of every column, as typed; empty where there is none.
    child
        The child of all rows, where no column names it.
    visits
        When the visits were that a column names, where no column dates the rows.
    """

    cells: SheetCells
    head: int
    headings: tuple[str, ...]
    dialect: Dialect
    child: str = ""
    visits: VisitDays | None = None

    @property
    def lacks_child(self) -> bool:
        """Whether nothing says whose the results are."""
        return not self.child and "patient" not in self.roles.values()

    @property
    def lacks_day(self) -> bool:
        """Whether no heading says when the samples were taken."""
        return self.visits is None and not {"date", "day"} & set(self.roles.values())

    @property
    def is_whole(self) -> bool:
        """Whether it can be read without a word about its columns."""
        return not (self.lacks_child or self.lacks_day)

    @cached_property
    def unnamed_children(self) -> tuple[str, ...]:
        """The headings of the columns that may name the child."""
        return find_identities(self._unused, self.rows)

    @cached_property
    def unnamed_dates(self) -> tuple[str, ...]:
        """The headings of the columns that may be the sample date."""
        return find_dates(self._unused, self.rows)

    @cached_property
    def unnamed_visits(self) -> tuple[str, ...]:
        """The headings of the columns that name the visit of each row, or count its time."""
        return find_visits(self._unused, self.rows)

    @property
    def _unused(self) -> list[str]:
        roles = self.roles
        return ["" if offset in roles else text for offset, text in enumerate(self.headings)]

    def completed(
        self, child: str = "", visits: VisitDays | None = None, **columns: str
    ) -> "ResultsSheet":
        """Return the list with the child of all its rows, its visits, or headings of some roles.

        It is the same list where that changes nothing, and each time for the same answers.
        """
        said = {role: heading for role, heading in columns.items() if heading}
        key = (child, visits and visits.key, *said.items())
        if not child and not said and visits is None:
            return self
        if key not in self._completed:
            dialect = self.dialect
            for role, heading in said.items():
                dialect = dialect.with_column(role, heading)
            self._completed[key] = replace(
                self, dialect=dialect, child=child or self.child, visits=visits or self.visits
            )
        return self._completed[key]

    @cached_property
    def _completed(self) -> "dict[Hashable, ResultsSheet]":
        """The list as it was completed before, by the answers."""
        return {}

    @cached_property
    def roles(self) -> Mapping[int, str]:
        """The role of each column that is needed, by its offset; a time is `date` or `day`."""
        dialect = self.dialect
        by_name: dict[str, str] = {}
        for role, names in dialect.roles.items():
            by_name.update(dict.fromkeys(names, role))
        for kind in reversed(TIMES):
            role = "day" if kind in ("day", "study_day") else "date"
            by_name.update(dict.fromkeys(dialect.times[kind], role))
        if self.visits is not None:
            by_name[fold(self.visits.heading)] = "visit"
        for one in reversed(dialect.readings):
            for role, names in (("result", one.result), ("unit", one.unit), ("sign", one.sign)):
                by_name.update(dict.fromkeys(names, role))
        folded = [fold(text) for text in self.headings]
        child = next((name for name in dialect.roles["patient"] if name in folded), "")
        found = {offset: by_name.get(name) for offset, name in enumerate(folded)}
        return {
            offset: role
            for offset, role in found.items()
            if role and (role != "patient" or offset == folded.index(child))
        }

    @property
    def first_row(self) -> int:
        """The number of the first row below the headings, as people count."""
        return self.cells.first_row + self.head + 2

    @property
    def rows(self) -> Sequence[Sequence[object]]:
        """The rows below the headings."""
        return self.cells.rows[self.head + 1 :]

    def columns(self, left_out: Sequence[str] = ()) -> dict[str, list[object]]:
        """Return the columns by their headings, from the sheet's first column on."""
        rows = self.rows
        found: dict[str, list[object]] = {
            f"blank {n}": [""] * len(rows) for n in range(self.cells.first_column)
        }
        for offset, text in enumerate(self.headings):
            name = text if text and text not in left_out else f"blank at {offset}"
            if name in found:
                name = f"{name} ({offset})"
            found[name] = [row[offset] for row in rows]
        if self.child:
            found[self.dialect.roles["patient"][0]] = [self.child] * len(rows)
        return found

    def children(self) -> list[str]:
        """Return the children that the list names, as they are shown, each once."""
        if self.child:
            return [self.child]
        offset = next((n for n, role in self.roles.items() if role == "patient"), None)
        values = () if offset is None else (row[offset] for row in self.rows)
        return list(dict.fromkeys(show_plain(one) for one in values if not is_blank(one)))

    def read(
        self,
        mapping: Mapping[str, LabTestAnswer | str] | None = None,
        date_order: str = "",
        left_out: Sequence[str] = (),
    ) -> LabResults:
        """Read the results, unless they were read so before; see `read_results`."""
        needed = {self.headings[offset] for offset in self.roles}
        gone = tuple(sorted(needed & set(left_out)))
        key = (tuple(sorted((mapping or {}).items())), date_order, gone)
        if key not in self._last:
            results = read_results(
                self.columns(gone),
                replace(self.dialect, row_word=""),  # a sheet has cells, whatever it was made of
                mapping=mapping,
                sheet=self.cells.name,
                first_row=self.first_row,
                date_order=date_order,
                visits=self.visits,
            )
            self._last.clear()
            self._last[key] = results
        return self._last[key]

    @cached_property
    def _last(self) -> dict[Hashable, LabResults]:
        """What was read last, by the answers that it was read with."""
        return {}


def find_results_sheet(cells: SheetCells) -> ResultsSheet | None:
    """Return the laboratory list of a sheet, or None where its headings are not those of one.

    A list whose child or date no heading names is one, too, if its cells hold dates or visits.
    """
    for head, row in enumerate(cells.rows[:_LOOK]):
        headings = tuple("" if is_blank(value) else clean(value) for value in row)
        texts = [text for text, value in zip(headings, row, strict=True) if isinstance(value, str)]
        named = [text for text in headings if text]
        if len([text for text in texts if text]) < 3:
            continue
        if (dialect := recognize(named)) is not None:
            return _with_names(_with_components(ResultsSheet(cells, head, headings, dialect)))
        found = ResultsSheet(cells, head, headings, recognize_in_part(named))
        found = _with_names(_with_components(found))
        if _is_list(found):
            return found
    return None


def _is_list(sheet: ResultsSheet) -> bool:
    """Return whether a sheet has tests, results, and cells that say when samples were taken."""
    roles = set(sheet.roles.values())
    if not ({"test", "code"} & roles and "result" in roles):
        return False
    if sheet.lacks_day:
        dated = sheet.unnamed_dates or sheet.unnamed_visits
        return bool(dated) and bool({"patient", "unit"} & roles)
    dated = [
        text if sheet.roles.get(offset) in ("date", "day") else ""
        for offset, text in enumerate(sheet.headings)
    ]
    return bool(find_dates(dated, sheet.rows))


def _with_components(sheet: ResultsSheet) -> ResultsSheet:
    """Return a list whose test is the component, where two columns name panel and component.

    As in "Exam: urinalysis; Parameter: protein": the panel, of which one has several components,
    is the category of the tests, and names those of which the component says no more than
    "result". A dialect's own names of tests stand as they are.
    """
    tests = [offset for offset, role in sheet.roles.items() if role == "test"]
    if sheet.dialect.must or len(tests) < _FEWEST_TEST_COLUMNS:
        return sheet
    parted = _part_components(sheet.rows, tests)
    if parted is None:
        return sheet
    component, panel = parted
    names = tuple(fold(sheet.headings[offset]) for offset in (component, panel))
    roles = sheet.dialect.roles
    said = {"test": (*names, *roles["test"]), "category": (names[1], *roles["category"])}
    return replace(sheet, dialect=replace(sheet.dialect, roles={**roles, **said}))


def _part_components(
    table: Sequence[Sequence[object]], tests: Sequence[int]
) -> tuple[int, int] | None:
    """Return the columns of component and panel; None where neither divides the other."""
    rows = [row for row in table if not any(is_blank(row[offset]) for offset in tests)]
    parts = {offset: {row[offset] for row in rows} for offset in tests}
    named = {offset: names_tests(parts[offset]) for offset in tests}
    order = sorted(tests, key=lambda offset: (named[offset], len(parts[offset])))
    panel, component = order[0], order[-1]
    pairs = {(row[panel], row[component]) for row in rows}
    finer = not named[panel] or len(parts[component]) > len(parts[panel])
    if not (named[component] and finer and len(pairs) > len(parts[panel])):
        return None
    return component, panel


def _with_names(sheet: ResultsSheet) -> ResultsSheet:
    """Return a list with the column of the tests' names, where its heading does not say it.

    So does "Name" beside a code, if each code has one or its cells are names of tests. So does a
    column of which some cell names a test of ours, and whose heading is not known to mean anything
    else; beside a code, if each code has one.
    """
    by_role = {role: offset for offset, role in reversed([*sheet.roles.items()])}
    if "test" in by_role or "result" not in by_role:
        return sheet
    code = by_role.get("code")
    if code is None and "unit" not in by_role:
        return sheet
    for offset, text in enumerate(sheet.headings):
        is_name = fold(text) in _NAMES
        if text and (is_name or offset not in sheet.roles):
            values = [row[offset] for row in sheet.rows]
            codes = None if code is None else [row[code] for row in sheet.rows]
            if _holds_names(text, values, codes):
                return sheet.completed(test=text)
    return sheet


def _holds_names(heading: str, values: Sequence[object], codes: Sequence[object] | None) -> bool:
    """Return whether a column names the tests of a list, by its cells."""
    is_name = fold(heading) in _NAMES
    may_name = is_name or not is_understood(heading)
    if codes is None:
        return may_name and names_tests(values)
    if is_name and names_only_tests(values):
        return True
    return may_name and (is_name or names_tests(values)) and names_codes(values, codes)
