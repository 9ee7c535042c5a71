"""Which files hold a registry's tables, and what shape are they in?"""

import csv
import glob
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BufferedReader, TextIOWrapper
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa
import pyarrow.parquet as pq

from srns.cohort.dictionary import SHEETS
from srns.cohort.errors import InputError
from srns.cohort.terms import fold
from srns.cohort.wording import join_words
from srns.registry.column_types import TEXT, merge_kinds
from srns.registry.part_tables import PART, SOURCES
from srns.workbook.headings.heading import parse_heading
from srns.workbook.results.dialect import recognize
from srns.workbook.results.fhir import COLUMNS

RESULTS = "results"
TABLES: Mapping[str, str] = {
    RESULTS: "Results",
    "patients": "Patients",
    "infusions": "Infusions",
    "treatments": "Treatments",
    "events": "Events",
}
"""The tables that may be given, each with the sheet of the template that it stands for."""
_ALSO_CALLED = {"labs": RESULTS, "drugs": "treatments"}
TIDY: Mapping[str, tuple[str, ...]] = {
    RESULTS: ("patient", "day", "analyte", "value", "unit"),
    "patients": ("patient",),
    "infusions": ("patient", "day"),
    "treatments": ("patient", "drug", "start_day"),
    "events": ("patient", "day", "event"),
}
"""The columns that a cohort's own tables must have, named as in `srns.cohort.tables`."""
_READ_OF_RESULTS = (*TIDY[RESULTS], "bound", "source", "specimen")
"""All that is read of tidy results; a registry's own further columns cost nothing."""
_CSV, _FHIR = ".csv", ".ndjson"
_KINDS = (".parquet", _CSV, _FHIR)
_COMPRESSED = (".gz", ".zst")
_BYTES_PER_ROW = {_CSV: 40, _FHIR: 400}
"""Of a text file, to guess how many rows it has."""
_DENSITY = 10
"""How many bytes of text stand in one of a compressed file, about."""


@dataclass(frozen=True)
class GivenTable:
    """One table of a registry.

    Attributes
    ----------
    files
        In the order in which they are read.
    columns
        Those that are read; every file has them.
    kinds
        What each of them is read as; see `srns.registry.column_types`.
    child
        The column that names the child.
    rows
        How many rows there are; of text files a guess from their size.
    """

    name: str
    files: tuple[str, ...]
    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    child: str
    rows: int

    @property
    def is_text(self) -> bool:
        """Whether the files are text, of which every value is read as it is typed."""
        return _kind_of(self.files[0]) == _CSV


@dataclass(frozen=True)
class GivenTables:
    """The tables of a registry.

    Attributes
    ----------
    tidy
        Whether they are a cohort's own tables (days from day 0, coded analytes), which need no
        reading. Others are in the template's shape or a dialect's, and read like a workbook.
    fhir
        Whether the files of the results are FHIR ndjson, of which all tables have yet to be made
        that no other file is named for.
    """

    tables: tuple[GivenTable, ...]
    tidy: bool
    fhir: bool = False

    def __getitem__(self, name: str) -> GivenTable:
        return next(each for each in self.tables if each.name == name)

    @property
    def results(self) -> GivenTable:
        """The results, which are always there."""
        return self[RESULTS]


def find_tables(
    given: Sequence[str | Path], others: Mapping[str, Sequence[str | Path]] | None = None
) -> GivenTables:
    """Find the files of a registry's tables and look at their columns.

    Parameters
    ----------
    given
        Files of results, patterns such as ``results/*.parquet``, or one folder that holds
        ``results`` (or ``labs``), ``patients``, ``infusions``, ``treatments`` (or ``drugs``) and
        ``events``, each a file or a folder of files.
    others
        The files of the other tables, by name.

    Raises
    ------
    InputError
        Where a file cannot be opened, has other columns than its neighbours, or names no child.
    """
    files = _files_by_table(given, others or {})
    if not files[RESULTS]:
        raise InputError("found no file of results; expected parquet, csv or ndjson. Name one.")
    for name, own in files.items():
        if name != RESULTS and any(_kind_of(file) == _FHIR for file in own):
            raise InputError(
                f"{own[0]}: found FHIR resources as {name}; expected parquet or csv. Name the file "
                "beside those of the Observations: what a resource is, it says itself."
            )
    looked = {name: [_look(file) for file in own] for name, own in files.items() if own}
    tidy = set(TIDY[RESULTS]) <= set(looked[RESULTS][0].schema.names)
    tables = [_as_table(name, files[name], own, tidy) for name, own in looked.items()]
    return GivenTables(tuple(tables), tidy, _kind_of(files[RESULTS][0]) == _FHIR)


def open_text(file: str) -> BinaryIO:
    """Open a text file, which may be compressed, as bytes."""
    return cast(BinaryIO, BufferedReader(pa.input_stream(file)))


def _kind_of(file: str | Path) -> str:
    """Return the suffix of a file's name that says what it is, without that of a compression."""
    return _suffixes_of(Path(file)).removesuffix(Path(file).suffix) or Path(file).suffix


def _suffixes_of(path: Path) -> str:
    """Return the end of a file's name that says its kind and its compression."""
    return f"{Path(path.stem).suffix if path.suffix in _COMPRESSED else ''}{path.suffix}"


def _files_by_table(
    given: Sequence[str | Path], others: Mapping[str, Sequence[str | Path]]
) -> dict[str, list[str]]:
    files: dict[str, list[str]] = {name: [] for name in TABLES}
    inside = _tables_inside(Path(given[0])) if len(given) == 1 and Path(given[0]).is_dir() else {}
    if inside:
        files |= inside
    else:
        files[RESULTS] = [file for each in given for file in _files_of(each)]
    for name, paths in others.items():
        files[name] = [file for each in paths for file in _files_of(each)]
    return files


