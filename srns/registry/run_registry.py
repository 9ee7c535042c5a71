"""Run the rules over a registry: files in, files of verdicts out, by any engine."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TextIO

import pandas as pd
import pyarrow as pa

from srns.cohort.errors import InputError
from srns.cohort.wording import join_words
from srns.registry.engines.part_runner import PartOutcome
from srns.registry.fhir_files import PASSED_OVER, read_fhir_files
from srns.registry.given_tables import find_tables
from srns.registry.opened_registry import write_pages
from srns.registry.part_files import PartFiles, full_disk_in_words, write_parquet
from srns.registry.plan import DAYS_ZERO, Plan, choose_engine, make_plan
from srns.registry.progress import Progress
from srns.registry.summary import summarize_counts
from srns.rules.rescue import TREATMENT_POLICY

PROCESSES = 2
LARGEST: Mapping[str, int] = {"memory": 5_000_000, "duckdb": 10**12}
"""Up to how many results each engine is chosen where none is named, in this order."""
ENGINES = ("memory", "duckdb", "sail", "spark")


@dataclass(frozen=True)
class RegistryRun:
    """A run that has ended.

    Attributes
    ----------
    folder
        Holds `verdicts`, `lines`, `evidence`, `course` and `set_aside`, each a folder of parquet
        files with the columns of `srns.registry.judged_part.SCHEMAS`, and `summary.parquet`.
    rows, other_rows
        How many results were read, and how many of them are tests that no definition judges.
    set_aside
        How many rows could not be used as they stand.
    passed_over
        Of FHIR, how many resources were not needed, by what they are.
    failures
        Why a part failed, by its number; its children are not among the results.
    """

    folder: Path
    engine: str
    children: int
    rows: int
    other_rows: int
    set_aside: int
    failures: Mapping[int, str]
    summary: pd.DataFrame
    passed_over: Mapping[str, int] = field(default_factory=dict)

    def table(self, name: str) -> pd.DataFrame:
        """Return one of the tables whole; `pyarrow.dataset` reads one that is too large."""
        return pd.read_parquet(self.folder / name)


def run_registry(
    given: Sequence[str | Path],
    folder: str | Path,
    *,
    others: Mapping[str, Sequence[str | Path]] | None = None,
    definitions: Sequence[str | Path] = ("haddad_2021",),
    strategies: Sequence[str] = (TREATMENT_POLICY,),
    engine: str = "",
    day_zero: str = "",
    parts: int | None = None,
    tables: Sequence[str] = (),
    for_dashboard: bool = False,
    processes: int = PROCESSES,
    progress: TextIO | None = None,
) -> RegistryRun:
    """Judge every child of a registry by several definitions and strategies in one pass.

    Parameters
    ----------
    given, others
        See `srns.registry.given_tables.find_tables`.
    folder
        Where the results go. A run that was stopped goes on there where it was.
    engine
        One of `ENGINES`; without one, by the number of results.
    parts, processes
        Into how many parts the children are dealt, and how many are judged side by side.
    tables
        Which tables are written: ``verdicts`` (always), ``lines``, ``evidence`` and ``course``;
        without any all are.
    for_dashboard
        Whether what `srns dashboard --registry` shows is written too: counts, times, and the
        tables of each child.
    progress
        Where a line is printed after each part.

    Raises
    ------
    InputError
        Where a file or the folder cannot be used; one sentence with the remedy.
    """
    found = find_tables(given, others)
    engine = engine or choose_engine(found, LARGEST)
    if engine not in ENGINES:
        raise InputError(f"found the engine '{engine}'; expected {join_words(ENGINES, 'or')}.")
    plan = make_plan(
        found, definitions, strategies, engine=engine, day_zero=day_zero, parts=parts,
        tables=tables, for_dashboard=for_dashboard,
    )  # fmt: skip
    files = PartFiles(Path(folder))
    files.begin(plan)
    done = files.finished()
    todo = [number for number in range(plan.parts) if number not in done]
    line = Progress(plan.parts, found.results.rows, len(done), progress)
    failures: dict[int, str] = {}
    with full_disk_in_words(files):
        if todo:
            plan = _with_tables(plan, files)
            for outcome in _find_engine(engine, processes)(plan, files, todo):
                line.add(outcome.rows)
                if outcome.failure:
                    failures[outcome.number] = outcome.failure
        line.close()
        if failures and not files.finished():
            raise InputError(f"found no part that could be judged: {next(iter(failures.values()))}")
        _require_day_zero(files.notes(), plan, failures)
        summary = summarize_counts(files.counts())
        write_parquet(_as_arrow(summary), files.folder / "summary.parquet")
        if plan.for_dashboard and not failures:
            write_pages(files, plan)
        if not failures:
            shutil.rmtree(files.work, ignore_errors=True)
    notes = files.notes()
    totals = {name: sum(note[name] for note in notes)
              for name in ("children", "rows", "other_rows", "set_aside")}  # fmt: skip
    return RegistryRun(
        files.folder, engine, failures=failures, summary=summary,
        passed_over=_passed_over(files), **totals,
    )  # fmt: skip


def _with_tables(plan: Plan, files: PartFiles) -> Plan:
    """Return the plan with tables that an engine can read: made of FHIR resources, if need be."""
    if not plan.given.fhir:
        return plan
    made = files.work / "fhir"
    files.work.mkdir(exist_ok=True)
    given = read_fhir_files(plan.given, made)
    shutil.copyfile(made / PASSED_OVER, files.folder / PASSED_OVER)
    return replace(plan, given=given)


def _require_day_zero(notes: Sequence[dict], plan: Plan, failures: Mapping[int, str]) -> None:
    """Raise an error where no child of any part has day 0: a part alone cannot tell.

    Raises
    ------
    InputError
        What is found, and what day 0 can be.
    """
    children, dated = (sum(note[name] for note in notes) for name in ("children", "dated"))
    if dated or not children or failures:
        return
    found = (
        f"no child with the day 0 '{plan.day_zero}'" if plan.day_zero
        else "neither an index date nor an infusion, from which days are counted"
    )  # fmt: skip
    raise InputError(
        f"found {found}, among {children:,} children; expected {DAYS_ZERO}. Name one that they "
        "have with --day-zero and another folder with --out, or give index dates with --patients."
    )


def _passed_over(files: PartFiles) -> dict[str, int]:
    note = files.folder / PASSED_OVER
    return json.loads(note.read_text()) if note.exists() else {}


Engine = Callable[[Plan, PartFiles, Sequence[int]], Iterator[PartOutcome]]


def _find_engine(name: str, processes: int) -> Engine:
    """Return an engine.

    Raises
    ------
    InputError
        Where its packages are not installed.
    """
    try:
        return _import_engine(name, processes)
    except ModuleNotFoundError as error:
        extra = "registry" if name == "duckdb" else "spark"
        raise InputError(
            f"found no package '{error.name}'; expected it for the engine '{name}'. Run pip "
            f"install 'srns[{extra}]', or choose --engine memory."
        ) from None


def _import_engine(name: str, processes: int) -> Engine:
    """Return an engine; only the one that is asked for is imported."""
    if name == "memory":
        from srns.registry.engines.in_memory import run_in_memory

        return run_in_memory
    if name == "duckdb":
        from srns.registry.engines.on_disk import run_on_disk

        return lambda plan, files, todo: run_on_disk(plan, files, todo, processes)
    from srns.registry.engines.on_spark import run_on_spark, sail_session, spark_session

    if name == "sail":
        import pysail  # noqa: F401, here, so that it is missed at once
    session = sail_session if name == "sail" else spark_session

    def run(plan: Plan, files: PartFiles, todo: Sequence[int]) -> Iterator[PartOutcome]:
        with session() as opened:
            yield from run_on_spark(plan, files, todo, opened)

    return run


def _as_arrow(summary: pd.DataFrame) -> pa.Table:
    """Return the summary with `stat` as a number, and what is said in words in `stat_text`."""
    number = pd.to_numeric(summary["stat"], errors="coerce")
    words = summary["stat"].where(number.isna() & summary["stat"].notna())
    texts = summary.drop(columns="stat").astype("string")
    table = texts.assign(stat=number.astype(float), stat_text=words.astype("string"))
    return pa.Table.from_pandas(table, preserve_index=False)
