"""Button "Export report": closed it draws nothing; the file has the chosen parts."""

from pathlib import Path

from docx import Document
from playwright.sync_api import Page, expect


def test_a_report_is_made_with_the_chosen_parts_and_downloaded(
    dashboard_url: str, page: Page, tmp_path: Path
):
    page.goto(f"{dashboard_url}/histology?cohort=paper&histology=FSGS")
    button = page.locator(".st-key-export_report button").first
    expect(page.get_by_text("of 8 children").first).to_be_visible(timeout=60_000)
    expect(button).to_be_visible()
    assert page.get_by_text("STROBE checklist").count() == 0

    button.click()
    expect(page.get_by_text("STROBE checklist")).to_be_visible()
    for title in ("Figures of the cohort", "Timelines of the children"):
        page.get_by_text(title, exact=True).click()
    page.get_by_role("button", name="Make report").click()
    made = page.get_by_role("button", name="Download report.docx")
    expect(made).to_be_visible(timeout=90_000)
    with page.expect_download() as waiting:
        made.click()
    target = tmp_path / "report.docx"
    waiting.value.save_as(target)

    document = Document(str(target))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "2 children were studied." in text
    assert "Filters: histology FSGS: 2 of 8 children." in text
    assert "Figures of the cohort" not in text
