"""The comparison page, the definitions page and overrides, without a browser."""

import pytest

from srns.dashboard.screens.comparison import sensitivity
from tests.dashboard.test_app import go, visit, warnings

OWN = """
id = "mine"
name = "Mine"
source = "Made up for the tests"
version = 1

[[response]]
name = "complete remission"
quote = "< 0.15 mg/mg twice"
upcr = "< 0.15 mg/mg"
occasions = 2
"""


def said(elements):
    """Everything said by elements of a kind, without the escapes."""
    return " ".join(str(element.value) for element in elements).replace("\\", "")


def table(app, *columns):
    """The first table that has these columns."""
    for frame in app.dataframe:
        if set(columns) <= set(frame.value.columns):
            return frame.value
    raise AssertionError(f"no table has {columns}")


def opened(app, *sections):
    """Open sections of the page that are worked out once somebody asks for them."""
    for section in sections:
        app.session_state[f"{section}_shown"] = True
    return app


def test_the_page_says_who_changes_and_which_clause_decides_it():
    app = go(opened(visit(cohort="paper"), "who_changes"), "comparison")
    changes = table(app, "in force", "there", "why")

    assert not app.exception
    row = changes[changes["definition"] == "FSGS-CT 2011"].iloc[0]
    assert (row["patient"], row["in force"], row["there"]) == (
        "6",
        "complete remission",
        "partial remission",
    )
    assert "requires it by week 52, day 364; it was reached on day 396" in row["why"]


def test_the_filters_hold_on_the_comparison():
    app = go(opened(visit(cohort="paper", histology=["FSGS"]), "agreement"), "comparison")

    assert not app.exception
    assert set(table(app, "same response")["children"]) == {2}


def test_what_takes_long_is_worked_out_once_somebody_opens_it(monkeypatch):
    def too_early(*_given, **_named):
        raise AssertionError("worked out before anybody asked")

    with monkeypatch.context() as closed:
        closed.setattr(sensitivity, "tipping_points", too_early)
        closed.setattr(sensitivity, "specification_curve", too_early)
        app = go(visit(cohort="paper", histology=["FSGS", "MCD variant"]), "comparison")
        assert not app.exception

    opened(app, "tipping", "curve").run()
    assert not app.exception
    tips = table(app, "choice, as published", "who changes")
    assert "complete remission, Up/c < 0.2 mg/mg" in set(tips["choice, as published"])
    assert "sets of choices, complete remission is reached by" in said(app.caption)


def test_another_definition_in_force_is_what_the_others_are_held_against():
    came = visit(cohort="paper", definition="parasol", patient="1")
    app = go(opened(came, "who_changes"), "comparison")
    changes = table(app, "in force", "there", "why")

    assert set(changes["in force"]) == {"partial remission"} or "1" in set(changes["patient"])
    assert "does not define complete remission" in said(app.info)


def test_a_child_is_shown_with_the_traces_of_both_definitions():
    app = go(visit(cohort="paper", patient="4"), "comparison")
    app.selectbox(key="compared_with").select("duplex").run()
    in_force = "Haddad 2021, as written: what it lacked"
    there = "DUPLEX, complete remission and FPRE: what it lacked"
    trace = table(app, in_force, there).set_index("day")

    assert "requires it by week 36" in said(app.info)
    assert list(trace.index[trace[in_force] == "● the verdict rests on it"]) == [289]
    assert trace["Up/c cell"].str.fullmatch(r"Labs!C\d+").all()


def test_the_definitions_page_shows_cases_holes_and_a_trial():
    app = go(opened(visit(cohort="paper"), "cases"), "definitions")

    assert not app.exception
    assert set(table(app, "case", "demanded", "found")["agrees"]) == {"yes"}
    assert "1,121 in a gap" in said(app.caption)
    assert "the third sample was 0.23 mg/mg on day 61, not Up/c < 0.2 mg/mg" in said(app.markdown)


def test_a_definition_that_asks_for_a_fall_asks_for_the_baseline_of_its_map():
    app = go(visit(cohort="paper", definition="kdigo_2012"), "definitions")

    assert app.number_input(key="map_baseline").value == 8.0
    assert "assumes a baseline Up/c of 8 mg/mg" in said(app.caption)


