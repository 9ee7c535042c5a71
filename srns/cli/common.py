"""Options and output that the commands share: definition, workbook, problems, exit codes."""

import argparse
import datetime
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from srns.cli.json_output import checked
from srns.cohort.errors import InputError, OverrideError
from srns.cohort.given_files import read_given
from srns.cohort.overrides import parse_overrides
from srns.cohort.tables import AS_READ, Cohort, hold_overrides
from srns.cohort.unit_systems import CONVENTIONAL, SYSTEMS, Units
from srns.languages.current import ENGLISH, LANGUAGES
from srns.rules.basis import Basis, prepare
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.definition import Definition
from srns.rules.rescue import STRATEGIES, TREATMENT_POLICY
from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.joined_files import name_together
from srns.workbook.ledger import count_rows
from srns.workbook.problems import Problem, group_problems
from srns.workbook.read_workbook import Reading, read_workbook
from srns.workbook.recipe.model import read_recipe
from srns.workbook.results import open_export

FINE, ERRORS, UNREADABLE = 0, 1, 2


def add_definition(
    command: argparse.ArgumentParser, purpose: str = "id of a published definition, or a TOML file"
) -> None:
    """Add the `--definition` option."""
    command.add_argument(
        "--definition",
        default="haddad_2021",
        metavar="ID_OR_FILE",
        help=f"{purpose} (default: haddad_2021)",
    )


def add_units(command: argparse.ArgumentParser) -> None:
    """Add the `--units` option."""
    command.add_argument(
        "--units",
        choices=tuple(SYSTEMS),
        default=CONVENTIONAL.name,
        type=str.casefold,
        help="units of sentences, tables and figures (default: conventional, mg/mg and g/dL; si: "
        "mg/mmol and g/L); JSON keeps the results as reported",
    )


def add_language(command: argparse.ArgumentParser) -> None:
    """Add the `--language` option, which the command puts into use where it makes a document."""
    command.add_argument(
        "--language",
        choices=tuple(LANGUAGES),
        default=ENGLISH,
        type=str.casefold,
        help="language of the document (default: en); what the command itself says is English",
    )


def units_of(chosen: argparse.Namespace) -> Units:
    """Return the units that `add_units` asks for."""
    return SYSTEMS[chosen.units]


def write_file(target: Path, content: bytes) -> None:
    """Write a file.

    Raises
    ------
    InputError
        Where it cannot be written.
    """
    try:
        target.write_bytes(content)
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error.strerror}.") from None


def add_basis(command: argparse.ArgumentParser, *, strategy: bool = True) -> None:
    """Add the options `--day-zero` and `--by-line`, and `--strategy` where it changes anything."""
    counted = command.add_mutually_exclusive_group()
    counted.add_argument(
        "--day-zero",
        default=AS_READ,
        metavar="ORIGIN",
        help="what day 0 is: 'index date' (default), 'first infusion', 'first DRUG', "
        "'first CLASS', 'first EVENT' or 'first urine result'",
    )
    counted.add_argument(
        "--by-line",
        action="store_true",
        help="judge each line of treatment on its own, from the day it was started",
    )
    if strategy:
        add_strategy(command)


def add_strategy(command: argparse.ArgumentParser) -> None:
    """Add the `--strategy` option."""
    command.add_argument(
        "--strategy",
        choices=STRATEGIES,
        default=TREATMENT_POLICY,
        metavar="NAME",
        help="what a rescue drug changes: 'treatment policy' (default, nothing), 'rescue is no "
        "response', or 'until rescue' (visits count until then)",
    )


def basis_of(chosen: argparse.Namespace) -> Basis:
    """Return what the options of `add_basis` ask for."""
    return Basis(chosen.day_zero, chosen.by_line, getattr(chosen, "strategy", TREATMENT_POLICY))


def prepared(cohort: Cohort, chosen: argparse.Namespace) -> Cohort:
    """Return the cohort with its overrides, counted from day 0 or with every line as a child.

    Raises
    ------
    DayZeroError
        Where no child has the day 0 that is asked for.
    InputError
        Where overrides, which are of children, are asked for with lines of treatment.
    """
    overrides, basis = getattr(chosen, "overrides", None), basis_of(chosen)
    if overrides is not None and basis.by_line:
        raise InputError(
            "found --overrides with --by-line; expected one of them. An override is of a child, "
            "not of a line of treatment."
        )
    return prepare(with_overrides(cohort, overrides), basis)


def classify_chosen(
    cohort: Cohort, definition: Definition, chosen: argparse.Namespace
) -> Classification:
    """Classify a cohort as `add_basis`, `add_overrides` and `add_units` ask; see `prepared`."""
    strategy = basis_of(chosen).strategy
    found = classify(prepared(cohort, chosen), definition, strategy=strategy)
    return found.in_units(units_of(chosen)) if "units" in chosen else found


