"""Course after remission, in tables: relapse, status and sustained remission.

A relapse under Haddad 2021 is Up/c of at least 2 on one occasion (borrowed from IPNA 2022).
"""

import pytest

from tests.rules.made_up import define
from tests.rules.table import classify_table, verdicts

HADDAD = "haddad_2021"
REMISSION = """
    patient | day | Up/c | albumin | event
    1       |  30 | 0.10 | 4.0     |
    1       |  60 | 0.10 | 4.0     |
    1       |  90 | 0.10 | 4.0     |
"""


def test_a_relapse_is_a_nephrotic_upcr_after_the_remission_is_confirmed() -> None:
    """2 exactly is a relapse, 1.99 is not; remission without one is sustained."""
    table = """
        patient | day | Up/c | albumin
        at 2    |  30 | 0.50 | 3.0
        at 2    |  60 | 2.00 | 2.0
        at 1.99 |  30 | 0.50 | 3.0
        at 1.99 |  60 | 1.99 | 2.0
        before  |  30 | 2.00 | 2.0
        before  |  60 | 0.50 | 3.0
        later   |  30 | 0.50 | 3.0
        later   |  60 | 1.50 | 2.0
        later   |  90 | 3.00 | 2.0
        later   | 120 | 4.00 | 2.0
    """
    assert verdicts(HADDAD, table, "relapse_day", "sustained", "status") == {
        "at 2": (60, False, "relapsed"),
        "at 1.99": (None, True, "no relapse, above the limits"),
        "before": (None, True, "partial remission"),
        "later": (90, False, "relapsed"),
    }


def test_a_bad_sample_before_the_confirming_occasion_is_no_relapse() -> None:
    """It belongs to the time before remission."""
    table = """
        patient | day | Up/c | albumin
        1       |  30 | 0.10 | 4.0
        1       |  60 | 0.10 | 4.0
        1       |  90 | 2.50 | 4.0
        1       | 120 | 0.10 | 4.0
        1       | 150 | 0.10 | 4.0
        1       | 180 | 0.10 | 4.0
    """
    assert verdicts(HADDAD, table, "onset_day", "confirmed_day", "relapse_day", "sustained") == {
        "1": (120, 180, None, True),
    }


def test_a_result_that_may_be_a_relapse_leaves_sustained_open() -> None:
    """>1.0 may be above 2, <2.0 cannot be."""
    table = """
        patient | day | Up/c | albumin
        may be  |  30 | 0.50 | 3.0
        may be  |  60 | >1.0 | 2.0
        cannot  |  30 | 0.50 | 3.0
        cannot  |  60 | <2.0 | 2.0
        may too |  30 | 0.50 | 3.0
        may too |  60 | ≤2.0 | 2.0
        is      |  30 | 0.50 | 3.0
        is      |  60 | >2.0 | 2.0
        is too  |  30 | 0.50 | 3.0
        is too  |  60 | ≥2.0 | 2.0
    """
    assert verdicts(HADDAD, table, "relapse_day", "sustained") == {
        "may be": (None, None),
        "cannot": (None, True),
        "may too": (None, None),
        "is": (60, False),
        "is too": (60, False),
    }


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(91, (91, False, "relapsed"), id="the day after"),
        pytest.param(90, (None, None, "unknown"),
                     id="on the day of confirmation itself it breaks the run"),
        pytest.param(45, (None, None, "unknown"), id="between two visits of the run it breaks it"),
        pytest.param(30, (None, True, "complete remission"),
                     id="on the first day of the run it comes before"),
        pytest.param(20, (None, True, "complete remission"), id="before the run"),
    ],
)  # fmt: skip
def test_a_recorded_relapse_counts_after_the_remission_is_confirmed(
    day: int, expected: tuple[object, ...]
) -> None:
    """Without any sample to show it."""
    table = REMISSION + f"    1       | {day} |      |         | relapse"

    assert verdicts(HADDAD, table, "relapse_day", "sustained", "status") == {"1": expected}


def test_the_earlier_of_recorded_and_measured_relapse_dates_it() -> None:
    """Whichever it is."""
    table = """
        patient  | day | Up/c | albumin | event
        recorded |  30 | 0.50 | 3.0     |
        recorded |  50 |      |         | relapse
        recorded |  60 | 3.00 | 2.0     |
        measured |  30 | 0.50 | 3.0     |
        measured |  50 | 3.00 | 2.0     |
        measured |  60 |      |         | relapse
    """
    assert verdicts(HADDAD, table, "relapse_day") == {"recorded": 50, "measured": 50}


