"""`srns statements WORKBOOK FILE`: does a text agree with the table it was counted from?"""

import argparse

from srns.analysis.statements.check import (
    MISTAKE,
    check_statements,
    count_verdicts,
    statement_table,
)
from srns.cli.common import ERRORS, exit_code, open_chosen, take_definition, take_workbook
from srns.cli.printing import give, give_problems, take_format
from srns.report.provenance import stamp_all
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from srns.workbook.statements_file import read_statements

TITLE = "Does the text agree with the table?"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Name the command and its arguments."""
    command = commands.add_parser(
        "statements",
        help="hold the numbers of a text against the workbook",
        description="FILE lists the statements: a CSV or xlsx with the columns statement, value "
        "and how computed, or a TOML file. docs/statements.md has the words of a computation.",
    )
    take_workbook(command)
    command.add_argument("file")
    take_definition(command)
    take_format(command)
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Check every statement. Exit 1: a computation cannot be understood; 2: a file cannot be."""
    definition = load_definition(chosen.definition)
    statements = read_statements(chosen.file)
    reading = open_chosen(chosen)
    if reading.cohort is None:
        return give_problems(reading, chosen)
    cohort = reading.cohort
    checked = check_statements(statements, cohort, classify(cohort, definition))
    stamp = stamp_all(reading.name, cohort, definition)
    code = give([statement_table(checked, TITLE)], stamp, chosen)
    if code:
        return code
    if chosen.format in (None, "text"):
        print("; ".join(f"{n} × {verdict}" for verdict, n in count_verdicts(checked).items()))
    return ERRORS if any(each.verdict == MISTAKE for each in checked) else exit_code(reading)
