"""`srns recipe WORKBOOK [-o FILE.toml]`: propose how to read a workbook of any shape."""

import argparse
import sys
from pathlib import Path
from typing import TextIO

from srns.cli.common import (
    ERRORS,
    FINE,
    UNREADABLE,
    add_workbook_file,
    name_workbook,
    open_file,
    write_file,
)
from srns.workbook.problems import Problem
from srns.workbook.recipe.model import Recipe, write_recipe
from srns.workbook.recipe.propose import propose


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser("recipe", help="propose how to read a workbook of any shape")
    add_workbook_file(command)
    command.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE.toml",
        help="write the recipe here (default: print it, and the questions to standard error)",
    )
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Write the recipe and print the questions that only a person can answer."""
    workbook = open_file(chosen)
    if isinstance(workbook, Problem):
        print(workbook.message, file=sys.stderr)
        return UNREADABLE
    recipe = propose(workbook, name_workbook(chosen))
    if not recipe.tables:
        print(
            "No table was found that may be about children: name one column or row 'patient', or "
            "give each child a sheet of its own with known headings, such as 'Up/c (mg/mg)'.",
            file=sys.stderr,
        )
        return ERRORS
    if chosen.output is None:
        print(write_recipe(recipe), end="")
        _print_questions(recipe, sys.stderr)
        return FINE
    write_file(chosen.output, write_recipe(recipe).encode())
    print(f"Wrote {chosen.output}.")
    _print_questions(recipe, sys.stdout)
    return FINE


def _print_questions(recipe: Recipe, stream: TextIO) -> None:
    for question in recipe.open_questions:
        print(f"To answer: {question.asks}\n    {' | '.join(question.options)}", file=stream)