def test_the_status_is_that_of_the_last_occasion() -> None:
    """Remission holds until a relapse, a relapse until a new remission.

    A last visit that is above the limits of the remission, and no relapse, is called so; a child
    in remission at start is followed from day 0.
    """
    table = """
        patient  | day | Up/c | albumin
        holds    |  30 | 0.10 | 4.0
        holds    |  60 | 0.10 | 4.0
        holds    |  90 | 0.10 | 4.0
        holds    | 120 | 1.20 | 3.0
        lesser   |  30 | 0.10 | 4.0
        lesser   |  60 | 0.10 | 4.0
        lesser   |  90 | 0.10 | 4.0
        lesser   | 120 | 0.50 | 3.0
        better   |  30 | 0.50 | 3.0
        better   |  60 | 0.10 | 4.0
        better   |  90 | 0.10 | 4.0
        better   | 120 | 0.10 | 4.0
        again    |  30 | 0.10 | 4.0
        again    |  60 | 0.10 | 4.0
        again    |  90 | 0.10 | 4.0
        again    | 120 | 3.00 | 2.0
        again    | 150 | 0.50 | 3.0
        twice    |  30 | 0.50 | 3.0
        twice    |  60 | 3.00 | 2.0
        twice    |  90 | 0.50 | 3.0
        twice    | 120 | 3.00 | 2.0
        none     |  30 | 3.00 | 2.0
        gap      |  30 | 0.50 | 3.8
        open     |  30 | 0.50 |
        empty    |   0 | 5.00 | 1.5
        start    |   0 | 0.50 | 3.0
        lost     |   0 | 0.50 | 3.0
        lost     |  30 | 3.00 | 2.0
    """
    assert verdicts(HADDAD, table, "status") == {
        "holds": "no relapse, above the limits",
        "lesser": "no relapse, above the limits",
        "better": "complete remission",
        "again": "partial remission",
        "twice": "relapsed",
        "none": "not in remission",
        "gap": "unknown",
        "open": "unknown",
        "empty": "unknown",
        "start": "partial remission",
        "lost": "relapsed",
    }


def test_a_new_remission_after_a_relapse_needs_all_its_occasions_anew() -> None:
    """Two good ones before the relapse are not carried over."""
    table = """
        patient | day | Up/c | albumin
        two     |  30 | 0.10 | 4.0
        two     |  60 | 0.10 | 4.0
        two     |  90 | 0.10 | 4.0
        two     | 120 | 3.00 | 2.0
        two     | 150 | 0.10 | 4.0
        two     | 180 | 0.10 | 4.0
        three   |  30 | 0.10 | 4.0
        three   |  60 | 0.10 | 4.0
        three   |  90 | 0.10 | 4.0
        three   | 120 | 3.00 | 2.0
        three   | 150 | 0.10 | 4.0
        three   | 180 | 0.10 | 4.0
        three   | 210 | 0.10 | 4.0
    """
    assert verdicts(HADDAD, table, "relapse_day", "sustained", "status") == {
        "two": (120, False, "relapsed"),
        "three": (120, False, "complete remission"),
    }


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("death", "death"),
        ("kidney failure", "kidney failure"),
        ("dialysis", "kidney failure"),
        ("transplant", "kidney failure"),
        ("infection", "complete remission"),
        ("other", "complete remission"),
    ],
)
def test_death_and_kidney_failure_are_the_status_whatever_the_samples_say(
    event: str, expected: str
) -> None:
    """The response stays what it was."""
    table = REMISSION + f"    1       | 400 |      |         | {event}"

    assert verdicts(HADDAD, table, "response", "status") == {"1": ("complete remission", expected)}


def test_death_goes_before_kidney_failure() -> None:
    """In whatever order they are written."""
    table = """
        patient | day | Up/c | albumin | event
        1       | 100 |      |         | kidney failure
        1       | 200 |      |         | death
        2       | 200 |      |         | death
        2       | 100 |      |         | kidney failure
        3       |  30 | 5.00 | 1.5     |
        3       |   ? |      |         | dialysis
    """
    assert verdicts(HADDAD, table, "status") == {
        "1": "death",
        "2": "death",
        "3": "kidney failure",
    }


def test_a_relapse_of_several_occasions_is_dated_by_its_first() -> None:
    """One bad sample alone is no relapse; only visits after the confirmed day count."""
    definition = define("""
        [[response]]
        name = "complete remission"
        quote = "<= 0.2 mg/mg"
        upcr = "<= 0.2 mg/mg"
        occasions = 1

        [relapse]
        quote = ">= 2 mg/mg on 2 occasions"
        upcr = ">= 2 mg/mg"
        occasions = 2
    """)
    table = """
        patient | day | Up/c
        one     |  30 | 0.1
        one     |  60 | 3.0
        one     |  90 | 1.0
        one     | 120 | 3.0
        two     |  30 | 0.1
        two     |  60 | 3.0
        two     |  90 | 2.0
        may be  |  30 | 0.1
        may be  |  60 | 3.0
        may be  |  90 | >1.0
    """
    assert verdicts(definition, table, "relapse_day", "sustained", "status") == {
        "one": (None, True, "no relapse, above the limits"),
        "two": (60, False, "relapsed"),
        "may be": (None, None, "no relapse, above the limits"),
    }


