"""The blank workbook reads clean, and helps while it is filled."""

import io

import openpyxl
import pytest

from srns.cohort.dictionary import SHEETS, TEMPLATE_VERSION
from srns.workbook.blank_template import KINDS, write_template
from srns.workbook.read_workbook import read_workbook


def blank(kind: str = "infusions") -> bytes:
    stream = io.BytesIO()
    write_template(stream, kind)
    return stream.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_the_untouched_template_holds_only_the_example(kind):
    reading = read_workbook(blank(kind))

    assert [problem.message for problem in reading.problems] == [
        "Patients!A2: found only the template's example; expected your patients. "
        "Type them under the example, which is never read."
    ]
    assert reading.template_version == TEMPLATE_VERSION
    assert len(reading.cohort.patients) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_the_template_has_drop_downs_for_every_vocabulary(kind):
    book = openpyxl.load_workbook(io.BytesIO(blank(kind)))

    assert tuple(book.sheetnames) == (*KINDS[kind].sheets, "Definitions", "Lists")
    for sheet in SHEETS:
        if sheet.name not in KINDS[kind].sheets:
            continue
        columns = [c for c in sheet.columns if f"{sheet.name}.{c.id}" not in KINDS[kind].left_out]
        wanted = sum(column.kind in ("term", "drug", "dipstick") for column in columns)
        assert len(book[sheet.name].data_validations.dataValidation) == wanted
        assert [cell.value for cell in book[sheet.name][1]] == [c.header for c in columns]


@pytest.mark.parametrize("kind", KINDS)
def test_the_definitions_describe_every_column_that_is_read(kind):
    page = openpyxl.load_workbook(io.BytesIO(blank(kind)))["Definitions"]

    listed = {(sheet, column) for sheet, column, *_ in page.iter_rows(min_row=3, values_only=True)}
    assert listed == {(s.name, c.header) for s in SHEETS for c in s.columns}


def test_the_template_of_the_papers_shape_asks_for_what_it_always_asked_for():
    headers = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(blank()))["Labs"][1]]

    assert headers == [
        "patient", "date", "day (days)", "Up/c (mg/mg)", "albumin (g/dL)", "creatinine (mg/dL)",
        "height (cm)", "weight (kg)", "dipstick", "source", "note",
    ]  # fmt: skip
