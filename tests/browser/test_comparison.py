"""Comparison of definitions, and an own definition, in a real browser."""

import re

from playwright.sync_api import Page, expect

from tests.browser.test_journey import cells, choose

OWN = """id = "mine"
name = "Mine, two occasions"
source = "A protocol of our own"
version = 1

[[response]]
name = "complete remission"
quote = "< 0.2 mg/mg on two consecutive occasions"
upcr = "< 0.2 mg/kg"
occasions = 2
"""


def rest(page: Page) -> None:
    """Wait until the matrix has been drawn."""
    page.locator(".st-key-definition_matrix_chart svg.marks").wait_for(timeout=60_000)
    page.locator("[data-testid=stStatusWidget]").wait_for(state="detached", timeout=60_000)


def test_from_the_matrix_to_the_trace_and_on_to_an_own_definition(page: Page, dashboard_url: str):
    page.goto(f"{dashboard_url}/definitions?cohort=paper&tab=comparison")
    rest(page)
    choose(page, "definition", "DUPLEX, complete remission and FPRE")
    expect(page).to_have_url(re.compile("definition=duplex"))
    expect(
        page.get_by_text("DUPLEX, complete remission and FPRE", exact=False).first
    ).to_be_visible()

    rest(page)
    matrix = page.locator(".st-key-definition_matrix_chart")
    matrix.locator("path[aria-label*='child: 4'][aria-label*='Haddad 2021, as written']").click()
    expect(page).to_have_url(re.compile("patient=4"))
    expect(page.get_by_text("judges it only at week 36").first).to_be_visible()
    expect(cells(page, re.compile("decides the verdict")).first).to_be_attached()
    expect(cells(page, re.compile(r"^Labs!C\d+$")).first).to_be_attached()

    page.get_by_text("Own definition", exact=True).click()
    page.locator(".st-key-own_file input[type=file]").set_input_files(
        files=[{"name": "mine.toml", "mimeType": "application/toml", "buffer": OWN.encode()}]
    )
    expect(page.get_by_text("expected Up/c in one of mg/mg")).to_be_visible()

    file = page.get_by_label("Definition file")
    file.fill(OWN.replace("mg/kg", "mg/mg"))
    file.press("Control+Enter")
    expect(page.get_by_text("Valid definition:")).to_be_visible()
    page.get_by_role("button", name="Apply on all pages").click()
    expect(page.locator(".st-key-definition input")).to_have_value(
        re.compile("Mine, two occasions")
    )
    expect(page).to_have_url(re.compile("definition=own"))

    page.get_by_text("Comparison", exact=True).click()
    expect(page.get_by_text("Mine, two occasions", exact=False).first).to_be_visible()
    page.reload()
    expect(page.get_by_text("an address cannot reopen it").first).to_be_visible()
