"""Gaps of a definition, pair by pair."""

from fractions import Fraction

import numpy as np
import pytest

from srns.rules.gaps import (
    GRID_ALBUMIN,
    GRID_UPCR,
    count_holes,
    gap_grid,
    judge_values,
    needs_baseline,
    occasions_alone,
    occasions_in_holes,
    without_confirmation,
)
from srns.rules.load_definition import load_definition, parse_definition, published
from tests.rules.made_up import FALL, MEAN, define
from tests.rules.table import classify_table, responses

HADDAD = load_definition("haddad_2021")


def in_a_hole_of_the_paper(upcr: Fraction, albumin: Fraction) -> bool:
    """Judge by the paper's Methods, implemented again in exact numbers."""
    complete = upcr < Fraction("0.2") and albumin > Fraction("3.5")
    partial = Fraction("0.2") < upcr <= 1 and Fraction("2.5") <= albumin <= Fraction("3.4")
    return upcr <= 1 and albumin >= Fraction("2.5") and not complete and not partial


def test_the_paper_leaves_1121_of_3926_pairs_unsaid_and_each_is_one_by_the_text():
    grid = gap_grid(HADDAD)

    assert (len(GRID_UPCR), len(GRID_ALBUMIN)) == (151, 26)
    assert count_holes(grid).holes == 1121
    expected = [
        in_a_hole_of_the_paper(Fraction(f"{upcr:.2f}"), Fraction(f"{albumin:.1f}"))
        for upcr, albumin in zip(grid["upcr"], grid["albumin"], strict=True)
    ]
    assert list(grid["says"] == "unclassified") == expected


def test_the_closed_definition_has_no_hole():
    counted = count_holes(gap_grid(load_definition("haddad_2021_closed")))

    assert (counted.pairs, counted.holes) == (3926, 0)


@pytest.mark.parametrize("definition", published(), ids=lambda each: each.id)
def test_every_pair_gets_one_word_and_a_baseline_makes_all_of_them_tell(definition):
    counted = count_holes(gap_grid(definition))
    with_baseline = count_holes(gap_grid(definition, baseline=8.0))

    assert sum(counted.says.values()) == counted.pairs == 3926
    assert "not evaluable" not in with_baseline.says
    assert ("not evaluable" in counted.says) <= needs_baseline(definition)


def test_a_fall_is_judged_from_the_baseline_stated():
    fall = parse_definition(FALL)
    upcr, albumin = np.array([1.9]), np.array([3.0])

    assert judge_values(fall, upcr, albumin).tolist() == ["not evaluable"]
    assert judge_values(fall, upcr, albumin, baseline=8.0).tolist() == ["partial remission"]
    assert judge_values(fall, upcr, albumin, baseline=3.0).tolist() == ["no response"]


def test_a_mean_of_two_is_judged_from_the_baseline_stated():
    mean = parse_definition(MEAN)

    said = judge_values(mean, np.array([1.0, 1.0]), np.array([3.0, 3.0]), baseline=2.0)

    assert said.tolist() == ["partial remission", "partial remission"]


def test_without_confirmation_one_sample_decides_at_any_time():
    definition = define("""
        [[response]]
        name = "complete remission"
        quote = "made up"
        upcr = "< 0.2 mg/mg"
        albumin = "> 3.5 g/dL"
        occasions = 3
        albumin_at = "confirming"
        min_days_between = 28
        max_days_between = 60
        by_month = 1
    """)
    table = """
        patient | day | Up/c | albumin
        good    | 400 | 0.1  | 3.6
        low     | 400 | 0.1  | 3.5
    """
    assert responses(without_confirmation(definition), table) == {
        "good": "complete remission", "low": "no response",
    }  # fmt: skip


def test_an_occasion_of_the_cohort_is_judged_alone_with_its_cells():
    found = classify_table(
        "haddad_2021",
        """
        patient | day | Up/c | albumin
        A       |  30 | 0.50 | 3.8
        A       |  60 | 0.10 | 4.0
        A       |  90 | 0.50 | 3.0
        A       | 120 | <0.3 | 3.0
        A       | 150 | 0.50 |
        A       | 180 | 1.01 | 3.0
        A       | 210 | <0.3 | 3.8
        """,
    )
    every = occasions_alone(found)

    assert list(every["says"]) == [
        "unclassified",
        "complete remission",
        "partial remission",
        "not evaluable",
        "not evaluable",
        "no response",
        "not evaluable",
    ]
    holes = occasions_in_holes(found.cohort, found.definition)
    assert list(holes["day"]) == [30]
    assert list(holes.columns) == list(every.columns)
    assert holes["upcr_cell"].iloc[0]
