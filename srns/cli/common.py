"""What the commands share: exit codes, the choice of a definition, how problems are printed."""

import argparse
import datetime
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from srns.cli.json_output import checked
from srns.cohort.errors import OverrideError
from srns.cohort.overrides import parse_overrides
from srns.cohort.tables import Cohort, hold_overrides
from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.files.redcap import open_redcap
from srns.workbook.problems import Problem, group_problems
from srns.workbook.read_workbook import Reading, read_workbook
from srns.workbook.recipe.model import read_recipe

FINE, ERRORS, UNREADABLE = 0, 1, 2


def take_definition(
    command: argparse.ArgumentParser, purpose: str = "a published definition or a TOML file"
) -> None:
    """Let a command be told which definition to apply."""
    command.add_argument(
        "--definition",
        default="haddad_2021",
        metavar="ID_OR_FILE",
        help=f"{purpose} (default: haddad_2021)",
    )


def take_overrides(command: argparse.ArgumentParser) -> None:
    """Let a command be told what persons decided against the rule."""
    command.add_argument(
        "--overrides",
        type=Path,
        metavar="FILE",
        help="a TOML or CSV file: patient, response, reason, by; shown beside the verdict",
    )


def with_overrides(cohort: Cohort, file: Path | None) -> Cohort:
    """Put the overrides of a file beside the cohort.

    Raises
    ------
    OverrideError
        Where the file or one of its overrides cannot be used.
    """
    if file is None:
        return cohort
    try:
        content = file.read_bytes()
    except OSError as error:
        raise OverrideError(
            f"{file} cannot be read: {error.strerror}. Give the path of a TOML or CSV file."
        ) from None
    return hold_overrides(cohort, parse_overrides(content, file.name))


def take_file(
    command: argparse.ArgumentParser, *, needed: bool = True, purpose: str | None = None
) -> None:
    """Let a command be told which workbook to open."""
    command.add_argument("workbook", nargs=None if needed else "?", help=purpose)
    command.add_argument(
        "--redcap",
        metavar="DICTIONARY.csv",
        help="the workbook is a REDCap export (.csv); this is its data dictionary",
    )


def take_workbook(
    command: argparse.ArgumentParser, *, needed: bool = True, purpose: str | None = None
) -> None:
    """Let a command be told which workbook to read, and how."""
    take_file(command, needed=needed, purpose=purpose)
    command.add_argument(
        "--recipe",
        metavar="FILE.toml",
        help="how a workbook that is not in the template's shape is read (see srns recipe)",
    )


def open_file(chosen: argparse.Namespace) -> WorkbookCells | Problem:
    """Open the workbook that a command was given."""
    if chosen.redcap:
        return open_redcap(chosen.workbook, chosen.redcap, name=Path(chosen.workbook).name)
    return open_workbook(chosen.workbook)


def read_opened(opened: WorkbookCells | Problem, chosen: argparse.Namespace) -> Reading:
    """Read a workbook that was opened, by its recipe if there is one."""
    name = Path(chosen.workbook).name
    recipe = read_recipe(chosen.recipe) if chosen.recipe else None
    if isinstance(opened, Problem):
        return Reading(name, None, (opened,), readable=False)
    return read_workbook(opened, name=name, recipe=recipe, today=datetime.date.today())


def open_chosen(chosen: argparse.Namespace) -> Reading:
    """Read the workbook that a command was given, by its recipe if there is one."""
    return read_opened(open_file(chosen), chosen)


def exit_code(reading: Reading) -> int:
    """Give the exit code of a workbook that was read."""
    if not reading.readable:
        return UNREADABLE
    return ERRORS if reading.cohort is None else FINE


def print_json(document: dict[str, Any]) -> None:
    """Print a document for other programs."""
    print(json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False))


def refuse(reading: Reading, nothing: dict[str, Any], *, as_json: bool) -> int:
    """Print what stops the analysis, and give the exit code.

    Parameters
    ----------
    nothing
        The command's document without any child, which the problems are added to.
    """
    if as_json:
        print_json({**nothing, **checked(reading)})
    else:
        print_problems(reading)
    return exit_code(reading)


def print_problems(reading: Reading) -> None:
    """Print every problem, equal ones together, one a line."""
    for group in group_problems(reading.problems):
        print(f"{group.severity}: {group.message}")


def names(patients: Sequence[str]) -> str:
    """List the children, the first twenty by name."""
    shown = ", ".join(patients[:20])
    return f"{shown} and {len(patients) - 20} more" if len(patients) > 20 else shown
