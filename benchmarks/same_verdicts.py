"""Do all engines write the same of the same children, whatever the order and the parts?

    python -m benchmarks.same_verdicts [--children 100000] [--engines duckdb,sail]

Invented children (partly with strips, diaries, duplicates and unreadable results) are judged by the
engine `memory` as they were written. Then their results are shuffled into another number of files,
and every engine judges them again, dealt into another number of parts. Every field of every table
must be the same, but for the file and the row that a result comes from, which moved.
"""

import argparse
import os
import shutil
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from srns.registry.run_registry import run_registry
from srns.simulation.settings import SimulationSettings
from srns.simulation.simulate import simulate
from tests.registry.runs import assert_equal, tables

DEFINITIONS = ("haddad_2021", "ipna_2022")
FILES = 7


def main() -> None:
    """Print one row for each engine: parts, seconds, and that all fields are the same."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--children", type=int, default=100_000)
    parser.add_argument("--engines", default="memory,duckdb,sail")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        settings = SimulationSettings(
            chosen.children, visit_days=120, strips=0.1, diaries=0.005, duplicates=0.0
        )
        written = simulate(folder / "in", settings)
        shuffle(folder / "in", folder / "shuffled")
        whole = run_registry(
            [folder / "in"], folder / "out", engine="memory", definitions=DEFINITIONS
        )
        wanted = _without_places(tables(whole, sources=False))
        sizes = ", ".join(f"{len(table):,} {name}" for name, table in wanted.items())
        print(f"{chosen.children:,} children, {written['results']:,} results; rows: {sizes}")
        print("| engine | parts | s | load | every field |\n|---|---|---|---|---|")
        for place, engine in enumerate(chosen.engines.split(",")):
            out, begun, parts = folder / engine, time.perf_counter(), 11 + 6 * place
            found = run_registry(
                [folder / "shuffled"], out, engine=engine, definitions=DEFINITIONS, parts=parts
            )
            seconds = time.perf_counter() - begun
            assert_equal(_without_places(tables(found, sources=False)), wanted)
            shutil.rmtree(out)
            print(f"| {engine} | {parts} | {seconds:.0f} | {os.getloadavg()[0]:.1f} | the same |",
                  flush=True)  # fmt: skip


def _without_places(found: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return tables without the row in which a line starts, which moved too."""
    lines = found["lines"].drop(columns="starts_in")
    return {**found, "lines": lines.sort_values(list(lines), kind="stable", ignore_index=True)}


def shuffle(given: Path, target: Path) -> None:
    """Write every table anew, its rows in another order and in another number of files."""
    random = np.random.default_rng(5)
    for name in ("results", "patients", "infusions", "treatments", "events"):
        table = pa.Table.from_pandas(pd.read_parquet(given / name), preserve_index=False)
        table = table.take(pa.array(random.permutation(table.num_rows)))
        (target / name).mkdir(parents=True)
        for number in range(FILES):
            rows = pa.array(np.arange(number, table.num_rows, FILES))
            pq.write_table(table.take(rows), target / name / f"{number}.parquet")


if __name__ == "__main__":
    main()
