"""Numbers are printed as a paper prints them, by one function."""

import re
from pathlib import Path

import pytest

from srns.cohort.paper_numbers import show_range, show_share

ROOM = Path(__file__).parents[2] / "srns"
OWN = ("cohort/paper_numbers.py", "front_door/summaries.py")
"""The function itself, and an example of what a reader may do with the numbers."""


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        pytest.param((50.0, 15.7013, 84.2987), "50.0 % (15.7–84.3)", id="4 of 8"),
        pytest.param((100 / 3, 0.8403, 90.5701), "33.3 % (0.8–90.6)", id="1 of 3"),
        pytest.param((0.0, 0.0, 84.1886), "0.0 % (0.0–84.2)", id="none of 2"),
        pytest.param((100.0, 15.8114, 100.0), "100.0 % (15.8–100.0)", id="both of 2"),
        pytest.param((None, None, None), "–", id="nobody at risk"),
    ],
)
def test_a_share_is_printed_with_one_decimal(numbers, shown: str):
    assert show_share(*numbers) == shown


def test_a_limit_that_is_not_known_leaves_no_half_interval():
    assert show_range(3.5, None) == "–"


def test_no_other_place_formats_a_percentage_or_an_interval():
    pattern = re.compile(r"\.\d?f\} %|\.\d?f\}–")
    found = [
        f"{path.relative_to(ROOM)}: {line.strip()}"
        for path in sorted(ROOM.rglob("*.py"))
        if str(path.relative_to(ROOM)) not in OWN
        for line in path.read_text("utf-8").splitlines()
        if pattern.search(line)
    ]

    assert found == []