def test_without_a_definition_of_relapse_only_a_recorded_one_ends_remission() -> None:
    """And the remission is not called sustained."""
    definition = define("""
        [[response]]
        name = "complete remission"
        quote = "<= 0.2 mg/mg"
        upcr = "<= 0.2 mg/mg"
        occasions = 1
    """)
    table = """
        patient  | day | Up/c | event
        silent   |  30 | 0.1  |
        silent   |  60 | 9.0  |
        recorded |  30 | 0.1  |
        recorded |  60 |      | relapse
    """
    assert verdicts(definition, table, "relapse_day", "sustained", "status") == {
        "silent": (None, None, "no relapse, above the limits"),
        "recorded": (60, False, "relapsed"),
    }


def test_a_relapse_recorded_between_the_visits_of_a_run_breaks_it() -> None:
    """Only visits after it count together; it ends the partial remission that came before."""
    table = """
        patient | day | Up/c | albumin | event
        1       |  20 | 0.50 | 3.0     |
        1       |  30 | 0.10 | 4.0     |
        1       |  60 | 0.10 | 4.0     |
        1       |  70 |      |         | relapse
        1       |  90 | 0.10 | 4.0     |
        then PR |  20 | 0.50 | 3.0     |
        then PR |  30 | 0.10 | 4.0     |
        then PR |  60 | 0.10 | 4.0     |
        then PR |  70 |      |         | relapse
        then PR |  90 | 0.10 | 4.0     |
        then PR | 120 | 0.50 | 3.0     |
        again   |  20 | 0.50 | 3.0     |
        again   |  30 | 0.10 | 4.0     |
        again   |  60 | 0.10 | 4.0     |
        again   |  70 |      |         | relapse
        again   |  90 | 0.10 | 4.0     |
        again   | 200 |      |         | relapse
        again   | 210 | 0.10 | 4.0     |
        again   | 240 | 0.10 | 4.0     |
        three   |  30 | 0.10 | 4.0     |
        three   |  60 | 0.10 | 4.0     |
        three   |  70 |      |         | relapse
        three   |  90 | 0.10 | 4.0     |
        three   | 120 | 0.10 | 4.0     |
        three   | 150 | 0.10 | 4.0     |
    """
    assert verdicts(HADDAD, table, "response", "relapse_day", "sustained", "status") == {
        "1": ("partial remission", 70, False, "relapsed"),
        "then PR": ("partial remission", 70, False, "partial remission"),
        "again": ("partial remission", 70, False, "relapsed"),
        "three": ("complete remission", None, True, "complete remission"),
    }


def test_a_relapse_whose_day_is_unknown_leaves_sustained_and_status_open() -> None:
    """It may have come before the remission or after it; kidney failure still goes before."""
    table = """
        patient | day | Up/c | albumin | event
        open    |  30 | 0.50 | 3.0     |
        open    |   ? |      |         | relapse
        certain |  30 | 0.50 | 3.0     |
        certain |   ? |      |         | relapse
        certain |  60 | 3.00 | 2.0     |
        failure |  30 | 0.50 | 3.0     |
        failure |   ? |      |         | relapse
        failure |   ? |      |         | dialysis
    """
    assert verdicts(HADDAD, table, "relapse_day", "sustained", "status") == {
        "open": (None, None, "unknown"),
        "certain": (60, False, "relapsed"),
        "failure": (None, None, "kidney failure"),
    }


def test_what_was_measured_on_the_day_of_a_recorded_relapse_is_no_new_remission() -> None:
    """Only visits after the relapse can decide a new remission."""
    table = """
        patient  | day | Up/c | albumin | event
        same day |  30 | 0.5  | 3.0     |
        same day |  60 | 0.5  | 3.0     | relapse
        next day |  30 | 0.5  | 3.0     |
        next day |  60 | 0.5  | 3.0     | relapse
        next day |  61 | 0.5  | 3.0     |
    """
    assert verdicts("haddad_2021", table, "relapse_day", "status") == {
        "same day": (60, "relapsed"), "next day": (60, "partial remission"),
    }  # fmt: skip


