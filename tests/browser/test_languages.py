"""A language is chosen, the page changes, and what is opened from it stays in it."""

import re

from playwright.sync_api import Page, expect

from srns.languages.current import language
from srns.languages.messages import _
from tests.browser.test_journey import choose


def test_a_visitor_reads_german_and_stays_in_it(page: Page, dashboard_url: str):
    with language("de"):
        responded, course = _("How many children responded?"), _("Clinical course of one child")
        pages = [_("Cohort"), _("Methods")]
    page.goto(f"{dashboard_url}/cohort")
    expect(page.get_by_role("heading", name="How many children responded?")).to_be_visible()

    choose(page, "language", "Deutsch")

    expect(page.get_by_role("heading", name=responded)).to_be_visible()
    expect(page).to_have_url(re.compile("lang=de"))
    expect(page.get_by_role("link", name=pages[0])).to_be_visible()
    page.get_by_role("link", name="7", exact=True).click()
    expect(page.get_by_role("heading", name=course)).to_be_visible()
    expect(page).to_have_url(re.compile("lang=de"))
    page.go_back()
    expect(page.get_by_role("heading", name=responded)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="How many children responded?")).to_be_visible()
    expect(page).not_to_have_url(re.compile("lang="))


def test_the_language_of_the_browser_is_the_first(page: Page, dashboard_url: str):
    with language("fr"):
        title = _("Open your cohort")
    context = page.context.browser.new_context(locale="fr-CH")
    try:
        french = context.new_page()
        french.goto(dashboard_url)

        expect(french.get_by_role("heading", name=title)).to_be_visible()
        assert "lang" not in french.url
    finally:
        context.close()
