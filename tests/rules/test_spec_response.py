"""Response, in tables: what a visit is, how three-valued tests work, and the verdict.

Limits as in Haddad 2021: complete remission is Up/c < 0.2 on three occasions in a row and albumin
> 3.5; partial remission is Up/c > 0.2 and at most 1.0 with albumin 2.5 to 3.4.
"""

from dataclasses import replace

import pandas as pd
import pytest

from srns.rules.classify import classify
from tests.rules.table import classify_table, find, read_table, responses, verdicts

HADDAD = "haddad_2021"
CLOSED = "haddad_2021_closed"


# --- occasions ----------------------------------------------------------------------------------


def test_complete_remission_takes_three_occasions_in_a_row() -> None:
    """A bad sample in between restarts the count."""
    table = """
        patient  | day | Up/c | albumin
        in a row |  30 | 0.15 | 3.6
        in a row |  60 | 0.10 | 3.8
        in a row |  90 | 0.19 | 3.9
        broken   |  30 | 0.15 | 3.6
        broken   |  60 | 0.10 | 3.8
        broken   |  90 | 2.40 | 3.1
        broken   | 120 | 0.10 | 3.8
        afresh   |  30 | 0.15 | 3.6
        afresh   |  60 | 2.40 | 3.8
        afresh   |  90 | 0.10 | 3.8
        afresh   | 120 | 0.10 | 3.8
        afresh   | 150 | 0.10 | 3.8
    """
    assert responses(HADDAD, table) == {
        "in a row": "complete remission",
        "broken": "unclassified",
        "afresh": "complete remission",
    }


def test_one_or_two_good_occasions_that_nothing_follows_are_unclassified() -> None:
    """As good as a remission's limits, but no remission was reached: a gap (G9)."""
    table = """
        patient | day | Up/c | albumin
        one     |  30 | 0.10 | 4.0
        two     |  30 | 0.10 | 4.0
        two     |  60 | 0.10 | 4.0
    """
    assert responses(HADDAD, table) == {"one": "unclassified", "two": "unclassified"}


def test_three_samples_of_one_day_are_one_occasion() -> None:
    """Of one week or of one year they are three: the paper names no spacing (G10)."""
    table = """
        patient | day | Up/c | albumin
        a day   |  30 | 0.10 | 4.0
        a day   |  30 | 0.11 | 4.0
        a day   |  30 | 0.12 | 4.0
        a week  |  30 | 0.10 | 4.0
        a week  |  33 | 0.10 | 4.0
        a week  |  36 | 0.10 | 4.0
        a year  |  30 | 0.10 | 4.0
        a year  | 200 | 0.10 | 4.0
        a year  | 395 | 0.10 | 4.0
    """
    assert responses(HADDAD, table) == {
        "a day": "unclassified",
        "a week": "complete remission",
        "a year": "complete remission",
    }


def test_what_was_measured_on_day_0_or_before_is_baseline() -> None:
    """The first day that counts is day 1."""
    table = """
        patient  | day | Up/c | albumin
        baseline | -30 | 0.10 | 4.0
        baseline |   0 | 0.10 | 4.0
        baseline |  30 | 0.10 | 4.0
        day one  |   1 | 0.50 | 3.0
        day zero |   0 | 0.50 | 3.0
        at two   |   0 | 0.10 | 4.0
        at two   |   1 | 0.10 | 4.0
        at two   |   2 | 0.10 | 4.0
        at three |   1 | 0.10 | 4.0
        at three |   2 | 0.10 | 4.0
        at three |   3 | 0.10 | 4.0
    """
    assert responses(HADDAD, table) == {
        "baseline": "unclassified",
        "day one": "partial remission",
        "day zero": "in remission at start",
        "at two": "unclassified",
        "at three": "complete remission",
    }


