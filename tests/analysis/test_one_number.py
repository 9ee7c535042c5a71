"""One number, one source: no two pages disagree about complete remission, whatever the cohort."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import srns
from srns.analysis import judged_lines
from srns.analysis.definitions.comparison import compare, headline
from srns.analysis.follow_up import follow_up_end
from srns.analysis.regimens.relapses import remissions
from srns.analysis.strategies import strategy_table
from srns.analysis.summary import summarize
from srns.analysis.tables.case_table import MOST_CHILDREN, case_table
from srns.analysis.tables.flow_diagram import flow
from srns.analysis.tables.patient_profile import profile
from srns.analysis.tables.table_one import table_one
from srns.analysis.time_to_event.curves import curve_record
from srns.analysis.time_to_event.remission_duration import durations
from srns.analysis.time_to_event.time_analysis import TimeQuestion, times
from srns.analysis.time_to_event.time_at_risk import time_at_risk
from srns.analysis.time_to_event.time_origins import DAY_ZERO
from srns.analysis.treatment_lines import count_lines, line_verdicts
from srns.cohort.tables import Cohort
from srns.cohort.terms import AT_START, COMPLETE
from srns.report.cohort_report import ReportSource, make_report
from srns.report.provenance import Stamp
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.lines import as_cohort, find_lines
from srns.rules.load_definition import published
from srns.rules.rescue import STRATEGIES
from tests.rules.random_children import draw_children, gather

DEFINITIONS = {each.id: each for each in published()}
OTHERS = ("haddad_2021", "ipna_2022", "kdigo_2025", "aap_2009", "fsgs_ct", "neptune_cr")


def drawn(seed: int, count: int, *, lines: bool) -> Cohort:
    """Draw a cohort with events, courses, censored and unreadable results, and two histologies."""
    cohort = gather(draw_children(seed, count))
    if lines:
        cohort = as_cohort(cohort, find_lines(cohort))
    groups = ["MCD", "FSGS", None] * len(cohort.patients)
    return replace(
        cohort,
        patients=cohort.patients.assign(
            histology_group=pd.Series(groups[: len(cohort.patients)], dtype=object)
        ),
    )


def by_page(cohort: Cohort, found: Classification) -> dict[str, int]:
    """Return the number of children in complete remission as each page states it."""
    summary = summarize(cohort, found, "histology")
    rows = [row for row in summary["responses"] if row["response"] == COMPLETE]
    waited = time_at_risk(cohort, found, COMPLETE, DAY_ZERO)
    steps = flow(cohort, found).rows
    cells = table_one(cohort, found, "histology").rows
    reached = cells[cells["value"] == COMPLETE]
    report = make_report(ReportSource(found, Stamp("drawn")), ("results", "verdicts"))
    responses = report.tables[0].rows
    counted = responses[(responses["group"] == "all") & (responses["response"] == COMPLETE)]
    verdicts = next(table for table in report.tables if table.name == "verdicts").rows
    numbers = {
        "verdicts": int((found.outcomes["response"] == COMPLETE).sum()),
        "summary": next(row["n"] for row in rows if row["group"] == "all"),
        "its names": len(next(row["patients"] for row in rows if row["group"] == "all")),
        "sum over groups": sum(row["n"] for row in rows if row["group"] != "all"),
        "times": int((waited.table["cause"] == 1).sum()) + len(waited.before_origin),
        "median": next(
            row["n"] + len(row["during_treatment"])
            for row in summary["time_to_remission"]
            if row["response"] == COMPLETE and row["origin"] == DAY_ZERO
        )
        if any(row["origin"] == DAY_ZERO for row in summary["time_to_remission"])
        else int((found.outcomes["response"] == COMPLETE).sum()),
        "curve": summary["cumulative_incidence"]["events"],
        "flow": int(steps.loc[steps["what"] == COMPLETE.capitalize(), "n"].sum()),
        "profile": int((profile(cohort, found)["response"] == COMPLETE).sum()),
        "table 1": int(str(reached["all"].iloc[0]).split()[0]) if len(reached) else 0,
        "report": int(str(counted["children"].iloc[0]).split()[0]) if len(counted) else 0,
        "verdicts of the report": int((verdicts["response"] == COMPLETE).sum()),
        "strategies": int(
            str(
                strategy_table(found)
                .rows.set_index("strategy")
                .loc[f"{found.strategy} (in force)", "complete remission"]
            ).split()[0]
        ),
    }
    if len(cohort.patients) <= MOST_CHILDREN:
        cases = case_table(cohort, found).rows.set_index("characteristic")
        numbers["cases"] = int((cases.loc["Response"] == "CR").sum()) if len(cases) else 0
    compared = headline(compare(cohort, [found.definition], strategy=found.strategy))
    of_complete = compared.loc[compared["outcome"] == COMPLETE, "n"]
    if len(of_complete):
        numbers["comparison"] = int(of_complete.iloc[0])
    return numbers


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10**6),
    st.integers(1, 18),
    st.sampled_from(OTHERS),
    st.sampled_from(STRATEGIES),
    st.booleans(),
)
def test_the_number_in_complete_remission_is_one_on_every_page(seed, count, name, strategy, lines):
    cohort = drawn(seed, count, lines=lines)
    found = classify(cohort, DEFINITIONS[name], strategy=strategy)
    numbers = by_page(cohort, found)

    assert len(set(numbers.values())) == 1, numbers


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10**6),
    st.integers(1, 18),
    st.sampled_from(OTHERS),
    st.sampled_from(STRATEGIES),
)
def test_the_children_at_risk_are_one_number_and_nobody_else_is_counted(
    seed, count, name, strategy
):
    cohort = drawn(seed, count, lines=False)
    found = classify(cohort, DEFINITIONS[name], strategy=strategy)
    summary = summarize(cohort, found, "histology")
    at_start = found.outcomes.loc[found.outcomes["response"] == AT_START, "patient"].tolist()

    assert summary["n"] == len(cohort.patients)
    assert summary["at_risk"] == summary["n"] - len(at_start)
    assert summary["in_remission_at_start"] == at_start
    assert not set(summary["maybe_in_remission_at_start"]) & set(at_start)
    for row in summary["responses"]:
        if row["group"] == "all":
            whole = row["response"] == AT_START
            assert row["of"] == (summary["n"] if whole else summary["at_risk"])
    waited = time_at_risk(cohort, found, COMPLETE, DAY_ZERO)
    assert set(at_start) <= set(waited.left_out)
    assert set(waited.table["patient"]) | set(waited.left_out) == set(cohort.patients["patient"])
    assert not set(waited.table["patient"]) & set(waited.left_out)
    assert not set(durations(cohort, found).table["patient"]) & set(at_start)
    assert not set(remissions(cohort, found)["patient"]) & set(at_start)


@settings(max_examples=80, deadline=None)
@given(
    st.integers(0, 10**6),
    st.integers(1, 18),
    st.sampled_from(OTHERS),
    st.sampled_from(STRATEGIES),
)
def test_person_time_of_a_remission_ends_on_one_day_and_in_the_window(seed, count, name, strategy):
    cohort = drawn(seed, count, lines=False)
    found = classify(cohort, DEFINITIONS[name], strategy=strategy)
    curves = durations(cohort, found).table
    rates = remissions(cohort, found)
    last = dict(zip(cohort.patients["patient"], found.found.window.last, strict=True))
    until = dict(zip(cohort.patients["patient"], follow_up_end(found).until, strict=True))

    ends = {
        (row["patient"], int(row["start_day"])): row["start_day"] + row["month"] * 30.4375
        for row in curves.to_dict("records")
    }
    for row in rates.to_dict("records"):
        end = ends.get((row["patient"], row["onset_day"]))
        if end is not None:
            assert end == pytest.approx(row["end_day"])
            assert round(end, 6) <= last[row["patient"]]
            if not row["relapsed"]:
                assert row["end_day"] == until[row["patient"]]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 18), st.sampled_from(OTHERS))
def test_lines_counted_by_drug_are_the_lines_of_the_table(seed, count, name):
    found = classify(drawn(seed, count, lines=False), DEFINITIONS[name])
    verdicts = line_verdicts(found)
    counts = count_lines(verdicts)
    by_line = counts[(counts["outcome"] == COMPLETE) & counts["line"].notna()]

    assert by_line["n"].sum() == (verdicts["response"] == COMPLETE).sum()
    assert by_line["of"].sum() + by_line["at_start"].sum() == len(verdicts)
    assert not verdicts.duplicated(["child", "line"]).any()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 18), st.sampled_from(OTHERS))
def test_the_report_and_the_page_count_each_mechanism_alike(seed, count, name):
    found = classify(drawn(seed, count, lines=False), DEFINITIONS[name])
    printed = count_lines(line_verdicts(found))
    printed = printed[(printed["outcome"] == COMPLETE) & printed["line"].isna()]
    shown = judged_lines.count_lines(judged_lines.lines_of(found).table, judged_lines.BY_MECHANISM)
    shown = shown[shown["response"] == COMPLETE]

    assert {
        row["drug"]: (row["n"], row["at_start"]) for row in printed.to_dict("records") if row["of"]
    } == {
        row["group"]: (row["n"], row["at_start"]) for row in shown.to_dict("records") if row["of"]
    }


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 18), st.sampled_from(OTHERS), st.booleans())
def test_every_curve_counts_from_the_same_day_where_nobody_asks_for_another(
    seed, count, name, lines
):
    cohort = drawn(seed, count, lines=lines)
    found = classify(cohort, DEFINITIONS[name])
    timed = times(cohort, found, TimeQuestion())
    (curve,) = timed.response_curves.curves
    incidence = summarize(cohort, found)["cumulative_incidence"]
    front = srns.summarize(found).document["cumulative_incidence"]
    (drawn_curve,) = srns.times(found).response_curves.curves

    assert timed.question.origin == incidence["origin"] == front["origin"]
    assert curve_record(curve).items() <= incidence.items()
    assert curve_record(drawn_curve).items() <= front.items()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 18), st.sampled_from(OTHERS))
def test_every_remission_is_in_a_median_time_or_named_beside_it(seed, count, name):
    found = classify(drawn(seed, count, lines=False), DEFINITIONS[name])
    outcomes = found.outcomes

    for row in summarize(found.cohort, found)["time_to_remission"]:
        told = [*row["patients"], *row["during_treatment"], *row["without_a_day"]]
        reached = outcomes.loc[outcomes["response"] == row["response"], "patient"]
        assert sorted(told) == sorted(reached)
        assert row["n"] == len(row["patients"])
