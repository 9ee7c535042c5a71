"""Engines `sail` and `spark`: one plan of the Spark interface, on a laptop or a cluster.

Rows are read by file and row group, shuffled by the part of their child, and every partition hands
its parts whole to the rules, which write them. There is never a group for each child. Workers read
the files and write the results themselves: all must see both folders under the same paths.
"""

import contextlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from srns.cohort.errors import InputError
from srns.registry.engines.part_runner import PartOutcome, run_part
from srns.registry.given_tables import RESULTS, GivenTable
from srns.registry.part_files import PartFiles
from srns.registry.part_tables import FILE, ROW, PartTables
from srns.registry.plan import Plan, read_plan
from srns.registry.source_rows import part_of, read_file, with_source

_TABLE, _PART, _OTHER = "srns_table", "srns_part", "srns_row"
_OUTCOME = pa.schema([("number", pa.int32()), ("rows", pa.int64()), ("failure", pa.string())])
_TASK = "srns_table int, place int, file string, row_group int, before long"
_BATCH = 65_536
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
    tasks = session.createDataFrame(_reading_tasks(plan), _TASK)
    tasks = tasks.repartition(max(2, min(len(_reading_tasks(plan)), 4 * (os.cpu_count() or 1))))
    handed, folder, wanted = plan.as_json(), str(files.folder.absolute()), tuple(todo)
    rows = tasks.mapInArrow(_reader(handed, wanted), _ddl(_envelope(plan)))
    shuffled = rows.repartition(min(plan.parts, max(len(wanted), 1)), _PART)
    judged = shuffled.mapInArrow(_judge(handed, folder), "number int, rows long, failure string")
    done = set()
    for row in _rows_of(judged):
        done.add(row["number"])
        yield PartOutcome(row["number"], row["rows"], row["failure"])
    for number in sorted(set(wanted) - done):  # no child fell into it
        yield run_part(plan, files, number, lambda: _empty(plan))


def _rows_of(frame: Any) -> Iterator[Any]:
    """Return the rows of a frame as they come.

    Raises
    ------
    InputError
        Where a worker could not read a file, or the engine stopped.
    """
    try:
        yield from frame.toLocalIterator()
    except Exception as error:
        said = str(error)
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


def _reading_tasks(plan: Plan) -> list[tuple[int, int, str, int, int]]:
    """Return what is read on its own: each row group of parquet, each text file."""
    tasks = []
    for number, table in enumerate(plan.given.tables):
        for place, file in enumerate(table.files):
            path = str(Path(file).absolute())
            if table.is_text:
                tasks.append((number, place, path, -1, 0))
                continue
            with pq.ParquetFile(path) as opened:
                before = 0
                for group in range(opened.num_row_groups):
                    tasks.append((number, place, path, group, before))
                    before += opened.metadata.row_group(group).num_rows
    return tasks


def _reader(handed: str, wanted: tuple[int, ...]) -> Callable[[Batches], Batches]:
    """Return the function that turns reading tasks into rows with their parts."""

    def read(batches: Batches) -> Batches:
        plan = read_plan(handed)
        for batch in batches:
            for task in batch.to_pylist():
                yield from _read_rows(plan, task, wanted)

    return read


def _read_rows(plan: Plan, task: dict, wanted: tuple[int, ...]) -> Batches:
    number = task["srns_table"]
    table = plan.given.tables[number]
    rows = read_file(task["file"], None if task["row_group"] < 0 else task["row_group"])
    rows = with_source(rows, task["place"], task["before"])
    part = part_of(rows[table.child], plan.parts)
    if len(wanted) < plan.parts:
        chosen = np.flatnonzero(np.isin(part, wanted))
        rows, part = rows.take(pa.array(chosen)), part[chosen]
    yield from _enveloped(rows, part, number, plan).to_batches(_BATCH)


def _enveloped(rows: pa.Table, part: np.ndarray, number: int, plan: Plan) -> pa.Table:
    """Return rows of any table in one shape: results in columns, those of others as JSON."""
    count, table, envelope = rows.num_rows, plan.given.tables[number], _envelope(plan)
    known: dict[str, Any] = {
        _TABLE: pa.array(np.full(count, number, dtype=np.int32)),
        _PART: pa.array(part.astype(np.int32)),
    }
    if table.name == RESULTS:
        known |= {name: rows[name] for name in rows.column_names}
    else:
        own = [name for name in rows.column_names if name not in (FILE, ROW)]
        listed = rows.select(own).to_pylist()
        known |= {FILE: rows[FILE], ROW: rows[ROW]}
        known[_OTHER] = pa.array([json.dumps(each, default=str) for each in listed], pa.string())
    columns = [
        known[field.name].cast(field.type) if field.name in known else pa.nulls(count, field.type)
        for field in envelope
    ]
    return pa.table(columns, schema=envelope)


