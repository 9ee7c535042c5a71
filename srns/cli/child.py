"""`srns child WORKBOOK ID -o FILE.pdf`: one child's page to print, and `srns booklet` of all."""

import argparse
import datetime
from pathlib import Path

from srns.cli.common import (
    add_basis,
    add_definition,
    add_language,
    add_overrides,
    add_units,
    add_workbook,
    basis_of,
    classify_chosen,
    exit_code,
    open_chosen,
    refuse,
    write_file,
)
from srns.cli.printing import stamp_with
from srns.cohort.errors import InputError
from srns.languages.current import language
from srns.report.child_pdf import child_pdf
from srns.report.provenance import Stamp
from srns.rules.classification import Classification
from srns.rules.load_definition import load_definition
from srns.workbook.read_workbook import Reading


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser("child", help="one child's page to print, as PDF")
    add_workbook(command)
    command.add_argument("--child", required=True, metavar="ID", help="the child's study number")
    add_page_options(command)
    command.set_defaults(run=run)


def add_page_options(command: argparse.ArgumentParser) -> None:
    """Add the options of a page and of the booklet."""
    command.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.pdf")
    add_units(command)
    add_language(command)
    add_definition(command)
    add_basis(command)
    add_overrides(command)


def run(chosen: argparse.Namespace) -> int:
    """Judge the cohort and write the page of one child."""
    judged, reading = judged_for_print(chosen)
    if judged is None:
        return refuse(reading, {}, as_json=False)
    found, stamp = judged
    with language(chosen.language):
        page = child_pdf(found, chosen.child, stamp, printed_on=datetime.date.today())
    write_file(chosen.output, page)
    print(f"Wrote {chosen.output}.")
    return exit_code(reading)


def judged_for_print(
    chosen: argparse.Namespace,
) -> tuple[tuple[Classification, Stamp] | None, Reading]:
    """Return the verdicts with their stamp, and the reading; no verdicts where errors stop them.

    Raises
    ------
    InputError
        Where the file to write is no PDF.
    """
    if chosen.output.suffix.casefold() != ".pdf":
        raise InputError(
            f"{chosen.output}: found the ending '{chosen.output.suffix}'; expected .pdf."
        )
    definition = load_definition(chosen.definition)
    reading = open_chosen(chosen)
    if reading.cohort is None:
        return None, reading
    found = classify_chosen(reading.cohort, definition, chosen)
    stamp = stamp_with(basis_of(chosen), reading.name, found.cohort, definition)
    return (found, stamp), reading
