"""Columns for the start and the end of a drug, with words in place of days and behind them."""

import pytest

from tests.workbook.wild.layouts import DAY
from tests.workbook.wild.reading import book, meanings, read

START, STOP = DAY(2018, 1, 10), DAY(2019, 1, 1)


def courses(start, stop, headings=("Tac start", "Tac stop")):
    opened = book({
        "Cases": [["patient", "index date", *headings],
                  ["K0", START, START, STOP], ["K1", START, start, stop]],
        "Labs": [["patient", "date", "Up/c (mg/mg)"], *([one, START, 3] for one in ("K0", "K1"))],
    })  # fmt: skip
    assert meanings(opened)[headings[0]] == "Treatments.start_date"
    assert meanings(opened)[headings[1]] == "Treatments.stop_date"
    reading = read(opened, days_of_a_drug="yes")
    assert reading.cohort is not None
    table = reading.cohort.treatments
    return reading, table[table["patient"] == "K1"]


@pytest.mark.parametrize("never", ["never", "no", "nil", "not given", "-", ""])
def test_a_drug_that_was_never_given_is_no_course(never):
    reading, found = courses(never, "-")

    assert found.empty
    assert reading.errors == ()


@pytest.mark.parametrize("on", ["continuing", "ongoing", "still on", "laufend", "en cours"])
def test_a_drug_that_goes_on_has_no_last_day(on):
    reading, found = courses(DAY(2018, 2, 1), on)

    assert found["start_day"].tolist() == [22]
    assert found["stop_day"].isna().all()
    assert reading.errors == ()


def test_a_remark_behind_a_day_leaves_the_day():
    _, found = courses(DAY(2018, 2, 1), "2018-08-01 (nephrotoxicity)")

    assert found[["start_day", "stop_day"]].values.tolist() == [[22, 203]]


def test_a_month_with_a_remark_is_that_month():
    reading, _ = courses(DAY(2018, 2, 1), "Jan 2019 (nephrotoxicity)")

    assert [one.cell for one in reading.problems if "known only as January 2019" in one.found]
    assert reading.errors == ()


def test_from_and_to_are_start_and_end():
    _, found = courses(DAY(2018, 2, 1), DAY(2018, 8, 1), ("Tac from", "Tac to"))

    assert found[["start_day", "stop_day"]].values.tolist() == [[22, 203]]
