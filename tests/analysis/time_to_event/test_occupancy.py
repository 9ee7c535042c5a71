"""The share of children in each state: against R, plain counting, and through the rules."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from srns.analysis.proportions.intervals import exact_interval
from srns.analysis.time_to_event.cumulative_incidence import cumulative_incidence
from srns.analysis.time_to_event.occupancy import (
    NO_VISIT,
    STATES,
    UNDETERMINED,
    Occupancy,
    occupancy,
    occupancy_sentences,
    state_shares,
)
from srns.charts.occupancy import MOST_STEPS, area_table, occupancy_chart
from srns.cli import main
from srns.cohort.tables import DAYS_PER_MONTH
from srns.cohort.terms import COMPLETE, DEATH, KIDNEY_FAILURE, NOT_IN_REMISSION, RELAPSED
from srns.rules.classify import classify
from tests.analysis.cohorts import PAPER_COHORT, ROOT, judged
from tests.analysis.time_to_event.test_time_analysis import BAD, DEFINITION, GOOD, cohort_of

REFERENCE = Path(__file__).parent / "reference"
MOVING = STATES[:4]

ways = st.lists(
    st.tuples(
        st.lists(st.tuples(st.integers(1, 30), st.sampled_from(STATES)), max_size=5),
        st.integers(31, 35),
    ),
    min_size=1,
    max_size=15,
)


def stays_of(cohort, *, censored=True):
    """Make stays of ways: (day, state) in any order, and the last day on which a child was seen."""
    rows = []
    for child, (moves, end) in enumerate(cohort):
        path = [(0, NOT_IN_REMISSION)]
        for day, state in sorted(dict(moves).items()):
            if path[-1][1] in STATES[:4] and state != path[-1][1]:
                path.append((day, state))
        for (day, state), following in zip(path, [*path[1:], None], strict=True):
            stop = following[0] if following else (end if censored else np.nan)
            stop = np.nan if state in STATES[4:] else stop
            rows.append((str(child), state, day, stop, following[1] if following else ""))
    return pd.DataFrame(rows, columns=["patient", "state", "start_day", "stop_day", "next"])


def test_the_shares_are_those_of_r():
    """The script beside the numbers, reference/occupancy.R, says how they were made."""
    stays = pd.read_csv(REFERENCE / "occupancy_stays.csv", keep_default_na=False)
    expected = pd.read_csv(REFERENCE / "occupancy.csv")

    found = state_shares(stays).assign(day=lambda each: (each["month"] * DAYS_PER_MONTH).round())

    both = expected.merge(found, on=["day", "state"], suffixes=("_of_r", ""))
    assert len(both) == len(expected)
    assert both["estimate"].to_numpy() == pytest.approx(both["estimate_of_r"].to_numpy(), rel=1e-9)


@given(ways)
def test_while_nobody_is_censored_the_shares_are_counted_and_their_limits_exact(cohort):
    stays = stays_of(cohort)
    found = state_shares(stays)

    for day in (0, 5, 12, 30):
        rows = found[found["month"] <= day / DAYS_PER_MONTH + 1e-9].tail(len(STATES))
        for row in rows.to_dict("records"):
            here = (stays["start_day"] <= day) & ~(stays["stop_day"] <= day)
            count = int((here & (stays["state"] == row["state"])).sum())
            assert row["in_state"] == count
            assert row["estimate"] == pytest.approx(count / len(cohort), abs=1e-12)
            limits = exact_interval(count, len(cohort))
            assert (row["low"], row["high"]) == pytest.approx(limits, abs=1e-6)


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 2)), min_size=1, max_size=20))
def test_with_two_ways_out_it_is_the_cumulative_incidence(cohort):
    """And its error is the one by which the curve's limits are made."""
    to = {0: "", 1: COMPLETE, 2: DEATH}
    rows = [
        (str(child), NOT_IN_REMISSION, 0, day, to[cause])
        for child, (day, cause) in enumerate(cohort)
    ]
    stays = pd.DataFrame(rows, columns=["patient", "state", "start_day", "stop_day", "next"])
    days, cause = map(np.array, zip(*cohort, strict=True))

    found = state_shares(stays)
    expected = cumulative_incidence(days, cause)

    remission = found[(found["state"] == COMPLETE) & (found["month"] > 0)]
    assert remission["estimate"].to_numpy() == pytest.approx(
        expected["estimate"].to_numpy(), abs=1e-12
    )


