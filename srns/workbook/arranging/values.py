"""What one cell gives to the dictionary: one value, several, or courses of drugs."""

import datetime
import re
from dataclasses import dataclass, replace

from srns.cohort.columns import Column
from srns.cohort.dictionary import may_mean
from srns.cohort.terms import fold

from ..dates import SERIAL, AgainstOrder, find_orders, read_fixed_date, read_wide
from ..layout.headings import clean
from ..mixed import part_cell, read_time, without_unit
from ..prose import read_dose, read_drug_prose
from ..recipe import LEAVE_OUT, ColumnRecipe, Recipe, TableRecipe, question_id
from ..values import missing_reason
from .arrangement import Key

Part = tuple[Key, object]
_YEAR, _MONTH = 365.25, 30.4375


@dataclass(frozen=True)
class ValueReader:
    """Reads the cells of one table as the recipe says; `epoch` is the day of serial number 0."""

    recipe: Recipe
    table: TableRecipe
    epoch: datetime.date

    def answer(self, kind: str, column: ColumnRecipe) -> str:
        """Give what a person answered about a column; empty where nothing was asked."""
        return self.recipe.answer_to(question_id(kind, self.table, column))

    def settled(self, column: ColumnRecipe) -> ColumnRecipe:
        """Give a column of which only a person could tell what it means as they answered."""
        answer = self.answer("which", column)
        if answer == LEAVE_OUT:
            return replace(column, means="ignore", why="left out, as the question was answered")
        chosen = next((one for one in may_mean(clean(column.heading)) if one.label == answer), None)
        return replace(column, means=f"Patients.{chosen.id}") if chosen else column

    def when(self, value: object, column: ColumnRecipe, kind: Column) -> object:
        """Read a date, or a time after the index date as days."""
        if kind.kind == "day":
            days = read_time(value)
            return value if days is None else float(round(days))
        return self.date(value, column)

    def date(self, value: object, column: ColumnRecipe) -> object:
        """Read a date in the order that was decided for the column."""
        if isinstance(value, float | int) and not isinstance(value, bool) and value in SERIAL:
            return self.epoch + datetime.timedelta(days=int(value))
        if not isinstance(value, str):
            return value
        text = clean(value)
        order = column.order or self.answer("date order", column)
        if order and read_fixed_date(text) is None and find_orders(text):
            day = read_wide(text, order)
            if day is not None:
                return datetime.date.fromordinal(day)
            # Else the few texts against the order would be read as a column of their own.
            against = AgainstOrder(text)
            against.order = order
            return against
        return text

    def parts(self, sheet: str, kind: Column, column: ColumnRecipe, value: object) -> list[Part]:
        """Give what a cell says, by column of the dictionary and unit."""
        meaning = self.recipe.answer_to("ND")
        if isinstance(value, str) and fold(value) == "nd" and meaning:
            value = meaning
        if kind.kind == "date":
            return [((kind.id, ""), self.date(value, column))]
        if kind.id == "dose" and isinstance(value, str) and (dose := read_dose(value)):
            parts: list[Part] = [(("dose", ""), dose[0]), (("dose_unit", ""), dose[1])]
            return [*parts, (("frequency", ""), dose[2])] if dose[2] else parts
        if kind.kind == "day":
            return [((kind.id, kind.unit), self.when(value, column, kind))]
        if kind.id == "recorded_outcome":
            return self._outcome(column, value)
        if not kind.quantity:
            told = without_unit(clean(value), kind.find_unit) if isinstance(value, str) else value
            return [((kind.id, kind.unit), told)]
        return self._measured(sheet, kind, column, value)

    def _measured(
        self, sheet: str, kind: Column, column: ColumnRecipe, value: object
    ) -> list[Part]:
        unit = column.unit or self.recipe.answer_to(question_id("unit", self.table, kind.label))
        cell = part_cell(value)
        if cell.dipstick and sheet == "Labs":
            return [(("dipstick", ""), cell.dipstick)]
        if cell.number is None:
            return [((kind.id, unit), clean(value) if isinstance(value, str) else value)]
        if cell.unit:
            unit = kind.find_unit(cell.unit) or unit
        elif (
            column.above is not None
            and cell.number >= column.above
            and self.answer("mixed units", column).startswith("yes")
        ):
            unit = column.above_unit
        return [((kind.id, unit), cell.text)]

    def _outcome(self, column: ColumnRecipe, value: object) -> list[Part]:
        parts: list[Part] = [(("recorded_outcome", ""), clean(value))]
        answer = self.answer("two facts", column)
        found = re.search(r"\((\d+(?:[.,]\d+)?)\)", clean(value))
        if found and answer.startswith(("years", "months")):
            days = _YEAR if answer.startswith("years") else _MONTH
            day = round(float(found[1].replace(",", ".")) * days)
            parts.append((("last_follow_up_day", "days"), float(day)))
        return parts


def read_courses(column: ColumnRecipe, value: object) -> tuple[list[Part], list[dict[str, object]]]:
    """Read the drugs of a cell: as parts of its own row, or as rows of their own."""
    if missing_reason(value):
        return [], []
    courses = read_drug_prose(value) if isinstance(value, str) else ()
    alone = not column.purpose and (not courses or courses[0].dose is None)
    if not courses or (len(courses) == 1 and alone):
        parts: list[Part] = [(("drug", ""), value)]
        return [*parts, (("purpose", ""), column.purpose)] if column.purpose else parts, []
    rows: list[dict[str, object]] = []
    for course in courses:
        given = {
            "purpose": column.purpose,
            "dose": course.dose,
            "dose_unit": course.dose_unit,
            "frequency": course.frequency,
        }
        told = {key: part for key, part in given.items() if part or part == 0}
        rows.append({"drug": course.typed, **told})
    return [], rows
