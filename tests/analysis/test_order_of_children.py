"""Order of children in lists and lanes."""

import pytest

import srns
from srns.analysis.groups import MERGED_HISTOLOGY, grouping
from srns.analysis.order_of_children import ORDERS, order_children


@pytest.mark.parametrize(
    ("by", "first", "last"),
    [
        ("workbook", "1", "8"),
        ("histology", "1", "8"),
        ("response", "1", "8"),
        ("time to remission", "7", "8"),
    ],
)
def test_the_papers_children_are_ordered(by, first, last):
    found = srns.classify(srns.load_haddad2021(), "haddad_2021")
    ordered = order_children(found, by)

    assert (ordered[0], ordered[-1]) == (first, last)
    assert sorted(ordered) == list("12345678")


def test_the_longest_follow_up_comes_first():
    found = srns.classify(srns.load_haddad2021(), "haddad_2021")
    ends = found.verdicts.set_index("patient")["window_end_day"]

    ordered = order_children(found, "follow-up")

    assert ends.loc[ordered[0]] == ends.max()
    assert set(ORDERS) >= {"follow-up"}


def test_variants_are_merged_with_minimal_change_disease_on_request():
    cohort = srns.load_haddad2021().cohort
    groups = grouping(cohort, MERGED_HISTOLOGY)

    assert groups.value_counts().to_dict() == {"MCD with variants": 6, "FSGS": 2}
