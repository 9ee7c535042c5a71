"""Rows of the files of a registry: read, numbered, and dealt to the part of their child."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from srns.cohort.child_keys import stable_order
from srns.cohort.errors import InputError
from srns.registry.column_types import TEXT, read_as, schema_of
from srns.registry.given_tables import GivenTable
from srns.registry.looked_files import headings_of
from srns.registry.part_tables import FILE, PROBLEM, ROW, words_of

_ROWS_AT_ONCE = 2**20
"""A row group of parquet that has more is read in pieces, which takes twice as long."""
_BLOCK = 8 * 2**20
"""Bytes of a text file that are read at once; no row is longer."""
_SHOWN = 120
_LINE_BREAK = pc.MatchSubstringOptions("\n")


def rows_schema(table: GivenTable) -> pa.Schema:
    """Return the schema of a table's rows as they are read, with the file and the row of each."""
    schema = schema_of(table.columns, table.kinds)
    if FILE in table.columns:
        return schema
    if table.is_text:
        schema = schema.append(pa.field(PROBLEM, pa.string()))
    return schema.append(pa.field(FILE, pa.int32())).append(pa.field(ROW, pa.int64()))


def read_file(table: GivenTable, place: int, row_group: int | None = None) -> pa.Table:
    """Return the rows of a table's file, or of one row group, as `rows_schema`.

    Raises
    ------
    InputError
        Where it cannot be read to its end.
    """
    pieces = read_pieces(table, place, row_group, whole=True)
    return pa.concat_tables([rows_schema(table).empty_table(), *pieces])


def read_pieces(
    table: GivenTable, place: int, row_group: int | None = None, *, whole: bool = False
) -> Iterator[pa.Table]:
    """Yield the rows of a table's file, or of one row group, in pieces that fit in memory.

    Parameters
    ----------
    whole
        Whether they may come all at once, which is faster.

    Raises
    ------
    InputError
        Where it cannot be read to its end.
    """
    file = table.files[place]
    try:
        if table.is_text:
            yield from _read_text(table, place)
            return
        for piece, before in _read_parquet(file, table.columns, row_group, whole):
            read = [read_as(piece[name], kind)
                    for name, kind in zip(table.columns, table.kinds, strict=True)]  # fmt: skip
            rows = np.arange(before + 1, before + 1 + len(piece))
            yield _with_source(table, read, place, rows)
    except (pa.ArrowException, OSError) as error:
        raise InputError(
            f"{file}: found rows that cannot be read ({str(error).splitlines()[0][:200]}); "
            "expected parquet or csv. Mend or replace the file; nothing was judged."
        ) from None


def _with_source(
    table: GivenTable, columns: list[pa.ChunkedArray], place: int, rows: np.ndarray
) -> pa.Table:
    """Return rows with the place of their file and their numbers in it, which some have already."""
    schema = rows_schema(table)
    if FILE not in table.columns:
        file = pa.array(np.full(len(rows), place, dtype=np.int32))
        columns = [*columns, pa.chunked_array([file]), pa.chunked_array([pa.array(rows)])]
    return pa.table(columns, schema=schema)


def _read_parquet(
    file: str, columns: tuple[str, ...], row_group: int | None, whole: bool
) -> Iterator[tuple[pa.Table, int]]:
    """Yield rows, each time with how many stand before them in the file."""
    schema = pq.read_schema(file)
    texts = [each.name for each in schema if pa.types.is_string(each.type)]
    # Each word once, as it stands in the file: whole columns are then numbers.
    with pq.ParquetFile(file, read_dictionary=texts, pre_buffer=False) as opened:
        groups = range(opened.num_row_groups) if row_group is None else [row_group]
        sizes = [opened.metadata.row_group(each).num_rows for each in range(opened.num_row_groups)]
        before = sum(sizes[: groups[0]]) if groups else 0
        if whole:
            yield opened.read_row_groups(list(groups), columns=list(columns)), before
            return
        for group in groups:
            if sizes[group] <= _ROWS_AT_ONCE:
                yield opened.read_row_group(group, columns=list(columns)), before
                before += sizes[group]
                continue
            for batch in opened.iter_batches(_ROWS_AT_ONCE, [group], columns=list(columns)):
                yield pa.table(batch), before
                before += batch.num_rows