def test_a_partial_remission_may_be_lost_before_the_complete_one_begins() -> None:
    """Each visit then shows the state that the child was in."""
    table = """
        patient  | day | Up/c | albumin
        lost     |  20 | 0.5  | 3.0
        lost     |  25 | 3.0  | 2.0
        lost     |  30 | 0.1  | 4.0
        lost     |  60 | 0.1  | 4.0
        lost     |  90 | 0.1  | 4.0
        not lost |  10 | 3.0  | 2.0
        not lost |  20 | 0.5  | 3.0
        not lost |  25 | 1.5  | 3.0
        not lost |  30 | 0.1  | 4.0
        not lost |  60 | 0.1  | 4.0
        not lost |  90 | 0.1  | 4.0
        never    |  20 | 3.0  | 2.0
    """
    occasions = classify_table(HADDAD, table).occasions
    states = {
        patient: list(of_child["state"])
        for patient, of_child in occasions.groupby("patient", sort=False)
    }
    partial, complete = "partial remission", "complete remission"

    assert states == {
        "lost": [partial, "relapsed", complete, complete, complete],
        "not lost": ["not in remission", partial, partial, complete, complete, complete],
        "never": ["not in remission"],
    }


def test_a_relapse_recorded_on_the_day_that_the_complete_remission_begins_ends_nothing() -> None:
    """The three good visits count together; the day before, the partial remission was lost."""
    table = """
        patient    | day | Up/c | albumin | event
        that day   |  20 | 0.5  | 3.0     |
        that day   |  30 | 0.1  | 4.0     | relapse
        that day   |  60 | 0.1  | 4.0     |
        that day   |  90 | 0.1  | 4.0     |
        day before |  20 | 0.5  | 3.0     |
        day before |  29 |      |         | relapse
        day before |  30 | 0.1  | 4.0     |
        day before |  60 | 0.1  | 4.0     |
        day before |  90 | 0.1  | 4.0     |
    """
    assert verdicts(HADDAD, table, "response", "relapse_day", "sustained", "status") == {
        "that day": ("complete remission", None, True, "complete remission"),
        "day before": ("complete remission", None, True, "complete remission"),
    }


def test_before_its_first_remission_a_child_is_in_none_even_where_it_is_the_only_child() -> None:
    """Nobody's remission reaches back."""
    table = """
        patient | day | Up/c | albumin
        1       |  10 | 5.00 | 1.5
        1       |  30 | 0.50 | 3.0
    """
    states = classify_table(HADDAD, table).occasions["state"]

    assert list(states) == ["not in remission", "partial remission"]


def test_a_complete_remission_that_begins_with_the_partial_one_takes_its_place() -> None:
    """The closed definition calls each of the three visits at least a partial remission."""
    table = REMISSION + "    1       | 120 | 0.50 | 3.0     |"
    definition = "haddad_2021_closed"

    assert verdicts(definition, REMISSION, "onset_day", "status") == {
        "1": (30, "complete remission")
    }
    assert verdicts(definition, table, "onset_day", "status") == {
        "1": (30, "no relapse, above the limits")
    }


def test_the_occasion_that_confirms_a_remission_is_no_relapse_even_within_its_limit() -> None:
    """A file may call 1.5 a partial remission and a relapse: only what follows ends it."""
    definition = define("""
        [[response]]
        name = "partial remission"
        quote = "<= 2 mg/mg"
        upcr = "<= 2 mg/mg"
        occasions = 1

        [relapse]
        quote = ">= 1 mg/mg"
        upcr = ">= 1 mg/mg"
        occasions = 1
    """)
    table = """
        patient | day | Up/c
        once    |  30 | 1.5
        again   |  30 | 1.5
        again   |  60 | 1.5
    """
    assert verdicts(definition, table, "relapse_day", "sustained") == {
        "once": (None, True),
        "again": (60, False),
    }


def test_a_lesser_remission_that_only_the_day_of_a_relapse_would_confirm_is_none() -> None:
    """What is measured on that day confirms nothing; the day before it would."""
    definition = define("""
        [[response]]
        name = "complete remission"
        quote = "<= 0.2 mg/mg"
        upcr = "<= 0.2 mg/mg"
        occasions = 1

        [[response]]
        name = "partial remission"
        quote = "<= 1 mg/mg twice, 28 days apart"
        upcr = "<= 1 mg/mg"
        occasions = 2
        min_days_between = 28
    """)
    table = """
        patient    | day | Up/c | event
        that day   |  30 | 0.5  |
        that day   |  40 | 0.1  |
        that day   |  60 | 0.5  | relapse
        day before |  30 | 0.5  |
        day before |  40 | 0.1  |
        day before |  59 | 0.5  |
        day before |  60 |      | relapse
    """
    occasions = classify_table(definition, table).occasions

    assert list(occasions["state"]) == [
        "not in remission", "complete remission", "relapsed",
        "partial remission", "complete remission", "complete remission",
    ]  # fmt: skip