def test_of_one_day_the_highest_upcr_counts() -> None:
    """Whatever the order in which the results stand, and whatever their units."""
    table = """
        patient     | day | Up/c          | albumin
        worse last  |  30 | 0.50          | 3.0
        worse last  |  30 | 1.50          |
        worse first |  30 | 1.50          | 3.0
        worse first |  30 | 0.50          |
        units       |  30 | 0.50          | 3.0
        units       |  30 | 150 mg/mmol   |
        units too   |  30 | 20 mg/mmol    | 3.0
        units too   |  30 | 0.50          |
    """
    assert responses(HADDAD, table) == {
        "worse last": "no response",
        "worse first": "no response",
        "units": "no response",
        "units too": "partial remission",
    }


def test_of_one_day_the_lowest_albumin_counts() -> None:
    """Whatever the order and the units."""
    table = """
        patient     | day | Up/c | albumin
        worse last  |  30 | 0.50 | 3.0
        worse last  |  30 |      | 2.0
        worse first |  30 | 0.50 | 2.0
        worse first |  30 |      | 3.0
        units       |  30 | 0.50 | 3.0
        units       |  30 |      | 20 g/L
        units too   |  30 | 0.50 | 30 g/L
        units too   |  30 |      | 3.8
    """
    assert responses(HADDAD, table) == {
        "worse last": "no response",
        "worse first": "no response",
        "units": "no response",
        "units too": "partial remission",
    }


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param("1.0", ">1.0", "no response", id="> is worse than the plain number"),
        pytest.param("1.0", "<1.0", "partial remission", id="< is better than the plain number"),
        pytest.param("<1.0", ">1.0", "no response", id="> is worse than <"),
        pytest.param("1.0", "≥1.0", "not evaluable", id="≥ is worse than the plain number"),
        pytest.param("≥1.0", ">1.0", "no response", id="> is worse than ≥"),
        pytest.param("≤1.0", "1.0", "partial remission", id="≤ is better than the plain number"),
        pytest.param("<1.0", "≤1.0", "not evaluable", id="≤ is worse than <"),
        pytest.param(
            "0.5", "<1.5", "not evaluable", id="the higher number counts, whatever its sign"
        ),
        pytest.param("0.5", ">0.2", "partial remission", id="a lower number is passed over"),
    ],
)
def test_of_equal_upcr_of_one_day_the_worse_sign_counts(
    first: str, second: str, expected: str
) -> None:
    """For Up/c: > before none before <."""
    table = f"""
        patient | day | Up/c     | albumin
        written |  30 | {first}  | 3.0
        written |  30 | {second} |
        turned  |  30 | {second} | 3.0
        turned  |  30 | {first}  |
    """
    assert responses(HADDAD, table) == {"written": expected, "turned": expected}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param("2.5", "<2.5", "no response", id="< is worse than the plain number"),
        pytest.param("2.5", ">2.5", "partial remission", id="> is better than the plain number"),
        pytest.param("<2.5", ">2.5", "no response", id="< is worse than >"),
        pytest.param("2.5", "≤2.5", "not evaluable", id="≤ is worse than the plain number"),
        pytest.param("≤2.5", "<2.5", "no response", id="< is worse than ≤"),
        pytest.param("3.0", "≥3.0", "partial remission", id="≥ is better than the plain number"),
        pytest.param("3.0", "<3.8", "partial remission", id="the lower number counts"),
        pytest.param(
            "3.0", ">1.0", "not evaluable", id="the lower number counts, whatever its sign"
        ),
    ],
)
def test_of_equal_albumin_of_one_day_the_worse_sign_counts(
    first: str, second: str, expected: str
) -> None:
    """For albumin the reverse: < before none before >."""
    table = f"""
        patient | day | Up/c | albumin
        written |  30 | 0.5  | {first}
        written |  30 |      | {second}
        turned  |  30 | 0.5  | {second}
        turned  |  30 |      | {first}
    """
    assert responses(HADDAD, table) == {"written": expected, "turned": expected}


