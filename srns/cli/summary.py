"""`srns summary WORKBOOK`: counts with exact intervals, and times."""

import argparse
from typing import Any

from srns.analysis.summary import identify, summarise
from srns.interchange import checked, plain
from srns.rules.classify import classify
from srns.rules.definition import load_definition

from .common import (
    exit_code,
    names,
    open_chosen,
    print_json,
    print_problems,
    take_definition,
    take_workbook,
)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Name the command and its arguments."""
    command = commands.add_parser("summary", help="count, with exact intervals and times")
    take_workbook(command)
    take_definition(command)
    command.add_argument(
        "--by",
        default="histology",
        metavar="histology|maintenance|resistance|COLUMN",
        help="how the children are grouped (default: histology)",
    )
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Classify the cohort and print its numbers."""
    definition = load_definition(chosen.definition)
    reading = open_chosen(chosen)
    if reading.cohort is None:
        if chosen.format == "json":
            print_json(
                {"definition": identify(definition), "n": 0, "responses": [], **checked(reading)}
            )
        else:
            print_problems(reading)
        return exit_code(reading)
    summary = summarise(reading.cohort, classify(reading.cohort, definition), chosen.by)
    if chosen.format == "json":
        print_json(plain(summary))
    else:
        _print_summary(summary)
    return exit_code(reading)


def _print_summary(summary: dict[str, Any]) -> None:
    print(f"{summary['definition']['name']}; {summary['n']} children, by {summary['by']}")
    group = None
    for row in summary["responses"]:
        if row["group"] != group:
            group = row["group"]
            print(f"\n{group}")
        if row["n"]:
            print(
                f"    {row['response']}: {row['n']}/{row['of']} = {row['percent']:.1f} % "
                f"({row['low']:.1f}–{row['high']:.1f}); {names(row['patients'])}"
            )
        elif row["response"] == "complete remission" and row["of"]:
            print(f"    {row['response']}: 0/{row['of']} = 0 % (0–{row['high']:.1f})")
    print()
    for row in summary["time_to_remission"]:
        print(f"{row['response']}, months from the {row['origin']}: {_spread(row, 'median', '')}")
        if row["during_treatment"]:
            print(f"    during treatment, not in the median: {names(row['during_treatment'])}")
    follow_up = summary["follow_up"]
    print(f"follow-up of {follow_up['of']}, years: {_spread(follow_up, 'median', '_years')}")
    curve = summary["cumulative_incidence"]
    if curve["months"]:
        print(
            f"cumulative incidence of {curve['response']}, kidney failure and death competing: "
            f"{100 * curve['estimate'][-1]:.1f} % by month {curve['months'][-1]:.1f} "
            f"from the {curve['origin']}, n = {curve['n']}"
        )
    if curve["undated_events_put_at_last_upcr"]:
        print(
            "    kidney failure or death without a day, put at the last Up/c: "
            f"{names(curve['undated_events_put_at_last_upcr'])}"
        )


def _spread(row: dict[str, Any], middle: str, suffix: str) -> str:
    if not row["n"]:
        return "none"
    median, low, high = (row[f"{each}{suffix}"] for each in (middle, "min", "max"))
    return f"{median:.1f} ({low:.1f}–{high:.1f}), n = {row['n']}"
