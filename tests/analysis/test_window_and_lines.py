"""Who is at risk, until when, on which line and strategy: small cohorts with their numbers."""

from dataclasses import replace

import pandas as pd
import pytest

from srns.analysis.basis_sentences import basis_paragraph, headline_sentences
from srns.analysis.definitions.comparison import compare, headline
from srns.analysis.definitions.recorded_vs_computed import (
    recorded_against_computed,
    recorded_agreement,
)
from srns.analysis.definitions.specification_curve import specification_curve
from srns.analysis.definitions.tipping_points import tipping_points
from srns.analysis.regimens.relapses import remissions
from srns.analysis.statements.evaluate import compute, patient_facts
from srns.analysis.statements.parse import parse
from srns.analysis.strategies import strategy_moves, strategy_table
from srns.analysis.summary import summarize
from srns.analysis.tables.case_table import case_table
from srns.analysis.tables.exposure import exposure
from srns.analysis.tables.flow_diagram import flow
from srns.analysis.tables.kidney_function import kidney_function
from srns.analysis.tables.line_tables import line_table
from srns.analysis.tables.patient_profile import profile
from srns.analysis.tables.table_one import table_one
from srns.analysis.time_to_event.remission_duration import durations
from srns.analysis.time_to_event.time_analysis import TimeQuestion, times
from srns.analysis.time_to_event.time_at_risk import time_at_risk
from srns.analysis.time_to_event.time_origins import DAY_ZERO, every_origin, origins_known
from srns.analysis.treatment_lines import count_lines, line_sentences, line_verdicts
from srns.cohort.day_zero import with_day_zero
from srns.cohort.tables import Cohort
from srns.cohort.terms import AT_START, COMPLETE
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from srns.rules.rescue import NO_RESPONSE, TREATMENT_POLICY, UNTIL_RESCUE
from tests.analysis import cohorts
from tests.analysis.cohorts import events, labs, treatments

HADDAD = load_definition("haddad_2021")
GOOD, BAD = (0.1, 4.0), (3.0, 2.0)
TAC, RTX = "tacrolimus", "rituximab"


def seen(course: dict[str, list[tuple[int, tuple[float, float]]]], **tables: object) -> Cohort:
    """Return a cohort without infusions: child -> [(day, (Up/c, albumin)), …]."""
    rows = [
        (child, day, analyte, value, "", unit)
        for child, visits in course.items()
        for day, result in visits
        for analyte, value, unit in zip(("upcr", "albumin"), result, ("mg/mg", "g/dL"), strict=True)
    ]
    return replace(Cohort(pd.DataFrame({"patient": list(course)}), labs=labs(*rows)), **tables)


def run(start: int) -> list[tuple[int, tuple[float, float]]]:
    return [(start + gap, GOOD) for gap in (0, 10, 20)]


START = seen(
    {
        "before": [*run(-40), *run(30)],
        "after": [(-5, BAD), *run(30)],
        "never": [(-5, BAD), (30, BAD)],
        "maybe": run(30),
    }
)


def judged(cohort: Cohort, strategy: str = TREATMENT_POLICY) -> Classification:
    return classify(cohort, HADDAD, strategy=strategy)


# In remission at start


def test_a_child_in_remission_at_start_is_in_a_row_of_its_own_and_no_denominator() -> None:
    found = judged(START)
    summary = summarize(START, found, "patient")
    rows = {row["response"]: row for row in summary["responses"] if row["group"] == "all"}

    assert (rows[COMPLETE]["n"], rows[COMPLETE]["of"]) == (2, 3)
    assert (rows[AT_START]["n"], rows[AT_START]["of"]) == (1, 4)
    assert rows[AT_START]["patients"] == summary["in_remission_at_start"] == ["before"]
    assert summary["maybe_in_remission_at_start"] == ["maybe"]
    assert (summary["n"], summary["at_risk"]) == (4, 3)
    assert headline_sentences(found) == [
        "Complete remission in 2 of 3 children at risk (strategy for rescue drugs: treatment "
        "policy).",
        "In remission at start, so not at risk and not counted for response: 1 of 4 children "
        "(before).",
        "May have been in remission at start, because baseline does not decide it: 1 of 3 children "
        "at risk (maybe).",
    ]


