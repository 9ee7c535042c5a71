"""Headings matched with the columns of the data dictionary, with unit and visit."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from srns.cohort.dictionary import SHEETS
from srns.cohort.quantities import QUANTITIES
from srns.cohort.schema import Column, Sheet
from srns.cohort.terms import fold
from srns.workbook.headings.deciding import (
    find_nominal_day,
    find_other_origin,
    names_another,
    names_person,
    names_time,
)
from srns.workbook.headings.heading import Heading, parse_heading
from srns.workbook.values.text import clean

_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_DAYS = {"d": 1.0, "j": 1.0, "w": 7.0, "m": 30.4375, "y": 365.25}
_VISIT = re.compile(
    r"(?:[@_,]|\bat\b|\bafter\b|\bvisit\b)?\s*"
    r"(?:(?<!/)\b(?P<unit>day|d|jour|j|week|wk|w|month|mth|mo|m|year|yr|y)s?[ .]?\+?(?P<n>\d+)\b"
    r"|\b(?P<n2>\d+)[ .]?(?P<unit2>day|d|jour|j|week|wk|w|month|mth|mo|m|year|yr|y)s?\b)",
    re.IGNORECASE,
)
_TOLERANCE = re.compile(
    r"\s*(?:±|\+\s?/?\s?[-−–])\s*\d+(?P<unit>\s*(?:days?|d|weeks?|wks?|w|months?|mo|m)\b)?",
    re.IGNORECASE,
)
"""How far a visit may be from its day: "Week 12 ± 2 days", and without its unit "20±5 weeks"."""
CODE_PAIR = re.compile(r"(?<!\d)(\d{1,2})\s*[=:]\s*([^\W\d_][^\W\d_ -]*)")
"""What a heading says of one code, such as `1 = male`."""
_EMPTY = re.compile(r"[(\[][\s,;/]*[)\]]|[\s,;/]+$")
_START = re.compile(
    r"\b(?:at )?(?:baseline|(?:the )?start(?: of [\w ]+)?|day 0|first infusion)\b", re.IGNORECASE
)

_IDENTIFYING = re.compile(
    r"\b(sur|first|last|family|given|full|patient|child|mother|father|parent)\s?name\b|\bmrn\b"
    r"|\b(hospital|medical record|record|nhs|insurance|passport)\s?(no|number|id)\b"
    r"|\b(dob|date of birth|birth ?date|birthday|phone|telephone|mobile|e-?mail|address)\b",
    re.IGNORECASE,
)

_ROW_NUMBERS = frozenset(
    map(fold, ("no", "nr", "num", "number", "nummer", "n°", "№", "#", "s no", "sr no", "sl no"))
)


NUMBERED_CHILD = re.compile(
    r"(?<![^\W_])(?:patient|pt|pat|child|case|subject|id|kind|paciente|paziente|caso|enfant|niñ[oa]"
    r"|hasta|olgu|vaka|pacjent|patiënt|пациент(?:ка)?|больн(?:ой|ая)|реб[её]нок|환자|증례|症例|患者|患児"
    r"|病例|病人)"
    r"(?:[ _.\-#]*(?P<number>[^\W\d_]{0,2}\d\w{0,7})"
    r"|[ _.\-#]+(?!(?:id|no|nr)$)(?P<letters>[A-Z]{1,2}))$",
    re.IGNORECASE,
)
"""A child with its number or letter, such as "Pt 1" or "Case B"."""
_RECORDED = "Patients.recorded_"
_NOTES = "Patients.notes"
_PER_DAY = re.compile(r"(?:/|\bper|\bpor|\bpar|\bpro)[\s_]*da?y?", re.IGNORECASE)
"""What makes a day part of a rate, such as "steps/day", and no day of its own."""


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
        Whether every word of the heading is understood, and says this column.
    stated
        The unit that the heading states where the column has no such unit; else empty.
    """

    sheet: Sheet
    column: Column
    unit: str | None
    day: int | None
    whole: bool
    stated: str = ""


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

    Time that counts from another event than day 0 gives none.

    >>> find_visit("UPCR 3 months"), find_visit("FOLLOW-UP M6 LAB")
    ((91, 'UPCR'), (183, 'FOLLOW-UP LAB'))
    >>> find_visit("20±5 weeks"), find_visit("Week 12 +/- 2 days")
    ((140, ''), (84, ''))
    >>> find_visit("d+14"), find_visit("Woche 6"), find_visit("3 months after the last infusion")
    ((14, ''), (42, ''), (None, '3 months after the last infusion'))
    """
    if tolerance := _TOLERANCE.search(text):
        before, behind = text[: tolerance.start()], text[tolerance.end() :]
        plain = (f"{before} {behind}", f"{before}{tolerance['unit'] or ''}{behind}")
        return next(
            (found for one in plain if (found := find_visit(one))[0] is not None), (None, text)
        )
    if match := _VISIT.search(text):
        number = int(match["n"] or match["n2"])
        unit = (match["unit"] or match["unit2"])[0].lower()
        rest = f"{text[: match.start()]} {text[match.end() :]}"
        rest = " ".join(rest.replace("@", " ").split()).strip(" _,-")
        if rest and find_other_origin(_read_visit(text)):
            return None, text
        return round(number * _DAYS[unit]), rest
    if match := _START.search(text):
        rest = f"{text[: match.start()]} {text[match.end() :]}"
        return 0, " ".join(rest.split()).strip(" @_,-")
    named = _read_visit(text)
    day = find_nominal_day(named)
    return (day, "") if day is not None and not named.unexplained else (None, text)


def _read_visit(text: str) -> Heading:
    """Read the sides of a text that may be a visit alone, which is as one that heads a result."""
    return parse_heading(f"Up/c {text}")


@lru_cache(maxsize=20_000)
def guess(heading: str) -> tuple[Guess, ...]:
    """Return every column that a heading may mean, the most certain first.

    None where its words are understood and name another quantity, such as a clearance.
    """
    text = clean(heading)
    parsed = parse_heading(text)
    if parsed.unexplained:
        text = without_codes(text)
        parsed = parse_heading(text)
    return _HeadingWords(text, parsed).guesses() if text else ()


def without_codes(heading: str) -> str:
    """Return a heading without what it says of the codes below it.

    >>> without_codes("sexo (1=masculino, 2=femenino)"), without_codes("Up/c (mg/mg)")
    ('sexo', 'Up/c (mg/mg)')
    """
    bare = CODE_PAIR.sub(" ", heading)
    return heading if bare == heading else " ".join(_EMPTY.sub(" ", bare).split())


class _HeadingWords:
    """A heading with its parsed words, its known spelling, and the visit that it names."""

    def __init__(self, text: str, parsed: Heading) -> None:
        self.written = [part.strip() for part in _BRACKETS.findall(text)]
        bare = " ".join(_BRACKETS.sub(" ", text).split())
        self.day, self.rest = find_visit(bare)
        if self.day is None:
            self.day = find_nominal_day(parsed)
        exact = [(text, None), (bare, None)]
        exact += [(self.rest, self.day)] if self.rest != bare else []
        known = ((_names()[fold(one)], at) for one, at in exact if fold(one) in _names())
        self.named, self.named_day = next(known, ((), self.day))
        if parsed.column is None and (parse_heading(bare).column or "").startswith(_RECORDED):
            parsed = parse_heading(bare)  # what is in brackets explains the number behind the words
        self.parsed = parsed

    def guesses(self) -> tuple[Guess, ...]:
        """Return what the parsed words say, else the known spelling, else a part of the words."""
        if self.parsed.column:
            known = self.day is not None or bool(find_other_origin(self.parsed))
            plain = known or not any(map(_moves_result, self.parsed.sides))
            columns = _columns_of(self.parsed.column, self.named)
            day = self.named_day
            return tuple(
                self._make(sheet, column, day, whole=plain or not column.quantity)
                for sheet, column in columns
            )
        measured = any(column.quantity for _, column in self.named)
        if self.named and not (measured and (self.parsed.quantity or self.parsed.unexplained)):
            return tuple(self._make(*one, self.named_day, whole=True) for one in self.named)
        return tuple(
            self._make(sheet, column, self.day, whole=False)
            for name in _names_within(self.rest)
            for sheet, column in _names()[name]
            if self._may_be(column)
        )

    def _may_be(self, column: Column) -> bool:
        """Return whether a part of the words may mean a column; a rate per day means no day."""
        if names_another(self.parsed):
            # What a workbook declares itself is kept, whatever is said about it.
            return column.id.startswith("recorded_")
        return column.id != "day" or _PER_DAY.search(self.rest) is None

    def _make(self, sheet: Sheet, column: Column, day: int | None, *, whole: bool) -> Guess:
        unit = _unit(column, self.parsed, self.written)
        known = column.find_unit(self.parsed.unit or "?") is not None
        if not known and self.parsed.unit and self.parsed.time == "24-hour":
            unit = column.find_unit(f"{self.parsed.unit}/day")  # "24-h protein (g)"
            known = unit is not None
        day = day if sheet.name in ("Labs", "Infusions") else None
        if self.parsed.unit and not known and (column.quantity or column.unit):
            return Guess(sheet, column, None, day, whole, self.parsed.unit)
        return Guess(sheet, column, unit, day, whole)


def _moves_result(side: str) -> bool:
    """Return whether a side such as "before cycle 1" makes a result another than its row's."""
    return not (side == "baseline" or names_time(side) or re.fullmatch(r"visit \d+", side))


