"""`srns check WORKBOOK`: list its problems, and count cells used, ignored and failed."""

import argparse
import sys
from pathlib import Path

from srns.cli.common import (
    UNREADABLE,
    add_workbook,
    exit_code,
    open_file,
    print_json,
    print_problems,
    read_opened,
    write_file,
)
from srns.cli.json_output import checked
from srns.privacy.find_identifiers import find_private
from srns.workbook.annotate.annotated_copy import annotate
from srns.workbook.closing_sentence import closing_sentence
from srns.workbook.problems import Problem


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser("check", help="list the problems of a workbook")
    add_workbook(command)
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.add_argument(
        "--annotate",
        type=Path,
        metavar="FILE.xlsx",
        help="also write a copy of the workbook with every problem marked in its cell",
    )
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Read the workbook and print its problems and ledger."""
    opened = open_file(chosen)
    reading = read_opened(opened, chosen)
    private = () if isinstance(opened, Problem) else find_private(opened)
    if chosen.format == "json":
        print_json({**checked(reading), "private": [one.as_dict() for one in private]})
    else:
        print_problems(reading)
        ledger = reading.ledger
        print(
            f"{ledger.cells} cells: {ledger.used} used, {ledger.ignored} ignored, "
            f"{ledger.failed} failed."
        )
        if reading.cohort is not None:
            print(closing_sentence(reading))
        if private:
            print("\nDo not store or share:")
            for one in private:
                print(f"  {one.message}")
    if chosen.annotate and not isinstance(opened, Problem):
        copy = annotate(opened, reading.problems)
        if isinstance(copy, Problem):
            print(copy.message, file=sys.stderr)
            return UNREADABLE
        write_file(chosen.annotate, copy.content)
        marked = f"{copy.marked} cell{'' if copy.marked == 1 else 's'} marked"
        # With JSON, the standard output holds the document alone.
        print(f"Wrote {chosen.annotate}, {marked}. {copy.note}".rstrip(), file=sys.stderr)
    return exit_code(reading)
