"""Engine `memory`: all rows at once, dealt into parts that fit the caches of the processor."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import numpy as np
import pyarrow as pa

from srns.registry.engines.part_runner import PartOutcome, run_part
from srns.registry.given_tables import GivenTable
from srns.registry.part_files import PartFiles
from srns.registry.plan import Plan
from srns.registry.source_rows import part_of, read_file, rows_of_parts

_Dealt = tuple[pa.Table, list[np.ndarray]]
"""The rows of a table, and those of each part among them."""


def run_in_memory(plan: Plan, files: PartFiles, todo: Sequence[int]) -> Iterator[PartOutcome]:
    """Read everything, deal the children into parts, and judge each part."""
    dealt = {table.name: _deal(table, plan.parts) for table in plan.given.tables}
    for number in todo:
        yield run_part(plan, files, number, partial(_part_of_all, dealt, number))


def _part_of_all(dealt: Mapping[str, _Dealt], number: int) -> dict[str, pa.Table]:
    return {
        name: rows.take(pa.array(places[number])).combine_chunks()
        for name, (rows, places) in dealt.items()
    }


def _deal(table: GivenTable, parts: int) -> _Dealt:
    """Read a table and return it with the rows of each part."""
    files = [read_file(table, place) for place in range(len(table.files))]
    # Each word once for all files, so that no part compares those of its files again.
    rows = pa.concat_tables(files).unify_dictionaries()
    return rows, rows_of_parts(part_of(rows[table.child], parts), parts)
