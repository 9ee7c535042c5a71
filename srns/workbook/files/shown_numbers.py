"""Number formats that add a sign, a word or a unit to a number, such as `"<"0.0`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from srns.workbook.files.date_formats import cells_with

Shown = Mapping[tuple[int, int], "NumberFormat"]
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[([^\]]*)\]|([0#?.,]+)|(General)|(.)', re.I | re.S)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_MEANS = re.compile(r"[<>≤≥=~±%‰]|[^\W\d_]")
_DATE = re.compile(r"[ymdhsgeb]", re.I)
_COMPARE = {
    "<": lambda value, limit: value < limit,
    "<=": lambda value, limit: value <= limit,
    ">": lambda value, limit: value > limit,
    ">=": lambda value, limit: value >= limit,
    "=": lambda value, limit: value == limit,
    "<>": lambda value, limit: value != limit,
}


@dataclass(frozen=True)
class _Section:
    """One of the up to four sections of a number format; `before` and `after` are its words."""

    before: str
    after: str
    has_number: bool
    condition: tuple[str, float] | None

    @property
    def is_telling(self) -> bool:
        """Whether the words change what the number says: a sign, a percent sign, or letters."""
        return bool(_MEANS.search(self.before + self.after))


@dataclass(frozen=True)
class NumberFormat:
    """A number format with words or signs of its own."""

    sections: tuple[_Section, ...]

    def show(self, value: float) -> str | None:
        """Return what a cell shows of a number; None where it shows the number alone."""
        section = self._choose(value)
        if section is None or not section.is_telling:
            return None
        if not section.has_number:
            return section.before.strip()
        number = f"{value * 100:.15g}" if "%" in section.after else f"{value:.15g}"
        return f"{section.before}{number}{section.after}".strip()

    def _choose(self, value: float) -> _Section | None:
        """Return the section that a number is shown by: by its condition, else by its sign."""
        tested = [one for one in self.sections if one.condition]
        for section in tested:
            sign, limit = section.condition or ("", 0.0)
            if _COMPARE[sign](value, limit):
                return section
        if tested:
            return next((one for one in self.sections if not one.condition), None)
        place = 1 if value < 0 else 2 if value == 0 else 0
        return self.sections[place if place < len(self.sections) else 0]


def surround_numbers(before: str, after: str) -> NumberFormat | None:
    """Return the number format that puts words around a number; None where they add nothing.

    >>> surround_numbers("<", "").show(0.3), surround_numbers("", "%").show(0.35)
    ('<0.3', '35%')
    """
    section = _Section(before, after, True, None)
    return NumberFormat((section,)) if section.is_telling else None


def read_number_format(code: str) -> NumberFormat | None:
    """Return a number format that adds words to a number; None for all others, and for dates.

    >>> read_number_format('"<"0.0').show(0.3), read_number_format('0.00" mg/mmol"').show(12.5)
    ('<0.3', '12.5 mg/mmol')
    >>> read_number_format("0.00"), read_number_format("yyyy-mm-dd")
    (None, None)
    """
    sections = tuple(map(_read_section, _split(code)[:3]))
    if not sections or None in sections:
        return None
    found = NumberFormat(tuple(one for one in sections if one is not None))
    return found if any(one.is_telling for one in found.sections) else None


def _split(code: str) -> list[str]:
    """Return the sections of a format, parted by semicolons outside of quoted words."""
    return [
        "".join(parts)
        for parts in _group(re.findall(r'"[^"]*"?|\\.|\[[^\]]*\]?|;|[^";\\\[]+', code))
    ]


def _group(tokens: Iterable[str]) -> list[list[str]]:
    groups: list[list[str]] = [[]]
    for token in tokens:
        if token == ";":
            groups.append([])
        else:
            groups[-1].append(token)
    return groups


def _read_section(section: str) -> _Section | None:
    """Return a section's words before and after its number; None for one of a date or a time."""
    words = ["", ""]
    has_number = False
    condition = None
    for quoted, escaped, bracket, number, general, other in _TOKEN.findall(section):
        if bracket:
            if match := _CONDITION.fullmatch(bracket.strip()):
                condition = match[1], float(match[2])
        elif number or general:
            has_number = True
        elif other and _DATE.fullmatch(other):
            return None
        elif other != "@":
            words[has_number] += quoted or escaped or other
    return _Section(words[0], words[1], has_number, condition)


def find_number_formats(codes: Mapping[int, str]) -> dict[int, NumberFormat]:
    """Return the formats that add words, by the number of the cell's style."""
    read = {code: read_number_format(code) for code in set(codes.values())}
    return {style: found for style, code in codes.items() if (found := read[code]) is not None}


def find_formatted(sheet: bytes, formats: Mapping[int, NumberFormat]) -> Shown:
    """Return the formats of the cells that have one of them, by row and column from 0."""
    return {place: formats[style] for place, style in cells_with(sheet, formats)}


def show_numbers(rows: list[list[object]], first: tuple[int, int], shown: Shown) -> None:
    """Replace numbers by what their cells show; `first` is row and column of the first cell."""
    for (row, column), look in shown.items():
        inner, across = row - first[0], column - first[1]
        if 0 <= inner < len(rows) and 0 <= across < len(rows[inner]):
            value = rows[inner][across]
            if type(value) in (int, float):
                text = look.show(float(value))  # pyright: ignore[reportArgumentType]
                if text is not None:
                    rows[inner][across] = text
