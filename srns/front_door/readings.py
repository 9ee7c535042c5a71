"""Readings: a workbook of any shape, the paper's children, a recipe, the blank workbook."""

import datetime
from pathlib import Path
from typing import BinaryIO

from srns.app_files import PAPER_WORKBOOK
from srns.cohort.errors import InputError
from srns.front_door.arguments import Sources, name_of_files, open_files
from srns.workbook.blank_template import write_template as write_blank_workbook
from srns.workbook.files.file_types import Source
from srns.workbook.problems import Problem
from srns.workbook.read_workbook import Reading
from srns.workbook.read_workbook import read_workbook as read_cells
from srns.workbook.recipe.model import Recipe, read_recipe, write_recipe
from srns.workbook.recipe.propose import propose


def read_workbook(
    source: Sources,
    *,
    recipe: str | Path | bytes | Recipe | None = None,
    redcap: Source | None = None,
    name: str = "",
    day_zero: str = "",
) -> Reading:
    """Read a workbook with every problem and the fate of every cell.

    Parameters
    ----------
    source
        A path, the bytes of a file, or an open file: .xlsx, .xlsm, .xls, .xlsb, .ods or text; or
        a list of several files of one cohort.
    recipe
        How a workbook that is not in the template's shape is read: the path or the bytes of a
        recipe, or what `propose_recipe` returned.
    redcap
        The data dictionary of the REDCap project of which `source` is the export.
    name
        What the file is called, where `source` does not say.
    day_zero
        What days are counted from, such as ``first tacrolimus``; without it the index date, else
        the first infusion. Where a workbook has neither, `origins` says what it offers.

    Returns
    -------
    Reading
        `errors` and `problems` say which cell to fix. A cell that cannot be read is an unknown
        result, and the others are read; `cohort` is None where an error concerns more than one
        cell, and `reading.strict()` has none where there is any error.
        A file that cannot be opened is a reading with one problem, not an exception. Dates after
        today are errors.

    Raises
    ------
    RecipeError
        Where the recipe cannot be read.

    Examples
    --------
    >>> import srns
    >>> reading = srns.read_workbook("data/haddad2021.xlsx")
    >>> reading
    <Reading haddad2021.xlsx: 8 children, 0 errors>
    >>> reading.cohort.patients["patient"].tolist()
    ['1', '2', '3', '4', '5', '6', '7', '8']
    """
    plan = recipe if isinstance(recipe, Recipe | None) else read_recipe(recipe)
    name = name_of_files(source, name)
    opened = open_files(source, redcap, name)
    if isinstance(opened, Problem):
        return Reading(name, None, (opened,), readable=False)
    return read_cells(
        opened, name=name, recipe=plan, today=datetime.date.today(), day_zero=day_zero
    )


def load_haddad2021() -> Reading:
    """Read the founding paper's eight children.

    Table 1 is as printed; the laboratory series are simulated, because the paper shows Up/c only
    as a picture (Haddad et al., BMC Nephrology 2021;22:395). Draw no clinical conclusion.

    Examples
    --------
    >>> import srns
    >>> srns.load_haddad2021()
    <Reading haddad2021.xlsx: 8 children, 0 errors>
    """
    return read_workbook(PAPER_WORKBOOK)


def propose_recipe(
    source: Sources, target: str | Path | None = None, *, redcap: Source | None = None
) -> Recipe:
    """Propose how a workbook of any shape is read, with what only a person can answer.

    Parameters
    ----------
    source
        As in `read_workbook`.
    target
        Where to write the recipe as TOML, to answer its questions in an editor; None: nowhere.
    redcap
        As in `read_workbook`.

    Returns
    -------
    Recipe
        `open_questions` lists what to answer; `answered({id: option})` fills answers in.

    Raises
    ------
    InputError
        Where the workbook cannot be opened.

    Examples
    --------
    >>> import srns
    >>> messy = "benchmarks/workbooks/cases/unit_nowhere/workbook.xlsx"
    >>> recipe = srns.propose_recipe(messy)
    >>> recipe
    <Recipe for workbook.xlsx: 1 table(s), 1 open question(s)>
    >>> question = recipe.open_questions[0]
    >>> recipe = recipe.answered({question.id: "mg/mmol"})
    >>> srns.read_workbook(messy, recipe=recipe)
    <Reading workbook.xlsx: 1 child, 0 errors>
    """
    name = name_of_files(source)
    opened = open_files(source, redcap, name)
    if isinstance(opened, Problem):
        raise InputError(opened.message)
    recipe = propose(opened, name)
    if target is not None:
        Path(target).write_text(write_recipe(recipe), encoding="utf-8", newline="\n")
    return recipe


def write_template(target: str | Path | BinaryIO) -> None:
    """Write the blank workbook: five sheets, and one that describes every column.

    Examples
    --------
    >>> import io, srns
    >>> file = io.BytesIO()
    >>> srns.write_template(file)
    >>> srns.read_workbook(file.getvalue(), name="blank.xlsx")
    <Reading blank.xlsx: 0 children, 0 errors>
    """
    write_blank_workbook(target)
