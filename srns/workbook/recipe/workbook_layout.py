"""Sheets of a workbook looked through once: laboratory lists, and the tables of all others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from srns.workbook.files.cells import SheetCells, WorkbookCells
from srns.workbook.recipe.detect_tables import find_layout
from srns.workbook.recipe.region import Layout
from srns.workbook.results.results_sheets import ResultsSheet, find_results_sheet


@dataclass(frozen=True)
class WorkbookLayout:
    """A workbook, and what was found on its sheets.

    Each sheet is looked through when it is first asked for, and a list is kept as it was read last.
    Whatever proposes, shows and reads one workbook may so share one look at it. `arranged` holds
    the sheets of which a person says how they are laid out; see `find_layout`.
    """

    workbook: WorkbookCells
    arranged: Mapping[str, str] = field(default_factory=dict)
    _lists: dict[str, ResultsSheet | None] = field(default_factory=dict, repr=False)
    _layouts: dict[str, Layout] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, workbook: "WorkbookCells | WorkbookLayout") -> "WorkbookLayout":
        """Return the layout of a workbook; one that is there stays as it is."""
        return workbook if isinstance(workbook, WorkbookLayout) else cls(workbook)

    def with_sheets_of(self, workbook: WorkbookCells) -> "WorkbookLayout":
        """Return the layout of a corrected workbook; sheets that stayed are not looked at again."""
        before = {id(cells) for cells in self.workbook.sheets}
        stayed = {cells.name for cells in workbook.sheets if id(cells) in before}
        return WorkbookLayout(
            workbook,
            self.arranged,
            {name: one for name, one in self._lists.items() if name in stayed},
            {name: one for name, one in self._layouts.items() if name in stayed},
        )

    def arranged_as(self, arranged: Mapping[str, str]) -> "WorkbookLayout":
        """Return the layout with these sheets laid out as a person says; others as they were."""
        if arranged.items() <= self.arranged.items():
            return self
        kept = {name: one for name, one in self._layouts.items() if name not in arranged}
        return WorkbookLayout(self.workbook, {**self.arranged, **arranged}, self._lists, kept)

    def results_of(self, cells: SheetCells) -> ResultsSheet | None:
        """Return the laboratory list of a sheet; None where it holds none."""
        if cells.name not in self._lists:
            self._lists[cells.name] = find_results_sheet(cells)
        return self._lists[cells.name]

    def tables_of(self, cells: SheetCells) -> Layout:
        """Return the tables of a sheet that is not empty, and what is beside them."""
        if cells.name not in self._layouts:
            arranged = self.arranged.get(cells.name, "")
            self._layouts[cells.name] = find_layout(cells, arranged)
        return self._layouts[cells.name]

    def part_lists(
        self, sheets: Sequence[SheetCells], *, whole: bool = False
    ) -> tuple[tuple[ResultsSheet, ...], tuple[SheetCells, ...]]:
        """Return the laboratory lists among some sheets, and the other sheets.

        With `whole` a list of which a person must say whose or when its results are is another
        sheet.
        """
        found = [
            None if one is None or (whole and not one.is_whole) else one
            for one in map(self.results_of, sheets)
        ]
        lists = tuple(one for one in found if one is not None)
        others = (cells for cells, one in zip(sheets, found, strict=True) if one is None)
        return lists, tuple(others)
