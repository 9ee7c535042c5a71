"""`srns snapshot WORKBOOK -o FILE.html`: the cohort in one file that opens without a network."""

import argparse
import getpass
import os
import sys
from pathlib import Path

from srns.cli.common import (
    add_basis,
    add_definition,
    add_units,
    add_workbook,
    basis_of,
    exit_code,
    refuse,
    units_of,
    write_file,
)
from srns.cli.gate import add_gate, cleared_sentence, open_cleared
from srns.cohort.errors import InputError
from srns.report.offline_page import offline_page
from srns.report.provenance import note_on
from srns.rules.load_definition import load_definition, read_definition_text

PASSWORD = "SRNS_PAGE_PASSWORD"
"""The environment variable of the password, for a shell without a keyboard."""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser(
        "snapshot", help="one HTML file that opens offline, filters, and shows the evidence"
    )
    add_workbook(command)
    command.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.html")
    command.add_argument(
        "--counts-only", action="store_true", help="altered and rounded counts, and no child"
    )
    command.add_argument(
        "--password",
        action="store_true",
        help=f"ask for a password (or take {PASSWORD}) without which nobody can read the file",
    )
    add_definition(command)
    add_basis(command)
    add_units(command)
    add_gate(command)
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """De-identify the cohort and write the page."""
    if chosen.output.suffix.casefold() != ".html":
        raise InputError(
            f"{chosen.output}: found the ending '{chosen.output.suffix}'; expected .html."
        )
    definition = load_definition(chosen.definition)
    reading, cleared = open_cleared(chosen)
    if cleared is None or reading.cohort is None:
        return refuse(reading, {}, as_json=False)
    page = offline_page(
        cleared,
        definition,
        read_definition_text(chosen.definition),
        basis_of(chosen),
        units=units_of(chosen),
        note=note_on(reading.cohort),
        counts_only=chosen.counts_only,
        password=_ask_password() if chosen.password else "",
    )
    write_file(chosen.output, page)
    print(f"{cleared_sentence(cleared)} Wrote {chosen.output} ({len(page) / 1e6:.1f} MB).")
    return exit_code(reading)


def _ask_password() -> str:
    """Return the password from the environment, or ask for it twice."""
    if given := os.environ.get(PASSWORD):
        return given
    if not sys.stdin.isatty():
        raise InputError(f"found no keyboard to ask for a password; expected {PASSWORD}. Set it.")
    first, again = getpass.getpass("Password: "), getpass.getpass("Again: ")
    if first != again:
        raise InputError("found two different passwords; expected the same twice. Try again.")
    return first
