"""The page Definitions: gaps, cases, trial patient, own definition."""

import pytest

from tests.dashboard.app_driver import alternatives, go, opened, table, text_of, visit, warnings

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


def test_the_definitions_page_shows_cases_gaps_and_a_trial():
    app = go(visit(cohort="paper"), "definitions", "worked cases")
    assert set(table(app, "case", "demanded", "found")["agrees"]) == {"yes"}
    assert "1,121 in a gap" in alternatives(go(app, "definitions", "gaps"))
    go(app, "definitions", "try a patient")
    assert "the third visit (day 61) had Up/c 0.23 mg/mg, not Up/c < 0.2 mg/mg" in text_of(
        app.markdown
    )


def test_a_definition_that_asks_for_a_fall_asks_for_the_baseline_of_its_map():
    app = go(visit(cohort="paper", definition="kdigo_2012"), "definitions", "gaps")

    assert app.number_input(key="map_baseline").value == 8.0
    assert "assumes a baseline Up/c of 8 mg/mg" in alternatives(app)


def test_an_own_definition_is_corrected_and_applied_on_every_page():
    app = go(visit(cohort="paper"), "definitions", "own definition")
    app.text_area(key="own_text").input(OWN.replace('mg/mg"', 'mg/kg"')).run()
    assert "mg/kg" in text_of(app.error)
    assert "expected Up/c in one of mg/mg" in text_of(app.error)

    app.text_area(key="own_text").input(OWN).run()
    assert not app.error
    app.button(key="own_use").click().run()

    assert app.query_params["definition"] == "own"
    assert app.selectbox(key="definition").value == "own"
    go(opened(app, "agreement_shown"), "definitions", "agreement")
    assert not app.exception
    assert "Mine" in set(table(app, "same response")["definition"]) | set(
        table(app, "same response")["other definition"]
    )


def test_every_mistake_of_an_own_definition_is_shown_with_its_line():
    wrong = OWN.replace('mg/mg"', 'mg/kg"').replace("version = 1", "version = 0")
    app = go(visit(cohort="paper"), "definitions", "own definition")
    app.text_area(key="own_text").input(wrong).run()

    assert len(app.error) == 2
    assert "2 errors to correct" in text_of(app.markdown)
    assert "your definition, line 5: found version = 0" in text_of(app.error)
    assert "your definition, line 10, response 1" in text_of(app.error)
    assert [code.value for code in app.code] == ["  5  version = 0", ' 10  upcr = "< 0.15 mg/kg"']


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        ("haddad_2021", "quotes are the source's own words"),
        ("fsgs_ct", "quotes are condensed to the source's numbers and symbols"),
    ],
)
def test_a_definition_says_how_its_quotes_were_taken(definition, words):
    app = go(visit(cohort="paper", definition=definition), "definitions")

    assert not app.exception
    assert words in text_of(app.caption)
    assert text_of(app.caption).count("Our interpretation") == 3


def test_an_own_definition_may_not_pass_for_a_published_one():
    app = go(visit(cohort="paper"), "definitions", "own definition")
    app.text_area(key="own_text").input(OWN.replace('"mine"', '"ipna_2022"')).run()

    assert "the id of a published definition" in text_of(app.error)


def test_an_address_cannot_reopen_an_own_definition_and_says_so():
    app = visit(cohort="paper", definition="own")

    assert "an address cannot reopen it" in warnings(app)
    assert app.selectbox(key="definition").value == "haddad_2021"
