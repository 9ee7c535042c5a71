"""Every page for cohorts without children, infusions, children at risk, or with several lines."""

import pytest

from srns.rules.basis import Basis
from tests.dashboard.app_driver import PAGES, go
from tests.dashboard.cohorts import COHORTS, open_cohort

EVERY = (*PAGES, ("share", ""), ("import", ""))


@pytest.mark.parametrize("name", COHORTS)
def test_every_page_says_something_sensible(name):
    app = open_cohort(name)
    for page, part in EVERY:
        shown = go(app, page, part)
        assert not shown.exception, (page, part, [each.value for each in shown.exception])
        assert shown.title, page


@pytest.mark.parametrize(
    ("name", "basis"),
    [
        ("oral", Basis("first tacrolimus")),
        ("three lines", Basis(by_line=True)),
        ("three lines", Basis(strategy="rescue is no response")),
        ("three lines", Basis("first rituximab", strategy="until rescue")),
        ("diary", Basis("first calcineurin inhibitor")),
    ],
)
def test_every_page_takes_another_basis(name, basis):
    app = open_cohort(name, basis)
    for page, part in EVERY:
        shown = go(app, page, part)
        assert not shown.exception, (page, part, [each.value for each in shown.exception])
