"""Table downloads in each format, with the content of the page."""

import csv
from pathlib import Path

import openpyxl
from docx import Document
from playwright.sync_api import Page, expect

ALBUMIN = "<1.15 (<1.0–2.2); 4 of 8 below 1.0"


def download(page: Page, kind: str, folder: Path) -> Path:
    """Press the first button of a format and keep the file."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=kind, exact=True).first.click()
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target


def test_table_1_comes_as_word_excel_and_csv(dashboard_url: str, page: Page, tmp_path: Path):
    page.goto(f"{dashboard_url}/methods?cohort=paper")
    expect(page.get_by_text(ALBUMIN).first).to_be_visible(timeout=60_000)

    page.locator(".st-key-table1_table_menu button").first.click()
    document = Document(str(download(page, "Word", tmp_path)))
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert ALBUMIN in cells
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Definition: Haddad 2021, as written (version 1)." in text
    assert "simulated" in text

    sheet = openpyxl.load_workbook(download(page, "Excel", tmp_path)).worksheets[0]
    assert ALBUMIN in [cell.value for row in sheet.iter_rows() for cell in row]

    written = download(page, "CSV", tmp_path).read_text("utf-8-sig")
    assert ALBUMIN in [cell for row in csv.reader(written.splitlines()) for cell in row]
