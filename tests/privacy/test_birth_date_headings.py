"""The search for private data knows birth dates by their headings, in linear time."""

import time

import pytest

from srns.privacy.find_identifiers import find_private
from srns.workbook.files.open_workbook import open_workbook

HEADINGS = [
    *("DofB", "D.O.B", "birthdate", "Geb.-Datum", "Geburtsdatum", "Fecha nac.", "data nascita"),
    *("Date de naissance", "Doğum tarihi", "出生日期", "生年月日", "janm tithi"),
]


@pytest.mark.parametrize("heading", HEADINGS)
def test_birth_dates_are_found(heading):
    content = f"patient,{heading},day,Up/c (mg/mg)\nK1,2010-03-04,0,6.1\nK2,2011-03-04,0,6.1\n"

    assert [one.kind for one in find_private(open_workbook(content.encode(), "x.csv"))] == [
        "birth date"
    ]


@pytest.mark.parametrize("make", ["C{:05}", "{}", "Patient {}", "ab-{}/x", "K {} b"])
def test_twenty_thousand_ids_take_two_seconds(make):
    rows = "".join(f"{make.format(n)},{n % 30},0.5\n" for n in range(20_000))
    opened = open_workbook(f"patient,day,Up/c (mg/mg)\n{rows}".encode(), "x.csv")
    start = time.process_time()

    find_private(opened)

    assert time.process_time() - start < 2
