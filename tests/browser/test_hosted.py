"""Hosted dashboard in a real browser: TLS, security headers, and everything still drawn."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, expect

sys.path.insert(0, str(Path(__file__).parents[1] / "hosting"))
from topology import MissingError, Topology, serve


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Topology]:
    """Two processes behind nginx."""
    try:
        with serve(tmp_path_factory.mktemp("hosted")) as topology:
            yield topology
    except MissingError as error:
        pytest.fail(str(error), pytrace=False)


def test_charts_tables_uploads_and_downloads_work_under_the_security_headers(
    browser: Browser, hosted: Topology
):
    context = browser.new_context(ignore_https_errors=True, accept_downloads=True)
    page = context.new_page()
    refused: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            refused.append(message.text)

    page.on("console", listen)
    elsewhere: list[str] = []
    page.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith((hosted.address, "data:", "blob:", "wss://127.0.0.1"))
            else elsewhere.append(asked.url)
        ),
    )

    page.goto(f"{hosted.address}/cohort?cohort=paper")
    expect(page.get_by_test_id("stVegaLiteChart").locator("canvas, svg").first).to_be_visible(
        timeout=30_000
    )
    expect(page.get_by_role("link", name="7", exact=True)).to_be_visible()
    page.locator(".st-key-response_menu button").first.click()
    expect(page.locator("[role=gridcell]").first).to_be_attached()
    with page.expect_download() as download:
        page.get_by_role("button", name="SVG, 85 mm").first.click()
    assert b"<svg" in Path(download.value.path()).read_bytes()

    page.goto(f"{hosted.address}/?cohort=elsewhere")
    paper = Path(__file__).parents[2] / "data" / "haddad2021.xlsx"
    page.locator(".st-key-workbook input[type=file]").set_input_files(paper)
    expect(page.get_by_text("Read 8 children")).to_be_visible(timeout=30_000)

    cookies = {each.get("name"): each for each in context.cookies()}
    context.close()
    assert refused == []
    assert elsewhere == []
    assert cookies["srns_process"].get("httpOnly")
    assert all(each.get("secure") for each in cookies.values())


def test_where_a_process_goes_away_the_other_takes_over_and_the_next_upload_is_read(
    browser: Browser, hosted: Topology, tmp_path: Path
):
    paper = Path(__file__).parents[2] / "data" / "haddad2021.xlsx"
    again = shutil.copy(paper, tmp_path / "again.xlsx")
    context = browser.new_context(ignore_https_errors=True)
    page = context.new_page()
    uploader = page.locator(".st-key-workbook input[type=file]")

    def held_by() -> str:
        return next(str(each.get("value")) for each in context.cookies() if "_process" in str(each))

    page.goto(f"{hosted.address}/?cohort=elsewhere")
    uploader.set_input_files(paper)
    expect(page.get_by_text("Read 8 children")).to_be_visible(timeout=30_000)
    before = held_by()
    with page.expect_event("websocket", timeout=30_000):  # it connects again by itself
        hosted.processes[int(before[-1]) - 1].running.kill()
    uploader.set_input_files(again)
    expect(page.get_by_role("heading", name="again.xlsx").first).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Read 8 children")).to_be_visible(timeout=30_000)
    after = held_by()
    context.close()

    assert {before, after} == {"dashboard_1", "dashboard_2"}
