"""Number formats of .ods and .xls that add a sign, a word or a unit count as in .xlsx."""

import io
import struct
import zipfile

import pytest

from srns.workbook.files.opendocument import look_into_ods
from srns.workbook.files.sandbox import parse_sheets
from srns.workbook.files.xls_formats import find_cells_with, read_xls_formats

SHOWN = {
    "below a limit": ('"<"0.0', 0.3, "<0.3"),
    "above a limit": ('">"0', 30.0, ">30"),
    "with its unit": ('0.00" mg/mg"', 0.25, "0.25 mg/mg"),
    "with another unit": ('0" mg/mmol"', 120.0, "120 mg/mmol"),
    "a percentage": ("0%", 0.35, "35%"),
    "a percentage with digits": ("0.0%", 0.125, "12.5%"),
    "at most": ('"≤"0.0', 0.2, "≤0.2"),
    "about": ('"~"0', 4.0, "~4"),
    "only below one": ('[<1]"<1";0.0', 0.4, "<1"),
    "words behind": ('0.0" g/L"', 38.0, "38 g/L"),
}
PLAIN = {"digits": "0.00", "thousands": "#,##0", "general": "General", "a color": "[Red]0.0"}


def biff(kind: int, body: bytes) -> bytes:
    """Return one record of an .xls stream."""
    return struct.pack("<HH", kind, len(body)) + body


def globals_with(code: str, *, wide: bool = True) -> bytes:
    """Return the records of a workbook whose second cell format has a number format."""
    if wide:
        text = struct.pack("<HHB", 164, len(code), 1) + code.encode("utf-16-le")
    else:
        text = struct.pack("<HB", 164, len(code)) + code.encode("latin-1")
    looks = b"".join(biff(0xE0, struct.pack("<HH16x", 0, code)) for code in (0, 164))
    return biff(0x809, bytes(16)) + biff(0x41E, text) + looks + biff(0x0A, b"")


@pytest.mark.parametrize(("code", "value", "shown"), SHOWN.values(), ids=SHOWN)
def test_xls(code, value, shown):
    formats = read_xls_formats(globals_with(code), wide=True)

    assert list(formats) == [1]
    assert formats[1].show(value) == shown


@pytest.mark.parametrize("code", PLAIN.values(), ids=PLAIN)
def test_plain_formats_of_xls(code):
    assert read_xls_formats(globals_with(code), wide=True) == {}


def test_excel_5_writes_its_formats_otherwise():
    formats = read_xls_formats(globals_with('"<"0.0', wide=False), wide=False)

    assert formats[1].show(0.3) == "<0.3"


@pytest.mark.parametrize(
    ("kind", "record", "cells"),
    [
        (0x203, struct.pack("<HHHd", 4, 2, 1, 0.3), [(4, 2)]),
        (0x27E, struct.pack("<HHHI", 4, 2, 1, 0), [(4, 2)]),
        (0x06, struct.pack("<HHH", 4, 2, 1) + bytes(16), [(4, 2)]),
        (0xBD, struct.pack("<HHHIHIH", 4, 2, 1, 0, 0, 0, 3), [(4, 2)]),
        (0xBD, struct.pack("<HHHIHIH", 4, 2, 1, 0, 1, 0, 3), [(4, 2), (4, 3)]),
        (0x203, struct.pack("<HHHd", 4, 2, 0, 0.3), []),
        (0x203, b"\x04", []),
    ],
    ids=["number", "small number", "formula", "first of several", "several", "plain", "cut short"],
)
def test_cells_of_xls(kind, record, cells):
    formats = read_xls_formats(globals_with('"<"0.0'), wide=True)

    assert [place for place, _ in find_cells_with(formats, kind, record)] == cells


MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.'
    'opendocument.spreadsheet"/></manifest:manifest>'
)


def ods(cell: str, styles: str) -> bytes:
    """Return an .ods file of one sheet 'Labs' with one row."""
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}"'
        for short, long in {
            "office": "office:1.0",
            "table": "table:1.0",
            "text": "text:1.0",
            "number": "datastyle:1.0",
            "style": "style:1.0",
        }.items()
    )
    content = (
        f"<office:document-content {names}><office:automatic-styles>{styles}"
        '</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="Labs">'
        f"<table:table-row>{cell}</table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    return target.getvalue()


WORDED = '<number:number-style style:name="N1"><number:text>x</number:text></number:number-style>'
PERCENT = '<number:percentage-style style:name="N2"><number:text>%</number:text>' + (
    "</number:percentage-style>"
)


def number(value: float, shown: str, kind: str = "float", more: str = "") -> str:
    """Return a cell with a number, and what it shows."""
    return (
        f'<table:table-cell office:value-type="{kind}" office:value="{value}"{more}>'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (number(0.3, "&lt;0.3"), "<0.3"),
        (number(0.3, "&lt;0,3"), "<0.3"),
        (number(30, "&gt;30"), ">30"),
        (number(0.25, "0.25 mg/mg"), "0.25 mg/mg"),
        (number(120, "120 mg/mmol"), "120 mg/mmol"),
        (number(0.2, "≤ 0.2"), "≤ 0.2"),
        (number(4, "~4"), "~4"),
        (number(38, "38.0 g/L"), "38 g/L"),
        (number(0.35, "35%", "percentage"), "35%"),
        (number(0.125, "12,5 %", "percentage"), "12.5 %"),
        (number(0.2961, "0.30"), 0.2961),
        (number(1234, "1.234"), 1234.0),
        (number(12.5, "12.50 €", "currency"), 12.5),
        (number(1200, "1.2E+03"), 1200.0),
    ],
)
def test_ods(cell, shown):
    (sheet,) = parse_sheets(ods(cell, WORDED + PERCENT), "ods")

    assert sheet.rows == [[shown]]


def test_repeated_cells_and_rows_of_ods():
    cell = number(0.3, "&lt;0.3", more=' table:number-columns-repeated="3"')
    (found,) = look_into_ods(ods(cell, WORDED)).values()

    assert sorted(found.formats) == [(0, 0), (0, 1), (0, 2)]


def test_a_file_without_such_formats_is_not_walked():
    assert look_into_ods(ods(number(0.3, "&lt;0.3"), "")) == {}
