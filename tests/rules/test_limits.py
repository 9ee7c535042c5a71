"""Which printed number judges a result, and which limits may be written at all."""

import pytest

from srns.cohort.errors import LimitError
from srns.cohort.quantities import UPCR
from srns.rules.written_limits import parse_limit
from tests.rules.made_up import define
from tests.rules.table import classify_table

TWO_OF_A_KIND = """
    [[response]]
    name = "complete remission"
    quote = "Up/c at most 0.2 mg/mg (300 mg/g)"
    upcr = ["<= 0.2 mg/mg", "<= 300 mg/g"]
"""


@pytest.mark.parametrize(
    ("upcr", "expected"),
    [
        pytest.param("0.25 mg/mg", "no response", id="above 0.2 in the first unit printed"),
        pytest.param("250 mg/g", "complete remission", id="within 300 in the second"),
        pytest.param("0.25 g/g", "no response", id="a third unit: the first of its kind judges"),
        pytest.param("0.2 g/g", "complete remission", id="exactly the first number"),
    ],
)
def test_a_result_is_judged_in_its_own_unit_else_by_the_first_of_its_kind(upcr, expected):
    found = classify_table(define(TWO_OF_A_KIND), f"patient | day | Up/c\n 1 | 30 | {upcr}")

    assert found.outcomes["response"].tolist() == [expected]


def test_a_window_may_be_one_number_wide():
    assert str(parse_limit(">= 0.5 and <= 0.5 mg/mg", UPCR)) == "≥ 0.5 and ≤ 0.5 mg/mg"


@pytest.mark.parametrize("written", ["> 0.5 and <= 0.5 mg/mg", ">= 0.5 and < 0.5 mg/mg"])
def test_a_window_that_no_number_meets_is_refused(written):
    with pytest.raises(LimitError, match="which no number meets"):
        parse_limit(written, UPCR)