def test_every_table_counts_the_children_at_risk() -> None:
    found = judged(START)
    one = table_one(START, found).rows
    steps = flow(START, found).rows.set_index("what")
    cases = case_table(START, found).rows.set_index("characteristic")

    assert one.loc[one["value"] == COMPLETE, "all"].tolist() == ["2 (66.7 %)"]
    assert "Response of the children at risk, n (%)" in set(one["characteristic"])
    assert one.loc[one["value"] == "yes", "all"].tolist() == ["1 (25 %)"]
    assert one.loc[one["value"] == "cannot tell", "all"].tolist() == ["1 (25 %)"]
    assert steps.loc["In remission at start: not at risk", "n"] == 1
    assert steps.loc["Children at risk with a urine result after day 0", "n"] == 3
    assert cases.loc["Response"].tolist() == ["RS", "CR", "NR", "CR"]
    (headlined,) = (
        headline(compare(START, [HADDAD])).query("outcome == @COMPLETE").to_dict("records")
    )
    assert (headlined["n"], headlined["of"]) == (2, 3)
    curve = specification_curve(START, [HADDAD])
    assert curve.loc[curve["published"], ["n", "of"]].to_numpy().tolist() == [[2, 3]]


def test_a_child_in_remission_at_start_is_on_no_curve_and_has_no_person_time() -> None:
    found = judged(START)
    waited = time_at_risk(START, found, COMPLETE)

    assert waited.origin == DAY_ZERO
    assert waited.left_out == {"before": "in remission at start: not at risk"}
    assert durations(START, found).at_start == ("before",)
    assert set(durations(START, found).table["patient"]) == {"after", "maybe"}
    assert set(remissions(START, found)["patient"]) == {"after", "maybe"}


def test_a_recorded_response_is_not_compared_with_remission_at_start() -> None:
    cohort = replace(START, patients=START.patients.assign(recorded_response=COMPLETE))
    declared = recorded_against_computed(cohort, judged(cohort)).set_index("patient")

    assert declared.loc["before", "agrees"] is None
    assert declared.loc["before", "why"] == "In remission at start: not compared."
    assert (recorded_agreement(declared).agree, recorded_agreement(declared).n) == (2, 3)


@pytest.mark.parametrize(
    ("formula", "counted"),
    [
        ("share response = CR", ((2, 2), (3, 3))),
        ("share not response = CR", ((1, 1), (3, 3))),
        ("share response = in remission at start", ((1, 1), (4, 4))),
        ("share in_remission_at_start = yes", ((1, 1), (4, 4))),
    ],
)
def test_a_statement_on_the_response_is_of_the_children_at_risk(formula, counted) -> None:
    found = compute(parse(formula), patient_facts(START, judged(START)))

    assert (found.n, found.of) == counted


# One window


def test_person_time_of_curves_and_rates_ends_on_the_day_of_dialysis() -> None:
    cohort = seen(
        {"a": [(-5, BAD), *run(30), (300, GOOD), (500, GOOD)]},
        events=events(("a", 400, "dialysis")),
    )
    found = judged(cohort)
    lasted = durations(cohort, found).table

    assert (lasted["month"] * 30.4375).round(6).tolist() == [370]
    assert remissions(cohort, found)["end_day"].tolist() == [400]
    assert lasted["cause"].tolist() == [2]


def test_follow_up_after_death_or_last_follow_up_is_not_counted() -> None:
    cohort = seen({"a": [(-5, BAD), *run(30), (300, GOOD)]})
    patients = cohort.patients.assign(last_follow_up_day=pd.array([800], dtype="Int64"))
    cohort = replace(cohort, patients=patients, events=events(("a", 400, "death")))

    assert profile(cohort, judged(cohort))["follow_up_years"].tolist() == [400 / 365.25]


def test_gfr_ends_with_the_kidneys_of_the_child() -> None:
    rows = [("1", day, "creatinine", 0.5, "", "mg/dL") for day in (0, 100, 300)]
    rows += [("1", day, "height", 120.0, "", "cm") for day in (0, 100, 300)]
    cohort = replace(
        cohorts.child(age_at_first_infusion_years=8.0, sex="male"),
        labs=labs(*rows),
        events=events(("1", 200, "transplant")),
    )
    found = kidney_function(cohort)

    assert found["egfr"].notna().tolist() == [True, True, False]
    assert found["why_not"].tolist() == ["", "", "after transplant"]


