"""`srns ard WORKBOOK`: every number as a row, with the children and the cells behind it."""

import argparse
import sys
from pathlib import Path

from srns.cli.common import (
    add_basis,
    add_definition,
    add_workbook,
    classify_chosen,
    exit_code,
    open_chosen,
    refuse,
    rows_of_children,
    write_file,
)
from srns.report.results_catalogue import ON_REQUEST, PARTS, make_results
from srns.report.results_files import RESULTS_FORMATS
from srns.report.table_catalogue import Choices
from srns.rules.definition import identify
from srns.rules.load_definition import load_definition


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser(
        "ard", help="every number as a row (analysis results data), with its children and cells"
    )
    add_workbook(command)
    add_definition(command)
    add_basis(command)
    command.add_argument(
        "--part",
        choices=tuple(PARTS),
        action="append",
        help=f"which numbers (repeatable; default: all but {', '.join(ON_REQUEST)})",
    )
    command.add_argument(
        "--by",
        default="histology",
        metavar="histology|maintenance|resistance|COLUMN",
        help="grouping of the children (default: histology)",
    )
    command.add_argument("--format", choices=tuple(RESULTS_FORMATS), default="csv")
    command.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to this file")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Classify the cohort and print or write its analysis results data."""
    definition = load_definition(chosen.definition)
    reading = open_chosen(chosen)
    if reading.cohort is None:
        nothing = {"definition": identify(definition), "rows": []}
        return refuse(reading, nothing, as_json=chosen.format == "json")
    found = classify_chosen(reading.cohort, definition, chosen)
    choices = Choices(chosen.by, rows=rows_of_children(reading, chosen))
    table = make_results(found, chosen.part or (), choices)
    content = RESULTS_FORMATS[chosen.format](table)
    if chosen.output is None:
        sys.stdout.write(content)
        return exit_code(reading)
    write_file(chosen.output, content.encode())
    print(f"Wrote {len(table)} rows to {chosen.output}.")
    return exit_code(reading)
