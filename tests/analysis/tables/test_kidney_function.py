"""CKiD U25 by its authors' vectors, and what a missing or old height does."""

from dataclasses import replace

import numpy as np
import pytest

from srns.analysis.tables.kidney_function import (
    bedside_schwartz,
    ckid_u25,
    kidney_function,
    stage,
    u25_constant,
)
from srns.analysis.tables.kidney_table import kidney_table
from tests.analysis import cohorts


@pytest.mark.parametrize(
    ("age", "male", "height_m", "creatinine", "expected"),
    [
        (11, True, 1.2, 0.9, 51.6),
        (11, False, 1.2, 0.9, 47.8),
        (15, True, 1.6, 1.9, 37.5),
        (15, False, 1.6, 1.9, 32.5),
        (20, True, 1.81, 2.1, 43.8),
        (20, False, 1.81, 2.1, 35.7),
    ],
)
def test_the_six_vectors_of_the_authors_code(age, male, height_m, creatinine, expected):
    found = ckid_u25(age, male, 100 * height_m, creatinine).item()

    assert round(found, 1) == expected


def test_the_constant_runs_over_the_range_that_was_published():
    ages = np.linspace(1, 25.99, 500)

    for male, low, high in ((True, 35.7, 50.8), (False, 33.1, 41.4)):
        constants = u25_constant(ages, np.full(500, male))
        assert round(constants.min(), 1) == low
        assert round(constants.max(), 1) == high


def test_chained_equations_would_jump_at_18():
    assert round(bedside_schwartz(18, True, 175, 1.0).item(), 1) == 72.3
    assert round(ckid_u25(18, True, 175, 1.0).item(), 1) == 88.9


BOY = {"sex": "male", "age_at_first_infusion_years": 11.0}
CREATININE = ("1", 0, "creatinine", 0.9, "", "mg/dL")
HEIGHT = ("1", 0, "height", 120.0, "", "cm")


@pytest.mark.parametrize(
    ("results", "columns", "why"),
    [
        pytest.param([CREATININE, HEIGHT], BOY, "", id="everything there"),
        pytest.param([CREATININE], BOY, "no height", id="no height"),
        pytest.param([CREATININE, ("1", 1, *HEIGHT[2:])], BOY, "no height", id="later height"),
        pytest.param([CREATININE, ("1", -180, *HEIGHT[2:])], BOY, "", id="180 days old"),
        pytest.param([CREATININE, ("1", -181, *HEIGHT[2:])], BOY, "no height", id="too old"),
        pytest.param([CREATININE, (*HEIGHT[:4], "<", "cm")], BOY, "no height", id="a bound"),
        pytest.param([CREATININE, HEIGHT], {**BOY, "sex": None}, "sex", id="no sex"),
        pytest.param([CREATININE, HEIGHT], {"sex": "male"}, "age at first", id="no age"),
        pytest.param(
            [CREATININE, HEIGHT], {**BOY, "age_at_first_infusion_years": 26.0}, "age", id="26"
        ),
        pytest.param(
            [("1", 0, "creatinine", 0.09, "", "mg/dL"), HEIGHT], BOY, "creatinine", id="too low"
        ),
    ],
)
def test_what_is_lacking_is_named_and_nothing_is_made_up(results, columns, why):
    cohort = replace(cohorts.child(**columns), labs=cohorts.labs(*results))
    row = kidney_function(cohort).iloc[0]

    assert why in row["why_not"]
    assert bool(row["why_not"]) == bool(why)
    assert np.isnan(row["egfr"]) == bool(why)


def test_units_are_converted_and_a_low_creatinine_turns_the_bound():
    cohort = replace(
        cohorts.child(**BOY),
        labs=cohorts.labs(
            ("1", 0, "creatinine", 79.56, "<", "µmol/L"), ("1", 0, "height", 1.2, "", "m")
        ),
    )
    row = kidney_function(cohort).iloc[0]

    assert (round(row["egfr"], 1), row["bound"], row["stage"]) == (51.6, ">", "")
    assert "height_cell" in row
    assert "51.6" in kidney_table(cohort).rows["last"][0]


@pytest.mark.parametrize(
    ("rate", "age", "expected"),
    [(90, 10, "G1"), (89.9, 10, "G2"), (60, 10, "G2"), (45, 10, "G3a"), (30, 10, "G3b"),
     (15, 10, "G4"), (14.9, 10, "G5"), (90, 1.9, "")],
)  # fmt: skip
def test_the_categories_begin_at_their_limits(rate, age, expected):
    assert stage(rate, age) == expected


def test_a_cohort_without_creatinine_says_so_child_by_child():
    rows = kidney_table(cohorts.PAPER_COHORT).rows

    assert len(rows) == 8
    assert set(rows["not estimated"]) == {"no creatinine in the workbook"}
