"""A text file with separators as one sheet, as Excel would open it."""

import csv
import io
import re

from srns.workbook.files.file_types import KNOWN, LARGEST_AREA, too_wide, unreadable
from srns.workbook.problems import Problem

_SEPARATORS = (",", ";", "\t", "|")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
# 007 and 1e5 stay as typed: they may be the name of a patient.
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,15})?")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_LOOK = 50
_LONGEST_NAME = 31


def read_delimited(content: bytes, name: str) -> tuple[str, list[list[object]], str] | Problem:
    """Read a text file.

    Returns
    -------
    tuple
        The sheet's name, its rows, each equally long, with numbers as numbers and an empty cell
        ``""``, and in words how the text was read.
    """
    text, encoding = _decode(content)
    if text is None or _CONTROL.search(text):
        return unreadable("a file that is no workbook, whatever its name")
    separator = None
    if match := _SEPARATOR_LINE.match(text):
        separator, text = match[1], text[match.end() :]
    # A row ends where its line does; Excel knows no other line ends.
    separator = separator or _find_separator(text)
    stem, _, ending = name.rpartition("/")[2].rpartition(".")
    if separator is None:
        if ending.lower() not in ("csv", "tsv", "txt"):
            return unreadable("a file that is no workbook, whatever its name")
        separator = ","
    rows: list[list[str]] = []
    width = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append(row)
            width = max(width, len(row))
            if len(rows) * width > LARGEST_AREA:
                return too_wide(stem or name)
    except csv.Error:
        return unreadable(
            "a text file with a quotation mark that is never closed",
            KNOWN,
            'Delete the single " in it, or open it in Excel and save it as .xlsx.',
        )
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    known: dict[str, object] = {}
    values = [
        [_read_value(cell, known) for cell in row] + [""] * (width - len(row)) for row in rows
    ]
    words = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
    how = f"text in {encoding}, parted by {words.get(separator, repr(separator))}"
    sheet = re.sub(r"[\[\]:*?/\\]", "_", stem or name or "Sheet1").strip("'")
    return sheet[:_LONGEST_NAME], values, how


def _read_value(cell: str, known: dict[str, object]) -> object:
    if cell not in known:
        number = _NUMBER.fullmatch(cell.strip()) if cell else None
        known[cell] = float(cell) if number else cell
    return known[cell]


def _decode(content: bytes) -> tuple[str | None, str]:
    for mark, encoding, name in (
        (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
        (b"\xff\xfe", "utf-16", "UTF-16"),
        (b"\xfe\xff", "utf-16", "UTF-16"),
    ):
        if content.startswith(mark):
            try:
                return content.decode(encoding), name
            except UnicodeDecodeError:
                return None, name
    head = content[:2000]
    if len(content) % 2 == 0 and head.count(0) > len(head) // 4:
        for encoding in ("utf-16-le", "utf-16-be"):
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\x00" not in text and text.isprintable() | ("\n" in text):
                return text, "UTF-16"
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        return content.decode("latin-1"), "Latin-1"


def _find_separator(text: str) -> str | None:
    """Choose what parts the first rows into the most equal number of cells."""
    head = text[:200_000]
    best, chosen = (0.0, 0), None
    for separator in _SEPARATORS:
        widths = []
        try:
            for row in csv.reader(io.StringIO(head, newline=""), delimiter=separator):
                if any(cell.strip() for cell in row):
                    widths.append(len(row))
                if len(widths) == _LOOK:
                    break
        except csv.Error:
            continue
        if not widths or max(widths) < 2:
            continue
        usual = max(set(widths), key=widths.count)
        score = (round(widths.count(usual) / len(widths), 1) if usual > 1 else 0.0, usual)
        if score > best or chosen is None:
            best, chosen = max(score, best), separator
    return chosen
