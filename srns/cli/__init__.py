"""Command line: `srns COMMAND`, or `python -m srns COMMAND`.

One file is one command: `add` describes its arguments, `run` runs it and returns the exit code.
Only the command that was asked for is imported, so that each starts fast and needs no more packages
than its own. Exit codes: 0 no error, 1 errors in the workbook, 2 the file (or the call) cannot be
read.
"""

import argparse
import importlib
import io
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from srns import SOFTWARE
from srns.cohort.errors import InputError

FINE, UNREADABLE = 0, 2
COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "check": "check",
        "recipe": "recipe",
        "results": "results",
        "classify": "classify",
        "summary": "summary",
        "times": "times",
        "states": "states",
        "lines": "lines",
        "tables": "tables",
        "ard": "ard",
        "compare": "compare",
        "statements": "statements",
        "report": "report",
        "dataset": "dataset",
        "snapshot": "snapshot",
        "figure": "figure",
        "child": "child",
        "booklet": "booklet",
        "registry": "registry",
        "simulate": "simulate",
        "definitions": "definitions",
        "gaps": "gaps",
        "try": "try_samples",
        "template": "template",
        "dashboard": "dashboard",
        "admin": "admin",
    }
)
"""Each command's module, in the order of the help."""
EXTRAS: Mapping[str, str] = MappingProxyType(
    {
        "docx": "report",
        "vl_convert": "report",
        "pyarrow": "report",
        "cryptography": "report",
        "typst": "report",
        "sqlalchemy": "dashboard",
        "duckdb": "registry",
        "pysail": "spark",
        "pyspark": "spark",
        "alembic": "dashboard",
    }
)
"""The extra of this package that brings a module that only some commands need."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # ≤ and µ also on a Windows console
    given = sys.argv[1:] if arguments is None else arguments
    try:
        chosen = _parser(given[0] if given else "").parse_args(given)
        _check_texts(chosen)
        _keep_inputs(chosen)
        return chosen.run(chosen)
    except InputError as error:
        print(error, file=sys.stderr)
        return UNREADABLE
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        sys.stderr.close()
        return FINE


_LONGEST_TEXT = 4096
"""In characters; no system has a longer path, and nothing else that is typed is as long."""


def _check_texts(chosen: argparse.Namespace) -> None:
    """Refuse what no path or choice can be, before anything quotes or opens it."""
    for name, given in vars(chosen).items():
        for one in given if isinstance(given, list) else [given]:
            text = str(one) if isinstance(one, str | Path) else ""
            if "\0" in text:
                raise InputError(
                    f"{name}: found a character that no text has (NUL). Type it again."
                )
            if len(text) > _LONGEST_TEXT:
                raise InputError(
                    f"{name}: found {len(text):,} characters, '{text[:40]}…'; expected at most "
                    f"{_LONGEST_TEXT:,}."
                )


_READ = ("workbook", "export", "file", "recipe", "redcap", "overrides", "samples", "definition")
_WRITTEN = ("output", "annotate")


def _keep_inputs(chosen: argparse.Namespace) -> None:
    """Refuse to write over a file that is read: it may be the only copy of a workbook."""
    given = [getattr(chosen, name, None) for name in _READ]
    files = [one for each in given for one in (each if isinstance(each, list) else [each])]
    read = {Path(one).resolve() for one in files if isinstance(one, str | Path)}
    for name in _WRITTEN:
        target = getattr(chosen, name, None)
        if isinstance(target, str | Path) and Path(target).resolve() in read:
            raise InputError(
                f"{target}: found the file that is read as the one to write; expected another "
                "name. Nothing was written."
            )


def _parser(asked: str) -> argparse.ArgumentParser:
    """Return the parser of one command; of all where it is none of them."""
    parser = argparse.ArgumentParser(
        prog="srns",
        description="Remission calls for children with steroid-resistant nephrotic syndrome, "
        "each with the cells that decided it. No diagnosis, no treatment advice.",
    )
    parser.add_argument("--version", action="version", version=SOFTWARE)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name in [asked] if asked in COMMANDS else COMMANDS:
        try:
            importlib.import_module(f"srns.cli.{COMMANDS[name]}").add(commands)
        except ModuleNotFoundError as error:
            extra = EXTRAS.get((error.name or "").partition(".")[0])
            if extra is None:
                raise
            remedy = f"needs the extra '{extra}': pip install 'srns[{extra}]'"
            if name == asked:
                raise InputError(f"srns {name} {remedy}") from None
            commands.add_parser(name, help=remedy)
    return parser