def _read_text(table: GivenTable, place: int) -> Iterator[pa.Table]:
    """Yield the rows of a text file, every value as typed.

    A row with too many or too few values has none, and `PROBLEM` tells what stands there.
    """
    odd: dict[int, str] = {}

    def skip(row: pyarrow.csv.InvalidRow) -> str:
        found = f"{row.actual_columns} values: {row.text[:_SHOWN]}"
        odd[row.number - 1] = f"{found}; expected {row.expected_columns} values"
        return "skip"

    file, before, numbers = table.files[place], 0, np.zeros(0, dtype=np.int64)
    width = len(headings_of(file))
    for batch in _batches_of_text(file, table.columns, skip):
        piece = pa.table(batch)
        _require_closed_quotes(file, piece, width)
        numbers = np.arange(before + 1, before + 1 + len(piece) + len(odd))
        numbers = numbers[~np.isin(numbers, list(odd))][: len(piece)]
        before = int(numbers[-1]) if len(numbers) else before
        yield _text_rows(table, place, piece, numbers)
    if odd:
        yield _unread_rows(table, place, odd)


def _batches_of_text(
    file: str, columns: Sequence[str], skip: Callable[[pyarrow.csv.InvalidRow], str]
) -> Iterator[pa.RecordBatch]:
    options = pyarrow.csv.ConvertOptions(
        column_types=dict.fromkeys(columns, pa.binary()), include_columns=list(columns),
        strings_can_be_null=True, null_values=[""],
    )  # fmt: skip
    try:
        with pyarrow.csv.open_csv(
            file,
            # Rows are numbered only where they are read one after the other.
            pyarrow.csv.ReadOptions(use_threads=False, block_size=_BLOCK),
            pyarrow.csv.ParseOptions(newlines_in_values=True, invalid_row_handler=skip),
            options,
        ) as opened:
            yield from opened
    except pa.ArrowInvalid as error:
        if "Empty CSV file" not in str(error):  # headings, and not even the end of their line
            raise


def _text_rows(table: GivenTable, place: int, piece: pa.Table, numbers: np.ndarray) -> pa.Table:
    columns = [read_as(piece[name], TEXT) for name in table.columns]
    fine = pa.chunked_array([pa.nulls(len(piece), pa.string())])
    return _with_source(table, [*columns, fine], place, numbers)


def _unread_rows(table: GivenTable, place: int, odd: Mapping[int, str]) -> pa.Table:
    """Return the rows of which only a problem can be told, by their numbers."""
    nothing = pa.nulls(len(odd), pa.dictionary(pa.int32(), pa.string()))
    empty = [pa.chunked_array([nothing]) for _ in table.columns]
    problems = pa.chunked_array([pa.array(list(odd.values()))])
    return _with_source(table, [*empty, problems], place, np.array(list(odd)))


def _require_closed_quotes(file: str, piece: pa.Table, width: int) -> None:
    """Raise an error where a value holds whole rows of the file.

    Raises
    ------
    InputError
        Rows would be lost in what looks like one value.
    """
    for column in piece.columns:
        long = column.filter(pc.call_function("match_substring", [column], _LINE_BREAK))
        for value in long.to_pylist():
            if width > 2 and any(
                each.count(b",") == width - 1 for each in value.split(b"\n")[1:-1]
            ):
                start = value[:_SHOWN].decode(errors="backslashreplace").split("\n")[0]
                raise InputError(
                    f"{file}: found a quotation mark before '{start}' that is not closed on its "
                    "line; expected none, or two. Mend the file; nothing was judged."
                )


def part_of(children: pa.ChunkedArray, parts: int) -> np.ndarray:
    """Return the part of each row: the same for all rows of a child, in every table."""
    names = words_of(children)
    spelled = np.array([each.upper() for each in names.categories] + [""], dtype=object)
    return (pd.util.hash_array(spelled, categorize=False) % parts).astype(
        np.int16 if parts < 2**15 else np.int32
    )[names.codes]


def rows_of_parts(part: np.ndarray, parts: int) -> list[np.ndarray]:
    """Return the places of the rows of each part, in their order."""
    order = stable_order(part)
    ends = np.searchsorted(part[order], np.arange(parts + 1))
    return [order[start:end] for start, end in pairwise(ends)]


def pack_rows(rows: pa.Table) -> bytes:
    """Return rows as bytes, with only those words of each column that stand in them."""
    own = [_with_own_words(column) for column in rows.combine_chunks().columns]
    packed = pa.table(own, names=rows.column_names)
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, packed.schema, options=options) as stream:
        stream.write_table(packed)
    return sink.getvalue().to_pybytes()


def unpack_rows(packed: bytes) -> pa.Table:
    """Return the rows that `pack_rows` packed."""
    with pa.ipc.open_stream(packed) as stream:
        return stream.read_all()


def _with_own_words(column: pa.ChunkedArray) -> pa.ChunkedArray | pa.Array:
    if not pa.types.is_dictionary(column.type) or not column.num_chunks:
        return column
    words = column.chunk(0)
    used = words.indices.unique().drop_null()
    places = pc.call_function("index_in", [words.indices], pc.SetLookupOptions(used))
    return pa.DictionaryArray.from_arrays(places, words.dictionary.take(used))
