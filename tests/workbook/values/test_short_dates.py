"""Dates whose month is a word and whose year has two digits, as Excel writes them into text."""

import pytest

from srns.workbook.values.dates import find_orders, read_fixed_date, read_wide, show_date


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("04-Mar-19", "day first", "2019-03-04"),
        ("4 Mar 19", "day first", "2019-03-04"),
        ("31-Aug-19", "day first", "2019-08-31"),
        ("4.März.19", "day first", "2019-03-04"),
        ("04/mars/19", "day first", "2019-03-04"),
        ("4-Mar-'19", "day first", "2019-03-04"),
        ("04-Mar-19 13:31", "day first", "2019-03-04"),
        ("Mar 4, 19", "month first", "2019-03-04"),
        ("Mar-04-19", "month first", "2019-03-04"),
        ("04-Mar-40", "day first", "2040-03-04"),
    ],
)
def test_a_short_year_needs_the_order_of_its_column(text, order, day):
    assert read_fixed_date(text) is None, "a year of two digits is never guessed"
    assert find_orders(text) == (order,)
    assert show_date(read_wide(text, order)) == day


@pytest.mark.parametrize(
    "text", ["31-Feb-19", "04-Mar-41", "04-Mgr-19", "4 mg 19", "Tac 1 10", "04-Ma-19", "40 Mar 19"]
)
def test_what_is_no_such_date(text):
    assert find_orders(text) == ()
