"""Offline page in a browser without a network: filters, children, cells, password, nothing runs."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from srns.report.dataset import definition_text
from srns.report.offline_page import offline_page
from tests.analysis.cohorts import DEFINITION
from tests.report.deidentified import cleared

PASSWORD = "four plain long words"
TEXT = definition_text(DEFINITION)
HOSTILE = ("=HYPERLINK(1)", "<script>window.ran = 1</script>", "<img src=x onerror=window.ran=1>")
FIRST_PAINT = 1000
"""In milliseconds."""


@pytest.fixture
def offline(browser: Browser) -> Iterator[Page]:
    """A tab without a network, which keeps what it asks for and what goes wrong."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_offline(True)
    tab = context.new_page()
    tab.asked, tab.wrong = [], []
    tab.on("request", lambda request: tab.asked.append(request.url))
    tab.on("pageerror", lambda error: tab.wrong.append(str(error)))
    tab.on("console", lambda said: tab.wrong.append(said.text) if said.type == "error" else None)
    yield tab
    assert [url for url in tab.asked if not url.startswith(("file:", "blob:", "data:"))] == []
    assert tab.wrong == []
    context.close()


def write(folder: Path, **how) -> str:
    target = folder / "cohort.html"
    target.write_bytes(offline_page(how.pop("of", cleared()), DEFINITION, TEXT, **how))
    return target.as_uri()


def test_it_opens_with_a_double_click_filters_and_shows_each_child_with_its_cells(
    offline: Page, tmp_path: Path
):
    offline.goto(write(tmp_path, note="Up/c series simulated"))

    expect(offline.get_by_text("8 children were studied. 4 of 8 children").first).to_be_visible()
    expect(offline.locator("#figures svg")).to_have_count(4)
    offline.get_by_label("Histology", exact=True).select_option("FSGS")
    expect(offline.locator("#shown")).to_have_text("2 of 8 children.")
    expect(offline.locator("#words")).to_contain_text("None of 2 children at risk reached")
    expect(offline.locator("#children tbody tr")).to_have_count(2)
    offline.get_by_role("button", name="Clear filters").click()
    offline.locator("#children").get_by_role("button", name="7", exact=True).click()
    expect(offline.locator("#one h3")).to_contain_text("Child 7")
    assert "child=7" in offline.url
    point = offline.locator("#one svg path[transform]").nth(4)
    point.hover(force=True)
    expect(offline.locator("#one")).to_contain_text("Labs!C187")
    offline.reload()
    expect(offline.locator("#one h3")).to_contain_text("Child 7")


def test_a_click_in_a_figure_opens_the_child(offline: Page, tmp_path: Path):
    offline.goto(write(tmp_path))
    offline.get_by_role("button", name="Next").click()

    expect(offline.locator("#one h3")).to_contain_text("Child 2")
    expect(offline.locator('#children tr[aria-current="true"]')).to_have_count(1)


def test_nothing_runs_out_of_a_telephone(offline: Page, tmp_path: Path):
    offline.set_viewport_size({"width": 390, "height": 800})
    offline.goto(write(tmp_path))
    offline.locator("#children").get_by_role("button", name="7", exact=True).click()
    expect(offline.locator("#one svg").first).to_be_visible()

    assert offline.evaluate("document.documentElement.scrollWidth") == 390


def test_it_paints_within_a_second(offline: Page, tmp_path: Path):
    offline.goto(write(tmp_path))
    expect(offline.locator("#figures svg")).to_have_count(4)

    painted = offline.evaluate(
        "performance.getEntriesByName('first-contentful-paint')[0].startTime"
    )
    assert painted < FIRST_PAINT


def test_without_the_password_nothing_is_seen_and_with_it_everything(offline: Page, tmp_path: Path):
    offline.goto(write(tmp_path, password=PASSWORD))

    expect(offline.get_by_text("This page is locked.")).to_be_visible()
    offline.get_by_label("Password").fill("something else")
    offline.get_by_role("button", name="Open").click()
    expect(offline.get_by_role("alert")).to_contain_text("This is not the password")
    offline.get_by_label("Password").fill(PASSWORD)
    offline.get_by_role("button", name="Open").click()
    expect(offline.locator("#children tbody tr")).to_have_count(8)
    expect(offline.locator("#lock")).to_be_hidden()


def test_a_page_of_counts_shows_no_child(offline: Page, tmp_path: Path):
    offline.goto(write(tmp_path, counts_only=True))

    expect(offline.get_by_role("heading", name="Counts")).to_be_visible()
    expect(offline.locator("#children")).to_have_count(0)


@pytest.mark.parametrize("words", HOSTILE)
def test_what_was_typed_into_a_workbook_neither_runs_nor_becomes_markup(
    offline: Page, tmp_path: Path, words: str
):
    """The gate would refuse such words; the page must be safe without it, too."""
    passed = cleared()
    patients = passed.cohort.patients.assign(histology_group=words)
    labs = passed.cohort.labs.assign(cell=pd.Series(words, index=passed.cohort.labs.index))
    hostile = replace(passed, cohort=replace(passed.cohort, patients=patients, labs=labs))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("srns.report.offline_page.refuse_uncleared", lambda _: None)
        address = write(tmp_path, of=hostile, note=words)
    offline.goto(address)

    expect(offline.locator("#children tbody td").first).to_have_text(words)
    expect(offline.locator("#note")).to_have_text(words)
    assert offline.evaluate("window.ran") is None
    assert offline.locator("#main img, #main script").count() == 0


def test_it_prints_without_its_controls(offline: Page, tmp_path: Path):
    offline.goto(write(tmp_path))
    expect(offline.locator("#figures svg")).to_have_count(4)
    offline.emulate_media(media="print")

    expect(offline.get_by_role("button", name="Clear filters")).to_be_hidden()
    expect(offline.locator("#figures svg").first).to_be_visible()
