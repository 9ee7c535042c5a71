"""Bar on top of every page: whatever the language, it takes one line where a screen is wide."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_journey import settle

WIDE = 1400
BOTTOMS = """() => ["Popover", "Selectbox", "MultiSelect", "ButtonGroup"]
  .flatMap((kind) => [...document.querySelectorAll(`.st-key-bar [data-testid=st${kind}]`)])
  .map((each) => each.getBoundingClientRect().bottom)"""


@pytest.mark.parametrize("code", ["en", "es", "fr", "pt", "de", "zh"])
def test_the_bar_takes_one_line(browser: Browser, dashboard_url: str, code: str):
    context = browser.new_context(viewport={"width": WIDE, "height": 900})
    try:
        page = context.new_page()
        page.goto(f"{dashboard_url}/cohort?lang={code}")
        expect(page.get_by_role("heading", level=1).first).to_be_visible()
        settle(page)

        page.evaluate("() => document.fonts.ready.then(() => true)")  # another font is wider
        page.wait_for_timeout(400)
        bottoms = page.evaluate(BOTTOMS)
        assert len(bottoms) >= 8
        assert max(bottoms) - min(bottoms) < 20
    finally:
        context.close()
