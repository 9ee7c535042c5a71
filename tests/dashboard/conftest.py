"""What several tests of the pages share."""

import pytest

from srns.dashboard.state import saved_view


@pytest.fixture
def store(tmp_path, monkeypatch):
    """Keep saved cohorts in a store of the test's own."""
    monkeypatch.setenv("SRNS_STORE", str(tmp_path / "store.sqlite3"))
    monkeypatch.delenv("SRNS_DATABASE_URL", raising=False)
    saved_view.store.clear()
    yield saved_view.store()
    saved_view.store().close()
    saved_view.store.clear()