def test_albumin_is_paired_within_14_days() -> None:
    """Day 14 before or after is near enough, day 15 is not."""
    table = """
        patient   | day | Up/c | albumin
        14 before |  16 |      | 3.0
        14 before |  30 | 0.5  |
        15 before |  15 |      | 3.0
        15 before |  30 | 0.5  |
        14 after  |  44 |      | 3.0
        14 after  |  30 | 0.5  |
        15 after  |  45 |      | 3.0
        15 after  |  30 | 0.5  |
        13 after  |  43 |      | 3.0
        13 after  |  30 | 0.5  |
    """
    assert responses(HADDAD, table) == {
        "14 before": "partial remission",
        "15 before": "not evaluable",
        "14 after": "partial remission",
        "15 after": "not evaluable",
        "13 after": "partial remission",
    }


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(15, "not evaluable", id="15 before"),
        pytest.param(16, "partial remission", id="14 before"),
        pytest.param(44, "partial remission", id="14 after"),
        pytest.param(45, "not evaluable", id="15 after"),
    ],
)
def test_the_only_albumin_of_a_workbook_is_paired_within_14_days(day: int, expected: str) -> None:
    """Where there is none before it, and none after."""
    table = f"patient | day | Up/c | albumin\n1 | {day} | | 3.0\n1 | 30 | 0.5 |"

    assert responses(HADDAD, table) == {"1": expected}


def test_the_nearest_albumin_is_paired_and_of_two_equally_near_the_earlier() -> None:
    """Better or worse plays no part."""
    table = """
        patient      | day | Up/c | albumin
        nearer after |  20 |      | 2.0
        nearer after |  30 | 0.5  |
        nearer after |  39 |      | 3.0
        nearer first |  21 |      | 3.0
        nearer first |  30 | 0.5  |
        nearer first |  40 |      | 2.0
        equally near |  20 |      | 3.0
        equally near |  30 | 0.5  |
        equally near |  40 |      | 2.0
        the other    |  20 |      | 2.0
        the other    |  30 | 0.5  |
        the other    |  40 |      | 3.0
        same day     |  29 |      | 2.0
        same day     |  30 | 0.5  | 3.0
        same day     |  31 |      | 2.0
    """
    assert responses(HADDAD, table) == {
        "nearer after": "partial remission",
        "nearer first": "partial remission",
        "equally near": "partial remission",
        "the other": "no response",
        "same day": "partial remission",
    }


def test_albumin_of_another_child_is_never_paired() -> None:
    """Neighbours in the sheet stay apart."""
    table = """
        patient | day | Up/c | albumin
        1       |  30 | 0.5  |
        2       |  30 |      | 3.0
        3       |  30 | 0.5  |
    """
    assert responses(HADDAD, table) == {
        "1": "not evaluable",
        "2": "not evaluable",
        "3": "not evaluable",
    }


def test_albumin_of_day_0_can_be_paired() -> None:
    """Baseline is a matter of Up/c."""
    table = """
        patient | day | Up/c | albumin
        day 0   |   0 |      | 3.0
        day 0   |  10 | 0.5  |
        before  |  -4 |      | 3.0
        before  |  10 | 0.5  |
        too old |  -5 |      | 3.0
        too old |  10 | 0.5  |
    """
    assert responses(HADDAD, table) == {
        "day 0": "partial remission",
        "before": "partial remission",
        "too old": "not evaluable",
    }


def test_a_visit_without_upcr_is_no_occasion_and_breaks_nothing() -> None:
    """Albumin alone, however low, between three good visits."""
    table = """
        patient | day | Up/c | albumin
        1       |  30 | 0.10 | 4.0
        1       |  60 | 0.10 | 4.0
        1       |  75 |      | 1.5
        1       |  90 | 0.10 | 4.0
    """
    assert responses(HADDAD, table) == {"1": "complete remission"}


# --- what is known ------------------------------------------------------------------------------


