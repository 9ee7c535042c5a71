"""A person's word on a column: what it settles, what it asks, and that the recipe keeps it."""

import io
from dataclasses import replace

import openpyxl
import pytest

from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.problems import Problem
from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe.column_meanings import list_column_meanings, name_meaning, read_meaning
from srns.workbook.recipe.column_views import view_columns
from srns.workbook.recipe.edit_columns import choose_meaning
from srns.workbook.recipe.model import ColumnRecipe, Recipe, read_recipe, write_recipe
from srns.workbook.recipe.propose import propose
from srns.workbook.recipe.workbook_tables import find_tables, pair_tables


class Sheet:
    """One sheet, its proposed recipe, and what a person says of its columns."""

    def __init__(self, *rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.worksheets[0].append(row)
        target = io.BytesIO()
        book.save(target)
        opened = open_workbook(target.getvalue(), "sheet.xlsx")
        assert not isinstance(opened, Problem)
        self.opened, self.recipe = opened, propose(opened, "sheet.xlsx")
        self.tables = find_tables(opened)

    def say(self, number, words):
        self.recipe = choose_meaning(self.recipe, self.tables, 0, number, words)
        return self

    @property
    def views(self):
        place = pair_tables(self.tables, self.recipe)[0]
        table = None if place is None else self.recipe.tables[place]
        return view_columns(self.tables[0], table, self.recipe)

    def read(self):
        return read_workbook(self.opened, recipe=self.recipe, name="sheet.xlsx")


HEAD = ["patient", "day", "UPCR", "Before Alb", "value"]
ROWS = [["1", 0, 2.5, 1.6, 7], ["1", 30, 0.1, 3.9, 8]]


@pytest.mark.parametrize("words", list(list_column_meanings()))
def test_every_choice_is_read_back_from_its_words_and_from_the_recipe(words):
    sheet = Sheet(HEAD, *ROWS).say(4, words)
    again = read_recipe(write_recipe(sheet.recipe).encode())

    meaning = read_meaning(words)
    assert meaning is not None
    column = ColumnRecipe(
        "h",
        meaning.means,
        meaning.unit,
        order=meaning.order,
        purpose=meaning.purpose,
        event=meaning.event,
    )
    assert name_meaning(column) == words
    assert again == sheet.recipe
    assert again.tables[0].columns[4].means == meaning.means
    assert again.tables[0].columns[4].event == meaning.event


@pytest.mark.parametrize(
    ("number", "words", "state"),
    [
        pytest.param(2, "Up/c in mg/mg", "read", id="a unit answers the question about it"),
        pytest.param(2, "leave it out", "left out", id="what a person leaves out is no error"),
        pytest.param(3, "albumin in g/dL", "read", id="a result with side words is settled"),
        pytest.param(4, "weight in kg", "read", id="an unknown heading may be anything"),
    ],
)
def test_a_choice_settles_what_was_asked_about_its_column(number, words, state):
    sheet = Sheet(HEAD, *ROWS)
    before = {one.id for one in sheet.recipe.open_questions}
    sheet.say(number, words)

    assert sheet.views[number].state == state
    assert {one.id for one in sheet.recipe.open_questions} < before or number == 4


def test_a_column_that_matters_is_red_while_nobody_has_decided_it():
    states = [view.state for view in Sheet(HEAD, *ROWS).views]

    assert states == ["read", "read", "not decided", "not decided", "left out"]


def test_dates_left_out_without_a_word_are_overlooked():
    sheet = Sheet(
        ["patient", "date", "Up/c (mg/mg)", "qwx"],
        ["1", "2020-01-05", 2.5, "2020-02-05"],
        ["1", "2020-02-05", 0.1, "2020-03-05"],
    )
    (table,) = sheet.recipe.tables
    left_out = (*table.columns[:3], ColumnRecipe("qwx", "ignore"))
    sheet.recipe = Recipe("x", (replace(table, columns=left_out),))  # as if nobody had been asked

    assert sheet.views[3].state == "overlooked"
    assert sheet.views[3].needs_a_person


def test_text_dates_of_a_chosen_column_are_asked_about_where_they_leave_their_order_open():
    rows = [["1", "03/04/2020", 2.5], ["1", "05/06/2020", 0.1]]
    sheet = Sheet(["patient", "when", "Up/c (mg/mg)"], *rows)
    sheet.recipe = sheet.recipe.with_rest_left_out()
    sheet.say(1, "date of the row")

    assert [one.id.partition(":")[0] for one in sheet.recipe.open_questions] == ["date order"]
    sheet.say(1, "date of the row, day first")
    assert sheet.recipe.open_questions == ()
    assert sheet.views[1].choice == "date of the row, day first"


def test_one_column_names_the_child():
    sheet = Sheet(HEAD, *ROWS).say(4, "the child")

    assert sheet.views[0].choice == "leave it out"
    assert [one.means for one in sheet.recipe.tables[0].columns].count("patient") == 1


def test_a_table_that_was_not_recognized_is_read_as_a_person_says():
    sheet = Sheet(["a", "b", "c"], ["K1", 0, 2.5], ["K1", 30, 0.1])
    assert sheet.recipe.tables == ()
    sheet.say(0, "the child").say(1, "day of the row").say(2, "Up/c in mg/mg")
    reading = sheet.read()

    assert reading.cohort is not None
    assert reading.cohort.labs["cell"].tolist() == ["Sheet!C2", "Sheet!C3"]


def test_leaving_out_what_is_open_answers_every_question_with_its_last_option():
    recipe = Sheet(HEAD, *ROWS).recipe.with_rest_left_out()

    assert recipe.open_questions == ()
    assert all(one.answer == one.options[-1] for one in recipe.questions)