def test_an_own_definition_is_mended_used_and_in_force_on_every_page():
    app = go(visit(cohort="paper"), "definitions")
    app.text_area(key="own_text").input(OWN.replace('mg/mg"', 'mg/kg"')).run()
    assert "mg/kg" in said(app.error)
    assert "expected Up/c in one of mg/mg" in said(app.error)

    app.text_area(key="own_text").input(OWN).run()
    assert not app.error
    app.button(key="own_use").click().run()

    assert app.query_params["definition"] == "own"
    assert "Definition in force: Mine (version 1)" in said(app.sidebar.caption)
    go(opened(app, "agreement"), "comparison")
    assert not app.exception
    assert "Mine" in set(table(app, "same response")["definition"]) | set(
        table(app, "same response")["other definition"]
    )


def test_every_mistake_of_an_own_definition_is_told_with_its_line():
    spoilt = OWN.replace('mg/mg"', 'mg/kg"').replace("version = 1", "version = 0")
    app = go(visit(cohort="paper"), "definitions")
    app.text_area(key="own_text").input(spoilt).run()

    assert len(app.error) == 2
    assert "2 mistakes to mend" in said(app.markdown)
    assert "your definition, line 5: found version = 0" in said(app.error)
    assert "your definition, line 10, response 1" in said(app.error)
    assert [code.value for code in app.code] == ["  5  version = 0", ' 10  upcr = "< 0.15 mg/kg"']


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        ("haddad_2021", "quotes are the source's own words"),
        ("fsgs_ct", "quotes are condensed to the source's figures and signs"),
    ],
)
def test_a_definition_says_how_its_quotes_were_taken(definition, words):
    app = go(visit(cohort="paper", definition=definition), "definitions")

    assert not app.exception
    assert words in said(app.caption)
    assert said(app.caption).count("We read it as") == 3


def test_an_own_definition_may_not_pass_for_a_published_one():
    app = go(visit(cohort="paper"), "definitions")
    app.text_area(key="own_text").input(OWN.replace('"mine"', '"ipna_2022"')).run()

    assert "which is a published one" in said(app.error)


def test_an_address_cannot_reopen_an_own_definition_and_says_so():
    app = visit(cohort="paper", definition="own")

    assert "an address cannot reopen it" in warnings(app)
    assert "Haddad 2021, as written" in said(app.sidebar.caption)


def open_form(app):
    app.session_state["override_form"] = True
    return app.run()


def keep_override(app):
    open_form(app)
    app.selectbox(key="override_child").select("4")
    app.selectbox(key="override_response").select("complete remission")
    app.text_input(key="override_reason").input("24 h urine on three days")
    app.text_input(key="override_by").input("Dr A")
    return next(b for b in app.button if "Keep it" in b.label).click().run()


def test_an_override_stands_beside_the_verdict_and_changes_no_count():
    app = go(visit(cohort="paper", patient="4"), "overview")
    assert "complete remission in 4 of 8" in said(app.caption)
    keep_override(app)
    verdicts = table(app, "reason", "overridden by a person").set_index("patient")

    assert verdicts.loc["4", "response"] == "partial remission"
    assert "complete remission by Dr A: 24 h urine" in verdicts.loc["4", "overridden by a person"]
    assert "complete remission in 4 of 8" in said(app.caption)
    assert "by Dr A" in warnings(go(app, "timelines"))


def test_adjudicated_counts_are_asked_for_and_labelled():
    app = keep_override(go(visit(cohort="paper"), "overview"))
    app.toggle(key="adjudicated").set_value(True).run()

    assert "complete remission in 5 of 8" in said(app.caption)
    assert "partial remission in" not in said(app.caption)


def test_an_override_without_a_reason_is_not_kept():
    app = open_form(go(visit(cohort="paper"), "overview"))
    next(b for b in app.button if "Keep it" in b.label).click().run()

    assert "found no reason or no name" in said(app.error)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"patient,response,reason,by\n99,CR,why,who\n", "found an override of child '99'"),
        (b"patient,response,reason,by\n4,cured,why,who\n", "found response 'cured'"),
    ],
)
def test_a_mistake_in_a_file_of_overrides_gets_a_sentence(content, message):
    app = open_form(go(visit(cohort="paper"), "overview"))
    app.file_uploader(key="override_file").set_value(("o.csv", content, "text/csv")).run()

    assert message in said(app.error)


def test_the_overview_gives_agreement_as_figures():
    app = go(visit(cohort="paper"), "overview")
    shown = {metric.label: metric.value for metric in app.metric}

    assert (shown["compared"], shown["agree"], shown["agreement"]) == ("8", "8", "100.0 %")
    assert shown["Cohen's kappa (95 %)"] == "1.00"
