"""Every page and part on a telephone, 390 pixels wide: nothing runs out of the screen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from srns.dashboard.state.page_parts import PAGE_PARTS
from tests.browser.test_journey import settle

ADDRESSES = (
    "", "share",
    *(f"{page}?tab={part}" if part else page
      for page, parts in PAGE_PARTS.items() for part in parts or ("",)),
)  # fmt: skip
OVER = """() => {
  const inner = (node) => node.closest(
    "[data-testid=stDataFrame], .printed, [data-testid=stCode], #linked, " +
    "[role=radiogroup], [data-testid=stSidebar]");
  return [...document.querySelectorAll("[data-testid=stMainBlockContainer] *")]
    .filter((node) => node.getBoundingClientRect().right > innerWidth + 2 && !inner(node))
    .map((node) => `${node.tagName}.${node.className?.baseVal ?? node.className}`)
    .slice(0, 3);
}"""


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", ADDRESSES, ids=[each or "import" for each in ADDRESSES])
def test_a_page_fits_a_telephone(phone: Page, dashboard_url: str, address: str):
    phone.goto(f"{dashboard_url}/{address}")
    expect(phone.get_by_role("heading", level=1).first).to_be_visible()
    settle(phone)

    expect(phone.get_by_test_id("stException")).to_have_count(0)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert phone.evaluate(OVER) == []
