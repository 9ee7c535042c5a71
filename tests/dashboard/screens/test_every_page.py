"""Every page, with and without a cohort, and a definition that applies to all of them."""

import pytest

from tests.dashboard.app_driver import PAGES, go, visit, warnings


@pytest.mark.parametrize("page", PAGES)
def test_a_page_without_a_cohort_says_what_to_do_next(page):
    app = go(visit(cohort="elsewhere"), page)

    assert not app.exception
    assert "The address asks for the cohort “elsewhere”" in warnings(app)
    if page not in ("definitions", "statements"):  # they need no cohort
        assert "No cohort is open yet" in app.info[0].value


def test_a_first_visit_opens_on_the_papers_cohort_and_says_that_it_is_simulated():
    app = visit()

    assert not app.exception
    assert any("simulated" in caption.value for caption in app.sidebar.caption)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_the_papers_cohort(page):
    app = go(visit(cohort="paper"), page)

    assert not app.exception
    assert not app.error


def test_another_definition_holds_on_every_page():
    app = go(visit(cohort="paper", definition="haddad_2021_closed"), "definitions")

    assert app.selectbox(key="definition").value == "haddad_2021_closed"
    app.selectbox(key="definition").select("haddad_2021").run()
    in_force = [caption.value for caption in go(app, "overview").sidebar.caption]
    assert any("as written" in caption for caption in in_force)
