"""Engine `duckdb`: rows dealt into parts on disk, then judged in bounded memory by processes."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from srns.cohort.errors import InputError
from srns.registry.engines.part_runner import PartOutcome, run_parts
from srns.registry.given_tables import GivenTable
from srns.registry.part_files import PartFiles
from srns.registry.part_tables import PART, PartTables
from srns.registry.plan import Plan
from srns.registry.source_rows import part_of, read_pieces, rows_schema

MEMORY = "1GB"
"""Of DuckDB while it deals; what does not fit goes to disk."""
_DEALT, _SHAPE = "dealt", "shape.parquet"
"""Of each table: a folder for each part, and a file without rows that has its columns."""


def run_on_disk(
    plan: Plan, files: PartFiles, todo: Sequence[int], processes: int
) -> Iterator[PartOutcome]:
    """Deal the children into parts on disk, and judge each part.

    Raises
    ------
    InputError
        Where a file cannot be read to its end.
    """
    dealt = files.work / _DEALT
    if not dealt.exists():
        _deal(plan, files.work)
    yield from run_parts(plan, files, todo, load_part, processes)


def load_part(work: str, number: int) -> PartTables:
    """Return the rows of a part, from where they were dealt."""
    return {table.name: _part_of_table(table, number) for table in (Path(work) / _DEALT).iterdir()}


def _part_of_table(table: Path, number: int) -> pa.Table:
    own = [table / _SHAPE, *sorted((table / f"{PART}={number}").glob("*.parquet"))]
    schema = pq.read_schema(own[0])
    texts = [each.name for each in schema if pa.types.is_dictionary(each.type)]
    rows = []
    for each in own:
        with pq.ParquetFile(each, read_dictionary=texts) as opened:
            rows.append(opened.read().select(schema.names).cast(schema))
    return pa.concat_tables(rows)


def _deal(plan: Plan, work: Path) -> None:
    """Write each table with its rows parted by child; it appears whole or not at all."""
    partial = work / f"{_DEALT}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    spill = work / "spill"
    with duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(spill)}) as database:
        database.execute("SET preserve_insertion_order = false")
        for table in plan.given.tables:
            target = partial / table.name
            _write_parts(database, table, plan.parts, target)
            target.mkdir(exist_ok=True)
            pq.write_table(rows_schema(table).empty_table(), target / _SHAPE)
    shutil.rmtree(spill, ignore_errors=True)
    partial.replace(work / _DEALT)


def _write_parts(
    database: duckdb.DuckDBPyConnection, table: GivenTable, parts: int, target: Path
) -> None:
    """Write the rows of a table as they are read, a folder for each part.

    Raises
    ------
    InputError
        Where a file cannot be read to its end.
    """
    unread: list[InputError] = []

    def batches() -> Iterator[pa.RecordBatch]:
        try:
            for place in range(len(table.files)):
                for piece in read_pieces(table, place):
                    part = part_of(piece[table.child], parts).astype(np.int32)
                    yield from piece.append_column(PART, pa.array(part)).to_batches()
        except InputError as error:  # DuckDB would make another error of it
            unread.append(error)

    schema = rows_schema(table).append(pa.field(PART, pa.int32()))
    rows = pa.RecordBatchReader.from_batches(schema, batches())
    database.register("rows", rows)
    database.execute(
        f"COPY rows TO '{_text(target)}' (FORMAT parquet, PARTITION_BY ({PART}), COMPRESSION zstd)"
    )
    for error in unread:
        raise error


def _text(path: Path) -> str:
    return str(path).replace("'", "''")
