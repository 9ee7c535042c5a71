"""How fast are the registry's engines beside the same rule written by hand, and beside floors?

    python -m benchmarks.registry [--rows 5000000] [--runs 3] [--ways memory,duckdb,...]

Invented results (Up/c and albumin, shuffled, parquet of plain texts) are judged by each way in a
process of its own: seconds without imports and the start of Sail or Spark by hand, and the most
memory of the process and all below it, looked at five times a second (Linux). Seconds of the
processor are those of the process and all below it. All ways must count the same responses before
anything is printed; those whose packages are not installed are said to be left out, and `--python`
names the interpreter of another environment for them.

Spark is the one that SPARK_REMOTE names; `--server` is the process of a Spark Connect server on
this machine, whose seconds and memory then count too. Its ways are measured the second time they
run, when its Python workers have started.

`--keep DIR` keeps the data from one call to the next.
"""

import argparse
import collections
import contextlib
import glob
import importlib.util
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

WAYS = ("read", "sort", "kernel", "loop", "duckdb by hand", "polars by hand", "sail by hand",
        "spark by hand", "memory", "memory, all tables", "duckdb", "duckdb, all tables", "sail",
        "sail without rules", "spark")  # fmt: skip
NEEDS = {"duckdb by hand": "duckdb", "polars by hand": "polars", "sail by hand": "pysail",
         "spark by hand": "pyspark.java_gateway", "duckdb": "duckdb", "sail": "pysail",
         "sail without rules": "pysail", "duckdb, all tables": "duckdb",
         "spark": "pyspark.java_gateway"}  # fmt: skip
_SLOW = ("loop", "spark by hand", "sail by hand")
_FILES = 8
_PER_CHILD = 50
Counts = dict[str, int] | None


def make_data(folder: Path, rows: int) -> None:
    """Write invented results of plain texts and numbers, in pieces that fit in memory."""
    from benchmarks.cohorts import invent_cohort

    folder.mkdir(parents=True, exist_ok=True)
    children = rows // _PER_CHILD
    for piece, start in enumerate(range(0, children, 100_000)):
        count = min(100_000, children - start)
        labs = invent_cohort(count, _PER_CHILD, first_day=1, seed=1 + piece).labs
        texts = dict.fromkeys(("patient", "analyte", "bound", "unit"), str)
        labs = labs.drop(columns="cell").astype(texts)
        labs["patient"] = f"{piece:03}-" + labs["patient"]
        for number in range(_FILES):
            labs.iloc[number::_FILES].to_parquet(folder / f"{piece:03}-{number}.parquet")


def read_only(files: list[str]) -> None:
    """Read the columns and do nothing with them."""
    import pyarrow.parquet as pq

    pq.read_table(files, columns=["patient", "day", "analyte", "value", "bound", "unit"])


def sort_only(files: list[str]) -> None:
    """Read child and day as numbers, and sort by both."""
    import pyarrow.parquet as pq

    table = pq.read_table(files, columns=["patient", "day"])
    child = table["patient"].combine_chunks().dictionary_encode().indices.to_numpy()
    np.argsort(child.astype(np.int64) * 20_000_001 + table["day"].to_numpy(), kind="stable")


def kernel(files: list[str]) -> Callable[[list[str]], Counts]:
    """Read the rows of one part, and return what judges them by the rules alone."""
    from srns.registry.given_tables import find_tables
    from srns.registry.source_rows import read_file
    from srns.registry.tidy_part import read_tidy_part
    from srns.rules.classify import classify
    from srns.rules.load_definition import load_definition

    table = find_tables(files).results
    rows = pa.concat_tables([read_file(table, place) for place in range(len(files))])
    cohort = read_tidy_part({"results": rows.unify_dictionaries().combine_chunks()}).cohort
    definition = load_definition("haddad_2021")
    return lambda _: dict(collections.Counter(classify(cohort, definition).outcomes["response"]))


def without_rules(files: list[str], work: str) -> None:
    """Read, deal and shuffle on Sail, and hand over each part whole to what only counts its rows.

    Sail runs Python in this process, so that what is put in place of the rules is what it runs.
    """
    from srns.registry.engines import on_spark
    from srns.registry.engines.part_runner import PartOutcome

    on_spark.run_part = lambda plan, files, part, load: PartOutcome(
        part, sum(each.num_rows for each in load().values())
    )
    with on_spark.sail_session() as session:
        judge_in(session, files, Path(work))


