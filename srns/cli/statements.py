"""`srns statements WORKBOOK FILE`: check the numbers in a manuscript against the workbook."""

import argparse

from srns.analysis.statements.check import (
    MISTAKE,
    check_statements,
    count_verdicts,
    statement_table,
)
from srns.cli.common import (
    ERRORS,
    add_basis,
    add_definition,
    add_workbook,
    basis_of,
    classify_chosen,
    exit_code,
    open_chosen,
)
from srns.cli.printing import add_format, output, refuse_tables, stamp_with
from srns.rules.load_definition import load_definition
from srns.workbook.statements_file import read_statements

TITLE = "Does the text agree with the table?"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser(
        "statements",
        help="check the numbers in a manuscript against the workbook",
        description="FILE lists the statements: a CSV or xlsx file with the columns statement, "
        "value and how computed, or a TOML file. docs/statements.md explains how computed.",
    )
    add_workbook(command)
    command.add_argument("file")
    add_definition(command)
    add_basis(command)
    add_format(command)
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Check every statement; exit code 1 if a computation, 2 if a file cannot be read."""
    definition = load_definition(chosen.definition)
    statements = read_statements(chosen.file)
    reading = open_chosen(chosen)
    if reading.cohort is None:
        return refuse_tables(reading, chosen)
    basis = basis_of(chosen)
    judged = classify_chosen(reading.cohort, definition, chosen)
    cohort = judged.cohort
    checked = check_statements(statements, cohort, judged)
    stamp = stamp_with(basis, reading.name, cohort, definition)
    code = output([statement_table(checked, TITLE)], stamp, chosen)
    if code:
        return code
    if chosen.format in (None, "text"):
        print("; ".join(f"{n} × {verdict}" for verdict, n in count_verdicts(checked).items()))
    return ERRORS if any(each.verdict == MISTAKE for each in checked) else exit_code(reading)
