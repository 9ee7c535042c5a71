"""How long until remission and how long it lasted, on small invented cohorts."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from srns.analysis.summary import summarize
from srns.analysis.time_to_event.curve_limits import EFFECTIVE
from srns.analysis.time_to_event.curve_sentences import (
    curve_sentence,
    curve_test_sentence,
    left_out_sentences,
    visits_sentence,
)
from srns.analysis.time_to_event.curves import curve_record
from srns.analysis.time_to_event.remission_duration import FIRST, LATER, durations
from srns.analysis.time_to_event.time_analysis import TimeQuestion, times
from srns.analysis.time_to_event.time_at_risk import (
    ANY_REMISSION,
    restrict_to_landmark,
    time_at_risk,
)
from srns.analysis.time_to_event.time_origins import ORIGINS, origin_days, origins_known
from srns.cohort.tables import EVENTS, INFUSIONS, LABS, TREATMENTS, Cohort
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from srns.workbook.read_workbook import read_workbook

CR = "complete remission"
DEFINITION = load_definition("haddad_2021")
PAPER = Path(__file__).parents[3] / "data" / "haddad2021.xlsx"
GOOD, FAIR, BAD = (0.1, 4.0), (0.5, 3.0), (3.0, 2.0)


def cohort_of(course, *, patients=None, events=(), treatments=()):
    """Make a cohort of courses: child -> [(day, result), …]; infusions on day 0 and day 30."""
    labs = [
        (child, day, analyte, value, "", unit, "")
        for child, visits in course.items()
        for day, result in visits
        for analyte, value, unit in zip(("upcr", "albumin"), result, ("mg/mg", "g/dL"), strict=True)
    ]
    return Cohort(
        pd.DataFrame({"patient": list(course), **(patients or {})}),
        pd.DataFrame(labs, columns=list(LABS)),
        pd.DataFrame(
            [(child, day, 500.0, None, "") for child in course for day in (0, 30)],
            columns=list(INFUSIONS),
        ),
        pd.DataFrame(
            [
                (child, drug, start, None, None, None, None, "maintenance", "")
                for child, drug, start in treatments
            ],
            columns=list(TREATMENTS),
        ),
        pd.DataFrame([(*event, "", "") for event in events], columns=list(EVENTS)),
    )


def remission(start):
    return [(start + gap, GOOD) for gap in (0, 10, 20)]


def asked(cohort, **question):
    return times(cohort, classify(cohort, DEFINITION), TimeQuestion(**question))


# Origins --------------------------------------------------------------------------------------


def test_each_origin_is_counted_back_from_the_first_infusion():
    cohort = cohort_of(
        {"a": [], "b": [], "c": []},
        patients={
            "age_at_diagnosis_years": [2.0, 3.0, None],
            "age_at_diagnosis_years_bound": ["", "<", ""],
            "age_at_first_infusion_years": [4.0, 4.0, 4.0],
            "time_to_steroid_resistance_months": [6.0, 6.0, 6.0],
        },
    )

    days = {origin: origin_days(cohort, origin).tolist() for origin in ORIGINS}

    assert days["first infusion"] == [0, 0, 0]
    assert days["last infusion"] == [30, 30, 30]
    assert days["diagnosis"] == pytest.approx([-731, np.nan, np.nan], nan_ok=True)  # whole days
    assert days["resistance"] == pytest.approx([-731 + 183, np.nan, np.nan], nan_ok=True)
    assert days["day 0"] == [0, 0, 0]  # the first infusion, so no origin of its own
    assert origins_known(cohort) == [each for each in ORIGINS if each != "day 0"]


def test_children_with_the_same_wait_in_years_keep_the_same_day():
    """Every pair of ages in tenths of a year, up to 8 years: 6,400 differences, 159 waits."""
    tenths = [(first, diagnosis) for first in range(1, 81) for diagnosis in range(1, 81)]
    cohort = cohort_of(
        {f"{first}/{diagnosis}": [] for first, diagnosis in tenths},
        patients={
            "age_at_first_infusion_years": [first / 10 for first, _ in tenths],
            "age_at_diagnosis_years": [diagnosis / 10 for _, diagnosis in tenths],
            "time_to_steroid_resistance_months": [diagnosis / 10 for _, diagnosis in tenths],
        },
    )

    found = {
        origin: pd.Series(origin_days(cohort, origin)).groupby(wait).nunique()
        for origin, wait in (
            ("diagnosis", np.array([first - diagnosis for first, diagnosis in tenths])),
            ("resistance", np.array([81 * first + diagnosis for first, diagnosis in tenths])),
        )
    }

    for origin, days in found.items():
        assert (days == 1).all(), origin
        assert (origin_days(cohort, origin) % 1 == 0).all()
    assert len(found["diagnosis"]) == 159


def test_every_time_is_counted_in_whole_days():
    cohort = cohort_of(
        {"a": remission(30), "b": remission(61), "c": [(90, BAD)]},
        patients={
            "age_at_first_infusion_years": [4.2, 7.3, 5.05],
            "age_at_diagnosis_years": [2.2, 5.3, 3.1],
        },
    )
    judged = classify(cohort, DEFINITION)

    waited = time_at_risk(cohort, judged, CR, "diagnosis").table
    lasted = durations(cohort, judged, CR).table

    for table in (waited, lasted):
        assert (table["days"] % 1 == 0).all()
        assert (table["month"] == table["days"] / 30.4375).all()
    assert waited["days"].tolist()[:2] == [731 + 30, 731 + 61]


def test_the_paper_has_no_ages_at_diagnosis_and_so_no_such_origin():
    assert origins_known(read_workbook(PAPER).cohort) == ["first infusion", "last infusion"]


def test_an_unknown_origin_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match=r"^found the origin 'birth'; expected one of first inf"):
        origin_days(cohort_of({"a": []}), "birth")


def test_remission_before_the_last_infusion_is_shown_with_its_negative_time():
    cohort = cohort_of({"early": remission(10), "late": remission(60), "never": [(90, BAD)]})

    found = asked(cohort, origin="last infusion")

    assert found.at_risk.table["patient"].tolist() == ["late", "never"]
    assert found.at_risk.before_origin == {"early": pytest.approx(-20 / 30.4375)}
    assert left_out_sentences(found.at_risk) == [
        "1 left out (complete remission came before the last infusion): early (month -0.7)."
    ]
    assert "a negative time" in found.response_curves.cautions[0]


# Between visits -------------------------------------------------------------------------------


def test_remission_lies_between_the_last_visit_without_and_the_first_with_it():
    cohort = cohort_of(
        {
            "a": [(20, BAD), (50, BAD), *remission(80)],
            "b": remission(40),
            "c": [(70, BAD)],
            "d": [(30, BAD), (45, BAD)],
        },
        events=[("d", 100, "kidney failure")],
    )

    waited = time_at_risk(cohort, classify(cohort, DEFINITION), CR)

    days = (waited.table[["after", "until"]] * 30.4375).round(6).to_numpy().tolist()
    # The first visit of b had it already: since the first infusion, then.
    assert days == [[50, 80], [0, 40], [70, np.inf], [45, np.inf]]


def test_the_extreme_curves_enclose_the_curve_and_turnbulls_median():
    cohort = cohort_of({name: [(20 * n, BAD), *remission(20 * n + 15)] for n, name in
                        enumerate("abcdef", start=1)})  # fmt: skip
    visits = asked(cohort).visits

    assert visits.earliest.median < visits.latest.median
    low, high = visits.estimate.median()
    assert visits.earliest.half_by <= low <= high <= visits.latest.half_by
    assert visits_sentence(visits) == (
        "Each remission began between two visits, up to 0.5 months apart: half of the children had "
        "reached it by month 2.0 at the earliest and 2.5 at the latest; Turnbull's estimate: "
        "month 2.0 to 2.5."
    )


def test_no_remission_is_said():
    visits = asked(cohort_of({"a": [(20, BAD)]})).visits

    assert visits_sentence(visits) == (
        "No remission was observed, so there is no interval between two visits."
    )


# Which remission ------------------------------------------------------------------------------


def test_either_remission_counts_from_the_first_of_them():
    cohort = cohort_of(
        {"a": [(20, BAD), (40, FAIR), *remission(80)], "b": [(30, FAIR)], "c": [(30, BAD)]}
    )
    judged = classify(cohort, DEFINITION)

    complete = time_at_risk(cohort, judged, CR).table.set_index("patient")
    either = time_at_risk(cohort, judged, ANY_REMISSION).table.set_index("patient")

    assert complete["cause"].tolist() == [1, 0, 0]
    assert either["cause"].tolist() == [1, 1, 0]
    assert (either["month"] * 30.4375).round(6).tolist() == [40, 30, 30]
    assert (either["after"] * 30.4375).round(6).tolist() == [20, 0, 30]


# Landmark and groups --------------------------------------------------------------------------


def test_a_landmark_keeps_who_was_still_waiting_and_names_the_others():
    cohort = cohort_of(
        {"cr": remission(30), "kf": [(20, BAD)], "lost": [(25, BAD)], "on": [(90, BAD)],
         "late": remission(90)},
        events=[("kf", 40, "kidney failure")],
    )  # fmt: skip

    waited = restrict_to_landmark(time_at_risk(cohort, classify(cohort, DEFINITION), CR), 2)

    assert waited.table["patient"].tolist() == ["on", "late"]
    assert waited.left_out == {
        "cr": "complete remission by month 2",
        "kf": "kidney failure or death by month 2",
        "lost": "not followed beyond month 2",
    }


def test_groups_by_maintenance_are_warned_of_and_a_landmark_looks_only_at_what_had_begun():
    course = {name: [(30, BAD), *remission(90)] for name in "abcd"}
    cohort = cohort_of(
        course,
        treatments=[
            ("a", "tacrolimus", 40), ("b", "tacrolimus", 200), ("c", "tacrolimus", None),
            ("d", "rituximab", 50),
        ],
    )  # fmt: skip

    whole = asked(cohort, by="maintenance")
    landmark = asked(cohort, by="maintenance", landmark=2.0)

    assert any("guarantee-time bias" in caution for caution in whole.response_curves.cautions)
    assert any("guarantee-time bias" in caution for caution in whole.duration_curves.cautions)
    assert not any("guarantee" in caution for caution in landmark.response_curves.cautions)
    assert {curve.group: curve.n for curve in whole.response_curves.curves} == {
        "tacrolimus": 3,
        "rituximab": 1,
    }
    assert {curve.group: curve.n for curve in landmark.response_curves.curves} == {
        "tacrolimus": 1,
        "rituximab": 1,
        "not recorded": 2,
    }


def test_no_test_is_made_unless_asked_and_the_one_that_fits_comes_first():
    cohort = cohort_of(
        {"a": remission(30), "b": remission(60), "c": [(90, BAD)], "d": [(90, BAD)]},
        patients={"sex": ["m", "f", "m", "f"]},
        events=[("c", 100, "death")],
    )

    assert asked(cohort, by="sex").response_curves.tests == ()
    found = asked(cohort, by="sex", test=True)
    assert [test.name for test in found.response_curves.tests] == ["Gray's test", "log-rank test"]
    assert [test.name for test in found.duration_curves.tests] == ["log-rank test"]
    assert curve_test_sentence(found.response_curves.tests[0]).endswith(
        "4 children). 4 children: too few for a p-value to be informative; rely on the intervals."
    )
    assert curve_test_sentence(found.duration_curves.tests[0]) == (
        "log-rank test: No child had the event, so no test is possible."
    )


# How long it lasted ---------------------------------------------------------------------------


def test_a_child_who_relapses_is_at_risk_again_after_the_next_remission():
    cohort = cohort_of(
        {
            "again": [*remission(30), (100, BAD), *remission(150), (400, BAD)],
            "holds": [*remission(60), (365, GOOD)],
            "fails": remission(40),
        },
        events=[("fails", 200, "kidney failure")],
    )
    judged = classify(cohort, DEFINITION)

    table = durations(cohort, judged, CR).table

    assert table["patient"].tolist() == ["again", "again", "holds", "fails"]
    assert table["remission"].tolist() == [FIRST, LATER, FIRST, FIRST]
    assert (table["month"] * 30.4375).round(6).tolist() == [70, 250, 305, 160]
    assert table["cause"].tolist() == [1, 1, 0, 2]
    found = times(cohort, judged, TimeQuestion())
    assert [(curve.group, curve.n) for curve in found.duration_curves.curves] == [
        (FIRST, 3),
        (LATER, 1),
    ]
    assert any("same children" in caution for caution in found.duration_curves.cautions)
    grouped = times(cohort, judged, TimeQuestion(by="histology"))
    assert sum(curve.n for curve in grouped.duration_curves.curves) == 3


def test_a_lesser_remission_before_the_better_one_belongs_to_the_same_stretch():
    cohort = cohort_of({"a": [(30, FAIR), *remission(60), (200, BAD)]})
    judged = classify(cohort, DEFINITION)

    complete = durations(cohort, judged, CR).table
    either = durations(cohort, judged, ANY_REMISSION).table

    assert (complete["month"] * 30.4375).round(6).tolist() == [140]
    assert (either["month"] * 30.4375).round(6).tolist() == [170]


def test_a_relapse_without_a_day_is_put_at_the_last_sample_and_named():
    cohort = cohort_of({"a": [*remission(30), (365, GOOD)]}, events=[("a", None, "relapse")])

    found = durations(cohort, classify(cohort, DEFINITION), CR)

    assert found.table["cause"].tolist() == [1]
    assert (found.table["month"] * 30.4375).round(6).tolist() == [335]
    assert found.undated == ("a",)


# The paper, and the smallest cohorts -----------------------------------------------------------


def test_the_papers_cohort_reaches_half_at_13_months():
    found = asked(read_workbook(PAPER).cohort)

    curve = found.response_curves.curves[0]
    assert (curve.n, curve.events, curve.competing) == (8, 4, 2)
    rises = curve.table[curve.table["events"] > 0]
    assert rises["estimate"].to_numpy() == pytest.approx([0.125, 0.25, 0.375, 0.5])
    assert curve.median == pytest.approx(13.0, abs=0.05)


def test_the_summary_has_the_same_curve_as_the_times():
    cohort = read_workbook(PAPER).cohort
    judged = classify(cohort, DEFINITION)
    for origin in ("first infusion", "last infusion"):
        summary = summarize(cohort, judged, origin=origin)["cumulative_incidence"]
        table = times(cohort, judged, TimeQuestion(origin=origin)).response_curves.curves[0].table
        assert summary["estimate"] == table.loc[table["events"] > 0, "estimate"].tolist()
        assert summary["origin"] == origin


@pytest.mark.parametrize("course", [{}, {"a": []}, {"a": remission(30)}, {"a": [(20, BAD)]}])
@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("landmark", [None, 3.0])
def test_the_smallest_cohorts_have_words_and_no_nan(course, origin, landmark):
    cohort = cohort_of(course)
    if not course:
        cohort = replace(cohort, patients=pd.DataFrame({"patient": pd.Series([], dtype=object)}))
    found = asked(cohort, origin=origin, landmark=landmark, by="histology", test=True)
    alone = asked(cohort, origin=origin, landmark=landmark)

    sentences = [
        *(
            curve_sentence(curve, curves.event, curves.since)
            for each in (found, alone)
            for curves in (each.response_curves, each.duration_curves)
            for curve in curves.curves
        ),
        visits_sentence(alone.visits),
        *left_out_sentences(alone.at_risk),
    ]
    assert sentences
    assert not any("nan" in sentence.lower() or "None" in sentence for sentence in sentences)
    assert set(alone.at_risk.left_out) | set(alone.at_risk.table["patient"]) == set(course)


def test_the_summary_and_times_show_one_curve_of_a_remission():
    """Of remissions after a relapse alone nothing competes; beside first remissions it does."""
    course = {
        "again": [(40, GOOD), (80, GOOD), (120, GOOD), (200, BAD), (240, GOOD), (280, GOOD),
                  (320, GOOD), (400, GOOD)],
        "lost": [(40, GOOD), (80, GOOD), (120, GOOD), (160, GOOD)],
    }  # fmt: skip
    cohort = cohort_of(course, events=[("lost", 300, "kidney failure")])
    judged = classify(cohort, DEFINITION)

    shown = times(cohort, judged, TimeQuestion(response=ANY_REMISSION)).duration_curves.curves
    summed = summarize(cohort, judged)["duration_of_remission"]["curves"]

    assert [each["remission"] for each in summed] == [each.group for each in shown]
    for one, other in zip(summed, shown, strict=True):
        assert one == {
            "remission": other.group, "patients": one["patients"], **curve_record(other)
        }  # fmt: skip
    assert {each["limits"] for each in summed} == {EFFECTIVE}
