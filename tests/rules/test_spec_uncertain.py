"""Uncertain ends, relapses, rescues and baselines: one child and one sentence of the rules each.

These are the places at which the engine and the reference implementation once disagreed; each test
is decided by docs/verdicts.md, whose section is named.
"""

from fractions import Fraction

import pytest

from srns.rules.classify import classify
from srns.rules.lines import as_cohort, find_lines
from srns.rules.load_definition import load_definition
from srns.rules.rescue import NO_RESPONSE, UNTIL_RESCUE
from tests.rules.made_up import define
from tests.rules.oracle_limits import GRADES, Result
from tests.rules.oracle_samples import Child, Course, Event, Lab
from tests.rules.random_children import gather
from tests.rules.table import as_plain

CR = "complete remission"
PR = "partial remission"
NR = "no response"
NE = "not evaluable"
ONCE = define(
    """
    [[response]]
    name = "complete remission"
    quote = "< 0.2 mg/mg"
    upcr = "< 0.2 mg/mg"

    [[response]]
    name = "partial remission"
    quote = "< 1.0 mg/mg and albumin > 2.5 g/dL"
    upcr = "< 1.0 mg/mg"
    albumin = "> 2.5 g/dL"

    [relapse]
    quote = ">= 2 mg/mg or >= 3+"
    upcr = ">= 2 mg/mg"
    dipstick = ">= 3+"
    """
)
MONTH_12 = define(
    """
    [[response]]
    name = "partial remission"
    quote = "< 0.7 mg/mg at month 12"
    upcr = "< 0.7 mg/mg"
    at_month = 12
    at_window_days = 30
    """
)


def upcr(day: int, value: str | None, source: str = "") -> Lab:
    """Return an Up/c in mg/mg; without a value it could not be read."""
    number = None if value is None else Fraction(value)
    return Lab(day, "upcr", Result(number, "", "mg/mg"), source)


def albumin(day: int, value: str) -> Lab:
    return Lab(day, "albumin", Result(Fraction(value), "", "g/dL"))


def strip(day: int, grade: str, source: str = "") -> Lab:
    return Lab(day, "dipstick", Result(Fraction(GRADES.index(grade)), "", ""), source)


def on(name: str, first: int | None, last: int | None = None) -> Event:
    """Return an event on a day, between two days, or on nobody knows which."""
    if first is None:
        return Event(name, None)
    return Event(name, (first, first if last is None else last))


def judged(child: Child, definition=ONCE, *columns: str, strategy: str = "treatment policy"):
    """Return some outcomes of a child, the response alone where none is named."""
    found = classify(gather([child]), definition, strategy=strategy).outcomes.iloc[0]
    values = tuple(as_plain(found[column]) for column in columns or ("response",))
    return values[0] if len(values) == 1 else values


# --- visits and runs (sections 3 and 5) ---------------------------------------------------------


def test_a_reading_at_home_is_no_clinic_visit_whether_days_are_counted_or_not() -> None:
    at_home = Child((upcr(30, "0.1", "diary"),))
    in_clinic = Child((upcr(30, "0.1"),))

    assert judged(at_home) == "unclassified"
    assert judged(in_clinic) == CR


def test_of_equal_results_of_a_day_that_of_the_clinic_counts() -> None:
    both = (upcr(30, "0.1", "diary"), upcr(30, "0.1"))

    assert judged(Child(both)) == CR
    assert judged(Child(both[::-1])) == CR


def test_a_definition_of_protein_per_kg_needs_no_24_hour_protein_in_the_cohort() -> None:
    per_kg = define(
        """
        [[response]]
        name = "complete remission"
        quote = "< 4 mg/kg/day or < 0.2 mg/mg"
        upcr = "< 0.2 mg/mg"
        protein_24h = "< 4 mg/kg/day"
        """
    )
    assert judged(Child((upcr(30, "0.1"),)), per_kg) == CR


