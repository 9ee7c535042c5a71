"""Time to remission in a real browser: another origin, groups, the address."""

import re

from playwright.sync_api import Page, expect

from tests.browser.test_journey import cells, choose

SLOW = 60_000  # ms; a fresh server on a busy machine draws its first page slowly
EARLY = "came before the last infusion): 7 (month -1.5)"


def test_origin_and_groups_are_chosen_read_and_kept_by_the_address(page: Page, dashboard_url: str):
    page.goto(f"{dashboard_url}/methods?cohort=paper&tab=times")
    page.get_by_role("radio", name="Duration of remission").wait_for(timeout=SLOW)
    choose(page, "choice_origin", "last infusion")
    expect(page).to_have_url(re.compile(r"origin=last(\+|%20)infusion"))
    expect(page.get_by_text(EARLY, exact=False)).to_be_visible()

    choose(page, "choice_groups", "histology")
    expect(page).to_have_url(re.compile("groups=histology"))

    page.locator(".st-key-time_to_remission_menu button").first.click()
    expect(cells(page, re.compile("^MCD variant$")).first).to_be_attached()
    expect(cells(page, re.compile("^FSGS$")).first).to_be_attached()

    page.reload()
    expect(page.get_by_text(EARLY, exact=False)).to_be_visible(timeout=SLOW)
    expect(page.locator(".st-key-choice_groups input")).to_have_value("histology")
    expect(page).to_have_url(re.compile("groups=histology"))
