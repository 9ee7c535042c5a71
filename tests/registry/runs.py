"""Runs of small registries, and their tables in one order."""

import os
import signal
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from srns.registry.engines.on_disk import load_part
from srns.registry.judged_part import SCHEMAS
from srns.registry.part_tables import PartTables
from srns.registry.run_registry import RegistryRun, run_registry
from srns.simulation.settings import SimulationSettings
from srns.simulation.simulate import simulate

ODD = SimulationSettings(
    40, seed=3, visit_days=45, years=2.5, missing_albumin=0.2, strips=0.2, diaries=0.1,
    duplicates=0.05, unreadable=0.02, long_rows=400,
)  # fmt: skip
"""A few children with everything that a registry has."""
IN_CLINIC = replace(ODD, diaries=0.0, long_rows=0)
"""Without strips at home: a list does not say where a test was done."""
DEFINITIONS = ("haddad_2021", "ipna_2022")
SAID = ("verdicts", "lines", "evidence", "course")
STRATEGIES = ("treatment policy", "rescue is no response")


def invented(folder: Path, form: str = "tidy", settings: SimulationSettings = ODD, **kind) -> Path:
    simulate(folder, settings, form, **kind)
    return folder


def run(given: Path | list[str], folder: Path, engine: str = "memory", **asked) -> RegistryRun:
    asked = {"definitions": DEFINITIONS, "strategies": STRATEGIES, "processes": 1} | asked
    files = [given] if isinstance(given, Path) else given
    return run_registry(files, folder, engine=engine, **asked)


def tables(found: RegistryRun, *, sources: bool = True) -> dict[str, pd.DataFrame]:
    """Return all tables of a run, each in an order that does not depend on the parts."""
    result = {}
    for name, schema in SCHEMAS.items():
        parts = [str(each) for each in sorted((found.folder / name).glob("*.parquet"))]
        frame = ds.dataset(parts, schema=schema).to_table().to_pandas()
        if not sources:
            frame = frame.drop(columns=[each for each in frame if each.startswith("source_")])
        words = {each: str for each in frame if frame[each].dtype == "category"}
        frame = frame.astype(words)
        result[name] = frame.sort_values(list(frame), kind="stable", ignore_index=True)
    return result


def said(found: RegistryRun, names: Sequence[str] = SAID) -> dict[str, pd.DataFrame]:
    """Return what is said of children, without the file and the row that it comes from."""
    result = {}
    for name, table in tables(found, sources=False).items():
        if name in names:
            frame = table.drop(columns="starts_in", errors="ignore")
            result[name] = frame.sort_values(list(frame), kind="stable", ignore_index=True)
    return result


def assert_equal(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> None:
    for name in SCHEMAS:
        pd.testing.assert_frame_equal(one[name], other[name])


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(each.relative_to(folder)): each.read_bytes()
        for each in sorted(folder.rglob("*"))
        if each.is_file() and each.name != "plan.json"
    }


def dies_on_one(work: str, number: int) -> PartTables:
    """Load a part of the engine duckdb; the process that is asked for part 1 dies.

    It stands here because the processes of the engine import it.
    """
    if number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return load_part(work, number)


def shuffled(given: Path, target: Path, random: np.random.Generator, files: int) -> Path:
    """Write the tables of a folder anew, rows in another order and in another number of files.

    Lines of FHIR are shuffled together, whatever their resources are.
    """
    target.mkdir(parents=True)
    lines = [line for each in given.glob("*.ndjson") for line in each.read_bytes().splitlines(True)]
    for number, own in enumerate(_dealt(lines, random, files)):
        (target / f"{number}.ndjson").write_bytes(b"".join(own))
    for name in ("results", "patients", "infusions", "treatments", "events"):
        parquet = sorted(map(str, (given / name).glob("*.parquet")))
        text = sorted((given / name).glob("*.csv"))
        if parquet or text:
            (target / name).mkdir()
        if parquet:
            table = ds.dataset(parquet).to_table()
            for number, rows in enumerate(_dealt(np.arange(table.num_rows), random, files)):
                pq.write_table(
                    table.take(pa.array(rows, pa.int64())), target / name / f"{number}.parquet"
                )
        if text:
            heads, rows = zip(*(each.read_bytes().split(b"\n", 1) for each in text), strict=True)
            every = b"".join(rows).splitlines(True)
            for number, own in enumerate(_dealt(every, random, files)):
                (target / name / f"{number}.csv").write_bytes(heads[0] + b"\n" + b"".join(own))
    return target


def _dealt(rows, random: np.random.Generator, files: int) -> list:
    """Return rows in a random order, dealt into so many files; none where there is no row."""
    order = random.permutation(len(rows))
    dealt = [[rows[place] for place in order[number::files].tolist()] for number in range(files)]
    return dealt if len(rows) else []
