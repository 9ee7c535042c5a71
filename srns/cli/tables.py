"""`srns tables WORKBOOK`: Table 1, case table, flow and the other tables of a paper."""

import argparse

from srns.analysis.tables.kidney_function import EQUATIONS
from srns.cli.common import (
    add_basis,
    add_definition,
    add_units,
    add_workbook,
    basis_of,
    classify_chosen,
    open_chosen,
    rows_of_children,
)
from srns.cli.printing import add_format, output, refuse_tables, stamp_with
from srns.report.table_catalogue import TABLES, Choices
from srns.rules.load_definition import load_definition


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser("tables", help="the tables of a paper, as text or files")
    add_workbook(command)
    add_definition(command)
    add_basis(command)
    add_units(command)
    command.add_argument(
        "--table",
        choices=tuple(TABLES),
        action="append",
        help="table to make (repeatable; default: all)",
    )
    command.add_argument(
        "--by",
        metavar="histology|maintenance|resistance|COLUMN",
        help="grouping of Table 1 (default: none)",
    )
    command.add_argument(
        "--equation",
        choices=tuple(EQUATIONS),
        default="ckid_u25",
        help="equation for kidney function (default: ckid_u25)",
    )
    add_format(command)
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Classify the cohort and print or write its tables."""
    definition = load_definition(chosen.definition)
    reading = open_chosen(chosen)
    if reading.cohort is None:
        return refuse_tables(reading, chosen)
    judged = classify_chosen(reading.cohort, definition, chosen)
    cohort = judged.cohort
    choices = Choices(chosen.by, chosen.equation, rows=rows_of_children(reading, chosen))
    tables = [TABLES[name](cohort, judged, choices) for name in chosen.table or TABLES]
    stamp = stamp_with(basis_of(chosen), reading.name, cohort, definition)
    return output(tables, stamp, chosen)