def test_albumin_is_asked_of_the_confirming_occasion_only() -> None:
    """At the third visit; at the first and second it decides nothing (G11)."""
    table = """
        patient    | day | Up/c | albumin
        at third   |  30 | 0.10 |
        at third   |  60 | 0.10 | 2.0
        at third   |  90 | 0.10 | 3.6
        not third  |  30 | 0.10 | 3.6
        not third  |  60 | 0.10 | 3.6
        not third  |  90 | 0.10 |
        low third  |  30 | 0.10 | 3.6
        low third  |  60 | 0.10 | 3.6
        low third  |  90 | 0.10 | 2.0
    """
    assert responses(HADDAD, table) == {
        "at third": "complete remission",
        "not third": "not evaluable",
        "low third": "unclassified",
    }


def test_a_later_occasion_of_the_same_run_confirms_when_albumin_has_caught_up() -> None:
    """The run goes on as long as Up/c stays below 0.2; a bad sample ends it."""
    table = """
        patient | day | Up/c | albumin
        caught  |  30 | 0.10 | 2.0
        caught  |  60 | 0.10 | 2.0
        caught  |  90 | 0.10 | 3.0
        caught  | 120 | 0.10 | 3.5
        caught  | 150 | 0.10 | 3.6
        ended   |  30 | 0.10 | 2.0
        ended   |  60 | 0.10 | 2.0
        ended   |  90 | 0.10 | 2.0
        ended   | 120 | 2.00 | 2.0
        ended   | 150 | 0.10 | 3.6
    """
    assert verdicts(HADDAD, table, "response", "onset_day", "confirmed_day") == {
        "caught": ("complete remission", 30, 150),
        "ended": ("unclassified", None, None),
    }


def test_an_unknown_occasion_leaves_the_response_open() -> None:
    """An Up/c of <0.3 may be below 0.2 or not: neither no response nor remission."""
    table = """
        patient   | day | Up/c | albumin
        open      |  30 | 0.10 | 3.8
        open      |  60 | <0.3 | 3.8
        open      |  90 | 0.10 | 3.8
        not open  |  30 | 0.10 | 3.8
        not open  |  60 | <0.3 | 3.8
        not open  |  90 | 0.30 | 3.8
        certain   |  30 | <0.3 | 3.8
        certain   |  60 | 0.10 | 3.8
        certain   |  90 | 0.10 | 3.8
        certain   | 120 | <0.2 | 3.8
    """
    assert verdicts(HADDAD, table, "response", "left_open") == {
        "open": ("not evaluable", "complete remission"),
        "not open": ("unclassified", None),
        "certain": ("complete remission", None),
    }


def test_a_certain_response_names_the_better_one_that_is_only_possible() -> None:
    """Partial remission is sure; complete remission is left open."""
    table = """
        patient | day | Up/c | albumin
        open    |  30 | 0.50 | 3.0
        open    |  60 | <0.3 | 3.8
        open    |  90 | <0.3 | 3.8
        open    | 120 | <0.3 | 3.8
        closed  |  30 | 0.50 | 3.0
        closed  |  60 | <0.3 | 3.8
        closed  |  90 | <0.3 | 3.8
    """
    assert verdicts(HADDAD, table, "response", "left_open") == {
        "open": ("partial remission", "complete remission"),
        "closed": ("partial remission", None),
    }


def test_not_evaluable_names_the_best_response_that_is_possible() -> None:
    """Partial remission where complete remission is out of the question."""
    table = """
        patient | day | Up/c | albumin
        partial |  30 | 0.50 |
        both    |  30 | 0.10 |
        both    |  60 | 0.10 |
        both    |  90 | 0.10 |
        both    | 120 | 0.50 |
    """
    assert verdicts(HADDAD, table, "response", "left_open") == {
        "partial": ("not evaluable", "partial remission"),
        "both": ("not evaluable", "complete remission"),
    }


