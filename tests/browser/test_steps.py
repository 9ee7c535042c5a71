"""One entry of the browser's history for each step, and Back, which undoes it."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_journey import choose, settle, turn_to

CR = "Complete remission in 4 of 8 children, 50.0 % (15.7–84.3)."


def entries(page: Page) -> int:
    """How many entries the browser's history has."""
    settle(page)
    return page.evaluate("history.length")


def test_each_step_is_one_entry_and_back_undoes_it(page: Page, dashboard_url: str):
    page.goto(f"{dashboard_url}/cohort")
    expect(page.get_by_text(CR)).to_be_visible()
    before = entries(page)

    choose(page, "filter_histology", "FSGS")
    page.keyboard.press("Escape")
    expect(page.get_by_text("2 of 8 children", exact=False).first).to_be_visible()
    assert entries(page) == before + 1
    turn_to(page, "Histology")
    expect(page.get_by_role("heading", name="Did response differ by histology?")).to_be_visible()
    assert entries(page) == before + 2
    page.get_by_text("SI", exact=True).click()
    expect(page).to_have_url(re.compile("units=SI"))
    assert entries(page) == before + 3

    page.go_back()
    expect(page).not_to_have_url(re.compile("units=SI"))
    expect(page.get_by_role("radio", name="conventional")).to_be_checked()
    page.go_back()
    expect(page.get_by_role("heading", name="How many children responded?")).to_be_visible()
    expect(page.get_by_text("2 of 8 children", exact=False).first).to_be_visible()
    page.go_back()
    expect(page.get_by_text(CR)).to_be_visible()
    expect(page.get_by_text("All 8 children.").first).to_be_visible()
    page.go_forward()
    expect(page.get_by_text("2 of 8 children", exact=False).first).to_be_visible()
    assert entries(page) == before + 3


def test_the_links_to_the_pages_follow_a_choice_and_keep_the_part_of_their_page(
    page: Page, dashboard_url: str
):
    page.goto(f"{dashboard_url}/maintenance?tab=regimens+in+time")
    settle(page)
    turn_to(page, "Cohort")
    expect(page.get_by_text(CR)).to_be_visible()
    choose(page, "filter_histology", "FSGS")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("histology=FSGS"))
    link = page.get_by_test_id("stSidebar").get_by_role("link", name="Maintenance")

    link.focus()  # as a reader of the link, or of its menu, does
    asked = parse_qs(urlsplit(str(link.evaluate("(a) => a.href"))).query)
    assert asked == {"histology": ["FSGS"], "tab": ["regimens in time"]}
    link.click()
    expect(page.get_by_role("heading", name="Outcome by maintenance regimen")).to_be_visible()
    expect(page.get_by_role("radio", name="Regimens in time")).to_be_checked()
    expect(page.get_by_text("2 of 8 children", exact=False).first).to_be_visible()


def test_a_child_is_opened_from_the_table_the_marks_the_lanes_and_the_panels(
    page: Page, dashboard_url: str
):
    opened = page.get_by_text("Child 7: urine protein", exact=False).first
    mark = "path[aria-label*='child: 7']"
    where = {
        "cohort": page.get_by_role("link", name="7", exact=True),
        "cohort?by=resistance": page.locator(f".st-key-response_chart {mark}"),
        "cohort?tab=swimmer+plot": page.locator(
            ".st-key-swimmer_chart path[aria-label*='lane: 7'][aria-label*='at last follow-up']"
        ),
        "cohort?tab=courses": page.locator(".st-key-small_multiples_5 .mark-rect path").first,
        "histology": page.locator(f".st-key-remission_by_histology_chart {mark}"),
    }
    for address, link in where.items():
        page.goto(f"{dashboard_url}/{address}")
        settle(page)
        before = entries(page)
        link.click(force=True)
        expect(opened).to_be_visible()
        expect(page).to_have_url(re.compile(r"/child\?.*patient=7"))
        assert entries(page) == before + 1, address

        page.go_back()
        expect(link).to_be_visible()
        expect(page).not_to_have_url(re.compile("patient=7"))
        settle(page)
        link.click(force=True)  # again: what was picked before Back can be picked after it
        expect(opened).to_be_visible()


