"""Unsaved formulas, error cells and hidden rows in a sheet's XML, which the parser omits."""

import re
from dataclasses import dataclass
from html import unescape

from srns.workbook.files.used_range import Survey
from srns.workbook.problems import column_number

_TYPE = re.compile(rb"""\st=["'](\w+)["']""")
_PLACE = re.compile(rb"""\sr=["']([A-Z]{1,3})(\d{1,7})["']""")
_FORMULA_CELL = re.compile(
    rb"<(?:\w+:)?c(\s[^<>]*)>\s*<(?:\w+:)?f\b([^<>]*?)(?:/>|>([^<]*)</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\b[^<>]*?(?:/>|>([^<]*)</(?:\w+:)?v>))?"
)
_ERROR_CELL = re.compile(
    rb"""<(?:\w+:)?c(\s[^<>]*t=["']e["'][^<>]*)>(?:\s*<(?:\w+:)?f\b[^<>]*?"""
    rb"""(?:/>|>[^<]*</(?:\w+:)?f>))?\s*<(?:\w+:)?v>([^<]*)<"""
)
_HIDDEN = re.compile(rb"""<(?:\w+:)?(row|col)\s([^<>]*)>""")
_ATTRIBUTE = re.compile(rb"""(?<!\w)(\w+)=["']([^"']*)["']""")


@dataclass(frozen=True)
class UnsavedFormula:
    """A cell with a formula whose result was never saved."""

    text: str


@dataclass(frozen=True)
class ErrorCell:
    """A cell in which Excel shows an error, such as ``#DIV/0!``."""

    text: str


Special = UnsavedFormula | ErrorCell


def find_special_cells(data: bytes, seen: Survey) -> dict[tuple[int, int], Special]:
    """Return formulas without a saved result and error cells, by row and column from 0."""
    special: dict[tuple[int, int], Special] = {}
    if seen.formulas:
        for match in _FORMULA_CELL.finditer(data):
            attributes, _, formula, result = match.groups()
            kind = _TYPE.search(attributes)
            # A saved empty text is a result; Excel marks it so.
            if not result and not (kind and kind[1] == b"str"):
                _place(special, attributes, UnsavedFormula("=" + _text(formula)))
    if seen.errors:
        for match in _ERROR_CELL.finditer(data):
            _place(special, match[1], ErrorCell(_text(match[2])))
    return special


def _text(data: bytes | None) -> str:
    return unescape((data or b"").decode("utf-8", "replace"))


def _place(special: dict[tuple[int, int], Special], attributes: bytes, cell: Special) -> None:
    place = _PLACE.search(attributes)
    if place and (not isinstance(cell, ErrorCell) or cell.text):
        special[int(place[2]) - 1, column_number(place[1].decode())] = cell


def find_hidden(data: bytes) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
    """Return hidden rows, and first and last of each range of hidden columns, from 0."""
    rows, columns = [], []
    for match in _HIDDEN.finditer(data):
        attributes = dict(_ATTRIBUTE.findall(match[2]))
        if attributes.get(b"hidden") not in (b"1", b"true"):
            continue
        try:
            if match[1] == b"row":
                rows.append(int(attributes[b"r"]) - 1)
            else:
                columns.append((int(attributes[b"min"]) - 1, int(attributes[b"max"]) - 1))
        except (KeyError, ValueError):
            continue
    return tuple(rows), tuple(columns)
