"""A slice of the spoilt workbooks, always the same; `fuzz.py` says more and tries many more."""

import pytest

from tests.workbook.fuzz import check, mutant

EACH = 40


@pytest.mark.parametrize("first", range(0, 400, EACH))
def test_spoilt_workbooks_are_read_or_refused(first):
    outcomes = {
        check(*mutant(seed, ("good.xlsx", "dressed.xlsx", "Labs.csv")), deep=seed % 4 == 0)
        for seed in range(first, first + EACH)
    }

    assert outcomes == {"read", "errors", "refused"}


@pytest.mark.parametrize("kind", ["good.xls", "good.ods", "good.xlsb"])
def test_spoilt_workbooks_of_the_other_kinds(kind):
    for seed in range(5):
        check(*mutant(seed, (kind,)))
