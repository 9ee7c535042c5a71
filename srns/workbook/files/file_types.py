"""File types, known by their first bytes, and the problem for a file that is no workbook."""

import re
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from srns.languages.sentences import sentence
from srns.workbook.problems import Problem

Source = str | Path | bytes | bytearray | BinaryIO
Kind = Literal["xlsx", "xlsm", "xlsb", "ods", "xls", "csv", "export"]

LARGEST_FILE = 50 * 2**20
LARGEST_AREA = 4_000_000
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # as many as a sheet of Excel has

KNOWN = sentence("an Excel workbook (.xlsx, .xlsm, .xls, .xlsb), .ods or .csv")
SAVE = sentence("Open the file in Excel and save it as 'Excel Workbook (.xlsx)'.")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_R = sentence("an R file")
_WRITE_CSV = sentence("Write it with write.csv in R, and give that file.")
# First bytes, what the file is, and what to do.
_OTHER_FILES: tuple[tuple[bytes, str, str], ...] = (
    (
        b"%PDF",
        sentence("a PDF document"),
        sentence("Ask for the workbook that it was printed from."),
    ),
    (
        b"\x89PNG",
        sentence("a picture"),
        sentence("Ask for the workbook itself, not a picture of it."),
    ),
    (
        b"\xff\xd8\xff",
        sentence("a picture"),
        sentence("Ask for the workbook itself, not a picture of it."),
    ),
    (b"GIF8", sentence("a picture"), sentence("Ask for the workbook itself, not a picture of it.")),
    (
        b"{\\rtf",
        sentence("a text document (.rtf)"),
        sentence("Copy the table into Excel and save it as .xlsx."),
    ),
    (b"$FL2", sentence("an SPSS file"), sentence("Save it as 'Excel Workbook (.xlsx)' in SPSS.")),
    (b"$FL3", sentence("an SPSS file"), sentence("Save it as 'Excel Workbook (.xlsx)' in SPSS.")),
    (
        b"<stata_dta>",
        sentence("a Stata file"),
        sentence("Type 'export excel' in Stata, and give that file."),
    ),
    *(
        (
            version + order + b"\x01\x00",
            sentence("a Stata file"),
            sentence("Type 'export excel' in Stata, and give that file."),
        )
        for version in (b"\x71", b"\x72", b"\x73")
        for order in (b"\x01", b"\x02")
    ),
    (
        b"\x00" * 12 + b"\xc2\xea\x81\x60\xb3\x14\x11\xcf",
        sentence("a SAS data set (.sas7bdat)"),
        sentence("Export it as csv in SAS (PROC EXPORT), and give that file."),
    ),
    (
        b"SQLite format 3",
        sentence("an SQLite database"),
        sentence("Export its table as csv, and give that file."),
    ),
    *((start, _R, _WRITE_CSV) for start in (b"RDX2", b"RDX3", b"X\n\x00\x00")),
    (
        b"\x1f\x8b",
        sentence("a compressed file (.gz)"),
        sentence("Unpack it and give the file inside."),
    ),
    (
        b"Rar!",
        sentence("a compressed file (.rar)"),
        sentence("Unpack it and give the file inside."),
    ),
    (
        b"7z\xbc\xaf",
        sentence("a compressed file (.7z)"),
        sentence("Unpack it and give the file inside."),
    ),
)
_WEB_PAGE = re.compile(rb"\s*(<!doctype html|<html|<head|<meta|<table)", re.IGNORECASE)
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|[A-Za-z][\w:.-]*[\s>/])")


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
        sentence("a damaged or incomplete workbook"),
        remedy=sentence(
            "Fetch the file again; if that does not help, open it in Excel and "
            "save it under a new name."
        ),
    )


def locked() -> Problem:
    """Return the problem that a workbook has a password."""
    return unreadable(
        sentence("a workbook locked with a password"),
        remedy=sentence(
            "Open it in Excel, remove the password (File, Info, Protect Workbook), and save it."
        ),
    )


def swollen() -> Problem:
    """Return the problem that a file is larger, once unpacked, than any workbook."""
    return unreadable(
        sentence("a file that unpacks to far more than a workbook holds"),
        remedy=sentence("Copy the sheets into a new workbook and save that."),
    )


