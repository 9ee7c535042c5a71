"""What a person sees above each column of a table: its meaning, and whether a choice is missing."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from srns.languages.sentences import joined, sentence, term
from srns.workbook.headings.deciding import may_be_result, names_another
from srns.workbook.headings.heading import parse_heading
from srns.workbook.problems import column_letters
from srns.workbook.recipe.answered_results import read_answered_result
from srns.workbook.recipe.apply_column import ColumnReader, apply_answer
from srns.workbook.recipe.column_evidence import drop_missing, is_date
from srns.workbook.recipe.column_meanings import (
    find_meaning_column,
    holds_dates_of,
    list_column_meanings,
    name_meaning,
    read_meaning,
)
from srns.workbook.recipe.match_headings import guess, identifies, names_child
from srns.workbook.recipe.model import (
    LEAVE_OUT,
    SAID,
    ColumnRecipe,
    Question,
    Recipe,
    TableRecipe,
    question_id,
)
from srns.workbook.recipe.pair_columns import pair_columns
from srns.workbook.recipe.workbook_tables import WorkbookTable
from srns.workbook.values.dates import ORDERS
from srns.workbook.values.text import clean

State = Literal["read", "not decided", "overlooked", "left out"]
"""`overlooked` is left out without a person's word although it may decide a verdict."""
_EPOCH = datetime.date(1899, 12, 30)
_LOOK = 500


@dataclass(frozen=True)
class ColumnView:
    """One column as a person sees it.

    Attributes
    ----------
    place
        Its letters in the sheet; the number of its row where the headings stand on the left.
    choice
        What it means, in words; empty where that is not decided.
    choices
        Everything that it may mean, what its heading suggests first.
    day
        Nominal day of its visit, from day 0.
    """

    place: str
    heading: str
    choice: str
    choices: tuple[str, ...]
    state: State
    why: str
    day: int | None = None

    @property
    def needs_a_person(self) -> bool:
        """Whether something that matters is left out or not decided."""
        return self.state in ("not decided", "overlooked")


def view_columns(
    one: WorkbookTable, table: TableRecipe | None, recipe: Recipe
) -> tuple[ColumnView, ...]:
    """Return the columns of a table in their order.

    Parameters
    ----------
    table
        Its recipe; None where the recipe does not read it.
    """
    read = table or one.new_recipe()
    places = pair_columns(one.region.headings, read)
    views: list[ColumnView] = []
    for number, index in enumerate(places):
        heading = one.region.headings[number]
        column = ColumnRecipe(heading, "ignore") if index is None else read.columns[index]
        if one.dialect:
            views.append(_view_role(one, number, column))
        else:
            views.append(_view(one, number, column, read, recipe))
    return tuple(views)


def _place(one: WorkbookTable, number: int) -> str:
    across = one.region.across[number]
    return str(across + 1) if one.region.turned else column_letters(across)


def _view_role(one: WorkbookTable, number: int, column: ColumnRecipe) -> ColumnView:
    """Return a column of a laboratory list: it has its role, or is left out."""
    role = one.roles.get(number) or ("visit" if column.means == "visit" else "")
    words = name_meaning(ColumnRecipe(column.heading, role)) if role else ""
    ignored = column.means == "ignore"
    overlooked = ignored and bool(role) and not column.why.startswith(SAID)
    return ColumnView(
        _place(one, number),
        column.heading,
        LEAVE_OUT if ignored else words,
        (words, LEAVE_OUT) if words else (LEAVE_OUT,),
        "overlooked" if overlooked else "left out" if ignored else "read",
        column.why
        or (
            sentence("needed to read the results")
            if role
            else sentence("not needed to read the results")
        ),
    )


def _view(
    one: WorkbookTable, number: int, column: ColumnRecipe, table: TableRecipe, recipe: Recipe
) -> ColumnView:
    asked = _questions_about(column, table, recipe)
    applied = apply_answer(recipe, table, column)
    reader = ColumnReader(recipe, table, applied, _EPOCH)
    ignored = applied.means == "ignore" or reader.left_out
    words = LEAVE_OUT if ignored else _name(reader)
    undecided = any(question.open for question in asked) or not words
    state: State = "not decided" if undecided else "read"
    if ignored and not undecided:
        state = _state_left_out(one, number, reader)
    return ColumnView(
        _place(one, number),
        column.heading,
        "" if undecided else words,
        _choices(column, words, asked),
        state,
        joined([question.asks for question in asked if question.open], "; ") or applied.why,
        reader.visit if not ignored and applied.means.startswith("Labs.") else column.day,
    )


def _state_left_out(one: WorkbookTable, number: int, reader: ColumnReader) -> State:
    if reader.left_out or reader.column.why.startswith((SAID, "left out, as answered")):
        return "left out"
    values = drop_missing(one.region.column(number)[:_LOOK])
    return "overlooked" if may_matter(reader.column, values) else "left out"


def _name(reader: ColumnReader) -> str:
    """Return what a column means, with the unit and the order of dates that were answered."""
    kind = find_meaning_column(reader.means)
    unit = reader.unit if kind is not None and kind.kind == "quantity" else ""
    order = reader.order if holds_dates_of(reader.means) else ""
    return name_meaning(reader.column, unit, order)


def _questions_about(
    column: ColumnRecipe, table: TableRecipe, recipe: Recipe
) -> tuple[Question, ...]:
    """Return the questions about a column, also those that it shares with others."""
    own = question_id("", table, column)
    kind = find_meaning_column(column.means)
    shared = question_id("unit", table, kind.label) if kind and not column.unit else ""
    if column.means == "ignore":
        shared = ""
    one = recipe.find_question(shared)
    return tuple(dict.fromkeys([*recipe.questions_about(own), *([one] if one else ())]))


def may_matter(column: ColumnRecipe, values: Sequence[object]) -> bool:
    """Return whether a column that is not read may decide a verdict, by its heading or its cells.

    What is understood to be another quantity, or identifies a child, does not.
    """
    text = clean(column.heading)
    parsed = parse_heading(text)
    if not values or identifies(text) or (names_another(parsed) and not may_be_result(parsed)):
        return False
    mentioned = any(one.whole and one.sheet.name == "Labs" for one in guess(text))
    dated = len(values) > 1 and all(map(is_date, values))
    return may_be_result(parsed) or mentioned or names_child(text) or dated


def _choices(column: ColumnRecipe, words: str, asked: Sequence[Question]) -> tuple[str, ...]:
    """List what a column may mean: as it is, as its questions and its heading suggest, the rest."""
    every = list_column_meanings()
    suggested: list[str] = [words] if words else []
    for question in asked:
        suggested += [option for option in question.options if read_answered_result(option)]
        suggested += [option for option in question.options if option in every]
    for one in guess(clean(column.heading)):
        means = f"{one.sheet.name}.{one.column.id}"
        suggested += [label for label, meaning in every.items() if meaning.means == means]
    if holds_dates_of(column.means):
        bare = name_meaning(ColumnRecipe(column.heading, column.means))
        suggested += [sentence("{words}, {what}", words=bare, what=term(order)) for order in ORDERS]
    known = [label for label in suggested if label != LEAVE_OUT and read_meaning(label)]
    return tuple(dict.fromkeys([*known, LEAVE_OUT, *every]))
