"""Whether a packed workbook can be read, found out before anything parses it."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.parsers import expat

from srns.workbook.files.date_formats import Shown, find_shown, read_formats
from srns.workbook.files.file_types import (
    LARGEST_AREA,
    Kind,
    damaged,
    swollen,
    too_wide,
    unreadable,
)
from srns.workbook.files.formulas_and_errors import Special, find_hidden, find_special_cells
from srns.workbook.files.used_range import find_too_wide, survey
from srns.workbook.files.zip_ambiguity import is_unambiguous, read_part
from srns.workbook.problems import Problem

LARGEST_CONTENT = 200 * 2**20
LARGEST_TEXT = 64 * 2**20
LARGEST_RATIO = 200
RATIO_MATTERS_FROM = 10 * 2**20
LARGE = 64 * 2**20
LONG_TABLE = 8 * 2**20
MOST_PARTS = 2_000

_KEPT = (
    "docProps/",
    "xl/comments",
    "xl/threadedComments/",
    "xl/persons/",
    "xl/worksheets/_rels/",
    "meta.xml",
)
# What a reader of values has no use for is not handed on.
_BESIDE = (
    "customXml/",
    "docProps/",
    "xl/charts/",
    "xl/comments",
    "xl/customProperty",
    "xl/drawings/",
    "xl/embeddings/",
    "xl/externalLinks/",
    "xl/media/",
    "xl/persons/",
    "xl/pivot",
    "xl/printerSettings/",
    "xl/threadedComments/",
    "xl/vbaProject",
)
_STRINGS = "xl/sharedstrings.xml"
_MANY = re.compile(rb"""ount\s*=\s*["'][+\s]{0,9}\d{8}""")

Hidden = tuple[tuple[int, ...], tuple[tuple[int, int], ...]]


@dataclass(frozen=True)
class Archive:
    """A packed workbook that has been found safe to parse.

    Attributes
    ----------
    kind
        What it is, whatever its name.
    content
        Its bytes as they are to be parsed: of an .xlsx no part that was not looked at.
    special
        For each sheet the cells that a reader of values alone takes for empty, by row and column.
    hidden
        For each sheet its hidden rows, and first and last of its hidden columns.
    shown
        For each sheet the cells that show a date only in part.
    parts
        Small parts that say who made the workbook and what was remarked in it.
    names
        The names of all parts.
    sheets
        The part of each sheet.
    large
        Whether it is to be parsed in a process apart.
    """

    kind: Kind
    content: bytes
    special: Mapping[str, Mapping[tuple[int, int], Special]] = field(default_factory=dict)
    hidden: Mapping[str, Hidden] = field(default_factory=dict)
    shown: Mapping[str, Mapping[tuple[int, int], Shown]] = field(default_factory=dict)
    parts: Mapping[str, bytes] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    sheets: Mapping[str, str] = field(default_factory=dict)
    large: bool = False


