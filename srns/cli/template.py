"""`srns template FILE`: write the blank workbook, or its REDCap data dictionary."""

import argparse
import sys
from pathlib import Path

from srns.cli.common import FINE, UNREADABLE
from srns.workbook.blank_template import KINDS, write_template
from srns.workbook.files.redcap_dictionary import REPEATING, write_dictionary


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser("template", help="write the blank workbook")
    command.add_argument("file", type=Path)
    command.add_argument(
        "--for",
        dest="kind",
        choices=tuple(KINDS),
        default=next(iter(KINDS)),
        help="; ".join(f"{kind.name}: {kind.description}" for kind in KINDS.values())
        + " (default: %(default)s)",
    )
    command.add_argument(
        "--redcap",
        action="store_true",
        help="write a REDCap data dictionary (.csv) of the template instead",
    )
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Write the file, or print why it cannot be written."""
    try:
        if chosen.redcap:
            write_dictionary(chosen.file)
        else:
            write_template(chosen.file, chosen.kind)
    except OSError as error:
        print(f"{chosen.file} cannot be written: {error.strerror}.", file=sys.stderr)
        return UNREADABLE
    print(f"Wrote {chosen.file}.")
    if chosen.redcap:
        print(f"In REDCap, make these repeating instruments: {', '.join(REPEATING)}.")
    return FINE
