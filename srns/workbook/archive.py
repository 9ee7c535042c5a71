"""Whether a file is a workbook that can be read, found out before anything parses it."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree

import numpy as np

from .problems import Problem, column_number

Source = str | Path | bytes | bytearray | BinaryIO

LARGEST_FILE = 50 * 2**20
LARGEST_CONTENT = 400 * 2**20
LARGEST_RATIO = 200
RATIO_MATTERS_FROM = 10 * 2**20
LARGEST_AREA = 20_000_000
MOST_PARTS = 2_000
_MANY = 100_000

_EXCEL = "an Excel workbook (.xlsx)"
_SAVE = "Open the file in Excel and save it as 'Excel Workbook (.xlsx)'."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Cells far out only: in an ordinary sheet nothing matches, which keeps this fast.
_FAR = re.compile(rb"""["']([A-Z]{2,3})(\d{1,7})["']""")
_ROW = re.compile(rb"""\sr=["'](\d{1,7})["']""")
_TYPE = re.compile(rb"""\st=["'](\w+)["']""")
_PLACE = re.compile(rb"""\sr=["']([A-Z]{1,3})(\d{1,7})["']""")
_FORMULA_CELL = re.compile(
    rb"<(?:\w+:)?c(\s[^<>]*)>\s*<(?:\w+:)?f\b([^<>]*?)(?:/>|>([^<]*)</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\b[^<>]*?(?:/>|>([^<]*)</(?:\w+:)?v>))?"
)
_ERROR_CELL = re.compile(
    rb"""<(?:\w+:)?c(\s[^<>]*t=["']e["'][^<>]*)>(?:\s*<(?:\w+:)?f\b[^<>]*?"""
    rb"""(?:/>|>[^<]*</(?:\w+:)?f>))?\s*<(?:\w+:)?v>([^<]*)<"""
)


@dataclass(frozen=True)
class UnsavedFormula:
    """A cell with a formula whose result was never saved."""

    text: str


@dataclass(frozen=True)
class ErrorCell:
    """A cell in which Excel shows an error, such as ``#DIV/0!``."""

    text: str


Special = UnsavedFormula | ErrorCell


@dataclass(frozen=True)
class Archive:
    """A file that has been found safe to parse.

    Attributes
    ----------
    content
        Its bytes.
    special
        For each sheet the cells that a reader of values alone takes for empty, by row and column.
    """

    content: bytes
    special: Mapping[str, Mapping[tuple[int, int], Special]]


def unreadable(found: str, expected: str = _EXCEL, remedy: str = _SAVE) -> Problem:
    """Say in one problem that the whole file cannot be read."""
    return Problem("error", "", "", found, expected, remedy)


def read_content(source: Source) -> bytes | Problem:
    """Fetch the bytes of a path, of bytes, or of an open file."""
    if isinstance(source, bytes | bytearray):
        return bytes(source)
    if isinstance(source, str | Path):
        path = Path(source)
        if path.is_dir():
            return unreadable(f"the folder '{path.name}'", remedy="Give the file in the folder.")
        try:
            if path.stat().st_size > LARGEST_FILE:
                return _too_large()
            return path.read_bytes()
        except (FileNotFoundError, ValueError):
            return unreadable(
                f"no file '{path.name}'", remedy="Correct the name, or the folder it is in."
            )
        except OSError:
            return unreadable(
                f"the file '{path.name}', which may not be opened",
                remedy="Close it in other programs, or ask for the right to read it.",
            )
    source.seek(0)
    return source.read(LARGEST_FILE + 1)


def _too_large() -> Problem:
    return unreadable(
        f"a file of more than {LARGEST_FILE // 2**20} MB",
        remedy="Take pictures and unrelated sheets out, or part the workbook.",
    )


def open_archive(source: Source) -> Archive | Problem:
    """Check a file before it is parsed; a file that cannot be read gives one problem."""
    content = read_content(source)
    if isinstance(content, Problem):
        return content
    refusal = _refuse_by_first_bytes(content)
    if refusal:
        return refusal
    try:
        return _open_zip(content)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        KeyError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
        ElementTree.ParseError,
    ):
        return unreadable(
            "a damaged or incomplete workbook",
            remedy="Fetch the file again; if that does not help, open it in Excel and save it "
            "under a new name.",
        )


def _refuse_by_first_bytes(content: bytes) -> Problem | None:
    if not content:
        return unreadable("an empty file", remedy="Choose the file again.")
    if len(content) > LARGEST_FILE:
        return _too_large()
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return unreadable(
                "a workbook locked with a password",
                remedy="Open it in Excel, take the password off (File, Info, Protect Workbook), "
                "and save it.",
            )
        return unreadable("a workbook of the old kind (.xls)")
    if not content.startswith(b"PK"):
        return unreadable("a file that is no workbook, whatever its name")
    return None


