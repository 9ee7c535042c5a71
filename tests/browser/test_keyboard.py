"""From the address bar to a child's timeline and back, without the mouse."""

import re

from playwright.sync_api import Page, expect

from tests.browser.test_journey import settle

MOST_STOPS = 150
FOCUSED = """() => {
  let at = document.activeElement;
  while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
  const words = (at?.innerText || at?.getAttribute("aria-label") || "").trim().split("\\n").pop();
  return `${at?.tagName ?? ""} ${words}`;
}"""


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the element with this tag and text has the focus."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == wanted:
            return
    raise AssertionError(f"{wanted} was not reached by {MOST_STOPS} presses of Tab")


def test_a_child_is_reached_and_left_by_keys_alone(page: Page, dashboard_url: str):
    page.goto(f"{dashboard_url}/cohort")  # the address bar
    expect(page.get_by_role("link", name="7", exact=True)).to_be_visible()
    settle(page)

    tab_to(page, "A 7")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Child 7: urine protein", exact=False).first).to_be_visible()
    expect(page).to_have_url(re.compile(r"/child\?.*patient=7"))
    settle(page)

    page.keyboard.press("ArrowRight")  # to the next child
    expect(page).not_to_have_url(re.compile("patient=7"))
    settle(page)
    tab_to(page, "A Cohort")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="How many children responded?")).to_be_visible()


def test_the_focus_can_be_seen(page: Page, dashboard_url: str):
    page.goto(f"{dashboard_url}/cohort")
    expect(page.get_by_role("link", name="7", exact=True)).to_be_visible()
    settle(page)
    tab_to(page, "A 7")
    outline = page.evaluate("""() => {
      let at = document.activeElement;
      while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      return getComputedStyle(at).outlineStyle;
    }""")

    assert outline != "none"
