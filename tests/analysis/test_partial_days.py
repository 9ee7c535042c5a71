"""Times and regimens where the day of an event or of a drug is known only in part."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from srns.analysis.follow_up import last_known_days
from srns.analysis.groups import maintenance
from srns.analysis.regimens.periods import regimen_at, regimen_periods
from srns.analysis.regimens.relapses import relapse_table
from srns.analysis.tables.exposure import exposure
from srns.analysis.time_to_event.remission_duration import durations
from srns.analysis.time_to_event.time_analysis import TimeQuestion, times
from srns.analysis.time_to_event.time_at_risk import follow_up_in_remission, time_at_risk
from srns.cohort.date_intervals import show_span
from srns.cohort.tables import Cohort
from tests.analysis import cohorts
from tests.analysis.cohorts import judged

CR = "complete remission"
GOOD, BAD = ((0.1, 4.0), (3.0, 2.0))


def seen(*visits: tuple[int, tuple[float, float]]) -> Cohort:
    """Give the child with an infusion on day 0, and these visits."""
    rows = [
        ("1", day, analyte, value, "", unit)
        for day, result in visits
        for analyte, value, unit in zip(("upcr", "albumin"), result, ("mg/mg", "g/dL"), strict=True)
    ]
    return replace(cohorts.child(), labs=cohorts.labs(*rows))


def with_event(cohort: Cohort, event: str, day: int | None, *span: int) -> Cohort:
    """Add an event with its day, or with the two days between which it lies."""
    events = cohorts.events(("1", day, event))
    if span:
        for name, value in zip(("day_earliest", "day_latest"), span, strict=True):
            events[name] = pd.array([value], dtype="Int64")
    return replace(cohort, events=events)


def with_courses(cohort: Cohort, *rows: tuple) -> Cohort:
    """Add courses: drug, start, stop, purpose; two days are those between which it lies."""
    days = {"start_day": [row[1] for row in rows], "stop_day": [row[2] for row in rows]}
    table = cohorts.treatments(
        *(("1", drug, None, None, None, None, None, "x", drug) for drug, *_ in rows)
    )
    table["purpose"] = [row[3] for row in rows]
    for name, given_ in days.items():
        whole = [None if isinstance(day, tuple) else day for day in given_]
        spans = [day if isinstance(day, tuple) else (None, None) for day in given_]
        table[name] = pd.array(whole, dtype="Int64")
        table[f"{name}_earliest"] = pd.array([first for first, _ in spans], dtype="Int64")
        table[f"{name}_latest"] = pd.array([last for _, last in spans], dtype="Int64")
    return replace(cohort, treatments=table)


REMISSION = seen((30, GOOD), (60, GOOD), (90, GOOD), (400, GOOD))


def test_kidney_failure_after_the_remission_whichever_day_changes_nothing() -> None:
    cohort = with_event(REMISSION, "kidney failure", None, 500, 864)
    waited = time_at_risk(cohort, judged(cohort), CR)

    assert waited.table["cause"].tolist() == [1]
    assert (waited.in_part, waited.left_out) == ({}, {})


def test_kidney_failure_without_a_remission_is_put_on_its_last_day_and_both_days_are_told() -> None:
    cohort = with_event(seen((30, BAD)), "kidney failure", None, 500, 864)
    waited = time_at_risk(cohort, judged(cohort), CR)

    assert waited.table["cause"].tolist() == [2]
    assert (waited.table["month"] * 30.4375).round(6).tolist() == [864]
    assert waited.in_part == {"1": "day 500 to 864"}
    assert waited.undated == ()


def test_a_remission_that_may_have_come_after_kidney_failure_has_no_place_on_the_curve() -> None:
    cohort = with_event(REMISSION, "kidney failure", None, 10, 100)
    waited = time_at_risk(cohort, judged(cohort), CR)

    assert waited.table.empty
    assert waited.left_out == {
        "1": "kidney failure or death may have come before or after complete remission "
        "(day 10 to 100)"
    }


def test_visits_after_the_latest_day_of_kidney_failure_reach_nothing() -> None:
    cohort = with_event(REMISSION, "kidney failure", None, 10, 40)
    waited = time_at_risk(cohort, judged(cohort), CR)

    assert waited.table["cause"].tolist() == [2]
    assert waited.in_part == {"1": "day 10 to 40"}


def test_a_relapse_known_in_part_ends_a_remission_on_its_last_day_and_is_named() -> None:
    cohort = with_event(REMISSION, "relapse", None, 100, 130)
    lasted = durations(cohort, judged(cohort), CR)

    assert lasted.table["cause"].tolist() == [1]
    assert (lasted.table["month"] * 30.4375).round(6).tolist() == [100]
    assert lasted.in_part == {"1": "day 100 to 130"}


def test_a_remission_that_a_relapse_may_have_ended_is_left_out_and_named() -> None:
    cohort = with_event(REMISSION, "relapse", None, 60, 130)
    lasted = durations(cohort, judged(cohort), CR)

    assert lasted.table.empty
    assert lasted.left_out == ("1",)


def test_a_relapse_before_the_remission_is_not_put_at_the_last_upcr() -> None:
    cohort = with_event(REMISSION, "relapse", None, -30, 20)
    lasted = durations(cohort, judged(cohort), CR)

    assert lasted.table["cause"].tolist() == [0]
    assert (lasted.undated, lasted.in_part, lasted.left_out) == ((), {}, ())


def test_relapse_or_kidney_failure_first_is_not_guessed() -> None:
    cohort = seen((30, GOOD), (60, GOOD), (90, GOOD), (200, BAD))
    overlapping = with_event(cohort, "kidney failure", None, 150, 250)
    later = with_event(cohort, "kidney failure", None, 250, 300)

    assert durations(overlapping, judged(overlapping), CR).left_out == ("1",)
    assert durations(later, judged(later), CR).table["cause"].tolist() == [1]


def test_a_last_follow_up_known_in_part_counts_for_what_is_sure_of_it() -> None:
    patients = REMISSION.patients.assign(
        last_follow_up_day=pd.array([None], dtype="Int64"),
        last_follow_up_day_earliest=pd.array([700], dtype="Int64"),
        last_follow_up_day_latest=pd.array([1064], dtype="Int64"),
    )
    cohort = replace(REMISSION, patients=patients)
    found = follow_up_in_remission(cohort, judged(cohort))

    assert last_known_days(cohort) == {"1": 700.0}
    assert (found["n"], found["known_in_part"]) == (0, ["1"])


# Drugs


@pytest.mark.parametrize(
    ("start", "stop"),
    [((10, 40), None), (10, (300, 330))],
    ids=["a start known in part", "a stop known in part, which does not go on for ever"],
)
def test_a_course_known_in_part_is_not_placed_in_time(start: object, stop: object) -> None:
    cohort = with_courses(REMISSION, ("tacrolimus", start, stop, "maintenance"))
    periods = regimen_periods(cohort)

    assert periods.not_placed == {"1": "partial start or stop date: tacrolimus"}
    assert regimen_at(periods, ["1"], 6).tolist() == ["cannot be placed in time"]


@pytest.mark.parametrize(
    ("start", "regimen"),
    [
        pytest.param((0, 30), "prednisone + x", id="after the last infusion, whichever day"),
        pytest.param((-1, 30), "not recorded", id="before the last infusion or after it"),
        pytest.param((-30, -1), "prednisone", id="before it, whichever day"),
    ],
)
def test_a_drug_of_no_stated_purpose_is_maintenance_where_every_day_is_after(start, regimen):
    cohort = with_courses(
        REMISSION, ("prednisone", 5, None, None), ("tacrolimus", start, None, None)
    )
    expected = regimen.replace("prednisone + x", "tacrolimus + prednisone")

    assert maintenance(cohort)["regimen"].tolist() == [expected]


def test_relapses_by_regimen_leave_out_whose_relapse_is_known_in_part() -> None:
    cohort = with_courses(
        with_event(REMISSION, "relapse", None, 100, 130), ("tacrolimus", 1, None, "maintenance")
    )
    periods = regimen_periods(cohort)
    table = relapse_table(cohort, judged(cohort), periods)

    assert table.rows.set_index("regimen").loc["all", "children"] == 0
    assert any(
        "1 (relapse, kidney failure or death without a full date)" in note for note in table.notes
    )


def test_the_groups_of_a_landmark_are_not_recorded_where_the_start_may_lie_after_it() -> None:
    cohort = with_courses(REMISSION, ("tacrolimus", (20, 40), None, "maintenance"))
    asked = {
        month: times(cohort, judged(cohort), TimeQuestion(by="maintenance", landmark=month))
        for month in (0.5, 0.9)
    }
    groups = {month: [curve.group for curve in found.response_curves.curves if curve.n]
              for month, found in asked.items()}  # fmt: skip

    assert groups == {0.5: ["not recorded"], 0.9: ["not recorded"]}


def test_a_course_known_in_part_lacks_its_days_in_the_cumulative_dose() -> None:
    cohort = with_courses(REMISSION, ("cyclophosphamide", (10, 40), 100, "rescue"))
    table = cohort.treatments.assign(dose=2.0, dose_unit="mg/kg", frequency="daily",
                                     drug_typed="oral CTX")  # fmt: skip

    lacking = exposure(replace(cohort, treatments=table))["lacking"].iloc[0]
    assert "course with a partial start or stop date" in lacking


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 60), st.sampled_from([GOOD, BAD])), min_size=1, max_size=7,
             unique_by=lambda visit: visit[0]),
    st.integers(-5, 60), st.integers(1, 12),
    st.sampled_from(["relapse", "kidney failure", "death"]),
)  # fmt: skip
@example(
    visits=[(1, GOOD), (10, GOOD), (34, GOOD), (37, BAD), (38, GOOD), (45, GOOD), (50, GOOD)],
    first=49, wide=4, event="relapse",
)  # fmt: skip
@example(
    visits=[(1, GOOD), (2, GOOD), (34, GOOD), (37, BAD), (38, GOOD), (39, GOOD), (49, GOOD)],
    first=48, wide=2, event="kidney failure",
)  # fmt: skip
def test_no_full_date_contradicts_the_times_of_a_partial_one(visits, first, wide, event) -> None:
    """Who is on the curve with a full date has the same ending, on a day in the interval."""
    cohort = seen(*visits)
    in_part = with_event(cohort, event, None, first, first + wide)
    waited = time_at_risk(in_part, judged(in_part), CR)
    lasted = durations(in_part, judged(in_part), CR)

    for day in range(first, first + wide + 1, 2):
        full = with_event(cohort, event, day)
        exact = time_at_risk(full, judged(full), CR)
        if len(waited.table) and len(exact.table):
            assert exact.table["cause"].tolist() == waited.table["cause"].tolist()
            if not waited.in_part:
                assert np.allclose(exact.table["month"], waited.table["month"])
        held = durations(full, judged(full), CR)
        if not lasted.left_out:
            assert held.table["cause"].tolist() == lasted.table["cause"].tolist()
            if not lasted.in_part:
                assert np.allclose(held.table["month"], lasted.table["month"])
    assert set(waited.in_part.values()) <= {show_span(first, first + wide)}
    # The first relapse may lie between fewer days than its date: as the verdict says.
    between = judged(in_part).relapse_between.get("1", (first, first + wide))
    assert set(lasted.in_part.values()) <= {show_span(*between)}
