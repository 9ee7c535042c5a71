"""Headings matched with the columns of the data dictionary, with unit and visit."""

import re
from dataclasses import dataclass
from functools import cache

from srns.cohort.dictionary import SHEETS
from srns.cohort.quantities import QUANTITIES
from srns.cohort.schema import Column, Sheet
from srns.cohort.terms import fold
from srns.workbook.values.text import clean

_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_DAYS = {"d": 1.0, "w": 7.0, "m": 30.4375, "y": 365.25}
_VISIT = re.compile(
    r"(?:[@_,]|\bat\b|\bafter\b|\bvisit\b)?\s*"
    r"(?:\b(?P<unit>day|d|week|wk|w|month|mth|mo|m|year|yr|y)s?[ .]?(?P<n>\d+)\b"
    r"|\b(?P<n2>\d+)[ .]?(?P<unit2>day|d|week|wk|w|month|mth|mo|m|year|yr|y)s?\b)",
    re.IGNORECASE,
)
_START = re.compile(
    r"\b(?:at )?(?:baseline|(?:the )?start(?: of [\w ]+)?|day 0|first infusion)\b", re.IGNORECASE
)

IDENTIFYING = re.compile(
    r"\b(sur|first|last|family|given|full|patient|child|mother|father|parent)?\s?name\b|\bmrn\b"
    r"|\b(hospital|medical record|record|nhs|insurance|passport)\s?(no|number|id)\b"
    r"|\b(dob|date of birth|birth ?date|birthday|phone|telephone|mobile|e-?mail|address)\b",
    re.IGNORECASE,
)

_ROW_NUMBERS = frozenset(
    map(fold, ("no", "nr", "num", "number", "nummer", "n°", "№", "#", "s no", "sr no", "sl no"))
)


@dataclass(frozen=True)
class Guess:
    """One column of the dictionary that a heading may mean.

    Attributes
    ----------
    unit
        As the dictionary writes it; None where the heading gives no known unit.
    day
        Nominal day of the visit that the heading names, in days from day 0.
    whole
        Whether the whole heading is a known spelling, and not only part of it.
    """

    sheet: Sheet
    column: Column
    unit: str | None
    day: int | None
    whole: bool


@cache
def _names() -> dict[str, tuple[tuple[Sheet, Column], ...]]:
    names: dict[str, list[tuple[Sheet, Column]]] = {}
    for sheet in SHEETS:
        for column in sheet.columns:
            for name in (column.label, column.id, *column.synonyms):
                kept = names.setdefault(fold(name), [])
                if (sheet, column) not in kept:
                    kept.append((sheet, column))
    return {name: tuple(columns) for name, columns in names.items()}


def find_visit(text: str) -> tuple[int | None, str]:
    """Return the nominal day that a heading or a sheet name contains, and the rest of the text.

    >>> find_visit("UPCR 3 months"), find_visit("FOLLOW-UP M6 LAB")
    ((91, 'UPCR'), (183, 'FOLLOW-UP LAB'))
    """
    if match := _VISIT.search(text):
        number = int(match["n"] or match["n2"])
        unit = (match["unit"] or match["unit2"])[0].lower()
        rest = f"{text[: match.start()]} {text[match.end() :]}"
        return round(number * _DAYS[unit]), " ".join(rest.replace("@", " ").split()).strip(" _,-")
    if match := _START.search(text):
        rest = f"{text[: match.start()]} {text[match.end() :]}"
        return 0, " ".join(rest.split()).strip(" @_,-")
    return None, text


@cache
def guess(heading: str) -> tuple[Guess, ...]:
    """Return every column that a heading may mean, the most certain first."""
    text = clean(heading)
    if not text:
        return ()
    written = [part.strip() for part in _BRACKETS.findall(text)]
    bare = " ".join(_BRACKETS.sub(" ", text).split())
    day, rest = find_visit(bare)
    candidates: list[tuple[str, int | None]] = [(text, None), (bare, None)]
    if day is not None:
        candidates.append((rest, day))
    for words, visit_day in candidates:
        if matches := _names().get(fold(words), ()):
            return tuple(
                Guess(sheet, column, _unit(column, written, words), visit_day, True)
                for sheet, column in matches
            )
    return tuple(
        Guess(sheet, column, _unit(column, written, text), day, False)
        for name in _names_within(rest)
        for sheet, column in _names()[name]
    )


def _names_within(text: str) -> list[str]:
    """Return the known names among up to seven neighboring words, the longest first.

    A name shorter than an eighth of the text, or of at most two letters, does not count.
    """
    tokens = re.findall(r"\w+", text.casefold())
    parts = {
        "".join(tokens[i:j])
        for i in range(len(tokens))
        for j in range(i + 1, min(i + 7, len(tokens)) + 1)
    }
    known = [part for part in parts if part in _names() and len(part) > 2]
    known.sort(key=lambda part: (len(part), part), reverse=True)
    return [part for part in known if len(part) * 8 >= len(fold(text))]


def names_child(heading: object) -> bool:
    """Return whether a heading says that its cells name the children."""
    return any(one.column.kind == "patient" and one.whole for one in guess(clean(heading)))


def numbers_rows(heading: object) -> bool:
    """Return whether a heading announces bare numbers: of the children, or of the rows.

    >>> numbers_rows("No."), numbers_rows("Patient no")
    (True, False)
    """
    text = clean(heading)
    return text in ("#", "№", "n°") or fold(text) in _ROW_NUMBERS


def _unit(column: Column, written: list[str], text: str) -> str | None:
    for part in written:
        unit = column.find_unit(part)
        if unit:
            return unit
    if column.quantity:
        for unit in sorted(column.quantity.units, key=len, reverse=True):
            if re.search(rf"(?<![\w/]){re.escape(unit)}(?![\w/])", text, re.IGNORECASE):
                return unit
    return None if column.quantity else column.unit


def unit_alone(value: object) -> str | None:
    """Return the unit that is the whole content of a cell, as in a row of units; else None."""
    text = clean(value).strip("()[] ")
    for quantity in QUANTITIES.values():
        for unit in quantity.units:
            if fold(unit) == fold(text) and text:
                return unit
    return None