def test_albumin_alone_cannot_leave_open_what_upcr_rules_out() -> None:
    """False and unknown is false."""
    table = """
        patient | day | Up/c | albumin
        1       |  30 | 3.00 |
        2       |  30 | >30  |
    """
    assert verdicts(HADDAD, table, "response", "left_open") == {
        "1": ("no response", None),
        "2": ("no response", None),
    }


# --- the verdict --------------------------------------------------------------------------------


def test_the_best_response_ever_reached_is_the_verdict() -> None:
    """Partial before complete, or after it (G15)."""
    table = """
        patient | day | Up/c | albumin
        before  |  30 | 0.50 | 3.0
        before  |  60 | 0.10 | 3.8
        before  |  90 | 0.10 | 3.8
        before  | 120 | 0.10 | 3.8
        after   |  30 | 0.10 | 3.8
        after   |  60 | 0.10 | 3.8
        after   |  90 | 0.10 | 3.8
        after   | 120 | 0.50 | 3.0
    """
    assert responses(HADDAD, table) == {
        "before": "complete remission",
        "after": "complete remission",
    }


def test_partial_remission_takes_one_occasion() -> None:
    """Even between two bad ones (G13)."""
    table = """
        patient | day | Up/c | albumin
        1       |  30 | 5.00 | 1.5
        1       |  60 | 0.90 | 2.6
        1       |  90 | 5.00 | 1.5
    """
    assert verdicts(HADDAD, table, "response", "onset_day", "confirmed_day") == {
        "1": ("partial remission", 60, 60),
    }


def test_an_occasion_in_the_gap_makes_the_child_unclassified() -> None:
    """One such visit among bad ones is enough: the definition does not classify it."""
    table = """
        patient    | day | Up/c | albumin
        too well   |  30 | 5.00 | 1.5
        too well   |  60 | 0.50 | 3.8
        too well   |  90 | 5.00 | 1.5
        0.2        |  30 | 0.20 | 3.0
        no gap     |  30 | 5.00 | 1.5
        no gap     |  60 | 1.10 | 3.8
    """
    assert verdicts(HADDAD, table, "response", "left_open") == {
        "too well": ("unclassified", None),
        "0.2": ("unclassified", None),
        "no gap": ("no response", None),
    }


def test_a_gap_that_is_only_possible_is_not_evaluable() -> None:
    """Two visits at 0.1 without an albumin: in the gap, or no response."""
    table = """
        patient     | day | Up/c | albumin
        no albumin  |  30 | 0.10 |
        no albumin  |  60 | 0.10 |
        one certain |  30 | 0.10 |
        one certain |  60 | 0.10 | 3.8
    """
    assert verdicts(HADDAD, table, "response", "left_open") == {
        "no albumin": ("not evaluable", None),
        "one certain": ("unclassified", None),
    }


def test_without_upcr_after_the_first_infusion_a_child_is_not_evaluable() -> None:
    """Nor is one whose days are unknown; neither is lost from the table."""
    table = """
        patient   | day | Up/c | albumin
        baseline  | -10 | 5.00 | 1.5
        albumin   |  30 |      | 3.8
        undated   |   ? | 0.10 | 3.8
        nothing   |  30 |      |
        evaluable |  30 | 5.00 | 1.5
    """
    assert verdicts(HADDAD, table, "response", "left_open", "onset_day") == {
        "baseline": ("not evaluable", None, None),
        "albumin": ("not evaluable", None, None),
        "undated": ("not evaluable", None, None),
        "nothing": ("not evaluable", None, None),
        "evaluable": ("no response", None, None),
    }


