"""Day 0 in a real browser: another origin, the headline, the address, Back and reload."""

import datetime
import io
import re

import openpyxl
from playwright.sync_api import Page, expect

import srns
from tests.browser.test_journey import choose, turn_to, upload

SLOW = 60_000
INDEX = datetime.date(2020, 1, 1)
CHILDREN = {  # by the start of tacrolimus: day and Up/c with albumin
    "A": (60, {-5: (8, 1.8), 50: (7, 2.0), 90: (0.1, 4.0), 120: (0.1, 4.0), 150: (0.1, 4.0)}),
    "B": (100, {-5: (8, 1.8), 30: (0.1, 4.0), 60: (0.1, 4.0), 90: (0.1, 4.0), 130: (0.1, 4.0)}),
    "C": (0, {-5: (8, 1.8), 40: (6, 2.0), 90: (5, 2.1)}),
}
AS_READ = "Complete remission in 2 of 3 at risk"
ON_TACROLIMUS = re.compile(
    r"Complete remission in 1 of 2 at risk \(50\.0 %, 1\.3–98\.7\); "
    "1 child in remission at start, counted apart"
)
ADDRESS = re.compile(r"day_zero=first(\+|%20)tacrolimus")


def oral_workbook() -> bytes:
    """Return a workbook of three children on oral tacrolimus, without any infusion."""
    blank = io.BytesIO()
    srns.write_template(blank)
    book = openpyxl.load_workbook(io.BytesIO(blank.getvalue()))
    for name, (start, samples) in CHILDREN.items():
        _append(book["Patients"], {"patient": name, "index date": INDEX})
        _append(
            book["Treatments"],
            {"patient": name, "drug": "tacrolimus", "start date": _date(start)},
        )
        for day, (upcr, albumin) in samples.items():
            _append(
                book["Labs"],
                {"patient": name, "date": _date(day), "Up/c (mg/mg)": upcr,
                 "albumin (g/dL)": albumin},
            )  # fmt: skip
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _append(sheet, values: dict[str, object]) -> None:
    headings = [cell.value for cell in sheet[1]]
    sheet.append([values.get(heading) for heading in headings])


def _date(day: int) -> datetime.date:
    return INDEX + datetime.timedelta(days=day)


def test_another_day_0_changes_the_headline_and_is_kept_by_the_address(
    page: Page, dashboard_url: str
):
    page.goto(dashboard_url)
    upload(page, "oral.xlsx", oral_workbook())
    expect(page.get_by_text("Read: 3 children")).to_be_visible(timeout=SLOW)
    turn_to(page, "Overview")
    expect(page.get_by_text(AS_READ, exact=False)).to_be_visible(timeout=SLOW)

    choose(page, "day_zero", "first tacrolimus (3 children)")
    expect(page.get_by_text(ON_TACROLIMUS)).to_be_visible(timeout=SLOW)
    expect(page).to_have_url(ADDRESS)

    turn_to(page, "Timelines")
    expect(page.get_by_role("heading", name="Clinical course of each child")).to_be_visible()
    expect(page).to_have_url(ADDRESS)
    page.go_back()
    page.go_back()
    turn_to(page, "Overview")
    expect(page.get_by_text(ON_TACROLIMUS)).to_be_visible(timeout=SLOW)
    expect(page).to_have_url(ADDRESS)

    page.reload()  # the session and its upload are gone; what was chosen waits for the workbook
    expect(page.get_by_text("no longer open", exact=False)).to_be_visible(timeout=SLOW)
    expect(page).to_have_url(ADDRESS)
    turn_to(page, "Cohort")
    upload(page, "oral.xlsx", oral_workbook())
    expect(page.get_by_text("Read: 3 children")).to_be_visible(timeout=SLOW)
    turn_to(page, "Overview")
    expect(page.get_by_text(ON_TACROLIMUS)).to_be_visible(timeout=SLOW)
    expect(page).to_have_url(ADDRESS)