def open_archive(content: bytes) -> Archive | Problem:
    """Check a packed file before it is parsed; one that cannot be read gives one problem."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _open_zip(content, archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        KeyError,
        IndexError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
        ElementTree.ParseError,
        expat.ExpatError,
    ):
        return damaged()


def _open_zip(content: bytes, archive: zipfile.ZipFile) -> Archive | Problem:
    parts = archive.infolist()
    names = tuple(part.filename for part in parts)
    # A reader may look for a part by its name in small letters.
    if len({name.lower() for name in names}) < len(parts) or len(parts) > MOST_PARTS:
        return unreadable("an archive with parts that no workbook has")
    if any(part.flag_bits & 1 for part in parts):
        return unreadable(
            "an archive locked with a password", remedy="Take the password off and save it."
        )
    kind = _find_kind(names, archive)
    if isinstance(kind, Problem):
        return kind
    # No more comes out of a part than it states: if it states too little, it is damaged.
    total = sum(part.file_size for part in parts)
    if total > LARGEST_CONTENT or any(
        part.file_size > max(RATIO_MATTERS_FROM, LARGEST_RATIO * part.compress_size)
        for part in parts
    ):
        return swollen()
    unpacked: dict[str, bytes] = {}
    for part in parts:
        if part.filename.startswith(_BESIDE) and not part.filename.startswith(_KEPT):
            continue
        data = read_part(archive, part)
        if part.filename.endswith((".xml", ".rels", ".vml")) and _declares(data):
            return unreadable(
                "a workbook that declares entities, which Excel never does",
                remedy="Copy the sheets into a new workbook and save that.",
            )
        unpacked[part.filename] = data
    kept = {name: data for name, data in unpacked.items() if name.startswith(_KEPT)}
    if kind not in ("xlsx", "xlsm"):
        return Archive(kind, content, parts=kept, names=names, large=True)
    sheets = _sheet_parts(unpacked)
    texts = _sheet_texts(unpacked)
    seen = {part: survey(text) for part, text in texts.items()}
    if wide := find_too_wide(texts, seen, LARGEST_AREA):
        return too_wide(next((name for name, part in sheets.items() if part == wide), wide))
    formats = read_formats(unpacked.get("xl/styles.xml", b""))
    special, hidden, shown = {}, {}, {}
    for name, part in sheets.items():
        if part in texts:
            special[name] = find_special_cells(texts[part], seen[part])
            if seen[part].hidden:
                hidden[name] = find_hidden(texts[part])
            if formats:
                shown[name] = find_shown(texts[part], formats)
    cells = sum(one.cells for one in seen.values())
    large = total > LARGE or _may_swell(unpacked, texts, cells)
    as_it_is = large or (len(unpacked) == len(parts) and is_unambiguous(content, parts))
    values = content if as_it_is else _pack(unpacked)
    return Archive(kind, values, special, hidden, shown, kept, names, sheets, large)


def _find_kind(names: tuple[str, ...], archive: zipfile.ZipFile) -> Kind | Problem:
    present = set(names)
    if "xl/workbook.xml" in present:
        return "xlsm" if "xl/vbaProject.bin" in present else "xlsx"
    if "xl/workbook.bin" in present:
        return "xlsb"
    if "mimetype" in present:
        mimetype = archive.open("mimetype").read(100)
        if b"opendocument.spreadsheet" in mimetype:
            manifest = "META-INF/manifest.xml"
            if manifest in present and b"encryption-data" in archive.open(manifest).read(2**20):
                return unreadable(
                    "a workbook locked with a password",
                    remedy="Open it, save it again without a password, and give that file.",
                )
            return "ods"
    if "word/document.xml" in present:
        return unreadable(
            "a Word document", remedy="Copy the table into Excel and save it as .xlsx."
        )
    if "ppt/presentation.xml" in present:
        return unreadable(
            "a PowerPoint presentation", remedy="Copy the table into Excel and save it as .xlsx."
        )
    if any(name.endswith(".iwa") for name in names):
        return unreadable("a Numbers document", remedy="Choose File, Export To, Excel in Numbers.")
    if any(name.endswith((".xlsx", ".xls", ".csv", ".ods")) for name in names):
        return unreadable(
            "a compressed folder (.zip)", remedy="Unpack it and give the workbook inside."
        )
    return unreadable("an archive that holds no workbook")


def _declares(data: bytes) -> bool:
    """Tell whether an XML part declares a document type or an entity."""
    if b"\x00" in data[:64]:
        # Two bytes a letter would hide a declaration.
        data = data.replace(b"\x00", b"")
    # One rare letter is found far faster than a word.
    return b"!" in data and (b"<!DOCTYPE" in data or b"<!ENTITY" in data)


def _may_swell(unpacked: Mapping[str, bytes], texts: Mapping[str, bytes], cells: int) -> bool:
    """Tell whether the table of shared texts may become far more than it is.

    One long text may stand in many cells, and a reader makes room for as many texts as it states.
    """
    tables = [_as_text(data) for part, data in unpacked.items() if part.lower() == _STRINGS]
    longest = max((_longest_text(data) for data in tables), default=0)
    if cells * longest > LARGEST_TEXT:
        shared = sum(text.count(b'"s"') + text.count(b"'s'") for text in texts.values())
        if shared * longest > LARGEST_TEXT:
            return True
    return any(_MANY.search(data) for data in tables)


def _longest_text(data: bytes) -> int:
    return max(map(len, data.split(b"</si>"))) if len(data) <= LONG_TABLE else len(data)


def _as_text(data: bytes) -> bytes:
    utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    return data.decode("utf-16", "replace").encode() if utf16 else data


def _pack(unpacked: Mapping[str, bytes]) -> bytes:
    """Put the parts that were looked at together again, and nothing else."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, data in unpacked.items():
            if not name.startswith(_BESIDE):
                archive.writestr(zipfile.ZipInfo(name), data)
    return stream.getvalue()


def _sheet_texts(unpacked: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give every part that may be a sheet; a reader may find one by another way than ours."""
    texts = {}
    for part, data in unpacked.items():
        text = _as_text(data)
        if b"sheetData" in text:
            texts[part] = text
    return texts


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
