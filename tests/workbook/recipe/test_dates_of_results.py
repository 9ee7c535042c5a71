"""Of which day the results of a row are: never of a date that says something else."""

import datetime
from collections.abc import Mapping, Sequence

import pytest

from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import Reading, read_workbook
from srns.workbook.recipe.model import Recipe
from srns.workbook.recipe.propose import propose
from tests.workbook.wild.reading import save

DAY = datetime.date


def proposed(sheets: Mapping[str, Sequence[Sequence[object]]]) -> Recipe:
    return propose(open_workbook(save(sheets)))


def read(sheets: Mapping[str, Sequence[Sequence[object]]], **answers: str) -> Reading:
    """Read by the proposed recipe; answers by what the question's id ends with."""
    recipe = proposed(sheets)
    given = {
        question.id: next(
            (text for end, text in answers.items() if question.id.endswith(end)), question.answer
        )
        for question in recipe.questions
    }
    return read_workbook(save(sheets), recipe=recipe.answered(given))


def meanings(recipe: Recipe) -> dict[str, str]:
    return {one.heading: one.means for table in recipe.tables for one in table.columns}


def labs(reading: Reading) -> list[tuple[int, float]]:
    return list(reading.cohort.labs[["day", "value"]].itertuples(index=False, name=None))


def test_dates_of_the_course_beside_visits_are_no_days_of_the_visits():
    """Every visit would have been of the day on which the child was last seen."""
    sheets = {
        "Sheet1": [
            ["Pt no", "Date of CYC #1", "Baseline UPCR (mg/mg)", "1m UPCR (mg/mg)",
             "3 mths UPCR (mg/mg)", "Last F/U date"],
            [1, DAY(2016, 5, 1), 4.2, 2.1, 0.1, DAY(2019, 5, 1)],
        ]
    }  # fmt: skip
    reading = read(sheets)

    assert meanings(proposed(sheets))["Date of CYC #1"] == "Patients.index_date"
    assert labs(reading) == [(0, 4.2), (30, 2.1), (91, 0.1)]
    assert reading.cohort.patients["last_follow_up_day"].tolist() == [1095]


def test_one_date_of_a_row_is_not_that_of_several_visits():
    sheets = {
        "Sheet1": [
            ["Pt", "index date", "date", "UPCR 1 month (mg/mg)", "UPCR 3 months (mg/mg)"],
            [1, DAY(2016, 5, 1), DAY(2019, 5, 1), 2.1, 0.1],
        ]
    }

    assert labs(read(sheets)) == [(30, 2.1), (91, 0.1)]


def test_a_date_of_its_own_goes_before_the_nominal_day_of_a_visit():
    sheets = {
        "Sheet1": [
            ["Pt", "index date", "date 1 month", "UPCR 1 month (mg/mg)", "UPCR 3 months (mg/mg)"],
            [1, DAY(2016, 5, 1), DAY(2016, 6, 7), 2.1, 0.1],
        ]
    }

    assert labs(read(sheets)) == [(37, 2.1), (91, 0.1)]


KINDS = {
    "Children": [["Pt", "index date"], [1, DAY(2012, 4, 1)]],
    "Results": [["Pt", "Xyz", "UPCR (mg/mg)"], [1, DAY(2012, 4, 3), 3.2]],
}


def test_dates_under_a_heading_that_says_nothing_are_asked_about():
    recipe = proposed(KINDS)

    (question,) = recipe.questions
    assert question.asks == "Sheet Results: is 'Xyz' the sample date?"
    assert question.options == ("yes", "leave it out")
    assert labs(read(KINDS, Xyz="yes")) == [(2, 3.2)]


def test_results_of_which_the_dates_are_left_out_have_no_day():
    reading = read(KINDS, Xyz="leave it out")

    assert [one.message for one in reading.errors] == [
        "Results!C2: found labs of which no row says the day; expected a date, a day or a visit "
        "for each. Let a column mean 'date' or 'day' in the recipe, or leave these columns out of "
        "it."
    ]