def test_the_gaps_closed() -> None:
    """Up/c at most 1.0 with albumin of at least 2.5 is partial remission, short of complete."""
    table = """
        patient    | day | Up/c | albumin
        too well   |  30 | 0.50 | 3.8
        0.2        |  30 | 0.20 | 3.0
        two        |  30 | 0.10 | 4.0
        two        |  60 | 0.10 | 4.0
        three      |  30 | 0.10 | 4.0
        three      |  60 | 0.10 | 4.0
        three      |  90 | 0.10 | 4.0
        none       |  30 | 1.10 | 4.0
    """
    assert responses(CLOSED, table) == {
        "too well": "partial remission",
        "0.2": "partial remission",
        "two": "partial remission",
        "three": "complete remission",
        "none": "no response",
    }


# --- what comes with it -------------------------------------------------------------------------


def test_the_first_of_the_confirming_occasions_dates_the_remission() -> None:
    """Months are of 30.4375 days, from the first infusion and from the last (G14)."""
    table = """
        patient | day | Up/c | albumin | infusion
        1       |   0 |      |         | x
        1       |  30 |      |         | x
        1       | 100 | 5.0  | 1.5     |
        1       | 137 | 0.15 | 3.8     |
        1       | 168 | 0.10 | 3.9     |
        1       | 199 | 0.10 | 3.9     |
    """
    row = classify_table(HADDAD, table).verdicts.iloc[0]

    assert (row["onset_day"], row["confirmed_day"]) == (137, 199)
    assert row["months_from_first_infusion"] == pytest.approx(137 / 30.4375, abs=1e-12)
    assert row["months_from_last_infusion"] == pytest.approx(107 / 30.4375, abs=1e-12)


def test_remission_during_treatment_has_negative_months_and_the_infusions_before() -> None:
    """After the third of four infusions; one on the very day counts as before."""
    table = """
        patient | day | Up/c | albumin | infusion
        during  |   0 |      |         | x
        during  |  30 |      |         | x
        during  |  60 |      |         | x
        during  |  90 |      |         | x
        during  |  70 | 0.10 | 3.8     |
        during  | 100 | 0.10 | 3.8     |
        during  | 130 | 0.10 | 3.8     |
        on it   |   0 |      |         | x
        on it   |  60 | 0.50 | 3.0     | x
        on it   |  90 |      |         | x
    """
    verdict = classify_table(HADDAD, table).verdicts.set_index("patient")

    assert verdict.loc["during", "infusions_before"] == 3
    assert verdict.loc["on it", "infusions_before"] == 2
    during = verdict["months_from_last_infusion"].astype(float)
    assert during["during"] == pytest.approx(-20 / 30.4375, abs=1e-12)
    assert during["on it"] == pytest.approx(-30 / 30.4375, abs=1e-12)


def test_months_are_counted_from_the_first_infusion_not_from_day_0() -> None:
    """An index date may be another day than the first infusion."""
    table = """
        patient | day | Up/c | albumin | infusion
        1       |  10 |      |         | x
        1       |  40 | 0.50 | 3.0     |
    """
    row = classify_table(HADDAD, table).verdicts.iloc[0]

    assert row["months_from_first_infusion"] == pytest.approx(30 / 30.4375, abs=1e-12)


def test_the_date_of_the_remission_is_so_many_days_after_the_index_date() -> None:
    """Only where an index date is known; it is the day 0 of the workbook."""
    cohort = read_table("""
        patient  | day | Up/c | albumin
        dated    |  30 | 0.50 | 3.0
        undated  |  30 | 0.50 | 3.0
        none yet |  30 | 5.00 | 1.5
    """)
    patients = cohort.patients.assign(
        index_date=pd.to_datetime(pd.Series(["2019-12-31", None, "2019-12-31"]))
    )
    patients.index = [7, 8, 9]  # pyright: ignore

    dates = classify(replace(cohort, patients=patients), find(HADDAD)).verdicts["onset_date"]

    assert dates[0] == pd.Timestamp("2020-01-30")
    assert dates[1:].isna().all()
    assert classify(cohort, find(HADDAD)).verdicts["onset_date"].isna().all()


