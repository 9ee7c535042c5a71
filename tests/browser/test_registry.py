"""A registry's result in a real browser: filters in the address, and one child."""

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import START_SECONDS, _free_port, _wait_until_healthy
from tests.browser.test_journey import settle
from tests.browser.test_narrow import OVER
from tests.browser.test_table_downloads import download

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


@pytest.mark.parametrize("part", ["Overview", "Times", "One child"])
def test_a_part_is_drawn_and_fits_a_telephone(page: Page, registry_url: str, part: str):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{registry_url}/registry?registry_part={part.replace(' ', '+')}")
    chart = page.get_by_test_id("stVegaLiteChart").first
    expect(chart.locator("canvas, svg").first).to_be_visible(timeout=SLOW)
    settle(page)

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(OVER) == []
    # A figure that failed to draw is of one color.
    drawn = Image.open(io.BytesIO(chart.screenshot())).convert("L")
    dark = sum(drawn.histogram()[:128])
    assert dark > 200, f"{dark} dark points of {drawn.width} × {drawn.height}"


def test_what_is_shown_comes_as_a_file(page: Page, registry_url: str, tmp_path: Path):
    page.goto(f"{registry_url}/registry?registry_part=Histology&registry_histology=FSGS")
    expect(page.get_by_text("Filters: histology FSGS")).to_be_visible(timeout=SLOW)

    page.locator(".st-key-registry_remission_by_histology_menu button").first.click()
    written = download(page, "Data (CSV)", tmp_path).read_text("utf-8-sig")

    assert "Filters: histology FSGS" in written
    assert any(line.startswith("FSGS,complete remission,") for line in written.splitlines())


def test_a_child_stands_in_si_units(page: Page, registry_url: str):
    page.goto(f"{registry_url}/registry?registry_part=One+child")
    expect(page.get_by_text("At last follow-up")).to_be_visible(timeout=SLOW)

    page.get_by_role("radio", name="SI").click()

    expect(page).to_have_url(re.compile("units=SI"))
    drawn = page.get_by_test_id("stVegaLiteChart").first
    expect(drawn).to_have_attribute("aria-label", re.compile("mg/mmol"), timeout=SLOW)
