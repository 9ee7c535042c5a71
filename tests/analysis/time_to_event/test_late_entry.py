"""Late entry (left truncation): against R, against counting by hand, and through times."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from srns.analysis.time_to_event.cumulative_incidence import cumulative_incidence
from srns.analysis.time_to_event.curve_limits import CHOICES, LOG_LOG
from srns.analysis.time_to_event.curves import curve_of, risk_table
from srns.analysis.time_to_event.log_rank_and_gray import log_rank
from srns.analysis.time_to_event.milestones import milestones
from srns.analysis.time_to_event.time_analysis import TimeQuestion, times
from srns.cli import main
from srns.rules.classify import classify
from tests.analysis.time_to_event.test_time_analysis import BAD, DEFINITION, GOOD, cohort_of

REFERENCE = Path(__file__).parent / "reference"
LATE = pd.read_csv(REFERENCE / "late_times.csv")

late_children = st.lists(
    st.tuples(st.integers(0, 5), st.integers(1, 6), st.integers(0, 2), st.sampled_from("ab")),
    min_size=1,
    max_size=25,
)


def columns(cohort):
    entry, width, cause, groups = map(np.array, zip(*cohort, strict=True))
    return entry.astype(float), (entry + width).astype(float), cause, groups


@pytest.mark.parametrize(
    ("name", "cause", "columns"),
    [
        pytest.param(
            "late_survival",
            (LATE["cause"] > 0).astype(int),
            ["month", "at_risk", "estimate", "standard_error", "low", "high"],
            id="any event",
        ),
        # With two events R's error of late entries is the infinitesimal jackknife.
        pytest.param(
            "late_incidence",
            LATE["cause"],
            ["month", "at_risk", "estimate"],
            id="progression, death competing",
        ),
    ],
)
def test_the_curve_is_the_one_of_r(name, cause, columns):
    """The script beside the numbers, reference/late_entry.R, says how they were made."""
    expected = pd.read_csv(REFERENCE / f"{name}.csv")

    table = curve_of("all", LATE["month"], cause, entry=LATE["entry"]).table

    table = table[table["events"] > 0]
    assert len(table) == len(expected)
    for column in columns:
        known = expected[column].notna().to_numpy()
        assert known.mean() > 0.95
        assert table[column].to_numpy()[known] == pytest.approx(
            expected[column].to_numpy()[known], rel=1e-9, abs=1e-12
        )


@given(late_children)
def test_the_error_is_that_of_the_matrices_of_aalen_and_johansen(cohort):
    """Step by step: the covariance so far, moved, and that of a multinomial draw (ABGK 1993)."""
    entry, month, cause, _ = columns(cohort)

    table = cumulative_incidence(month, cause, entry=entry)

    share, covariance = np.array([1.0, 0, 0]), np.zeros((3, 3))
    for row in table.to_dict("records"):
        drawn = np.array([row["events"], row["competing"]]) / row["at_risk"]
        step, noise = np.eye(3), np.zeros((3, 3))
        step[0] += [-drawn.sum(), *drawn]
        out = np.array([[-1, -1], [1, 0], [0, 1]])
        noise = out @ (np.diag(drawn) - np.outer(drawn, drawn)) @ out.T / row["at_risk"]
        covariance = step.T @ covariance @ step + share[0] ** 2 * noise
        share = share @ step
        assert row["estimate"] == pytest.approx(share[1], abs=1e-12)
        assert row["standard_error"] ** 2 == pytest.approx(covariance[1, 1], abs=1e-12)


@given(late_children)
def test_at_risk_is_who_has_entered_before_and_not_ended(cohort):
    entry, month, cause, _ = columns(cohort)

    curve = curve_of("all", month, cause, entry=entry)

    for row in curve.table.to_dict("records"):
        entered = (entry < row["month"]) | (entry == 0)
        assert row["at_risk"] == (entered & (month >= row["month"])).sum()
    for row in risk_table(curve, [0, 2, 2.5, 7]).to_dict("records"):
        assert row["at_risk"] == ((entry <= row["month"]) & (month > row["month"])).sum()
        assert row["to_enter"] == (entry > row["month"]).sum()
    found = milestones([curve], [4])[0]
    assert found.at_risk == ((entry <= 4) & (month > 4)).sum()


@given(late_children)
def test_the_log_rank_test_is_the_one_counted_by_hand(cohort):
    entry, month, cause, groups = columns(cohort)

    found = log_rank(month, cause, groups, entry=entry)

    excess = variance = 0.0
    for at in np.unique(month[cause == 1]):
        there = ((entry < at) | (entry == 0)) & (month >= at)
        n, mine = there.sum(), (there & (groups == "a")).sum()
        events = (month == at) & (cause == 1)
        excess += (events & (groups == "a")).sum() - events.sum() * mine / n
        if n > 1:
            variance += events.sum() * (n - events.sum()) / (n - 1) * mine / n * (1 - mine / n)
    if found.statistic is None:
        assert variance == pytest.approx(0, abs=1e-12)
    else:
        assert found.statistic == pytest.approx(excess**2 / variance, rel=1e-9, abs=1e-12)


@given(late_children)
def test_children_who_all_entered_at_the_start_have_the_curve_without_entry(cohort):
    _, month, cause, _ = columns(cohort)

    pd.testing.assert_frame_equal(
        cumulative_incidence(month, cause, entry=np.zeros(len(month))),
        cumulative_incidence(month, cause),
    )


@pytest.mark.parametrize("limits", CHOICES)
@given(cohort=late_children)
def test_the_limits_are_log_log_and_exclude_nothing_where_they_do_not_exist(limits, cohort):
    entry, month, cause, _ = columns(cohort)

    curve = curve_of("all", month, cause, entry=entry, limits=limits)

    assert curve.limits.method == LOG_LOG
    assert "no exact limits are known" in curve.limits.reason
    estimate = curve.table["estimate"].to_numpy()
    assert (curve.limits.low <= estimate + 1e-12).all()
    assert (curve.limits.high >= estimate - 1e-12).all()
    inside = (estimate > 0) & (estimate < 1)
    assert (curve.limits.high[~inside & (estimate == 0)] == 1).all()


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        pytest.param([1, -1], "Each child must have one month of entry, 0 or more.", id="below 0"),
        pytest.param([1], "Each child must have one month of entry, 0 or more.", id="too few"),
        pytest.param([1, 3], "Follow-up must end after the month of entry.", id="at the end"),
    ],
)
def test_an_impossible_entry_is_refused_in_a_sentence(entry, words):
    with pytest.raises(ValueError, match=f"^{words}$"):
        cumulative_incidence([2, 3], [1, 0], entry=entry)


# Through times -----------------------------------------------------------------------------------

AGES = {"age_at_diagnosis_years": [2.0, 5.0, 3.0], "age_at_first_infusion_years": [3.0, 5.5, 8.0]}
COURSE = {
    "one": [(40, GOOD), (80, GOOD), (120, GOOD)],
    "two": [(40, BAD), (80, BAD)],
    "late": [(300, GOOD), (340, GOOD), (380, GOOD)],
}


def asked(**options):
    cohort = cohort_of(COURSE, patients=AGES)
    return times(cohort, classify(cohort, DEFINITION), TimeQuestion(**options))


def test_from_diagnosis_a_child_counts_from_the_day_it_entered():
    late, plain = (asked(origin="diagnosis", late_entry=each) for each in (True, False))

    assert late.at_risk.table["entry"].round(1).tolist() == [12.0, 6.0, 60.0]
    curve = late.response_curves.curves[0]
    assert curve.table[["at_risk", "events"]].to_numpy().tolist() == [[1, 0], [1, 1], [1, 1]]
    assert plain.response_curves.curves[0].table["at_risk"].tolist() == [3, 2, 1]
    assert "late entry" in late.response_curves.cautions[0]
    assert late.response_curves.cautions[-1] == (
        "All: by month 13.3 all children then at risk had had an event, before 1 child entered. "
        "The curve stays there and says nothing of those who entered later; use another origin or "
        "a landmark."
    )


def test_from_the_first_infusion_nobody_enters_late():
    late, plain = (asked(late_entry=each).response_curves for each in (True, False))

    assert late.cautions == plain.cautions
    pd.testing.assert_frame_equal(late.curves[0].table, plain.curves[0].table)
    assert late.curves[0].limits.method == plain.curves[0].limits.method


def test_grays_test_is_left_out_and_said():
    course = COURSE | {"lost": [(40, BAD), (80, BAD)]}
    patients = {name: [*ages, 4.0 + place] for place, (name, ages) in enumerate(AGES.items())}
    patients["sex"] = ["F", "M", "F", "M"]
    cohort = cohort_of(course, patients=patients, events=[("lost", 100, "kidney failure")])
    question = TimeQuestion(origin="diagnosis", by="sex", test=True, late_entry=True)

    found = times(cohort, classify(cohort, DEFINITION), question).response_curves

    assert [test.name for test in found.tests] == ["log-rank test"]
    assert "Gray's test has no form for late entry here and is left out." in found.cautions


def test_the_command_line_counts_the_same(tmp_path, capsys):
    sheets = {
        "Patients": [
            ("patient", "age at diagnosis (years)", "age at first infusion (years)"),
            *zip(COURSE, *AGES.values(), strict=True),
        ],
        "Labs": [
            ("patient", "day", "Up/c (mg/mg)", "albumin (g/dL)"),
            *((child, day, *result) for child, visits in COURSE.items() for day, result in visits),
        ],
        "Infusions": [
            ("patient", "day", "cyclophosphamide (mg/m2)"),
            *((child, day, 500) for child in COURSE for day in (0, 30)),
        ],
    }
    book = Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "late.xlsx")

    code = main(["times", str(tmp_path / "late.xlsx"), "--origin", "diagnosis", "--late-entry"])
    printed = capsys.readouterr().out

    assert code == 0
    assert "(day 0; late entry)" in printed
    rows = [line.split() for line in printed.splitlines() if line.startswith("all  ")]
    assert rows[0] == ["all", "0", "0", "0", "0", "0", "3"]
    assert rows[-1] == ["all", "72", "0", "2", "0", "1", "0"]