def _envelope(plan: Plan) -> pa.Schema:
    """Return the shape of all rows on their way through the shuffle."""
    results = plan.given.results
    schema = _schema_of(results)
    fields = [pa.field(each.name, _carried(each.type)) for each in schema]
    return pa.schema(
        [
            pa.field(_TABLE, pa.int32()),
            pa.field(_PART, pa.int32()),
            pa.field(FILE, pa.int32()),
            pa.field(ROW, pa.int64()),
            pa.field(_OTHER, pa.string()),
            *fields,
        ]
    )


def _schema_of(table: GivenTable) -> pa.Schema:
    """Return the columns of a table but for those that say where a row comes from."""
    if table.is_text:
        return pa.schema([(name, pa.string()) for name in table.columns])
    schema = pq.read_schema(table.files[0])
    return pa.schema([each for each in schema if each.name not in (FILE, ROW)])


def _carried(kind: pa.DataType) -> pa.DataType:
    """Return the type in which a column travels: what Spark has of its own."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_integer(kind):
        return pa.int64()
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return pa.float64()
    return pa.date32() if pa.types.is_date(kind) else pa.string()


_DDL = {pa.int32(): "int", pa.int64(): "long", pa.float64(): "double", pa.date32(): "date",
        pa.string(): "string"}  # fmt: skip


def _ddl(schema: pa.Schema) -> str:
    return ", ".join(f"`{field.name}` {_DDL[field.type]}" for field in schema)


def _judge(handed: str, folder: str) -> Callable[[Batches], Batches]:
    """Return the function that judges the parts of a partition and writes them."""

    def judge(batches: Batches) -> Batches:
        plan, files = read_plan(handed), PartFiles(Path(folder))
        envelope = _envelope(plan)
        # A partition comes in pieces, which may cut a child in two: they are put together first.
        pieces = [pa.table(batch.columns, names=envelope.names) for batch in batches]
        if not pieces:
            return
        rows = pa.concat_tables(pieces)
        part = rows[_PART].to_numpy()
        outcomes = [
            run_part(
                plan, files, int(number),
                lambda number=number: _unwrapped(
                    plan, rows.take(pa.array(np.flatnonzero(part == number)))
                ),
            )
            for number in np.unique(part)
        ]  # fmt: skip
        columns = ([getattr(each, name) for each in outcomes] for name in _OUTCOME.names)
        yield pa.RecordBatch.from_arrays(
            [pa.array(own, field.type) for own, field in zip(columns, _OUTCOME, strict=True)],
            schema=_OUTCOME,
        )

    return judge


def _unwrapped(plan: Plan, rows: pa.Table) -> PartTables:
    """Return the rows of one part by table, as they were read."""
    place = rows[_TABLE].to_numpy()
    found: dict[str, pa.Table] = {}
    for number, table in enumerate(plan.given.tables):
        mine = rows.take(pa.array(np.flatnonzero(place == number)))
        if table.name == RESULTS:
            found[table.name] = mine.drop_columns([_TABLE, _PART, _OTHER])
            continue
        schema = _plain(_schema_of(table))
        listed = [json.loads(each) for each in mine[_OTHER].to_pylist()]
        columns = {name: [each.get(name) for each in listed] for name in schema.names}
        own = pa.table({name: _restored(columns[name], schema.field(name).type)
                        for name in schema.names})  # fmt: skip
        found[table.name] = own.append_column(FILE, mine[FILE]).append_column(ROW, mine[ROW])
    return found


def _plain(schema: pa.Schema) -> pa.Schema:
    return pa.schema([(each.name, _carried(each.type)) for each in schema])


def _restored(values: list[Any], kind: pa.DataType) -> pa.Array:
    if pa.types.is_date(kind):
        return pa.array(values, pa.string()).cast(kind)
    return pa.array(values, kind)


def _empty(plan: Plan) -> PartTables:
    """Return the tables of a part without children."""
    numbered = [pa.field(FILE, pa.int32()), pa.field(ROW, pa.int64())]
    return {
        table.name: pa.schema([*_plain(_schema_of(table)), *numbered]).empty_table()
        for table in plan.given.tables
    }
