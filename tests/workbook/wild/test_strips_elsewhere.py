"""Readings of a strip under other headings, and those that have their concentration beside them."""

import pytest

from srns.cohort.dipstick import read_grade
from tests.workbook.wild.reading import book, proposed, read, results

FIRST = "first urine result"
HEADINGS = [
    *("Urine albumin", "U. alb", "Urine for albumin", "Albumin", "Alb", "Proteinuria", "Eiweiß"),
    *("尿蛋白", "BUD", "Sulkowitch"),
]


def diary(heading, *cells, dated=True):
    days = [30 * n if dated else "" for n in range(len(cells))]
    rows = [["K1", day, cell] for day, cell in zip(days, cells, strict=True)]
    return book({"Data": [["patient", "day" if dated else "seen by", heading], *rows]})


@pytest.mark.parametrize("heading", HEADINGS)
def test_readings_of_a_strip_are_asked_about_whatever_heads_them(heading):
    opened = diary(heading, "3+", "tr", "neg")
    (question,) = proposed(opened).questions

    assert question.options == ("dipstick", "leave it out")
    assert question.why == "3 of 3 cells are readings of a strip"
    told = read(opened, day_zero=FIRST, which="dipstick")
    assert [value for _, value, *_ in results(told, "dipstick")] == [4, 1, 0]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        pytest.param("Albumin (g/dL)", ("3+", "tr", "neg"), id="a stated unit"),
        pytest.param("Oedema", ("3+", "tr", "neg"), id="another finding"),
        pytest.param("HBsAg", ("+", "neg", "neg"), id="one plus under an unknown word"),
        pytest.param("Urine albumin", ("12", "30", "3+"), id="numbers"),
        pytest.param("Urine albumin", ("neg", "neg", "neg"), id="nothing but negative"),
        pytest.param("Tacrolimus", ("3+", "2+", "+"), id="a drug"),
    ],
)
def test_other_columns_are_no_strips(heading, cells):
    asked = [one for one in proposed(diary(heading, *cells)).questions if "dipstick" in one.options]

    assert asked == []


def test_findings_of_a_biopsy_are_no_strips():
    rows = [["patient", "sex", "mesangial staining"], ["K1", "f", "3+"], ["K2", "m", "2+"]]

    assert proposed(book({"Children": rows})).questions == ()


BESIDE = {
    "+++ (300)": 4, "1+ (30)": 2, "± (15)": 1, "tr (15)": 1, "3+(300 mg/dL)": 4, "4+ (≥2000)": 5,
    "1+ (0.3 g/L)": 2, "neg (0)": 0,
}  # fmt: skip


@pytest.mark.parametrize(("typed", "grade"), BESIDE.items())
@pytest.mark.parametrize("heading", ["dipstick", "UPCR (mg/mg)"])
def test_a_grade_with_its_concentration_is_that_grade(typed, grade, heading):
    opened = diary(heading, "2+", "1+" if heading == "dipstick" else 2.5, typed)
    reading = read(opened, day_zero=FIRST)

    assert reading.errors == ()
    assert results(reading, "dipstick")[-1][:2] == (60, grade)


@pytest.mark.parametrize("typed", ["2+ (500)", "1+ (300)", "3.2 (2.1)", "2-3+", "+ (1)"])
def test_a_grade_that_its_concentration_contradicts_is_none(typed):
    assert read_grade(typed) is None


def test_in_a_list_they_are_read_as_well():
    rows = [["K1", "2019-01-03", "Urine dipstick protein", one] for one in ("+++ (300)", "tr (15)")]
    rows[1][1] = "2019-02-03"
    opened = book({"Data": [["patient", "collected", "test", "result"], *rows]})

    found = results(read(opened, day_zero=FIRST), "dipstick")
    assert [value for _, value, *_ in found] == [4, 1]


@pytest.mark.parametrize(
    ("heading", "option"),
    [
        ("mg/m2/h", "24-hour protein in mg/m²/h"),
        ("mg/m2/day", "24-hour protein in mg/m²/day"),
        ("g/24 h", "24-hour protein in g/day"),
        ("xyz mg/m2/h", "24-hour protein in mg/m²/h"),
    ],
)
def test_a_unit_of_daily_protein_without_its_name_is_asked_about(heading, option):
    (question,) = proposed(diary(heading, 40, 20, 3)).questions

    assert question.options == (option, "leave it out")


@pytest.mark.parametrize("heading", ["xyz mg/m2/day", "prednisolone mg/m2/day", "mL/min"])
def test_a_unit_that_doses_have_is_not(heading):
    assert proposed(diary(heading, 40, 20, 3)).questions == ()
