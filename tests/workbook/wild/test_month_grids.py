"""A home diary as a calendar: months below each other, the days of the month across."""

import datetime

import pytest

from srns.workbook.files.cells import WorkbookCells
from tests.workbook.wild.layouts import assert_accounted, kinds_of_questions
from tests.workbook.wild.reading import book, read, results

FIRST = "first urine result"
READINGS = {(1, 3): "+++", (1, 31): "tr", (2, 7): "neg", (2, 28): "+"}
TITLE = "Bandelettes urinaires de Léa - année 2021"


def calendar(
    *labels: object, title: str = TITLE, more: dict[tuple[int, int], str] | None = None, tab="Léa"
) -> WorkbookCells:
    filled = READINGS | (more or {})
    rows = [
        [label, *(filled.get((number, day)) for day in range(1, 32))]
        for number, label in enumerate(labels, 1)
    ]
    legend = ["tr = traces, + = 0,3 g/L, ++ = 1 g/L"]
    return book({tab: [[title], [], ["Mois", *range(1, 32)], *rows, [], legend]})


@pytest.mark.parametrize(
    "labels",
    [("janv.", "févr."), ("Jan 2021", "Feb 2021"), (1, 2), ("01/2021", "02/2021"),
     ("1月", "2月"), (datetime.date(2021, 1, 1), datetime.date(2021, 2, 1))],
)  # fmt: skip
def test_each_filled_cell_is_a_strip_of_its_day(labels):
    opened = calendar(*labels)
    reading = read(opened, child="the name of the sheet", day_zero=FIRST)

    assert kinds_of_questions(opened) == ["child"]
    strips = [(day, grade) for day, grade, _, _ in results(reading, "dipstick")]
    assert strips == [(0, 4), (28, 1), (35, 0), (56, 2)]
    assert set(reading.cohort.labs["cell"]) == {"Léa!D4", "Léa!AF4", "Léa!H5", "Léa!AC5"}
    assert reading.errors == ()
    assert_accounted(opened, reading)


def test_the_days_may_stand_below_each_other():
    across = [["Day", "Jan", "Feb"], *([n, READINGS.get((1, n)), READINGS.get((2, n))]
                                      for n in range(1, 32))]  # fmt: skip
    opened = book({"Ann": [["Dipsticks of Ann, 2021"], *across]})
    reading = read(opened, child="the name of the sheet", day_zero=FIRST)

    assert [day for day, *_ in results(reading, "dipstick")] == [0, 28, 35, 56]
    assert_accounted(opened, reading)


def test_the_second_of_two_years_begins_where_the_months_do_again():
    opened = calendar("Dec", "Jan", title="Dipsticks 2020/2021")
    reading = read(opened, child="the name of the sheet", day_zero=FIRST)
    assert [day for day, *_ in results(reading, "dipstick")] == [0, 28, 35, 56]


def test_a_day_that_the_month_does_not_have_is_an_error():
    opened = calendar("janv.", "févr.", more={(2, 30): "++"})
    reading = read(opened, child="the name of the sheet", day_zero=FIRST)
    assert [one.place for one in reading.errors] == ["Léa!A5"]


@pytest.mark.parametrize("labels", [("janv.", "févr."), ("Dec", "Jan")])
def test_without_its_year_a_calendar_is_none(labels):
    opened = calendar(*labels, title="Bandelettes de Léa")
    assert read(opened, child="the name of the sheet", day_zero=FIRST).cohort is None


def test_children_beside_numbered_columns_are_no_months():
    rows = [[f"Pt {n}", *([0.5] * 31)] for n in (1, 2)]
    opened = book({"Data": [["Up/c (mg/mg) 2021"], ["Patient", *range(1, 32)], *rows]})
    assert "month" not in " ".join(kinds_of_questions(opened))
    assert read(opened).cohort is None or set(read(opened).cohort.labs["patient"]) <= {
        "Pt 1", "Pt 2"}  # fmt: skip
