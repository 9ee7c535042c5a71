"""Times on the pages: by month, mean times, late entry, states, on and off drugs."""

from dataclasses import replace

import pytest

import srns
from srns.analysis.regimens.relapse_by_drug import rate_sentence
from srns.analysis.time_to_event.curve_sentences import mean_sentences
from srns.analysis.time_to_event.occupancy import occupancy_sentences
from tests.dashboard.app_driver import (
    alternatives,
    go,
    listed,
    printed_tables,
    text_of,
    titles,
    visit,
)
from tests.dashboard.cohorts import open_cohort, open_made

PAPER = srns.classify(srns.load_haddad2021())


@pytest.mark.parametrize(("page", "part"), [("cohort", "time to remission"), ("methods", "times")])
def test_milestones_and_mean_times_are_those_of_python(page, part):
    app = go(visit(times="by month", groups="histology", horizon="12"), page, part)
    found = srns.times(PAPER, by="histology", horizon=12)

    assert not app.exception
    shown = printed_tables(app)[0]
    assert "50.0 % (1.3–98.7); 1 at risk" in list(shown["month 6"])
    for curves in (found.response_curves, found.duration_curves):
        for sentence in mean_sentences(curves, 12):
            assert sentence in text_of(app.markdown)


def toggles(app) -> list[str]:
    return [each.key for each in app.toggle]


def test_late_entry_is_offered_only_where_time_starts_before_day_0():
    assert "choice_late_entry" not in toggles(go(visit(), "methods", "times"))

    cohort = srns.load_haddad2021().cohort
    assert cohort is not None
    aged = cohort.patients.assign(age_at_diagnosis_years=4.0, age_at_first_infusion_years=5.0)
    options = {"origin": "diagnosis"}
    app = go(open_made(replace(cohort, patients=aged), "aged", options=options), "methods", "times")
    assert "choice_late_entry" in toggles(app)
    assert "late entry" not in text_of(app.info)

    app = app.toggle(key="choice_late_entry").set_value(True).run()
    assert app.query_params["late_entry"] == "yes"
    assert "each child is at risk from the day on which it entered the cohort" in text_of(app.info)


def test_the_states_over_time_have_figure_sentence_and_table():
    app = go(visit(), "cohort", "states over time")
    found = srns.occupancy(PAPER)

    assert "Children in each state over time" in titles(app)
    assert occupancy_sentences(found, found.last_month)[0] in alternatives(app)
    shown = printed_tables(app)[0].set_index("state")
    assert shown.loc["complete remission", "month 12"] == "37.5 % (8.5–75.5)"


def test_relapse_on_and_off_drugs_is_a_curve_with_person_years():
    app = go(visit(), "maintenance", "relapses on and off drugs")
    found = srns.relapse_by_drug(PAPER)

    assert "Relapse on and off maintenance drugs" in titles(app)
    for name, rate in found.rates.items():
        assert rate_sentence(name, rate) in text_of(app.markdown)
    assert "is not an effect of the drugs" in alternatives(app)


def test_an_unclassified_child_says_in_the_table_how_near_it_was():
    shown = listed(go(open_cohort("near misses"), "cohort"), "verdicts")

    assert "Nearest: partial remission: the first visit (day 30) had albumin" in shown
    assert shown.count("Nearest: ") == 1  # the other child has a verdict
