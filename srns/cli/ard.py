"""`srns ard WORKBOOK`: every number as a row, with the children and the cells behind it."""

import argparse
import sys
from pathlib import Path

from srns.cli.common import (
    UNREADABLE,
    add_basis,
    add_definition,
    add_workbook,
    basis_of,
    exit_code,
    open_chosen,
    prepared,
    refuse,
)
from srns.report.results_catalogue import PARTS, make_results
from srns.report.results_files import RESULTS_FORMATS
from srns.report.table_catalogue import Choices
from srns.rules.classify import classify
from srns.rules.definition import identify
from srns.rules.load_definition import load_definition
from srns.workbook.ledger import count_rows


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
        help="which numbers (repeatable; default: all)",
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
    basis = basis_of(chosen)
    cohort = prepared(reading.cohort, chosen, basis)
    rows = None if basis.by_line else count_rows(reading.ledger, "Patients")
    found = classify(cohort, definition, strategy=basis.strategy)
    table = make_results(found, chosen.part or (), Choices(chosen.by, rows=rows))
    content = RESULTS_FORMATS[chosen.format](table)
    if chosen.output is None:
        sys.stdout.write(content)
        return exit_code(reading)
    try:
        chosen.output.write_text(content, encoding="utf-8", newline="\n")
    except OSError as error:
        print(f"{chosen.output} cannot be written: {error.strerror}.", file=sys.stderr)
        return UNREADABLE
    print(f"Wrote {len(table)} rows to {chosen.output}.")
    return exit_code(reading)
