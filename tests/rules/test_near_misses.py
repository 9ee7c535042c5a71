"""A near miss is one change after which the same rules give the response."""

import numpy as np
import pytest

from srns.rules.classify import classify
from srns.rules.definition import published
from srns.rules.near_misses import near_misses
from tests.rules.random_children import draw_children, gather
from tests.rules.table import classify_table


@pytest.mark.parametrize(
    ("samples", "words"),
    [
        pytest.param(
            ["30 | 0.15 | 3.7", "45 | 0.18 | 3.8", "61 | 0.23 | 3.9"],
            "complete remission: the third sample was 0.23 mg/mg on day 61, not Up/c < 0.2 mg/mg.",
            id="one sample a little too high",
        ),
        pytest.param(
            ["30 | 0.15 | 3.7", "45 | 26 mg/mmol | 3.8", "61 | 0.1 | 3.9"],
            "complete remission: the second sample was 26 mg/mmol on day 45, not Up/c < 0.2 mg/mg.",
            id="in the unit it was reported in",
        ),
        pytest.param(
            ["30 | 0.15 | 3.7", "45 | 0.18 | 3.8"],
            "complete remission: 2 of 3 occasions in a row, day 30 to 45; "
            "no further sample followed.",
            id="one occasion more",
        ),
        pytest.param(
            ["30 | 0.15 | 3.0", "45 | 0.18 | 3.1", "61 | 0.1 | 3.5"],
            "complete remission: the third sample had albumin 3.5 g/dL on day 61, "
            "not albumin > 3.5 g/dL.",
            id="the confirming albumin",
        ),
        pytest.param(
            ["30 | 0.15 | 3.7", "45 | <0.3 | 3.8", "61 | 0.1 | 3.9"],
            "complete remission: it cannot be told whether the second sample, <0.3 mg/mg on day "
            "45, had Up/c < 0.2 mg/mg.",
            id="a censored result",
        ),
        pytest.param(
            ["30 | 0.5 | "],
            "partial remission: the first sample, day 30, has no albumin near it.",
            id="no albumin",
        ),
    ],
)
def test_what_was_nearest_is_said(samples, words):
    rows = "\n".join(f"A | {sample}" for sample in samples)
    found = classify_table("haddad_2021", f"patient | day | Up/c | albumin\n{rows}")

    assert words in [miss.words for miss in near_misses(found, "A")]


def test_what_is_far_off_or_already_reached_is_no_near_miss():
    far = classify_table("haddad_2021", "patient | day | Up/c | albumin\nA | 30 | 8 | 1.0")
    there = classify_table(
        "haddad_2021_closed",
        "patient | day | Up/c | albumin\nA | 1 | 0.1 | 4\nA | 2 | 0.1 | 4\nA | 3 | 0.1 | 4",
    )

    assert near_misses(far, "A") == ()
    assert near_misses(there, "A") == ()


@pytest.mark.parametrize("definition", published(), ids=lambda each: each.id)
def test_every_near_miss_speaks_of_a_better_response_on_a_day_of_the_child(definition):
    found = classify(gather(draw_children(11, 150)), definition)
    order = [response.name for response in definition.responses]
    seen = 0
    for child, patient in enumerate(found.cohort.patients["patient"]):
        reached = found.judged.response[child]
        days = found.found.urine.day[found.found.urine.child == child]
        for miss in near_misses(found, patient):
            seen += 1
            assert reached < 0 or order.index(miss.response) < reached
            assert miss.day in days
            assert np.isfinite(miss.distance)
    assert seen
