"""A registry's result opened: counts, times and any one child; nothing is loaded whole."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from srns.cohort.errors import InputError
from srns.cohort.tables import AS_READ, Cohort
from srns.registry.page_tables import (
    COUNTS,
    FILTERS,
    RECORDS,
    ROWS_AT_ONCE,
    WAITS,
    with_cells,
)
from srns.registry.part_files import PartFiles, write_parquet
from srns.registry.plan import Plan
from srns.rules.definition import Definition
from srns.rules.load_definition import parse_definition

PAGES, _ABOUT = "pages", "about.json"
REGISTRY = "SRNS_REGISTRY"
"""The environment variable by which whoever runs a server names the folder that it shows."""
Filters = Mapping[str, Sequence[str]]
"""By filter (see `srns.registry.page_tables.FILTERS`) the groups that pass; all without one."""


def write_pages(files: PartFiles, plan: Plan) -> None:
    """Add up the counts and times of all parts, and list in which part each child is."""
    pages = files.folder / PAGES
    pages.mkdir(exist_ok=True)
    for name, schema in (("counts", COUNTS), ("waits", WAITS)):
        write_parquet(_added_up(files.folder / name, schema), pages / f"{name}.parquet")
    write_parquet(_parts_of_children(files.folder), pages / "children.parquet", ROWS_AT_ONCE)
    about = {
        "definitions": list(plan.definitions),
        "children": sum(note["children"] for note in files.notes()),
        "day_zero": plan.day_zero or AS_READ,
    }
    (pages / _ABOUT).write_text(json.dumps(about, indent=1), "utf-8")


def _added_up(folder: Path, schema: pa.Schema) -> pa.Table:
    keys = [each for each in schema.names if each != "n"]
    whole: pa.Table | None = None
    # One part after the other: the sum is far smaller than the parts together.
    for file in sorted(folder.glob("*.parquet")):
        own = pq.read_table(file, schema=schema)
        both = own if whole is None else pa.concat_tables([whole, own])
        added = both.group_by(keys, use_threads=False).aggregate([("n", "sum")])
        whole = added.rename_columns([*keys, "n"]).select(schema.names).cast(schema)
    if whole is None:
        return schema.empty_table()
    return whole.sort_by([(each, "ascending") for each in keys])


def _parts_of_children(folder: Path) -> pa.Table:
    pieces = [
        pa.table(
            {"patient": names, "part": pa.array([int(file.stem[5:])] * len(names), pa.int32())}
        )
        for file in sorted((folder / "child_patients").glob("*.parquet"))
        for names in [pq.read_table(file, columns=["patient"])["patient"].cast(pa.string())]
    ]
    empty = pa.schema([("patient", pa.string()), ("part", pa.int32())]).empty_table()
    return (pa.concat_tables(pieces) if pieces else empty).sort_by("patient")


@dataclass(frozen=True)
class OpenedRegistry:
    """The result of a run that was made for the dashboard.

    Attributes
    ----------
    definitions
        By id, those that the children were judged by.
    day_zero
        The name of the day that all days are counted from.
    """

    folder: Path
    children: int
    definitions: Mapping[str, Definition] = field(repr=False)
    day_zero: str = AS_READ

    @cached_property
    def counts(self) -> pd.DataFrame:
        """The counts, as `srns.registry.page_tables.COUNTS`: as many rows as groups differ."""
        return pq.read_table(self.folder / PAGES / "counts.parquet").to_pandas()

    @cached_property
    def strategies(self) -> list[str]:
        """The strategies for rescue drugs that the children were judged by."""
        return sorted(set(self.counts["strategy"]))

    def offered(self) -> dict[str, list[str]]:
        """Return the groups of each filter."""
        return {name: sorted(set(self.counts[name])) for name in FILTERS}

    def counted(self, definition: str, strategy: str, filters: Filters) -> pd.DataFrame:
        """Return the counts of the children that pass the filters."""
        return _passing(self.counts, definition, strategy, filters)

    def waits(self, definition: str, strategy: str, event: str, filters: Filters) -> pd.DataFrame:
        """Return the counted times to an event, as `srns.registry.page_tables.WAITS`."""
        chosen = (
            (pc.field("definition") == definition)
            & (pc.field("strategy") == strategy)
            & (pc.field("event") == event)
        )
        for name, groups in filters.items():
            chosen &= pc.field(name).isin(list(groups))
        words = [each.name for each in WAITS if pa.types.is_string(each.type)]
        found = pq.read_table(
            self.folder / PAGES / "waits.parquet", filters=chosen, read_dictionary=words
        )
        return found.to_pandas()

    def child(self, patient: str) -> Cohort:
        """Return one child as a cohort, read from the group of rows in which it stands.

        Raises
        ------
        InputError
            Where there is no such child.
        """
        mine: Any = [("patient", "==", patient)]
        found = pq.read_table(self.folder / PAGES / "children.parquet", filters=mine)
        if not found.num_rows:
            raise InputError(
                f"found no child '{patient}'; expected a name as it stands in the registry. "
                "Check the spelling."
            )
        number = found["part"][0].as_py()
        tables = {
            name: pq.read_table(
                self.folder / f"child_{name}" / f"part-{number:05}.parquet", filters=mine
            ).to_pandas()
            for name in RECORDS
        }
        tables["labs"] = with_cells(tables["labs"])
        return Cohort(**tables, day_zero=self.day_zero)

    def first_children(self, number: int = 1) -> list[str]:
        """Return the first children by name."""
        with pq.ParquetFile(self.folder / PAGES / "children.parquet") as file:
            rows = next(file.iter_batches(batch_size=number, columns=["patient"]), None)
        return [] if rows is None else rows["patient"].to_pylist()


def open_registry(folder: str | Path) -> OpenedRegistry:
    """Open the result of `srns registry --for-dashboard`.

    Raises
    ------
    InputError
        Where the folder holds none.
    """
    try:
        about = json.loads((Path(folder) / PAGES / _ABOUT).read_text("utf-8"))
    except (OSError, ValueError):
        raise InputError(
            f"{folder}: found no result for the dashboard; expected the folder that srns registry "
            "--for-dashboard wrote to its end. Run it with --for-dashboard into a new folder."
        ) from None
    definitions: Iterable[Definition] = map(parse_definition, about["definitions"])
    return OpenedRegistry(
        Path(folder),
        about["children"],
        {each.id: each for each in definitions},
        about.get("day_zero", AS_READ),
    )


def _passing(
    counts: pd.DataFrame, definition: str, strategy: str, filters: Filters
) -> pd.DataFrame:
    kept = (counts["definition"] == definition) & (counts["strategy"] == strategy)
    for name, groups in filters.items():
        kept &= counts[name].isin(list(groups))
    return counts[kept]
