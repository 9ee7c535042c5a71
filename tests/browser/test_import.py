"""From an upload to a timeline with the mouse alone, in at most eight actions a workbook.

An action is a file chosen, or one click: nothing is typed.
"""

import datetime
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

MOST_ACTIONS = 8
SLOW = 60_000
HERE = Path(__file__).parent
UPCR = (6.2, 2.5, 0.15, 0.1, 0.12)


@dataclass
class Mouse:
    """A visitor who only chooses files and clicks; every action is counted."""

    page: Page
    actions: list[str] = field(default_factory=list)

    def upload(self, *files: tuple[str, bytes]) -> None:
        self.actions.append("upload")
        self.page.locator(".st-key-workbook input[type=file]").set_input_files(
            [{"name": name, "mimeType": "", "buffer": content} for name, content in files]
        )

    def answer(self, question: str, option: str) -> None:
        self.actions.append(f"{question}: {option}")
        group = self.page.get_by_role("radiogroup", name=question)
        group.get_by_text(option, exact=True).click()
        expect(group.get_by_role("radio", name=option, exact=True)).to_be_checked()

    def press(self, name: str) -> None:
        self.actions.append(name)
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        self.actions.append(name)
        self.page.get_by_role("link", name=name).click()


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def sheets(**rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, each in rows.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in each:
            sheet.append(row)
    return saved(book)


def days(start: datetime.date) -> list[datetime.date]:
    return [start + datetime.timedelta(days=45 * number) for number in range(len(UPCR))]


def laboratory_list() -> bytes:
    """Return one test a row, with tests that nobody needs, beside a sheet of the children."""
    rows: list[list[object]] = [["Study ID", "Date", "Test", "Result", "Flag", "Unit"]]
    children: list[list[object]] = [["Study ID", "Gender", "Kidney biopsy"]]
    for child, start in (("8801", datetime.date(2019, 3, 4)), ("8802", datetime.date(2020, 7, 1))):
        children.append([child, "F", "FSGS"])
        for day, value in zip(days(start), UPCR, strict=True):
            when = f"{day:%d/%m/%Y} 08:15"
            rows.append([child, when, "Urine protein/creatinine ratio", value, "", "mg/mg"])
            rows.append([child, when, "Albumin, serum", 4.0 - value / 4, "L", "g/dL"])
            rows.append([child, when, "Potassium", 4.1, "", "mmol/L"])
    return sheets(Export=rows, Children=children)


def german() -> bytes:
    """Return German headings, decimal commas and dates as text; the unit stands nowhere."""
    patients: list[list[object]] = [["Pat.-Nr.", "Geschlecht", "Histologie", "1. Infusion"]]
    results: list[list[object]] = [
        ["Pat.-Nr.", "Datum", "Protein/Kreatinin im Urin", "Serumalbumin (g/l)"]
    ]
    for child, start in (("A1", datetime.date(2018, 3, 5)), ("A2", datetime.date(2019, 5, 20))):
        patients.append([child, "w", "Minimal-Change", f"{start:%d.%m.%Y}"])
        for day, value in zip(days(start), UPCR, strict=True):
            typed = [f"{value}".replace(".", ","), f"{40 - 4 * value:.1f}".replace(".", ",")]
            results.append([child, f"{day:%d.%m.%Y}", *typed])
    return sheets(Patienten=patients, Laborwerte=results)


def clinic_list() -> bytes:
    """Return a row a child, visits beside each other, with words and commas among the numbers."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Cohort list"
    page.append(["Our children with i.v. CYC"])
    page.append(["neg = dipstick negative, ND = not done"])
    months = (1, 3, 6, 9)
    child = ["Study no.", "Sex", "Age (y)", "Biopsy", "1st CYC", "Maintenance", "Our impression"]
    visits = ["Before", "", ""] + [word for month in months for word in (f"{month} mo", "", "")]
    page.append(child + visits)
    page.append([""] * len(child) + ["Date", "UPCR", "Alb"] * (1 + len(months)))
    for number in range(1, 5):
        start = datetime.date(2016 + number, 3, 20 + number)
        row: list[object] = [f"C0{number}", "f", 4 + number, "MCNS", f"{start:%d.%m.%Y}"]
        row += ["Cellcept", "CR"]
        for visit, value in enumerate(UPCR):
            day = start + datetime.timedelta(days=91 * visit - 7)
            row += [f"{day:%d.%m.%Y}", value, 3.9 if visit > 1 else 1.9]
        page.append(row)
    for left in range(len(child) + 1, len(child) + len(visits) + 1, 3):
        page.merge_cells(start_row=3, end_row=3, start_column=left, end_column=left + 2)
    page["M5"] = "ND"
    return saved(book)


def read_laboratory_list(mouse: Mouse) -> None:
    mouse.upload(("export.xlsx", laboratory_list()))
    mouse.answer("Day 0", "first urine result (2 children)")
    mouse.press("Read the workbook from this day")


def read_german(mouse: Mouse) -> None:
    mouse.upload(("Kohorte.xlsx", german()))
    mouse.answer("In which unit is Up/c", "g/g")
    mouse.press("Read the workbook")


def read_clinic_list(mouse: Mouse) -> None:
    mouse.upload(("clinic list.xlsx", clinic_list()))
    mouse.answer("which column is 'Age (y)'", "age at first infusion")
    mouse.answer("In which unit is Up/c", "mg/mg")
    mouse.press("Read the workbook")


def read_clinic_workbook(mouse: Mouse) -> None:
    """Read a clinic's own workbook as it is: notes above, words and commas among the numbers."""
    mouse.upload(("clinic_wide.xlsx", (HERE / "clinic_wide.xlsx").read_bytes()))
    mouse.answer("which column is 'Age (y)'", "age at first infusion")
    mouse.press("Read the workbook")


WORKBOOKS: dict[str, tuple[Callable[[Mouse], None], str]] = {
    "a laboratory list": (
        read_laboratory_list,
        "Read 2 children, 10 Up/c and 10 albumin; left out: 10 potassium results",
    ),
    "a German workbook": (
        read_german,
        "Read 2 children, 10 Up/c and 10 albumin; nothing was left out",
    ),
    "a clinic's list of visits side by side": (
        read_clinic_list,
        "Read 4 children, 20 Up/c, 19 albumin and 4 drug courses; ",
    ),
    "a clinic's workbook with notes": (
        read_clinic_workbook,
        "Read 6 children, 48 Up/c, 49 albumin",
    ),
}


@pytest.mark.parametrize("kind", list(WORKBOOKS))
def test_from_an_upload_to_a_timeline_with_the_mouse_alone(
    kind: str, page: Page, dashboard_url: str
):
    read, sentence = WORKBOOKS[kind]
    mouse = Mouse(page)
    page.goto(dashboard_url)
    expect(page.get_by_text("Read 8 children")).to_be_visible(timeout=SLOW)

    read(mouse)
    expect(page.get_by_text(sentence)).to_be_visible(timeout=SLOW)
    mouse.follow("See each child's timeline")

    expect(page.get_by_role("heading", name="Clinical course of one child")).to_be_visible(
        timeout=SLOW
    )
    chart = page.get_by_test_id("stVegaLiteChart").first.locator("canvas, svg").first
    expect(chart).to_be_visible(timeout=SLOW)
    assert len(mouse.actions) <= MOST_ACTIONS, mouse.actions


def test_every_choice_above_a_column_has_a_name_and_takes_the_keyboard(
    page: Page, dashboard_url: str
):
    page.goto(dashboard_url)
    expect(page.get_by_text("Read 8 children")).to_be_visible(timeout=SLOW)
    Mouse(page).upload(("Kohorte.xlsx", german()))
    table = page.locator(".st-key-preview_table")
    expect(table.get_by_text("not decided").first).to_be_visible(timeout=SLOW)
    boxes = table.get_by_role("combobox")
    names = [box.get_attribute("aria-label") or "" for box in boxes.all()]
    assert len(names) == 4
    assert all(part in name for part, name in zip(
        ("Pat.-Nr.", "Datum", "Protein/Kreatinin", "Serumalbumin"), names, strict=True
    )), names  # fmt: skip
    boxes.nth(2).focus()
    expect(boxes.nth(2)).to_be_focused()
    page.keyboard.press("ArrowDown")
    choices = page.get_by_role("listbox")
    expect(choices).to_be_visible()
    expect(choices.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(choices).to_be_hidden()
