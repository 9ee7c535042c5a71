"""What should not stand in a workbook that is kept or shared, and where it stands.

`find_private` looks at every cell and at what is around the cells. It is made to miss little in
workbooks as clinicians keep them and to leave study numbers alone; it is no proof that nothing
else is there. Whoever keeps or shares a workbook's content shows its findings first.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape

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
from srns.workbook.problems import address, column_letters
from srns.workbook.recipe.match_headings import guess
from srns.workbook.values.text import clean

_HEADER_ROWS = 20
_LISTED = 12
_READ = "It is read as it stands, and must not be saved or shared."
_ALL_THE_SAME = "It is read like the rest."
_NOT_KEPT = "It is not read and never kept."

_WHY = {
    "name": "a name tells who the child is",
    "record number": "a hospital's number leads back to the child",
    "birth date": "a birth date with a rare disease tells who the child is",
    "e-mail": "an address tells who somebody is",
    "phone": "a telephone number tells who somebody is",
    "address": "an address tells who the child is",
    "comment": "comments often hold names, and stay in the file unseen",
    "hidden sheet": "what is hidden is passed on with the file",
    "hidden rows": "what is hidden is passed on with the file",
    "hidden columns": "what is hidden is passed on with the file",
    "pivot cache": "a pivot table keeps a copy of all its rows, also of deleted ones",
    "external link": "a link names other files, and may keep a copy of their cells",
    "document property": "the file says who wrote it",
    "picture": "a picture may show a letter or a label with a name",
}


@dataclass(frozen=True)
class Private:
    """One thing that should not be there.

    Attributes
    ----------
    kind
        `name`, `record number`, `birth date`, `e-mail`, `phone`, `address`, `comment`,
        `hidden sheet`, `hidden rows`, `hidden columns`, `pivot cache`, `external link`,
        `document property` or `picture`.
    sheet, cells
        Where it stands; both empty where it belongs to the whole file.
    found
        What was found, masked: enough to know it again, not enough to tell who it is.
    why
        Why it should not be there.
    happens
        What becomes of it here.
    """

    kind: str
    sheet: str
    cells: tuple[str, ...]
    found: str
    why: str
    happens: str

    @property
    def cell(self) -> str:
        """Name the cells as a person would: the first of them, and how many more."""
        if len(self.cells) < 2:
            return "".join(self.cells)
        return f"{self.cells[0]} and {len(self.cells) - 1} more"

    @property
    def place(self) -> str:
        """Say where it is, as Excel does."""
        if not self.sheet:
            return "Workbook"
        return f"{self.sheet}!{self.cell}" if self.cells else self.sheet

    @property
    def message(self) -> str:
        """Say all of it in one line."""
        return f"{self.place}: {self.kind}, {self.found}: {self.why}. {self.happens}"

    def as_dict(self) -> dict[str, object]:
        """Give what the command line prints as JSON."""
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
    """Find what should not be there; sheet by sheet, then what belongs to the whole file."""
    found: list[Private] = []
    for sheet in workbook.sheets:
        found += _in_cells(sheet)
        found += _hidden(sheet)
        found += _comments(sheet, workbook)
    return (*found, *_around(workbook))


def _make(kind: str, sheet: str, cells: tuple[str, ...], found: str, happens: str) -> Private:
    return Private(kind, sheet, cells, found, _WHY[kind], happens)


Spot = tuple[int, int]


def _in_cells(sheet: SheetCells) -> Iterator[Private]:
    hits: dict[tuple[str, int], dict[Spot, object]] = {}
    taken: set[Spot] = set()
    identities: set[int] = set()
    for kind, spots in _under_headers(sheet, identities):
        for spot in spots:
            if spot not in taken:
                taken.add(spot)
                hits.setdefault((kind, spot[1]), {})[spot] = sheet.rows[spot[0]][spot[1]]
    clean: set[str] = set()
    for row, values in enumerate(sheet.rows):
        for column, value in enumerate(values):
            # Numbers say nothing of themselves; most texts of a column are the same few words.
            if type(value) is not str or value in clean:
                continue
            kind = matches(value, identity=column in identities)
            if kind is None:
                clean.add(value)
            elif (row, column) not in taken:
                hits.setdefault((kind, column), {})[row, column] = value
    for (kind, _), spots in hits.items():
        cells = tuple(
            address(row + sheet.first_row, column + sheet.first_column)
            for row, column in sorted(spots)
        )
        value = spots[min(spots)]
        yield _make(kind, sheet.name, cells, f"such as '{mask(value, kind)}'", _READ)


def _under_headers(sheet: SheetCells, identities: set[int]) -> Iterator[tuple[str, list[Spot]]]:
    """Find what stands under, or to the right of, a header that promises it."""
    for row, values in enumerate(sheet.rows[:_HEADER_ROWS]):
        for column, value in enumerate(values):
            if type(value) is str and value:
                yield from _follow(sheet, row, column, value, identities)
    for row, values in enumerate(sheet.rows[_HEADER_ROWS:], _HEADER_ROWS):
        if values and type(values[0]) is str and values[0]:
            yield from _follow(sheet, row, 0, values[0], identities)


def _follow(
    sheet: SheetCells, row: int, column: int, header: str, identities: set[int]
) -> Iterator[tuple[str, list[Spot]]]:
    word = fold(header.partition("(")[0])
    below = [(one, column) for one in range(row + 1, len(sheet.rows))]
    if word in IDENTITY_HEADERS:
        identities.add(column)
        tests: tuple[tuple[str, Callable[[object], bool]], ...] = (
            ("name", looks_like_a_name),
            ("record number", record_number_in_identity),
        )
        for kind, fits in tests:
            spots = [spot for spot in below if fits(sheet.rows[spot[0]][spot[1]])]
            if spots:
                yield kind, spots
        return
    if word not in HEADERS:
        return
    kind, fits = HEADERS[word]
    # A heading beside a heading is no answer to it.
    beside = [
        (row, one)
        for one in range(column + 1, len(sheet.rows[row]))
        if not guess(clean(sheet.rows[row][one]))
    ]
    lists = [
        [spot for spot in spots if fits(sheet.rows[spot[0]][spot[1]])] for spots in (below, beside)
    ]
    # Patients may stand in columns; what is promised stands on one side only.
    best = max(lists, key=len)
    if best:
        yield kind, best


def _hidden(sheet: SheetCells) -> Iterator[Private]:
    filled = [not all(map(is_blank, values)) for values in sheet.rows]
    if sheet.hidden and any(filled):
        number = sum(not is_blank(value) for values in sheet.rows for value in values)
        yield _make("hidden sheet", sheet.name, (), f"{number} filled cells", _ALL_THE_SAME)
    rows = [
        row
        for row in sheet.hidden_rows
        if 0 <= row - sheet.first_row < len(filled) and filled[row - sheet.first_row]
    ]
    if rows:
        shown = ", ".join(str(row + 1) for row in rows[:_LISTED])
        more = f" and {len(rows) - _LISTED} more" if len(rows) > _LISTED else ""
        cells = tuple(address(row, sheet.first_column) for row in rows)
        yield _make(
            "hidden rows",
            sheet.name,
            cells,
            f"rows {shown}{more}",
            _ALL_THE_SAME,
        )
    columns = hidden_columns(sheet)
    if columns:
        shown = ", ".join(map(column_letters, columns[:_LISTED]))
        more = f" and {len(columns) - _LISTED} more" if len(columns) > _LISTED else ""
        cells = tuple(address(sheet.first_row, column) for column in columns)
        yield _make(
            "hidden columns",
            sheet.name,
            cells,
            f"columns {shown}{more}",
            _ALL_THE_SAME,
        )


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
_ELEMENT = re.compile(r"<(?:\w+:)?([\w-]+)\b[^>]*>([^<]+)</")


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
