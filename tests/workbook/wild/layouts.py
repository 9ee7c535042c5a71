"""Sheets of a layout, read by their proposed recipe in Python and in a shell, with every cell."""

import datetime
import io
from collections.abc import Mapping
from pathlib import Path

import openpyxl

from srns.cli import main
from srns.workbook.files.cells import WorkbookCells, is_blank
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import Reading
from srns.workbook.recipe.model import write_recipe
from tests.workbook.wild.reading import Rows, proposed, save

DAY = datetime.date


def merged(rows: Rows, *ranges: str) -> WorkbookCells:
    """Return a workbook of one sheet 'Data' with merged cells, opened."""
    made = openpyxl.Workbook()
    page = made.worksheets[0]
    page.title = "Data"
    for row in rows:
        page.append(list(row))
    for each in ranges:
        page.merge_cells(each)
    stream = io.BytesIO()
    made.save(stream)
    opened = open_workbook(stream.getvalue(), "book.xlsx")
    assert isinstance(opened, WorkbookCells)
    return opened


def count_filled(opened: WorkbookCells) -> int:
    """Return the number of filled cells of a workbook."""
    return sum(not is_blank(cell) for one in opened.sheets for row in one.rows for cell in row)


def assert_accounted(opened: WorkbookCells, reading: Reading) -> None:
    """Fail where the three counts of the ledger are not the cells of the workbook."""
    ledger = reading.ledger
    assert ledger.cells == count_filled(opened)
    assert ledger.used + ledger.ignored + ledger.failed == ledger.cells
    assert not ledger.entries.duplicated(["sheet", "cell"]).any()


def reasons(reading: Reading) -> dict[str, str]:
    """Return why each ignored cell is ignored, by its address."""
    entries = reading.ledger.entries
    mine = entries[entries["outcome"] == "ignored"]
    return dict(zip(mine["cell"], mine["reason"], strict=True))


def kinds_of_questions(opened: WorkbookCells) -> list[str]:
    """Return what each question of the proposed recipe is about, in order."""
    return [one.id.partition(":")[0] for one in proposed(opened).questions]


def run_in_a_shell(
    folder: Path, sheets: Mapping[str, Rows], answers: Mapping[str, str]
) -> tuple[int, int, int]:
    """Return the exit codes of recipe, check and classify, with questions answered by their kind.

    `check` takes the recipe with every answer that is left out of `answers` as the last option.
    """
    book, recipe = folder / "book.xlsx", folder / "book.toml"
    book.write_bytes(save(sheets))
    first = main(["recipe", str(book), "-o", str(recipe)])
    opened = open_workbook(book.read_bytes(), "book.xlsx")
    assert isinstance(opened, WorkbookCells)
    made = proposed(opened)
    given = {
        one.id: answer
        for one in made.questions
        for kind, answer in answers.items()
        if one.id.startswith(kind)
    }
    answered = made.answered(given).with_rest_left_out()
    recipe.write_text(write_recipe(answered), encoding="utf-8")
    second = main(["check", str(book), "--recipe", str(recipe)])
    third = main(["classify", str(book), "--recipe", str(recipe)])
    return first, second, third