def rows_of_children(
    reading: Reading, chosen: argparse.Namespace
) -> tuple[int, dict[str, int]] | None:
    """Return what `count_rows` says of the sheet Patients; None where lines are judged."""
    return None if chosen.by_line else count_rows(reading.ledger, "Patients")


def add_overrides(command: argparse.ArgumentParser) -> None:
    """Add the `--overrides` option."""
    command.add_argument(
        "--overrides",
        type=Path,
        metavar="FILE",
        help="TOML or CSV file of verdicts overridden by a person: patient, response, reason, by",
    )


def with_overrides(cohort: Cohort, file: Path | None) -> Cohort:
    """Return the cohort with the overrides in a file; None changes nothing.

    Raises
    ------
    OverrideError
        Where the file or one of its overrides cannot be used.
    """
    if file is None:
        return cohort
    try:
        content = read_given(file)
    except OSError as error:
        raise OverrideError(
            f"{file} cannot be read: {error.strerror}. Give the path of a TOML or CSV file."
        ) from None
    return hold_overrides(cohort, parse_overrides(content, file.name))


def add_workbook_file(
    command: argparse.ArgumentParser, *, needed: bool = True, purpose: str | None = None
) -> None:
    """Add the workbook argument and the `--redcap` option."""
    command.add_argument(
        "workbook",
        nargs="+" if needed else "*",
        help=purpose or "the workbook; several files of one cohort are read together",
    )
    command.add_argument(
        "--redcap",
        metavar="DICTIONARY.csv",
        help="data dictionary of the REDCap project that the workbook (.csv) was exported from",
    )


def add_workbook(
    command: argparse.ArgumentParser, *, needed: bool = True, purpose: str | None = None
) -> None:
    """Add the workbook argument and the `--redcap` and `--recipe` options."""
    add_workbook_file(command, needed=needed, purpose=purpose)
    command.add_argument(
        "--recipe",
        metavar="FILE.toml",
        help="how to read a workbook that is not in the template's shape (see `srns recipe`)",
    )
    command.add_argument(
        "--strict",
        action="store_true",
        help="stop at any error, also one of a single cell, whose result would else be unknown",
    )


def open_file(chosen: argparse.Namespace) -> WorkbookCells | Problem:
    """Open the workbook named on the command line, or the files of one cohort together."""
    return open_export.open_together(chosen.workbook, redcap=chosen.redcap)


def name_workbook(chosen: argparse.Namespace) -> str:
    """Return the name of the workbook named on the command line."""
    return name_together(chosen.workbook)


def read_opened(opened: WorkbookCells | Problem, chosen: argparse.Namespace) -> Reading:
    """Read an open workbook, by its recipe if there is one."""
    name = name_workbook(chosen)
    recipe = read_recipe(chosen.recipe) if chosen.recipe else None
    origin = getattr(chosen, "day_zero", None) or ""
    if isinstance(opened, Problem):
        return Reading(name, None, (opened,), readable=False)
    reading = read_workbook(
        opened,
        name=name,
        recipe=recipe,
        today=datetime.date.today(),
        day_zero="" if origin == AS_READ else origin,  # else the recipe's would not count
    ).for_verdicts()
    return reading.strict() if chosen.strict else reading


def open_chosen(chosen: argparse.Namespace) -> Reading:
    """Open and read the workbook named on the command line."""
    return read_opened(open_file(chosen), chosen)


def exit_code(reading: Reading) -> int:
    """Return the exit code for a reading."""
    if not reading.readable:
        return UNREADABLE
    return ERRORS if reading.cohort is None or reading.errors else FINE


def print_json(document: dict[str, Any]) -> None:
    """Print a JSON document."""
    print(json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False))


def refuse(reading: Reading, nothing: dict[str, Any], *, as_json: bool) -> int:
    """Print the problems that stop the analysis, and return the exit code.

    Parameters
    ----------
    nothing
        The JSON document of the command without any child; the problems are added to it.
    """
    if as_json:
        print_json({**nothing, **checked(reading)})
    else:
        print_problems(reading)
    return exit_code(reading)


def print_problems(reading: Reading) -> None:
    """Print every problem on one line, equal ones together, and how many results are unknown."""
    for group in group_problems(reading.problems):
        print(f"{group.severity}: {group.message}")
    if reading.unknown_results:
        print(reading.unknown_words)


def names(patients: Sequence[str]) -> str:
    """List the children, naming the first twenty."""
    shown = ", ".join(patients[:20])
    return f"{shown} and {len(patients) - 20} more" if len(patients) > 20 else shown
