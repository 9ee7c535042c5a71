"""Sheets that hold a laboratory list: found by their headings, and read where they stand."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from srns.cohort.terms import fold
from srns.workbook.files.cells import SheetCells, is_blank
from srns.workbook.results.dialect import TIMES, Dialect, recognize
from srns.workbook.results.lab_tests import LabTestAnswer
from srns.workbook.results.read_results import read_results
from srns.workbook.results.results import LabResults
from srns.workbook.values.numbers_and_words import show_plain
from srns.workbook.values.text import clean

_LOOK = 20


@dataclass(frozen=True)
class ResultsSheet:
    """A sheet with one test a row.

    Attributes
    ----------
    head
        Offset of the row of headings in the filled area.
    headings
        Of every column, as typed; empty where there is none.
    """

    cells: SheetCells
    head: int
    headings: tuple[str, ...]
    dialect: Dialect

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
        for one in reversed(dialect.readings):
            for role, names in (("result", one.result), ("unit", one.unit), ("sign", one.sign)):
                by_name.update(dict.fromkeys(names, role))
        found = {offset: by_name.get(fold(text)) for offset, text in enumerate(self.headings)}
        return {offset: role for offset, role in found.items() if role}

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
        return found

    def children(self) -> list[str]:
        """Return the children that the list names, as they are shown, each once."""
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
            )
            self._last.clear()
            self._last[key] = results
        return self._last[key]

    @cached_property
    def _last(self) -> dict[Hashable, LabResults]:
        """What was read last, by the answers that it was read with."""
        return {}


def find_results_sheet(cells: SheetCells) -> ResultsSheet | None:
    """Return the laboratory list of a sheet, or None where its headings are not those of one."""
    for head, row in enumerate(cells.rows[:_LOOK]):
        headings = tuple("" if is_blank(value) else clean(value) for value in row)
        texts = [text for text, value in zip(headings, row, strict=True) if isinstance(value, str)]
        if len([text for text in texts if text]) < 3:
            continue
        dialect = recognize([text for text in headings if text])
        if dialect is not None:
            return ResultsSheet(cells, head, headings, dialect)
    return None
