"""A drug that the gate does not know ends no page of the saved cohort."""

from dataclasses import replace

import pytest

from srns.dashboard.state import saved_view
from srns.privacy import deidentify
from srns.sharing import cohorts, links
from srns.sharing.permissions import VIEWER
from tests.dashboard.app_driver import PAGES, go, text_of, visit
from tests.sharing.made import paper, pinned


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("SRNS_STORE", str(tmp_path / "store.sqlite3"))
    monkeypatch.delenv("SRNS_DATABASE_URL", raising=False)
    saved_view.store.clear()
    yield saved_view.store()
    saved_view.store().close()
    saved_view.store.clear()


def test_every_page_shows_a_saved_cohort_with_drugs_that_the_gate_left_out(store):
    treatments = paper().treatments.copy()
    treatments.loc[treatments.index[:4], "drug"] = ["Sparsentan", "Voclosporin"] * 2
    screening = deidentify.screen(replace(paper(), treatments=treatments))
    passed = deidentify.clear(screening, risk_accepted=True)
    saved = cohorts.save_cohort(store, passed, pinned(passed), name="Our cohort")
    app = visit(link=links.make_link(store, saved.access, VIEWER).token)

    for page, part in PAGES:
        go(app, page, part)

        assert not app.exception, (page, part)
        assert "Sparsentan" not in text_of([*app.markdown, *app.caption, *app.warning])
    assert not (passed.cohort.treatments["drug"] == "Sparsentan").any()
