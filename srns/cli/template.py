"""`srns template FILE`: write the blank workbook, or its REDCap data dictionary."""

import argparse
import io
from pathlib import Path

from srns.cli.common import FINE, add_language, write_file
from srns.languages.current import language
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
    add_language(command)
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Write the file."""
    with language(chosen.language):
        content = _dictionary() if chosen.redcap else _workbook(chosen.kind)
    write_file(chosen.file, content)
    print(f"Wrote {chosen.file}.")
    if chosen.redcap:
        print(f"In REDCap, make these repeating instruments: {', '.join(REPEATING)}.")
    return FINE


def _workbook(kind: str) -> bytes:
    target = io.BytesIO()
    write_template(target, kind)
    return target.getvalue()


def _dictionary() -> bytes:
    target = io.StringIO()
    write_dictionary(target)
    return target.getvalue().encode("utf-8-sig")