def _columns_of(
    identity: str, named: tuple[tuple[Sheet, Column], ...]
) -> tuple[tuple[Sheet, Column], ...]:
    """Return the columns that the identity of a parsed heading stands for, its own first.

    A date, a day and the child are columns of several sheets; a known spelling may be, too.
    """
    same = [
        (sheet, column)
        for sheet in SHEETS
        for column in sheet.columns
        if _is_meant(identity, sheet, column)
    ]
    agrees = identity == _NOTES or any(one in same for one in named)
    more = [one for one in named if one not in same and agrees]
    return (*same, *more)


def _is_meant(identity: str, sheet: Sheet, column: Column) -> bool:
    """Return whether a column is one that an identity stands for."""
    name, _, column_id = identity.rpartition(".")
    if identity == _NOTES and column.id == "note":
        return True  # of a child, of a visit, of a course
    if column.id != column_id:
        return False
    of_labs = name == "Labs" and column_id not in ("date", "day")
    return sheet.name == "Labs" if of_labs else name in ("", "Labs", sheet.name)


def identifies(heading: object) -> bool:
    """Return whether a heading announces what identifies a child: a name, a birth date.

    >>> identifies("DofB"), identifies("test name")
    (True, False)
    """
    text = clean(heading)
    parsed = parse_heading(text)
    if parsed.quantity and not parsed.unexplained:
        return names_person(parsed) or parsed.quantity == "hospital record number"
    return _IDENTIFYING.search(text) is not None


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
    return text in ("#", "№", "n°") or (fold(text) != "" and fold(text) in _ROW_NUMBERS)


def _unit(column: Column, parsed: Heading, written: list[str]) -> str | None:
    for part in (parsed.unit, *written):
        unit = column.find_unit(part) if part else None
        if unit:
            return unit
    return None if column.quantity else column.unit


def unit_alone(value: object) -> str | None:
    """Return the unit that is the whole content of a cell, as in a row of units; else None."""
    text = clean(value).strip("()[] ")
    return _units_by_spelling().get(fold(text)) if text else None


@lru_cache(maxsize=1)
def _units_by_spelling() -> Mapping[str, str]:
    """Return the units by their folded names; of equal names the unit of the first quantity."""
    units = [unit for quantity in QUANTITIES.values() for unit in quantity.units]
    return {fold(unit): unit for unit in reversed(units)}
