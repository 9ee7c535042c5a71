"""Answers about tests of a laboratory list whose unit does not fit what a person says."""

from dataclasses import replace

import pytest

from srns.workbook.read_workbook import read_workbook
from tests.workbook.wild.layouts import assert_accounted
from tests.workbook.wild.reading import book, proposed

RATIO = "urine protein/creatinine ratio"


def listed(name: str, unit: str, value: object = 6.1):
    """Return a list of an odd test, and a result that is understood."""
    rows = [["patient", "day", "test", "result", "unit"], ["K1", 0, name, value, unit]]
    return book({"Export": [*rows, ["K1", 30, "UPCR", 0.5, "mg/mg"]]})


@pytest.mark.parametrize(
    ("unit", "offered"),
    [
        pytest.param("mg/g", {RATIO, "urine protein by test strip"}, id="a ratio"),
        pytest.param("mg/mmol", {RATIO, "urine protein by test strip"}, id="a ratio in SI units"),
        pytest.param("g/day", {"24-hour urine protein", "urine protein by test strip"}, id="a day"),
        pytest.param(
            "g/L",
            {
                "serum albumin",
                "urine protein concentration",
                "urine creatinine",
                "urine protein by test strip",
            },
            id="a concentration",
        ),
    ],
)
def test_only_what_is_reported_in_the_stated_unit_is_offered(unit, offered):
    (question,) = proposed(listed("Protein XY in urine", unit)).questions

    assert {one.partition(" in ")[0] for one in question.options} == {*offered, "none of these"}


@pytest.mark.parametrize(
    "unit", ["/uL", "mg/dL", "mmol/L", "%", "g/L", "U/L", "mg/day", "Ery/µL", "10^9/L", "cells"]
)
def test_an_answer_in_a_unit_that_does_not_fit_is_one_error(unit):
    """It is not offered; a recipe file that was changed by hand may hold it."""
    opened = listed("Protein XY in urine", unit)
    recipe = proposed(opened)
    questions = tuple(replace(one, options=(RATIO,), answer=RATIO) for one in recipe.questions)
    reading = read_workbook(opened, recipe=replace(recipe, questions=questions))

    assert questions
    assert [one.place for one in reading.errors] == ["Export!C2"]
    assert_accounted(opened, reading)
