"""Visits of a laboratory list without dates: proposed, asked about, and given their days."""

import datetime
from collections.abc import Callable, Sequence

from srns.languages.sentences import sentence
from srns.workbook.problems import address
from srns.workbook.recipe.apply_column import ColumnReader
from srns.workbook.recipe.assembled_sheets import AssembledSheets
from srns.workbook.recipe.column_evidence import Asker
from srns.workbook.recipe.counted_time import are_counts, find_unit
from srns.workbook.recipe.model import ColumnRecipe, Question
from srns.workbook.recipe.propose_visits import find_nominal_days, propose_visits
from srns.workbook.recipe.region import Region
from srns.workbook.recipe.visit_dates import key_of_visit
from srns.workbook.recipe.visit_links import VisitLinks
from srns.workbook.results.results_sheets import ResultsSheet
from srns.workbook.results.visit_days import VisitDays
from srns.workbook.values.dates import read_fixed_date
from srns.workbook.values.numbers_and_words import show_plain
from srns.workbook.values.text import clean

_MOST = 40


def propose_list_visits(
    sheet: ResultsSheet, questions: dict[str, Question], links: VisitLinks
) -> tuple[int, ColumnRecipe] | None:
    """Propose the column of visits of a list without dates; None where there is none.

    Their dates are those of another table, or their days are asked. Of several columns the one that
    counts time goes first, then one whose names give days, then words before numbers.
    """
    if linked := links.lists.get(sheet.cells.name):
        heading, table = linked
        number = sheet.headings.index(heading)
        asker = _asker(sheet, number, questions)
        dated = table.names()
        visits = [one for one in find_nominal_days(asker.values) if key_of_visit(one) not in dated]
        return number, propose_visits(asker, visits)
    if sheet.unnamed_dates:
        return None
    askers = [_asker(sheet, sheet.headings.index(one), questions) for one in sheet.unnamed_visits]
    askers = [one for one in askers if len(one.filled) <= _MOST or _says_days(one)]
    if not askers:
        return None
    asker = min(askers, key=_rank)
    return asker.number, propose_visits(asker)


def _says_days(asker: Asker) -> bool:
    counted = find_unit(asker.heading) != "" and are_counts(asker.values)
    return counted or None not in find_nominal_days(asker.values).values()


def _rank(asker: Asker) -> tuple[bool, bool, bool]:
    counted = find_unit(asker.heading) != "" and are_counts(asker.values)
    return not counted, not _says_days(asker), not any(isinstance(v, str) for v in asker.filled)


def _asker(sheet: ResultsSheet, number: int, questions: dict[str, Question]) -> Asker:
    return Asker(column_of_list(sheet, number), number, questions)


def column_of_list(sheet: ResultsSheet, number: int) -> Region:
    """Return a table with one column of a list alone, each of its values in its first row."""
    cells = sheet.cells
    head, left = cells.first_row + sheet.head, cells.first_column
    first: dict[object, int] = {}
    for line, row in enumerate(sheet.rows, head + 1):
        first.setdefault(row[number], line)
    blank = ("",) * len(sheet.headings)
    rows = tuple((*blank[:number], value, *blank[number + 1 :]) for value in first)
    columns = range(len(sheet.headings))
    places = tuple(((head, left + n),) for n in columns)
    across = range(left, left + len(columns))
    return Region(cells.name, False, sheet.headings, places, rows, (*first.values(),), across)


def find_list_days(
    sheet: ResultsSheet, number: int, reader: ColumnReader, assembled: AssembledSheets
) -> VisitDays:
    """Return the days of the visits in a column of a list, as a person or another table says."""
    child = next((n for n, role in sheet.roles.items() if role == "patient"), None)
    named: Callable[[Sequence[object]], object] = (
        (lambda _: sheet.child) if child is None else (lambda row: row[child])
    )
    pairs = {(named(row), row[number]) for row in sheet.rows}
    days: dict[tuple[str, str], float] = {}
    dates: dict[tuple[str, str], datetime.date] = {}
    firsts: dict[str, float] = {}
    for patient, visit in pairs:
        name, shown = show_plain(patient), show_plain(visit)
        found = assembled.visit_dates.find(assembled.spell(patient), visit)
        if found is not None and (date := _as_date(found[0])):
            dates[name, shown] = date
        elif (day := reader.read_visit(visit)) is not None:
            days[name, shown] = day
            firsts[name] = min(day, firsts.get(name, day))
    if reader.counting is not None and reader.counting.origin == "first visit":
        days = {pair: day - firsts[pair[0]] for pair, day in days.items()}
    shown = {show_plain(visit) for _, visit in pairs}
    expected = assembled.visit_dates.expected if assembled.visit_dates.tabs else sentence("its day")
    left_out = frozenset(filter(reader.leaves_out, shown))
    whole = {pair: round(day) for pair, day in days.items()}
    return VisitDays(sheet.headings[number], whole, dates, left_out, expected)


def _as_date(value: object) -> datetime.date | None:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    day = read_fixed_date(clean(value)) if isinstance(value, str) else None
    return None if day is None else datetime.date.fromordinal(day)


def first_heading(sheet: ResultsSheet) -> str:
    """Return the address of the first heading of a list."""
    return address(sheet.cells.first_row + sheet.head, sheet.cells.first_column)
