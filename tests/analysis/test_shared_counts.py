"""A shared summary gives no small count away, by filters or by asking twice."""

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd

from srns.analysis.shared_counts import GROUPINGS, shared_counts
from srns.cohort.canonical_json import read_cohort, write_cohort
from srns.cohort.terms import RESPONSES
from srns.privacy.count_noise import record_keys
from srns.privacy.small_counts import MASKED, STEP
from tests.sharing.made import cleared, judged


def test_subtracting_any_choice_of_tables_tells_no_more_than_the_whole_release():
    whole = big_release()
    chosen = [shared_counts(judged(big(60, 1)), by).counts for by in (GROUPINGS[:1], GROUPINGS[1:])]

    everything = {tuple(row) for row in whole.itertuples(index=False)}
    for shown in chosen:
        assert {tuple(row) for row in shown.itertuples(index=False)} <= everything


@cache
def big(n: int, seed: int):
    """Give a cohort of many children: the eight, again and again under other numbers."""
    cohort = cleared().cohort
    picked = np.random.default_rng(seed).integers(0, 8, n)
    names = list(cohort.patients["patient"])
    made = {}
    for table in ("patients", "labs", "infusions", "treatments", "events"):
        frame = getattr(cohort, table)
        parts = [
            frame[frame["patient"] == names[which]].assign(patient=str(number))
            for number, which in enumerate(picked, 1)
        ]
        made[table] = pd.concat(parts, ignore_index=True)
    return replace(
        cohort, **made, sources=cohort.sources.iloc[:0], absences=cohort.absences.iloc[:0]
    )


@cache
def big_release() -> pd.DataFrame:
    return shared_counts(judged(big(60, 1))).counts


def test_a_release_shows_fives_and_masks_the_rest():
    shown = big_release()

    numbers = [int(each) for each in {*shown["children"], *shown["of"]} - {MASKED}]
    assert all(number % 5 == 0 and number >= STEP for number in numbers)
    assert (shown["children"] == MASKED).any()
    assert (shown["children"] != MASKED).any()
    assert set(shown["response"]) == set(RESPONSES)


def test_a_release_names_no_child():
    shown = shared_counts(judged(cleared().cohort)).counts

    assert list(shown.columns) == ["by", "group", "response", "children", "of", "percent"]


def test_filters_cannot_be_subtracted_for_there_is_one_release():
    """Whatever a session filters, the release is made of the whole version alone."""
    assert shared_counts(judged(big(60, 1))).counts.equals(big_release())


def test_subtracting_the_release_without_a_child_tells_no_single_child():
    cohort = big(60, 1)
    one_less = replace(
        cohort, patients=cohort.patients.iloc[1:], labs=cohort.labs[cohort.labs["patient"] != "1"]
    )

    before, after = (shared_counts(judged(each)).counts for each in (cohort, one_less))

    both = before.merge(after, on=["by", "group", "response"])
    known = both[(both["children_x"] != MASKED) & (both["children_y"] != MASKED)]
    steps = (known["children_x"].astype(int) - known["children_y"].astype(int)).abs()
    assert set(steps % STEP) == {0}  # never the one child


def test_a_later_data_cut_of_the_same_children_shows_the_same():
    cohort = big(60, 1)
    later = cohort.labs.assign(day=cohort.labs["day"] + 9000)
    cut = replace(cohort, labs=pd.concat([cohort.labs, later], ignore_index=True))

    assert record_keys(cut).tolist() == record_keys(cohort).tolist()


def test_a_stored_cohort_shows_the_counts_that_it_had_before():
    cohort = cleared().cohort
    stored = read_cohort(write_cohort(cohort))

    assert record_keys(stored).tolist() == record_keys(cohort).tolist()
    assert shared_counts(judged(stored)).counts.equals(shared_counts(judged(cohort)).counts)


def test_nothing_is_told_of_a_handful_of_children():
    cohort = cleared().cohort
    few = replace(cohort, patients=cohort.patients.iloc[:1])

    assert shared_counts(judged(few)).counts.empty
