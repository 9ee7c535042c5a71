"""Addresses that ask for something that does not exist."""

import pytest

from tests.dashboard.app_driver import PAPER, upload, visit, warnings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("definition", "haddad_1921"),
        ("units", "imperial"),
        ("patient", "99"),
        ("cohort", "other"),
        ("histolgy", "MCD"),
    ],
)
def test_an_address_that_asks_for_what_is_not_there_is_reported(name, value):
    app = visit(**{"cohort": "paper", name: value})

    assert not app.exception
    assert (name if name == "histolgy" else value) in warnings(app)


def test_an_upload_that_is_gone_is_said_and_its_filters_wait():
    app = visit(cohort="upload", histology=["FSGS"])
    assert "no longer open" in warnings(app)

    upload(app, PAPER.read_bytes())

    assert "no longer open" not in warnings(app)
    assert app.multiselect(key="filter_histology").value == ["FSGS"]
