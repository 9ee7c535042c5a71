"""Every kind of workbook opens into the same cells, at the addresses that the file shows."""

import io
import zipfile
from pathlib import Path

import pytest

from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.formulas_and_errors import ErrorCell
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import read_workbook
from tests.workbook.conftest import GOOD, build
from tests.workbook.files.xlsb import write_xlsb

FILES = Path(__file__).parent
MARKED = "Labs!C3: found the error #DIV/0!; expected Up/c in mg/mg, from 0 to 100. " + (
    "Correct the formula, or type the value."
)


def opened(source: object, name: str = "") -> WorkbookCells:
    workbook = open_workbook(source, name)  # pyright: ignore[reportArgumentType]
    assert isinstance(workbook, WorkbookCells), workbook.message
    return workbook


def as_iso(rows: list[list[object]]) -> list[list[object]]:
    return [[str(value) if value is not None else "" for value in row] for row in rows]


def xlsb_of_the_good_workbook() -> bytes:
    sheets = {name: as_iso(rows) for name, rows in GOOD.items()}
    sheets["Labs"][2][2] = "#DIV/0!"
    return write_xlsb(sheets)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        pytest.param(FILES / "good.xls", "xls", id="Excel 97"),
        pytest.param(FILES / "good.ods", "ods", id="LibreOffice"),
        pytest.param(xlsb_of_the_good_workbook(), "xlsb", id="binary"),
    ],
)
def test_an_error_in_a_cell_is_found_in_every_kind(source, kind):
    reading = read_workbook(source)

    assert opened(source).kind == kind
    assert [one.message for one in reading.errors] == [MARKED]
    entries = reading.ledger.entries
    assert entries.query("outcome == 'failed'")["cell"].tolist() == ["C3"]
    assert len(entries) == reading.ledger.cells
    assert not entries.duplicated(["sheet", "cell"]).any()


@pytest.mark.parametrize("name", ["good.xls", "good.ods"])
def test_the_values_are_those_of_the_xlsx(name):
    good, other = opened(build({"Labs!C3": "#DIV/0!"})), opened(FILES / name)

    for one, two in zip(good.sheets, other.sheets, strict=False):
        assert one.rows == two.rows
    assert other.sheets[1].special == {(2, 2): ErrorCell("#DIV/0!")}


@pytest.mark.parametrize("name", ["good.xls", "good.ods"])
def test_what_is_hidden_and_remarked_is_known(name):
    patients, labs, *_, old = opened(FILES / name).sheets

    assert labs.hidden_rows == (3,)
    assert labs.hidden_columns == ((4, 4),)
    assert labs.comments == ((1, 3),)
    assert patients.comments == ((1, 4),)
    assert old.hidden
    assert (old.first_row, old.first_column, old.rows) == (2, 1, [["x"]])


def test_hidden_rows_and_columns_of_an_xlsx():
    def hide(book):
        book["Labs"].row_dimensions[3].hidden = True
        book["Labs"].column_dimensions["D"].hidden = True

    labs = opened(build(change=hide)).sheets[1]

    assert labs.hidden_rows == (2,)
    assert labs.hidden_columns == ((3, 3),)


def test_macros_are_not_run_and_said():
    stream = io.BytesIO(build())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"a macro")

    reading = read_workbook(stream.getvalue(), name="cohort.xlsm")

    assert [one.message for one in reading.problems] == [
        "Workbook: found macros; expected values only. Nothing need be done: none is run."
    ]


TEXT = "patient;Up/c (mg/mg);note\n007;0,18;\xe9t\xe9\n2;2.5;\n"


@pytest.mark.parametrize(
    ("content", "how"),
    [
        pytest.param(TEXT.encode(), "UTF-8", id="UTF-8"),
        pytest.param(TEXT.encode("utf-8-sig"), "UTF-8", id="UTF-8 with its mark"),
        pytest.param(TEXT.encode("utf-16"), "UTF-16", id="UTF-16"),
        pytest.param(TEXT.encode("utf-16-le"), "UTF-16", id="UTF-16 without its mark"),
        pytest.param(TEXT.encode("cp1252"), "Windows-1252", id="Windows"),
        pytest.param(TEXT.encode("latin-1") + b"\x81", "Latin-1", id="Latin-1"),
        pytest.param(TEXT.replace(";", "\t").encode(), "UTF-8", id="tabs"),
        pytest.param(("sep=;\r\n" + TEXT).encode(), "UTF-8", id="Excel's separator line"),
        pytest.param(TEXT.replace("\n", "\r\n").encode(), "UTF-8", id="Windows line ends"),
    ],
)
def test_a_text_file_is_one_sheet(content, how):
    workbook = opened(content, "Labs.csv")

    (sheet,) = workbook.sheets
    assert (workbook.kind, sheet.name) == ("csv", "Labs")
    assert sheet.rows[:3] == [
        ["patient", "Up/c (mg/mg)", "note"],
        ["007", "0,18", "\xe9t\xe9"],
        [2.0, 2.5, ""],
    ]
    assert f"text in {how}, separated by" in workbook.notes[0].message


def test_commas_in_quotes_and_lines_in_cells_keep_their_addresses():
    (sheet,) = opened(b'patient,note\n1,"a, b\nc"\n2,x\n', "x.csv").sheets

    assert sheet.rows == [["patient", "note"], [1.0, "a, b\nc"], [2.0, "x"]]


@pytest.mark.parametrize(
    ("source", "name", "found"),
    [
        pytest.param(build(), "cohort.xls", "a file called .xls that is .xlsx", id="xlsx as xls"),
        pytest.param(b"a;b\n1;2\n", "cohort.xlsx", "a file called .xlsx that is .csv", id="csv"),
    ],
)
def test_a_wrong_ending_is_said_and_read_all_the_same(source, name, found):
    assert found in [note.found for note in opened(source, name).notes]
