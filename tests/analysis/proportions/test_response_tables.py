import re

import pandas as pd
import pytest

from srns.analysis.proportions.intervals import exact_interval
from srns.analysis.proportions.response_tables import response_table

RESPONSES = ["complete remission", "partial remission", "no response"]


@pytest.fixture
def verdicts():
    """The eight children of Haddad et al. (2021), their responses in another order of children."""
    responses = ["complete remission"] * 4 + ["partial remission"] + ["no response"] * 3
    return pd.DataFrame({"patient": list("hgfedcba"), "response": responses})


def test_the_whole_cohort_comes_first_with_every_response_in_the_order_asked(verdicts):
    table = response_table(verdicts, None, responses=RESPONSES)

    assert table["group"].tolist() == ["all"] * 3
    assert table["response"].tolist() == RESPONSES
    assert table["n"].tolist() == [4, 1, 3]
    assert table["of"].tolist() == [8, 8, 8]
    assert table["percent"].tolist() == [50.0, 12.5, 37.5]


def test_percentages_and_limits_are_not_rounded(verdicts):
    row = response_table(verdicts, None, responses=RESPONSES).iloc[0]

    assert (row["low"] / 100, row["high"] / 100) == pytest.approx(exact_interval(4, 8), rel=1e-15)


def test_the_confidence_reaches_the_limits_of_the_table(verdicts):
    row = response_table(verdicts, None, responses=RESPONSES, confidence=0.8).iloc[0]

    assert row["low"] == pytest.approx(100 * exact_interval(4, 8, confidence=0.8).low)


def test_the_children_counted_are_listed_in_the_order_of_the_input(verdicts):
    table = response_table(verdicts, None, responses=RESPONSES)

    assert table["patients"].tolist() == [["h", "g", "f", "e"], ["d"], ["c", "b", "a"]]


def test_a_response_nobody_has_is_counted_as_none(verdicts):
    table = response_table(verdicts, None, responses=[*RESPONSES, "not evaluable"])

    last = table.iloc[-1]
    assert (last["n"], last["of"], last["percent"], last["low"]) == (0, 8, 0, 0)
    assert last["high"] == pytest.approx(36.9, abs=0.05)
    assert last["patients"] == []


def test_groups_stand_in_the_order_of_first_appearance_and_the_unrecorded_last(verdicts):
    by = pd.Series(["late", None, "initial", "late", "initial", "late", float("nan"), "late"])

    table = response_table(verdicts, by, responses=RESPONSES)

    assert table["group"].unique().tolist() == ["all", "late", "initial", "not recorded"]
    assert table.groupby("group", sort=False)["of"].first().tolist() == [8, 4, 2, 2]


def test_groups_stand_in_the_order_of_their_categories_even_without_children(verdicts):
    names = ["MCD", "FSGS", "MCD", "FSGS", "MCD", "MCD", None, "MCD"]
    by = pd.Series(pd.Categorical(names, ["FSGS", "DMS", "MCD"]))

    table = response_table(verdicts, by, responses=RESPONSES)

    assert table["group"].unique().tolist() == ["all", "FSGS", "DMS", "MCD", "not recorded"]


def test_a_group_of_no_children_has_none_for_its_percentages(verdicts):
    by = pd.Series(pd.Categorical(["FSGS"] * 8, ["FSGS", "MCD"]))

    table = response_table(verdicts, by, responses=RESPONSES)

    empty = table[table["group"] == "MCD"]
    assert empty[["n", "of"]].to_numpy().tolist() == [[0, 0]] * 3
    assert empty[["percent", "low", "high"]].to_numpy().tolist() == [[None] * 3] * 3


def test_a_category_called_not_recorded_takes_the_missing_in(verdicts):
    by = pd.Series(pd.Categorical(["not recorded", None] * 4, ["not recorded"]))

    table = response_table(verdicts, by, responses=RESPONSES)

    assert table["group"].unique().tolist() == ["all", "not recorded"]
    assert table["of"].tolist() == [8] * 6


@pytest.mark.parametrize("kind", ["string", "boolean", "Int64"])
def test_groups_of_every_kind_become_text(verdicts, kind):
    value = {"string": "one", "boolean": True, "Int64": 1}[kind]
    by = pd.Series([value, pd.NA] * 4, dtype=kind)

    table = response_table(verdicts, by, responses=RESPONSES)

    assert table["group"].unique().tolist() == ["all", str(value), "not recorded"]


def test_every_child_is_counted_once_in_each_partition(verdicts):
    by = pd.Series(["a", "b", None, "a", "c", "c", None, "b"])

    table = response_table(verdicts, by, responses=RESPONSES)

    assert table.loc[table["group"] == "all", "n"].sum() == 8
    assert table.loc[table["group"] != "all", "n"].sum() == 8
    assert sorted(table.loc[table["group"] != "all", "patients"].sum()) == list("abcdefgh")


def test_a_cohort_without_children_still_has_its_rows():
    nobody = pd.DataFrame({"patient": [], "response": []})

    table = response_table(nobody, pd.Series([], dtype=object), responses=RESPONSES)

    assert table["n"].tolist() == [0, 0, 0]
    assert table["percent"].tolist() == [None, None, None]


def test_the_index_of_the_verdicts_is_of_no_meaning(verdicts):
    by = pd.Series(list("aabbaabb"))
    moved = verdicts.set_axis(range(100, 108))

    table = response_table(moved, by.set_axis(moved.index), responses=RESPONSES)

    pd.testing.assert_frame_equal(table, response_table(verdicts, by, responses=RESPONSES))


def test_the_input_is_left_as_it_was(verdicts):
    by = pd.Series(["late", None] * 4)
    verdicts_before, by_before = verdicts.copy(), by.copy()

    response_table(verdicts, by, responses=RESPONSES)

    pd.testing.assert_frame_equal(verdicts, verdicts_before)
    pd.testing.assert_series_equal(by, by_before)


@pytest.mark.parametrize(
    ("spoil", "by", "words"),
    [
        pytest.param(
            {"patient": list("hgfedcbh")},
            None,
            "Each child must be listed once; 'h' is listed again.",
            id="a child twice",
        ),
        pytest.param(
            {"response": [None, *["no response"] * 7]},
            None,
            "Each child must have a response; 'not evaluable' is allowed.",
            id="no response given",
        ),
        pytest.param(
            {"response": ["remission", *["no response"] * 7]},
            None,
            f"'remission' must be one of the responses {RESPONSES}.",
            id="an unknown response",
        ),
        pytest.param(
            {},
            pd.Series(["late"] * 8, index=range(1, 9)),
            "The groups must have the same index as the verdicts, row by row.",
            id="groups of other rows",
        ),
        pytest.param(
            {},
            pd.Series(["all"] * 8),
            "A group cannot be called 'all': that is the whole cohort.",
            id="a group called all",
        ),
    ],
)
def test_a_child_without_a_certain_place_is_refused_in_a_sentence(verdicts, spoil, by, words):
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        response_table(verdicts.assign(**spoil), by, responses=RESPONSES)
