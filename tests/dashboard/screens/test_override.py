"""Overrides of a verdict, adjudicated counts, agreement with recorded responses."""

import pytest

from tests.dashboard.app_driver import alternatives, go, listed, text_of, visit, warnings


def open_form(app):
    app.session_state["override_form"] = True
    return app.run()


def keep_override(app):
    open_form(app)
    app.selectbox(key="override_response").select("complete remission")
    app.text_input(key="override_reason").input("24 h urine on three days")
    app.text_input(key="override_by").input("Dr A")
    return next(b for b in app.button if "Save override" in b.label).click().run()


def test_an_override_is_shown_next_to_the_verdict_and_changes_no_count():
    app = keep_override(go(visit(cohort="paper", patient="4"), "child"))
    assert "by Dr A" in warnings(app)
    assert "PR · partial remission" in text_of(app.markdown)

    go(app, "cohort")
    assert "complete remission by Dr A: 24 h urine" in listed(app, "verdicts")
    assert "complete remission in 4 of 8" in alternatives(app)


def test_adjudicated_counts_are_asked_for_and_labelled():
    app = go(keep_override(go(visit(cohort="paper", patient="4"), "child")), "cohort")
    app.toggle(key="adjudicated").set_value(True).run()

    assert "complete remission in 5 of 8" in alternatives(app)
    assert "partial remission in" not in alternatives(app)


def test_an_override_without_a_reason_is_not_kept():
    app = open_form(go(visit(cohort="paper"), "child"))
    next(b for b in app.button if "Save override" in b.label).click().run()

    assert "found no reason or no name" in text_of(app.error)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"patient,response,reason,by\n99,CR,why,who\n", "found an override of child '99'"),
        (b"patient,response,reason,by\n4,cured,why,who\n", "found response 'cured'"),
    ],
)
def test_a_mistake_in_a_file_of_overrides_gets_a_sentence(content, message):
    app = open_form(go(visit(cohort="paper"), "child"))
    app.file_uploader(key="override_file").set_value(("o.csv", content, "text/csv")).run()

    assert message in text_of(app.error)


def test_the_methods_show_agreement_as_figures():
    app = go(visit(cohort="paper"), "methods", "recorded responses")
    shown = {metric.label: metric.value for metric in app.metric}

    assert (shown["compared"], shown["agree"], shown["agreement"]) == ("8", "8", "100.0 %")
    assert shown["Cohen's kappa (95 % CI)"] == "1.00"
