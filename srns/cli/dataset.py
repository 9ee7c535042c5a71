"""`srns dataset WORKBOOK -o FILE.zip`: tables, definition and results as a data package."""

import argparse
import hashlib
from pathlib import Path

from srns.cli.common import (
    add_basis,
    add_definition,
    add_workbook,
    basis_of,
    exit_code,
    refuse,
    write_file,
)
from srns.cli.gate import add_gate, cleared_sentence, open_cleared
from srns.report.dataset import write_dataset
from srns.report.provenance import note_on
from srns.rules.load_definition import load_definition, read_definition_text


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser(
        "dataset", help="de-identified tables, definition and results as a Frictionless package"
    )
    add_workbook(command)
    command.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.zip")
    command.add_argument(
        "--with-recipe",
        action="store_true",
        help="put in the recipe too, which quotes the workbook; else only its hash",
    )
    add_definition(command)
    add_basis(command)
    add_gate(command)
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """De-identify the cohort and write the analysis set."""
    definition = load_definition(chosen.definition)
    reading, cleared = open_cleared(chosen)
    if cleared is None or reading.cohort is None:
        return refuse(reading, {}, as_json=False)
    recipe = Path(chosen.recipe).read_bytes() if chosen.recipe else b""
    content = write_dataset(
        cleared,
        definition,
        basis_of(chosen),
        text=read_definition_text(chosen.definition),
        recipe=recipe.decode() if chosen.with_recipe else "",
        recipe_hash=hashlib.sha256(recipe).hexdigest() if recipe else "",
        note=note_on(reading.cohort),
    )
    write_file(chosen.output, content)
    print(f"{cleared_sentence(cleared)} Wrote {chosen.output}.")
    return exit_code(reading)
