"""Infusions that a mark in the row of a visit tells of."""

import pytest

from tests.workbook.wild.layouts import assert_accounted, kinds_of_questions
from tests.workbook.wild.reading import book, meanings, read


def visits(heading: str, *marks: object):
    rows = [["A", f"2019-0{n}-04", 5, mark] for n, mark in enumerate(marks, 1)]
    return book({"Data": [["patient", "date", "Up/c (mg/mg)", heading], *rows]})


@pytest.mark.parametrize("heading", ["CYC pulse", "Pulso CFA", "Endoxan", "IV CYC"])
@pytest.mark.parametrize("marks", [("x", None, "x"), ("✓", "no", "✓"), (1, 0, 1)])
def test_a_mark_is_an_infusion_of_the_day_of_its_row(heading, marks):
    opened = visits(heading, *marks)
    reading = read(opened, marks="yes")

    assert kinds_of_questions(opened) == ["marks"]
    assert reading.cohort.infusions["day"].tolist() == [0, 59]
    assert reading.errors == ()
    assert_accounted(opened, reading)


def test_marks_may_be_left_out():
    reading = read(
        visits("CYC pulse", "x", None), marks="leave it out", day_zero="first urine result"
    )
    assert reading.cohort.infusions.empty


@pytest.mark.parametrize(
    ("heading", "marks"),
    [("CYC pulse", ("x", "500 mg")), ("CYC pulse", ("no", "no")), ("MMF", ("x", "x"))],
)
def test_what_is_no_mark_of_an_infusion_is_not_asked_about(heading, marks):
    opened = visits(heading, *marks)
    assert "marks" not in kinds_of_questions(opened)
    assert meanings(opened)[heading] != "Infusions.date"


OTHER_UNITS = ["CYC dose (mg)", "CYC (mg)", "IV CYC (mg/kg)", "Endoxan (g)", "CYC given (mg)"]


@pytest.mark.parametrize("heading", OTHER_UNITS)
def test_doses_in_a_unit_that_is_not_read_are_infusions_all_the_same(heading):
    opened = visits(heading, 350, 0, "400")
    reading = read(opened, marks="yes")

    assert kinds_of_questions(opened) == ["marks"]
    assert reading.cohort.infusions["day"].tolist() == [0, 59]
    assert reading.cohort.infusions["cyclophosphamide_mg_m2"].isna().all()
    assert_accounted(opened, reading)


@pytest.mark.parametrize(
    "heading",
    ["CYC (mg/m2)", "oral CYC (mg/kg/d)", "Cumulative CYC (mg/kg)", "Total CYC (mg)", "MMF (mg)"],
)
def test_other_doses_are_no_marks(heading):
    assert "marks" not in kinds_of_questions(visits(heading, 350, 0, 400))