@given(ways.map(lambda cohort: [(moves, 1 + end % 9) for moves, end in cohort]))
def test_the_shares_add_up_to_1_and_lie_within_their_limits(cohort):
    kept = [([move for move in moves if move[0] < end], end) for moves, end in cohort]
    found = state_shares(stays_of(kept))

    assert found.groupby("month")["estimate"].sum().to_numpy() == pytest.approx(1, abs=1e-9)
    assert (found["low"] <= found["estimate"] + 1e-9).all()
    assert (found["estimate"] <= found["high"] + 1e-9).all()
    assert found[["low", "high"]].to_numpy().min() >= 0
    assert found[["low", "high"]].to_numpy().max() <= 1


# Through the rules --------------------------------------------------------------------------------

COURSE = {
    "again": [(40, GOOD), (80, GOOD), (120, GOOD), (200, BAD), (240, GOOD), (280, GOOD),
              (320, GOOD)],
    "lost": [(40, GOOD), (80, GOOD), (120, GOOD)],
    "died": [(40, BAD)],
    "never seen": [],
    "start": [(-30, GOOD), (-20, GOOD), (-10, GOOD), (40, GOOD)],
    "in part": [(40, GOOD), (80, GOOD), (120, GOOD)],
    "later": [(40, GOOD), (80, GOOD), (120, GOOD), (300, GOOD)],
}  # fmt: skip
HAPPENED = [("lost", 300, "kidney failure"), ("died", 90, "death"), ("lost", 400, "death")]


def followed():
    cohort = cohort_of(COURSE, events=HAPPENED)
    partial = pd.DataFrame(
        [
            ("in part", pd.NA, "relapse", "", "", 100, 150),
            ("later", pd.NA, "relapse", "", "", 150, 200),
        ],
        columns=[*cohort.events.columns, "day_earliest", "day_latest"],
    )
    events = pd.concat([cohort.events.astype(object), partial.astype(object)], ignore_index=True)
    for column in ("day", "day_earliest", "day_latest"):
        events[column] = events[column].astype("Int64")
    cohort = type(cohort)(cohort.patients, cohort.labs, cohort.infusions, cohort.treatments, events)
    return occupancy(cohort, classify(cohort, DEFINITION))


def test_a_child_moves_as_its_samples_and_events_say():
    stays = followed().stays

    def way(patient):
        own = stays[stays["patient"] == patient]
        return list(zip(own["state"], own["start_day"], own["next"], strict=True))

    assert way("again") == [
        (NOT_IN_REMISSION, 0, COMPLETE), (COMPLETE, 40, RELAPSED), (RELAPSED, 200, COMPLETE),
        (COMPLETE, 240, ""),
    ]  # fmt: skip
    assert way("lost") == [
        (NOT_IN_REMISSION, 0, COMPLETE), (COMPLETE, 40, KIDNEY_FAILURE), (KIDNEY_FAILURE, 300, ""),
    ]  # fmt: skip
    assert way("died") == [(NOT_IN_REMISSION, 0, DEATH), (DEATH, 90, "")]
    assert stays.loc[stays["state"].isin([KIDNEY_FAILURE, DEATH]), "stop_day"].isna().all()


def test_who_is_not_counted_is_named_with_the_reason():
    found = followed()

    assert found.n == 3
    assert found.left_out["never seen"] == NO_VISIT
    assert found.left_out["later"] == UNDETERMINED
    assert found.left_out["in part"].startswith("a relapse may have come within the visits")
    assert "in remission at start" in found.left_out["start"]
    assert f"never seen ({NO_VISIT})" in occupancy_sentences(found, 6)[1]


