"""`srns lines WORKBOOK`: every line of treatment with its verdict."""

import argparse
import sys

import pandas as pd

from srns.analysis.judged_lines import (
    BY_LINE,
    BY_MECHANISM,
    JudgedLines,
    count_lines,
    judge_lines,
)
from srns.cli.common import (
    add_definition,
    add_strategy,
    add_units,
    add_workbook,
    exit_code,
    open_chosen,
    print_json,
    print_problems,
    refuse,
    units_of,
)
from srns.cli.json_output import checked, plain
from srns.cohort.paper_numbers import show_months, show_share
from srns.cohort.terms import COMPLETE
from srns.rules.definition import identify
from srns.rules.load_definition import load_definition


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser("lines", help="every line of treatment with its verdict")
    add_workbook(command)
    add_definition(command)
    add_strategy(command)
    add_units(command)
    command.add_argument("--format", choices=("text", "json", "csv"), default="text")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Judge every line of treatment and print the verdicts."""
    definition = load_definition(chosen.definition)
    reading = open_chosen(chosen)
    if reading.cohort is None:
        nothing = {"definition": identify(definition), "lines": []}
        return refuse(reading, nothing, as_json=chosen.format == "json")
    judged = judge_lines(reading.cohort, definition, chosen.strategy, units_of(chosen))
    if chosen.format == "json":
        document = {
            "definition": identify(definition),
            "strategy": chosen.strategy,
            "lines": judged.table.to_dict("records"),
            "not_placed": judged.not_placed.to_dict("records"),
            "by_line": count_lines(judged.table, BY_LINE).to_dict("records"),
            "by_mechanism": count_lines(judged.table, BY_MECHANISM).to_dict("records"),
        }
        print_json({**plain(document), **checked(reading)})
    elif chosen.format == "csv":
        judged.table.to_csv(sys.stdout, index=False, lineterminator="\n")
    else:
        print_problems(reading)
        print(f"\n{definition.label}\nRescue drugs: {chosen.strategy}.\n")
        _print_lines(judged)
    return exit_code(reading)


def _print_lines(judged: JudgedLines) -> None:
    if judged.table.empty:
        print("No line of treatment: no immunosuppressant has a start known to the day.")
    for row in judged.table.to_dict("records"):
        months = row["months_from_day_0"]
        when = "" if pd.isna(months) else f", {show_months(months)} months from its start"
        print(
            f"{row['key']}: {row['drug']} from day {row['start_day']:.0f}: {row['response']}{when}"
        )
        print(f"    {row['reason']}")
    for by in (BY_LINE, BY_MECHANISM) if len(judged.table) else ():
        print(f"\n{COMPLETE} by {by}, of lines at risk")
        counted = count_lines(judged.table, by)
        for row in counted[counted["response"] == COMPLETE].to_dict("records"):
            apart = f"; {row['at_start']} in remission at start" if row["at_start"] else ""
            rate = f" = {show_share(row['percent'], row['low'], row['high'])}" if row["of"] else ""
            print(f"    {row['group']}: {row['n']}/{row['of']}{rate}{apart}")
    for row in judged.not_placed.to_dict("records"):
        print(
            f"not placed, start not known to the day: {row['patient']}, {row['drug']} {row['cell']}"
        )
