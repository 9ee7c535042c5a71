"""`srns tables WORKBOOK`: the tables of a paper, to print or as files to edit."""

import argparse

from srns.analysis.tables.kidney_function import EQUATIONS
from srns.cli.common import open_chosen, take_definition, take_workbook
from srns.cli.printing import give, give_problems, take_format
from srns.report.provenance import stamp_all
from srns.report.table_catalogue import TABLES, Choices
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from srns.workbook.ledger import count_rows


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Name the command and its arguments."""
    command = commands.add_parser("tables", help="make the tables of a paper, as text or files")
    take_workbook(command)
    take_definition(command)
    command.add_argument(
        "--table", choices=tuple(TABLES), action="append", help="which (default: all; repeatable)"
    )
    command.add_argument(
        "--by",
        metavar="histology|maintenance|resistance|COLUMN",
        help="how Table 1 groups the children (default: not at all)",
    )
    command.add_argument(
        "--equation", choices=tuple(EQUATIONS), default="ckid_u25", help="of kidney function"
    )
    take_format(command)
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Judge the cohort and give its tables."""
    definition = load_definition(chosen.definition)
    reading = open_chosen(chosen)
    if reading.cohort is None:
        return give_problems(reading, chosen)
    judged = classify(reading.cohort, definition)
    choices = Choices(chosen.by, chosen.equation, rows=count_rows(reading.ledger, "Patients"))
    tables = [TABLES[name](reading.cohort, judged, choices) for name in chosen.table or TABLES]
    stamp = stamp_all(reading.name, reading.cohort, definition)
    return give(tables, stamp, chosen)
