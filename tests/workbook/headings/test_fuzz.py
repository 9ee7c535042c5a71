"""A slice of the generated headings; `fuzz.py` says more and tries many more."""

from collections import Counter

from .fuzz import generate, judge


def test_generated_headings_are_never_another_quantity():
    outcomes = Counter(judge(generate(seed)) for seed in range(2_000))

    assert not outcomes["wrong"]
    assert not outcomes["lost"]
    assert outcomes["read"] > 800, "most of what is sure is read"
    assert outcomes["left out by name"] > 700
