"""Cells that cannot be read as typed: their kinds, and the answers that a recipe keeps."""

import io

import openpyxl
import pytest

from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.problems import Problem
from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe.corrections import add_corrections, find_misreadings
from srns.workbook.recipe.model import Recipe, read_recipe, write_recipe


def workbook(*cells, albumin=(1.6, 3.9, 4.0, 4.1)):
    """Return a workbook in the template's shape with these results among others."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Labs"
    page.append(["patient", "day", "Up/c (mg/mg)", "albumin (g/dL)"])
    for number, cell in enumerate((*cells, 0.1, 2.5)):
        page.append(["1", 30 * number, cell, albumin[number % len(albumin)]])
    book.create_sheet("Patients").append(["patient", "sex"])
    book["Patients"].append(["1", "f"])
    target = io.BytesIO()
    book.save(target)
    opened = open_workbook(target.getvalue(), "labs.xlsx")
    assert not isinstance(opened, Problem)
    return opened


@pytest.mark.parametrize(
    ("cell", "readings"),
    [
        pytest.param("0,15", ("0.15",), id="a decimal comma"),
        pytest.param("<0,15", ("<0.15",), id="its bound is kept"),
        pytest.param("1,234", ("1.234", "1234"), id="a comma of thousands is asked both ways"),
        pytest.param("1 250", ("1250",), id="thousands parted by a space"),
        pytest.param("1\u202f250,5", ("1250.5",), id="by a narrow space, with a decimal comma"),
        pytest.param("1'250", ("1250",), id="by an apostrophe"),
        pytest.param("12 25", (), id="two numbers in one cell"),
        pytest.param("about 2", (), id="nothing is likely: it stays unknown"),
    ],
)
def test_what_a_cell_may_mean(cell, readings):
    opened = workbook(cell)
    found = find_misreadings(opened, read_workbook(opened, name="labs.xlsx").problems)

    assert [one.readings[0] for one in found] == ([readings] if readings else [])


def test_cells_of_one_kind_are_one_question_and_its_answer_survives_the_file():
    opened = workbook("0,15", "0,2", "3,5")
    before = read_workbook(opened, name="labs.xlsx")
    (kind,) = find_misreadings(opened, before.problems)
    recipe = add_corrections(Recipe("labs.xlsx", ()), kind.corrections(0))
    recipe = read_recipe(write_recipe(recipe).encode())
    after = read_workbook(opened, name="labs.xlsx", recipe=recipe)

    assert len(kind.problems) == 3
    assert (before.unknown_results, after.unknown_results) == (3, 0)
    assert after.ledger.cells == before.ledger.cells
    notes = [one for one in after.problems if "which a person reads as" in one.found]
    assert [one.place for one in notes] == ["Labs!C2", "Labs!C3", "Labs!C4"]


def test_a_number_in_the_other_unit_is_read_in_the_unit_of_its_column():
    opened = workbook(2.0, 0.2, albumin=(31, 3.9, 4.0, 4.1))
    (kind,) = find_misreadings(opened, read_workbook(opened, name="labs.xlsx").problems)

    assert kind.kind == "a number in another unit than albumin in g/dL"
    assert kind.readings == (("3.1",),)


def test_a_cell_that_holds_something_else_in_the_next_data_cut_is_not_corrected():
    opened = workbook("0,15")
    (kind,) = find_misreadings(opened, read_workbook(opened, name="labs.xlsx").problems)
    recipe = add_corrections(Recipe("labs.xlsx", ()), kind.corrections(0))
    later = read_workbook(workbook("0,51"), name="labs.xlsx", recipe=recipe)

    assert later.unknown_results == 1
