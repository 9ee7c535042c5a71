"""Workbook of any layout: upload, import questions, timeline, and a second data cut."""

import io
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLOW = 30_000
UPCR = (2.5, 0.15, 0.1, 0.12)


def strange(children: int) -> bytes:
    """Return a workbook with a title, visits as columns and no unit for Up/c."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["Our SRNS cohort – please do not change"])
    page.append([])
    months = (0, 3, 6, 9)
    page.append(
        ["Pt", "Gender", "Renal biopsy"]
        + [f"UPCR month {month}" for month in months]
        + [f"Alb month {month} (g/dL)" for month in months]
    )
    for child in range(1, children + 1):
        page.append([f"P{child}", "F", "MCD/IgM", *UPCR, "<1.0", 3.8, 3.9, 4.0])
    page.append(["CR = complete remission"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def upload(page: Page, name: str, content: bytes) -> None:
    """Upload a workbook or import settings; each has its own field."""
    key = "recipe" if name.endswith(".toml") else "workbook"
    page.locator(f".st-key-{key} input[type=file]").set_input_files(
        files=[{"name": name, "mimeType": XLSX, "buffer": content}]
    )


def test_from_questions_to_a_timeline_and_a_second_data_cut(page: Page, dashboard_url: str):
    page.goto(dashboard_url)
    expect(page.get_by_text("Read 8 children")).to_be_visible(timeout=SLOW)
    upload(page, "strange.xlsx", strange(2))
    expect(page.get_by_text("This workbook does not follow the template")).to_be_visible(
        timeout=SLOW
    )
    table = page.locator(".st-key-preview_table")
    expect(table.get_by_text("not decided").first).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="Read the workbook").click()
    expect(page.get_by_text("nothing is guessed")).to_be_visible(timeout=SLOW)

    page.get_by_role("radiogroup", name="In which unit is Up/c").get_by_text("mg/mg").click()
    expect(table.get_by_text("not decided")).to_have_count(0, timeout=SLOW)
    page.get_by_role("button", name="Read the workbook").click()
    expect(page.get_by_text("Read 2 children, 8 Up/c and 8 albumin")).to_be_visible(timeout=SLOW)

    with page.expect_download() as download:
        page.get_by_role("button", name="Download import settings").click()
    recipe = Path(download.value.path()).read_bytes()
    assert b'means = "Labs.upcr"' in recipe

    page.get_by_test_id("stSidebar").get_by_role("link", name="Child").click()
    expect(page.get_by_role("heading", name="Clinical course of one child")).to_be_visible(
        timeout=SLOW
    )

    page.goto(dashboard_url)
    page.get_by_text("Reuse saved import settings").click()
    upload(page, "strange.toml", recipe)
    expect(page.get_by_text("The next workbook will be read with these settings")).to_be_visible(
        timeout=SLOW
    )
    upload(page, "second.xlsx", strange(3))
    expect(page.get_by_text("Read 3 children, 12 Up/c and 12 albumin")).to_be_visible(timeout=SLOW)
