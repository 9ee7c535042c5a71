"""FHIR R4 Bulk Data (ndjson) of any size, written line by line as tables that every engine reads.

What a line means is said by `srns.workbook.results`, as for a Bundle that is uploaded. Two passes
go over the files: the first notes what Specimens and Medications are called, the second writes
rows. What one child's resources say together waits in a database on disk, so that memory does not
grow with the files.
"""

import contextlib
import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from srns.cohort.errors import InputError
from srns.registry.column_types import merge_kinds
from srns.registry.given_tables import RESULTS, GivenTable, GivenTables
from srns.registry.looked_files import open_text
from srns.registry.part_files import is_full_disk
from srns.registry.part_tables import FILE, PLACE, PROBLEM, ROW
from srns.workbook.results.fhir import COLUMNS, observation_rows
from srns.workbook.results.fhir_json import (
    Json,
    as_map,
    as_text,
    concept_text,
    parse_resource,
    resources_within,
)
from srns.workbook.results.fhir_records import (
    HEADINGS,
    ChildFact,
    PassedOver,
    name_of_medication,
    read_record,
)

PASSED_OVER = "passed_over.json"
_LONGEST_LINE = 16 * 2**20
_ROWS_AT_ONCE = 50_000
_SHOWN = 120
_EXPECTED = "a FHIR R4 resource in JSON"
_NAMED = {"Specimen": "type", "Medication": "code"}
_SIGNS_OF_NAMED = tuple(f'"{kind}"'.encode() for kind in _NAMED)
_PLACES = (FILE, ROW, PLACE)
_COLUMNS = {RESULTS: COLUMNS, **HEADINGS}


@dataclass(frozen=True)
class Line:
    """A line of a file: what stands on it, or the problem of one that cannot be read."""

    file: int
    number: int
    resources: Sequence[Json] = ()
    problem: str = ""


