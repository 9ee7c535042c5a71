"""`srns registry RESULTS... --out DIR`: the same rules over files of any size."""

import argparse
from pathlib import Path

from srns.cli.common import ERRORS, FINE
from srns.registry.plan import TABLES_WRITTEN
from srns.registry.progress import on_terminal
from srns.registry.run_registry import ENGINES, PROCESSES, RegistryRun, run_registry
from srns.rules.rescue import STRATEGIES, TREATMENT_POLICY

_OTHERS = ("patients", "infusions", "treatments", "events")
_SHOWN = 5


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser(
        "registry",
        help="judge a registry: parquet, csv or FHIR ndjson of any size, to files of verdicts",
    )
    command.add_argument(
        "results",
        nargs="+",
        help="files of results, one test a row, or of visits; FHIR ndjson; or a folder with "
        "results, patients, infusions, treatments and events, or with FHIR ndjson",
    )
    command.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="DIR",
        help="folder for the results; a run that was stopped goes on there",
    )
    for name in _OTHERS:
        command.add_argument(f"--{name}", nargs="+", default=[], metavar="FILE")
    command.add_argument("--definition", action="append", default=[], metavar="ID_OR_FILE",
                         help="repeatable (default: haddad_2021)")  # fmt: skip
    command.add_argument("--strategy", action="append", default=[], choices=STRATEGIES,
                         metavar="NAME", help="what a rescue drug changes; repeatable "
                         f"(default: {TREATMENT_POLICY})")  # fmt: skip
    command.add_argument("--engine", choices=ENGINES, default="",
                         help="default: memory up to 5 million results, else duckdb")  # fmt: skip
    command.add_argument("--day-zero", default="", metavar="ORIGIN",
                         help="what day 0 is, such as 'first tacrolimus'")  # fmt: skip
    command.add_argument(
        "--table",
        action="append",
        default=[],
        choices=TABLES_WRITTEN,
        help="what is written beside the verdicts; repeatable (default: all)",
    )
    command.add_argument(
        "--for-dashboard", action="store_true",
        help="also write what srns dashboard --registry DIR shows",
    )  # fmt: skip
    command.add_argument("--parts", type=int, metavar="N",
                         help="into how many parts the children are dealt")  # fmt: skip
    command.add_argument(
        "--processes",
        type=int,
        default=PROCESSES,
        metavar="N",
        help="how many parts duckdb judges side by side (default: %(default)s)",
    )
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Judge the registry and say what was written."""
    found = run_registry(
        chosen.results,
        chosen.out,
        others={name: getattr(chosen, name) for name in _OTHERS if getattr(chosen, name)},
        definitions=chosen.definition or ["haddad_2021"],
        strategies=chosen.strategy or [TREATMENT_POLICY],
        engine=chosen.engine,
        day_zero=chosen.day_zero,
        parts=chosen.parts,
        tables=chosen.table,
        for_dashboard=chosen.for_dashboard,
        processes=chosen.processes,
        progress=on_terminal(),
    )
    _print(found)
    return ERRORS if found.failures or found.set_aside else FINE


def _print(found: RegistryRun) -> None:
    counts = found.summary[
        found.summary["group1"].isna() & (found.summary["stat_name"].isin(["n", "N"]))
    ]
    for (definition, strategy), own in counts.groupby(["definition", "strategy"], sort=False):
        parts = own.pivot_table(
            index="variable_level", columns="stat_name", values="stat", aggfunc="first", sort=False
        )
        words = [f"{level} {row['n']:,} of {row['N']:,}" for level, row in parts.iterrows()
                 if row["n"]]  # fmt: skip
        print(f"{definition}, {strategy}: {', '.join(words)}")
    print(f"Wrote {found.children:,} children from {found.rows:,} results to {found.folder} "
          f"(engine {found.engine}).")  # fmt: skip
    if found.other_rows:
        print(f"{found.other_rows:,} results are of other tests.")
    if found.passed_over:
        total, kinds = sum(found.passed_over.values()), list(found.passed_over.items())
        words = [f"{count:,} {what}" for what, count in kinds[:_SHOWN]]
        more = len(kinds) - _SHOWN
        words += [f"and {more} more kinds"] if more > 0 else []
        print(f"{total:,} resources were not needed: {'; '.join(words)}.")
    if found.set_aside:
        print(f"{found.set_aside:,} rows could not be used as they stand: see "
              f"{found.folder / 'set_aside'}.")  # fmt: skip
    for number, why in list(found.failures.items())[:_SHOWN]:
        print(f"Part {number} failed, and its children are missing: {why}")
    if found.failures:
        print(f"{len(found.failures)} parts failed; the same command tries them again.")
