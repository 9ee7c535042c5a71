"""Engine `memory`: all rows at once, dealt into parts that fit the caches of the processor."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise

import numpy as np
import pyarrow as pa

from srns.cohort.child_keys import stable_order
from srns.registry.engines.part_runner import PartOutcome, run_part
from srns.registry.part_files import PartFiles
from srns.registry.plan import Plan
from srns.registry.source_rows import part_of, read_file, with_source

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
    order = stable_order(part)
    ends = np.searchsorted(part[order], np.arange(parts + 1))
    return table, [order[start:end] for start, end in pairwise(ends)]