@pytest.mark.parametrize(
    ("value", "unit", "verdict"),
    [
        pytest.param("0.5", "g/day", NR, id="above the limit per child"),
        pytest.param("500", "mg/day", NR, id="above it in the other unit"),
        pytest.param("0.14", "g/day", CR, id="below the limit per child"),
        pytest.param("99", "mg/m²/day", CR, id="below the limit per surface"),
        pytest.param("101", "mg/m²/day", NR, id="above the limit per surface"),
    ],
)
def test_24_hour_protein_is_judged_by_the_limit_printed_for_its_kind_of_unit(value, unit, verdict):
    two = define(
        """
        [[response]]
        name = "complete remission"
        quote = "< 100 mg/m2/day (< 0.15 g/day)"
        protein_24h = ["< 100 mg/m2/day", "< 0.15 g/day"]
        """
    )
    assert (
        judged(Child((Lab(30, "protein_24h", Result(Fraction(value), "", unit)),)), two) == verdict
    )


def test_a_relapse_by_visits_and_by_days_at_once_begins_at_the_earlier() -> None:
    """Day 50, 52 and 53 are three of five days; day 52 and 53 are two visits in a row."""
    definition = define(
        """
        [[response]]
        name = "complete remission"
        quote = "< 0.2 mg/mg"
        upcr = "< 0.2 mg/mg"

        [relapse]
        quote = ">= 2 mg/mg twice, or on 3 of 5 days"
        upcr = ">= 2 mg/mg"
        occasions = 2
        days = "3 of 5"
        """
    )
    values = {30: "0.1", 50: "3", 51: "1", 52: "3", 53: "3"}
    child = Child(tuple(upcr(day, value) for day, value in values.items()))

    assert judged(child, definition, "relapse_day") == 50


# --- the end of the window (section 2) ----------------------------------------------------------


def test_kidney_failure_on_the_day_of_the_last_follow_up_ended_the_window() -> None:
    child = Child((upcr(30, "1.5"),), (on("kidney failure", 80),), (80, 80))

    assert judged(child, ONCE, "window_ended_by") == "kidney failure"


@pytest.mark.parametrize(
    ("events", "last_follow_up", "ended_by"),
    [
        pytest.param((), (80, 80), "last follow-up", id="the last follow-up stands first"),
        pytest.param((), (70, 80), "last follow-up", id="the last day of its month"),
        pytest.param((), (81, 81), "rituximab", id="a day later the next line came first"),
        pytest.param((on("death", 80),), (80, 80), "death", id="death before both"),
    ],
)
def test_a_next_line_that_starts_on_the_day_of_another_end_did_not_end_the_window(
    events: tuple[Event, ...], last_follow_up: tuple[int, int], ended_by: str
) -> None:
    courses = (Course("tacrolimus", (0, 0), None), Course("rituximab", (80, 80), None))
    cohort = gather([Child((upcr(30, "1.5"),), events, last_follow_up, courses, infusions=())])
    lines = classify(as_cohort(cohort, find_lines(cohort)), ONCE).outcomes

    assert lines["window_ended_by"].iloc[0] == ended_by


def test_an_albumin_that_may_have_come_after_the_end_decides_nothing() -> None:
    samples = (upcr(30, "0.5"), albumin(40, "3.0"))

    assert judged(Child(samples, (on("transplant", 45, 60),))) == PR
    assert judged(Child(samples, (on("transplant", 35, 60),)), ONCE, "response", "left_open") == (
        NE,
        PR,
    )


def test_a_relapse_recorded_when_the_window_may_have_ended_is_not_certain() -> None:
    samples = (upcr(30, "0.1"),)
    relapse = on("relapse", 70)

    known = Child(samples, (relapse, on("transplant", 80)))
    assert judged(known, ONCE, "relapse_day", "sustained") == (70, False)
    in_part = Child(samples, (relapse, on("transplant", 60, 80)))
    assert judged(in_part, ONCE, "relapse_day", "sustained") == (None, None)


