"""Do all engines and all dialects say the same of the same children, whatever the order?

    python -m benchmarks.same_verdicts [--children 100000] [--engines duckdb,sail]
    python -m benchmarks.same_verdicts --dialects [omop,fhir,...] [--engines sail,spark]
    python -m benchmarks.same_verdicts --workbook [--children 31000]

Invented children (partly with strips and unreadable results) are judged by the engine `memory` as
they were written, in parquet.

Engines: their results are shuffled into another number of files, and every engine judges them
again, dealt into another number of parts.

Dialects: the same children are written as every list that the simulator knows, as csv and as FHIR
ndjson, shuffled, and judged by `duckdb` or by `--engines`. None is begun after so many `--seconds`.
The engine `spark` finds its cluster by SPARK_REMOTE.

PostgreSQL (`--postgres URL`, an empty database): tidy tables are stored there, written as csv by
its COPY, as one would by psql, and judged by `duckdb`.

Workbook: the same children are read from the template's workbook, which holds no more than
`LARGEST_AREA` cells, and judged by `classify`.

Every field of every table must be the same, but for the file and the row that a result comes from,
which moved.
"""

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from srns.registry.judged_part import SCHEMAS
from srns.registry.run_registry import run_registry
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from srns.simulation.lists import LISTS
from srns.simulation.settings import SimulationSettings
from srns.simulation.simulate import simulate
from srns.workbook.read_workbook import read_workbook
from tests.registry.runs import said, shuffled

if TYPE_CHECKING:
    import psycopg

DEFINITIONS = ("haddad_2021", "ipna_2022")
FILES = 7
_DIALECTS = ("tidy", *LISTS, "list as csv", "omop as csv", "fhir")
Tables = Mapping[str, pd.DataFrame]


