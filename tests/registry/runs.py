"""Runs of small registries, and their tables in one order."""

import os
import signal
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow.dataset as ds

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
