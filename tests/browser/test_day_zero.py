"""Day 0 in a real browser: another origin, the headline, the address, Back and reload."""

import re

from playwright.sync_api import Page, expect

from tests.browser.test_journey import choose, turn_to, upload
from tests.dashboard.cohorts import oral_workbook

SLOW = 60_000
AS_READ = "Complete remission in 2 of 3 children, "
ON_TACROLIMUS = re.compile(
    r"Complete remission in 1 of 2 children at risk, 50\.0 % \(1\.3–98\.7\); "
    "1 child in remission at start, counted apart"
)
ADDRESS = re.compile(r"day_zero=first(\+|%20)tacrolimus")


def test_another_day_0_changes_the_headline_and_is_kept_by_the_address(
    page: Page, dashboard_url: str
):
    page.goto(dashboard_url)
    upload(page, "oral.xlsx", oral_workbook())
    expect(page.get_by_text("Read 3 children")).to_be_visible(timeout=SLOW)
    turn_to(page, "Cohort")
    expect(page.get_by_text(AS_READ, exact=False)).to_be_visible(timeout=SLOW)

    choose(page, "day_zero", "first tacrolimus (3)")
    expect(page.get_by_text(ON_TACROLIMUS)).to_be_visible(timeout=SLOW)
    expect(page).to_have_url(ADDRESS)

    turn_to(page, "Child")
    expect(page.get_by_role("heading", name="Clinical course of one child")).to_be_visible()
    expect(page).to_have_url(ADDRESS)
    page.go_back()
    expect(page.get_by_text(ON_TACROLIMUS)).to_be_visible(timeout=SLOW)
    expect(page).to_have_url(ADDRESS)

    page.reload()  # the session and its upload are gone; what was chosen waits for the workbook
    expect(page.get_by_text("no longer open", exact=False)).to_be_visible(timeout=SLOW)
    expect(page).to_have_url(ADDRESS)
    turn_to(page, "Import")
    upload(page, "oral.xlsx", oral_workbook())
    expect(page.get_by_text("Read 3 children")).to_be_visible(timeout=SLOW)
    turn_to(page, "Cohort")
    expect(page.get_by_text(ON_TACROLIMUS)).to_be_visible(timeout=SLOW)
    expect(page).to_have_url(ADDRESS)
