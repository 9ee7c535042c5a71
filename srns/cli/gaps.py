"""`srns gaps DEFINITION [WORKBOOK]`: values a definition does not cover, and visits among them."""

import argparse
from typing import Any

import pandas as pd

from srns.cli.common import (
    FINE,
    add_basis,
    add_workbook,
    exit_code,
    open_chosen,
    prepared,
    print_json,
    print_problems,
)
from srns.cli.json_output import checked, plain
from srns.rules.definition import Definition, identify
from srns.rules.gaps import Holes, count_holes, gap_grid, needs_baseline, occasions_in_holes
from srns.rules.load_definition import load_definition


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser("gaps", help="list the values that a definition does not cover")
    command.add_argument("definition", metavar="ID_OR_FILE")
    add_workbook(command, needed=False, purpose="also list its visits that fall in a gap")
    add_basis(command, strategy=False)
    command.add_argument(
        "--baseline",
        type=float,
        metavar="MG_PER_MG",
        help="pretreatment Up/c, for a definition that requires a fall from baseline",
    )
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Judge the grid of printed values, and the visits of the workbook if there is one."""
    definition = load_definition(chosen.definition)
    counted = count_holes(gap_grid(definition, baseline=chosen.baseline))
    reading = open_chosen(chosen) if chosen.workbook else None
    visits = None
    if reading is not None and reading.cohort is not None:
        visits = occasions_in_holes(prepared(reading.cohort, chosen), definition)
    if chosen.format == "json":
        document = _as_document(definition, chosen.baseline, counted, visits)
        print_json(plain({**document, **(checked(reading) if reading else {})}))
    else:
        _print_grid(definition, chosen.baseline, counted)
        if reading is not None:
            print_problems(reading)
        if visits is not None:
            _print_visits(visits)
    return exit_code(reading) if reading else FINE


def _as_document(
    definition: Definition, baseline: float | None, counted: Holes, visits: pd.DataFrame | None
) -> dict[str, Any]:
    document: dict[str, Any] = {
        "definition": identify(definition),
        "baseline": baseline,
        "pairs": counted.pairs,
        "holes": counted.holes,
        "says": counted.says,
    }
    if visits is not None:
        document["occasions"] = [
            {
                "patient": row["patient"],
                "day": row["day"],
                "upcr": f"{row['upcr_text']} {row['upcr_unit']}",
                "albumin": f"{row['albumin_text']} {row['albumin_unit']}",
                "cells": [row["upcr_cell"], row["albumin_cell"]],
            }
            for row in visits.to_dict("records")
        ]
    return document


def _print_grid(definition: Definition, baseline: float | None, counted: Holes) -> None:
    print(f"{definition.label}, one sample alone")
    print(f"{counted.holes} of {counted.pairs} pairs of printed values fall in a gap")
    for word, number in counted.says.items():
        print(f"    {word}: {number}")
    if needs_baseline(definition) and baseline is None:
        print("This definition requires a fall from the pretreatment Up/c: add --baseline.")


def _print_visits(visits: pd.DataFrame) -> None:
    print(f"\n{len(visits)} visit{'' if len(visits) == 1 else 's'} in the workbook fall in a gap")
    for row in visits.to_dict("records"):
        print(
            f"    {row['patient']}, day {row['day']}: Up/c {row['upcr_text']} "
            f"{row['upcr_unit']}, albumin {row['albumin_text']} {row['albumin_unit']} "
            f"({row['upcr_cell']}, {row['albumin_cell']})"
        )
