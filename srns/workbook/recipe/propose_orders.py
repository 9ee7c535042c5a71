"""Order of text dates that another column of the same file decides."""

import re
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass, replace

from srns.languages.messages import mark
from srns.languages.sentences import filled, sentence, term
from srns.workbook.problems import Problem
from srns.workbook.recipe.list_visits import column_of_list
from srns.workbook.recipe.model import ColumnRecipe, Question, TableRecipe, question_id
from srns.workbook.recipe.propose_dates import DATE_ORDER
from srns.workbook.recipe.region import Region
from srns.workbook.results.results_sheets import ResultsSheet
from srns.workbook.values.dates import find_orders, read_fixed_date
from srns.workbook.values.text import clean

CARRIED = mark("as the dates of another column are, because of {cell} '{text}'")
"""Reason of an order that the column's own dates leave open."""
_SEPARATOR = re.compile(r"\d{1,4}([./\- ])")


@dataclass(frozen=True)
class _Decided:
    """An order, with the cell and the text of a date that decides it."""

    sheet: str
    order: str
    cell: str
    text: str


def carry_orders(
    read: Sequence[tuple[Region, TableRecipe]],
    questions: MutableMapping[str, Question],
    *,
    one_file: bool,
    lists: Sequence[ResultsSheet] = (),
) -> dict[int, TableRecipe]:
    """Settle the order of text dates by other columns of the file that are written alike.

    They must have the same separator, and all of them that decide it must agree; what they decide
    is no longer asked.

    Parameters
    ----------
    read
        The tables with the columns proposed for them.
    one_file
        Whether all sheets come from one file; else only a column of the same sheet decides.
    lists
        Laboratory lists of the file, whose dates decide, too.

    Returns
    -------
    dict of int to TableRecipe
        By the place in `read`, the tables of which a column was settled.
    """
    if not any(one.startswith(f"{DATE_ORDER}: ") for one in questions):
        return {}
    decided = _find_decided(read, lists)
    settled: dict[int, TableRecipe] = {}
    for place, (region, table) in enumerate(read):
        columns = list(table.columns)
        for number, column in enumerate(columns):
            asked = question_id(DATE_ORDER, table, column)
            if column.order or asked not in questions:
                continue
            texts = [text for text, _ in _texts(region, number)]
            by = _find_deciding(texts, table.sheet, decided, one_file=one_file)
            if by is not None and by.order in questions[asked].options:
                questions.pop(asked)
                columns[number] = _settle(column, by)
        if tuple(columns) != table.columns:
            settled[place] = replace(table, columns=tuple(columns))
    return settled


def _find_decided(
    read: Sequence[tuple[Region, TableRecipe]], lists: Sequence[ResultsSheet]
) -> dict[str, list[_Decided]]:
    """Return by the separator of dates the orders that lists and columns decide themselves."""
    decided: dict[str, list[_Decided]] = {}
    for one in filter(None, map(_decide_by_list, lists)):
        decided.setdefault(_separator(one.text), []).append(one)
    for region, table in read:
        for number, column in enumerate(table.columns):
            for text, cell in _texts(region, number) if column.order else ():
                if find_orders(text) == (column.order,):
                    one = _Decided(table.sheet, column.order, cell, text)
                    decided.setdefault(_separator(text), []).append(one)
                    break
    return decided


def _decide_by_list(sheet: ResultsSheet) -> _Decided | None:
    """Return the order of a list's text dates with one that decides it; None where none does."""
    number = next((n for n, role in sheet.roles.items() if role == "date"), None)
    texts = [] if number is None else list(_texts(column_of_list(sheet, number), number))
    orders = {find_orders(text) for text, _ in texts}
    sure = {each[0] for each in orders if len(each) == 1}
    if len(sure) != 1 or not all(sure <= {*each} for each in orders):
        return None
    order = sure.pop()
    text, cell = next(one for one in texts if find_orders(one[0]) == (order,))
    return _Decided(sheet.cells.name, order, cell, text)


def note_carried(region: Region, number: int, column: ColumnRecipe) -> Problem | None:
    """Return the note that the order of a column's dates is that of another column."""
    if not column.why.startswith(CARRIED.partition(",")[0]):
        return None
    return Problem(
        "note",
        region.tab,
        region.heading_cell(number),
        sentence(
            "dates in '{heading}' of which none decides whether the day or the month is first",
            heading=column.heading,
        ),
        sentence("one that does, or dates of Excel"),
        sentence(
            "They are read {order}, {why}. If that is wrong, change the order in the recipe.",
            order=term(column.order),
            why=column.why,
        ),
    )


def _settle(column: ColumnRecipe, by: _Decided) -> ColumnRecipe:
    return replace(column, order=by.order, why=filled(CARRIED, {"cell": by.cell, "text": by.text}))


def _find_deciding(
    texts: Sequence[str], sheet: str, decided: dict[str, list[_Decided]], *, one_file: bool
) -> _Decided | None:
    """Return a date that decides the order of texts; None where none does, or two disagree."""
    separators = {_separator(text) for text in texts}
    found = [one for each in separators for one in decided.get(each, [])]
    found = [one for one in found if one_file or one.sheet == sheet]
    return found[0] if len({one.order for one in found}) == 1 else None


def _texts(region: Region, number: int) -> Iterator[tuple[str, str]]:
    """Yield the text dates of a column that have an order, each with its cell."""
    for row, value in enumerate(region.column(number)):
        if isinstance(value, str) and find_orders(clean(value)) and not read_fixed_date(value):
            yield clean(value), f"{region.tab}!{region.value_cell(row, number)}"


def _separator(text: str) -> str:
    match = _SEPARATOR.match(text)
    return match[1] if match else ""
