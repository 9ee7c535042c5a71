"""Bare numbers above columns of results are offered as days, and never lost."""

import pytest

from tests.workbook.wild.layouts import assert_accounted
from tests.workbook.wild.reading import book, proposed, read, results

NUMBERS = {
    "days": (0, 7, 14, 28),
    "a baseline before": (-7, 0, 7, 14),
    "not from 0": (7, 14, 21),
    "consecutive": (0, 1, 2, 3, 4),
    "as texts": ("0", "7", "14"),
    "long": (0, 30, 60, 90, 180, 365),
    "months": (0, 1, 3, 6, 12),
    "weeks": (0, 4, 8, 12, 26, 52),
    "three only": (0, 90, 180),
    "with a gap": (0, 2, 90),
}


def clinic(numbers, tab="UPCR (mg mg)", corner="study_id", title=()):
    """Return a table of one child whose columns are headed by bare numbers."""
    values = [5.0 - n / 2 for n in range(len(numbers))]
    return book({tab: [*title, [corner, *numbers], ["K1", *values]]})


@pytest.mark.parametrize("numbers", NUMBERS.values(), ids=NUMBERS)
def test_they_are_asked_and_read_as_days(numbers):
    opened = clinic(numbers, tab="UPCR")
    asked = [one for one in proposed(opened).questions if one.id.startswith("numbers across")]
    reading = read(opened, numbers_across="days from day 0", unit="mg/mg")

    assert len(asked) == 1
    assert [day for day, *_ in results(reading, "upcr")] == [int(one) for one in numbers]
    assert_accounted(opened, reading)


@pytest.mark.parametrize(("answer", "days"), [("weeks", [0, 28, 84]), ("months", [0, 122, 365])])
def test_as_weeks_and_months(answer, days):
    reading = read(clinic((0, 4, 12), tab="UPCR"), numbers_across=answer, unit="mg/mg")
    assert reading.cohort is None  # no option
    given = {"numbers_across": f"{answer} from day 0"}

    assert [day for day, *_ in results(read(clinic((0, 4, 12), tab="UPCR"), unit="mg/mg", **given),
                                       "upcr")] == days  # fmt: skip


def test_left_out_the_results_are_errors():
    reading = read(clinic((0, 7, 14), tab="UPCR"), numbers_across="leave it out", unit="mg/mg")

    assert reading.cohort is None
    assert any("which no row says the day" in one.found for one in reading.errors)


@pytest.mark.parametrize("title", ["UPCR (mg/mg)", "Up/c in mg/mg", "Urine protein/creatinine"])
def test_a_title_says_what_is_measured(title):
    opened = clinic((0, 7, 14), tab="Sheet1", title=([title], []))
    reading = read(opened, numbers_across="days from day 0", unit="mg/mg")

    assert [value for _, value, _, _ in results(reading, "upcr")] == [5.0, 4.5, 4.0]


@pytest.mark.parametrize("numbers", [(3, 2, 1), (5, 5, 7), (0, 7), (0.5, 1.5, 2.5)])
def test_other_numbers_are_no_days(numbers):
    opened = clinic(numbers, tab="UPCR")

    assert not [one for one in proposed(opened).questions if one.id.startswith("numbers across")]


def test_children_with_numbers_stay_children():
    rows = [["", 1, 2, 3], ["sex", "F", "M", "F"], ["Up/c month 6 (mg/mg)", 0.1, 3, 2]]
    reading = read(book({"Data": rows}), child="the cells without a heading")

    assert reading.cohort.patients["patient"].tolist() == ["1", "2", "3"]


@pytest.mark.parametrize("numbers", [(1, 2, 4, 5, 9), (3, 7, 12), (101, 102, 104), (0, 7, 14)])
@pytest.mark.parametrize("heading", ["id", "patient", "study_id", "Pat.-Nr.", "病历号"])
def test_children_numbered_down_a_column_are_no_days(heading, numbers):
    rows = [[heading, "sex", "albumin (g/L)", "day", "Up/c (mg/mg)"]]
    rows += [[number, "F", 30, 0, 0.3] for number in numbers]
    opened = book({"Data": rows})
    (table,) = proposed(opened).tables

    assert table.children_are == "rows"
    assert read(opened).cohort.patients["patient"].tolist() == [str(one) for one in numbers]
