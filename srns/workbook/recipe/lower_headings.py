"""Rows below the headings that belong to them: units, visits or days, and forms of dates."""

import datetime
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal

from srns.workbook.files.cells import is_blank
from srns.workbook.headings.heading import parse_heading
from srns.workbook.recipe.match_headings import (
    find_visit,
    guess,
    names_child,
    numbers_rows,
    unit_alone,
)
from srns.workbook.values.dates import find_orders, read_fixed_date
from srns.workbook.values.text import clean

Kind = Literal["nothing", "unit", "form of a date", "visit", "date", "word", "value"]
_NOTHING = re.compile(r"[-–—−./\\*()]*|n/?a", re.IGNORECASE)
_PARTS = {
    "day": "d{1,2}|t{2}|j{2}|g{2}|日",
    "month": "m{1,3}|a{2}|月",
    "year": "(?:[yjaå]{4}|[yjaå]{2})|年",
}
_ORDERS: Mapping[str, tuple[str, ...]] = {
    "day first": ("day", "month", "year"),
    "month first": ("month", "day", "year"),
    "year first": ("year", "month", "day"),
}
_FORMS: Mapping[str, re.Pattern[str]] = {
    order: re.compile(
        r"[./\- ]?".join(f"(?:{_PARTS[part]})" for part in parts)
        + r"\.?(?:[ T]hh?[:.]mm(?:[:.]ss)?)?",
        re.IGNORECASE,
    )
    for order, parts in _ORDERS.items()
}
_TIMES = ("year", "month", "week", "day")
_VISITS = re.compile(r"(visit|month|week|day|year|cycle) \d+|baseline|before|after|last")
_WORDS = re.compile(r"[^\W\d_]+(?:[ /,;.-]+[^\W\d_]+)*")
_LONGEST = 30


def read_form(text: str) -> str:
    """Return the order of dates that a form states; empty where the text is no form.

    >>> read_form("dd/mm/yyyy"), read_form("MM-DD-YY"), read_form("JJ/MM/AAAA"), read_form("mm")
    ('day first', 'month first', 'day first', '')
    """
    bare = clean(text).strip("()[] ")
    return next((order for order, form in _FORMS.items() if form.fullmatch(bare)), "")


def find_stated_order(heading: str) -> str:
    """Return the order of dates that a heading states in its last brackets or words.

    >>> find_stated_order("Date (dd/mm/yyyy)"), find_stated_order("Date")
    ('day first', '')
    """
    words = re.findall(r"[^\s()\[\],;:]+", clean(heading))
    return next(filter(None, map(read_form, words)), "")


def names_visit(value: object) -> bool:
    """Return whether a cell names a visit and nothing else.

    >>> [names_visit(one) for one in ("3 mo", "V2", "basal", "pre", "UPCR 3 mo", "date 3 mo")]
    [True, True, True, True, False, False]
    """
    text = clean(value)
    if not text or len(text) > _LONGEST:
        return False
    day, rest = find_visit(text)
    if day is not None and not rest:
        return True
    parsed = parse_heading(text)
    if parsed.unexplained or parsed.analyte:
        return False
    numbered = parsed.quantity in ("visit", "date of follow-up") and any(map(str.isdigit, text))
    sides = bool(parsed.sides) and all(map(_VISITS.fullmatch, parsed.sides))
    return numbered or (sides and parsed.quantity in ("", "visit"))


def is_unit(value: object) -> bool:
    """Return whether a cell holds a unit and nothing else, of any quantity or of time.

    >>> [is_unit(one) for one in ("mg/mmol", "(g/L)", "mg/m2", "years", "albumin g/L")]
    [True, True, True, True, False]
    """
    if unit_alone(value):
        return True
    text = clean(value).strip("()[] ")
    if not text or any(map(str.isdigit, text.partition("/")[0])):
        return False
    parsed = parse_heading(text)
    if parsed.unexplained or parsed.analyte or parsed.specimen or parsed.sides:
        return False
    return bool(parsed.unit and not parsed.quantity) or parsed.quantity in _TIMES


def kind_of(value: object, heading: object = "") -> Kind:
    """Return what a cell below a heading is; one that repeats the heading is nothing."""
    if isinstance(value, datetime.date):
        return "date"
    if not isinstance(value, str):
        return "value"
    text = clean(value)
    return "nothing" if text == clean(heading) else _kind_of_text(text)


@lru_cache(maxsize=8192)
def _kind_of_text(text: str) -> Kind:
    if _NOTHING.fullmatch(text):
        return "nothing"
    if read_form(text):
        return "form of a date"
    if is_unit(text):
        return "unit"
    if names_visit(text):
        return "visit"
    if read_fixed_date(text) or find_orders(text):
        return "date"
    known = len(text) <= _LONGEST and (_WORDS.fullmatch(text) or "=" in text)
    return "word" if known else "value"