def read_fhir_files(given: GivenTables, folder: Path) -> GivenTables:
    """Write the tables of a registry's ndjson files, and return them in place of the files.

    Parameters
    ----------
    folder
        For the tables; it appears whole or not at all, so that a run that was stopped goes on.
        Beside them `PASSED_OVER` counts, by what they are, the resources that are not needed.
    """
    named = [each for each in given.tables if each.name != RESULTS]
    others = {each.name for each in named}
    if not folder.exists():
        partial = folder.with_name(f"{folder.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        _write_tables(given.results.files, partial, others)
        partial.replace(folder)
    made = [_made(folder / f"{name}.parquet") for name in _COLUMNS if name not in others]
    tables = [each for each in made if each.rows or each.name == RESULTS]
    return replace(given, tables=(*tables, *named), fhir=False)


def _made(file: Path) -> GivenTable:
    with pq.ParquetFile(file) as opened:
        schema, rows = opened.schema_arrow, opened.metadata.num_rows
    child = "fhir_subject" if file.stem == RESULTS else "patient"
    kinds = tuple(merge_kinds([each.type]) or "" for each in schema)
    return GivenTable(file.stem, (str(file),), tuple(schema.names), kinds, child, rows)


def _write_tables(files: Sequence[str], folder: Path, named: set[str]) -> None:
    """Write every table but those that were named as files of their own."""
    place = folder / "resources.db"
    database = sqlite3.connect(place, isolation_level=None)
    try:
        # Nothing of it outlives the run: what is safe on disk does not matter.
        database.executescript(
            "PRAGMA journal_mode = off; PRAGMA synchronous = off; BEGIN;"
            "CREATE TABLE names (reference TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID;"
            "CREATE TABLE rows (tab TEXT, patient TEXT, day TEXT, cells TEXT, file INT, line INT,"
            " place INT);"
            "CREATE TABLE facts (patient TEXT, heading TEXT, said TEXT, file INT, line INT);"
        )
        _note_names(files, database)
        writers = {
            name: _TableWriter(folder / f"{name}.parquet", columns)
            for name, columns in _COLUMNS.items()
            if name not in named
        }
        passed_over = _write_rows(files, database, writers)
        _write_children(database, writers)
        _write_infusions(database, writers)
        for writer in writers.values():
            writer.close()
    finally:
        database.close()
        place.unlink(missing_ok=True)
    (folder / PASSED_OVER).write_text(json.dumps(dict(passed_over.most_common()), indent=1))


def _lines(files: Sequence[str], signs: Sequence[bytes] = ()) -> Iterator[Line]:
    """Yield the lines that are not empty, of those with `signs` alone where there are any."""
    for file, path in enumerate(files):
        number = 0
        with _reading(path) as opened:
            while line := opened.readline(_LONGEST_LINE):
                number += 1
                whole = line.endswith(b"\n") or len(line) < _LONGEST_LINE
                while not line.endswith(b"\n") and (more := opened.readline(_LONGEST_LINE)):
                    line, whole = line[:_SHOWN] + more[-1:], False
                if not line.strip() or (signs and not any(sign in line for sign in signs)):
                    continue
                yield _read_line(line, file, number, whole)


@contextlib.contextmanager
def _reading(file: str) -> Iterator[BinaryIO]:
    """Open a file of lines.

    Raises
    ------
    InputError
        Where it cannot be read to its end, as a compressed one that was cut.
    """
    with open_text(file) as opened:
        try:
            yield opened
        except OSError as error:
            if is_full_disk(error):
                raise
            raise InputError(
                f"{file}: found lines that cannot be read ({error}); expected ndjson. Mend or "
                "replace the file; nothing was judged."
            ) from None


def _read_line(line: bytes, file: int, number: int, whole: bool) -> Line:
    try:
        if not whole:
            raise ValueError("too long")
        text = line.decode("utf-8-sig")
        resource = parse_resource(text)
        resources = tuple(resources_within(resource))
        if not all(as_text(each.get("resourceType")) for each in resources):
            raise ValueError("no resource")
        if b"\\u" in line:  # half a sign, as in "\ud800", is none that a file can hold
            json.dumps(resource, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        shown = line[:_SHOWN].decode(errors="replace").strip()
        said = f"a line of more than {_LONGEST_LINE // 2**20} MB, " if not whole else ""
        return Line(file, number, problem=f"{said}{shown}; expected {_EXPECTED}")
    return Line(file, number, resources)


def _note_names(files: Sequence[str], database: sqlite3.Connection) -> None:
    """Note what the Specimens and Medications are called that other resources name."""
    for line in _lines(files, _SIGNS_OF_NAMED):
        for resource in line.resources:
            kind, name = as_text(resource.get("resourceType")), ""
            if kind == "Specimen":
                name = concept_text(as_map(resource.get("type")))
            elif kind == "Medication":
                name = name_of_medication(resource)
            if name:
                reference = f"{kind}/{as_text(resource.get('id'))}"
                database.execute("INSERT OR REPLACE INTO names VALUES (?, ?)", (reference, name))


def _write_rows(
    files: Sequence[str], database: sqlite3.Connection, writers: dict[str, "_TableWriter"]
) -> Counter[str]:
    """Write results, courses and events; note what waits for other resources of its child.

    Returns
    -------
    Counter
        How many resources are passed over, by what they are.
    """

    @lru_cache(maxsize=10_000)
    def named(reference: str) -> str:
        query = "SELECT name FROM names WHERE reference = ?"
        found = database.execute(query, ("/".join(reference.split("/")[-2:]),)).fetchone()
        return found[0] if found else ""

    passed_over: Counter[str] = Counter()
    for line in _lines(files):
        if line.problem:
            writers[RESULTS].add((), (line.file, line.number, 0), line.problem)
        place = 0
        for resource in line.resources:
            if resource.get("resourceType") == "Observation":
                for row in observation_rows(resource, line.number, named):
                    cells = tuple(str(each) for each in row)
                    writers[RESULTS].add(cells, (line.file, line.number, place))
                    place += 1
                continue
            for record in read_record(resource, named):
                at, place = (line.file, line.number, place), place + 1
                if isinstance(record, PassedOver):
                    if record.what not in _NAMED:
                        passed_over[record.what] += 1
                elif isinstance(record, ChildFact) and "patients" in writers:
                    fact = (record.patient, record.heading, record.text, line.file, line.number)
                    database.execute("INSERT INTO facts VALUES (?, ?, ?, ?, ?)", fact)
                elif isinstance(record, ChildFact) or record.table not in writers:
                    passed_over[f"{resource['resourceType']}, for which a file is named"] += 1
                elif record.table in ("patients", "infusions"):
                    kept = (record.table, *record.values[:2], json.dumps(record.values), *at)
                    database.execute("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?)", kept)
                else:
                    writers[record.table].add(record.values, at)
    return passed_over


def _write_children(database: sqlite3.Connection, writers: dict[str, "_TableWriter"]) -> None:
    """Write each Patient with what the Conditions say of the child, in their order.

    A Condition of a child without a Patient is a row that cannot be used.
    """
    if "patients" not in writers:
        return
    database.execute("CREATE INDEX facts_of ON facts (patient)")
    said = "SELECT DISTINCT said FROM facts WHERE patient = ? AND heading = ?"
    for cells, *at in _waiting(database, "patients", "file, line, place"):
        facts = [
            " + ".join(each for (each,) in database.execute(f"{said} ORDER BY 1", (cells[0], name)))
            for name in HEADINGS["patients"][3:]
        ]
        writers["patients"].add((*cells[:3], *facts), tuple(at))
    query = (
        "SELECT said, file, line FROM facts WHERE patient NOT IN "
        "(SELECT patient FROM rows WHERE tab = 'patients') ORDER BY file, line"
    )
    for text, file, line in database.execute(query):
        problem = f"{text}; expected a Condition of a child with a Patient"
        writers[RESULTS].add((), (file, line, 0), problem)


def _write_infusions(database: sqlite3.Connection, writers: dict[str, "_TableWriter"]) -> None:
    """Write the infusions: two drugs of one child on one day are one row, as in the template."""
    if "infusions" not in writers:
        return
    waiting: tuple[list[str], tuple[int, ...]] | None = None
    for cells, *at in _waiting(database, "infusions", "patient, day, file, line, place"):
        doses = list(zip(waiting[0][2:], cells[2:], strict=True)) if waiting else []
        if waiting and waiting[0][:2] == cells[:2] and not any(map(all, doses)):
            waiting = ([*cells[:2], *(one or other for one, other in doses)], waiting[1])
            continue
        if waiting:
            writers["infusions"].add(tuple(waiting[0]), waiting[1])
        waiting = (cells, tuple(at))
    if waiting:
        writers["infusions"].add(tuple(waiting[0]), waiting[1])


def _waiting(database: sqlite3.Connection, table: str, order: str) -> Iterator[tuple]:
    query = f"SELECT cells, file, line, place FROM rows WHERE tab = ? ORDER BY {order}"
    for cells, *at in database.execute(query, (table,)):
        yield (json.loads(cells), *at)


class _TableWriter:
    """Writes one table as parquet, some rows at a time."""

    def __init__(self, target: Path, columns: Sequence[str]) -> None:
        self.columns = len(columns)
        fields = [(name, pa.string()) for name in (*columns, PROBLEM)]
        kinds = [pa.int32(), pa.int64(), pa.int32()]
        self.schema = pa.schema([*fields, *zip(_PLACES, kinds, strict=True)])
        self.rows: list[tuple[object, ...]] = []
        self.file = pq.ParquetWriter(target, self.schema, compression="zstd")

    def add(self, cells: Sequence[str], at: Sequence[int], problem: str | None = None) -> None:
        """Add a row from a file, a line and a place in it; without cells one with a problem."""
        filled = cells if cells else (None,) * self.columns
        self.rows.append((*(each or None for each in filled), problem, *at))
        if len(self.rows) >= _ROWS_AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        columns = zip(*self.rows, strict=True)
        arrays = [
            pa.array(each, field.type) for each, field in zip(columns, self.schema, strict=True)
        ]
        self.file.write_table(pa.table(arrays, schema=self.schema))
        self.rows = []

    def close(self) -> None:
        """Write what is left."""
        if self.rows:
            self._flush()
        self.file.close()
