"""Rows of the files of a registry: read, numbered, and dealt to the part of their child."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

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
    return (pd.util.hash_array(spelled) % parts).astype(np.int16 if parts < 2**15 else np.int32)[
        names.codes
    ]
