"""Text dates whose order another column, table or sheet of the same file decides."""

import datetime

import pytest

from srns.workbook.files.cells import WorkbookCells
from srns.workbook.results.open_export import open_cohort
from tests.workbook.wild.layouts import kinds_of_questions
from tests.workbook.wild.reading import book, proposed, read, results

FIRST = "first urine result"


def labs(*dates: str, heading: str = "date") -> list[list[object]]:
    """Return samples of one child on these days."""
    return [["patient", heading, "Up/c (mg/mg)"], *(["K1", date, 6.1] for date in dates)]


def children(date: str, heading: str = "last follow-up date") -> list[list[object]]:
    """Return the sheet of one child with one date."""
    return [["patient", heading], ["K1", date]]


@pytest.mark.parametrize(
    ("decided", "open_", "order"),
    [
        pytest.param("25.03.2020", "03.04.2020", "day first", id="dots, the day first"),
        pytest.param("25/03/2020", "03/04/2020", "day first", id="slashes, the day first"),
        pytest.param("03/25/2020", "03/04/2020", "month first", id="slashes, the month first"),
        pytest.param("25-03-2020", "03-04-2020", "day first", id="hyphens"),
        pytest.param("25.3.20", "3.4.20", "day first", id="a year of two digits"),
        pytest.param("25.03.2020 10:15", "03.04.2020", "day first", id="with a time"),
        pytest.param("25.03.2020", "3.4.2020", "day first", id="without zeros"),
    ],
)
@pytest.mark.parametrize("open_in", ["Patients", "Labs"])
def test_the_order_is_that_of_the_other_sheet(decided, open_, order, open_in):
    there, here = (decided, open_) if open_in == "Patients" else (open_, decided)
    opened = book({"Kids": children(here if open_in == "Labs" else open_),
                   "Urine": labs(there)})  # fmt: skip

    assert kinds_of_questions(opened) == []
    settled = [
        column
        for table in proposed(opened).tables
        for column in table.columns
        if "another column" in column.why
    ]
    assert [one.order for one in settled] == [order]
    told = [
        one for one in read(opened, day_zero=FIRST).problems if "of another column" in one.remedy
    ]
    assert len(told) == 1
    assert f"They are read {order}" in told[0].remedy


@pytest.mark.parametrize(
    ("sheets", "asked"),
    [
        pytest.param(
            {"Kids": children("25.03.2020"), "Urine": labs("03/04/2020")},
            ["date order"], id="another separator decides nothing",
        ),
        pytest.param(
            {"Kids": children("25/03/2020"), "More": children("03/25/2020"),
             "Urine": labs("03/04/2020")},
            ["date order"], id="two that disagree",
        ),
        pytest.param(
            {"Kids": children("04/05/2020"), "Urine": labs("03/04/2020")},
            ["date order", "date order"], id="none decides",
        ),
        pytest.param(
            {"Kids": children("2020-03-25"), "Urine": labs("03/04/2020")},
            ["date order"], id="a date of one meaning decides nothing",
        ),
        pytest.param(
            {"Urine": [["patient", "date", "start of rituximab", "Up/c (mg/mg)"],
                       ["K1", "03/04/2020", "25/03/2020", 6.1]]},
            [], id="a column of the same table",
        ),
    ],
)  # fmt: skip
def test_it_is_asked_where_the_file_does_not_decide_it(sheets, asked):
    kinds = [kind for kind in kinds_of_questions(book(sheets)) if kind == "date order"]

    assert kinds == asked


def test_the_dates_are_read_as_the_other_column_decides():
    opened = book({"Kids": children("25/04/2020"), "Urine": labs("03/04/2020", "04/04/2020")})

    assert [day for day, *_ in results(read(opened, day_zero=FIRST), "upcr")] == [0, 1]


def test_another_file_decides_nothing():
    files = {
        "kids.csv": b"patient,last follow-up date\nK1,25/03/2020\n",
        "urine.csv": b"patient,date,Up/c (mg/mg)\nK1,03/04/2020,6.1\n",
    }
    opened = open_cohort(files.items(), count=2)

    assert isinstance(opened, tuple)
    assert isinstance(opened[1], WorkbookCells)
    assert kinds_of_questions(opened[1]) == ["date order"]


def listed(ours: str, *others: str) -> WorkbookCells:
    """Return a laboratory list with one Up/c, and dates of another test."""
    rows = [["patient", "date", "test", "result", "unit"], ["K1", ours, "UPCR", 6.1, "mg/mg"]]
    rows += [["K1", date, "Potassium", 4, "mmol/L"] for date in others]
    return book({"Kids": [["patient", "index date"], ["K1", datetime.date(2020, 1, 1)]],
                 "Export": rows})  # fmt: skip


@pytest.mark.parametrize(
    ("ours", "other", "day"),
    [
        pytest.param("03/04/2020", "25/04/2020", "2020-04-03", id="the day first"),
        pytest.param("03/04/2020", "04/25/2020", "2020-03-04", id="the month first"),
        pytest.param("03.04.2020", "25.04.2020", "2020-04-03", id="dots"),
        pytest.param("03/04/2020 08:15", "25/04/2020 09:00", "2020-04-03", id="with a time"),
        pytest.param("3/4/2020", "25/4/2020", "2020-04-03", id="without zeros"),
        pytest.param("05/05/2020", "04/25/2020", "2020-05-05", id="the same in both orders"),
    ],
)
def test_rows_of_other_tests_decide_the_order_of_a_list(ours, other, day):
    opened = listed(ours, other)
    reading = read(opened)

    assert kinds_of_questions(opened) == []
    days = datetime.date.fromisoformat(day) - datetime.date(2020, 1, 1)
    assert results(reading, "upcr") == [(days.days, 6.1, "", "mg/mg")]
    assert [one for one in reading.problems if "The whole column is read" in one.remedy]


@pytest.mark.parametrize("others", [(), ("04/05/2020",), ("25/04/2020", "04/25/2020"), ("n/a",)])
def test_a_list_whose_other_rows_decide_nothing_is_asked(others):
    assert "date order" in kinds_of_questions(listed("03/04/2020", *others))
