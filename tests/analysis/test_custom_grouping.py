"""Groupings of a user's own: their text, what they count together, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import srns
from srns.analysis.custom_grouping import KINDS, CustomGrouping, read_custom_grouping
from srns.analysis.groups import MERGED_HISTOLOGY, grouping
from srns.cohort.errors import GroupingError

LESION = "Lesion (histology): minimal change = MCD, MCD variant"
PARTS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
GROUPINGS = st.builds(
    CustomGrouping,
    PARTS,
    st.sampled_from(KINDS),
    st.lists(
        st.tuples(PARTS, st.lists(PARTS, min_size=1, max_size=3).map(tuple)),
        min_size=1,
        max_size=3,
        unique_by=lambda group: group[0],
    ).map(tuple),
).filter(lambda own: len({v for _, vs in own.groups for v in vs})
         == sum(len(vs) for _, vs in own.groups))  # fmt: skip


@given(GROUPINGS)
def test_the_text_of_a_grouping_is_read_as_the_same_grouping(own: CustomGrouping):
    assert read_custom_grouping(own.text) == own


@pytest.mark.parametrize(
    "text", ["histology", MERGED_HISTOLOGY, "age (years)", "Lesion (histology)", "a (sex): b = c"]
)
def test_other_groupings_are_no_texts_of_a_grouping(text: str):
    assert read_custom_grouping(text) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Lesion (histology): minimal", "found 'minimal' in"),
        ("Lesion (histology): = MCD", "found '= MCD' in"),
        ("Lesion (histology): minimal =", "found 'minimal =' in"),
        ("Lesion (histology): a = MCD; b = FSGS, MCD", "found 'MCD' in two groups"),
    ],
)
def test_a_grouping_that_cannot_be_meant_says_what_was_found(text: str, message: str):
    with pytest.raises(GroupingError, match=message):
        read_custom_grouping(text)


def test_the_merged_values_count_together_and_the_others_stay():
    summary = srns.summarize(srns.load_haddad2021(), by=LESION)
    rows = summary.responses
    rows = rows[rows["response"] == "complete remission"].set_index("group")

    assert set(rows.index) == {
        "minimal change", "FSGS", "all",
    }  # fmt: skip
    assert (rows.loc["minimal change", "n"], rows.loc["minimal change", "of"]) == (4, 6)
    assert rows.loc["minimal change", "patients"] == ["1", "2", "6", "7"]


def test_a_grouping_of_regimens_is_one_of_maintenance():
    cohort = srns.load_haddad2021().cohort
    assert cohort is not None
    known = list(grouping(cohort, "maintenance").cat.categories)
    own = CustomGrouping("Any", "maintenance", (("any drug", tuple(known[:2])),))
    groups = grouping(cohort, own.text)

    assert set(groups) == {"any drug", *known[2:]}
    assert own.unknown_values(known) == []


def test_a_value_leaves_the_group_that_it_was_in():
    own = CustomGrouping("Lesion", "histology", (("a", ("MCD", "FSGS")),))

    assert own.with_group("b", ["FSGS"]).groups == (("a", ("MCD",)), ("b", ("FSGS",)))
    assert own.with_group("b", ["MCD", "FSGS"]).groups == (("b", ("MCD", "FSGS")),)
