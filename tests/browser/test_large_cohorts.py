"""Cohorts of 1,000 and 5,000 children in a real browser: every page, and what goes over the wire.

The larger one takes minutes and is a command of its own: `python -m pytest -m slow tests/browser`.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, WebSocket, expect

from benchmarks.cohorts import write_workbook
from srns.dashboard.state.page_parts import PAGE_PARTS
from tests.browser.test_journey import settle

LONG = 180_000
TALLEST = 4_000
MOST_BYTES = 1_500_000
"""Of one page: what is off screen is not sent."""
GO = "url => { history.pushState({}, '', url); dispatchEvent(new PopStateEvent('popstate')); }"


@pytest.mark.parametrize("children", [1_000, pytest.param(5_000, marks=pytest.mark.slow)])
def test_every_page_shows_a_large_cohort_in_parts(
    browser: Browser, dashboard_url: str, tmp_path: Path, children: int
):
    workbook = tmp_path / "large.xlsx"
    write_workbook(workbook, children, visits=10)
    page = browser.new_context(viewport={"width": 1400, "height": 1000}).new_page()
    received = [0]
    page.on("websocket", lambda socket: _count(socket, received))
    page.goto(dashboard_url)
    page.locator(".st-key-workbook input[type=file]").set_input_files(workbook, timeout=LONG)
    expect(page.get_by_text(f"Read {children:,} children").first).to_be_visible(timeout=LONG)

    for name, parts in PAGE_PARTS.items():
        for part in parts or ("",):
            received[0] = 0
            _open(page, f"{dashboard_url}/{name}?cohort=upload&tab={part}".removesuffix("&tab="))
            where = f"{name} · {part}"
            expect(page.get_by_test_id("stException")).to_have_count(0)
            height = page.get_by_test_id("stMainBlockContainer").bounding_box()
            assert height is not None
            assert height["height"] < TALLEST, where
            assert received[0] < MOST_BYTES, f"{where}: {received[0]:,} bytes"
    page.context.close()


def _open(page: Page, address: str) -> None:
    """Open an address within the session, and wait for its page."""
    page.evaluate(GO, address)
    expect(page).to_have_url(address.replace(" ", "%20"), timeout=LONG)
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(
        timeout=LONG
    )
    settle(page)


def _count(socket: WebSocket, received: list[int]) -> None:
    def add(frame: str | bytes) -> None:
        received[0] += len(frame)

    socket.on("framereceived", add)
