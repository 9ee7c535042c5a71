"""Path through the dashboard in a real browser."""

import io
import re
from pathlib import Path

import openpyxl
from playwright.sync_api import Browser, Locator, Page, expect

PAPER = Path(__file__).parents[2] / "data" / "haddad2021.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(cells: dict[str, object], sheets: tuple[str, ...] = ("Labs",)) -> bytes:
    """Return the paper's workbook with some cells changed."""
    book = openpyxl.load_workbook(PAPER)
    for sheet in sheets:
        for cell, value in cells.items():
            book[sheet][cell] = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def renamed(patient: str, name: str) -> bytes:
    """Return the paper's workbook with one child renamed."""
    book = openpyxl.load_workbook(PAPER)
    for sheet in ("Patients", "Labs", "Infusions", "Treatments", "Events"):
        for row in book[sheet].iter_rows(max_col=1):
            if str(row[0].value) == patient:
                row[0].value = name
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def upload(page: Page, name: str, content: bytes) -> None:
    """Upload a workbook on the page Import."""
    page.locator(".st-key-workbook input[type=file]").set_input_files(
        files=[{"name": name, "mimeType": XLSX, "buffer": content}]
    )
    expect(page).to_have_url(re.compile("cohort=upload"))  # the paper's was there before


def turn_to(page: Page, title: str) -> None:
    """Open another page from the sidebar."""
    page.get_by_test_id("stSidebar").get_by_role("link", name=title).click()


def settle(page: Page) -> None:
    """Wait until the script has come to rest."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.wait_for_timeout(400)


def choose(page: Page, key: str, value: str) -> None:
    """Choose from a list; Streamlit names its box by the widget's key and draws what is in view."""
    page.locator(f".st-key-{key}").locator("input").click()
    page.keyboard.type(value)
    page.get_by_role("option", name=value, exact=True).click()


def cells(page: Page, text: re.Pattern[str]) -> Locator:
    """Find cells of a table: it is drawn on a canvas, and what it holds stands inside as text."""
    return page.locator("[role=gridcell]").filter(has_text=text)


def test_from_a_spoilt_workbook_to_the_cells_behind_a_verdict(page: Page, dashboard_url: str):
    page.goto(dashboard_url)
    upload(page, "spoilt.xlsx", workbook({"C5": "o.18"}))
    expect(page.get_by_text("1 problem to fix in Excel")).to_be_visible()
    expect(page.get_by_role("cell", name="Labs!C5", exact=True)).to_have_count(1)

    upload(page, "mended.xlsx", PAPER.read_bytes())
    expect(page.get_by_text("1 problem to fix in Excel")).to_have_count(0)  # that of the first
    expect(page.get_by_text("Read 8 children")).to_be_visible()

    choose(page, "filter_histology", "MCD variant")
    page.keyboard.press("Escape")
    expect(page.get_by_text("4 of 8 children", exact=False).first).to_be_visible()

    turn_to(page, "Child")
    expect(page.get_by_role("heading", name="Clinical course of one child")).to_be_visible()
    choose(page, "child", "7 · MCD variant")
    expect(page.get_by_text("CR · complete remission").first).to_be_visible()
    expect(page.get_by_role("cell", name=re.compile(r"^Labs!C\d+$")).first).to_be_visible()
    expect(page).to_have_url(re.compile(r"patient=7"))
    expect(page).to_have_url(re.compile(r"histology=MCD(\+|%20)variant"))

    page.reload()
    expect(page.get_by_text("no longer open")).to_be_visible()
    expect(page).to_have_url(re.compile(r"histology=MCD(\+|%20)variant"))


def test_a_reload_finds_the_same_view(page: Page, dashboard_url: str):
    page.goto(f"{dashboard_url}/child?cohort=paper&histology=MCD+variant")
    choose(page, "child", "7 · MCD variant")
    expect(page).to_have_url(re.compile(r"patient=7"))

    page.reload()

    expect(page.get_by_text("CR · complete remission").first).to_be_visible()
    expect(page.get_by_text("4 of 8 children", exact=False).first).to_be_visible()
    expect(page.get_by_text("Child 7: urine protein", exact=False).first).to_be_visible()


def test_filters_hold_on_the_next_page(page: Page, dashboard_url: str):
    page.goto(f"{dashboard_url}/cohort?cohort=paper&histology=FSGS")
    expect(page.get_by_text("2 of 8 children", exact=False).first).to_be_visible()

    turn_to(page, "Maintenance")

    expect(page.get_by_role("heading", name="Outcome by maintenance regimen")).to_be_visible()
    expect(page.get_by_text("2 of 8 children", exact=False).first).to_be_visible()
    expect(page).to_have_url(re.compile(r"maintenance\?.*histology=FSGS"))


def test_two_visitors_never_see_each_others_children(browser: Browser, dashboard_url: str):
    names = ("Aspen", "Birch")
    tabs = [browser.new_context().new_page() for _ in names]
    for tab, name in zip(tabs, names, strict=True):
        tab.goto(dashboard_url)
        upload(tab, f"{name}.xlsx", renamed("1", name))
    for tab, name, other in zip(tabs, names, reversed(names), strict=True):
        expect(tab.get_by_text("Read 8 children")).to_be_visible()
        turn_to(tab, "Child")
        choose(tab, "child", f"{name} · MCD")
        expect(tab.get_by_text(f"Child {name}: urine protein", exact=False).first).to_be_visible()
        expect(tab.get_by_text(other)).to_have_count(0)
    for tab in tabs:
        tab.context.close()
