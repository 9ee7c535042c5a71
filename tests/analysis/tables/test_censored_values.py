"""Medians and ranges of results of which some are only known to lie below or above a number."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from srns.analysis.tables.censored_values import (
    Bounded,
    bounded_values,
    quantile,
    summarize_bounded,
)
from srns.analysis.tables.characteristics import Measure
from srns.analysis.tables.table_one import table_one
from srns.cohort.tables import Cohort
from tests.analysis.cohorts import judged, labs

ALBUMIN = ([1.0, 1.0, 1.3, 1.0, 1.7, 2.2, 1.8, 1.0], ["<", "<", "", "<", "", "", "", "<"])


def in_table_one(values: list[float | None], bounds: list[str]) -> str:
    """Return how Table 1 prints the baseline albumin of so many children."""
    children = [str(number) for number in range(len(values))]
    rows = [
        (name, -5, "albumin", np.nan if value is None else value, bound, "g/dL")
        for name, value, bound in zip(children, values, bounds, strict=True)
    ]
    patients = pd.DataFrame({"patient": pd.Series(children, dtype=object)})
    cohort = Cohort(patients, labs=labs(*rows))
    albumin = Measure("baseline_albumin", "Albumin", "g/dL", 1)
    return table_one(cohort, judged(cohort), measures=[albumin]).rows["all"].iloc[1]


def test_the_papers_albumin_is_a_bound_and_four_children_are_counted():
    summary = summarize_bounded(bounded_values(*ALBUMIN))

    assert summary.median == Bounded(0.65, 1.15, high_open=True)
    assert in_table_one(*ALBUMIN) == "<1.15 (<1.0–2.2); 4 of 8 below 1.0"


@pytest.mark.parametrize(
    ("values", "bounds", "shown"),
    [
        pytest.param([], [], "–", id="nothing"),
        pytest.param([None, float("nan")], ["", "<"], "–", id="nothing but missing"),
        pytest.param([2.0], [""], "2.0 (2.0–2.0)", id="one"),
        pytest.param([2.0], ["<"], "<2.0 (<2.0–<2.0); 1 of 1 below 2.0", id="one below"),
        pytest.param([1, 5], ["", ">"], ">3.0 (1.0–>5.0); 1 of 2 above 5.0", id="one above"),
        pytest.param([1, 2, 3], ["<", "", ""], "2.0 (<1.0–3.0); 1 of 3 below 1.0", id="known"),
    ],
)
def test_a_summary_never_says_more_than_is_known(values, bounds, shown):
    assert in_table_one(values, bounds) == shown


lab = st.integers(0, 60).map(lambda tenths: tenths / 10)


@given(st.lists(st.tuples(lab, st.sampled_from(["", "<", "<=", ">", ">="])), min_size=1), st.data())
def test_whatever_the_censored_values_were_the_quantile_lies_within_its_bounds(results, data):
    share = data.draw(st.sampled_from([0, 0.25, 0.5, 0.75, 1]))
    true = [
        value * data.draw(st.floats(0, 0.99))
        if "<" in bound
        else value + data.draw(st.floats(0.01, 5))
        if ">" in bound
        else value
        for value, bound in results
    ]
    found = quantile(bounded_values(*zip(*results, strict=True)), share)

    assert found is not None
    assert found.low - 1e-9 <= np.quantile(true, share) <= found.high + 1e-9


@given(st.lists(lab, min_size=1), st.sampled_from([0, 0.25, 0.5, 0.75, 1]))
def test_without_bounds_it_is_numpys_quantile(values, share):
    found = quantile(bounded_values(values), share)

    assert found is not None
    assert found.known
    assert found.low == pytest.approx(np.quantile(values, share), abs=1e-12)