def test_acute_dialysis_ends_nothing() -> None:
    cohort = seen({"a": [(-5, BAD), *run(30)]}, events=events(("a", 10, "acute dialysis")))

    assert judged(cohort).outcomes["response"].tolist() == [COMPLETE]
    assert time_at_risk(cohort, judged(cohort), COMPLETE).table["cause"].tolist() == [1]


# Day 0


def test_times_count_from_day_0_where_it_is_not_the_first_infusion() -> None:
    cohort = seen({"a": [(40, BAD), *run(70)]}, treatments=treatments(("a", TAC, 50, None)))
    moved = with_day_zero(cohort, "first tacrolimus")
    found = judged(moved)
    waited = time_at_risk(moved, found, COMPLETE)

    assert origins_known(moved) == [DAY_ZERO]
    assert (waited.table["month"] * 30.4375).round(6).tolist() == [20]
    assert summarize(moved, found, "patient")["day_zero"] == "first tacrolimus"
    assert "Day 0 was the first tacrolimus." in basis_paragraph(found)
    assert times(moved, found, TimeQuestion(origin=DAY_ZERO)).response_curves.since == "day 0"


def test_day_0_is_no_origin_of_its_own_where_it_is_the_first_infusion() -> None:
    assert DAY_ZERO not in every_origin(cohorts.PAPER_COHORT)
    assert time_at_risk(
        cohorts.PAPER_COHORT, cohorts.judged(cohorts.PAPER_COHORT), COMPLETE
    ).origin == "first infusion"  # fmt: skip


# Baseline and dose


def test_the_baseline_is_the_one_of_the_rule_with_its_cell() -> None:
    rows = [("1", -40, "upcr", 12.0, "", "mg/mg"), ("1", -3, "upcr", 8.0, "", "mg/mg"),
            ("1", -3, "upcr", 2.0, "", "mg/mg"), ("1", 1, "upcr", 1.0, "", "mg/mg")]  # fmt: skip
    cohort = replace(cohorts.child(), labs=labs(*rows))
    (row,) = profile(cohort, judged(cohort)).to_dict("records")
    cases = case_table(cohort, judged(cohort)).rows.set_index("characteristic")["1"]

    assert (row["baseline_upcr"], row["baseline_upcr_cell"]) == (8.0, "Labs!C3")
    assert (cases["Baseline Up/c (mg/mg)"], cases["Baseline Up/c, cell"]) == ("8.00", "Labs!C3")


@pytest.mark.parametrize(
    ("start", "stop", "purpose", "total", "bound"),
    [
        pytest.param(-300, -300, "prior", 1500, "", id="a pulse before the first infusion"),
        pytest.param(0, 0, "maintenance", 500, "", id="the infusion itself"),
        pytest.param(-5, 150, "maintenance", 500, "", id="one that overlaps the infusions"),
        pytest.param(200, 200, "rescue", 1500, "", id="a pulse after the last infusion"),
        pytest.param(None, None, "prior", 500, ">=", id="an earlier one without a date"),
        pytest.param(None, None, "maintenance", 500, "", id="no date, so the infusions"),
    ],
)
def test_an_intravenous_course_counts_unless_it_is_the_infusions(
    start, stop, purpose, total, bound
) -> None:
    course = ("1", "cyclophosphamide", start, stop, 1000, "mg/m2", "daily", purpose, "IV CTX")
    cohort = replace(
        cohorts.child(),
        labs=labs(("1", -300, "height", 180.0, "", "cm"), ("1", -300, "weight", 80.0, "", "kg")),
        treatments=treatments(course),
    )
    found = exposure(cohort).iloc[0]

    assert (found["total_mg_m2"], found["total_mg_m2_bound"]) == (total, bound)
    (row,) = profile(cohort, judged(cohort)).to_dict("records")
    assert (row["cyclophosphamide_mg_m2"], row["cyclophosphamide_mg_m2_bound"]) == (total, bound)


