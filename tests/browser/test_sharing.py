"""Sharing in two browsers: one saves and shares, the other opens it until it is revoked."""

import io
import re
from collections.abc import Iterator

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_journey import PAPER, turn_to, upload

SLOW = 60_000  # ms; a fresh server on a busy machine draws its first page slowly
EVIL = (
    "<img src=x onerror=window.evil=1>",
    "<script>window.evil=1</script>",
    "[here](javascript:window.evil=1)",
    "**bold** :red[red]",
)


@pytest.fixture(autouse=True)
def patience(page: Page) -> Iterator[None]:
    """Wait longer than usual for whatever is looked for."""
    page.set_default_timeout(SLOW)
    expect.set_options(timeout=SLOW)
    yield
    expect.set_options(timeout=5_000)


def reads(page: Page, words: str) -> None:
    expect(page.get_by_text(words, exact=False).first).to_be_visible()


def make_link(owner: Page, role: str) -> str:
    """Create a link on the page Share and return its address."""
    owner.locator(".st-key-link_role").get_by_text(f"({role})").click()
    owner.get_by_role("button", name="Create link").click()
    address = owner.locator("[data-testid=stCode] code")
    expect(address).to_contain_text("?link=")
    found = address.inner_text().strip()
    owner.get_by_role("button", name="I have copied it").click()
    expect(address).to_have_count(0)
    return found


def save(page: Page, name: str) -> None:
    """Save what is open, and put the owner's link away."""
    page.get_by_text("Whoever knows a child of this cohort could find it").click()
    box = page.get_by_label("Cohort name")
    box.fill(name)
    box.press("Enter")
    page.get_by_role("button", name="Save cohort").click()
    address = page.locator("[data-testid=stCode] code")
    expect(address).to_contain_text("?link=")
    page.get_by_role("button", name="I have copied it").click()
    expect(address).to_have_count(0)  # else the owner's link is read for the next one
    expect(page.get_by_role("button", name="Create link")).to_be_visible()


def test_saved_shared_opened_elsewhere_and_revoked(
    page: Page, browser: Browser, dashboard_url: str
):
    page.goto(f"{dashboard_url}/share?cohort=paper&histology=MCD+variant")
    reads(page, "4 of 8 children")
    save(page, "Eight children")
    viewers, counts = make_link(page, "viewer"), make_link(page, "aggregate-only")

    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    other = context.new_page()
    asked: list[str] = []
    other.on("request", lambda request: asked.append(request.url))
    other.goto(viewers)
    other.locator(".st-key-cohort button").first.click()
    reads(other, "Shared with you as viewer")
    other.keyboard.press("Escape")
    reads(other, "4 of 8 children")  # exactly this view, the filter included
    expect(other).not_to_have_url(re.compile("link="))
    token = viewers.split("link=")[1]
    assert [url for url in asked if token in url] == [viewers]  # once, and never after

    turn_to(other, "Share")  # try to change something
    reads(other, "Your role is viewer")
    for name in ("Create link", "Save cohort", "Delete", "Revoke link", "Save this view"):
        expect(other.get_by_role("button", name=name)).to_have_count(0)
    turn_to(other, "Child")
    reads(other, "Child 3: urine protein")

    tab = context.new_page()
    tab.goto(counts)
    reads(tab, "Every count was altered at random")
    reads(tab, "masked")
    expect(tab.get_by_text("Child 3")).to_have_count(0)
    expect(tab.get_by_test_id("stSidebar").get_by_role("link")).to_have_count(1)
    tab.goto(f"{dashboard_url}/child")  # a reload without the link opens nothing shared
    expect(tab.get_by_text("Eight children")).to_have_count(0)

    box = page.locator(".st-key-link_chosen input")
    expect(box).to_have_value(re.compile("^viewer"))
    page.get_by_role("button", name="Revoke link").click()
    expect(page.get_by_role("button", name="Revoke link")).to_be_visible()
    turn_to(other, "Cohort")
    reads(other, "This link was revoked")
    expect(other.get_by_text("Child 3")).to_have_count(0)
    other.goto(viewers)
    reads(other, "This link was revoked")
    context.close()


def spiked() -> bytes:
    """Return the paper's workbook with hostile text in every text column."""
    book = openpyxl.load_workbook(PAPER)
    for sheet, columns in {
        "Patients": ("race/ethnicity", "genetic testing", "C3", "notes", "prior immunosuppression"),
        "Labs": ("source", "note"),
        "Infusions": ("note",),
        "Treatments": ("dose unit", "frequency", "note"),
        "Events": ("detail",),
    }.items():
        rows = book[sheet]
        header = {str(cell.value).lower().split(" (")[0]: cell.column for cell in rows[1]}
        for place, column in enumerate(columns):
            if column.lower() in header:
                rows.cell(2, header[column.lower()], EVIL[place % len(EVIL)])
    for sheet in ("Patients", "Labs", "Infusions", "Treatments", "Events"):
        for row in book[sheet].iter_rows(max_col=1):
            if str(row[0].value) == "1":
                row[0].value = EVIL[0]
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_text_of_a_workbook_does_nothing_in_the_browser(page: Page, dashboard_url: str):
    page.goto(dashboard_url)
    upload(page, "evil <b>name</b>.xlsx", spiked())
    reads(page, "Read 8 children")
    for title in ("Cohort", "Child", "Histology", "Maintenance", "Methods", "Share"):
        turn_to(page, title)
        page.locator("[data-testid=stStatusWidget]").wait_for(state="detached")
        page.wait_for_timeout(300)
        assert page.evaluate("window.evil") is None, title
        assert page.locator("img[src=x], a[href^=javascript]").count() == 0, title
    reads(page, "could be names, birthdays or record numbers")  # so all are replaced
    expect(page.get_by_role("button", name="Save cohort")).to_have_count(0)
