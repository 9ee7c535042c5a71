"""`srns report WORKBOOK -o FILE`: write verdicts, tables and methods to one file."""

import argparse
import sys
from pathlib import Path

from srns.cli.common import (
    UNREADABLE,
    add_basis,
    add_definition,
    add_units,
    add_workbook,
    basis_of,
    exit_code,
    open_chosen,
    prepared,
    refuse,
    units_of,
)
from srns.cli.printing import stamp_with
from srns.report.cohort_report import make_report
from srns.report.report_files import FORMS
from srns.report.table_catalogue import Choices
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from srns.workbook.ledger import count_rows


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser("report", help="write verdicts, tables and methods to one file")
    add_workbook(command)
    command.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE.docx|.html|.xlsx"
    )
    add_definition(command)
    add_basis(command)
    add_units(command)
    command.add_argument(
        "--by",
        default="histology",
        metavar="histology|maintenance|resistance|COLUMN",
        help="grouping of Table 1 (default: histology)",
    )
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Classify the cohort and write its report."""
    target: Path = chosen.output
    if target.suffix.casefold() not in FORMS:
        print(
            f"{target}: found the ending '{target.suffix}'; expected .docx, .html or .xlsx.",
            file=sys.stderr,
        )
        return UNREADABLE
    definition = load_definition(chosen.definition)
    reading = open_chosen(chosen)
    if reading.cohort is None:
        return refuse(reading, {}, as_json=False)
    basis = basis_of(chosen)
    cohort = prepared(reading.cohort, chosen, basis)
    rows = None if basis.by_line else count_rows(reading.ledger, "Patients")
    report = make_report(
        cohort,
        classify(cohort, definition, strategy=basis.strategy).in_units(units_of(chosen)),
        stamp_with(basis, reading.name, cohort, definition),
        problems=reading.problems,
        choices=Choices(chosen.by, rows=rows),
    )
    try:
        target.write_bytes(FORMS[target.suffix.casefold()](report))
    except OSError as error:
        print(f"{target} cannot be written: {error.strerror}.", file=sys.stderr)
        return UNREADABLE
    print(f"Wrote {target}.")
    return exit_code(reading)