@pytest.mark.parametrize("pause", [0, 60, 250])
def test_children_ticked_faster_than_the_page_is_drawn_are_all_selected(
    page: Page, dashboard_url: str, pause: int
):
    page.goto(f"{dashboard_url}/cohort")
    settle(page)
    for child in ("2", "3", "5", "7", "8"):
        page.get_by_role("checkbox", name=f"Select {child}", exact=True).dispatch_event("click")
        page.wait_for_timeout(pause)
    expect(page.get_by_text("Selected: 2, 3, 5, 7 and 8.").first).to_be_visible()


def test_the_selection_holds_on_three_pages_and_back_takes_it_back(page: Page, dashboard_url: str):
    page.goto(f"{dashboard_url}/cohort")
    for child in ("3", "7"):
        page.get_by_role("checkbox", name=f"Select {child}", exact=True).click()
        expect(page.get_by_role("checkbox", name=f"Select {child}", exact=True)).to_be_checked()
    expect(page.get_by_text("Selected: 3 and 7.").first).to_be_visible()
    turn_to(page, "Histology")
    expect(page.get_by_text("Selected: 3 and 7.").first).to_be_visible()
    choose(page, "choice_by", "selection against the rest")
    expect(page.get_by_text("the rest").first).to_be_attached()
    turn_to(page, "Child")
    expect(page.get_by_text("Selected: 3 and 7.").first).to_be_visible()
    expect(page).to_have_url(re.compile("selected=3&selected=7"))
    for _ in range(4):
        settle(page)
        page.go_back()
    expect(page.get_by_text("Selected: 3.").first).to_be_visible()


def test_a_group_is_selected_by_a_click_on_its_bar(page: Page, dashboard_url: str):
    page.goto(f"{dashboard_url}/cohort")
    settle(page)

    page.locator(
        ".st-key-response_chart path[aria-label*='response: no response'][aria-label*='percent']"
    ).click()

    expect(page.get_by_text("Selected: 3, 5 and 8.").first).to_be_visible()


def test_arrow_keys_lead_from_child_to_child(page: Page, dashboard_url: str):
    page.goto(f"{dashboard_url}/child?patient=6")
    expect(page.get_by_role("link", name="child 7 ›")).to_be_visible()
    settle(page)
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("patient=7"))
    expect(page.get_by_text("Child 7: urine protein", exact=False).first).to_be_visible()
    settle(page)
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("patient=6"))


def test_months_are_brushed_and_back_shows_the_whole_course(page: Page, dashboard_url: str):
    page.goto(f"{dashboard_url}/child?patient=7")
    settle(page)
    box = page.locator(".st-key-timeline_chart svg.marks").first.bounding_box()
    assert box is not None
    y = box["y"] + 150
    page.mouse.move(box["x"] + 200, y)
    page.mouse.down()
    page.mouse.move(box["x"] + 320, y, steps=6)
    page.mouse.up()

    expect(page.get_by_role("button", name="Whole course")).to_be_visible()
    expect(page).to_have_url(re.compile("zoom="))
    settle(page)
    page.go_back()
    expect(page.get_by_role("button", name="Whole course")).to_have_count(0)


def test_an_old_address_leads_to_where_its_content_is_now(page: Page, dashboard_url: str):
    page.goto(f"{dashboard_url}/kidney?histology=FSGS")
    expect(page).to_have_url(re.compile(r"/methods\?.*tab=kidney"))
    expect(page.get_by_role("heading", name="What goes into the paper?")).to_be_visible()
    expect(page.get_by_text("2 of 8 children", exact=False).first).to_be_visible()


def test_an_address_that_does_not_fit_stands_until_the_next_choice(page: Page, dashboard_url: str):
    page.goto(f"{dashboard_url}/cohort?patient=99&histology=FSGS")
    expect(page.get_by_text("Child “99” is not in this cohort")).to_be_visible()
    expect(page).to_have_url(re.compile("patient=99"))
    settle(page)
    page.get_by_text("SI", exact=True).click()
    expect(page).to_have_url(re.compile("units=SI"))
    expect(page).not_to_have_url(re.compile("patient=99"))