def loop(files: list[str]) -> dict[str, int]:
    """Judge one child after the other in plain Python."""
    import pandas as pd

    from benchmarks.engine import judge_in_a_loop
    from srns.cohort.tables import Cohort

    labs = pd.concat(map(pd.read_parquet, files), ignore_index=True)
    patients = pd.DataFrame({"patient": labs["patient"].unique()})
    return dict(collections.Counter(judge_in_a_loop(Cohort(patients, labs))))


def engine(name: str, files: list[str], work: str) -> dict[str, int]:
    """Judge with an engine of srns, and count what it wrote."""
    from srns.registry.run_registry import run_registry

    kind, _, all_tables = name.partition(", ")
    shutil.rmtree(work, ignore_errors=True)
    found = run_registry(files, work, engine=kind, tables=() if all_tables else ("verdicts",))
    counts = found.summary[found.summary["stat_name"] == "n"]
    rows = zip(counts["variable_level"], counts["stat"], strict=True)
    return {level: int(n) for level, n in rows if n}


def spark_way(name: str, files: list[str], work: str, server: int) -> tuple[Counts, float, float]:
    """Judge on Spark, or by hand in SQL on Sail or Spark; the start of the engine does not count.

    Spark runs twice in one session: the second time its Python workers have started.
    """
    from benchmarks.by_hand import spark_counts
    from srns.registry.engines.on_spark import sail_session, spark_session

    with (sail_session if name.startswith("sail") else spark_session)() as session:
        session.sql("SELECT 1").collect()

        def call() -> Counts:
            if name == "spark":
                return judge_in(session, files, Path(work))
            return spark_counts(files, session)

        if name.startswith("spark"):
            call()
        return _timed(call, server)


def judge_in(session, files: list[str], work: Path) -> Counts:
    """Judge with the engine of srns in a session that is open, and count what it wrote."""
    from srns.registry.engines.on_spark import run_on_spark
    from srns.registry.given_tables import find_tables
    from srns.registry.part_files import PartFiles
    from srns.registry.plan import make_plan

    shutil.rmtree(work, ignore_errors=True)
    plan = make_plan(
        find_tables(files), ["haddad_2021"], ["treatment policy"], engine="spark",
        tables=["verdicts"],
    )  # fmt: skip
    written = PartFiles(work)
    written.begin(plan)
    assert not any(each.failure for each in run_on_spark(plan, written, range(plan.parts), session))
    return {response: n for (*_, group, response), n in written.counts().items() if not group}


def run_way(name: str, folder: str, work: str, server: int = 0) -> dict:
    """Run one way in this process and return its seconds, memory and counts."""
    from benchmarks import by_hand

    files = sorted(glob.glob(f"{folder}/*.parquet"))  # noqa: PTH207
    calls: dict[str, Callable[[list[str]], Counts]] = {
        "read": read_only,
        "sort": sort_only,
        "loop": loop,
        "sail without rules": lambda given: without_rules(given, work),
        "duckdb by hand": by_hand.duckdb_counts,
        "polars by hand": by_hand.polars_counts,
    }
    if name not in ("polars by hand",):
        import srns.registry.judged_part  # noqa: F401, so that no import is timed
    if name in ("sail by hand", "spark by hand", "spark"):
        counts, seconds, processor = spark_way(name, files, work, server)
    else:
        call = calls.get(name, lambda given: engine(name, given, work))
        call = kernel(files) if name == "kernel" else call
        counts, seconds, processor = _timed(lambda: call(files), server)
    return {"seconds": seconds, "processor": processor, "counts": counts}


def _timed(call: Callable[[], Counts], server: int) -> tuple[Counts, float, float]:
    """Return what a call returns, its seconds, and those of the processor.

    Those are of this process and its ended children, and of a server with all below it: what its
    processes used is looked at twice a second, for those that end take their number with them.
    """
    over = threading.Event()
    first = _processor_below(server)
    last = dict(first)

    def watch() -> None:
        while not over.wait(0.5):
            last.update(_processor_below(server))

    watcher = threading.Thread(target=watch, daemon=True)
    if server:
        watcher.start()
    begun, used = time.perf_counter(), _processor()
    counts = call()
    seconds, processor = time.perf_counter() - begun, _processor() - used
    over.set()
    last.update(_processor_below(server))
    return counts, seconds, processor + sum(last[pid] - first.get(pid, 0) for pid in last)


def _processor() -> float:
    """Return the seconds of the processor that this process and its ended children have used."""
    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def _processor_below(server: int) -> dict[int, float]:
    """Return the seconds of the processor of a server and each process below it; of none: none."""
    found = {}
    for pid in _all_below({server}) if server else ():
        with contextlib.suppress(OSError):
            stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            found[pid] = sum(map(int, stat[11:13])) / os.sysconf("SC_CLK_TCK")
    return found


