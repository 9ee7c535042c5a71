"""A date with a word beside it in the column of the last follow-up, such as "died 05.05.2021"."""

import pytest

from srns.workbook.values.dated_events import read_dated_event
from tests.workbook.wild.layouts import assert_accounted, kinds_of_questions
from tests.workbook.wild.reading import book, read

FIRST = "first urine result"


def kids(cell: object, heading: str = "last seen"):
    """Return a workbook of two children, of whom the first has this cell."""
    labs = [["patient", "date", "Up/c (mg/mg)"], ["K1", "2021-01-01", 1], ["K2", "2021-01-01", 1]]
    return book({"Kids": [["patient", heading], ["K1", cell], ["K2", "2022-01-01"]], "Labs": labs})


@pytest.mark.parametrize(
    ("cell", "event", "day"),
    [
        pytest.param("died 05.05.2021", "death", 124, id="dotted, the same in both orders"),
        pytest.param("died 2021-05-05", "death", 124, id="ISO"),
        pytest.param("25.05.2021 (died)", "death", 144, id="behind, in brackets"),
        pytest.param("† 25.05.2021", "death", 144, id="a cross"),
        pytest.param("25.05.2021 †", "death", 144, id="a cross behind"),
        pytest.param("verstorben am 25.05.2021", "death", 144, id="German"),
        pytest.param("décédé 25/05/2021", "death", 144, id="French"),
        pytest.param("falleció 25/05/2021", "death", 144, id="Spanish"),
        pytest.param("faleceu 25/05/2021", "death", 144, id="Portuguese"),
        pytest.param("death: 25 May 2021", "death", 144, id="a month in words"),
        pytest.param("transplant 25.05.2021", "transplant", 144, id="a transplant"),
        pytest.param("lost to follow-up 25.05.2021", "", 144, id="lost to follow-up"),
        pytest.param("alive, 25.05.2021", "", 144, id="alive"),
    ],
)
def test_the_word_is_an_event_and_the_date_is_read(cell, event, day):
    opened = kids(cell)

    assert kinds_of_questions(opened) == []
    reading = read(opened, day_zero=FIRST)
    assert reading.errors == ()
    events = reading.cohort.events
    assert [*zip(events["event"], events["day"], strict=True)] == ([(event, day)] if event else [])
    assert reading.cohort.patients["last_follow_up_day"].tolist() == [day, 365]
    assert any("It is read as" in one.remedy for one in reading.problems)
    assert_accounted(opened, reading)


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("dialysis 25.05.2021", id="dialysis may have been acute"),
        pytest.param("died", id="no date"),
        pytest.param("moved 25.05.2021", id="a word that is not understood"),
        pytest.param("not died 25.05.2021", id="a word that denies it"),
        pytest.param("died? 25.05.2021", id="in doubt"),
        pytest.param("mother died 25.05.2021", id="somebody else"),
        pytest.param("died 25.05.2021 or 26.05.2021", id="two dates"),
    ],
)
def test_what_is_not_understood_is_an_error_of_its_cell(cell):
    reading = read(kids(cell), day_zero=FIRST)

    assert [one.place for one in reading.errors] == ["Kids!B2"]
    assert reading.cohort.events.empty


def test_a_month_is_kept_as_an_interval():
    cohort = read(kids("died 05/2021"), day_zero=FIRST).cohort

    assert cohort.events["event"].tolist() == ["death"]
    assert cohort.events["day_earliest"].tolist() == [120]
    assert cohort.events["day_latest"].tolist() == [150]


def test_an_order_that_is_open_is_asked():
    assert kinds_of_questions(kids("died 05.06.2021")) == ["date order"]


@pytest.mark.parametrize("cell", ["25.05.2021", "2021-05-25", "", 44341, "see notes"])
def test_a_plain_cell_is_no_event(cell):
    assert read_dated_event(cell) is None
