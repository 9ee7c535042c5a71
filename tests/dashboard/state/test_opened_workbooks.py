"""Opened workbooks: few stay, and one that made room is opened again as it was."""

from srns.app_files import PAPER_WORKBOOK
from srns.dashboard.state.opened_workbooks import (
    OPENED,
    OpenedWorkbooks,
    UploadedFiles,
    count_cells,
    layout_of,
)
from srns.workbook.files.cells import SheetCells, WorkbookCells
from srns.workbook.recipe.workbook_layout import WorkbookLayout

FILES = ((PAPER_WORKBOOK.name, PAPER_WORKBOOK.read_bytes()),)


def workbook(cells: int) -> WorkbookLayout:
    sheet = SheetCells("Lab", [[""] for _ in range(cells)], 0, 0, (), False, {})
    return WorkbookLayout(WorkbookCells((sheet,), b"", "csv"))


def key(name: str) -> tuple[bytes, frozenset[tuple[str, str]]]:
    return name.encode(), frozenset()


def is_kept(opened: OpenedWorkbooks, name: str) -> bool:
    missed = []
    opened.get(key(name), lambda: missed.append(name) or workbook(0))
    return not missed


def test_what_was_asked_for_longest_ago_makes_room():
    opened = OpenedWorkbooks(100)
    opened.keep(key("first"), workbook(40))
    opened.keep(key("second"), workbook(40))
    assert is_kept(opened, "first")
    opened.keep(key("third"), workbook(40))
    assert is_kept(opened, "first")
    assert is_kept(opened, "third")
    assert not is_kept(opened, "second")


def test_the_last_one_stays_however_large_it_is():
    opened = OpenedWorkbooks(100)
    opened.keep(key("small"), workbook(1))
    opened.keep(key("large"), workbook(500))
    assert len(opened) == 1
    assert is_kept(opened, "large")


def test_room_is_made_before_another_is_opened():
    opened = OpenedWorkbooks(100)
    opened.keep(key("first"), workbook(30))
    opened.keep(key("second"), workbook(30))
    opened.make_room(70)
    assert len(opened) == 1
    assert is_kept(opened, "second")
    opened.make_room(100)
    assert len(opened) == 0


def test_one_that_made_room_is_opened_again_as_it_was():
    upload = UploadedFiles(FILES)
    before = layout_of(upload)
    assert layout_of(upload) is before
    OPENED.make_room(cells=10**9)
    again = layout_of(upload)
    assert again is not before
    assert again.workbook == before.workbook
    assert count_cells(again.workbook) > 0


def test_it_is_laid_out_again_as_a_person_said():
    sheet = layout_of(UploadedFiles(FILES)).workbook.sheets[0].name
    upload = UploadedFiles(FILES, arranged={sheet: "by visit"})
    assert layout_of(upload).arranged == {sheet: "by visit"}
    assert layout_of(UploadedFiles(FILES)).arranged == {}
