"""Delimited text (.csv, .tsv, .txt) as one sheet, as Excel would open it."""

import csv
import io
import re

from srns.languages.sentences import nsentence, sentence
from srns.workbook.files.cells import Row, is_blank
from srns.workbook.files.file_types import (
    KNOWN,
    LARGEST_AREA,
    MOST_COLUMNS,
    MOST_ROWS,
    too_wide,
    unreadable,
)
from srns.workbook.files.text_encoding import decode_text
from srns.workbook.problems import Problem

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_NO_WORKBOOK = sentence("a file that is not a workbook, whatever its name")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
# 007 and 1e5 stay as typed: they may be study numbers.
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,15})?")
# The beginnings of cells, behind which a unit may stand; a number of a person such as
# 12.345.678-5, and a date, go on.
_SIGN, _END = r"[<>≤≥=\s]*[+-]?", r"(?![\d.,])"
_GROUPED = re.compile(rf"{_SIGN}[1-9]\d{{0,2}}(?:\.\d{{3}})+(?:,\d+)?(?![\d.,/-])")
"""A number such as 3.900, whose points may part thousands, or 4.120,5, where they do."""
_POINT = re.compile(rf"{_SIGN}\d*\.\d+{_END}")
_COMMA = re.compile(rf"{_SIGN}\d[\d.]*,(?!\d{{3}}{_END})\d+{_END}")
"""A number whose comma can only be a decimal one, unlike that of 1,000."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_FEW_CONTROL = 20
_LOOK = 50
_LONGEST_NAME = 31


def read_delimited(content: bytes, name: str) -> tuple[str, list[Row], str] | Problem:
    """Read a text file with separators.

    Returns
    -------
    tuple or Problem
        The name of the sheet; its rows, all of one width, with numbers as numbers and an empty cell
        as ``""``; and in words how the text was read.
    """
    text, encoding = decode_text(content)
    if text is None or "\x00" in text:
        return unreadable(_NO_WORKBOOK)
    strange = len(_CONTROL.findall(text))
    if strange > _FEW_CONTROL or 50 * strange > len(text):
        return unreadable(_NO_WORKBOOK)
    text = _CONTROL.sub("", text)
    separator, text = _split_off_separator_line(text)
    separator = separator or _find_separator(text)
    stem, _, ending = name.rpartition("/")[2].rpartition(".")
    if separator is None:
        if ending.lower() not in ("csv", "tsv", "txt"):
            return unreadable(_NO_WORKBOOK)
        separator = ","
    known = _Values()
    rows = _split_cells(text, separator, stem or name, known)
    if isinstance(rows, Problem):
        return rows
    grouped = _settle_points(rows, known)
    how = sentence(
        "text in {encoding}, separated by {separator}",
        encoding=encoding,
        separator=_SEPARATORS.get(separator, repr(separator)),
    )
    if grouped:
        how = sentence(
            "{how}, the points in '{example}' taken as parting thousands, because the commas of "
            "the file are decimal ones",
            how=how,
            example=grouped,
        )
    if strange:
        how = nsentence(
            "{how}, {n} control character dropped",
            "{how}, {n} control characters dropped",
            strange,
            how=how,
        )
    sheet = re.sub(r"[\[\]:*?/\\]", "_", stem or name or "Sheet1").strip("'")
    return sheet[:_LONGEST_NAME], _up_to_last(rows), how


def _split_off_separator_line(text: str) -> tuple[str | None, str]:
    """Return the separator that the first line states, as Excel writes it, and the other lines."""
    match = _SEPARATOR_LINE.match(text)
    return (match[1], text[match.end() :]) if match else (None, text)


def _split_cells(text: str, separator: str, name: str, known: "_Values") -> list[Row] | Problem:
    """Split a text into rows of values; equal ones are held once, however many cells have them."""
    rows: list[Row] = []
    width = 0
    # StringIO would hold each letter in four bytes.
    lines = io.TextIOWrapper(
        io.BytesIO(text.encode("utf-8", "surrogatepass")), "utf-8", "surrogatepass", newline=""
    )
    try:
        # A row ends where its line does; Excel knows no other line ends.
        for row in csv.reader(lines, delimiter=separator):
            rows.append([*map(known.__getitem__, row)])
            width = max(width, len(row))
            far = width > MOST_COLUMNS or len(rows) > MOST_ROWS
            if far or len(rows) * width > LARGEST_AREA:
                return too_wide(name)
    except csv.Error:
        return unreadable(
            sentence("a text file with a quotation mark that is never closed"),
            KNOWN,
            sentence('Delete the single " in it, or open it in Excel and save it as .xlsx.'),
        )
    return rows


def _settle_points(rows: list[Row], known: "_Values") -> str:
    """Read the numbers such as 3.900: 3900 where the file has decimal commas, and no other point.

    Excel reads them so where such a file is at home. Elsewhere they are 3.9.

    Returns
    -------
    str
        The first of the numbers whose points parted thousands; empty where there is none.
    """
    grouped = [cell for cell in known if _GROUPED.match(cell)]
    if not grouped:
        return ""
    others = (cell for cell in known if not _GROUPED.match(cell))
    parts = any(map(_COMMA.match, known)) and not any(map(_POINT.match, others))
    values = {cell: _value_of(_in_one_piece(cell) if parts else cell) for cell in grouped}
    for row in rows:
        row[:] = [values.get(value, value) if type(value) is str else value for value in row]
    return grouped[0] if parts else ""


def _in_one_piece(cell: str) -> str:
    number = _GROUPED.match(cell)
    return cell if number is None else number[0].replace(".", "") + cell[number.end() :]


def _value_of(cell: str) -> object:
    """Return the number of a cell that holds nothing else; any other cell as it is."""
    return float(cell) if _NUMBER.fullmatch(cell.strip()) else cell


def _up_to_last(rows: list[Row]) -> list[Row]:
    """Return the rows up to the last filled one, all of one width."""
    width = max(map(len, rows), default=0)
    while rows and all(map(is_blank, rows[-1])):
        rows.pop()
    for row in rows:
        if len(row) < width:
            row.extend([""] * (width - len(row)))
    return rows


class _Values(dict[str, object]):
    """The value of each cell by its text, with numbers as numbers; those such as 3.900 are open."""

    def __missing__(self, cell: str) -> object:
        value = self[cell] = cell if _GROUPED.match(cell) else _value_of(cell)
        return value


def _possible_separators(text: str) -> list[str]:
    """Return the separators; no comma below headings parted by semicolons, where it is decimal."""
    first = next((line for line in text[:200_000].splitlines() if line.strip()), "")
    decimal = "," not in first and ";" in first
    return [one for one in _SEPARATORS if not (decimal and one == ",")]


def _find_separator(text: str) -> str | None:
    """Return the separator that splits the first rows into the most equal number of cells."""
    head = text[:200_000]
    best, chosen = (0.0, 0), None
    for separator in _possible_separators(text):
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
