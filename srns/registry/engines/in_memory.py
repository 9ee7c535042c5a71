"""Engine `memory`: all rows at once, dealt into parts that fit the caches of the processor."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from srns.cohort.errors import InputError
from srns.registry.engines.part_runner import PartOutcome, run_part
from srns.registry.part_files import PartFiles
from srns.registry.part_tables import FILE, ROW, words_of
from srns.registry.plan import Plan

_Dealt = tuple[pa.Table, list[np.ndarray]]
"""The rows of a file, and those of each part among them."""


def run_in_memory(plan: Plan, files: PartFiles, todo: Sequence[int]) -> Iterator[PartOutcome]:
    """Read everything, deal the children into parts, and judge each part."""
    dealt = {
        table.name: [
            _deal(with_source(read_file(file), place, 0), table.child, plan.parts)
            for place, file in enumerate(table.files)
        ]
        for table in plan.given.tables
    }
    for number in todo:
        yield run_part(plan, files, number, partial(_part_of_all, dealt, number))


def _part_of_all(dealt: Mapping[str, list[_Dealt]], number: int) -> dict[str, pa.Table]:
    return {
        name: pa.concat_tables([rows.take(pa.array(places[number])) for rows, places in files])
        for name, files in dealt.items()
    }


def _deal(table: pa.Table, child: str, parts: int) -> _Dealt:
    """Return a table with the rows of each part."""
    part = part_of(table[child], parts)
    order = np.argsort(part, kind="stable")
    ends = np.searchsorted(part[order], np.arange(parts + 1))
    return table, [order[start:end] for start, end in pairwise(ends)]


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
    """Return the rows of a file with its place and their numbers, after so many before them."""
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
