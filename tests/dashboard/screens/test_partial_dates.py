"""Pages of a workbook with partial dates of events, drugs and a last visit."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.app_driver import PAGES, alternatives, go, upload, visit
from tests.workbook.conftest import build

IN_PART = {
    "Patients!D2": "early 2010",
    "Labs!C3": 0.5,
    "Labs!D3": 3.0,
    "Treatments!C2": "2005-08",
    "Treatments!D2": 2009,
    "Events!B2": "2006",
    "Events!A3": 1,
    "Events!B3": "2005-04",
    "Events!C3": "relapse",
}
"""A relapse of April after a partial remission of 10 March 2005."""


@pytest.fixture(scope="module")
def app() -> AppTest:
    app = upload(visit(), build(IN_PART))
    assert not app.exception
    return app


@pytest.mark.parametrize(("page", "part"), [each for each in PAGES if each[0] != "definitions"])
def test_no_page_stops_at_an_interval(app: AppTest, page: str, part: str) -> None:
    assert not go(app, page, part).exception


def test_the_days_are_said_beside_the_figure_and_the_curves(app: AppTest) -> None:
    def said(page: str, part: str = "") -> str:
        here = go(app, page, part)
        return alternatives(here) + " ".join(
            one.value for one in [*here.markdown, *here.caption]
        ).replace("\\", "")

    assert "the recorded relapse in Events!C3 has no exact date (day 90 to 119)" in said("child")
    sentence = "Event with a partial date, placed on the latest possible day: 2 (day 334 to 698)."
    assert sentence in said("methods", "times")
