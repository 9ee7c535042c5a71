"""Laboratory lists whose headings name no child: what may be the child is offered, not guessed."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe.propose import propose
from tests.workbook.wild.reading import book, read, results

STAYS = ("11", "11", "12", "12", "13", "13")
NAMES = ("Ann", "Ann", "Ben", "Ben", "Cy", "Cy")


def listed(headings: str, rows: Sequence[Sequence[str]]):
    """Return a list of Up/c as it is opened, and its proposed recipe."""
    text = "\n".join([headings, *map(",".join, rows)])
    opened = open_workbook(text.encode(), "labs.csv")
    return opened, propose(opened, "labs.csv")


def rows_of(stays: Sequence[str], *more: str) -> list[list[str]]:
    return [
        [stay, f"2021-03-{number % 28 + 1:02}", "Protein/Creatinine", "1.5", "mg/mg", *more]
        for number, stay in enumerate(stays)
    ]


@pytest.mark.parametrize(
    ("heading", "offered"),
    [
        pytest.param("admission_id", True, id="a stay in hospital"),
        pytest.param("encounter_id", True, id="an encounter"),
        pytest.param("HADM_ID", True, id="a number of which a word is not known"),
        pytest.param("result_id", False, id="the number of the result"),
        pytest.param("visit", False, id="a visit, of which all children have the same"),
    ],
)
def test_the_number_of_a_stay_is_offered_as_the_child(heading: str, offered: bool):
    _, recipe = listed(f"{heading},collected,test,result,unit", rows_of(STAYS))
    (asked,) = [one for one in recipe.questions if one.id.startswith("child: ")]

    assert (heading in asked.options) is offered
    assert asked.options[-1] == "leave it out"


def test_names_and_stays_come_after_numbers_that_may_be_the_childs():
    rows = [
        [stay, name, number, *row[1:]]
        for stay, name, number, row in zip(STAYS, NAMES, "aabbcc", rows_of(STAYS), strict=True)
    ]
    _, recipe = listed("admission_id,name,cohort key,collected,test,result,unit", rows)
    (asked,) = [one for one in recipe.questions if one.id.startswith("child: ")]

    assert asked.options[:3] == ("cohort key", "admission_id", "name")


def test_a_list_that_begins_with_many_rows_of_one_child_offers_its_number():
    _, recipe = listed(
        "HADM_ID,collected,test,result,unit", rows_of(["11"] * 600 + ["12"] * 300 + ["13"] * 300)
    )
    (asked,) = [one for one in recipe.questions if one.id.startswith("child: ")]

    assert asked.options[0] == "HADM_ID"


def test_a_dialect_of_which_only_the_child_is_missing_is_read_as_such():
    """Item 51099 is the ratio of urine, known by its number alone."""
    rows = [
        [stay, "51099", f"2115-05-{13 + number} 14:53:00", "2.5", "", ""]
        for number, stay in enumerate(STAYS)
    ]
    opened, recipe = listed("HADM_ID,ITEMID,CHARTTIME,VALUE,VALUEUOM,FLAG", rows)
    answers = {
        one.id: "HADM_ID" if one.id.startswith("child: ") else one.options[0]
        for one in recipe.open_questions
    }
    answered = replace(recipe.answered(answers), day_zero="first urine result")
    reading = read_workbook(opened, recipe=answered)

    assert set(reading.for_verdicts().cohort.patients["patient"]) == {"11", "12", "13"}
    assert set(reading.for_verdicts().cohort.labs["analyte"]) == {"upcr"}


@pytest.mark.parametrize(
    ("heading", "codes"),
    [
        pytest.param("Name", ("L1", "L2", "L1"), id="names, though a code has several"),
        pytest.param("loinc_desc", ("L1", "L2", "L3"), id="a heading that is not known"),
    ],
)
def test_beside_codes_of_the_house_a_column_of_names_tells_the_tests(heading, codes):
    tests = ("Protein/creatinine ratio, urine", "Albumin", "Creatinine")
    cells = zip(codes, tests, (3.2, 2.1, 0.4), ("mg/mg", "g/dL", "mg/dL"), strict=True)
    rows = [["K1", *row, "2019-01-03"] for row in cells]
    opened = book({"Data": [["PatientID", "Code", heading, "Value", "Unit", "Date"], *rows]})

    reading = read(opened, day_zero="first urine result")
    assert results(reading, "upcr") == [(0, 3.2, "", "mg/mg")]
    assert results(reading, "albumin") == [(0, 2.1, "", "g/dL")]
