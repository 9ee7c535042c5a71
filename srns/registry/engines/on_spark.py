"""Engines `sail` and `spark`: one plan of the Spark interface, on a laptop or a cluster.

Rows are read by file and row group and dealt to the part of their child. What a part gets of one
row group is packed as one value, so that an engine shuffles a few hundred rows and never those of
the files. Every partition hands its parts whole to the rules, which write them. Workers read the
files and write the results themselves: all must see both folders under the same paths.
"""

import contextlib
import errno
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pyspark

from srns.cohort.errors import InputError
from srns.registry.engines.part_runner import PartOutcome, run_part
from srns.registry.part_files import PartFiles, is_full_disk
from srns.registry.part_tables import PartTables
from srns.registry.plan import Plan, read_plan
from srns.registry.source_rows import (
    pack_rows,
    part_of,
    read_file,
    rows_of_parts,
    rows_schema,
    unpack_rows,
)

_PACKED = pa.schema([("part", pa.int32()), ("srns_table", pa.int32()), ("packed", pa.binary())])
"""One row: what a part gets of one table in one row group."""
_OUTCOME = pa.schema([("number", pa.int32()), ("rows", pa.int64()), ("failure", pa.string())])
_TASK = "srns_table int, place int, row_group int"
Batches = Iterator[pa.RecordBatch]


def run_on_spark(
    plan: Plan, files: PartFiles, todo: Sequence[int], session: Any
) -> Iterator[PartOutcome]:
    """Read, shuffle and judge; say what became of each part.

    Parameters
    ----------
    session
        A Spark session, of Sail or of Spark; see `sail_session` and `spark_session`.
    """
    listed = _reading_tasks(plan)
    tasks = _as_frame(session, listed)
    tasks = tasks.repartition(max(2, min(len(listed), 4 * (os.cpu_count() or 1))))
    handed, folder, wanted = _for_workers(plan), str(files.folder.absolute()), tuple(todo)
    packed = tasks.mapInArrow(_reader(handed, wanted), "part int, srns_table int, packed binary")
    shuffled = packed.repartition(min(plan.parts, max(len(wanted), 1)), "part")
    judged = shuffled.mapInArrow(_judge(handed, folder), "number int, rows long, failure string")
    done = set()
    for row in _rows_of(judged):
        done.add(row["number"])
        yield PartOutcome(row["number"], row["rows"], row["failure"])
    for number in sorted(set(wanted) - done):  # no child fell into it
        yield run_part(plan, files, number, lambda: _tables_of(plan, []))


def _as_frame(session: Any, tasks: Sequence[tuple[int, int, int]]) -> Any:
    """Return the reading tasks as a frame of the engine.

    Raises
    ------
    InputError
        Where client and server are of two versions that do not understand each other.
    """
    try:
        return session.createDataFrame(tasks, _TASK)
    except ValueError as error:
        raise InputError(
            f"found a Spark {session.version} that its client, pyspark {pyspark.__version__}, does "
            f"not understand ({str(error)[:120]}); expected one version of both. Install "
            f"pyspark-client=={session.version}."
        ) from None


def _rows_of(frame: Any) -> Iterator[Any]:
    """Return the rows of a frame as they come.

    Raises
    ------
    InputError
        Where a worker could not read a file, or the engine stopped.
    OSError
        Where the disk of a worker is full.
    """
    try:
        yield from frame.toLocalIterator()
    except Exception as error:
        if is_full_disk(error):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from None
        said = str(error).strip() or type(error).__name__
        known = re.search(r"InputError: (.+)", said)
        sentence = f"found that the engine stopped ({said.splitlines()[0][:200]}); run it again."
        raise InputError(known[1].strip() if known else sentence) from None


@contextlib.contextmanager
def _with_a_main_file() -> Iterator[None]:
    """Let the main module have a file meanwhile.

    PySpark takes a process whose main module has none (``python -c``, a worker) for one that runs
    its own doctests, and ends it.
    """
    main = sys.modules["__main__"]
    if main.__spec__ is not None or hasattr(main, "__file__"):
        yield
        return
    main.__file__ = __file__
    try:
        yield
    finally:
        del main.__file__


