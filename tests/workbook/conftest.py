"""A good small workbook, with cells spoilt as a test wants it."""

import datetime
import io
from collections.abc import Callable, Mapping

import pytest
from openpyxl import Workbook

from srns.workbook.read_workbook import Reading, read_workbook

DAY = datetime.date
GOOD: Mapping[str, list[list[object]]] = {
    "Patients": [
        [
            "patient",
            "sex",
            "age at diagnosis (years)",
            "last follow-up date",
            "histology",
            "recorded response",
            "recorded time to remission (months)",
            "index date",
        ],
        [1, "M", 4.5, DAY(2010, 1, 1), "MCD/IgM", "CR", 6.5, None],
        [2, "girl", 3, DAY(2010, 1, 1), "FSGS", "NR", "during treatment", None],
    ],
    "Labs": [
        ["patient", "date", "Up/c (mg/mg)", "albumin (g/dL)", "creatinine (mg/dL)"],
        [1, DAY(2005, 1, 10), 2.5, 2.1, 0.4],
        [1, DAY(2005, 3, 10), 0.15, 3.6, 0.5],
        [2, DAY(2005, 2, 10), 3.5, 1.9, 0.4],
    ],
    "Infusions": [
        ["patient", "date", "cyclophosphamide (mg/m2)"],
        [1, DAY(2005, 1, 1), 500],
        [2, DAY(2005, 2, 1), 500],
    ],
    "Treatments": [
        ["patient", "drug", "start date", "stop date", "purpose"],
        [1, "Myfortic", DAY(2005, 8, 1), None, "maintenance"],
    ],
    "Events": [["patient", "date", "event"], [2, DAY(2006, 1, 1), "ESRD"]],
}


def build(
    edit: Mapping[str, object] | None = None,
    *,
    without: tuple[str, ...] = (),
    change: Callable[[Workbook], object] | None = None,
) -> bytes:
    """Make the good workbook with cells spoilt."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in GOOD.items():
        if name not in without:
            page = book.create_sheet(name)
            for row in rows:
                page.append(row)
    for place, value in (edit or {}).items():
        sheet, _, cell = place.partition("!")
        if sheet not in book.sheetnames:
            book.create_sheet(sheet)
        book[sheet][cell] = value
        if not isinstance(value, datetime.date):
            book[sheet][cell].number_format = "General"
    if change:
        change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def workbook() -> Callable[..., bytes]:
    """Give the bytes of the good workbook, spoilt."""
    return build


@pytest.fixture
def read() -> Callable[..., Reading]:
    """Read the good workbook, spoilt."""
    return lambda edit=None, **how: read_workbook(build(edit, **how))
