"""A registry's result in a real browser: filters in the address, and one child."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import START_SECONDS, _free_port, _wait_until_healthy

SLOW = 60_000


@pytest.fixture(scope="module")
def registry_url(tmp_path_factory):
    """Address of `srns dashboard --registry` on invented children."""
    folder = tmp_path_factory.mktemp("registry")
    srns = [sys.executable, "-m", "srns"]
    subprocess.run(
        [*srns, "simulate", folder / "in", "--children", "80", "--visit-days", "90",
         "--unreadable", "0"], check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    subprocess.run(
        [*srns, "registry", folder / "in", "--out", folder / "out", "--for-dashboard"],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    port = _free_port()
    log_path = folder / "streamlit.log"
    with log_path.open("wb") as log:
        server = subprocess.Popen(
            [*srns, "dashboard", "--no-browser", "--port", str(port), "--registry", folder / "out"],
            stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        _wait_until_healthy(f"http://127.0.0.1:{port}", server, log_path)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=START_SECONDS)


def test_a_filter_stands_in_the_address_and_a_child_is_drawn(page: Page, registry_url: str):
    page.goto(f"{registry_url}/registry")
    expect(page.get_by_role("heading", name=re.compile("Complete remission in"))).to_be_visible(
        timeout=SLOW
    )
    page.goto(f"{registry_url}/registry?registry_histology=FSGS&registry_part=Times")
    expect(page.get_by_text("Filters: histology FSGS")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("radio", name="Times")).to_be_checked()

    expect(page.get_by_text("which this dashboard does not know")).to_have_count(0)

    page.get_by_role("radio", name="One child").click()
    expect(page).to_have_url(re.compile("registry_part=One"))
    expect(page.get_by_text("At last follow-up")).to_be_visible(timeout=SLOW)
    page.get_by_role("textbox", name=re.compile("^Child")).fill("P000007")
    page.keyboard.press("Enter")
    drawn = page.get_by_test_id("stVegaLiteChart")
    expect(drawn).to_have_attribute("aria-label", re.compile("^Child P000007:"))
