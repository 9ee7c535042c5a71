"""In which kind of file: text with separators, OpenDocument, a password, half a file, a PDF."""

import io
import zipfile

import openpyxl

from ..case import Case, lab

UPCR = "Up/c (mg/mg)"
_SHEETS = {"Data": [["patient", "day", UPCR], ["1", 0, "2,5"], ["1", 30, "<0,3"], ["1", 60, 1]]}
_STAMP = (2026, 1, 1, 0, 0, 0)


def _rows(content: bytes) -> list[list[str]]:
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [["" if cell is None else str(cell) for cell in row] for row in page.values]


def _as_text(content: bytes) -> bytes:
    return "".join(";".join(row) + "\n" for row in _rows(content)).encode("cp1252")


def _as_open_document(content: bytes) -> bytes:
    """Write the cells as text, as small an .ods as LibreOffice opens."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(
        "<table:table-row>"
        + "".join(cell.format(word.replace("<", "&lt;")) for word in row)
        + "</table:table-row>"
        for row in _rows(content)
    )
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content xmlns:office="{names}:office:1.0" '
        f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0" office:version="1.2">'
        '<office:body><office:spreadsheet><table:table table:name="Data">'
        f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{names}:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in (
            ("mimetype", kind),
            ("content.xml", body),
            ("META-INF/manifest.xml", manifest),
        ):
            archive.writestr(zipfile.ZipInfo(name, _STAMP), text)
    return target.getvalue()


def _with_password(_: bytes) -> bytes:
    """Give what an encrypted workbook begins with."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


def _results(sheet: str) -> dict:
    return {
        "labs": [
            lab("1", 0, "upcr", 2.5, "mg/mg", f"{sheet}!C2"),
            lab("1", 30, "upcr", 0.3, "mg/mg", f"{sheet}!C3", "<"),
            lab("1", 60, "upcr", 1.0, "mg/mg", f"{sheet}!C4"),
        ]
    }


CASES = [
    Case(
        "text_with_semicolons",
        "A text file with semicolons and decimal commas, as Excel saves it in half of Europe.",
        (15, 36),
        _SHEETS,
        _results("workbook"),
        messages=("text in", "separated by"),
        ending="csv",
        remake=_as_text,
    ),
    Case(
        "open_document",
        "A workbook of LibreOffice in which every number is text.",
        (36,),
        _SHEETS,
        _results("Data"),
        ending="ods",
        remake=_as_open_document,
    ),
    Case(
        "password",
        "A workbook with a password.",
        (36,),
        _SHEETS,
        refusal="password",
        remake=_with_password,
    ),
    Case(
        "half_a_file",
        "A workbook of which half was copied.",
        (36,),
        _SHEETS,
        refusal="Workbook: found ",
        remake=lambda content: content[: len(content) // 2],
    ),
    Case(
        "a_document",
        "A PDF that somebody called .xlsx.",
        (36,),
        _SHEETS,
        refusal="Workbook: found ",
        remake=lambda _: b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n",
    ),
]
