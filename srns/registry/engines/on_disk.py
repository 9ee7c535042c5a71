"""Engine `duckdb`: rows dealt into parts on disk, then judged in bounded memory by processes."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from srns.cohort.errors import InputError
from srns.registry.engines.part_runner import PartOutcome, run_parts
from srns.registry.given_tables import GivenTable
from srns.registry.part_files import PartFiles, is_full_disk
from srns.registry.part_tables import FILE, ROW, PartTables
from srns.registry.plan import Plan
from srns.registry.source_rows import read_file

MEMORY = "1GB"
"""Of DuckDB while it deals; what does not fit goes to disk."""
_DEALT, _PART, _SHAPE = "dealt", "srns_part", "shape.parquet"
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
    own = sorted((table / f"{_PART}={number}").glob("*.parquet"))
    return pa.concat_tables([read_file(str(each)) for each in (table / _SHAPE, *own)])


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
            chosen = f"{_rows_of(table)}"
            name = f'upper(trim(CAST("{_quoted(table.child)}" AS VARCHAR)))'
            query = (
                f"COPY (SELECT *, hash(coalesce({name}, '')) % {plan.parts} AS {_PART} "
                f"FROM ({chosen})) TO '{_text(target)}' (FORMAT parquet, PARTITION_BY ({_PART}), "
                "COMPRESSION zstd)"
            )
            try:
                database.execute(query)
                empty = database.sql(f"SELECT * FROM ({chosen}) LIMIT 0").to_arrow_table()
                target.mkdir(exist_ok=True)
                pq.write_table(empty, target / _SHAPE)
            except duckdb.Error as error:
                if is_full_disk(error):
                    raise
                raise InputError(
                    f"{', '.join(table.files[:3])}: found rows that cannot be read "
                    f"({str(error).splitlines()[0][:200]}); expected {table.name} as parquet or "
                    "csv. Mend or replace the file; nothing was judged."
                ) from None
    shutil.rmtree(spill, ignore_errors=True)
    partial.replace(work / _DEALT)


def _rows_of(table: GivenTable) -> str:
    """Return the query of all rows of a table, with the file and the row of each."""
    if table.is_text:
        # In the order of the file, whose rows DuckDB numbers for parquet alone.
        each = [
            f"SELECT *, {place}::INTEGER AS {FILE}, row_number() OVER () AS {ROW} "
            f"FROM read_csv('{_text(file)}', all_varchar = true, header = true)"
            for place, file in enumerate(table.files)
        ]
        return " UNION ALL ".join(each)
    listed = ", ".join(f"'{_text(file)}'" for file in table.files)
    if FILE in table.columns:
        return f"SELECT * FROM read_parquet([{listed}])"
    return (
        f"SELECT * EXCLUDE (filename, file_row_number), "
        f"(list_position([{listed}], filename) - 1)::INTEGER AS {FILE}, "
        f"file_row_number + 1 AS {ROW} "
        f"FROM read_parquet([{listed}], filename = true, file_row_number = true)"
    )


def _text(path: str | Path) -> str:
    return str(path).replace("'", "''")


def _quoted(column: str) -> str:
    return column.replace('"', '""')
