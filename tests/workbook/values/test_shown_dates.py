"""Excel makes a full date of a typed 'Jun 15': a day or a year that nobody recorded."""

import datetime
import io
import re
import zipfile

import pytest

from srns.workbook.files.date_formats import (
    ShownDate,
    find_date_formats,
    read_format_codes,
    what_shows,
)
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.files.sandbox import parse_in_subprocess
from srns.workbook.read_workbook import Reading, read_workbook
from tests.workbook.conftest import build

DAY = datetime.date
KEPT = (
    "expected one day, such as 2005-06-17. Type the day if it is in the notes. It is kept as this "
    "interval, and what depends on the day within it is answered 'cannot tell'."
)


def shown(cells: dict[str, tuple[datetime.date, str]], **how) -> Reading:
    """Read the good workbook with dates that show themselves by a number format."""

    def change(book) -> None:
        for place, (day, code) in cells.items():
            sheet, _, cell = place.partition("!")
            book[sheet][cell] = day
            book[sheet][cell].number_format = code

    return read_workbook(build(change=change), **how)


def messages(reading: Reading) -> list[str]:
    return [problem.message for problem in reading.problems]


@pytest.mark.parametrize(
    ("code", "shows"),
    [
        pytest.param("mmm-yy", "month", id="what Excel makes of 'Jun 15'"),
        pytest.param("mm/yyyy", "month", id="month and year in digits"),
        pytest.param("[$-407]mmmm\\ yyyy;@", "month", id="a language, and a second part"),
        pytest.param('yyyy"年"m"月"', "month", id="words in quotes"),
        pytest.param('mmm "of year and day" yy', "month", id="letters in quotes are none"),
        pytest.param("yyyy", "year", id="the year"),
        pytest.param("d-mmm", "no year", id="what Excel makes of '15 Jun'"),
        pytest.param("mmmm", "no year", id="the month alone"),
        pytest.param("yyyy-mm-dd", None, id="all of it"),
        pytest.param("DD.MM.YY", None, id="all of it, in capitals"),
        pytest.param("m/d/yy h:mm", None, id="with a time"),
        pytest.param("mm:ss", None, id="a time: minutes are no months"),
        pytest.param("[$-411]ge.m.d", None, id="the year of an era"),
        pytest.param("General", None, id="no format"),
        pytest.param("0.00", None, id="a number"),
        pytest.param("@", None, id="a text"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_what_a_number_format_shows(code, shows):
    assert what_shows(code) == shows


def test_a_month_in_the_events_is_kept_as_an_interval():
    reading = shown({"Events!B2": (DAY(2006, 6, 1), "mmm-yy")})

    assert messages(reading) == [
        "Events!B2: found 2006-06-01, of which the cell shows only June 2006: a day between "
        "2006-06-01 and 2006-06-30; " + KEPT
    ]
    event = reading.cohort.events.iloc[0]
    assert event[["day_earliest", "day_latest", "day_typed"]].tolist() == [485, 514, "June 2006"]
    assert event.isna()["day"]


def test_a_year_in_the_last_follow_up_is_kept_as_an_interval():
    reading = shown({"Patients!D2": (DAY(2010, 1, 1), "yyyy")})

    child = reading.cohort.patients.iloc[0]
    assert child.isna()["last_follow_up_day"]
    assert child["last_follow_up_day_latest"] - child["last_follow_up_day_earliest"] == 364


def test_a_month_of_a_sample_is_refused():
    reading = shown({f"Labs!B{row}": (DAY(2005, row, 1), "mmm-yy") for row in (2, 3, 4)})

    assert reading.cohort is None
    assert len(reading.errors) == 3
    assert reading.errors[0].message == (
        "Labs!B2: found 2005-02-01, of which the cell shows only February 2005: a day between "
        "2005-02-01 and 2005-02-28; expected one day, such as 2005-06-17. The order of the days "
        "decides the verdict: type the day if it is in the notes; else clear the row, because no "
        "day is invented. If it was the first, let the cell show its day."
    )


def test_days_that_were_typed_and_are_not_shown_are_days():
    """A column that is made to show months: one that is no first tells that days were typed."""
    reading = shown(
        {
            "Labs!B2": (DAY(2005, 1, 10), "mmm-yy"),
            "Labs!B3": (DAY(2005, 3, 1), "mmm-yy"),
            "Labs!B4": (DAY(2005, 2, 10), "mmm-yy"),
        }
    )

    assert reading.cohort.labs["day"].tolist()[:3] == [9, 59, 9]
    assert messages(reading) == [
        "Labs!B3: found 2005-03-01, of which the cell shows only March 2005; expected a date whose "
        "day can be seen. Other cells of the column have other days, so it is used as it stands: "
        "look up whether it was the first."
    ]


def test_a_year_that_is_not_shown_is_asked_about():
    reading = shown({"Labs!B2": (DAY(2005, 1, 10), "d-mmm")})

    assert messages(reading) == [
        "Labs!B2: found 2005-01-10, of which the cell does not show the year; expected a date "
        "whose year can be seen. Excel takes the year in which it was typed: check the year; "
        "it is used as it stands."
    ]
    assert reading.cohort.labs["day"].iloc[0] == 9


def test_a_month_that_is_all_to_come_is_an_error():
    reading = shown({"Events!B2": (DAY(2031, 6, 1), "mmm-yy")}, today=DAY(2026, 1, 1))

    assert messages(reading) == [
        "Events!B2: found 2031-06-01; expected a date up to today, 2026-01-01. Correct the date."
    ]
    assert shown({"Events!B2": (DAY(2026, 1, 1), "mmm-yy")}, today=DAY(2026, 1, 1)).errors == ()


@pytest.mark.parametrize("spelling", ['<c s="{}" r="B2"', "<c r='B2' s='{}'"])
@pytest.mark.parametrize("parser", [None, parse_in_subprocess])
def test_it_is_found_however_the_cell_is_written(spelling, parser):
    content = build(change=lambda book: setattr(book["Events"]["B2"], "number_format", "mmm-yy"))
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            data = old.read(name).decode()
            if name == "xl/worksheets/sheet5.xml":
                data = re.sub(r'<c r="B2" s="(\d+)"', lambda m: spelling.format(m[1]), data)
            new.writestr(name, data)
    workbook = open_workbook(stream.getvalue(), parser=parser)

    events = next(sheet for sheet in workbook.sheets if sheet.name == "Events")
    assert isinstance(events.rows[1][1], ShownDate)
    assert events.rows[1][1] == DAY(2006, 1, 1)


@pytest.mark.parametrize(
    "styles",
    [
        b"",
        b"<styleSheet><cellXfs><xf",
        b"<styleSheet><cellXfs><xf numFmtId='x'/><xf/></cellXfs></styleSheet>",
        b"<styleSheet><numFmts><numFmt numFmtId='17'/></numFmts></styleSheet>",
    ],
)
def test_formats_that_make_no_sense_show_nothing(styles):
    assert find_date_formats(read_format_codes(styles)) == {}


def test_formats_of_styles_and_conditions_are_no_formats_of_cells():
    styles = (
        b"<x:styleSheet xmlns:x='urn:x'><x:numFmts><x:numFmt numFmtId='164' formatCode='yyyy'/>"
        b"</x:numFmts><x:cellStyleXfs><x:xf numFmtId='17'/></x:cellStyleXfs>"
        b"<x:cellXfs><x:xf numFmtId='0'/><x:xf numFmtId='164'/><x:xf numFmtId='16'/></x:cellXfs>"
        b"<x:dxfs><x:dxf><x:numFmt numFmtId='164' formatCode='General'/></x:dxf></x:dxfs>"
        b"</x:styleSheet>"
    )

    assert find_date_formats(read_format_codes(styles)) == {1: "year", 2: "no year"}


def test_every_other_date_is_as_it_was():
    plain = open_workbook(build())

    assert not any(
        isinstance(value, ShownDate)
        for sheet in plain.sheets
        for row in sheet.rows
        for value in row
    )