@contextlib.contextmanager
def sail_session() -> Iterator[Any]:
    """Start Sail on this machine, and stop it in the end."""
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    os.environ.setdefault("RUST_LOG", "error")
    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    address: Any = server.listening_address
    try:
        with _with_a_main_file():
            session: Any = SparkSession.builder.remote(f"sc://127.0.0.1:{address[1]}").create()
            try:
                yield session
            finally:
                session.stop()
    finally:
        server.stop()


@contextlib.contextmanager
def spark_session() -> Iterator[Any]:
    """Open a session of the Spark that `SPARK_REMOTE` names, else of one on this machine.

    Raises
    ------
    InputError
        Where there is neither.
    """
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder: Any = SparkSession.builder
    with _with_a_main_file():
        try:
            session = builder.appName("srns registry").getOrCreate()
        except Exception as error:
            raise InputError(
                f"found no Spark ({str(error).splitlines()[0][:120]}); expected its address in "
                "SPARK_REMOTE, such as sc://host:15002, or pyspark with Java on this machine. "
                "Or choose --engine sail, which needs neither."
            ) from None
        try:
            yield session
        finally:
            session.stop()


def _for_workers(plan: Plan) -> str:
    """Return the plan as workers are handed it, who may be in another folder."""
    tables = [
        replace(each, files=tuple(str(Path(file).absolute()) for file in each.files))
        for each in plan.given.tables
    ]
    return replace(plan, given=replace(plan.given, tables=tuple(tables))).as_json()


def _reading_tasks(plan: Plan) -> list[tuple[int, int, int]]:
    """Return what is read on its own: each row group of parquet, each text file (-1)."""
    tasks = []
    for number, table in enumerate(plan.given.tables):
        for place, file in enumerate(table.files):
            groups = [-1] if table.is_text else range(pq.read_metadata(file).num_row_groups)
            tasks += [(number, place, group) for group in groups]
    return tasks


def _reader(handed: str, wanted: tuple[int, ...]) -> Callable[[Batches], Batches]:
    """Return the function that turns reading tasks into packed rows."""

    def read(batches: Batches) -> Batches:
        plan = read_plan(handed)
        for batch in batches:
            for task in batch.to_pylist():
                yield _read_rows(plan, task, wanted)

    return read


def _read_rows(plan: Plan, task: dict, wanted: tuple[int, ...]) -> pa.RecordBatch:
    number = task["srns_table"]
    table = plan.given.tables[number]
    row_group = None if task["row_group"] < 0 else task["row_group"]
    rows = read_file(table, task["place"], row_group).combine_chunks()
    dealt = rows_of_parts(part_of(rows[table.child], plan.parts), plan.parts)
    parts = [part for part in wanted if len(dealt[part])]
    packed = [pack_rows(rows.take(pa.array(dealt[part]))) for part in parts]
    columns = [parts, [number] * len(parts), packed]
    arrays = [pa.array(own, field.type) for own, field in zip(columns, _PACKED, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=_PACKED)


def _judge(handed: str, folder: str) -> Callable[[Batches], Batches]:
    """Return the function that judges the parts of a partition and writes them."""

    def judge(batches: Batches) -> Batches:
        plan, files = read_plan(handed), PartFiles(Path(folder))
        # A partition comes in pieces, which may cut a part in two: they are put together first.
        found: dict[int, list[tuple[int, bytes]]] = {}
        for batch in batches:
            for part, *packed in zip(*(each.to_pylist() for each in batch.columns), strict=True):
                found.setdefault(part, []).append(tuple(packed))
        for part in sorted(found):
            outcome = run_part(plan, files, part, partial(_tables_of, plan, found.pop(part)))
            columns = [[getattr(outcome, name)] for name in _OUTCOME.names]
            arrays = [pa.array(own, field.type)
                      for own, field in zip(columns, _OUTCOME, strict=True)]  # fmt: skip
            yield pa.RecordBatch.from_arrays(arrays, schema=_OUTCOME)

    return judge


def _tables_of(plan: Plan, packed: Sequence[tuple[int, bytes]]) -> PartTables:
    """Return the rows of one part by table."""
    return {
        table.name: pa.concat_tables(
            [unpack_rows(rows) for place, rows in packed if place == number]
            or [rows_schema(table).empty_table()]
        )
        for number, table in enumerate(plan.given.tables)
    }
