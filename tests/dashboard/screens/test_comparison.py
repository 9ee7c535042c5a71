"""The page Comparison."""

from srns.panels import sensitivity
from tests.dashboard.app_driver import alternatives, go, opened, table, text_of, visit


def test_the_page_says_who_changes_and_which_clause_decides_it():
    app = go(opened(visit(cohort="paper"), "response_changes_shown"), "definitions", "changes")
    changes = table(app, "definition in use", "other definition", "reason")

    assert not app.exception
    row = changes[changes["definition"] == "FSGS-CT 2011, by week 52 (variant)"].iloc[0]
    assert (row["patient"], row["definition in use"], row["other definition"]) == (
        "6",
        "complete remission",
        "partial remission",
    )
    assert "requires it by week 52, day 364; it was reached on day 396" in row["reason"]


def test_the_filters_hold_on_the_comparison():
    app = go(
        opened(visit(cohort="paper", histology=["FSGS"]), "agreement_shown"),
        "definitions",
        "agreement",
    )

    assert not app.exception
    assert set(table(app, "same response")["children"]) == {2}


def test_what_takes_long_is_computed_once_it_is_opened(monkeypatch):
    def too_early(*_given, **_named):
        raise AssertionError("worked out before anybody asked")

    with monkeypatch.context() as closed:
        closed.setattr(sensitivity, "find_points", too_early)
        closed.setattr(sensitivity, "count_all", too_early)
        app = go(
            visit(cohort="paper", histology=["FSGS", "MCD variant"]), "definitions", "sensitivity"
        )
        assert not app.exception

    opened(app, "tipping_shown", "curve_shown").run()
    assert not app.exception
    tips = table(app, "criterion, as published", "who changes")
    assert "complete remission, Up/c < 0.2 mg/mg" in set(tips["criterion, as published"])
    assert "sets of choices, complete remission is reached by" in alternatives(app)


def test_another_definition_in_use_is_what_the_others_are_held_against():
    came = visit(cohort="paper", definition="parasol", patient="1")
    app = go(opened(came, "response_changes_shown"), "definitions", "changes")
    changes = table(app, "definition in use", "other definition", "reason")

    assert set(changes["definition in use"]) == {"partial remission"} or "1" in set(
        changes["patient"]
    )
    go(app, "definitions", "one child")
    assert "does not define complete remission" in text_of(app.info)


def test_a_child_is_shown_with_the_traces_of_both_definitions():
    app = go(visit(cohort="paper", patient="4"), "definitions", "one child")
    app.selectbox(key="compared_with").select("duplex_by").run()
    in_force = "Haddad 2021, as written: criterion not met"
    there = "DUPLEX, complete remission, and FPRE by week 36 (variant): criterion not met"
    trace = table(app, in_force, there).set_index("day")

    assert "requires it by week 36" in text_of(app.info)
    assert list(trace.index[trace[in_force] == "● decides the verdict"]) == [289]
    assert trace["Up/c cell"].str.fullmatch(r"Labs!C\d+").all()
    assert trace["urine"].str.fullmatch(r"Up/c [\d.]+ mg/mg").all()
    assert trace.loc[289, "urine"] == "Up/c 0.84 mg/mg"
