"""File types, known by their first bytes, and the problem for a file that is no workbook."""

import re
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from srns.workbook.problems import Problem

Source = str | Path | bytes | bytearray | BinaryIO
Kind = Literal["xlsx", "xlsm", "xlsb", "ods", "xls", "csv"]

LARGEST_FILE = 50 * 2**20
LARGEST_AREA = 4_000_000
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # as many as a sheet of Excel has

KNOWN = "an Excel workbook (.xlsx, .xlsm, .xls, .xlsb), .ods or .csv"
SAVE = "Open the file in Excel and save it as 'Excel Workbook (.xlsx)'."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_EXPORT = (
    "Run 'srns results FILE -o labs.xlsx': it makes the sheet Labs of the results, to which the "
    "sheet Patients is added."
)

# First bytes, what the file is, and what to do.
_OTHER_FILES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF document", "Ask for the workbook that it was printed from."),
    (b"\x89PNG", "a picture", "Ask for the workbook itself, not a picture of it."),
    (b"\xff\xd8\xff", "a picture", "Ask for the workbook itself, not a picture of it."),
    (b"GIF8", "a picture", "Ask for the workbook itself, not a picture of it."),
    (b"{\\rtf", "a text document (.rtf)", "Copy the table into Excel and save it as .xlsx."),
    (b"$FL2", "an SPSS file", "Save it as 'Excel Workbook (.xlsx)' in SPSS."),
    (b"$FL3", "an SPSS file", "Save it as 'Excel Workbook (.xlsx)' in SPSS."),
    (b"<stata_dta>", "a Stata file", "Type 'export excel' in Stata, and give that file."),
    (b"PAR1", "an export of a registry or a laboratory (Parquet)", _EXPORT),
    (b"HEADER RECORD*******LIBRARY", "an export of a registry (SAS transport, .xpt)", _EXPORT),
    (b"MSH|", "messages of a laboratory (HL7 v2)", _EXPORT),
    (b"\x1f\x8b", "a compressed file (.gz)", "Unpack it and give the file inside."),
    (b"Rar!", "a compressed file (.rar)", "Unpack it and give the file inside."),
    (b"7z\xbc\xaf", "a compressed file (.7z)", "Unpack it and give the file inside."),
)
_WEB_PAGE = re.compile(rb"\s*(<!doctype html|<html|<head|<meta|<table)", re.IGNORECASE)
_FHIR = re.compile(rb"""[\s\xef\xbb\xbf]*\{.{0,400}"resourceType\"""", re.DOTALL)
_XML = re.compile(rb"\s*<\?xml")


@dataclass(frozen=True)
class File:
    """The bytes of a file, and how they are packed, whatever its name."""

    content: bytes
    packed: Literal["zip", "ole", "text"]


def unreadable(found: str, expected: str = KNOWN, remedy: str = SAVE) -> Problem:
    """Return the problem that the whole file cannot be read."""
    return Problem("error", "", "", found, expected, remedy)


def damaged() -> Problem:
    """Return the problem that a workbook is cut short or contradicts itself."""
    return unreadable(
        "a damaged or incomplete workbook",
        remedy="Fetch the file again; if that does not help, open it in Excel and save it "
        "under a new name.",
    )


def locked() -> Problem:
    """Return the problem that a workbook has a password."""
    return unreadable(
        "a workbook locked with a password",
        remedy="Open it in Excel, remove the password (File, Info, Protect Workbook), and save it.",
    )


def swollen() -> Problem:
    """Return the problem that a file is larger, once unpacked, than any workbook."""
    return unreadable(
        "a file that unpacks to far more than a workbook holds",
        remedy="Copy the sheets into a new workbook and save that.",
    )


def too_wide(sheet: str) -> Problem:
    """Return the problem that a sheet reaches over too many cells."""
    return unreadable(
        f"a sheet '{sheet}' that is too large, or whose cells are very far apart",
        f"at most {LARGEST_AREA:,} cells from the first to the last",
        "Delete cells far below or far to the right, or split the sheet, and save it.",
    )


