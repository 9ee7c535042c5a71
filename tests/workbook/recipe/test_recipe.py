"""A recipe on the next data cut: the same tables, or what no longer fits."""

import io
from dataclasses import replace

import openpyxl
import pytest

from srns.cohort.errors import RecipeError
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe.model import Acknowledgement, read_recipe, write_recipe
from srns.workbook.recipe.propose import in_template_shape, propose
from tests.workbook.conftest import build

ROWS = [
    ["Our children"],
    ["Pt", "day", "Up/c (mg/mg)", "albumin (g/dL)"],
    ["1", 0, 2.5, 2.1],
    ["1", 30, 0.15, 3.6],
]


def save(rows, sheet="Data") -> bytes:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def recipe():
    return propose(open_workbook(save(ROWS)))


def said(rows, recipe, **how) -> list[str]:
    return [problem.message for problem in read_workbook(save(rows, **how), recipe=recipe).problems]


def test_the_template_asks_nothing():
    assert in_template_shape(open_workbook(build()))
    assert not in_template_shape(open_workbook(save(ROWS)))


def test_the_next_data_cut_may_have_more_rows_and_another_title(recipe):
    rows = [["Our children, May"], [], *ROWS[1:], ["2", 0, 3.1, 1.9]]

    reading = read_workbook(save(rows), recipe=recipe)

    assert [problem.message for problem in reading.problems] == [
        "Data!A3: found the table that started at A2 when the recipe was made; expected the same "
        "headings, anywhere on the sheet. No action needed: it is read where it is now."
    ]
    assert len(reading.cohort.labs) == 6


def test_a_sheet_that_went_is_named(recipe):
    assert said(ROWS, recipe, sheet="Other")[0].startswith("Workbook: found no sheet 'Data'")


def test_an_acknowledged_query_becomes_a_note(recipe):
    rows = [*ROWS, ["1", 40, 3.0, 6]]
    query = next(
        one for one in read_workbook(save(rows), recipe=recipe).problems if one.cell == "D5"
    )
    seen = replace(recipe, acknowledged=(Acknowledgement(query.place, query.found, "looked up"),))
    seen = read_recipe(write_recipe(seen).encode())

    again = read_workbook(save(rows), recipe=seen).problems

    assert query.severity == "query"
    assert next(one for one in again if one.cell == "D5").severity == "note"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("not toml", "is not a recipe"),
        ("recipe = 99", "expected recipe = 1"),
        ('recipe = 1\n[[table]]\nsheets = "x"', "the key 'sheets' is not known"),
        ("recipe = 1\n[[question]]\nid = 3", "'id' holds 3"),
    ],
)
def test_a_file_that_is_no_recipe_is_refused_in_one_sentence(text, message):
    with pytest.raises(RecipeError, match=message):
        read_recipe(text.encode())
