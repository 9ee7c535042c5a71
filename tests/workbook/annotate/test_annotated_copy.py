"""The annotated copy: marks where the problems are, and nothing else changed."""

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from srns.workbook.annotate.annotated_copy import annotate
from srns.workbook.files.own_marks import AUTHOR
from srns.workbook.files.xlsx_styles import COLOURS
from srns.workbook.problems import Problem
from srns.workbook.read_workbook import read_workbook
from tests.workbook.conftest import build
from tests.workbook.files.xlsb import write_xlsb

FILES = Path(__file__).parents[1] / "files"
SPOILT = {"Labs!C3": "0,18", "Labs!D4": 31, "Labs!B2": None, "Infusions!A3": "P09"}


def dress(book: Workbook) -> None:
    """Put in what a workbook of years holds."""
    labs = book["Labs"]
    labs["D4"].font = Font(bold=True, color="FF0000")
    labs["D4"].number_format = "0.00"
    labs["E4"].fill = PatternFill("solid", fgColor="00FF00")
    labs["C2"].comment = Comment("looked up twice", "a colleague")
    labs["D4"].comment = Comment("by phone", "a colleague")
    labs.conditional_formatting.add(
        "C2:C9", CellIsRule(operator="greaterThan", formula=["2"], font=Font(bold=True))
    )
    check = DataValidation(type="decimal", operator="between", formula1="0", formula2="100")
    labs.add_data_validation(check)
    check.add("C2:C99")
    labs["G2"] = "=C2*2"
    labs.freeze_panes = "B2"
    labs.column_dimensions["B"].width = 33
    chart = BarChart()
    chart.add_data(Reference(labs, min_col=5, min_row=1, max_row=4))
    labs.add_chart(chart, "J2")
    book["Patients"].merge_cells("J1:K2")
    book["Events"].sheet_view.showGridLines = False
    book.defined_names["ages"] = DefinedName("ages", attr_text="Patients!$C$2:$C$3")


def spoilt() -> bytes:
    return build(SPOILT, change=dress)


def with_macros(content: bytes) -> bytes:
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", bytes(range(256)))
        archive.writestr("xl/pivotCache/pivotCacheDefinition1.xml", "<p/>")
    return stream.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def annotated(content: bytes, name: str = "") -> bytes:
    copy = annotate(content, read_workbook(content, name=name).problems, name=name)
    assert not hasattr(copy, "severity")
    return copy.content  # pyright: ignore[reportAttributeAccessIssue]


def look(cell) -> tuple:
    """Give all of a cell that a person sees, but its fill and its comment."""
    return (
        cell.value,
        cell.data_type,
        cell.number_format,
        *map(repr, (cell.font, cell.border, cell.alignment, cell.protection)),
    )


def test_only_the_parts_with_marks_differ():
    content = with_macros(spoilt())
    before, after = parts(content), parts(annotated(content))

    changed = {name for name in before if after[name] != before[name]}
    touched = {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/sheet3.xml",
        "xl/worksheets/_rels/sheet2.xml.rels",
        "xl/comments/comment1.xml",
        "xl/drawings/commentsDrawing1.vml",
    }
    assert changed <= touched
    assert "xl/worksheets/sheet3.xml" in changed


def test_a_sheet_differs_in_its_marked_cells_alone():
    content = spoilt()
    before, after = parts(content), parts(annotated(content))

    def bare(data: bytes) -> str:
        """Take out styles of cells, cells and rows without content, and the reference to notes."""
        text = re.sub(r'(<c\b[^>]*?) s="\d+"', r"\1", data.decode())
        text = re.sub(r'<c r="\w+"\s*/>|<legacyDrawing\b[^>]*/>', "", text)
        return re.sub(r"\s*/>", "/>", text)

    for name in ("sheet1", "sheet2", "sheet3", "sheet4", "sheet5"):
        part = f"xl/worksheets/{name}.xml"
        assert bare(after[part]) == bare(before[part])


def test_every_cell_opens_as_it_was_in_openpyxl():
    content = spoilt()
    old = openpyxl.load_workbook(io.BytesIO(content))
    new = openpyxl.load_workbook(io.BytesIO(annotated(content)))
    spoken = {one.place for one in read_workbook(content).problems}

    assert new.sheetnames == [*old.sheetnames, "Issues"]
    assert list(new.defined_names) == ["ages"]
    for page in old.worksheets:
        copy = new[page.title]
        assert copy.merged_cells.ranges == page.merged_cells.ranges
        assert copy.freeze_panes == page.freeze_panes
        assert str(copy.data_validations.dataValidation) == str(
            page.data_validations.dataValidation
        )
        assert len(copy.conditional_formatting) == len(page.conditional_formatting)
        for row in page.iter_rows():
            for cell in row:
                twin = copy[cell.coordinate]
                assert look(twin) == look(cell)
                if f"{page.title}!{cell.coordinate}" not in spoken:
                    assert repr(twin.fill) == repr(cell.fill)
    for place in SPOILT:
        assert place in spoken
        sheet, _, cell = place.partition("!")
        assert new[sheet][cell].fill.fgColor.rgb == COLOURS["error"]


def test_comments_stand_beside_those_of_others():
    new = openpyxl.load_workbook(io.BytesIO(annotated(spoilt())))
    labs = new["Labs"]

    assert labs["C2"].comment.text == "looked up twice"
    assert labs["C3"].comment.author == AUTHOR
    assert labs["C3"].comment.text == (
        "Error: found the text '0,18'; expected Up/c in mg/mg, from 0 to 100. Type a point "
        "instead of the comma: 0.18."
    )
    assert labs["D4"].comment.author == "a colleague"
    assert labs["D4"].comment.text.startswith("by phone\n[srns] Error: found 31;")
    assert new["Infusions"]["A3"].comment.author == AUTHOR


