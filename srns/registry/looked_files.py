"""Look at a file of a registry: its kind, its columns as they are stored, and its rows."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import BufferedReader, TextIOWrapper
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa
import pyarrow.parquet as pq

from srns.cohort.errors import InputError
from srns.workbook.results.fhir import COLUMNS

CSV, FHIR = ".csv", ".ndjson"
KINDS = (".parquet", CSV, FHIR)
_COMPRESSED = (".gz", ".zst")
_BYTES_PER_ROW = {CSV: 40, FHIR: 400}
"""Of a text file, to guess how many rows it has."""
_DENSITY = 10
"""How many bytes of text stand in one of a compressed file, about."""


@dataclass(frozen=True)
class Look:
    """What a look at a file says: its columns as they are stored, and how many rows it has."""

    schema: pa.Schema
    rows: int


def look_at(file: str) -> Look:
    """Look at a file's columns.

    Raises
    ------
    InputError
        Where it cannot be opened or is of another kind.
    """
    kind = kind_of_file(file)
    try:
        if kind == ".parquet":
            with pq.ParquetFile(file) as opened:
                return Look(opened.schema_arrow, opened.metadata.num_rows)
        if kind == CSV and (headings := headings_of(file)):
            return Look(_of_texts(headings), _guess_rows(file))
        if kind == FHIR:
            with open_text(file) as opened:
                opened.read(1)
            return Look(_of_texts(COLUMNS), _guess_rows(file))
        found = "no columns" if kind == CSV else f"a file of kind '{Path(file).suffix}'"
    except OSError as error:
        found = f"a file that cannot be opened ({error.strerror or 'it is damaged'})"
    except (pa.ArrowException, csv.Error):
        found = "a file that cannot be read: it is damaged, or of another kind than its name says"
    raise InputError(
        f"{file}: found {found}; expected parquet, csv or ndjson, the last two also as .gz or "
        ".zst. Check the path."
    )


def headings_of(file: str) -> list[str]:
    """Return the headings of a text file; rows below them may hold what is no UTF-8.

    Raises
    ------
    csv.Error
        Where they are no text, as in UTF-16.
    """
    with TextIOWrapper(
        open_text(file), encoding="utf-8-sig", errors="backslashreplace", newline=""
    ) as text:
        headings = next(filter(None, csv.reader(text)), [])
    if any("\0" in each for each in headings):
        raise csv.Error("no text")
    return headings


def _of_texts(columns: Sequence[str]) -> pa.Schema:
    return pa.schema([(each, pa.string()) for each in columns])


def _guess_rows(file: str) -> int:
    density = _DENSITY if Path(file).suffix in _COMPRESSED else 1
    return Path(file).stat().st_size * density // _BYTES_PER_ROW[kind_of_file(file)]


def open_text(file: str) -> BinaryIO:
    """Open a text file, which may be compressed, as bytes."""
    return cast(BinaryIO, BufferedReader(pa.input_stream(file)))


def kind_of_file(file: str | Path) -> str:
    """Return the suffix of a file's name that says what it is, without that of a compression."""
    return suffixes_of(Path(file)).removesuffix(Path(file).suffix) or Path(file).suffix


def suffixes_of(path: Path) -> str:
    """Return the end of a file's name that says its kind and its compression."""
    return f"{Path(path.stem).suffix if path.suffix in _COMPRESSED else ''}{path.suffix}"