def test_a_window_that_a_rescue_ended_before_the_time_of_a_response_is_over() -> None:
    """Nobody will look at month 12 of the treatment any more; after a last follow-up one may."""
    rescued = Child((upcr(30, "1.5"),), courses=(Course("rituximab", (90, 90), None, "rescue"),))
    lost_sight_of = Child((upcr(30, "1.5"),), last_follow_up=(90, 90))

    assert judged(rescued, MONTH_12, strategy=UNTIL_RESCUE) == "no response"
    assert judged(lost_sight_of, MONTH_12) == NE


# --- at the start (sections 6 and 7) ------------------------------------------------------------


def test_kidneys_that_may_have_failed_before_day_0_leave_the_start_open() -> None:
    baseline = (upcr(-30, "0.1"),)

    assert judged(Child(baseline), ONCE, "remission_at_start") is True
    perhaps = Child(baseline, (on("kidney failure", -20, 10),))
    assert judged(perhaps, ONCE, "remission_at_start") is None
    surely = Child(baseline, (on("kidney failure", -20, -10),), (-25, -25))
    assert judged(surely, ONCE, "remission_at_start") is False


def test_a_child_who_may_have_died_before_day_0_may_have_been_in_remission() -> None:
    """Alive on day 0 it was: the run holds its last visit, whose albumin is not asked again."""
    confirmed_at_the_second = define(
        """
        [[response]]
        name = "partial remission"
        quote = "<= 1.0 mg/mg twice, albumin >= 2.5 g/dL when confirmed"
        upcr = "<= 1.0 mg/mg"
        albumin = ">= 2.5 g/dL"
        albumin_at = "confirming"
        occasions = 2
        """
    )
    baseline = (
        upcr(-39, "0.3"), upcr(-28, "0.2"), albumin(-28, "3.6"), upcr(-6, "0.2"),
        albumin(-6, "2.4"),
    )  # fmt: skip

    asked = confirmed_at_the_second, "remission_at_start"
    assert judged(Child(baseline), *asked) is True
    assert judged(Child(baseline, (on("death", -17, 12),)), *asked) is None
    assert judged(Child(baseline, (on("death", -5, -1),)), *asked) is False


def test_a_remission_at_start_by_days_lasts_until_a_visit_breaks_it() -> None:
    """Decided on day -66; the visit on day -64 has no albumin near, but is as good."""
    definition = define(
        """
        [[response]]
        name = "complete remission"
        quote = "< 0.2 mg/mg on 2 of 4 days, with albumin > 3.0 g/dL when confirmed"
        upcr = "< 0.2 mg/mg"
        albumin = "> 3.0 g/dL"
        albumin_at = "confirming"
        days = "2 of 4"
        """,
        top="albumin_window_days = 1",
    )
    good = (upcr(-67, "0.1"), upcr(-66, "0.1"), albumin(-66, "3.5"), upcr(-64, "0.1"))

    assert judged(Child(good), definition) == "in remission at start"
    assert judged(Child((*good, upcr(-65, "0.9"))), definition) == NE


def test_a_baseline_that_cannot_be_read_tells_of_no_fall() -> None:
    """Whatever it was, the mean of the two was at least 1.0: but the rule needs both."""
    samples = (upcr(-40, "2.0"), upcr(-20, None), upcr(364, "0.3"))

    assert judged(Child(samples), load_definition("fsgs_ct"), "response", "left_open") == (NE, PR)


# --- the course (section 11) --------------------------------------------------------------------


def test_a_test_for_which_the_remission_prints_no_limit_is_not_above_it() -> None:
    remission = upcr(30, "0.1")

    assert judged(Child((remission, strip(60, "1+"))), ONCE, "status") == CR
    above = Child((remission, upcr(60, "1.5")))
    assert judged(above, ONCE, "status") == "no relapse, above the limits"


def test_a_relapse_without_a_day_leaves_the_status_of_a_child_in_remission_at_start_unknown() -> (
    None
):
    child = Child((upcr(-10, "0.1"), upcr(30, "0.1")), (on("relapse", None),))

    assert judged(child, ONCE, "response", "status") == ("in remission at start", "unknown")


