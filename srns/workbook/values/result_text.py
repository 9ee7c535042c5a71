"""Result cells split into number, bound, unit, flag and dipstick reading."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from srns.cohort.dipstick import read_grade
from srns.cohort.quantities import QUANTITIES, read_bound, unit_key
from srns.workbook.values.numbers_and_words import missing_reason
from srns.workbook.values.text import clean

_NUMBER = r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)"
_PARTS = re.compile(rf"({_NUMBER})\s*(.*)")
ARROWS = "↑↓▲▼△▽⇧⇩⬆⬇"
"""Marks by which laboratories say that a result is above or below the normal range."""
_FLAG = re.compile(
    rf"\s*(?:\*+|[†‡#!]|\((?:[HL]{{1,2}}|\*)\)|\b[HL]{{1,2}}|[{ARROWS}]+|(?<=\d)\s+(?:\+{{1,3}}|[-−–]{{1,3}}))\s*$"
)
_FIRST_FLAG = re.compile(rf"[{ARROWS}]+\s*(?=[\d<>=≤≥])")
OF_STRIPS = ("Labs.upcr", "Labs.dipstick", "Labs.protein_24h", "Labs.urine_protein")
"""Meanings of columns in which a reading such as 2+ is one of a strip, kept apart."""
_NO_STRIP = frozenset(("0", "no", "none", "absent", "-", "–", "−"))
_TIME = re.compile(rf"({_NUMBER})\s*(d|day|w|wk|week|m|mo|mth|month|y|yr|year)s?\b.*", re.I)
_UNITS = {unit_key(unit): unit for one in QUANTITIES.values() for unit in one.units}
_DAYS = {"d": 1.0, "w": 7.0, "m": 30.4375, "y": 365.25}


class Parts(NamedTuple):
    """The parts of one cell.

    Attributes
    ----------
    number, text
        The number; and the number as typed, with its bound and its comma, for `read_numbers`.
    unit, flag, dipstick
        The unit, the laboratory's flag, and a dipstick reading; empty where there is none.
    """

    number: float | None = None
    text: Any = ""
    unit: str = ""
    flag: str = ""
    dipstick: str = ""


def part_cell(value: object) -> Parts:
    """Split a cell into its parts; `number` is None where it holds none.

    >>> part_cell("< 21 g/L").text, part_cell("< 21 g/L").unit
    ('<21', 'g/L')
    >>> part_cell("34*").flag, part_cell("6,9 +").flag, part_cell("2+").dipstick
    ('*', '+', '2+')
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Parts(float(value), value)
    if not isinstance(value, str):
        return Parts()
    text = clean(value)
    if first := _FIRST_FLAG.match(text):
        said = part_cell(text[first.end() :])
        return said._replace(flag=f"{first[0].strip()}{said.flag}")
    if _names_strip(text):
        return Parts(dipstick=text)
    whole = _part_number(text)
    flag = _FLAG.search(text)
    marked = ""
    if whole is None and flag and flag.start():
        marked, whole = flag[0].strip(), _part_number(text[: flag.start()])
    if whole is None:
        return Parts()
    bound, digits, unit = whole
    try:
        number = float(digits.replace(",", "."))
    except ValueError:
        return Parts()
    return Parts(number, f"{bound}{digits}", unit, marked)


def _names_strip(text: str) -> bool:
    """Return whether a cell can only be the reading of a strip: no dash, no number, no plain no."""
    folded = text.casefold()
    if missing_reason(text) is not None or folded in _NO_STRIP or _is_concentration(folded):
        return False
    return read_grade(text) is not None


def _is_concentration(folded: str) -> bool:
    """Return whether a cell is a number of milligrams without the field of a strip beside it."""
    return "mg" in folded and not any(sign in folded for sign in "+±")


def _part_number(text: str) -> tuple[str, str, str] | None:
    bound, rest = read_bound(text)
    match = _PARTS.fullmatch(rest)
    unit = match[2].strip("()[] ") if match else ""
    if not match or (unit and unit_key(unit) not in _UNITS):
        return None
    return bound, match[1], _UNITS.get(unit_key(unit), "") if unit else ""


def without_unit(text: str, find_unit: Callable[[str], str | None]) -> str:
    """Remove the unit after a number, if `find_unit` knows it; any other text stays as it is.

    >>> without_unit("<5 yrs", lambda unit: "years" if unit == "yrs" else None)
    '<5'
    """
    bound, rest = read_bound(text)
    match = _PARTS.fullmatch(rest)
    if match and match[2] and find_unit(match[2].rstrip(".")):
        return f"{bound}{match[1]}"
    return text


def read_time(value: object) -> float | None:
    """Return in days a duration such as '6.5 mo' or '4 y'; None where the cell is none.

    >>> read_time("4 y")
    1461.0
    """
    match = _TIME.fullmatch(clean(value)) if isinstance(value, str) else None
    if not match:
        return None
    return float(match[1].replace(",", ".")) * _DAYS[match[2][0].lower()]
