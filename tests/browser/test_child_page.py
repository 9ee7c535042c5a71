"""The page Child in a real browser: the cell on hover, the printed page, the booklet."""

import re
from pathlib import Path

from playwright.sync_api import Download, Page, expect

from tests.browser.test_journey import settle
from tests.report.test_child_pdf import pages_of


def saved(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def test_a_point_under_the_mouse_names_its_value_its_cell_and_why_it_counted(
    page: Page, dashboard_url: str
):
    page.goto(f"{dashboard_url}/child?patient=7")
    settle(page)
    point = page.locator(".st-key-timeline_chart path[aria-label*='Labs!C187']").first
    expect(point).to_be_visible()
    hint = page.locator("#vg-tooltip-element")
    for _ in range(10):  # a figure drawn anew meanwhile loses the mouse
        page.mouse.move(5, 5)
        point.hover(force=True)
        if hint.is_visible():
            break
        settle(page)

    expect(hint).to_contain_text("Labs!C187")
    expect(hint).to_contain_text("0.18 mg/mg")
    expect(hint).to_contain_text("complete remission")


def test_the_child_is_printed_on_one_page(page: Page, dashboard_url: str):
    page.goto(f"{dashboard_url}/child?patient=7")
    settle(page)
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name="Page to print (PDF)").click()

    content = saved(download.value)
    assert content.startswith(b"%PDF")
    assert pages_of(content) == 1


def test_the_booklet_has_a_page_for_each_child_after_its_contents(page: Page, dashboard_url: str):
    page.goto(f"{dashboard_url}/cohort?histology=FSGS")
    settle(page)
    page.get_by_role("button", name=re.compile("Booklet")).click()
    page.get_by_role("button", name="Make the booklet (PDF)").click()
    load = page.get_by_role("button", name=re.compile(r"^Download .*\.pdf"))
    expect(load).to_be_visible(timeout=60_000)
    with page.expect_download(timeout=60_000) as download:
        load.click()

    assert pages_of(saved(download.value)) == 1 + 2


def test_the_links_to_other_children_are_clear_of_the_tools_of_the_figure(
    page: Page, dashboard_url: str
):
    """The tools appear where the mouse is, also where they would lie over a link."""
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{dashboard_url}/child?patient=2")
    settle(page)

    link = page.locator("a[data-key=ArrowRight]").bounding_box()
    tools = page.get_by_test_id("stElementToolbar").first.bounding_box()
    assert link is not None
    assert tools is not None
    assert link["y"] + link["height"] <= tools["y"]