def measure(name: str, python: str, folder: Path, work: str, server: int) -> dict | None:
    """Run one way in a process of its own; None where its packages are not installed."""
    needed = NEEDS.get(name)
    remote = name.startswith("spark") and "SPARK_REMOTE" in os.environ
    if needed is not None and not remote and not _has(python, needed):
        return None
    command = [python, "-m", "benchmarks.registry", "--way", name, "--keep", str(folder),
               "--work", work, "--server", str(server if remote else 0)]  # fmt: skip
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as complained:
        process = subprocess.Popen(command, stdout=said, stderr=complained)
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, _megabytes({process.pid, server} if remote else {process.pid}))
            time.sleep(0.2)
        said.seek(0)
        complained.seek(0)
        if process.returncode:
            print(f"{name}: {complained.read().strip().splitlines()[-1]}", file=sys.stderr)
            return None
        return json.loads(said.read().splitlines()[-1]) | {"megabytes": peak}


def _megabytes(roots: set[int]) -> float:
    """Return what processes and all below hold of the memory, shared pages shared out."""
    kilobytes = 0
    for pid in _all_below(roots):
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            kilobytes += int(text.partition("Pss:")[2].split()[0])
    return kilobytes / 1024


def _all_below(roots: set[int]) -> Iterator[int]:
    """Yield some processes and all below them."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            stat = (entry / "stat").read_text().rpartition(")")[2].split()
            parents[int(entry.name)] = int(stat[1])
    for pid in parents:
        above = pid
        while above > 1 and above not in roots:
            above = parents.get(above, 0)
        if above > 1:
            yield pid


def _has(python: str, module: str) -> bool:
    if python == sys.executable:
        try:
            return importlib.util.find_spec(module) is not None
        except ModuleNotFoundError:
            return False
    return not subprocess.run([python, "-c", f"import {module}"], capture_output=True).returncode


def main() -> None:
    """Print one row for each way: seconds, spread, memory and the ratio to the engine memory."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--ways", default=",".join(WAYS).replace(", all", "; all"))
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--work", default="")
    parser.add_argument("--server", type=int, default=0)
    parser.add_argument("--way")
    chosen = parser.parse_args()
    if chosen.way:
        found = run_way(chosen.way, str(chosen.keep), chosen.work, chosen.server)
        print(json.dumps(found))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.keep or Path(temporary) / "data"
        if not folder.exists():
            make_data(folder, chosen.rows)
        ways = [each.replace("; all", ", all") for each in chosen.ways.split(",")]
        print_ways(ways, chosen, folder, f"{temporary}/out")


def print_ways(ways: list[str], chosen: argparse.Namespace, folder: Path, work: str) -> None:
    """Measure the ways in turn, so that what else runs on the machine slows all of them."""
    found: dict[str, list[dict]] = {name: [] for name in ways}
    loads = []
    for number in range(chosen.runs):
        for name in ways:
            if number and name in _SLOW:
                continue
            loads.append(os.getloadavg()[0])
            elsewhere = NEEDS.get(name) == "polars" or (
                name.startswith("spark") and "SPARK_REMOTE" not in os.environ
            )
            python = chosen.python if elsewhere else sys.executable
            if (one := measure(name, python, folder, work, chosen.server)) is not None:
                found[name].append(one)
    counted = {json.dumps(each["counts"], sort_keys=True) for own in found.values() for each in own
               if each["counts"]}  # fmt: skip
    assert len(counted) == 1, f"the ways disagree: {counted}"
    memory = found.get("memory") or next(own for own in found.values() if own)
    base = statistics.median(each["processor"] for each in memory)
    print(f"{chosen.rows:,} rows; load of the machine {min(loads):.1f} to {max(loads):.1f}\n")
    print("| way | processor s | of memory's | ns a row | s | peak MB |\n|---|---|---|---|---|---|")
    for name, own in found.items():
        if not own:
            print(f"| {name} | left out: not installed, or it failed | | | |")
            continue
        used = statistics.median(each["processor"] for each in own)
        peak = max(each["megabytes"] for each in own)
        print(
            f"| {name} | {_range(own, 'processor')} | {used / base:.2f} "
            f"| {used / chosen.rows * 1e9:.0f} | {_range(own, 'seconds')} | {peak:,.0f} |"
        )


def _range(own: list[dict], what: str) -> str:
    numbers = [each[what] for each in own]
    spread = f" ({min(numbers):.1f}–{max(numbers):.1f})" if len(numbers) > 1 else ""
    return f"{statistics.median(numbers):.1f}{spread}"


if __name__ == "__main__":
    main()
