"""ZIP-packed workbooks (.xlsx, .xlsm, .xlsb, .ods): checked before anything parses them."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from xml.etree import ElementTree
from xml.parsers import expat

from srns.languages.sentences import sentence
from srns.workbook.files.date_formats import (
    Shown,
    find_date_formats,
    find_shown,
    read_format_codes,
)
from srns.workbook.files.file_types import (
    LARGEST_AREA,
    Kind,
    damaged,
    find_packed_kind,
    swollen,
    too_wide,
    unreadable,
)
from srns.workbook.files.formulas_and_errors import Special, find_hidden, find_special_cells
from srns.workbook.files.shown_numbers import (
    NumberFormat,
    find_formatted,
    find_number_formats,
)
from srns.workbook.files.text_runs import find_run_texts, read_shared_texts
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
# What the parser of values has no use for is not passed on to it.
_NOT_PARSED = (
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
# Patterns look for what stands between tags of these.
_LOOKED_THROUGH = ("xl/styles", "xl/comments", "xl/sharedStrings", "docProps/")
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
        The bytes to parse: of an .xlsx, only the parts that were checked.
    special
        By sheet, row and column: formulas without a saved result and error cells, which the parser
        reads as empty.
    hidden
        By sheet: its hidden rows, and first and last of each range of hidden columns.
    shown
        By sheet, row and column: what of its date a cell shows, where that is not all.
    formatted
        By sheet, row and column: the format of a number that adds a sign or a word to it.
    texts
        By sheet, row and column: what a text with raised or struck runs shows.
    parts
        By name: the small parts that hold properties, authors and comments.
    names
        The names of all parts.
    sheets
        By sheet: the name of its part.
    large
        Whether it must be parsed in a subprocess.
    """

    kind: Kind
    content: bytes
    special: Mapping[str, Mapping[tuple[int, int], Special]] = field(default_factory=dict)
    hidden: Mapping[str, Hidden] = field(default_factory=dict)
    shown: Mapping[str, Mapping[tuple[int, int], Shown]] = field(default_factory=dict)
    formatted: Mapping[str, Mapping[tuple[int, int], NumberFormat]] = field(default_factory=dict)
    texts: Mapping[str, Mapping[tuple[int, int], str]] = field(default_factory=dict)
    parts: Mapping[str, bytes] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    sheets: Mapping[str, str] = field(default_factory=dict)
    large: bool = False


