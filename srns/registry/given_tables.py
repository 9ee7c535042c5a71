"""Which files hold a registry's tables, and what shape are they in?"""

import glob
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from srns.cohort.dictionary import SHEETS
from srns.cohort.errors import InputError
from srns.cohort.terms import fold
from srns.cohort.wording import join_words
from srns.registry.column_types import TEXT, merge_kinds
from srns.registry.looked_files import CSV, FHIR, KINDS, Look, kind_of_file, look_at, suffixes_of
from srns.registry.part_tables import PART, SOURCES
from srns.workbook.headings.heading import parse_heading
from srns.workbook.results.dialect import recognize

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
        return kind_of_file(self.files[0]) == CSV


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
        if name != RESULTS and any(kind_of_file(file) == FHIR for file in own):
            raise InputError(
                f"{own[0]}: found FHIR resources as {name}; expected parquet or csv. Name the file "
                "beside those of the Observations: what a resource is, it says itself."
            )
    looked = {name: [look_at(file) for file in own] for name, own in files.items() if own}
    tidy = set(TIDY[RESULTS]) <= set(looked[RESULTS][0].schema.names)
    tables = [_as_table(name, files[name], own, tidy) for name, own in looked.items()]
    return GivenTables(tuple(tables), tidy, kind_of_file(files[RESULTS][0]) == FHIR)


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


def _as_table(name: str, files: Sequence[str], looks: Sequence[Look], tidy: bool) -> GivenTable:
    """Return a table of files that were looked at.

    Raises
    ------
    InputError
        Where they have not the same columns, one column twice, none that names the child, or, tidy,
        lack one that they must have.
    """
    own = [_columns_read(name, look.schema.names, tidy) for look in looks]
    _require_same_columns(files, own)
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


def _require_same_columns(files: Sequence[str], own: Sequence[list[str]]) -> None:
    """Raise an error where the files of a table have not the same columns, each once.

    Raises
    ------
    InputError
        It names the file.
    """
    for file, columns in zip(files, own, strict=True):
        if set(columns) != set(own[0]) or kind_of_file(file) != kind_of_file(files[0]):
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


def _columns_read(name: str, columns: Sequence[str], tidy: bool) -> list[str]:
    """Return the columns that are read: not those without a name, nor under a name of ours."""
    if tidy and name == RESULTS:
        return [each for each in columns if each in _READ_OF_RESULTS]
    return [each for each in columns if each.strip() and each not in (*SOURCES, PART)]


def _tables_inside(folder: Path) -> dict[str, list[str]]:
    """Return the files of each table in a folder; nothing where none is named for a table."""
    found: dict[str, list[str]] = {}
    resources = sorted(str(each) for each in folder.rglob("*") if kind_of_file(each) == FHIR)
    for path in sorted(folder.iterdir()):
        stem = path.name if path.is_dir() else path.name.removesuffix(suffixes_of(path))
        name = _ALSO_CALLED.get(stem, stem)
        if name in TABLES and (path.is_dir() or kind_of_file(path) in KINDS):
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
        return sorted(str(each) for each in path.rglob("*") if kind_of_file(each) in KINDS)
    if any(sign in str(given) for sign in "*?["):
        return sorted(glob.glob(str(given), recursive=True))  # noqa: PTH207, from the root as well
    return [str(path)]


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
