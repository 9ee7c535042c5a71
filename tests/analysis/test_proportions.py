import re

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom, binomtest

from srns.analysis.proportions.intervals import exact_interval
from srns.analysis.proportions.response_tables import response_table

RESPONSES = ["complete remission", "partial remission", "no response"]


@pytest.fixture
def verdicts():
    """The eight children of Haddad et al. (2021), their responses in another order of children."""
    responses = ["complete remission"] * 4 + ["partial remission"] + ["no response"] * 3
    return pd.DataFrame({"patient": list("hgfedcba"), "response": responses})


@pytest.mark.parametrize(
    ("events", "total", "low", "high"),
    [
        pytest.param(4, 8, 15.7, 84.3, id="complete remission in Haddad et al. 2021"),
        pytest.param(0, 2, 0.0, 84.2, id="none of two"),
        pytest.param(2, 2, 15.8, 100.0, id="both of two"),
        pytest.param(3, 4, 19.4, 99.4, id="three of four"),
        pytest.param(81, 263, 25.27, 36.76, id="Newcombe 1998, Stat Med 17:857, 81 of 263"),
        pytest.param(15, 148, 5.78, 16.17, id="Newcombe 1998, 15 of 148"),
        pytest.param(0, 20, 0.0, 16.84, id="Newcombe 1998, none of 20"),
        pytest.param(1, 29, 0.09, 17.76, id="Newcombe 1998, 1 of 29"),
    ],
)
def test_the_exact_interval_is_the_published_one(events, total, low, high):
    interval = exact_interval(events, total)

    assert 100 * interval.low == pytest.approx(low, abs=0.05 if total < 9 else 0.005)
    assert 100 * interval.high == pytest.approx(high, abs=0.05 if total < 9 else 0.005)


@pytest.mark.parametrize("total", [1, 2, 8, 20, 1000])
def test_nobody_and_everybody_have_closed_forms(total):
    nobody, everybody = exact_interval(0, total), exact_interval(total, total)

    assert nobody.low == 0
    assert nobody.high == pytest.approx(1 - 0.025 ** (1 / total), rel=1e-12)
    assert everybody.low == pytest.approx(0.025 ** (1 / total), rel=1e-12)
    assert everybody.high == 1


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_the_exact_interval_is_the_one_of_scipy(confidence):
    for total in (1, 2, 3, 8, 30):
        for events in range(total + 1):
            trusted = binomtest(events, total).proportion_ci(confidence, method="exact")

            interval = exact_interval(events, total, confidence=confidence)

            assert interval == pytest.approx((trusted.low, trusted.high), abs=1e-9)


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_at_the_ends_of_the_exact_interval_the_count_is_just_unlikely_enough(confidence):
    """Clopper and Pearson's own words, for every count up to 30."""
    counts = np.array([(events, total) for total in range(1, 31) for events in range(total + 1)])
    events, total = counts.T
    intervals = [exact_interval(int(e), int(t), confidence=confidence) for e, t in counts]
    low, high = np.transpose(intervals)
    some, not_all = events > 0, events < total

    so_many_or_more = binom.sf(events - 1, total, low)
    so_many_or_fewer = binom.cdf(events, total, high)

    assert so_many_or_more[some] == pytest.approx((1 - confidence) / 2, rel=1e-9)
    assert so_many_or_fewer[not_all] == pytest.approx((1 - confidence) / 2, rel=1e-9)
    assert (low[~some] == 0).all()
    assert (high[~not_all] == 1).all()


@pytest.mark.parametrize("total", range(1, 21))
def test_the_exact_interval_covers_every_proportion_at_least_as_often_as_it_says(total):
    truth = np.linspace(0, 1, 201)
    counts = np.arange(total + 1)
    low, high = np.transpose([exact_interval(int(events), total) for events in counts])

    holds = (low[:, None] <= truth) & (truth <= high[:, None])
    coverage = (binom.pmf(counts[:, None], total, truth) * holds).sum(axis=0)

    assert coverage.min() >= 0.95


@pytest.mark.parametrize(
    ("events", "total", "words"),
    [
        (0, 0, "A proportion of 0 children has no interval."),
        (9, 8, "The events must number from 0 to the 8 children, not 9."),
        (-1, 8, "The events must number from 0 to the 8 children, not -1."),
        (0, -1, "The events must number from 0 to the -1 children, not 0."),
    ],
)
def test_impossible_counts_are_refused_in_a_sentence(events, total, words):
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        exact_interval(events, total)


@pytest.mark.parametrize("confidence", [0, 1, 95, float("nan")])
def test_a_confidence_is_a_fraction(confidence):
    with pytest.raises(ValueError, match="must lie between 0 and 1"):
        exact_interval(4, 8, confidence=confidence)


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
            "Each child must have a response; 'not evaluable' can be one.",
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
            "A group can't be called 'all': that is the whole cohort.",
            id="a group called all",
        ),
    ],
)
def test_a_child_without_a_certain_place_is_refused_in_a_sentence(verdicts, spoil, by, words):
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        response_table(verdicts.assign(**spoil), by, responses=RESPONSES)
