"""Time that counts from another event than day 0 dates nothing; time under "Date" is a visit."""

import pytest

from tests.workbook.wild.reading import book, proposed, read, results, table

ELSEWHERE = [
    *("3 months after last infusion", "6 mo post transplant", "6 months after diagnosis"),
    *("3 mo after 2nd pulse", "1 year before relapse", "3 months after stopping CYC"),
    *("3 Monate nach letzter Infusion", "3 meses después del diagnóstico", "M12 post-Tx"),
]
FROM_DAY_0 = {
    "3 months": 91, "3 months after first infusion": 91, "3 months after CYC": 91,
    "3 months after start of treatment": 91, "Monat 3": 91, "治疗后3个月": 91,
}  # fmt: skip


def wide(visit):
    heading = f"Up/c {visit} (mg/mg)"
    return book({"Data": [["patient", "sex", heading], ["K1", "f", 3], ["K2", "m", 1.2]]})


@pytest.mark.parametrize("visit", ELSEWHERE)
def test_a_column_at_a_time_after_another_event_is_asked_for_its_day(visit):
    opened = wide(visit)
    (asked,) = [one for one in proposed(opened).questions if one.id.startswith(("visit", "day"))]

    assert asked.open
    assert "leave it out" in asked.options
    (column,) = [one for t in proposed(opened).tables for one in t.columns if "Up/c" in one.heading]
    assert column.day is None


@pytest.mark.parametrize(("visit", "day"), FROM_DAY_0.items())
def test_a_column_at_a_time_after_day_0_is_dated(visit, day):
    opened = wide(visit)

    assert proposed(opened).questions == ()
    assert [one[0] for one in results(read(opened), "upcr")] == [day, day]


def test_the_day_that_a_person_gives_is_used():
    opened = wide("3 months after last infusion")
    reading = read(opened, visit="day 270")

    assert [one[0] for one in results(reading, "upcr")] == [270, 270]


def visits(heading, *cells):
    rows = [[child, cell, 2.5] for child in ("K1", "K2") for cell in cells]
    return book({"Data": [["patient", heading, "Up/c (mg/mg)"], *rows]})


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Zeitpunkt", ("d0", "d+14", "Wo 6", "Mo 3")),
        ("When", ("baseline", "day 14", "week 6", "3 months")),
        ("Date", ("J0", "J+14", "S 6 (semaine 6)", "M3")),
        ("Fecha", ("d0", "d14", "semana 6", "mes 3")),
    ],
)
def test_counted_time_under_the_heading_of_a_date_is_a_visit(heading, cells):
    opened = visits(heading, *cells)
    (question,) = proposed(opened).questions

    assert question.id.startswith("visits: ")
    found = results(read(opened, visits="yes"), "upcr")
    assert [one[0] for one in found] == [0, 14, 42, 91] * 2


def test_visits_after_another_event_are_asked_one_by_one():
    opened = visits("When", "before 1st pulse", "3 mo after 2nd pulse")
    asked = [one.asks for one in proposed(opened).questions]

    assert len(asked) == 2
    assert all("on which day after the first infusion" in one for one in asked)


@pytest.mark.parametrize(
    "cells", [("2019-01-03", "week 6"), ("H30.3.12", "H30.5.2"), ("Juni 2018", "Juli 2018")]
)
def test_dates_are_no_visits(cells):
    means = [one.means for t in proposed(visits("Datum", *cells)).tables for one in t.columns]

    assert "date" in means


def test_a_column_that_is_dated_itself_stays_so():
    opened = table("albumin (g/dL)", 3, 2)

    assert proposed(opened).questions == ()
