"""Statements of a manuscript, read from TOML, CSV or the first sheet of a workbook."""

import csv
import datetime
import io
import tomllib
from collections.abc import Mapping
from pathlib import Path

from srns.cohort.errors import StatementsError
from srns.cohort.given_files import read_given
from srns.cohort.quantities import show_number
from srns.cohort.statements import Statement
from srns.cohort.terms import fold
from srns.cohort.toml_text import parse_toml
from srns.workbook.files.cells import is_blank
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.files.text_encoding import decode_text
from srns.workbook.problems import Problem, column_letters

MOST_STATEMENTS = 1000
MOST_BYTES = 2_000_000
HEADERS = {
    "says": ("statement", "says", "text", "the text says"),
    "value": ("value", "stated", "number", "result"),
    "how": ("how computed", "how", "computation", "computed as"),
    "section": ("section", "where", "place", "page"),
    "note": ("note", "notes", "comment"),
}
_BY_FOLDED = {fold(word): name for name, words in HEADERS.items() for word in words}
_EXPECTED = "a row of headers with 'statement', 'value' and 'how computed'"


def read_statements(source: str | Path | bytes, name: str = "") -> tuple[Statement, ...]:
    """Read a file of statements.

    Parameters
    ----------
    source
        A path, or the bytes of a file.
    name
        The name of the file; its ending is ``.toml``, ``.csv``, ``.xlsx`` or ``.xlsm``.

    Raises
    ------
    StatementsError
        If it cannot be read. The message says where, what was found, and what was expected.
    """
    name = name or Path(str(source)).name
    content = source if isinstance(source, bytes) else _read(Path(source))
    if len(content) > MOST_BYTES:
        raise StatementsError(f"{name}: found {len(content)} bytes; expected at most {MOST_BYTES}.")
    form = Path(name).suffix.casefold()
    if form == ".toml":
        statements = _from_toml(content, name)
    elif form == ".csv":
        statements = _from_rows(_csv_rows(content, name), name)
    elif form in (".xlsx", ".xlsm"):
        statements = _from_rows(_sheet_rows(content, name), name)
    else:
        raise StatementsError(f"{name}: found the ending '{form}'; expected .csv, .xlsx or .toml.")
    if len(statements) > MOST_STATEMENTS:
        raise StatementsError(
            f"{name}: found {len(statements)} statements; expected at most {MOST_STATEMENTS}."
        )
    return statements


def _read(path: Path) -> bytes:
    try:
        return read_given(path, MOST_BYTES + 1)
    except OSError as error:
        raise StatementsError(f"{path} cannot be read: {error.strerror}.") from None


def _from_toml(content: bytes, name: str) -> tuple[Statement, ...]:
    try:
        document = parse_toml(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise StatementsError(f"{name}: found no TOML ({error}); expected [[statement]].") from None
    listed = document.get("statement")
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise StatementsError(f"{name}: found no [[statement]]; expected one for each statement.")
    known = ("says", "value", "how", "section", "against", "note", "inconsistency")
    statements = []
    for number, each in enumerate(listed, start=1):
        place = f"{name}, statement {number}"
        strange = [key for key in each if key not in known]
        if strange:
            raise StatementsError(
                f"{place}: found the key '{strange[0]}'; expected {', '.join(known)}."
            )
        if not str(each.get("says", "")).strip():
            raise StatementsError(f"{place}: found no 'says'; expected the words of the statement.")
        number_of = each.get("inconsistency", 0)
        if not isinstance(number_of, int):
            raise StatementsError(f"{place}: found inconsistency {number_of!r}; expected a number.")
        words = {key: str(each.get(key, "")) for key in known if key != "inconsistency"}
        statements.append(Statement(**words, place=place, inconsistency=number_of))
    return tuple(statements)


Rows = list[tuple[int, list[object]]]
"""The number of each row, from 1 as in the file, with its cells."""


def _csv_rows(content: bytes, name: str) -> Rows:
    text = decode_text(content)[0] or ""
    first = text.split("\n", 1)[0]
    delimiter = max((";", ",", "\t"), key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return [(reader.line_num, list(row)) for row in reader]
    except csv.Error as error:
        raise StatementsError(f"{name}: found no CSV ({error}); expected {_EXPECTED}.") from None


def _sheet_rows(content: bytes, name: str) -> Rows:
    workbook = open_workbook(content)
    if isinstance(workbook, Problem):
        raise StatementsError(f"{name}: {workbook.message}")
    sheet = workbook.sheets[0]
    return [(place + sheet.first_row + 1, row) for place, row in enumerate(sheet.rows)]


def _from_rows(rows: Rows, name: str) -> tuple[Statement, ...]:
    """Read the statements of a table; its first filled row is the header."""
    filled = [(number, row) for number, row in rows if not all(map(is_blank, row))]
    if not filled:
        raise StatementsError(f"{name}: found nothing; expected {_EXPECTED}.")
    (_, header), *body = filled
    columns = _find_columns(header, name)
    return tuple(_from_row(row, number, header, columns, name) for number, row in body)


def _find_columns(header: list[object], name: str) -> dict[str, int]:
    """Return where the columns of `HEADERS` are that the table has."""
    found = {_BY_FOLDED.get(fold(str(cell)), ""): place for place, cell in enumerate(header)}
    if not {"says", "how"} <= set(found):
        heads = ", ".join(f"'{cell}'" for cell in header[:8] if not is_blank(cell))
        raise StatementsError(f"{name}: found the headers {heads}; expected {_EXPECTED}.")
    return {key: place for key, place in found.items() if key}


def _from_row(
    row: list[object], number: int, header: list[object], columns: Mapping[str, int], name: str
) -> Statement:
    cells = {
        key: _text(row[place], f"{name}, {column_letters(place)}{number}")
        for key, place in columns.items()
        if place < len(row)
    }
    if not cells.get("says"):
        raise StatementsError(
            f"{name}, row {number}: found no statement; expected its words in the column "
            f"'{header[columns['says']]}'."
        )
    return Statement(
        cells["says"],
        cells.get("value", ""),
        cells.get("how", ""),
        cells.get("section", ""),
        note=cells.get("note", ""),
        place=f"{name}, row {number}",
    )


def _text(cell: object, place: str) -> str:
    if isinstance(cell, datetime.date | datetime.datetime | datetime.time):
        raise StatementsError(
            f"{place}: found a date; expected text. Excel makes dates of 3/4: type 3 of 4."
        )
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return show_number(float(cell))
    return str(cell).strip()
