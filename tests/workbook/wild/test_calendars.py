"""Dates with times, in words and of other calendars: read, or refused with advice that works."""

import datetime
import re

import pytest

from tests.workbook.wild.reading import book, proposed, read, results

READ = {
    "with a time": ["24/12/2014 13:31", "25/12/2014 08:00", "03/01/2015 09:05"],
    "with seconds": ["24/12/2014 13:31:22", "25.12.2014 08:00:00", "3/1/2015 9:05:01"],
    "with AM and PM": ["12/24/2014 1:31 PM", "12/25/2014 8:00 AM", "1/3/2015 9:05 a.m."],
    "ISO with a zone": ["2014-12-24T13:31:00+01:00", "2014-12-25T08:00Z", "2015-01-03 09:05"],
    "German with a time": ["24.12.2014 13:31 Uhr", "25.12.2014 08:00", "3.1.2015 09:05"],
    "French": ["24 décembre 2014", "25 décembre 2014", "3 janvier 2015"],
    "Spanish": ["24 de diciembre de 2014", "25 de diciembre de 2014", "3 de enero de 2015"],
    "Portuguese": ["24 de dezembro de 2014", "25 de dezembro de 2014", "3 de janeiro de 2015"],
    "Italian": ["24 dicembre 2014", "25 dicembre 2014", "3 gennaio 2015"],
    "Turkish": ["24 Aralık 2014", "25 Aralık 2014", "3 Ocak 2015"],
    "Chinese": ["2014年12月24日", "2014年12月25日", "2015年1月3日"],
    "Japanese with a time": ["2014年12月24日 13:31", "2014年12月25日", "2015年1月3日 09:05"],
    "with a weekday": ["Wed 24 Dec 2014", "Thursday, 25 December 2014", "Sat 3 Jan 2015"],
    "as Excel writes them": ["24-Dec-14", "25-Dec-14", "03-Jan-15"],
    "month first in words": ["Dec 24, 2014", "December 25th, 2014", "Jan 3, 2015"],
    "digits alone": ["20141224", "20141225", "20150103"],
    "wide digits": ["２０１４-１２-２４", "２０１４-１２-２５", "２０１５-０１-０３"],
}


def table(dates):
    rows = [["study_id", "index date", "date", "Up/c (mg/mg)"]]
    return book({"Data": rows + [["K1", "2014-12-24", one, 3.1] for one in dates]})


@pytest.mark.parametrize("dates", READ.values(), ids=READ)
def test_they_are_read(dates):
    opened = table(dates)

    assert proposed(opened).questions == ()
    reading = read(opened)
    assert reading.errors == ()
    assert [day for day, *_ in results(reading, "upcr")] == [0, 1, 10]


ADVISED = {
    "Buddhist, day first": ("24/12/2557", "2014-12-24"),
    "Buddhist, ISO": ("2557-12-24", "2014-12-24"),
    "Buddhist in words": ("24 December 2557", "2014-12-24"),
    "Heisei": ("平成26年12月24日", "2014-12-24"),
    "Heisei, short": ("H26.12.24", "2014-12-24"),
    "Reiwa": ("令和1年12月24日", "2019-12-24"),
    "the first year of Reiwa": ("令和元年12月24日", "2019-12-24"),
    "Showa": ("昭和63/12/24", "1988-12-24"),
    "Minguo": ("民國103年12月24日", "2014-12-24"),
}


@pytest.mark.parametrize(("typed", "meant"), ADVISED.values(), ids=ADVISED)
def test_another_calendar_is_refused_with_advice_that_is_then_accepted(typed, meant):
    (error,) = (one for one in read(table([typed, "2015-01-03"])).errors if one.cell)

    assert error.cell == "C2"
    advised = re.search(r"type (\d{4}-\d\d-\d\d)\.", error.remedy)
    assert advised
    assert advised[1] == meant
    assert read(table([advised[1], "2015-01-03"])).errors == ()


@pytest.mark.parametrize("typed", ["1436-05-14", "1393/12/14", "14/05/1436", "29 March 1394"])
def test_years_of_the_persian_and_islamic_calendars_are_named(typed):
    (error,) = (one for one in read(table([typed, "2015-01-03"])).errors if one.cell)

    assert "Persian or the Islamic calendar" in error.remedy


@pytest.mark.parametrize("typed", ["05-Mar-85", "5 March", "32/01/2015", "99991231", "24:00"])
def test_what_is_no_one_day_is_refused(typed):
    assert [one.cell for one in read(table([typed, "2015-01-03"])).errors if one.cell] == ["C2"]


WHOLE = {
    "eras of Japan": ["H31.4.1", "R1.5.8", "令和元年7月3日"],
    "of Buddha, day first": ["01/04/2562", "08/05/2562", "03/07/2562", "25/07/2562"],
    "of Buddha, ISO": ["2562-04-01", "2562-05-08", "2562-07-03"],
    "of Buddha, as dates": [datetime.date(2562, *one) for one in ((4, 1), (5, 8), (7, 3))],
}


@pytest.mark.parametrize("dates", WHOLE.values(), ids=WHOLE)
def test_a_column_of_another_calendar_is_converted_as_a_person_says(dates):
    rows = [["患者", "採尿日", "Up/c (mg/mg)"], *(["K1", one, 3.1] for one in dates)]
    opened = book({"Data": rows})

    (asked,) = proposed(opened).questions
    assert asked.id.startswith("calendar: ")
    assert "2019-04-01" in asked.asks
    reading = read(opened, calendar="yes: convert them", day_zero="first urine result")
    assert reading.errors == ()
    assert [day for day, *_ in results(reading, "upcr")][:3] == [0, 37, 93]


def test_a_column_of_another_calendar_may_be_left_out():
    rows = [
        ["患者", "採尿日", "Up/c (mg/mg)"],
        *(["K1", one, 3.1] for one in WHOLE["eras of Japan"]),
    ]
    assert read(book({"Data": rows}), calendar="leave it out").cohort is None