def open_archive(content: bytes, *, measured: bool = False) -> Archive | Problem:
    """Check a packed file before it is parsed; return one problem where it cannot be read.

    Parameters
    ----------
    measured
        Whether it has been parsed already, so that its cells do not reach too far.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _open_zip(content, archive, measured)
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


def _open_zip(content: bytes, archive: zipfile.ZipFile, measured: bool) -> Archive | Problem:
    parts = archive.infolist()
    names = tuple(part.filename for part in parts)
    kind = _refuse_parts(parts) or find_packed_kind(names, archive)
    if isinstance(kind, Problem):
        return kind
    # No more comes out of a part than it states: if it states too little, it is damaged.
    total = sum(part.file_size for part in parts)
    if total > LARGEST_CONTENT or any(map(_is_bomb, parts)):
        return swollen()
    unpacked = _unpack(archive)
    if unpacked is None:
        return unreadable(
            sentence("a workbook that declares entities, which Excel never does"),
            remedy=sentence("Copy the sheets into a new workbook and save that."),
        )
    kept = {name: data for name, data in unpacked.items() if name.startswith(_KEPT)}
    if kind not in ("xlsx", "xlsm"):
        return Archive(kind, content, parts=kept, names=names, large=True)
    files = [part for part in parts if not _is_folder(part)]
    is_whole = len(unpacked) == len(files) and is_unambiguous(content, parts)
    return _open_xlsx(
        Archive(kind, content, parts=kept, names=names, large=total > LARGE),
        unpacked,
        is_whole=is_whole,
        measured=measured,
    )


def _open_xlsx(
    archive: Archive, unpacked: Mapping[str, bytes], *, is_whole: bool, measured: bool
) -> Archive | Problem:
    """Add to the archive of an .xlsx what its sheets hold besides values, and what to parse.

    Parameters
    ----------
    archive
        The archive as it came.
    unpacked
        Its parts that are read or kept.
    is_whole
        Whether these are all of its parts and no parser could find others; else they are packed
        again for the parser.
    measured
        Whether the cells are known not to reach too far.
    """
    _require_closed_tags(unpacked)
    sheets = _sheet_parts(unpacked)
    texts = _sheet_texts(unpacked)
    seen = {part: survey(text) for part, text in texts.items()}
    if not measured and (wide := find_too_wide(texts, seen, LARGEST_AREA)):
        names = {part: name for name, part in reversed(sheets.items())}
        return too_wide(names.get(wide, wide))
    read = {name: part for name, part in sheets.items() if part in texts}
    archive = _add_shown(archive, unpacked, {name: texts[part] for name, part in read.items()})
    cells = sum(one.cells for one in seen.values())
    large = archive.large or _may_swell(unpacked, texts, cells)
    return replace(
        archive,
        content=archive.content if large or is_whole else _pack(unpacked),
        special={name: find_special_cells(texts[part], seen[part]) for name, part in read.items()},
        hidden={name: find_hidden(texts[part]) for name, part in read.items() if seen[part].hidden},
        sheets=sheets,
        large=large,
    )


def _require_closed_tags(unpacked: Mapping[str, bytes]) -> None:
    """Raise ExpatError where a tag is never closed, for a pattern would look for its end again."""
    for part, data in unpacked.items():
        if part.startswith(_LOOKED_THROUGH):
            expat.ParserCreate().Parse(data, True)


def _add_shown(
    archive: Archive, unpacked: Mapping[str, bytes], sheets: Mapping[str, bytes]
) -> Archive:
    """Add what cells show besides their values, by formats and by runs of their texts."""
    codes = read_format_codes(unpacked.get("xl/styles.xml", b""))
    dates, numbers = find_date_formats(codes), find_number_formats(codes)
    shared = read_shared_texts(_as_text(unpacked.get("xl/sharedStrings.xml", b"")))
    return replace(
        archive,
        shown={name: find_shown(text, dates) for name, text in sheets.items() if dates},
        formatted={name: find_formatted(text, numbers) for name, text in sheets.items() if numbers},
        texts={name: find_run_texts(text, shared) for name, text in sheets.items()},
    )


def _refuse_parts(parts: Sequence[zipfile.ZipInfo]) -> Problem | None:
    """Refuse an archive whose list of parts is not that of a workbook."""
    # A reader may look for a part by its name in lower case.
    if len({part.filename.lower() for part in parts}) < len(parts) or len(parts) > MOST_PARTS:
        return unreadable(sentence("an archive with parts that no workbook has"))
    if any(part.flag_bits & 1 for part in parts):
        return unreadable(
            sentence("an archive locked with a password"),
            remedy=sentence("Remove the password and save it."),
        )
    return None


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > max(RATIO_MATTERS_FROM, LARGEST_RATIO * part.compress_size)


def _is_folder(part: zipfile.ZipInfo) -> bool:
    """Return whether a part is the entry of a folder, which some office programs write."""
    return part.is_dir() and not part.file_size


def _unpack(archive: zipfile.ZipFile) -> dict[str, bytes] | None:
    """Unpack the parts that are read or kept; None where one of them declares entities."""
    unpacked = {}
    for part in archive.infolist():
        not_parsed = part.filename.startswith(_NOT_PARSED) and not part.filename.startswith(_KEPT)
        if not_parsed or _is_folder(part):
            continue
        data = read_part(archive, part)
        if part.filename.endswith((".xml", ".rels", ".vml")) and _declares(data):
            return None
        unpacked[part.filename] = data
    return unpacked


def _declares(data: bytes) -> bool:
    """Return whether an XML part declares a document type or an entity."""
    if b"\x00" in data[:64]:
        # UTF-16 would hide a declaration.
        data = data.replace(b"\x00", b"")
    # One rare letter is found far faster than a word.
    return b"!" in data and (b"<!DOCTYPE" in data or b"<!ENTITY" in data)


def _may_swell(unpacked: Mapping[str, bytes], texts: Mapping[str, bytes], cells: int) -> bool:
    """Return whether the table of shared texts may expand far beyond its size.

    One long text may be in many cells, and a parser allocates as many texts as the table states.
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
    """Pack the parts that were checked and are parsed, and nothing else."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, data in unpacked.items():
            if not name.startswith(_NOT_PARSED):
                archive.writestr(zipfile.ZipInfo(name), data)
    return stream.getvalue()


def _sheet_texts(unpacked: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return every part that may be a sheet; a parser may find sheets in another way than ours."""
    texts = {}
    for part, data in unpacked.items():
        text = _as_text(data)
        if b"sheetData" in text:
            texts[part] = text
    return texts


def _sheet_parts(unpacked: Mapping[str, bytes]) -> dict[str, str]:
    """Return the name of the part of each sheet, by the name of the sheet."""
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