def test_a_child_without_remission_has_no_remission_date() -> None:
    """Nothing is filled in."""
    table = """
        patient | day | Up/c | albumin
        1       |  30 | 5.00 | 1.5
    """
    columns = (
        "onset_day",
        "confirmed_day",
        "months_from_first_infusion",
        "relapse_day",
        "months_from_last_infusion",
        "left_open",
        "sustained",
    )
    assert verdicts(HADDAD, table, *columns) == {"1": (None,) * 7}


def test_the_children_stand_in_the_order_of_the_patients_sheet() -> None:
    """Whatever the order of their samples."""
    table = """
        patient | day | Up/c | albumin
        10      |  90 | 5.00 | 1.5
        2       |  30 | 5.00 | 1.5
        10      |  30 | 5.00 | 1.5
        1       |  30 | 5.00 | 1.5
    """
    classification = classify_table(HADDAD, table)

    assert list(classification.verdicts["patient"]) == ["10", "2", "1"]
    assert list(classification.occasions["patient"]) == ["10", "10", "2", "1"]
    assert list(classification.occasions["day"]) == [30, 90, 30, 30]


def test_the_evidence_is_the_run_and_its_cells() -> None:
    """Column C holds Up/c and column D albumin; other visits say what they lacked."""
    table = """
        patient | day | Up/c | albumin
        1       |  10 | 0.50 | 3.8
        1       |  30 | 0.15 | 3.6
        1       |  60 | 0.10 |
        1       |  65 |      | 3.7
        1       |  90 | <0.1 | 3.9
        1       | 120 | 3.00 | 2.0
    """
    occasions = classify_table(HADDAD, table).occasions
    evidence = occasions[occasions["evidence"].astype(bool)]
    others = occasions[~occasions["evidence"].astype(bool)]

    assert list(evidence["day"]) == [30, 60, 90]
    assert list(evidence["upcr_text"]) == ["0.15", "0.1", "<0.1"]
    assert list(evidence["upcr_cell"]) == ["Labs!C3", "Labs!C4", "Labs!C6"]
    assert list(evidence["albumin_cell"]) == ["Labs!D3", "Labs!D5", "Labs!D6"]
    assert list(evidence["albumin_text"]) == ["3.6", "3.7", "3.9"]
    assert list(others["day"]) == [10, 120]
    assert all(lacked.strip() for lacked in others["lacked"])


def test_an_occasion_without_albumin_has_an_empty_text() -> None:
    """Nothing paired is nothing shown."""
    table = """
        patient | day | Up/c | albumin
        1       |  30 | 3.00 |
    """
    occasion = classify_table(HADDAD, table).occasions.iloc[0]

    assert occasion["albumin_text"] == ""


def test_the_cell_of_the_worse_result_of_one_day_is_the_evidence() -> None:
    """It was the one that was judged."""
    table = """
        patient | day | Up/c | albumin
        1       |  30 | 0.40 | 3.4
        1       |  30 | 0.60 | 3.0
        1       |  30 | 0.50 | 3.2
    """
    occasion = classify_table(HADDAD, table).occasions.iloc[0]

    assert (occasion["upcr_cell"], occasion["albumin_cell"]) == ("Labs!C3", "Labs!D3")


def test_every_verdict_has_a_reason() -> None:
    """One sentence, whatever the response."""
    table = """
        patient | day | Up/c | albumin
        CR      |  30 | 0.10 | 4.0
        CR      |  60 | 0.10 | 4.0
        CR      |  90 | 0.10 | 4.0
        PR      |  30 | 0.50 | 3.0
        NR      |  30 | 5.00 | 1.5
        gap     |  30 | 0.50 | 3.8
        open    |  30 | 0.50 |
        empty   |   0 | 5.00 |
    """
    reasons = verdicts(HADDAD, table, "reason")

    assert all(isinstance(reason, str) and reason.endswith(".") for reason in reasons.values())
    assert len(set(reasons.values())) == 6