def test_a_child_without_a_response_has_no_course_on_any_day_of_a_relapse() -> None:
    twice = define(
        """
        [[response]]
        name = "complete remission"
        quote = "< 0.2 mg/mg twice"
        upcr = "< 0.2 mg/mg"
        occasions = 2
        """
    )
    values = {30: "0.1", 40: "0.1", 50: "0.1"}
    child = Child(
        tuple(upcr(day, value) for day, value in values.items()),
        (on("relapse", 35, 45), on("relapse", 60)),
    )

    assert judged(child, twice, "response", "left_open", "status") == (NE, CR, "unknown")


def test_a_relapse_known_in_part_is_looked_for_after_the_day_that_confirmed_the_verdict() -> None:
    """It may have broken the first run, so day 60 confirmed; what came on day 45 was before."""
    twice = define(
        """
        [[response]]
        name = "complete remission"
        quote = "< 0.2 mg/mg twice"
        upcr = "< 0.2 mg/mg"
        occasions = 2

        [relapse]
        quote = ">= 2 mg/mg"
        upcr = ">= 2 mg/mg"
        """
    )
    values = {30: "0.1", 40: "0.1", 45: "3", 50: "0.1", 60: "0.1"}
    child = Child(
        tuple(upcr(day, value) for day, value in values.items()), (on("relapse", 25, 35),)
    )

    assert judged(child, twice, "confirmed_day", "relapse_day", "sustained") == (60, None, True)


def test_of_two_ways_to_a_remission_the_earlier_is_the_one_that_is_lost() -> None:
    definition = define(
        """
        [[response]]
        name = "complete remission"
        quote = "< 0.2 mg/mg on 2 of 9 days"
        upcr = "< 0.2 mg/mg"
        days = "2 of 9"

        [[response]]
        name = "complete remission"
        quote = "< 0.1 mg/mg once"
        upcr = "< 0.1 mg/mg"
        """,
        top='dated_by = "last"',
    )
    samples = (upcr(20, "0.05"), upcr(26, "0.15"))

    lost = Child(samples, (on("relapse", 22),))
    assert judged(lost, definition, "confirmed_day", "relapse_day", "status") == (
        20,
        22,
        "relapsed",
    )
    regained = Child((*samples, upcr(30, "0.15")), (on("relapse", 22),))
    assert judged(regained, definition, "confirmed_day", "relapse_day", "status") == (20, 22, CR)


# --- rescues (section 10) -----------------------------------------------------------------------


def rescued(start: tuple[int, int] | None, purpose: str, *labs: Lab) -> Child:
    return Child(labs, courses=(Course("rituximab", start, None, purpose),))


def test_a_verdict_that_is_the_same_both_ways_stands_whatever_led_to_it() -> None:
    """With a rescue before the visit there is no response by rule, without it none by the visit."""
    child = rescued((-10, 20), "rescue", upcr(30, "1.5"))

    assert judged(child, strategy=NO_RESPONSE) == "no response"


def test_a_response_that_both_leave_stands_with_what_one_leaves_open() -> None:
    child = rescued((60, 90), "rescue", upcr(30, "0.5"), albumin(30, "3.0"), upcr(80, None))

    assert judged(child, ONCE, "response", "left_open", strategy=UNTIL_RESCUE) == (PR, CR)


def test_a_course_that_may_have_started_after_day_0_may_be_a_rescue() -> None:
    child = rescued((-20, 20), "", upcr(30, "0.1"))

    assert judged(child, ONCE, "response", "left_open", strategy=UNTIL_RESCUE) == (NE, CR)


def test_a_rescue_without_a_start_may_have_started_on_any_day_after_day_0() -> None:
    child = rescued(None, "rescue", upcr(30, "0.1"))

    assert judged(child, ONCE, "response", "left_open", strategy=UNTIL_RESCUE) == (NE, CR)
    assert judged(rescued(None, "", upcr(30, "0.1")), strategy=UNTIL_RESCUE) == CR