def _open_zip(content: bytes) -> Archive | Problem:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len({part.filename for part in parts}) < len(parts) or len(parts) > MOST_PARTS:
            return unreadable("an archive with parts that no workbook has")
        if any(part.flag_bits & 1 for part in parts):
            return unreadable(
                "an archive locked with a password", remedy="Take the password off and save it."
            )
        if not any(part.filename == "xl/workbook.xml" for part in parts):
            return unreadable("an archive that holds no workbook")
        unpacked: dict[str, bytes] = {}
        total = 0
        for part in parts:
            # The size that the archive states may lie: count what comes out.
            with archive.open(part) as stream:
                data = stream.read(LARGEST_CONTENT - total + 1)
            total += len(data)
            swollen = len(data) > RATIO_MATTERS_FROM and len(data) > LARGEST_RATIO * max(
                part.compress_size, 1
            )
            if total > LARGEST_CONTENT or swollen:
                return unreadable(
                    "an archive that unpacks to far more than a workbook holds",
                    remedy="Copy the sheets into a new workbook and save that.",
                )
            if part.filename.endswith((".xml", ".rels")) or part.filename.startswith("xl/"):
                if part.filename.endswith((".xml", ".rels")) and b"\x00" in data[:64]:
                    # Two bytes a letter would hide a declaration.
                    data = data.replace(b"\x00", b"")
                # One rare letter is found far faster than a word.
                if b"!" in data and (b"<!DOCTYPE" in data or b"<!ENTITY" in data):
                    return unreadable(
                        "a workbook that declares entities, which Excel never does",
                        remedy="Copy the sheets into a new workbook and save that.",
                    )
                if part.filename.startswith(("xl/worksheets/", "xl/workbook", "xl/_rels/")):
                    unpacked[part.filename] = data
    return _scan_sheets(content, unpacked)


def _scan_sheets(content: bytes, unpacked: Mapping[str, bytes]) -> Archive | Problem:
    special = {}
    for name, part in _sheet_parts(unpacked).items():
        data = unpacked.get(part, b"")
        if sheet_area(data) > LARGEST_AREA:
            return unreadable(
                f"a sheet '{name}' with cells that stand very far apart",
                f"at most {LARGEST_AREA:,} cells from the first to the last",
                "Delete what stands far below or far to the right, and save the workbook.",
            )
        special[name] = find_special_cells(data)
    return Archive(content, special)


def _sheet_parts(unpacked: Mapping[str, bytes]) -> dict[str, str]:
    """Give the part of the archive in which each sheet stands."""
    relations = {}
    for element in ElementTree.fromstring(unpacked.get("xl/_rels/workbook.xml.rels", b"<r/>")):
        target = element.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        relations[element.get("Id")] = posixpath.normpath(path)
    sheets = {}
    for element in ElementTree.fromstring(unpacked["xl/workbook.xml"]).iter():
        if element.tag.rpartition("}")[2] == "sheet":
            identity = next((v for k, v in element.attrib.items() if k.endswith("}id")), None)
            sheets[element.get("name", "")] = relations.get(identity, "")
    return sheets


def sheet_area(data: bytes) -> int:
    """Bound how many cells a table of this sheet could hold, from the first to the last."""
    # Anything nearer than column AA and row 100,000 is within bounds whatever it is.
    rows, columns = 99_999, 26
    text = np.frombuffer(data, dtype=np.uint8)
    quote = (text[:-2] == 34) | (text[:-2] == 39)
    # A quotation mark and two letters (in bytes, A to Z are 65 to 90) begin a far column.
    wide = quote & (text[1:-1] - np.uint8(65) < 26) & (text[2:] - np.uint8(65) < 26)
    for start in np.flatnonzero(wide).tolist():
        match = _FAR.match(data, start)
        if match:
            columns = max(columns, column_number(match[1].decode()) + 1)
            rows = max(rows, int(match[2]))
    last = data.rfind(b"<row")
    match = _ROW.search(data, last) if last >= 0 else None
    if match:
        rows = max(rows, int(match[1]))
    return rows * columns


def _holds_formula(data: bytes) -> bool:
    """Tell whether any tag may begin with f; the letter is rare, which makes this fast."""
    spot = data.find(b"f")
    for _ in range(_MANY):
        if spot < 0:
            return False
        if data[spot - 1 : spot] in (b"<", b":"):
            return True
        spot = data.find(b"f", spot + 1)
    return b"<f" in data or b":f" in data


def find_special_cells(data: bytes) -> dict[tuple[int, int], Special]:
    """Find formulas without a saved result, and cells that show an error."""
    special: dict[tuple[int, int], Special] = {}
    if _holds_formula(data):
        for match in _FORMULA_CELL.finditer(data):
            attributes, _, formula, result = match.groups()
            kind = _TYPE.search(attributes)
            # A saved empty text is a result; Excel marks it so.
            if not result and not (kind and kind[1] == b"str"):
                _place(special, attributes, UnsavedFormula("=" + _text(formula)))
    if b't="e"' in data or b"t='e'" in data:
        for match in _ERROR_CELL.finditer(data):
            _place(special, match[1], ErrorCell(_text(match[2])))
    return special


def _text(data: bytes | None) -> str:
    return unescape((data or b"").decode("utf-8", "replace"))


def _place(special: dict[tuple[int, int], Special], attributes: bytes, cell: Special) -> None:
    place = _PLACE.search(attributes)
    if place and (not isinstance(cell, ErrorCell) or cell.text):
        special[int(place[2]) - 1, column_number(place[1].decode())] = cell
