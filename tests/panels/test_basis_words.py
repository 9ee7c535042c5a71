"""The basis on pages and figures is told in English as everywhere else."""

from dataclasses import replace

import pytest

import srns
from srns.panels.basis_words import basis_words
from srns.rules.basis import Basis
from srns.rules.rescue import UNTIL_RESCUE


@pytest.mark.parametrize(
    "basis",
    [
        pytest.param(Basis(), id="as it was read"),
        pytest.param(Basis("first infusion"), id="from another day 0"),
        pytest.param(Basis(by_line=True), id="each line of treatment"),
        pytest.param(Basis(strategy=UNTIL_RESCUE), id="until rescue"),
    ],
)
@pytest.mark.parametrize("read", ["", "first urine result"])
def test_in_english_it_is_told_as_everywhere(basis, read):
    cohort = srns.load_haddad2021().cohort
    cohort = replace(cohort, day_zero=read) if read else cohort

    assert basis_words(basis, cohort) == basis.words_for(cohort)
