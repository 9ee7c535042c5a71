"""Questions of a recipe: English where they are stored, in the language of the page when shown."""

import dataclasses

import pytest

from benchmarks.workbooks.makers import cases
from srns.languages.current import ENGLISH, LANGUAGES, language
from srns.languages.messages import Sentence, in_language
from srns.privacy.import_proposal import propose_import, read_proposal, write_proposal
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.recipe.column_meanings import list_column_meanings, say_meaning
from srns.workbook.recipe.column_views import view_columns
from srns.workbook.recipe.model import read_recipe, write_recipe
from srns.workbook.recipe.workbook_layout import WorkbookLayout
from srns.workbook.recipe.workbook_tables import find_tables, pair_tables

CASES = {
    case.name: case
    for case in cases()
    if case.name in ("mixed_units", "order_of_dates_asked", "list_by_visit_number", "unit_nowhere")
}


def layout_of(name):
    case = CASES[name]
    return WorkbookLayout.of(open_workbook(case.workbook(), f"cohort.{case.ending}"))


@pytest.mark.parametrize("name", CASES)
def test_a_question_is_asked_in_a_language_and_stored_in_english(name):
    proposal = propose_import(layout_of(name), "cohort.xlsx")
    carried = read_proposal(write_proposal(proposal)).recipe
    stored = read_recipe(write_recipe(carried).encode())

    assert carried == proposal.recipe == stored
    assert carried.questions
    for question in carried.questions:
        assert isinstance(question.asks, Sentence)
        with language("de"):
            assert in_language(question.asks) != question.asks
            assert in_language(question.why) != question.why
            assert in_language(question.none_of_these) != question.none_of_these


def test_a_question_in_german():
    questions = propose_import(layout_of("order_of_dates_asked"), "").recipe.questions
    orders = next(each for each in questions if each.id.startswith("date order"))

    with language("de"):
        assert in_language(orders.asks).startswith("Was steht in 'date' zuerst, der Tag oder der")
        assert [in_language(each) for each in orders.options] == [
            "Tag zuerst",
            "Monat zuerst",
            "auslassen",
        ]


def test_a_proposal_with_other_texts_than_its_recipe_keeps_those_of_the_recipe():
    proposal = propose_import(layout_of("mixed_units"), "")
    question = proposal.recipe.questions[0]
    other = dataclasses.replace(question, asks="Which?")
    changed = dataclasses.replace(
        proposal, recipe=dataclasses.replace(proposal.recipe, questions=(other,))
    )
    mixed = write_proposal(changed).replace(b"Which?", b"What?", 1)

    assert read_proposal(mixed).recipe.questions[0].asks == "What?"


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != ENGLISH])
def test_no_two_meanings_of_a_column_read_alike(code):
    with language(code):
        shown = [in_language(say_meaning(words)) for words in list_column_meanings()]

    assert [each for each in set(shown) if shown.count(each) > 1] == []


def test_the_meanings_of_columns_are_shown_and_kept_in_english():
    layout = layout_of("mixed_units")
    recipe = propose_import(layout, "").recipe
    tables = find_tables(layout)
    place = pair_tables(tables, recipe)[0]
    views = view_columns(tables[0], recipe.tables[place or 0], recipe)

    assert views[0].choice == "the child"
    assert [say_meaning(each) for each in views[0].choices] == list(views[0].choices)
    with language("es"):
        assert in_language(say_meaning(views[0].choice)) == "el niño"
        assert in_language(views[0].why) == "el encabezado nombra al niño"
