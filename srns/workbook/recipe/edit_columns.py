"""A person's word on what one column holds, written into the recipe."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from srns.cohort.dictionary import SHEETS
from srns.cohort.schema import Sheet
from srns.languages.sentences import joined, sentence
from srns.workbook.recipe.column_evidence import Asker
from srns.workbook.recipe.column_meanings import (
    ColumnMeaning,
    find_meaning_column,
    name_meaning,
    read_meaning,
)
from srns.workbook.recipe.match_headings import Guess, find_visit
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
from srns.workbook.recipe.propose_child import CHILD
from srns.workbook.recipe.propose_column import propose_meaning
from srns.workbook.recipe.propose_dates import propose_date
from srns.workbook.recipe.propose_visits import find_visit_side, propose_visits
from srns.workbook.recipe.workbook_tables import WorkbookTable, pair_tables
from srns.workbook.values.text import clean

_TIMES = ("date", "day", "visit")


def choose_meaning(
    recipe: Recipe, tables: Sequence[WorkbookTable], which: int, number: int, words: str
) -> Recipe:
    """Return the recipe with one column read as a person says.

    What was asked about the column before is settled by it; what it leaves open, such as the order
    of its dates, is asked.

    Parameters
    ----------
    tables
        Of the workbook, as `find_tables` returns them.
    which, number
        The table and its column, from 0.
    words
        What it holds, in the words of `list_column_meanings`, or of a laboratory list its role.
    """
    place = pair_tables(tables, recipe)[which]
    one = tables[which]
    table = one.new_recipe() if place is None else recipe.tables[place]
    table, index = _with_column(table, one, number)
    old = table.columns[index]
    if one.dialect:
        named = "visit" if words == name_meaning(ColumnRecipe("", "visit")) else "ignore"
        role = "ignore" if words == LEAVE_OUT else one.roles.get(number, named)
        new = replace(old, means=role, why=SAID)
        return _put(recipe, place, table, index, new)
    meaning = read_meaning(words)
    if meaning is None:
        return recipe
    asked: dict[str, Question] = {}
    change = _Change(Asker(one.region, number, asked), table, old, meaning)
    edited = _put(recipe, place, table, index, change.column(), exclusive=True)
    number_of_table = len(recipe.tables) if place is None else place
    kept = [
        question
        for question in edited.questions
        if question.id not in asked
        and not question.id.endswith(question_id("", table, old))
        and _is_open_still(question, edited.tables[number_of_table])
    ]
    return replace(edited, questions=(*kept, *asked.values()))


def _with_column(table: TableRecipe, one: WorkbookTable, number: int) -> tuple[TableRecipe, int]:
    """Return the recipe of a table with a place for the column, and that place."""
    index = pair_columns(one.region.headings, table)[number]
    if index is not None:
        return table, index
    added = ColumnRecipe(one.region.headings[number], "ignore")
    return replace(table, columns=(*table.columns, added)), len(table.columns)


def _put(
    recipe: Recipe,
    place: int | None,
    table: TableRecipe,
    index: int,
    new: ColumnRecipe,
    *,
    exclusive: bool = False,
) -> Recipe:
    """Return the recipe with one column of one table replaced."""
    columns = [
        _step_back(column, new) if exclusive and number != index else column
        for number, column in enumerate(table.columns)
    ]
    columns[index] = new
    tables = list(recipe.tables)
    edited = replace(table, columns=tuple(columns))
    if place is None:
        tables.append(edited)
    else:
        tables[place] = edited
    return replace(recipe, tables=tuple(tables))


def _step_back(column: ColumnRecipe, new: ColumnRecipe) -> ColumnRecipe:
    """Leave out a column in whose stead a person named another: one names the child or the day."""
    if column.means != new.means or new.means not in ("patient", "date", "day"):
        return column
    if column.day != new.day or column.part != new.part:
        return column
    why = (
        sentence("another column names the child, as a person said")
        if new.means == "patient"
        else sentence("another column gives the day, as a person said")
    )
    return ColumnRecipe(column.heading, "ignore", why=why)


@dataclass(frozen=True)
class _Change:
    """The column `old` of a table, which is to mean something else."""

    asker: Asker
    table: TableRecipe
    old: ColumnRecipe
    meaning: ColumnMeaning

    def column(self) -> ColumnRecipe:
        """Return the column; questions that it leaves open are added to the asker's."""
        says, heading = self.meaning, self.old.heading
        kind = find_meaning_column(says.means)
        plain = ColumnRecipe(
            heading,
            says.means,
            unit=says.unit or (self.old.unit if says.drug else ""),
            day=self._day,
            order=says.order,
            purpose=says.purpose,
            part=says.part,
            drug=says.drug,
            event=says.event,
            why=SAID,
        )
        if says.means == "visit":
            return replace(propose_visits(self.asker), why=SAID)
        settled = says.part or says.order or says.means in ("patient", "day")
        settled = settled or (says.drug and kind is not None and kind.kind != "date")
        if kind is None or settled or kind.kind in ("drug", "text", "day"):
            return plain
        guess = Guess(self._sheet, kind, says.unit or None, self._day, whole=True)
        if kind.kind == "date":
            made = propose_date(self.asker, guess, says.means)
        else:
            made = propose_meaning(self.asker, guess, self._is_dated, self.table.day)
        return replace(made, drug=says.drug, event=says.event, why=joined([SAID, made.why], "; "))

    @property
    def _sheet(self) -> Sheet:
        name = self.meaning.means.rpartition(".")[0] or "Labs"
        return next(sheet for sheet in SHEETS if sheet.name == name)

    @property
    def _day(self) -> int | None:
        """The day of the visit that the heading names, for what belongs to a visit."""
        if self.meaning.means != "date" and not self.meaning.means.startswith(("Labs", "Inf")):
            return None
        return find_visit(clean(self.old.heading))[0] if self.old.day is None else self.old.day

    @property
    def _is_dated(self) -> bool:
        others = (one for one in self.table.columns if one is not self.old)
        return any(one.means in _TIMES for one in others)


def _is_open_still(question: Question, table: TableRecipe) -> bool:
    """Return whether a question about several columns of a table is still about one of them."""
    kind, _, about = question.id.partition(f": {table.sheet}!{table.first_heading}")
    if not about and kind == question.id:
        return True  # about another table
    read = [column for column in table.columns if column.means != "ignore"]
    if kind == "unit":
        kinds = filter(None, (find_meaning_column(one.means) for one in read if not one.unit))
        return about.strip() in {one.label for one in kinds}
    if kind == CHILD:
        return not any(column.means == "patient" for column in read)
    if kind == "day":
        return not any(column.means in _TIMES for column in read)
    return not kind.startswith("visit ") or _names_visit(read, kind.removeprefix("visit "))


def _names_visit(columns: Sequence[ColumnRecipe], visit: str) -> bool:
    """Return whether a column names the visit, in its heading or in its cells."""
    return any(
        column.means == "visit" or find_visit_side(column.heading) == visit for column in columns
    )