def main() -> None:
    """Print one row for each engine or dialect: seconds, and that all fields are the same."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--children", type=int, default=100_000)
    parser.add_argument("--engines", default="")
    parser.add_argument("--dialects", nargs="?", const=",".join(_DIALECTS), default="")
    parser.add_argument("--seconds", type=float, default=1800.0)
    parser.add_argument("--workbook", action="store_true")
    parser.add_argument("--postgres", default="")
    chosen = parser.parse_args()
    settings = SimulationSettings(
        chosen.children, visit_days=120, strips=0.1, diaries=0.005, duplicates=0.0
    )
    # A list does not say where a test was done.
    in_clinic = replace(settings, diaries=0.0)
    with tempfile.TemporaryDirectory() as temporary:
        if chosen.workbook:
            compare_workbook(Path(temporary), in_clinic)
        elif chosen.postgres:
            compare_postgres(Path(temporary), settings, chosen.postgres)
        elif chosen.dialects:
            ways = [(dialect, engine) for dialect in chosen.dialects.split(",")
                    for engine in (chosen.engines or "duckdb").split(",")]  # fmt: skip
            compare_dialects(Path(temporary), in_clinic, ways, chosen.seconds)
        else:
            engines = (chosen.engines or "memory,duckdb,sail").split(",")
            compare_engines(Path(temporary), settings, engines)


def compare_engines(folder: Path, settings: SimulationSettings, engines: list[str]) -> None:
    """Judge shuffled tidy tables by every engine, in another number of parts each."""
    written = simulate(folder / "in", settings)
    shuffled(folder / "in", folder / "shuffled", np.random.default_rng(5), FILES)
    whole = run_registry([folder / "in"], folder / "out", engine="memory", definitions=DEFINITIONS)
    wanted = said(whole, list(SCHEMAS))
    _print_sizes(settings, written["results"], wanted)
    print("| engine | parts | s | load | every field |\n|---|---|---|---|---|")
    for place, engine in enumerate(engines):
        out, begun, parts = folder / engine, time.perf_counter(), 11 + 6 * place
        found = run_registry(
            [folder / "shuffled"], out, engine=engine, definitions=DEFINITIONS, parts=parts
        )
        seconds = time.perf_counter() - begun
        _assert_same(said(found, list(SCHEMAS)), wanted)
        shutil.rmtree(out)
        print(f"| {engine} | {parts} | {seconds:.0f} | {os.getloadavg()[0]:.1f} | the same |",
              flush=True)  # fmt: skip


def compare_dialects(
    folder: Path, settings: SimulationSettings, ways: list[tuple[str, str]], seconds: float
) -> None:
    """Judge the same children from dialects, shuffled, each by an engine."""
    begun = time.perf_counter()
    written = simulate(folder / "in", settings)
    whole = run_registry([folder / "in"], folder / "out", engine="memory", definitions=DEFINITIONS)
    wanted = said(whole)
    for each in ("in", "out"):
        shutil.rmtree(folder / each)
    _print_sizes(settings, written["results"], wanted)
    print("| dialect | engine | MB | written, s | judged, s | set aside | load | every field |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    for dialect, engine in ways:
        if time.perf_counter() - begun > seconds:
            print(f"| {dialect} | {engine} | not begun: {seconds:.0f} s are over | | | | | |",
                  flush=True)  # fmt: skip
            continue
        form, _, text = dialect.partition(" as ")
        start = time.perf_counter()
        simulate(folder / "in", settings, form, text=bool(text))
        took = time.perf_counter() - start
        given = shuffled(folder / "in", folder / "shuffled", np.random.default_rng(5), FILES)
        size = sum(each.stat().st_size for each in given.rglob("*.*")) / 1e6
        start = time.perf_counter()
        found = run_registry([given], folder / "out", engine=engine, definitions=DEFINITIONS)
        judged = time.perf_counter() - start
        _assert_same(said(found), wanted)
        for each in ("in", "shuffled", "out"):
            shutil.rmtree(folder / each)
        cells = (dialect, engine, f"{size:.0f}", f"{took:.0f}", f"{judged:.0f}",
                 f"{found.set_aside:,}", f"{os.getloadavg()[0]:.1f}", "the same")  # fmt: skip
        print(f"| {' | '.join(cells)} |", flush=True)


def compare_postgres(folder: Path, settings: SimulationSettings, url: str) -> None:
    """Judge the same children from csv that PostgreSQL wrote of its tables."""
    import psycopg

    written = simulate(folder / "in", settings)
    whole = run_registry([folder / "in"], folder / "out", engine="memory", definitions=DEFINITIONS)
    wanted = said(whole, list(SCHEMAS))
    (folder / "copied").mkdir()
    with psycopg.connect(url) as database:
        for name in written:
            _store(database, name, pq.read_table(folder / "in" / name))
        begun = time.perf_counter()
        for name in written:
            query = f"COPY {name} TO STDOUT (FORMAT csv, HEADER)".encode()
            csv = (folder / "copied" / f"{name}.csv").open("wb")
            with csv, database.cursor().copy(query) as rows:
                csv.writelines(rows)
    copied = time.perf_counter() - begun
    begun = time.perf_counter()
    found = run_registry(
        [folder / "copied"], folder / "found", engine="duckdb", definitions=DEFINITIONS
    )
    seconds = time.perf_counter() - begun
    _assert_same(said(found, list(SCHEMAS)), wanted)
    print(
        f"{settings.children:,} children, {written['results']:,} results out of PostgreSQL as csv "
        f"in {copied:.0f} s, judged in {seconds:.0f} s at a load of {os.getloadavg()[0]:.1f}: "
        "every field of every table is the same."
    )


def _store(database: "psycopg.Connection", name: str, table: pa.Table) -> None:
    """Store a table in PostgreSQL."""
    kinds = [
        "double precision" if pa.types.is_floating(each.type)
        else "bigint" if pa.types.is_integer(each.type)
        else "timestamp" if pa.types.is_timestamp(each.type)
        else "text"
        for each in table.schema
    ]  # fmt: skip
    columns = ", ".join(map(" ".join, zip(table.column_names, kinds, strict=True)))
    database.execute(f"CREATE TABLE {name} ({columns})".encode())
    text = pa.BufferOutputStream()
    pyarrow.csv.write_csv(table, text)
    with database.cursor().copy(f"COPY {name} FROM STDIN (FORMAT csv, HEADER)".encode()) as rows:
        rows.write(text.getvalue().to_pybytes())


def compare_workbook(folder: Path, settings: SimulationSettings) -> None:
    """Judge the same children from a workbook, by every definition.

    Evidence of a workbook is cells, so that the rows of the results are compared: the row below
    the headings of the sheet is that of the list.
    """
    simulate(folder / "in", settings, "list")
    whole = run_registry([folder / "in"], folder / "out", engine="memory", definitions=DEFINITIONS)
    files = sorted((folder / "in" / "results").glob("*.parquet"))
    before = np.cumsum([0, *(pq.read_metadata(each).num_rows for each in files)])
    evidence = whole.table("evidence")
    evidence["row"] = before[evidence["source_file"]] + evidence["source_row"] + 1
    verdicts = whole.table("verdicts")
    written = simulate(folder / "cohort.xlsx", settings, "xlsx")
    begun = time.perf_counter()
    reading = read_workbook(folder / "cohort.xlsx")
    seconds = time.perf_counter() - begun
    if reading.cohort is None:
        raise SystemExit(f"not read: {reading.errors[0].message}")
    for definition in DEFINITIONS:
        judged = classify(reading.cohort, load_definition(definition))
        own = verdicts[verdicts["definition"] == definition].set_index("patient")
        own = own.loc[judged.outcomes["patient"]]
        columns = [each for each in SCHEMAS["verdicts"].names
                   if each in own and each not in ("definition", "strategy")]  # fmt: skip
        for name in columns:
            assert _plain(judged.outcomes[name]) == _plain(own[name]), f"{definition}: {name}"
        cells = judged.occasions[judged.occasions["evidence"]].filter(regex="_cell$")
        rows = {int(cell.rpartition("!D")[2]) for name in cells for cell in cells[name] if cell}
        assert rows == set(evidence.loc[evidence["definition"] == definition, "row"]), definition
    size = (folder / "cohort.xlsx").stat().st_size / 1e6
    print(f"{settings.children:,} children, {written['results']:,} results in a workbook of "
          f"{size:.0f} MB, read in {seconds:.0f} s at a load of {os.getloadavg()[0]:.1f}: every "
          "field of the verdicts and every row of the evidence is the same.")  # fmt: skip


def _plain(column: pd.Series) -> list[object]:
    """Return values that can be compared, whatever the types of their columns are."""
    return [
        None if each is None or pd.isna(each)
        else float(each) if isinstance(each, int | float | np.number)
        else str(each).partition(" 00:00:00")[0]
        for each in column
    ]  # fmt: skip


def _print_sizes(settings: SimulationSettings, results: int, wanted: Tables) -> None:
    sizes = ", ".join(f"{len(table):,} {name}" for name, table in wanted.items())
    print(f"{settings.children:,} children, {results:,} results; rows: {sizes}")


def _assert_same(found: Tables, wanted: Tables) -> None:
    assert list(found) == list(wanted)
    for name, table in wanted.items():
        pd.testing.assert_frame_equal(found[name], table)


if __name__ == "__main__":
    main()
