"""Courses become regimens by stated rules, and relapses are counted in time at risk."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from srns.analysis.proportions.rates import exact_rate
from srns.analysis.regimens.periods import RegimenRules, regimen_at, regimen_periods
from srns.analysis.regimens.relapses import relapse_table, remissions, time_in_remission
from tests.analysis import cohorts
from tests.analysis.cohorts import PAPER_COHORT, events, judged, labs, treatments

TAC, MMF, PRED = "tacrolimus", "mycophenolate mofetil", "prednisone"


def courses(*rows: tuple) -> list[tuple]:
    """Give the regimens of one child, infused on day 0 and followed to day 400."""
    cohort = replace(
        cohorts.child(last_follow_up_day=400),
        treatments=treatments(*(("1", *row) for row in rows)),
    )
    found = regimen_periods(cohort).table
    return list(zip(found["regimen"], found["start_day"], found["stop_day"], strict=True))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(
            [(TAC, 1, 100)], [(TAC, 1, 100), ("none", 101, 400)], id="one course, then off"
        ),
        pytest.param([(TAC, 1, None)], [(TAC, 1, 400)], id="no stop goes on"),
        pytest.param([(TAC, -50, None)], [(TAC, 1, 400)], id="begun before the last infusion"),
        pytest.param([("none", None, None)], [("none", 1, 400)], id="none is said"),
        pytest.param(
            [(TAC, 1, 100), (TAC, 131, None)], [(TAC, 1, 400)], id="gap of 30 days bridged"
        ),
        pytest.param(
            [(TAC, 1, 100), (TAC, 132, None)],
            [(TAC, 1, 100), ("none", 101, 131), (TAC, 132, 400)],
            id="gap of 31 days is not",
        ),
        pytest.param(
            [(TAC, 1, 100), (MMF, 71, None)],
            [(TAC, 1, 70), (MMF, 71, 400)],
            id="30 days together are a change",
        ),
        pytest.param(
            [(TAC, 1, 101), (MMF, 71, None)],
            [(TAC, 1, 70), (f"{MMF} + {TAC}", 71, 101), (MMF, 102, 400)],
            id="31 days together are a combination",
        ),
        pytest.param(
            [(TAC, 1, None), (PRED, 1, 20)],
            [(f"{TAC} + {PRED}", 1, 20), (TAC, 21, 400)],
            id="added and stopped is no change",
        ),
        pytest.param([("enalapril", 1, None)], [], id="no immunosuppression"),
    ],
)
def test_courses_become_regimens(given, expected):
    assert courses(*given) == expected


def test_a_course_without_a_start_is_not_placed_and_its_child_is_named():
    periods = regimen_periods(PAPER_COHORT)

    assert periods.not_placed["1"] == f"no start day: {MMF}"
    assert set(periods.table["patient"]) == {"5", "7", "8"}  # the sheet says that they took none


intervals = st.lists(
    st.tuples(st.sampled_from([TAC, MMF, PRED]), st.integers(-20, 380), st.integers(0, 200)),
    min_size=1,
    max_size=6,
)


@given(intervals, st.integers(0, 60), st.integers(0, 60))
def test_every_day_has_one_regimen_and_the_drugs_were_taken_but_for_what_the_rules_say(
    given, bridge, overlap
):
    rows = [("1", drug, start, start + length) for drug, start, length in given]
    cohort = replace(cohorts.child(last_follow_up_day=400), treatments=treatments(*rows))
    found = regimen_periods(cohort, RegimenRules(bridge, overlap)).table

    assert found["start_day"].iloc[0] == 1
    assert found["stop_day"].iloc[-1] == 400
    assert (found["start_day"].iloc[1:].to_numpy() == found["stop_day"].iloc[:-1] + 1).all()
    assert found["days"].sum() == 400
    assert (found["regimen"].iloc[1:].to_numpy() != found["regimen"].iloc[:-1].to_numpy()).all()
    if bridge == overlap == 0:
        for stretch in found.to_dict("records"):
            day = stretch["start_day"]
            taken = {drug for _, drug, start, stop in rows if start <= day <= stop}
            assert taken == set(stretch["drugs"])


def test_the_regimen_at_a_landmark_or_why_there_is_none():
    rows = treatments(("1", TAC, 100, 300), ("2", MMF, None, None))
    periods = regimen_periods(cohorts.paper_with(treatments=rows))

    months = {month: regimen_at(periods, ["1", "2"], month) for month in (0, 6, 120, 200)}
    assert [months[month]["1"] for month in (0, 6, 120, 200)] == [
        TAC, "none", "none", "follow-up too short",
    ]  # fmt: skip
    assert {at["2"] for at in months.values()} == {"cannot be placed in time"}


def test_a_relapse_belongs_to_the_regimen_of_the_day_before_it():
    # Child 7 relapses on day 481; the rescue that starts that day is the answer, not the cause.
    rows = treatments(("7", TAC, 160, 480), ("7", MMF, 481, None))
    cohort = cohorts.paper_with(treatments=rows)
    found = time_in_remission(cohort, judged(cohort), regimen_periods(cohort))
    found = found[found["patient"] == "7"].set_index("regimen")

    assert found.loc[TAC, "relapses"] == 1
    assert found.loc[TAC, "days"] == 481 - 160
    assert MMF not in found.index


def test_a_child_is_at_risk_again_after_a_remission_that_follows_a_relapse():
    run = [(day, 0.1, 4.0) for day in (10, 20, 30)]
    lost = [(100, 3.0, 2.0)]
    again = [(200, 0.1, 4.0), (210, 0.1, 4.0), (220, 0.1, 4.0)]
    results = [
        ("1", day, analyte, value, "", unit)
        for day, upcr, albumin in [*run, *lost, *again]
        for analyte, value, unit in (("upcr", upcr, "mg/mg"), ("albumin", albumin, "g/dL"))
    ]
    cohort = replace(cohorts.child(last_follow_up_day=400), labs=labs(*results))
    cohort = replace(cohort, treatments=treatments(("1", TAC, 1, None)))
    periods = regimen_periods(cohort)
    found = remissions(cohort, judged(cohort))

    assert found[["onset_day", "end_day", "relapsed"]].to_numpy().tolist() == [
        [10, 100, True], [200, 220, False],  # its last visit: nobody looked later
    ]  # fmt: skip
    time = time_in_remission(cohort, judged(cohort), periods)
    assert (time["days"].iloc[0], time["relapses"].iloc[0]) == (90 + 21, 1)


def test_kidney_failure_ends_the_time_at_risk():
    rows = treatments(("1", TAC, 1, None))
    cohort = cohorts.paper_with(treatments=rows, events=events(("1", 1000, "kidney failure")))
    found = remissions(cohort, judged(cohort))

    assert found.loc[found["patient"] == "1", "end_day"].item() == 1000


def test_the_table_on_and_off_drug_adds_up_and_says_who_is_not_in_it():
    table = relapse_table(PAPER_COHORT, judged(PAPER_COHORT), regimen_periods(PAPER_COHORT))
    rows = table.rows.set_index("regimen")

    assert rows.loc["all", "relapses"] == rows.loc["off drugs", "relapses"] == 1
    assert rows.loc["on any drug", "per year"] == "–"
    assert rows.loc["all", "95 % interval"] == "0.03–6.20"
    assert any("1 (no start day" in note for note in table.notes)


@pytest.mark.parametrize(
    ("events", "time", "low", "high"),
    [
        # R's help page of poisson.test: 137 cases in 24.19893 thousand.
        pytest.param(137, 24.19893, 4.753125, 6.692709, id="poisson.test"),
        # Garwood's table of limits for a count.
        pytest.param(0, 1, 0.0, 3.688879, id="none"),
        pytest.param(1, 1, 0.025318, 5.571643, id="one"),
        pytest.param(10, 1, 4.795389, 18.390356, id="ten"),
    ],
)
def test_the_exact_interval_of_a_rate_by_published_examples(events, time, low, high):
    found = exact_rate(events, time)

    assert (found.low, found.high) == (
        pytest.approx(low, abs=1e-6), pytest.approx(high, abs=1e-6)
    )  # fmt: skip


@given(st.integers(0, 200), st.floats(0.01, 1000))
def test_the_ends_of_the_interval_leave_two_and_a_half_percent_out_on_each_side(events, time):
    found = exact_rate(events, time)

    assert found.high is not None
    assert found.low is not None
    assert poisson.cdf(events, found.high * time) == pytest.approx(0.025, abs=1e-9)
    if events:
        assert poisson.sf(events - 1, found.low * time) == pytest.approx(0.025, abs=1e-9)


def test_no_time_at_risk_gives_no_rate_and_events_need_some():
    assert exact_rate(0, 0).rate is None
    with pytest.raises(ValueError, match="without time at risk"):
        exact_rate(1, 0)