def measures(heading: object) -> bool:
    """Return whether a heading may name what is measured at visits."""
    return any(
        one.sheet.name == "Labs" and one.column.kind not in ("patient", "date", "day", "text")
        for one in guess(clean(heading))
    )


def gives_day(heading: object) -> bool:
    """Return whether a heading says that its cells are the dates or days of their rows."""
    return any(one.whole and one.column.id in ("date", "day") for one in guess(clean(heading)))


def fill_measures(above: Sequence[object], below: Sequence[object]) -> list[object]:
    """Return a row of headings with each measure repeated above all of its visits.

    A measure reaches to the right over empty cells as long as a visit is below that it does not
    have yet.
    """
    filled = list(above)
    seen: set[str] = set()
    for number, value in enumerate(filled):
        visit = kind_of(below[number], value) in ("visit", "date")
        if not is_blank(value) or not visit:
            seen = {clean(below[number])}
        elif number and measures(filled[number - 1]) and clean(below[number]) not in seen:
            filled[number] = filled[number - 1]
            seen.add(clean(below[number]))
    return filled


def continues_headings(headings: Sequence[object], row: Sequence[object]) -> bool:
    """Return whether the row below some headings states their visits, measures or units, no values.

    Visits and dates must all be below what is measured at visits, measures below visits, and
    nothing may be below the heading for the child.
    """
    if _lists_units(row) or lists_measures_of(fill_visits(headings, row), row):
        return True
    return _lists_visits_or_units(headings, row)


def _lists_visits_or_units(headings: Sequence[object], row: Sequence[object]) -> bool:
    """Return whether a row holds the visits of the measures above it, or units, and no values."""
    kinds = [kind_of(value, heading) for value, heading in zip(row, headings, strict=True)]
    if "value" in kinds:
        return False
    words = kinds.count("word")
    above = fill_measures(headings, row)
    at_visits = [n for n, kind in enumerate(kinds) if kind in ("visit", "date")]
    child = [n for n, one in enumerate(headings) if names_child(one) or numbers_rows(one)]
    if any(kinds[number] != "nothing" for number in child):
        return False
    if at_visits:
        return len(at_visits) > max(words, 1) and all(measures(above[n]) for n in at_visits)
    stated = kinds.count("unit") + kinds.count("form of a date")
    return stated > 0 and stated >= words


def fill_visits(above: Sequence[object], below: Sequence[object]) -> list[object]:
    """Return a row of visits with each repeated above all of its measures and its date.

    A visit reaches to the right over empty cells as long as a measure is below.
    """
    filled = list(above)
    for number, value in enumerate(filled[1:], 1):
        named = measures(below[number]) or gives_day(below[number])
        if is_blank(value) and named and names_visit(filled[number - 1]):
            filled[number] = filled[number - 1]
    return filled


def lists_measures_of(headings: Sequence[object], row: Sequence[object]) -> bool:
    """Return whether a row names what was measured at each of the visits in the headings above."""
    below = [
        (over, value)
        for over, value in zip(headings, row, strict=True)
        if not is_blank(value) and kind_of(value, over) != "nothing"
    ]
    return len(below) > 1 and all(
        names_visit(over) and (measures(value) or gives_day(value)) for over, value in below
    )


def _lists_units(row: Sequence[object]) -> bool:
    """Return whether a row begins with a word for "unit", and has nothing but short texts."""
    filled = [value for value in row if not is_blank(value)]
    if len(filled) < 2 or not all(isinstance(value, str) for value in filled):
        return False
    texts = list(map(clean, filled))
    return parse_heading(texts[0]).quantity == "unit" and all(
        len(text) <= _LONGEST and kind_of(text) not in ("date", "visit") for text in texts[1:]
    )


def lists_visits_of(above: Sequence[object], headings: Sequence[object]) -> bool:
    """Return whether a row of measures stands above headings that hold their visits."""
    filled = fill_measures(above, headings)
    below = [
        kind_of(value, over) for value, over in zip(headings, filled, strict=True) if measures(over)
    ]
    return len(below) > 1 and all(kind in ("visit", "date") for kind in below)


def join_headings(rows: Sequence[Sequence[object]], column: int, own: int) -> str:
    """Return the heading of a column of which several rows hold a part, each part once.

    Parameters
    ----------
    own
        Number of rows down to that of the headings; what the others state is put in brackets.
    """
    words: list[str] = []
    for number, row in enumerate(rows):
        word = clean(row[column]) if not is_blank(row[column]) else ""
        if not word or word in words or (words and _NOTHING.fullmatch(word)):
            continue
        kind = kind_of(word)
        aside = kind in ("unit", "form of a date") or (kind == "word" and number >= own)
        bare = word.strip("()[] ")
        words.append(f"({unit_alone(bare) or bare})" if words and aside else word)
    return " ".join(words)
