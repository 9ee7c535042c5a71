"""Sheets of the dictionary, assembled from anywhere in a workbook by a recipe.

Every value keeps the cell it came from, so that the readers and problems of the template apply.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence

from srns.languages.sentences import list_and, list_or, sentence
from srns.workbook.files.joined_files import counts_from_1904
from srns.workbook.problems import Problem, address
from srns.workbook.recipe.apply_column import ColumnReader, apply_answer
from srns.workbook.recipe.apply_table import TableReader
from srns.workbook.recipe.assembled_sheets import AssembledSheets, Cell
from srns.workbook.recipe.changes_since import find_changes
from srns.workbook.recipe.detect_tables import FOOTNOTE, TOTAL
from srns.workbook.recipe.match_headings import guess, names_child
from srns.workbook.recipe.model import Question, Recipe, TableRecipe
from srns.workbook.recipe.pair_columns import pair_columns
from srns.workbook.recipe.propose_spellings import (
    asks_about_spellings,
    find_children,
    joined_spellings,
)
from srns.workbook.recipe.region import Layout, Region
from srns.workbook.recipe.results_tables import read_results_table
from srns.workbook.recipe.visit_dates import VisitTable
from srns.workbook.recipe.workbook_layout import WorkbookLayout
from srns.workbook.results.results_sheets import ResultsSheet
from srns.workbook.template.outcome_events import ROW_EXPECTED, ask_whether
from srns.workbook.values.outcome_text import find_told_events
from srns.workbook.values.text import clean

_FEW, _MOST = 2, 4


def apply_recipe(layout: WorkbookLayout, recipe: Recipe) -> AssembledSheets:
    """Assemble the sheets; whatever no longer fits the recipe is a problem."""
    assembled = AssembledSheets(epoch=_epoch(layout.workbook.content))
    assembled.problems += map(_refuse_open, recipe.open_questions)
    if recipe.open_questions:
        assembled.default_reason = sentence(
            "nothing is read while a question in the recipe is open"
        )
    lists, layouts = _find_tables(layout, recipe)
    served: set[tuple[str, int]] = set()
    for tab, found in layouts.items():
        assembled.ignored[tab] = dict(found.ignored)
        if found.rest:
            assembled.rest[tab] = found.rest
        assembled.problems += [*_note_totals(tab, found), *_query_footnotes(tab, found)]
    if asks_about_spellings(recipe):
        assembled.spellings = joined_spellings(list_children(layout, recipe), recipe)
    regions = [
        None if table.sheet in lists else find_region(table, layouts, served, assembled)
        for table in recipe.tables
    ]
    if not recipe.open_questions:
        _read_tables(recipe, lists, regions, assembled)
    if recipe.tables:
        _query_unread(layouts, served, assembled)
    _require_children(assembled)
    return assembled


def _read_tables(
    recipe: Recipe,
    lists: Mapping[str, ResultsSheet],
    regions: Sequence[Region | None],
    assembled: AssembledSheets,
) -> None:
    """Read every list and table; the dates of visits first, for others may need them."""
    for region, table in zip(regions, recipe.tables, strict=True):
        if region is not None:
            _add_visit_dates(region, table, recipe, assembled)
    for region, table in zip(regions, recipe.tables, strict=True):
        if table.sheet in lists:
            read_results_table(lists[table.sheet], table, recipe, assembled)
        elif region is not None:
            TableReader(region, table, recipe, assembled).read()


def _add_visit_dates(
    region: Region, table: TableRecipe, recipe: Recipe, assembled: AssembledSheets
) -> None:
    """Add the dates of the visits of a table that names child, visit and date."""
    places: dict[str, int] = {}
    readers: dict[str, ColumnReader] = {}
    for number, index in enumerate(pair_columns(region.headings, table)):
        column = None if index is None else apply_answer(recipe, table, table.columns[index])
        if column is not None and column.means in ("patient", "visit", "date") and not column.part:
            places.setdefault(column.means, number)
            readers.setdefault(column.means, ColumnReader(recipe, table, column, assembled.epoch))
    if len(places) == len(("patient", "visit", "date")):
        dated = VisitTable(region, **places)
        assembled.visit_dates.add(dated, assembled.spell, readers["date"].read_day)


def _refuse_open(question: Question) -> Problem:
    """Return the error of a question that nobody answered."""
    return Problem(
        "error",
        "",
        "",
        sentence(
            "the open question '{id}' in the recipe: {question}",
            id=question.id,
            question=question.asks,
        ),
        sentence("the answer {options}", options=list_or(map(repr, question.options))),
        sentence("Enter it in the recipe under 'answer'."),
    )


def _note_totals(tab: str, layout: Layout) -> list[Problem]:
    """Name the rows that are taken as totals: a child may be called so."""
    lines: dict[int, tuple[int, int]] = {}
    turned = any(region.turned for region in layout.regions)
    for place, reason in layout.ignored.items():
        if reason == TOTAL:
            lines.setdefault(place[turned], place)
    return [
        Problem(
            "note",
            tab,
            address(*place),
            sentence("a column of totals") if turned else sentence("a row of totals"),
            sentence("children or results"),
            sentence("No action needed: it is ignored. If it is a child, give it a number."),
        )
        for place in lines.values()
    ]


def _query_footnotes(tab: str, layout: Layout) -> Iterator[Problem]:
    """Ask about each note below a table that tells of a death or of lost kidneys."""
    notes = {place: text for region in layout.regions for place, text in region.notes.items()}
    for position, reason in layout.ignored.items():
        text = notes.get(address(*position), "") if reason == FOOTNOTE else ""
        for one in find_told_events(text):
            if one.is_certain:
                yield Problem(
                    "query",
                    tab,
                    address(*position),
                    sentence("the note '{text}' beside a table", text=text),
                    ROW_EXPECTED,
                    ask_whether(one.event),
                )


def list_children(layout: WorkbookLayout, recipe: Recipe) -> list[str]:
    """Return the children of all tables in the order in which a recipe was proposed.

    A child comes once for each table that names it.
    """
    lists, layouts = _find_tables(layout, recipe)
    names = [name for sheet in lists.values() for name in sheet.children()]
    served: set[tuple[str, int]] = set()
    for table in recipe.tables:
        if table.sheet not in lists:
            region = find_region(table, layouts, served, AssembledSheets())
            names += find_children(region, table) if region else []
    return names


def _query_unread(
    layouts: Mapping[str, Layout], served: set[tuple[str, int]], assembled: AssembledSheets
) -> None:
    for tab, layout in layouts.items():
        unread = [
            region for number, region in enumerate(layout.regions) if (tab, number) not in served
        ]
        assembled.problems += _unread_tables(
            tab, unread, all_of_it=len(unread) == len(layout.regions)
        )


def _find_tables(
    layout: WorkbookLayout, recipe: Recipe
) -> tuple[dict[str, ResultsSheet], dict[str, Layout]]:
    """Return the laboratory lists that the recipe reads, and what is on all other sheets.

    Both by the names of their sheets; empty sheets are in neither.
    """
    wanted = {table.sheet for table in recipe.tables if table.tests}
    filled = [cells for cells in layout.workbook.sheets if cells.rows]
    found = {cells.name: layout.results_of(cells) for cells in filled if cells.name in wanted}
    lists = {name: sheet for name, sheet in found.items() if sheet is not None}
    return lists, {
        cells.name: layout.tables_of(cells) for cells in filled if cells.name not in lists
    }


def _unread_tables(tab: str, regions: Sequence[Region], *, all_of_it: bool) -> list[Problem]:
    """Query tables that the recipe does not read although they seem to be about the children."""
    problems: list[Problem] = []
    for region in regions:
        known = [heading for heading in region.headings if any(_guesses(heading))]
        if any(map(names_child, known)):
            found = sentence("a table that is not in the recipe")
            expected = sentence("the tables of the recipe")
            remedy = sentence("Make a new recipe if it matters; for now it is ignored.")
        elif len(known) >= _FEW:
            named = list_and(map(repr, known[:_MOST]))
            found = sentence("a table with {headings} and no patient", headings=named)
            expected = sentence("a column for the patient")
            remedy = sentence(
                "If it is about your patients, name that column 'patient' and make a new recipe; "
                "for now it is ignored."
            )
        else:
            continue
        problems.append(Problem("query", tab, region.first, found, expected, remedy))
    if all_of_it and not problems:
        problems.append(
            Problem(
                "note",
                tab,
                "A1",
                sentence("the sheet '{name}', from which the recipe reads no table", name=tab),
                sentence("a table with a heading for the patient"),
                sentence("No action needed: it is ignored."),
            )
        )
    return problems


def _epoch(content: bytes) -> datetime.date:
    """Return the day from which the workbook counts its dates."""
    return datetime.date(1904, 1, 1) if counts_from_1904(content) else datetime.date(1899, 12, 30)


def _guesses(heading: str):
    return [one for one in guess(heading) if one.whole]


def _require_children(assembled: AssembledSheets) -> None:
    """Add every child that any table names, where there is no table of children."""
    for sheet, rows in list(assembled.rows.items()):
        assembled.rows[sheet] = [row for row in rows if len(row) > 1]
    known = assembled.rows.setdefault("Patients", [])
    names = {str(clean(row["patient", ""][0])) for row in known}
    missing: Iterable[Cell] = _named_children(assembled)
    if any(len(row) > 1 for row in known):
        # Where each child has a tab, none of them lists the others.
        listed = any(row["patient", ""][1][0] not in assembled.of_tabs for row in known)
        missing = [] if listed else list(assembled.of_tabs.values())
    for value, where in missing:
        name = str(clean(value))
        if name and name not in names:
            names.add(name)
            known.append({("patient", ""): (value, where)})


def _named_children(assembled: AssembledSheets) -> Iterator[Cell]:
    """Yield the name of a child and its cell, for every table; the same child may come again."""
    for rows in list(assembled.rows.values()):
        yield from (row["patient", ""] for row in list(rows))
    for whole in assembled.whole:
        for value, row in whole.first_rows().items():
            yield value, (whole.region.tab, whole.position(row, ("patient", "")))
    for listed in assembled.lists:
        spots = listed.of_children.spots or ()
        yield from ((name, spots[row]) for name, row in listed.first_rows().items())


def find_region(
    table: TableRecipe,
    layouts: Mapping[str, Layout],
    served: set[tuple[str, int]],
    assembled: AssembledSheets,
) -> Region | None:
    """Return the table with most of the headings; what has changed in it becomes a problem."""
    layout = layouts.get(table.sheet)
    if layout is None:
        assembled.problems.append(
            Problem(
                "error",
                "",
                "",
                sentence("no sheet '{name}'", name=table.sheet),
                sentence("the sheets of the recipe, including '{name}'", name=table.sheet),
                sentence("Restore the name of the sheet, or make a new recipe."),
            )
        )
        return None
    wanted = {column.heading for column in table.columns}
    ranked = sorted(
        (
            (len(wanted & set(region.headings)), region.first == table.first_heading, -number)
            for number, region in enumerate(layout.regions)
            if (table.sheet, number) not in served
        ),
        reverse=True,
    )
    if not ranked or not ranked[0][0]:
        assembled.problems.append(
            Problem(
                "error",
                table.sheet,
                table.first_heading,
                sentence("none of the headings in the recipe"),
                sentence(
                    "a table with the headings {headings}",
                    headings=list_and([column.heading for column in table.columns][:6]),
                ),
                sentence("Restore the headings, or make a new recipe."),
            )
        )
        return None
    number = -ranked[0][2]
    served.add((table.sheet, number))
    region = layout.regions[number]
    assembled.problems += find_changes(region, table)
    return region
