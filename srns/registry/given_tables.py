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
        In the order in which they are read; all have the same columns.
    child
        The column that names the child.
    rows
        How many rows there are; of text files a guess from their size.
    """

    name: str
    files: tuple[str, ...]
    columns: tuple[str, ...]
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
    looked = {name: _look(own) for name, own in files.items() if own}
    tidy = set(TIDY[RESULTS]) <= set(looked[RESULTS][0])
    tables = [
        GivenTable(name, tuple(files[name]), columns, _child_of(name, files, columns, tidy), rows)
        for name, (columns, rows) in looked.items()
    ]
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


def _child_of(
    name: str, files: Mapping[str, Sequence[str]], columns: Sequence[str], tidy: bool
) -> str:
    """Return the column that names the child.

    Raises
    ------
    InputError
        Where there is none, or a tidy table lacks another column that it must have.
    """
    child = child_column(name, columns, tidy)
    missing = [each for each in TIDY[name] if tidy and each not in columns]
    if child is None or missing:
        wanted = join_words([f"'{each}'" for each in missing or ["patient"]])
        raise InputError(
            f"{files[name][0]}: found the columns {', '.join(columns[:12])}; expected {wanted}. "
            "Rename the column that holds it."
        )
    return child


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


def _look(files: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """Return the columns of the files of one table, and how many rows they have together."""
    columns, rows = _look_at_one(files[0])
    for file in files[1:]:
        theirs, more = _look_at_one(file)
        if theirs != columns or _kind_of(file) != _kind_of(files[0]):
            raise InputError(
                f"{file}: found the columns {', '.join(theirs[:12])}; expected those of "
                f"{files[0]}: {', '.join(columns[:12])}. Give files of one table alike."
            )
        rows += more
    return columns, rows


def _look_at_one(file: str) -> tuple[tuple[str, ...], int]:
    kind = _kind_of(file)
    try:
        if kind == ".parquet":
            with pq.ParquetFile(file) as opened:
                return tuple(opened.schema_arrow.names), opened.metadata.num_rows
        if kind == _CSV:
            with TextIOWrapper(open_text(file), encoding="utf-8-sig", newline="") as text:
                headings = next(csv.reader(text), [])
            if headings:
                return tuple(headings), _guess_rows(file)
        if kind == _FHIR:
            with open_text(file) as opened:
                opened.read(1)
            return COLUMNS, _guess_rows(file)
        found = "no columns" if kind == _CSV else f"a file of kind '{Path(file).suffix}'"
    except OSError as error:
        found = f"a file that cannot be opened ({error.strerror or 'it is damaged'})"
    except (pa.ArrowException, UnicodeDecodeError, csv.Error):
        found = "a file that cannot be read: it is damaged, or of another kind than its name says"
    raise InputError(
        f"{file}: found {found}; expected parquet, csv or ndjson, the last two also as .gz or "
        ".zst. Check the path."
    )


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
