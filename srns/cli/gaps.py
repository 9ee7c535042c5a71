"""`srns gaps DEFINITION [WORKBOOK]`: the holes of a definition, and who falls into them."""

import argparse

from srns.cli.common import FINE, exit_code, open_chosen, print_json, print_problems, take_workbook
from srns.cli.json_output import checked, plain
from srns.rules.definition import identify
from srns.rules.gaps import count_holes, gap_grid, needs_baseline, occasions_in_holes
from srns.rules.load_definition import load_definition


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Name the command and its arguments."""
    command = commands.add_parser("gaps", help="find the values of which a definition says nothing")
    command.add_argument("definition", metavar="ID_OR_FILE")
    take_workbook(command, needed=False, purpose="list its occasions that fall in a hole")
    command.add_argument(
        "--baseline",
        type=float,
        metavar="MG_PER_MG",
        help="the Up/c before treatment, for a definition that asks for a fall from it",
    )
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Go through the grid of printed values, and through the workbook."""
    definition = load_definition(chosen.definition)
    counted = count_holes(gap_grid(definition, baseline=chosen.baseline))
    document = {
        "definition": identify(definition),
        "baseline": chosen.baseline,
        "pairs": counted.pairs,
        "holes": counted.holes,
        "says": counted.says,
    }
    reading = open_chosen(chosen) if chosen.workbook else None
    occasions = None
    if reading is not None and reading.cohort is not None:
        occasions = occasions_in_holes(reading.cohort, definition)
    if chosen.format == "json":
        if occasions is not None:
            document["occasions"] = [
                {
                    "patient": row["patient"],
                    "day": row["day"],
                    "upcr": f"{row['upcr_text']} {row['upcr_unit']}",
                    "albumin": f"{row['albumin_text']} {row['albumin_unit']}",
                    "cells": [row["upcr_cell"], row["albumin_cell"]],
                }
                for row in occasions.to_dict("records")
            ]
        print_json(plain({**document, **(checked(reading) if reading else {})}))
        return exit_code(reading) if reading else FINE
    print(f"{definition.label}, one sample alone")
    print(f"{counted.holes} of {counted.pairs} pairs of printed values fall in a hole")
    for word, number in counted.says.items():
        print(f"    {word}: {number}")
    if needs_baseline(definition) and chosen.baseline is None:
        print("It asks for a fall from the Up/c before treatment: give one with --baseline.")
    if reading is not None:
        print_problems(reading)
    if occasions is not None:
        print(f"\n{len(occasions)} occasions of the workbook fall in a hole")
        for row in occasions.to_dict("records"):
            print(
                f"    {row['patient']}, day {row['day']}: Up/c {row['upcr_text']} "
                f"{row['upcr_unit']}, albumin {row['albumin_text']} {row['albumin_unit']} "
                f"({row['upcr_cell']}, {row['albumin_cell']})"
            )
    return exit_code(reading) if reading else FINE
