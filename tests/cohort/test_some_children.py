"""Some children of a cohort: all of their rows and nobody else's, in the order of the workbook."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

import srns
from srns.cohort.some_children import TABLES, child_rows
from srns.cohort.tables import Cohort

CHILDREN = ["1", "2", "3", "4", "5", "6", "7", "8"]


def paper() -> Cohort:
    cohort = srns.load_haddad2021().cohort
    assert cohort is not None
    return cohort


WHOLE = paper()
ROWS = child_rows(WHOLE)


@given(st.lists(st.sampled_from([*CHILDREN, "nobody"]), unique=True))
def test_each_table_has_the_rows_of_these_children_as_a_search_finds_them(children: list[str]):
    kept = ROWS.keep(children)
    for name in TABLES:
        table = getattr(WHOLE, name)
        expected = table[table["patient"].isin(children)].reset_index(drop=True)
        pd.testing.assert_frame_equal(getattr(kept, name), expected)


def test_a_child_is_judged_alike_alone_and_among_others():
    among = srns.classify(WHOLE).verdicts.set_index("patient")
    for child in CHILDREN:
        alone = srns.classify(ROWS.keep([child])).verdicts.set_index("patient")
        pd.testing.assert_frame_equal(alone, among.loc[[child]], check_dtype=False)
