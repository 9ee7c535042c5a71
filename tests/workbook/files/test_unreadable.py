"""A file that cannot be read gives exactly one problem, never a traceback."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from srns.workbook.read_workbook import read_workbook
from tests.workbook.conftest import build
from tests.workbook.files.xlsb import write_xlsb

FILES = Path(__file__).parent


def repack(part: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(build())) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return stream.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
FAR = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>'
    b"</row></sheetData></worksheet>"
)


STRINGS = "xl/sharedStrings.xml"


def with_texts(table: bytes, cell: bytes, name: str = STRINGS) -> bytes:
    """Make a workbook of 3,000 cells that share a table of texts."""
    rows = b"".join(
        b'<row r="%d">%s</row>' % (row, cell.replace(b"?", b"A%d" % row)) for row in range(1, 3_001)
    )
    sheet = FAR[: FAR.index(b"<row")] + rows + b"</sheetData></worksheet>"
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(build())) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            if part != STRINGS:
                new.writestr(part, sheet if part == SHEET else old.read(part))
        new.writestr(name, table)
    return stream.getvalue()


SHARED = b'<c r="?" t="s"><v>0</v></c>'
LONG = b"<sst><si><t>" + b"x" * 32_000 + b"</t></si></sst>"
MANY = b'<sst uniqueCount="4294967295"><si><t>x</t></si></sst>'


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"hello", id="a word"),
        pytest.param(b"\x00\x01\x02" * 50, id="noise"),
        pytest.param(b"%PDF-1.7 ...", id="a document"),
        pytest.param(b"<html><table><tr><td>1</td></tr></table></html>", id="a web page"),
        pytest.param(b"PK\x03\x04" + b"x" * 100, id="no archive"),
        pytest.param(archive({"word/document.xml": b"<w/>"}), id="a Word document"),
        pytest.param(archive({"cohort.xlsx": build()}), id="a compressed folder"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 90, id="a broken .xls"),
        pytest.param((FILES / "good.xls").read_bytes()[:6000], id="a truncated .xls"),
        pytest.param((FILES / "good.ods").read_bytes()[:9000], id="a truncated .ods"),
        pytest.param(archive({"xl/workbook.bin": b"\x83\x01\xff"}), id="a broken .xlsb"),
        pytest.param(
            write_xlsb({"Labs": [["patient", *[None] * 16_384, 1]]}), id="beyond the last column"
        ),
        pytest.param(b'a;b\n"' + b"x" * 200_000, id="an open quotation mark"),
        pytest.param(build()[:900], id="truncated"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            id="encrypted",
        ),
        pytest.param(repack(SHEET, b"<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet/>"), id="entities"),
        pytest.param(repack(SHEET, b" " * 60 * 2**20), id="zip bomb"),
        pytest.param(repack(SHEET, FAR), id="cells far apart"),
        pytest.param(repack(SHEET, b"<worksheet><sheetData><row"), id="broken sheet"),
        pytest.param(with_texts(LONG, SHARED), id="one long text in many cells"),
        pytest.param(with_texts(LONG, SHARED.replace(b"=", b" = ")), id="the same, with spaces"),
        pytest.param(
            with_texts(LONG, SHARED.replace(b"<v>", b"<f>A1</f><v>")), id="the same, by formulas"
        ),
        pytest.param(with_texts(LONG, SHARED, STRINGS.upper()), id="the same, in capitals"),
        pytest.param(
            with_texts(LONG.replace(b"si>", b"x:si>"), SHARED.replace(b'"', b"'")),
            id="the same, with a prefix",
        ),
        pytest.param(with_texts(MANY, SHARED), id="a table that states more texts than there are"),
        pytest.param(
            with_texts(MANY.replace(b"=", b" = ").replace(b'"', b"'"), SHARED, STRINGS.upper()),
            id="the same, spelt otherwise",
        ),
        pytest.param(
            repack("xl/styles.xml", b"<styleSheet/>")[:-22] + repack(SHEET, FAR)[-22:],
            id="an end of another archive",
        ),
        pytest.param("/no/such/file.xlsx", id="missing"),
        pytest.param("/", id="a folder"),
    ],
)
def test_one_problem(content):
    reading = read_workbook(content)

    assert not reading.readable
    assert reading.cohort is None
    assert len(reading.problems) == 1
    assert reading.problems[0].message.startswith("Workbook: found ")


@pytest.mark.parametrize(
    "content",
    [b"<!-- a note -->\n<ClinicalDocument>1</ClinicalDocument>", b"<component>\n<section/>",
     b"\xef\xbb\xbf<?xml version='1.0'?><a/>"],
)  # fmt: skip
def test_xml_without_its_first_line_is_no_text(content):
    (problem,) = read_workbook(content).problems
    assert "an XML file" in problem.message


def test_a_text_that_begins_with_a_bound_is_no_xml():
    reading = read_workbook(b"<LOD,Up/c (mg/mg)\nA,0.1\n", name="a.csv")
    assert reading.readable


FOREIGN = {
    "Stata of pandas": (b"\x72\x02\x01\x00" + b"\x00" * 99, "a Stata file"),
    "SAS": (b"\x00" * 12 + b"\xc2\xea\x81\x60\xb3\x14\x11\xcf" + b"\x00" * 99, "a SAS data set"),
    "SQLite": (b"SQLite format 3\x00" + b"\x00" * 99, "an SQLite database"),
    "R": (gzip.compress(b"X\n\x00\x00\x00\x03" + b"\x00" * 99), "an R file"),
    "R, several": (gzip.compress(b"RDX3\nX\n" + b"\x00" * 99), "an R file"),
    "a packed csv": (gzip.compress(b"patient,date\n"), "a compressed file"),
    "half a packed file": (b"\x1f\x8b\x08", "a compressed file"),
}


@pytest.mark.parametrize(("content", "said"), FOREIGN.values(), ids=FOREIGN)
def test_a_file_of_another_program_is_named_with_its_own_way_out(content, said):
    (problem,) = read_workbook(content).problems
    assert said in problem.message
    assert "Open the file in Excel" not in problem.message
