"""docs/comparison.md: each of our claims has a test that exists, each "no" a reason."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "comparison.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith("| Feature")
]
PRODUCTS = 12


def test_every_group_of_features_is_there():
    assert len(re.findall("^## ", PAGE, re.MULTILINE)) == 7
    assert len(ROWS) >= 28


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_claim_has_its_test_and_a_no_its_reason(row: list[str]):
    marks, ours, page, words, test = row[1:13], *row[13:]

    assert len(marks) == PRODUCTS
    assert set(marks) <= {"Y", "p", "·"}
    assert ours in ("yes", "partly", "no")
    if ours == "no":
        assert words
        return
    assert page
    path, _, name = test.strip("`").partition("::")
    assert f"def {name}(" in (ROOT / path).read_text("utf-8")