def test_what_samples_leave_open_is_counted_as_not_in_remission_and_said():
    unsure = {"1": [(40, GOOD), (80, GOOD), (120, (0.1, 3.6))], "2": [(40, BAD)]}
    cohort = cohort_of(unsure)
    labs = cohort.labs[cohort.labs["analyte"] == "upcr"].reset_index(drop=True)
    cohort = type(cohort)(cohort.patients, labs, cohort.infusions)

    found = occupancy(cohort, classify(cohort, DEFINITION))

    assert found.left_open == ("1",)
    assert occupancy_sentences(found, 1)[-1] == (
        "Counted as not in remission, although their samples leave a remission open: 1."
    )


def test_beyond_the_last_child_followed_nothing_is_said():
    found = occupancy(PAPER_COHORT, judged(PAPER_COHORT))

    assert occupancy_sentences(found, 131)[0] == (
        "Month 131: not known, because the last child was followed to month 130.0."
    )


def test_the_areas_lie_on_each_other_from_0_to_100():
    found = occupancy(PAPER_COHORT, judged(PAPER_COHORT))
    areas = area_table(found)

    for _, rows in areas.groupby("month"):
        assert rows["state"].tolist() == list(STATES)
        assert rows["from"].iloc[0] == 0
        assert rows["to"].to_numpy()[:-1] == pytest.approx(rows["from"].to_numpy()[1:], abs=1e-9)
        assert rows["to"].iloc[-1] == pytest.approx(100)
    drawn = occupancy_chart(found, "States", DEFINITION).to_dict()
    assert drawn["layer"][0]["mark"]["interpolate"] == "step-after"
    assert "complete remission 37.5 %" in drawn["description"]


def test_no_child_has_a_chart_and_a_sentence_too():
    cohort = cohort_of({"1": []})
    found = occupancy(cohort, classify(cohort, DEFINITION))

    assert occupancy_sentences(found, 6) == [f"No child could be followed: 1 ({NO_VISIT})."]
    assert occupancy_chart(found, "States", DEFINITION).to_dict()["layer"]


def test_the_command_line_says_the_same(capsys):
    found = occupancy(PAPER_COHORT, judged(PAPER_COHORT))
    workbook = str(ROOT / "data" / "haddad2021.xlsx")

    assert main(["states", workbook]) == 0
    printed = capsys.readouterr().out
    assert main(["states", workbook, "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)

    for month in (6, 12, 24, found.last_month):
        assert occupancy_sentences(found, month)[0] in printed
    assert document["n"] == found.n == 8
    assert len(document["shares"]) == len(found.table)
    assert main(["states", "nowhere.xlsx", "--format", "json"]) == 2


def test_of_many_steps_only_those_are_drawn_that_can_be_told_apart():
    stays = pd.DataFrame(
        {
            "patient": [str(child) for child in range(2_000)],
            "state": NOT_IN_REMISSION,
            "start_day": 0.0,
            "stop_day": np.arange(1.0, 2_001.0),
            "next": ["" if child % 2 else KIDNEY_FAILURE for child in range(2_000)],
        }
    )
    found = Occupancy(state_shares(stays), stays, {}, ())
    drawn = occupancy_chart(found, "States", DEFINITION).to_dict()
    rows = max(drawn["datasets"].values(), key=len)
    months = sorted({row["month"] for row in rows})
    whole = area_table(found)

    assert len(months) <= MOST_STEPS + 2
    assert (months[0], months[-1]) == (0.0, whole["month"].max())
    at = {(row["month"], row["state"]): row["percent"] for row in rows}
    seen = whole["state"] == NOT_IN_REMISSION  # states without a stay are not drawn
    for row in whole[whole["month"].isin(months) & seen].to_dict("records"):
        assert at[row["month"], row["state"]] == pytest.approx(row["percent"])
