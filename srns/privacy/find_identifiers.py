"""Identifiers in a workbook: what should not be stored or shared, and where it is.

`find_private` checks every cell and everything around the cells. It is tuned to miss little in
workbooks as clinicians keep them and to leave study numbers alone; it does not prove that nothing
else is there. Its findings are shown before anything of a workbook is stored or shared.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from srns.cohort.dictionary import IGNORED_SHEETS
from srns.cohort.terms import fold
from srns.privacy.identifier_patterns import (
    HEADERS,
    IDENTITY_HEADERS,
    looks_like_a_name,
    mask,
    matches,
    record_number_in_identity,
)
from srns.workbook.files.cells import SheetCells, WorkbookCells, is_blank
from srns.workbook.files.unread_content import find_comments, hidden_columns
from srns.workbook.headings.heading import parse_heading
from srns.workbook.problems import address, column_letters
from srns.workbook.recipe.match_headings import guess
from srns.workbook.results.unnamed_columns import names_only_tests
from srns.workbook.values.text import clean

_HEADER_ROWS = 20
_EXPLAINING = frozenset(fold(name) for name in IGNORED_SHEETS)
"""Sheets of the template that explain the others; no child stands in them."""
_LONGEST_HEADER = 60
_MOST_HEADERS = 200
_BY_QUANTITY = {
    "name": "name",
    "date of birth": "dob",
    "hospital record number": "mrn",
    "address": "address",
    "phone number": "phone",
    "e-mail address": "email",
}
_LISTED = 12
_READ = "It is read as it stands, and must not be saved or shared."
_ALL_THE_SAME = "It is read like the rest."
_NOT_KEPT = "It is not read and never stored."

_WHY = {
    "name": "a name identifies the child",
    "record number": "a hospital number can be traced back to the child",
    "birth date": "a birth date and a rare disease together identify the child",
    "e-mail": "an e-mail address identifies a person",
    "phone": "a phone number identifies a person",
    "address": "an address identifies the child",
    "comment": "comments often contain names, and stay in the file unnoticed",
    "hidden sheet": "what is hidden is passed on with the file",
    "hidden rows": "what is hidden is passed on with the file",
    "hidden columns": "what is hidden is passed on with the file",
    "pivot cache": "a pivot table keeps a copy of all its rows, even deleted ones",
    "external link": "a link names other files, and may keep a copy of their cells",
    "document property": "the file names its author",
    "picture": "a picture may show a letter or a label with a name",
}


@dataclass(frozen=True)
class Private:
    """One item that should not be stored or shared.

    Attributes
    ----------
    kind
        `name`, `record number`, `birth date`, `e-mail`, `phone`, `address`, `comment`,
        `hidden sheet`, `hidden rows`, `hidden columns`, `pivot cache`, `external link`,
        `document property` or `picture`.
    sheet, cells
        Where it is; both empty where it belongs to the whole file.
    found
        What was found, masked: enough to recognize it, not enough to identify anyone.
    why
        Why it is a risk.
    happens
        What this software does with it.
    """

    kind: str
    sheet: str
    cells: tuple[str, ...]
    found: str
    why: str
    happens: str

    @property
    def cell(self) -> str:
        """The first of the cells, and how many more."""
        if len(self.cells) < 2:
            return "".join(self.cells)
        return f"{self.cells[0]} and {len(self.cells) - 1} more"

    @property
    def place(self) -> str:
        """Sheet and cells as Excel writes them."""
        if not self.sheet:
            return "Workbook"
        return f"{self.sheet}!{self.cell}" if self.cells else self.sheet

    @property
    def message(self) -> str:
        """All of it in one line."""
        return f"{self.place}: {self.kind}, {self.found}: {self.why}. {self.happens}"

    def as_dict(self) -> dict[str, object]:
        """Return what the command line prints as JSON."""
        return {
            "kind": self.kind,
            "sheet": self.sheet,
            "cells": list(self.cells),
            "found": self.found,
            "why": self.why,
            "happens": self.happens,
            "message": self.message,
        }


def find_private(workbook: WorkbookCells) -> tuple[Private, ...]:
    """Return what should not be stored or shared: sheet by sheet, then of the whole file.

    Of files that were joined, what each of them holds.
    """
    if workbook.files:
        return tuple(each for one in workbook.files for each in find_private(one))
    found: list[Private] = []
    for sheet in workbook.sheets:
        found += _in_cells(sheet)
        found += _hidden(sheet)
        found += _comments(sheet, workbook)
    return (*found, *_around(workbook))


def _make(kind: str, sheet: str, cells: tuple[str, ...], found: str, happens: str) -> Private:
    return Private(kind, sheet, cells, found, _WHY[kind], happens)


Position = tuple[int, int]


def _in_cells(sheet: SheetCells) -> Iterator[Private]:
    hits: dict[tuple[str, int], dict[Position, object]] = {}
    taken: set[Position] = set()
    identities: set[int] = set()
    for kind, positions in _under_headers(sheet, identities):
        for position in positions:
            if position not in taken:
                taken.add(position)
                hits.setdefault((kind, position[1]), {})[position] = sheet.rows[position[0]][
                    position[1]
                ]
    harmless: set[str] = set()
    for row, values in enumerate(sheet.rows):
        for column, value in enumerate(values):
            # A bare number identifies nobody; most texts of a column are the same few words.
            if type(value) is not str or value in harmless:
                continue
            kind = matches(value, identity=column in identities)
            if kind is None:
                harmless.add(value)
            elif (row, column) not in taken:
                hits.setdefault((kind, column), {})[row, column] = value
    for (kind, _), positions in hits.items():
        cells = tuple(
            address(row + sheet.first_row, column + sheet.first_column)
            for row, column in sorted(positions)
        )
        value = positions[min(positions)]
        yield _make(kind, sheet.name, cells, f"such as '{mask(value, kind)}'", _READ)


def _under_headers(sheet: SheetCells, identities: set[int]) -> Iterator[tuple[str, list[Position]]]:
    """Return what is below, or to the right of, a header that announces it."""
    for row, values in enumerate(sheet.rows[:_HEADER_ROWS]):
        for column, value in enumerate(values):
            if type(value) is str and value:
                yield from _follow(sheet, row, column, value, identities)
    # Further down only a first cell is a header, as where patients are in columns. One column is
    # looked through once for each word, so that the time is linear in the number of rows.
    seen: set[str] = set()
    looked: set[str] = set()
    for row, values in enumerate(sheet.rows[_HEADER_ROWS:], _HEADER_ROWS):
        if not values or type(values[0]) is not str or not values[0]:
            continue
        looked.add(values[0])
        word = _announced(values[0]) if len(looked) < _MOST_HEADERS else _listed(values[0])
        if word and word not in seen:
            seen.add(word)
            yield from _follow(sheet, row, 0, values[0], identities)
        elif word:
            yield from _follow(sheet, row, 0, values[0], identities, below=False)


def _listed(header: str) -> str:
    word = fold(header.partition("(")[0])
    return word if word in IDENTITY_HEADERS or word in HEADERS else ""


@lru_cache(maxsize=4096)
def _announced(header: str) -> str:
    """Return the word under which a header announces an identifier; empty where it does not.

    A header that is not listed is understood by its words, in every language of the headings.
    """
    if word := _listed(header):
        return word
    if len(header) > _LONGEST_HEADER or any(map(str.isdigit, header)):
        return ""
    parsed = parse_heading(clean(header))
    if parsed.unexplained or parsed.unit:
        return ""
    if parsed.column == "patient" and parsed.quantity != "hospital record number":
        return "patient"
    return _BY_QUANTITY.get(parsed.quantity, "")


def _follow(
    sheet: SheetCells,
    row: int,
    column: int,
    header: str,
    identities: set[int],
    *,
    below: bool = True,
) -> Iterator[tuple[str, list[Position]]]:
    word = _announced(header)
    if not word:
        return
    rows = range(row + 1, len(sheet.rows)) if below else range(0)
    under = [(one, column) for one in rows]
    if word == "name" and names_only_tests(sheet.rows[one][column] for one in rows):
        return  # as "Result name" in a laboratory list
    if word in IDENTITY_HEADERS:
        if fold(sheet.name) not in _EXPLAINING:  # "Patients" there is the name of a sheet
            identities.add(column)
            yield from _identities_in(sheet, under)
        return
    kind, fits = HEADERS[word]
    # A heading next to a heading is not its value.
    to_the_right = [
        (row, one)
        for one in range(column + 1, len(sheet.rows[row]))
        if not guess(clean(sheet.rows[row][one]))
    ]
    lists = [
        [position for position in positions if fits(sheet.rows[position[0]][position[1]])]
        for positions in (under, to_the_right)
    ]
    # Patients may be in columns; the values are on one side of the header only.
    best = max(lists, key=len)
    if best:
        yield kind, best


def _identities_in(
    sheet: SheetCells, positions: Sequence[Position]
) -> Iterator[tuple[str, list[Position]]]:
    """Return the names, and the record numbers, in the cells of a column of identities."""
    tests: tuple[tuple[str, Callable[[object], bool]], ...] = (
        ("name", looks_like_a_name),
        ("record number", record_number_in_identity),
    )
    for kind, fits in tests:
        found = [(row, column) for row, column in positions if fits(sheet.rows[row][column])]
        if found:
            yield kind, found


def _hidden(sheet: SheetCells) -> Iterator[Private]:
    """Return a hidden sheet, hidden rows and hidden columns, as far as they are filled."""
    if sheet.hidden:
        count = sum(not is_blank(value) for values in sheet.rows for value in values)
        if count:
            yield _make("hidden sheet", sheet.name, (), f"{count} filled cells", _ALL_THE_SAME)
    rows = _filled_hidden_rows(sheet)
    if rows:
        cells = tuple(address(row, sheet.first_column) for row in rows)
        found = f"rows {_list_first([str(row + 1) for row in rows])}"
        yield _make("hidden rows", sheet.name, cells, found, _ALL_THE_SAME)
    columns = hidden_columns(sheet)
    if columns:
        cells = tuple(address(sheet.first_row, column) for column in columns)
        found = f"columns {_list_first([column_letters(column) for column in columns])}"
        yield _make("hidden columns", sheet.name, cells, found, _ALL_THE_SAME)


def _filled_hidden_rows(sheet: SheetCells) -> list[int]:
    offsets = {row: row - sheet.first_row for row in sheet.hidden_rows}
    return [
        row
        for row, at in offsets.items()
        if 0 <= at < len(sheet.rows) and not all(map(is_blank, sheet.rows[at]))
    ]


def _list_first(names: Sequence[str]) -> str:
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more


def _comments(sheet: SheetCells, workbook: WorkbookCells) -> Iterator[Private]:
    unique = find_comments(sheet, workbook)
    if unique:
        count = f"{len(unique)} comment{'' if len(unique) == 1 else 's'}"
        yield _make("comment", sheet.name, unique, count, _NOT_KEPT)


_PROPERTIES = {
    "creator": "author",
    "lastModifiedBy": "last saved by",
    "initial-creator": "author",
    "printed-by": "printed by",
    "Manager": "manager",
    "Company": "company",
}
_PROGRAMS = {"openpyxl", "microsoft excel", "libreoffice", "excel"}
_ELEMENT = re.compile(r"<(?:\w+:)?([\w-]+)\b[^<>]*>([^<]+)</")


def _around(workbook: WorkbookCells) -> Iterator[Private]:
    for name, data in workbook.parts.items():
        if name.startswith("docProps/") or name == "meta.xml":
            for tag, text in _ELEMENT.findall(data[:100_000].decode("utf-8", "replace")):
                value = unescape(text).strip()
                if tag in _PROPERTIES and value and value.casefold() not in _PROGRAMS:
                    found = f"{_PROPERTIES[tag]} '{mask(value, 'name')}'"
                    yield _make("document property", "", (), found, _NOT_KEPT)
    for kind, start, one in (
        ("pivot cache", "xl/pivotCache/pivotCacheDefinition", "pivot table's data"),
        ("external link", "xl/externalLinks/externalLink", "link to another workbook"),
        ("external link", "xl/connections", "connection to a data source"),
        ("picture", "xl/media/", "picture"),
        ("picture", "Pictures/", "picture"),
        ("picture", "xl/embeddings/", "embedded document"),
    ):
        number = sum(name.startswith(start) and not name.endswith("/") for name in workbook.names)
        if number:
            found = one if number == 1 else f"{number} times: {one}"
            yield _make(kind, "", (), found, _NOT_KEPT)


__all__ = ["Private", "find_private"]
