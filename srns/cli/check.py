"""`srns check WORKBOOK`: what is wrong with it, and what became of every cell."""

import argparse

from srns.interchange import checked

from .common import exit_code, open_chosen, print_json, print_problems, take_workbook


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Name the command and its arguments."""
    command = commands.add_parser("check", help="list the problems of a workbook and its ledger")
    take_workbook(command)
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Read the workbook and print what was found."""
    reading = open_chosen(chosen)
    if chosen.format == "json":
        print_json(checked(reading))
    else:
        print_problems(reading)
        ledger = reading.ledger
        print(
            f"{ledger.cells} cells: {ledger.used} used, {ledger.ignored} ignored, "
            f"{ledger.failed} failed."
        )
    return exit_code(reading)
