"""Every page without a cohort, and a definition for all; with one: `test_copy_as_python`."""

import pytest

from tests.dashboard.app_driver import PAGES, go, visit, warnings


@pytest.mark.parametrize(("page", "part"), PAGES)
def test_a_page_without_a_cohort_says_what_to_do_next(page, part):
    app = go(visit(cohort="elsewhere"), page, part)

    assert not app.exception
    assert "The address asks for the cohort “elsewhere”" in warnings(app)
    if page != "definitions" and part != "manuscript numbers":  # they need no cohort
        assert "No cohort is open yet" in app.info[0].value


def test_a_first_visit_opens_on_the_papers_cohort_and_says_that_it_is_simulated():
    app = visit()

    assert not app.exception
    assert any("simulated" in caption.value for caption in app.caption)


def test_another_definition_holds_on_every_page():
    app = go(visit(cohort="paper", definition="haddad_2021_closed"), "definitions")

    assert app.selectbox(key="definition").value == "haddad_2021_closed"
    app.selectbox(key="definition").select("haddad_2021").run()
    subtitles = [chart.proto.spec for chart in go(app, "cohort").get("vega_lite_chart")]
    assert any("as written" in spec for spec in subtitles)