def test_visits_in_words_beside_their_dates_are_no_dates():
    sheets = {
        **KINDS,
        "Results": [
            ["Pt", "Visit", "Visit date", "UPCR (mg/mg)"],
            [1, "Screening", DAY(2012, 4, 3), 3.2],
            [1, "Week 4", DAY(2012, 4, 29), 1.2],
        ],
    }

    assert proposed(sheets).questions == ()
    assert meanings(proposed(sheets))["Visit"] == "ignore"
    assert labs(read(sheets)) == [(2, 3.2), (28, 1.2)]


def test_of_two_dates_in_a_row_a_person_says_which():
    sheets = {
        **KINDS,
        "Results": [
            ["Pt", "Date of visit", "Lab date", "UPCR (mg/mg)"],
            [1, DAY(2012, 4, 3), DAY(2012, 4, 5), 3.2],
        ],
    }

    assert len(proposed(sheets).questions) == 2
    assert labs(read(sheets, visit="leave it out", Lab_date="yes", **{"Lab date": "yes"})) == [
        (4, 3.2)
    ]
    both = read(sheets, visit="yes", **{"Lab date": "yes"})
    assert [one.found for one in both.errors] == ["a second date, '2012-04-05'"]


@pytest.mark.parametrize(
    "headings",
    [
        pytest.param(["Pt", "date", "Qwx", "Zzt", "Vvv"], id="words of no language"),
    ],
)
def test_a_table_of_which_nothing_is_understood_is_a_query(headings):
    sheets = {
        "Children": KINDS["Children"],
        "Results": [headings, [1, DAY(2012, 4, 3), "UPCR", 3.2, "mg/mg"]],
    }

    queries = [one.message for one in read(sheets).problems if one.severity == "query"]

    assert any(
        one.startswith(
            "Results!A1: found a table in which only the patient and the day were "
            "recognized; expected a column with a known heading, such as 'Up/c (mg/mg)'."
        )
        for one in queries
    )


def test_a_column_that_may_hold_results_is_left_out_by_a_person_alone():
    sheets = {
        **KINDS,
        "Results": [
            ["Pt", "date", "UPCR (mg/mg)", "UPCR before cycle 1", "ward"],
            [1, DAY(2012, 4, 3), 3.2, "high", "x"],
        ],
    }

    (question,) = proposed(sheets).questions
    assert question.asks.startswith("Sheet Results: what does 'UPCR before cycle 1' hold?")
    assert question.options[-1] == "leave it out"
    assert read(sheets).cohort is None

    left = read(sheets, **{"UPCR before cycle 1": "leave it out"})
    assert [f"{one.severity}: {one.place}: {one.found}" for one in left.problems] == [
        "note: Results!D1: the column 'UPCR before cycle 1'",
        "note: Results!E1: the column 'ward'",
    ]


def test_serial_numbers_with_rows_below_them_number_the_children():
    recipe = proposed(
        {
            "Sheet1": [
                ["S.No", "Date", "UPCR (mg/mg)"],
                [1, DAY(2012, 4, 25), 3.1],
                [None, DAY(2012, 5, 25), 0.1],
                [2, DAY(2012, 6, 25), 4.1],
            ]
        }
    )

    assert meanings(recipe)["S.No"] == "patient"
    assert [question.options[0] for question in recipe.questions] == ["the child above"]


def test_serial_numbers_of_every_row_number_the_rows():
    """Nothing says whose they are, so no child is made of each row: it is asked."""
    recipe = proposed(
        {
            "Sheet1": [
                ["S.No", "Date", "UPCR (mg/mg)"],
                [1, DAY(2012, 4, 25), 3.1],
                [2, DAY(2012, 5, 25), 0.1],
            ]
        }
    )

    (question,) = recipe.questions
    assert question.asks == "Sheet Sheet1: which column names the child?"
    assert question.options == ("S.No", "the name of the sheet", "leave it out")