def test_the_earlier_course_of_the_papers_seventh_child_is_one_number_with_one_bound() -> None:
    paper = cohorts.PAPER_COHORT
    cases = case_table(paper, cohorts.judged(paper)).rows.set_index("characteristic")
    row = profile(paper, cohorts.judged(paper)).set_index("patient").loc["7"]

    assert cases.loc["Cumulative cyclophosphamide (mg/m²)", "7"] == "≥5250"
    assert (row["cyclophosphamide_mg_m2"], row["cyclophosphamide_mg_m2_bound"]) == (5250, ">=")


# Lines and strategies


def on_two_lines(*children: str) -> Cohort:
    """Return children on tacrolimus from day 0 and on rituximab from day 200."""
    course = {
        "both": [(-5, BAD), *run(30), (190, BAD), *run(230)],
        "second": [(-5, BAD), (60, BAD), (190, BAD), *run(230)],
        "none": [(-5, BAD), (60, BAD), (190, BAD), (230, BAD)],
    }
    rows = [
        (child, drug, start, None) for child in children for drug, start in ((TAC, 0), (RTX, 200))
    ]
    table = treatments(*rows)
    table["purpose"] = ["maintenance", "rescue"] * len(children)
    table["cell"] = [f"Treatments!B{place}" for place in range(2, len(rows) + 2)]
    return seen({name: course[name] for name in children}, treatments=table)


def test_complete_remission_by_line_and_by_mechanism() -> None:
    cohort = on_two_lines("both", "second", "none")
    verdicts = line_verdicts(judged(cohort))
    counts = count_lines(verdicts)

    assert verdicts[["child", "line", "drug"]].to_numpy().tolist()[:3] == [
        ["both", 1, TAC], ["both", 2, RTX], ["second", 1, TAC],
    ]  # fmt: skip
    assert line_sentences(counts) == [
        "Complete remission on tacrolimus 1 of 3, then on rituximab 2 of 3.",
        "By mechanism, first line of each: complete remission on calcineurin inhibitor 1 of 3, "
        "anti-CD20 antibody 2 of 3.",
    ]
    assert verdicts["cells"].iloc[1][0] == "Treatments!B3"
    assert any(cell.startswith("Labs!") for cell in verdicts["cells"].iloc[1])
    assert len(line_table(judged(cohort)).rows) == 6


def test_who_moves_under_which_strategy_with_counts() -> None:
    cohort = on_two_lines("both", "second", "none")
    found = judged(cohort)
    table = strategy_table(found).rows.set_index("strategy")
    moves = strategy_moves(found).set_index("patient")

    assert moves.index.tolist() == ["second"]
    assert moves.loc["second", [TREATMENT_POLICY, NO_RESPONSE, UNTIL_RESCUE]].tolist() == [
        COMPLETE, "no response", "no response",
    ]  # fmt: skip
    assert moves.loc["second", ["rescue", "day", "cell"]].tolist() == [RTX, 200, "Treatments!B5"]
    assert table["complete remission"].tolist() == ["2 of 3", "1 of 3", "1 of 3"]
    assert table.loc[NO_RESPONSE, "who moves"] == (
        "second: complete remission to no response (rituximab, Treatments!B5)"
    )


def test_variants_and_tipping_points_take_the_strategy_in_force() -> None:
    cohort = on_two_lines("both", "second", "none")
    found = judged(cohort, NO_RESPONSE)
    curve = specification_curve(cohort, [HADDAD], strategy=NO_RESPONSE)
    points = tipping_points(cohort, HADDAD, NO_RESPONSE)
    compared = compare(cohort, [HADDAD], strategy=NO_RESPONSE)

    assert curve.loc[curve["published"], "n"].tolist() == [1]
    assert {point.counts[0] for point in points if point.counts} <= {(1, 1)}
    assert compared.matrix["haddad_2021"].tolist() == found.outcomes["response"].tolist()
    assert compared.strategy == NO_RESPONSE


def test_a_rescue_that_is_no_response_competes_with_remission_and_else_censors() -> None:
    cohort = on_two_lines("second")
    causes = {
        strategy: time_at_risk(cohort, judged(cohort, strategy), COMPLETE).table["cause"].tolist()
        for strategy in (TREATMENT_POLICY, NO_RESPONSE, UNTIL_RESCUE)
    }

    assert causes == {TREATMENT_POLICY: [1], NO_RESPONSE: [2], UNTIL_RESCUE: [0]}
