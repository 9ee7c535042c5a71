"""The founding paper's Table 1, saved as printed, read by a proposed recipe."""

import csv
import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe.model import read_recipe, write_recipe
from srns.workbook.recipe.propose import propose

TABLE_1 = Path(__file__).parents[3] / "data" / "haddad2021_table1.csv"


def typed(word: str) -> object:
    try:
        return float(word)
    except ValueError:
        return word


@pytest.fixture(scope="module")
def table1() -> bytes:
    book = Workbook()
    page = book.worksheets[0]
    with TABLE_1.open(encoding="utf-8") as lines:
        for row in csv.reader(lines):
            page.append([typed(word) for word in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def recipe(table1):
    return propose(open_workbook(table1), "table1.xlsx")


@pytest.fixture(scope="module")
def reading(table1, recipe):
    question = recipe.questions[0]
    return read_workbook(table1, recipe=recipe.answered({question.id: "part of the words"}))


def test_only_what_the_number_in_brackets_means_is_left_open(recipe):
    assert [one.id.partition(":")[0] for one in recipe.open_questions] == ["two facts"]


def test_an_open_question_is_an_error_that_names_it(table1, recipe):
    reading = read_workbook(table1, recipe=recipe)

    assert reading.cohort is None
    assert "two facts: Sheet!A1 Outcome" in reading.errors[0].message


def test_kidney_failure_is_read_from_the_outcomes(reading):
    events = reading.cohort.events

    assert events["patient"].tolist() == ["5", "8"]
    assert set(events["event"]) == {"kidney failure"}
    assert events["day"].isna().all()
    assert events["cell"].tolist() == ["Sheet!F14", "Sheet!I14"]


def test_every_cell_is_accounted_for(reading):
    told = ("outcome", "kept as a note")
    others = [one for one in reading.problems if not any(words in one.found for words in told)]
    assert [one.message for one in others] == [
        "Workbook: found no urine result in this workbook; expected Up/c, 24-hour protein or "
        "dipstick results. Only the recorded responses are used; add the results if there are any."
    ]
    without_days = [one.cell for one in reading.problems if "kept as a note" in one.found]
    assert without_days == ["A9", "A10"]  # cyclophosphamide and methylprednisolone
    assert reading.ledger.as_dict() == {"cells": 126, "used": 126, "ignored": 0, "failed": 0}


def test_the_albumin_of_day_0_keeps_its_bound_and_its_cell(reading):
    labs = reading.cohort.labs

    assert set(labs["analyte"]) == {"albumin"}
    assert set(labs["day"]) == {0}
    assert labs["bound"].tolist() == ["<", "<", "", "<", "", "", "", "<"]
    assert labs["value"].tolist() == [1.0, 1.0, 1.3, 1.0, 1.7, 2.2, 1.8, 1.0]
    assert labs["cell"].tolist() == [f"Sheet!{letter}8" for letter in "BCDEFGHI"]


def test_words_and_dashes_stay_apart(reading):
    patients = reading.cohort.patients

    assert patients["recorded_time_to_remission_words"].tolist()[6] == "After 4th CTX infusion"
    assert patients["recorded_outcome"].tolist()[6] == "Relapsed (0.9); steroid dependent"
    reasons = reading.cohort.absences
    assert (reasons["reason"] == "not done").sum() == 4
    assert (reasons["reason"] == "blank").sum() == 7


def test_prose_becomes_courses_and_the_words_are_kept(reading):
    courses = reading.cohort.treatments

    fifth = courses[(courses["patient"] == "5") & (courses["purpose"] == "prior")]
    assert fifth["drug"].tolist() == ["tacrolimus", "rituximab"]
    later = courses[courses["purpose"] == "maintenance"].set_index("patient")["drug"]
    assert later["4"] == "mycophenolate sodium"
    assert later["3"].tolist() == ["tacrolimus", "mycophenolate mofetil"]
    words = reading.cohort.patients["prior_immunosuppression"].tolist()
    assert words[4] == "Tac, followed by Rituximab"
    assert len(courses) == 23


def test_the_recipe_survives_its_file(recipe):
    assert read_recipe(write_recipe(recipe).encode()) == recipe


def test_replaying_gives_the_same_tables(table1, recipe, reading):
    text = write_recipe(recipe.answered({recipe.questions[0].id: "part of the words"}))
    again = read_workbook(table1, recipe=read_recipe(text.encode()))

    for table in ("patients", "labs", "treatments", "absences"):
        one, two = getattr(reading.cohort, table), getattr(again.cohort, table)
        assert one.to_csv().encode() == two.to_csv().encode()