def test_the_list_links_to_the_cells():
    content = spoilt()
    reading = read_workbook(content)
    page = openpyxl.load_workbook(io.BytesIO(annotated(content)))["Issues"]

    rows = list(page.iter_rows(min_row=5, values_only=True))
    assert page["A1"].value.startswith("Issues found by srns: ")
    assert sorted(
        f"{where}: found {found}; expected {expected}. {remedy}"
        for _, where, found, expected, remedy in rows
    ) == sorted(one.message for one in reading.problems)
    links = {
        page.cell(row, 2).value: page.cell(row, 2).hyperlink.location
        for row in range(5, 5 + len(rows))
    }
    assert links["Labs!C3"] == "'Labs'!C3"


def mend(content: bytes, cells: dict[str, object]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    for place, value in cells.items():
        sheet, _, cell = place.partition("!")
        book[sheet][cell] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_mending_the_marked_cells_clears_exactly_those_problems():
    first = read_workbook(spoilt())
    copy = annotated(spoilt())
    again = read_workbook(copy)

    assert again.problems == first.problems
    half = read_workbook(mend(copy, {"Labs!C3": 0.18, "Infusions!A3": 2}))
    assert {one.place for one in first.errors} - {one.place for one in half.errors} == {
        "Labs!C3",
        "Infusions!A3",
    }
    assert {one.place for one in half.errors} < {one.place for one in first.errors}
    whole = mend(
        copy, {"Labs!C3": 0.18, "Infusions!A3": 2, "Labs!B2": "2005-01-10", "Labs!D4": 3.1}
    )
    assert read_workbook(whole).errors == ()
    entries = read_workbook(whole).ledger.entries
    listed = entries[entries["sheet"] == "Issues"]
    assert set(listed["reason"]) == {"the issue list of an earlier marked copy"}


def test_a_second_copy_takes_the_first_ones_marks_away():
    mended = mend(annotated(spoilt()), {"Labs!C3": 0.18, "Labs!D4": 3.1})
    new = openpyxl.load_workbook(io.BytesIO(annotated(mended)))

    labs = new["Labs"]
    assert new.sheetnames.count("Issues") == 1
    assert labs["C3"].comment is None
    assert labs["C3"].fill.fill_type is None
    assert labs["D4"].comment.text == "by phone"
    assert labs["C2"].comment.text == "looked up twice"
    assert labs["B2"].fill.fgColor.rgb == COLOURS["error"]


def test_a_sheet_called_issues_that_is_not_ours_stays():
    content = build(SPOILT | {"Issues!A1": "what we talked about"})
    new = openpyxl.load_workbook(io.BytesIO(annotated(content)))

    assert new["Issues"]["A1"].value == "what we talked about"
    assert new.sheetnames[-1] == "Issues (srns)"


@pytest.mark.parametrize("name", ["good.xls", "good.ods"])
def test_other_kinds_come_back_as_a_new_workbook_that_says_so(name):
    reading = read_workbook(FILES / name)
    copy = annotate(FILES / name, reading.problems)
    book = openpyxl.load_workbook(io.BytesIO(copy.content))  # pyright: ignore

    assert "new workbook with the values" in book["Issues"]["A2"].value
    assert book["Labs"]["C3"].fill.fgColor.rgb == COLOURS["error"]
    # The new workbook has the values alone: nothing is hidden in it, and no comment.
    assert [one.message for one in read_workbook(copy.content).problems] == [  # pyright: ignore
        one.message
        for one in reading.problems
        if "comment" not in one.found and not one.found.startswith("hidden")
    ]


def test_a_name_of_a_sheet_that_excel_forbids_is_changed_in_the_new_workbook():
    content = write_xlsb({"Labs\0a/b": [["patient", "date"], [1.0, "x"]]})
    copy = annotate(content, read_workbook(content).problems)
    book = openpyxl.load_workbook(io.BytesIO(copy.content))  # pyright: ignore

    assert book.sheetnames == ["Labs_a_b", "Issues"]
    assert book["Labs_a_b"]["B2"].value == "x"


def test_a_text_file_comes_back_with_its_words_and_no_formula():
    content = b"patient;note\n1;=1+1\n007;@x\n"
    copy = annotate(
        content, read_workbook(content, name="Patients.csv").problems, name="Patients.csv"
    )
    page = openpyxl.load_workbook(io.BytesIO(copy.content))["Patients"]  # pyright: ignore

    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        ["patient", "note"],
        [1, "=1+1"],
        ["007", "@x"],
    ]
    assert page["B2"].data_type == "s"


def test_a_cell_with_a_prefix_and_one_that_is_not_in_the_file():
    sheet = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row><x:row r="5"/></x:sheetData>'
        "</x:worksheet>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts(build()).items():
            archive.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else data)
    cells = ("A1", "C1", "B3", "D5", "A9")
    problems = [Problem("error", "Patients", cell, "x", "y", "Z.") for cell in cells]
    copy = annotate(stream.getvalue(), problems)
    page = openpyxl.load_workbook(io.BytesIO(copy.content))["Patients"]  # pyright: ignore

    for cell in cells:
        assert page[cell].fill.fgColor.rgb == COLOURS["error"]
    assert page["A1"].value == 1
