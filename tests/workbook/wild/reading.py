"""Small tables typed in the tests, read by the proposed recipe as its file holds it."""

import io
from collections.abc import Mapping, Sequence

import openpyxl

from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import Reading, read_workbook
from srns.workbook.recipe.model import Recipe, read_recipe, write_recipe
from srns.workbook.recipe.propose import propose

Rows = Sequence[Sequence[object]]


def save(sheets: Mapping[str, Rows]) -> bytes:
    """Return the bytes of a workbook with these sheets."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(list(row))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def book(sheets: Mapping[str, Rows]) -> WorkbookCells:
    """Return a workbook with these sheets, opened."""
    opened = open_workbook(save(sheets), "book.xlsx")
    assert isinstance(opened, WorkbookCells)
    return opened


def text(content: str) -> WorkbookCells:
    """Return a text file, opened."""
    opened = open_workbook(content.encode(), "Data.csv")
    assert isinstance(opened, WorkbookCells)
    return opened


def proposed(opened: WorkbookCells) -> Recipe:
    """Return the proposed recipe, written and read back."""
    return read_recipe(write_recipe(propose(opened, "book.xlsx")).encode())


def read(opened: WorkbookCells, *, day_zero: str = "", **answers: str) -> Reading:
    """Read by the proposed recipe; answers by what a question's id begins with (_ for a space)."""
    recipe = proposed(opened)
    given = {
        one.id: answer
        for one in recipe.questions
        for start, answer in answers.items()
        if one.id.startswith(start.replace("_", " "))
    }
    return read_workbook(opened, recipe=recipe.answered(given), day_zero=day_zero)


def meanings(opened: WorkbookCells) -> dict[str, str]:
    """Return the proposed meaning of each column, by its heading."""
    return {one.heading: one.means for table in proposed(opened).tables for one in table.columns}


def results(reading: Reading, analyte: str) -> list[tuple[int, float, str, str]]:
    """Return day, value, bound and unit of an analyte's results."""
    assert reading.cohort is not None, [one.message for one in reading.errors]
    labs = reading.cohort.labs
    mine = labs[labs["analyte"] == analyte]
    return [
        (int(day), value, str(bound), str(unit))
        for day, value, bound, unit in zip(
            mine["day"], mine["value"], mine["bound"], mine["unit"], strict=True
        )
    ]


def table(heading: str, *values: object) -> WorkbookCells:
    """Return one child's table with Up/c and one further column."""
    rows = [["patient", "day", "Up/c (mg/mg)", heading]]
    return book({"Data": rows + [["K1", 30 * n, 0.5, value] for n, value in enumerate(values)]})