def read_file(source: Source) -> File | Problem:
    """Read the bytes of a source and find out how they are packed, by the first of them."""
    content = _read_content(source)
    if isinstance(content, Problem):
        return content
    if not content:
        return unreadable("an empty file", remedy="Choose the file again.")
    if len(content) > LARGEST_FILE:
        return _too_large()
    if content.startswith(OLE):
        return File(content, "ole")
    if content.startswith(b"PK"):
        return File(content, "zip")
    for start, found, remedy in _OTHER_FILES:
        if content.startswith(start):
            return unreadable(found, remedy=remedy)
    head = content[:4096]
    if _FHIR.match(head):
        return unreadable("an export of a hospital (FHIR)", remedy=_EXPORT)
    if _WEB_PAGE.match(head):
        return unreadable("a web page that is called a workbook")
    if _XML.match(head):
        if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
            return unreadable("a workbook of the kind 'XML Spreadsheet 2003'")
        return unreadable("an XML file that is no workbook")
    return File(content, "text")


def find_packed_kind(names: Collection[str], archive: zipfile.ZipFile) -> Kind | Problem:
    """Return what kind of workbook an archive is, by its parts; a problem if it is none."""
    present = set(names)
    if "xl/workbook.xml" in present:
        return "xlsm" if "xl/vbaProject.bin" in present else "xlsx"
    if "xl/workbook.bin" in present:
        return "xlsb"
    mimetype = archive.open("mimetype").read(100) if "mimetype" in present else b""
    if b"opendocument.spreadsheet" in mimetype:
        manifest = "META-INF/manifest.xml"
        if manifest in present and b"encryption-data" in archive.open(manifest).read(2**20):
            return unreadable(
                "a workbook locked with a password",
                remedy="Open it, save it again without a password, and give that file.",
            )
        return "ods"
    found, remedy = _name_archive(present)
    return unreadable(found, remedy=remedy)


def _name_archive(names: Collection[str]) -> tuple[str, str]:
    """Return what an archive is that is no workbook, and what to do about it."""
    copy = "Copy the table into Excel and save it as .xlsx."
    if "word/document.xml" in names:
        return "a Word document", copy
    if "ppt/presentation.xml" in names:
        return "a PowerPoint presentation", copy
    if any(name.endswith(".iwa") for name in names):
        return "a Numbers document", "Choose File, Export To, Excel in Numbers."
    if any(name.endswith((".xlsx", ".xls", ".csv", ".ods")) for name in names):
        return "a compressed folder (.zip)", "Unpack it and give the workbook inside."
    return "an archive that holds no workbook", SAVE


def _read_content(source: Source) -> bytes | Problem:
    if isinstance(source, bytes | bytearray):
        return bytes(source)
    if isinstance(source, str | Path):
        path = Path(source)
        try:
            if path.is_dir():
                return unreadable(
                    f"the folder '{path.name}'", remedy="Give the file in the folder."
                )
            if path.exists() and not path.is_file():
                return unreadable(f"'{path.name}', which is no file")
            if path.stat().st_size > LARGEST_FILE:
                return _too_large()
            return path.read_bytes()
        except (FileNotFoundError, ValueError):
            return unreadable(
                f"no file '{path.name}'", remedy="Correct the name, or the folder it is in."
            )
        except OSError:
            return unreadable(
                f"the file '{path.name}', which cannot be opened",
                remedy="Close it in other programs, or ask for permission to read it.",
            )
    source.seek(0)
    return source.read(LARGEST_FILE + 1)


def _too_large() -> Problem:
    return unreadable(
        f"a file of more than {LARGEST_FILE // 2**20} MB",
        remedy="Remove pictures and unrelated sheets, or split the workbook.",
    )
