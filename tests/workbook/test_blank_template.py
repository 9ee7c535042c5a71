"""The blank workbook reads clean, and helps while it is filled."""

import io

import openpyxl

from srns.cohort.dictionary import SHEETS, TEMPLATE_VERSION
from srns.workbook.blank_template import write_template
from srns.workbook.read_workbook import read_workbook


def blank() -> bytes:
    stream = io.BytesIO()
    write_template(stream)
    return stream.getvalue()


def test_the_untouched_template_holds_only_the_example():
    reading = read_workbook(blank())

    assert [problem.message for problem in reading.problems] == [
        "Patients!A2: found only the template's example; expected your patients. "
        "Type them under the example, which is never read."
    ]
    assert reading.template_version == TEMPLATE_VERSION
    assert len(reading.cohort.patients) == 0


def test_the_template_has_drop_downs_for_every_vocabulary():
    book = openpyxl.load_workbook(io.BytesIO(blank()))

    for sheet in SHEETS:
        wanted = sum(1 for column in sheet.columns if column.kind in ("term", "drug"))
        assert len(book[sheet.name].data_validations.dataValidation) == wanted
        assert [cell.value for cell in book[sheet.name][1]] == [c.header for c in sheet.columns]
