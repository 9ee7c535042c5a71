"""Problems, and the reasons of cells that are not read: English in files, translated on a page."""

import datetime
import re
from functools import cache

import pytest

from benchmarks.workbooks.makers import cases
from srns.languages.current import language
from srns.languages.messages import Sentence, in_language
from srns.workbook.closing_sentence import closing_sentence
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.problems import Problem
from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe.corrections import find_misreadings
from srns.workbook.recipe.propose import propose
from tests.languages.catalogues import TRANSLATED
from tests.workbook.recipe.test_changes_since import CHANGED, HEADINGS, ROWS, save
from tests.workbook.recipe.test_corrections import workbook
from tests.workbook.results.lists import PLAIN, read_list
from tests.workbook.results.test_list_problems import CASES as LISTS

TODAY = datetime.date(2026, 1, 1)
CASES = {case.name: case for case in cases()}
BY_RECIPE = (
    "footnotes_and_totals", "comment", "contradicting_dates", "constants_disagree",
    "died_when_last_seen", "visit_without_a_day", "outcome_with_years", "list_other_tests",
    "list_of_observations", "dates_of_a_list_decide", "order_of_another_sheet",
    "samples_in_months_that_excel_made_days", "events_known_in_part",
)  # fmt: skip
TWO_WORDS = re.compile(r"[^\W\d_]{2,}[,;:.]? [^\W\d_]{2,}")
QUOTED = re.compile(r"'[^']*'")


@cache
def read(name):
    """Read a workbook of the benchmark by the recipe that is proposed, with its true answers."""
    case = CASES[name]
    content, file = case.workbook(), f"workbook.{case.ending}"
    recipe = propose(open_workbook(content, file)).answered(case.answers)
    return read_workbook(content, name=file, recipe=recipe, today=TODAY)


@cache
def read_changed(name):
    """Read a workbook by the recipe of an earlier one."""
    headings, rows, _ = CHANGED[name]
    recipe = propose(open_workbook(save(HEADINGS, ROWS)))
    return read_workbook(save(headings, rows), recipe=recipe)


@cache
def problems_of_lists():
    return tuple(
        problem
        for headings, rows, *_ in LISTS.values()
        for problem in read_list(headings, *rows).problems
    )


def parts(problems):
    return [each for one in problems for each in (one.found, one.expected, one.remedy)]


def reasons(reading):
    return [why for block in reading.ledger.blocks for _, why in block.fates]


def english_alone(texts):
    """Return the texts of two words and more that can be shown in English alone."""
    return {
        text
        for text in texts
        if TWO_WORDS.search(QUOTED.sub("", text)) and not isinstance(text, Sentence)
    }


@pytest.mark.parametrize("name", BY_RECIPE)
def test_what_a_recipe_says_of_a_workbook_can_be_shown_in_every_language(name):
    reading = read(name)

    assert english_alone([*parts(reading.problems), *reasons(reading)]) == set()


@pytest.mark.parametrize("name", CHANGED)
def test_what_changed_since_a_recipe_can_be_shown_in_every_language(name):
    reading = read_changed(name)

    assert reading.problems
    assert english_alone([*parts(reading.problems), *reasons(reading)]) == set()


def test_what_is_said_of_a_laboratory_list_can_be_shown_in_every_language():
    assert english_alone(parts(problems_of_lists())) == set()


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_problem_of_a_list_is_shown_in_english(code):
    with language(code):
        same = [
            each
            for each in parts(problems_of_lists())
            if TWO_WORDS.search(QUOTED.sub("", each)) and in_language(each) == each
        ]

    assert same == []


def test_json_has_the_english_problem_in_every_language():
    with language("fr"):
        french = [one.as_dict() for one in problems_of_lists()]

    assert french == [one.as_dict() for one in problems_of_lists()]


def german(problem: Problem) -> str:
    with language("de"):
        return str(in_language(problem.message))


def test_problems_of_a_list_in_german():
    unit, *_ = read_list(PLAIN, "P1|2020-01-05|Albumin|300|mg/L").problems
    comment, *_ = read_list(PLAIN, *["P1|2020-01-05|Albumin|hämolytisch|g/L"] * 3).problems

    assert german(unit) == (
        "Results!C2: gefunden: der Test 'Albumin': die Einheit mg/L; erwartet: Serumalbumin in "
        "g/dL oder g/L. Antworten Sie einmal für diesen Test: seine Einheit, oder 'nichts davon'."
    )
    assert german(comment) == (
        "Results!D2: gefunden: 'hämolytisch' anstelle einer Zahl (und 2 weitere); erwartet: eine "
        "Zahl. Das Ergebnis gibt es, es ist aber an seinem Tag unbekannt; tragen Sie es ein, falls "
        "es bekannt ist."
    )


def test_a_changed_workbook_in_german():
    (gone,) = [one for one in read_changed("gone").problems if one.severity == "error"]

    assert german(gone) == (
        "Data!A1: gefunden: keine Überschrift 'albumin (g/dL)'; erwartet: die Überschrift, die das "
        "Rezept als Labs.albumin liest. Stellen Sie die Überschrift wieder her, oder ändern Sie "
        "sie im Rezept."
    )


def test_headings_and_words_that_are_expected_are_those_of_the_german_template():
    content = save(
        ["patient", "Up/c"],
        [["1", 0.3]],
        Patients=[["patient"], ["1"]],
        Labs=[["Patiennt", "albumin", "day"], ["1", 2.1, 3]],
        Events=[["patient", "date", "event"], ["1", "2012-05-01", "flat tyre"]],
    )
    told = {one.place: one for one in read_workbook(content).problems}
    with language("de"):
        shown = {place: one.in_language() for place, one in told.items()}

    assert told["Labs!B1"].expected == "'albumin (g/dL)' or 'albumin (g/L)'"
    assert shown["Labs!B1"].expected == "'Albumin (g/dL)' oder 'Albumin (g/L)'"
    assert told["Labs!A1:C1"].message.endswith("Rename 'Patiennt' in A1 to 'patient'.")
    assert shown["Labs!A1:C1"].remedy == "Benennen Sie 'Patiennt' in A1 in 'Patient' um."
    assert shown["Events!C2"].expected.startswith("Ereignis: Rezidiv, Nierenversagen, Dialyse")


def test_tests_of_something_else_are_counted_in_german():
    with language("de"):
        shown = in_language(closing_sentence(read("list_other_tests")))
        ignored = {in_language(why) for why in reasons(read("list_other_tests"))}

    assert "(nicht nötig)" in shown
    assert any(why.startswith("ein anderer Test (") for why in ignored)


def test_what_many_cells_may_mean_is_asked_in_german():
    opened = workbook("0,15", "negative", albumin=(31, 3.9, 4.0, 4.1))
    found = find_misreadings(opened, read_workbook(opened, name="labs.xlsx").problems)

    assert sorted(one.kind for one in found) == [
        "a comma in a number",
        "a number in another unit than albumin in g/dL",
        "the word 'negative' among numbers",
    ]
    with language("de"):
        assert sorted(in_language(one.kind) for one in found) == [
            "dem Wort 'negative' unter Zahlen",
            "einem Komma in einer Zahl",
            "einer Zahl in einer anderen Einheit als Albumin in g/dL",
        ]
