"""Files of laboratories and registries, opened as columns: csv, parquet, xpt, FHIR and HL7."""

import csv
import io
import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from srns.languages.sentences import sentence
from srns.workbook.problems import Problem
from srns.workbook.results.dialect import Dialect, recognize
from srns.workbook.results.fhir import COLUMNS as FHIR_COLUMNS
from srns.workbook.results.fhir import read_fhir
from srns.workbook.results.hl7 import COLUMNS as HL7_COLUMNS
from srns.workbook.results.hl7 import is_hl7, read_hl7

_XPT = b"HEADER RECORD*******LIBRARY HEADER RECORD"
_SEPARATORS = (",", ";", "\t", "|")
_BLOCK = 1 << 24


@dataclass(frozen=True)
class ExportColumns:
    """The columns of an export by their headings, and what they are in.

    Attributes
    ----------
    dialect
        None where the headings are not those of results.
    kind
        "csv", "parquet", "xpt", "fhir" or "hl7".
    """

    columns: Mapping[str, Sequence[object]]
    dialect: Dialect | None
    kind: str


def read_export(content: bytes, name: str) -> ExportColumns | Problem:
    """Open an export; one that cannot be read gives one problem, never an exception.

    Texts stay as typed, and the columns of a text file are not guessed at. A parquet file's
    columns are read as they are needed by pyarrow.
    """
    try:
        if content.startswith(b"PAR1"):
            columns, kind = _read_parquet(content), "parquet"
        elif content.startswith(_XPT):
            columns, kind = _read_xpt(content), "xpt"
        elif is_hl7(content):
            columns, kind = read_hl7(content, name), "hl7"
        elif _is_json(content):
            columns, kind = read_fhir(content, name), "fhir"
        else:
            columns, kind = _read_text(content), "csv"
    except (ValueError, LookupError, OSError, pa.ArrowException, csv.Error, struct.error):
        return Problem(
            "error",
            "",
            "",
            sentence("a file '{name}' that cannot be read", name=name),
            sentence("csv, parquet, xpt (version 5), FHIR R4 JSON or HL7 v2"),
            sentence("Export it once more, or save it as csv."),
        )
    if isinstance(columns, Problem):
        return columns
    return ExportColumns(columns, recognize(list(columns)), kind)


_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{|\[\s*\{)")


def is_export(content: bytes) -> bool:
    """Return whether a file is parquet, xpt, FHIR or HL7, by its first bytes."""
    return content.startswith((b"PAR1", _XPT)) or _is_json(content) or is_hl7(content)


def _is_json(content: bytes) -> bool:
    begins = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    array = begins.startswith(b"[") and content[-64:].rstrip().endswith(b"]")
    return array or _JSON.match(begins) is not None


def count_cells(content: bytes) -> int:
    """Return about how many cells HL7 or FHIR gives as one table, without reading it; else 0.

    Of FHIR every resource is counted, for each has to be read.
    """
    if is_hl7(content):
        return (content.count(b"\nOBX") + content.count(b"\rOBX")) * len(HL7_COLUMNS)
    if _is_json(content):
        return content.count(b'"resourceType"') * len(FHIR_COLUMNS)
    return 0


def _read_parquet(content: bytes) -> dict[str, Any]:
    table = pyarrow.parquet.read_table(pa.BufferReader(content))
    return dict(zip(table.column_names, table.columns, strict=True))


def _read_xpt(content: bytes) -> dict[str, Any]:
    frame = pd.read_sas(io.BytesIO(content), format="xport", encoding="utf-8")
    if not isinstance(frame, pd.DataFrame):
        raise ValueError("no table")
    return {str(name): frame[name] for name in frame.columns}


def _decode(content: bytes) -> bytes:
    """Return the text in UTF-8 without its mark."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16").encode()
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace").encode()
    return content


def _read_text(content: bytes) -> dict[str, Any]:
    """Read a text file by its headings; lines above them that begin with # are remarks."""
    text = _decode(content)
    while text.startswith((b"#", b"\r", b"\n")):
        text = text.partition(b"\n")[2]
    first = text[:65536].split(b"\n", 1)[0].decode("utf-8", errors="replace").rstrip("\r")
    separator = max(_SEPARATORS, key=first.count)
    headings = _headings(next(csv.reader([first], delimiter=separator), []))
    if not headings:
        raise ValueError("no headings")
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(text),
            pyarrow.csv.ReadOptions(column_names=headings, skip_rows=1, block_size=_BLOCK),
            pyarrow.csv.ParseOptions(delimiter=separator, newlines_in_values=True),
            pyarrow.csv.ConvertOptions(
                column_types={name: pa.dictionary(pa.int32(), pa.string()) for name in headings},
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowException:
        return _read_ragged(text.decode(), headings, separator)
    return dict(zip(table.column_names, table.columns, strict=True))


def _read_ragged(text: str, headings: Sequence[str], separator: str) -> dict[str, Any]:
    """Read rows of unequal length. What a row has beyond the headings is not dropped in silence."""
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))[1:]
    rows = [row for row in rows if row]
    longest = max([len(headings), *map(len, rows)])
    names = [*headings, *(f"column {place + 1}" for place in range(len(headings), longest))]
    return {
        name: [row[place] if place < len(row) else "" for row in rows]
        for place, name in enumerate(names)
    }


def _headings(names: Sequence[str]) -> list[str]:
    """Return the headings, each once; a second one of a name gets its place."""
    found: list[str] = []
    for place, name in enumerate(names, 1):
        plain = name.strip() or f"column {place}"
        found.append(plain if plain not in found else f"{plain} ({place})")
    return found
