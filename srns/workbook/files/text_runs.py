"""Runs of a text that are raised or struck through: a footnote mark is no digit of a number."""

import re
from collections.abc import Mapping
from html import unescape

from srns.workbook.problems import column_number

Texts = Mapping[tuple[int, int], str]
_RUN = re.compile(r"<(?:\w+:)?r(?:\s[^<>]*)?>(.*?)</(?:\w+:)?r>", re.DOTALL)
_TEXT = re.compile(r"<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)<")
_RAISED = re.compile(r"""<(?:\w+:)?vertAlign\b[^<>]*val=["']superscript["']""")
_STRUCK = re.compile(r"""<(?:\w+:)?d?strike\b(?![^<>]*val=["'](?:0|false)["'])""", re.IGNORECASE)
_PLACE = re.compile(r"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_SHARED = re.compile(
    rb"""<(?:\w+:)?c\s(?=[^<>]*\bt=["']s["'])[^<>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^<>]*>"""
    rb"""\s*<(?:\w+:)?v>(\d{1,9})<"""
)
_RAISED_DIGITS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def show_runs(item: str) -> str | None:
    """Return what a text of several runs shows; None where none of its runs says more.

    Raised digits become raised characters. A struck run is left out, unless all is struck: then
    the whole cell is marked, and its text counts like that of any marked cell.

    >>> show_runs('<r><t>0.1</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>5</t></r>')
    '0.1⁵'
    >>> show_runs('<r><rPr><strike/></rPr><t>2</t></r><r><t>3</t></r>')
    '3'
    """
    raised = struck = False
    shown: list[str] = []
    for run in _RUN.findall(item):
        text = unescape("".join(_TEXT.findall(run)))
        if not text.strip():
            shown.append(text)
        elif _STRUCK.search(run):
            struck = True
        elif _RAISED.search(run):
            raised = True
            shown.append(text.translate(_RAISED_DIGITS))
        else:
            shown.append(text)
    text = "".join(shown)
    return text if text.strip() and (raised or struck) else None


def read_shared_texts(strings: bytes) -> dict[int, str]:
    """Return the shared texts that show something else than their letters in a row."""
    if b"vertAlign" not in strings and b"trike" not in strings:
        return {}
    items = strings.decode("utf-8", "replace").split("</si>")
    found = {number: show_runs(item) for number, item in enumerate(items)}
    return {number: text for number, text in found.items() if text is not None}


def find_run_texts(sheet: bytes, shared: Mapping[int, str]) -> Texts:
    """Return what the cells with raised or struck runs show, by row and column from 0."""
    found: dict[tuple[int, int], str] = {}
    if shared:
        for letters, row, number in _SHARED.findall(sheet):
            if int(number) in shared:
                found[int(row) - 1, column_number(letters.decode())] = shared[int(number)]
    if b"vertAlign" in sheet or b"trike" in sheet:
        for piece in sheet.split(b"</c>"):
            if b"vertAlign" not in piece and b"trike" not in piece:
                continue
            cell = piece[piece.rfind(b"<c ") :].decode("utf-8", "replace")
            place, text = _PLACE.search(cell), show_runs(cell)
            if place and text is not None:
                found[int(place[2]) - 1, column_number(place[1])] = text
    return found


def show_texts(rows: list[list[object]], first: tuple[int, int], texts: Texts) -> None:
    """Replace texts by what their cells show; `first` is row and column of the first cell."""
    for (row, column), text in texts.items():
        inner, across = row - first[0], column - first[1]
        if 0 <= inner < len(rows) and 0 <= across < len(rows[inner]):
            rows[inner][across] = text
