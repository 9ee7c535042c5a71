"""A legend that says what a fill means makes a query of what is else a note."""

import io

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.open_workbook import open_workbook
from tests.workbook.wild.reading import read

ROWS = [["patient", "day", "Up/c (mg/mg)"], *(["K1", 30 * n, 3 - n / 2] for n in range(5))]


def coloured(*legend: str, other_sheet: bool = False) -> WorkbookCells:
    made = openpyxl.Workbook()
    page = made.worksheets[0]
    page.title = "Data"
    for row in ROWS:
        page.append(row)
    page["C4"].fill = PatternFill("solid", fgColor="FF0000")
    target = made.create_sheet("Key") if other_sheet else page
    for n, line in enumerate(legend):
        target.cell(9 + n, 2, line)
    stream = io.BytesIO()
    made.save(stream)
    opened = open_workbook(stream.getvalue(), "book.xlsx")
    assert isinstance(opened, WorkbookCells)
    return opened


def told(opened: WorkbookCells) -> list[tuple[str, str]]:
    problems = read(opened, day_zero="first urine result").problems
    return [(one.severity, str(one.found)) for one in problems if "red fill" in one.found]


@pytest.mark.parametrize("other_sheet", [False, True])
@pytest.mark.parametrize(
    "line", ["red = doubtful, do not use", "Red cells: haemolysed", "Rot - nicht verwenden"]
)
def test_a_legend_of_the_color_makes_it_a_query(line, other_sheet):
    ((severity, found),) = told(coloured(line, other_sheet=other_sheet))

    assert severity == "query"
    assert line in found
    assert ("Key!B9" if other_sheet else "Data!B9") in found


@pytest.mark.parametrize("line", ["yellow = from outside", "red blood cells in urine", "reduced"])
def test_other_words_leave_it_a_note(line):
    ((severity, _),) = told(coloured(line))

    assert severity == "note"