@dataclass(frozen=True)
class _Look:
    """What a look at a file says: its columns as they are stored, and how many rows it has."""

    schema: pa.Schema
    rows: int


def _as_table(name: str, files: Sequence[str], looks: Sequence[_Look], tidy: bool) -> GivenTable:
    """Return a table of files that were looked at.

    Raises
    ------
    InputError
        Where they have not the same columns, one column twice, none that names the child, or, tidy,
        lack one that they must have.
    """
    own = [_columns_read(name, look.schema.names, tidy) for look in looks]
    for file, columns in zip(files, own, strict=True):
        if set(columns) != set(own[0]) or _kind_of(file) != _kind_of(files[0]):
            raise InputError(
                f"{file}: found the columns {', '.join(columns[:12])}; expected those of "
                f"{files[0]}: {', '.join(own[0][:12])}. Give files of one table alike."
            )
        twice = [each for each in columns if columns.count(each) > 1]
        if twice:
            raise InputError(
                f"{file}: found the column '{twice[0]}' twice; expected each column once. Rename "
                "one of them."
            )
    kinds = {each: merge_kinds([look.schema.field(each).type for look in looks]) for each in own[0]}
    read = {column: kind for column, kind in kinds.items() if kind is not None}
    child = child_column(name, list(read), tidy)
    missing = [each for each in TIDY[name] if tidy and each not in read]
    if child is None or missing:
        wanted = join_words([f"'{each}'" for each in missing or ["patient"]])
        raise InputError(
            f"{files[0]}: found the columns {', '.join(looks[0].schema.names[:12])}; expected "
            f"{wanted}, with one value in each row. Rename the column that holds it."
        )
    read[child] = TEXT  # 7 and 7.0 are one child, in whichever table
    rows = sum(look.rows for look in looks)
    return GivenTable(name, tuple(files), tuple(read), tuple(read.values()), child, rows)


def _columns_read(name: str, columns: Sequence[str], tidy: bool) -> list[str]:
    """Return the columns that are read: not those without a name, nor under a name of ours."""
    if tidy and name == RESULTS:
        return [each for each in columns if each in _READ_OF_RESULTS]
    return [each for each in columns if each.strip() and each not in (*SOURCES, PART)]


def _tables_inside(folder: Path) -> dict[str, list[str]]:
    """Return the files of each table in a folder; nothing where none is named for a table."""
    found: dict[str, list[str]] = {}
    resources = sorted(str(each) for each in folder.rglob("*") if _kind_of(each) == _FHIR)
    for path in sorted(folder.iterdir()):
        stem = path.name if path.is_dir() else path.name.removesuffix(_suffixes_of(path))
        name = _ALSO_CALLED.get(stem, stem)
        if name in TABLES and (path.is_dir() or _kind_of(path) in _KINDS):
            own = [file for file in _files_of(path) if file not in resources]
            found[name] = [*found.get(name, ()), *own]
    if resources and found.get(RESULTS):
        raise InputError(
            f"{folder}: found both {found[RESULTS][0]} and {resources[0]}; expected results in one "
            "shape. Name the files of one of them."
        )
    found |= {RESULTS: resources} if resources else {}
    return found if found.get(RESULTS) else {}


def _files_of(given: str | Path) -> list[str]:
    """Return the files that a path, a folder or a pattern names, sorted."""
    path = Path(given)
    if path.is_dir():
        return sorted(str(each) for each in path.rglob("*") if _kind_of(each) in _KINDS)
    if any(sign in str(given) for sign in "*?["):
        return sorted(glob.glob(str(given), recursive=True))  # noqa: PTH207, from the root as well
    return [str(path)]


def _look(file: str) -> _Look:
    """Look at a file's columns.

    Raises
    ------
    InputError
        Where it cannot be opened or is of another kind.
    """
    kind = _kind_of(file)
    try:
        if kind == ".parquet":
            with pq.ParquetFile(file) as opened:
                return _Look(opened.schema_arrow, opened.metadata.num_rows)
        if kind == _CSV and (headings := headings_of(file)):
            return _Look(_of_texts(headings), _guess_rows(file))
        if kind == _FHIR:
            with open_text(file) as opened:
                opened.read(1)
            return _Look(_of_texts(COLUMNS), _guess_rows(file))
        found = "no columns" if kind == _CSV else f"a file of kind '{Path(file).suffix}'"
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
    return Path(file).stat().st_size * density // _BYTES_PER_ROW[_kind_of(file)]


def child_column(name: str, columns: Sequence[str], tidy: bool) -> str | None:
    """Return the column that names the child; None where there is none."""
    if tidy:
        return _find(columns, ["patient"])
    if name == RESULTS and (dialect := recognize(list(columns))) is not None:
        return _find(columns, dialect.roles["patient"])
    called = "Labs" if name == RESULTS else TABLES[name]
    sheet = next(each for each in SHEETS if each.name == called)
    patient = next(each for each in sheet.columns if each.id == "patient")
    named = _find(columns, (patient.id, patient.label, *patient.synonyms))
    return named or next(
        (each for each in columns if parse_heading(each).column == "patient"), None
    )


def _find(columns: Sequence[str], spellings: Sequence[str]) -> str | None:
    wanted = set(map(fold, spellings))
    return next((each for each in columns if fold(each) in wanted), None)