def too_wide(sheet: str) -> Problem:
    """Return the problem that a sheet reaches over too many cells."""
    return unreadable(
        sentence(
            "a sheet '{sheet}' that is too large, or whose cells are very far apart", sheet=sheet
        ),
        sentence("at most {most:,} cells from the first to the last", most=LARGEST_AREA),
        sentence("Delete cells far below or far to the right, or split the sheet, and save it."),
    )


def read_file(source: Source) -> File | Problem:
    """Read the bytes of a source and find out how they are packed, by the first of them."""
    content = read_content(source)
    if isinstance(content, Problem):
        return content
    if not content:
        return unreadable(sentence("an empty file"), remedy=sentence("Choose the file again."))
    if len(content) > LARGEST_FILE:
        return _too_large()
    if content.startswith(OLE):
        return File(content, "ole")
    if content.startswith(b"PK"):
        return File(content, "zip")
    begins = _unpack_begin(content)
    for start, found, remedy in _OTHER_FILES:
        if begins.startswith(start):
            return unreadable(found, remedy=remedy)
    head = content[:4096]
    if _WEB_PAGE.match(head):
        return unreadable(sentence("a web page that is called a workbook"))
    if _XML.match(head):
        if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
            return unreadable(sentence("a workbook of the kind 'XML Spreadsheet 2003'"))
        return unreadable(sentence("an XML file that is no workbook"))
    return File(content, "text")


def _unpack_begin(content: bytes) -> bytes:
    """Return the first bytes of a file; of an R file, which is packed, those inside it."""
    head = content[:512]
    if head.startswith(b"\x1f\x8b"):
        try:
            inside = zlib.decompressobj(31).decompress(head, 64)
        except zlib.error:
            return head
        return inside if inside.startswith((b"RDX", b"X\n\x00\x00")) else head
    return head


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
                sentence("a workbook locked with a password"),
                remedy=sentence("Open it, save it again without a password, and give that file."),
            )
        return "ods"
    found, remedy = _name_archive(present)
    return unreadable(found, remedy=remedy)


def _name_archive(names: Collection[str]) -> tuple[str, str]:
    """Return what an archive is that is no workbook, and what to do about it."""
    copy = sentence("Copy the table into Excel and save it as .xlsx.")
    if "word/document.xml" in names:
        return sentence("a Word document"), copy
    if "ppt/presentation.xml" in names:
        return sentence("a PowerPoint presentation"), copy
    if any(name.endswith(".iwa") for name in names):
        return sentence("a Numbers document"), sentence("Choose File, Export To, Excel in Numbers.")
    if any(name.endswith((".xlsx", ".xls", ".csv", ".ods")) for name in names):
        return sentence("a compressed folder (.zip)"), sentence(
            "Unpack it and give the workbook inside."
        )
    return sentence("an archive that holds no workbook"), SAVE


def read_content(source: Source) -> bytes | Problem:
    """Return the bytes of a source, or the problem that there are none or too many."""
    if isinstance(source, bytes | bytearray):
        return bytes(source)
    if isinstance(source, str | Path):
        path = Path(source)
        try:
            if path.is_dir():
                return unreadable(
                    sentence("the folder '{path}'", path=path.name),
                    remedy=sentence("Give the file in the folder."),
                )
            if path.exists() and not path.is_file():
                return unreadable(sentence("'{path}', which is no file", path=path.name))
            if path.stat().st_size > LARGEST_FILE:
                return _too_large()
            return path.read_bytes()
        except (FileNotFoundError, ValueError):
            return unreadable(
                sentence("no file '{path}'", path=path.name),
                remedy=sentence("Correct the name, or the folder it is in."),
            )
        except OSError:
            return unreadable(
                sentence("the file '{path}', which cannot be opened", path=path.name),
                remedy=sentence("Close it in other programs, or ask for permission to read it."),
            )
    source.seek(0)
    return source.read(LARGEST_FILE + 1)


def _too_large() -> Problem:
    return unreadable(
        sentence("a file of more than {number} MB", number=LARGEST_FILE // 2**20),
        remedy=sentence("Remove pictures and unrelated sheets, or split the workbook."),
    )
