"""How a sheet is laid out is found, and can be switched by a person."""

import pytest

from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe.arrangement import ARRANGEMENTS, find_arrangement, rearrange
from srns.workbook.recipe.model import read_recipe, write_recipe
from srns.workbook.recipe.propose import propose
from srns.workbook.recipe.workbook_layout import WorkbookLayout
from srns.workbook.recipe.workbook_tables import find_tables
from tests.workbook.wild.reading import book

LONG = [["study_id", "day", "Up/c (mg/mg)"], ["K1", 0, 5.0], ["K1", 90, 0.1]]
WIDE = [["study_id", "2020-01-01", "2020-06-01"], ["K1", 5.0, 0.1], ["K2", 4.0, 3.0]]
TURNED = [["", "Pt 1", "Pt 2"], ["sex", "F", "M"], ["Up/c month 6 (mg/mg)", 0.1, 2.0]]


@pytest.mark.parametrize(
    ("rows", "arranged"), [(LONG, "long"), (WIDE, "wide"), (TURNED, "turned")], ids=ARRANGEMENTS
)
def test_it_is_found(rows, arranged):
    (table,) = find_tables(book({"UPCR": rows}))

    assert find_arrangement(table.region) == arranged


def switched(rows, arranged):
    """Return layout and recipe of one sheet, laid out as a person says."""
    layout = WorkbookLayout(book({"UPCR": rows}))
    return rearrange(layout, propose(layout, "book.xlsx"), "UPCR", arranged)


@pytest.mark.parametrize(
    ("rows", "arranged"), [(WIDE, "long"), (TURNED, "long"), (LONG, "turned"), (WIDE, "turned")]
)
def test_it_can_be_switched_and_back(rows, arranged):
    layout, recipe = switched(rows, arranged)
    (table,) = find_tables(layout)
    again = read_recipe(write_recipe(recipe).encode())

    assert find_arrangement(table.region) == arranged
    assert {one.arranged for one in again.tables} <= {arranged}
    before = find_arrangement(find_tables(book({"UPCR": rows}))[0].region)
    back = rearrange(layout, recipe, "UPCR", before)
    assert back is not None
    assert find_arrangement(find_tables(back[0])[0].region) == before


def test_what_is_not_there_is_refused():
    assert switched(LONG, "wide") is None


def test_other_sheets_stay_as_they_were_answered():
    layout = WorkbookLayout(book({"UPCR": WIDE, "More": [["study_id", "Age"], ["K1", 4]]}))
    recipe = propose(layout, "book.xlsx")
    (asked,) = [one for one in recipe.questions if ": More!" in one.id]
    answered = recipe.answered({asked.id: asked.options[0]})
    _, changed = rearrange(layout, answered, "UPCR", "long")

    assert changed.answer_to(asked.id) == asked.options[0]
    assert [one.arranged for one in changed.tables if one.sheet == "More"] == [""]


def test_the_recipe_alone_reads_it_so():
    _, recipe = switched(WIDE, "long")
    reading = read_workbook(book({"UPCR": WIDE}), recipe=recipe.with_rest_left_out())

    assert not [one for one in reading.problems if "as when the recipe was made" in one.expected]
