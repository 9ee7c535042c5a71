"""Rows of the files of a registry: read, numbered, and dealt to the part of their child."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from srns.cohort.child_keys import stable_order
from srns.cohort.errors import InputError
from srns.registry.part_tables import FILE, ROW, words_of


def read_file(file: str, row_group: int | None = None) -> pa.Table:
    """Return the rows of a file, or of one row group; of a text file every value as typed.

    Raises
    ------
    InputError
        Where it cannot be read to its end.
    """
    try:
        return _read_rows(file, row_group)
    except (pa.ArrowException, OSError) as error:
        raise InputError(
            f"{file}: found rows that cannot be read ({str(error).splitlines()[0][:200]}); "
            "expected parquet or csv. Mend or replace the file; nothing was judged."
        ) from None


def _read_rows(file: str, row_group: int | None) -> pa.Table:
    if file.endswith(".parquet"):
        schema = pq.read_schema(file)
        texts = [each.name for each in schema if pa.types.is_string(each.type)]
        # Each word once, as it stands in the file: whole columns are then numbers.
        with pq.ParquetFile(file, read_dictionary=texts) as opened:
            return opened.read() if row_group is None else opened.read_row_group(row_group)
    headings = pyarrow.csv.open_csv(file).schema.names
    return pyarrow.csv.read_csv(
        file,
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(headings, pa.string()), strings_can_be_null=True,
            null_values=[""],
        ),
    )  # fmt: skip


def with_source(table: pa.Table, file: int, before: int) -> pa.Table:
    """Return the rows of a file with its place and their numbers, after so many before them.

    Rows that were made of other files have those already.
    """
    if FILE in table.column_names:
        return table
    count = table.num_rows
    numbered = table.append_column(FILE, pa.array(np.full(count, file, dtype=np.int32)))
    return numbered.append_column(ROW, pa.array(np.arange(before + 1, before + count + 1)))


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
