"""A row for each child and test, a column for each day: every number is of its own test."""

import pytest

from tests.workbook.wild.layouts import DAY, assert_accounted
from tests.workbook.wild.reading import book, proposed, read, results

FIRST = "first urine result"
DAYS = [DAY(2018, 1, 1), DAY(2018, 2, 1), DAY(2018, 3, 1)]
ROWS = [
    ["AK", "UPCR (mg/mg)", 3.2, 1.9, 0.5],
    ["AK", "Alb (g/dL)", 1.9, "", "<3"],
    ["AK", "Hb", 11, 12, 11],
    ["BM", "UPCR (mg/mg)", 6, 5, 4.4],
    ["BM", "Alb (g/dL)", 1.1, 1.2, 1.5],
]
UPCR = [(0, 3.2, "", "mg/mg"), (31, 1.9, "", "mg/mg"), (59, 0.5, "", "mg/mg"),
        (0, 6, "", "mg/mg"), (31, 5, "", "mg/mg"), (59, 4.4, "", "mg/mg")]  # fmt: skip
ALBUMIN = [(0, 1.9, "", "g/dL"), (59, 3, "<", "g/dL"),
           (0, 1.1, "", "g/dL"), (31, 1.2, "", "g/dL"), (59, 1.5, "", "g/dL")]  # fmt: skip


def with_units(rows):
    parted = ([child, *test.strip(")").split(" ("), *rest] for child, test, *rest in rows)
    return [row if len(row) == 6 else [*row[:2], "", *row[2:]] for row in parted]


TABLES = [
    pytest.param([["Child", "Test", *DAYS], *ROWS], id="real dates"),
    pytest.param([["Child", "Test", "2018-01-01", "2018-02-01", "2018-03-01"], *ROWS], id="text"),
    pytest.param([["Pat.", "Parameter", *DAYS], *ROWS], id="other headings"),
    pytest.param([["Pat.", "", *DAYS], *ROWS], id="no heading"),
    pytest.param([["Child", "Test", "Unit", *DAYS], *with_units(ROWS)], id="units beside"),
]


@pytest.mark.parametrize("rows", TABLES)
def test_each_number_is_of_its_child_its_test_and_its_day(rows):
    opened = book({"Data": rows})
    reading = read(opened, day_zero=FIRST)

    assert proposed(opened).questions == ()
    assert results(reading, "upcr") == UPCR
    assert results(reading, "albumin") == ALBUMIN
    assert reading.errors == ()
    assert_accounted(opened, reading)


def test_visits_across_are_read_as_well():
    opened = book({"Data": [["Child", "Test", "baseline", "month 3", "month 6"], *ROWS]})
    reading = read(opened, day_zero=FIRST, visits="yes")

    assert [one[0] for one in results(reading, "upcr")] == [0, 91, 183] * 2
    assert len(results(reading, "albumin")) == 5


def test_a_blank_child_is_the_child_above_where_a_person_says_so():
    rows = [[*row] for row in ROWS]
    for number in (1, 2, 4):
        rows[number][0] = ""
    reading = read(
        book({"Data": [["Child", "Test", *DAYS], *rows]}),
        day_zero=FIRST,
        blank_identity="the child above",
    )

    assert results(reading, "albumin") == ALBUMIN


def test_what_belongs_to_no_day_is_no_result():
    rows = [[child, test, "3.5-5", *rest] for child, test, *rest in ROWS]
    opened = book({"Data": [["Child", "Test", "Normal range", *DAYS], *rows]})
    reading = read(opened, day_zero=FIRST)

    assert results(reading, "upcr") == UPCR
    assert_accounted(opened, reading)
