"""Columns of a laboratory list by their cells, where no heading says what they hold."""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence

from srns.workbook.files.cells import is_blank
from srns.workbook.headings.heading import parse_heading
from srns.workbook.results.date_texts import split_time
from srns.workbook.results.named_tests import read_test_name
from srns.workbook.values.dates import find_orders, read_fixed_date
from srns.workbook.values.text import clean

_LOOK = 500
_MOST_BLANK = 0.3
_FEWEST_CODES = 2
_MOST_TESTS = 2000
_STAYS = ("admission id", "visit")
_VISITS = ("visit", "date of follow-up")
_COUNTS = " of the visit"
_NUMBER = re.compile(r"(?:id|no|nr|number)\.?$", re.IGNORECASE)
_NAME = "name"


def find_dates(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> tuple[str, ...]:
    """Return the headings of the columns that hold nothing but dates, in their order.

    Parameters
    ----------
    headings
        Of the columns in question; empty for any other.
    """
    return tuple(
        heading for heading, filled in _columns(headings, rows) if all(map(_is_date, filled))
    )


def find_visits(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> tuple[str, ...]:
    """Return the headings of the columns that name visits or count their time, in their order.

    Parameters
    ----------
    headings
        Of the columns in question; empty for any other.
    """
    named = [heading if _names_visits(heading) else "" for heading in headings]
    return tuple(
        heading for heading, filled in _columns(named, rows) if not any(map(_is_date, filled))
    )


def _columns(
    headings: Sequence[str], rows: Sequence[Sequence[object]]
) -> Iterator[tuple[str, list[object]]]:
    """Yield the columns in question that hold a value, each heading with its values."""
    for offset, heading in enumerate(headings):
        if heading and (filled := _filled(rows, offset)):
            yield heading, filled


def _names_visits(heading: str) -> bool:
    parsed = parse_heading(heading)
    named = parsed.quantity in _VISITS or parsed.quantity.endswith(_COUNTS)
    return named and not parsed.unexplained


def find_identities(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> tuple[str, ...]:
    """Return the headings of the columns that may name the child of each row, in their order.

    Such a column is filled in most rows, comes again in others, and its heading is not known
    to mean anything else. A number with decimals names nobody. Names and the numbers of stays in
    hospital, of which a child may have several, come last.

    Parameters
    ----------
    headings
        Of the columns in question; empty for any other.
    """
    found = []
    for offset, heading in enumerate(headings):
        filled = _filled(rows, offset)
        names = {clean(value) for value in filled}
        enough = len(filled) >= (1 - _MOST_BLANK) * len(_some(rows))
        if heading and enough and 1 < len(names) < len(filled) and not _is_other(heading, filled):
            found.append(heading)
    return tuple(sorted(found, key=_comes_last))


def _comes_last(heading: str) -> bool:
    parsed = parse_heading(heading)
    is_stay = parsed.quantity in _STAYS and _NUMBER.search(heading) is not None
    return is_stay or parsed.quantity == _NAME


def names_codes(names: Iterable[object], codes: Iterable[object]) -> bool:
    """Return whether each code has one name, so that these are names of tests and of nobody.

    >>> names_codes(["Albumin", "Protein", "Albumin"], ["A1", "P1", "A1"])
    True
    >>> names_codes(["Ann", "Ann", "Ben"], ["A1", "P1", "A1"])
    False
    """
    by_code: dict[str, set[str]] = {}
    for name, code in zip(names, codes, strict=True):
        if not (is_blank(name) or is_blank(code)):
            by_code.setdefault(clean(code), set()).add(clean(name))
    return len(by_code) >= _FEWEST_CODES and all(len(each) == 1 for each in by_code.values())


def is_understood(heading: str) -> bool:
    """Return whether every word of a heading is known."""
    parsed = parse_heading(heading)
    return bool(parsed.quantity) and not parsed.unexplained


def names_tests(values: Iterable[object]) -> bool:
    """Return whether some cell of a column is the name of a test of ours, and none is a number."""
    texts = {value for value in values if not is_blank(value)}
    if not all(isinstance(one, str) for one in texts) or len(texts) > _MOST_TESTS:
        return False
    return any(read_test_name(clean(one), "").analytes for one in texts)


def names_only_tests(values: Iterable[object]) -> bool:
    """Return whether a column names tests, some of them ours, and hardly anything else.

    >>> names_only_tests(["Albumin", "Creatinine", "Hemoglobin", "XYZ"])
    True
    >>> names_only_tests(["Ana", "Albumin", "Ben", "Carl"])
    False
    """
    texts = {clean(value) for value in values if not is_blank(value)}
    if not names_tests(texts):
        return False
    read = [read_test_name(one, "") for one in texts]
    return sum(bool(one.analytes or one.other) for one in read) > len(texts) / 2


def _filled(rows: Sequence[Sequence[object]], offset: int) -> list[object]:
    return [row[offset] for row in _some(rows) if not is_blank(row[offset])]


def _some(rows: Sequence[Sequence[object]]) -> Sequence[Sequence[object]]:
    """Return the first rows, and as many from all the others: a list may begin with one child."""
    rest = rows[_LOOK:]
    return [*rows[:_LOOK], *rest[:: len(rest) // _LOOK + 1]]


def _is_date(value: object) -> bool:
    day, _ = split_time(value)
    if isinstance(day, str):
        return bool(read_fixed_date(day) or find_orders(clean(day)))
    return isinstance(day, datetime.date)


def _is_other(heading: str, filled: Sequence[object]) -> bool:
    """Return whether a column is known to hold something else than children."""
    dated = any(map(_is_date, filled))
    decimals = any(isinstance(one, float) and one != int(one) for one in filled)
    return dated or decimals or (is_understood(heading) and not _comes_last(heading))
