"""The same engine from a shell: `python -m srns COMMAND`.

One file is one command; each has `add`, which names its arguments, and `run`, which does it.
Exit codes: 0 no error, 1 errors in the workbook, 2 the file (or the call) cannot be read.
"""

import argparse
import io
import sys
from collections.abc import Sequence

from srns.cli import (
    admin,
    check,
    classify,
    compare,
    definitions,
    gaps,
    recipe,
    report,
    statements,
    summary,
    tables,
    template,
    times,
    try_samples,
)
from srns.cli.common import FINE, UNREADABLE
from srns.cohort.errors import InputError

COMMANDS = (
    check,
    recipe,
    classify,
    summary,
    times,
    tables,
    compare,
    statements,
    report,
    definitions,
    gaps,
    try_samples,
    template,
    admin,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    chosen = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # ≤ and µ also on a Windows console
    try:
        return chosen.run(chosen)
    except InputError as error:
        print(error, file=sys.stderr)
        return UNREADABLE
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        sys.stderr.close()
        return FINE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="srns",
        description="Remission calls for children with steroid-resistant nephrotic syndrome, "
        "each with the cells that decided it. No diagnosis, no treatment advice.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    return parser
