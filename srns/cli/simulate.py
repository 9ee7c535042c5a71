"""`srns simulate TARGET --children N`: an invented cohort of any size with known truth."""

import argparse
from pathlib import Path

from srns.cli.common import FINE
from srns.simulation.settings import SimulationSettings
from srns.simulation.simulate import FORMATS, simulate

_NUMBERS = {
    "seed": (int, "the same seed and settings make the same cohort"),
    "visit_days": (int, "days from one visit to the next"),
    "years": (float, "longest follow-up"),
    "missing_albumin": (float, "share of visits without albumin"),
    "strips": (float, "share of visits with a strip in place of the ratio"),
    "diaries": (float, "share of children with a strip a day at home"),
    "si_units": (float, "share of children measured in mg/mmol and g/L"),
    "duplicates": (float, "share of results that stand there twice"),
    "unreadable": (float, "share of results that nobody can read"),
    "censored": (float, "share of children whose laboratory prints <0.10"),
    "long_rows": (int, "results that the first child has besides"),
}


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser(
        "simulate", help="invent a cohort of any size with known truth; no child is real"
    )
    command.add_argument("target", type=Path, help="an empty folder; with --form xlsx the file")
    command.add_argument("--children", type=int, required=True, metavar="N")
    command.add_argument("--form", choices=FORMATS, default="tidy",
                         help="tidy tables (default); a list in the columns of the template, OMOP, "
                         "PCORnet, MEDS or SDTM; FHIR ndjson; a workbook")  # fmt: skip
    command.add_argument("--csv", action="store_true", help="csv in place of parquet")
    known = SimulationSettings(1)
    for name, (kind, words) in _NUMBERS.items():
        usual = getattr(known, name)
        command.add_argument(f"--{name.replace('_', '-')}", type=kind, default=usual, metavar="N",
                             help=f"{words} (default: {usual:g})")  # fmt: skip
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Invent the cohort and say what was written."""
    settings = SimulationSettings(chosen.children, **{name: getattr(chosen, name)
                                                      for name in _NUMBERS})  # fmt: skip
    counts = simulate(chosen.target, settings, chosen.form, text=chosen.csv)
    words = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    print(f"Wrote {words} to {chosen.target}. All of it is invented.")
    return FINE
