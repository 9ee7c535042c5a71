"""Cells of one column read as the recipe says: one value, several, or courses of drugs."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from srns.cohort.dictionary import PATIENTS, find_column
from srns.cohort.histology import NOT_DONE
from srns.cohort.quantities import read_bound
from srns.cohort.schema import Column
from srns.cohort.terms import fold
from srns.languages.sentences import sentence
from srns.workbook.recipe.answered_results import read_answered_result
from srns.workbook.recipe.assembled_sheets import Key
from srns.workbook.recipe.column_meanings import read_meaning
from srns.workbook.recipe.counted_time import COUNTED, CountedTime, read_counting
from srns.workbook.recipe.match_headings import find_visit
from srns.workbook.recipe.model import (
    LEAVE_OUT,
    SAMPLED,
    ColumnRecipe,
    Recipe,
    TableRecipe,
    question_id,
)
from srns.workbook.recipe.propose_ages import AGE
from srns.workbook.recipe.propose_cells import NUMBERED
from srns.workbook.recipe.propose_child import CHILD
from srns.workbook.recipe.propose_codes import show_code
from srns.workbook.recipe.propose_commas import A_POINT, COMMAS, holds_comma
from srns.workbook.recipe.propose_dates import CALENDAR, CONVERT, YES
from srns.workbook.recipe.propose_doses import DOSE
from srns.workbook.recipe.propose_drug_sheet import DRUG_DAYS
from srns.workbook.recipe.propose_events import EVENT
from srns.workbook.recipe.propose_infusions import INFUSION_DAYS, MARKS
from srns.workbook.recipe.propose_visits import VISITS, find_visit_side, name_visit
from srns.workbook.recipe.propose_words import DASH, NEGATIVE, NO_READING, WORD
from srns.workbook.recipe.unit_columns import find_measured, find_of_unit
from srns.workbook.template.dipstick_column import DASHES
from srns.workbook.values.age_and_sex import read_age_and_sex
from srns.workbook.values.ages import read_age
from srns.workbook.values.calendars import read_other_calendar
from srns.workbook.values.dates import SERIAL, AgainstOrder, find_orders, read_fixed_date, read_wide
from srns.workbook.values.decided_words import DecidedWord
from srns.workbook.values.drug_text import counts_doses, read_dose, read_drug_prose
from srns.workbook.values.numbers_and_words import missing_reason
from srns.workbook.values.result_text import OF_STRIPS, part_cell, read_time, without_unit
from srns.workbook.values.text import clean
from srns.workbook.values.time_units import TIME_FACTORS

Part = tuple[Key, object]
_YEAR, _MONTH = 365.25, 30.4375


def apply_answer(recipe: Recipe, table: TableRecipe, column: ColumnRecipe) -> ColumnRecipe:
    """Return the column recipe with the user's answer filled in."""
    if column.heading and recipe.answer_to(question_id(CHILD, table)) == column.heading:
        return replace(column, means="patient")
    answer = recipe.answer_to(question_id("which", table, column))
    asked = [answer, *(recipe.answer_to(one) for one in _questions_about(table, column))]
    if LEAVE_OUT in asked:
        return replace(column, means="ignore", why=sentence("left out, as answered"))
    if result := read_answered_result(answer):
        return replace(column, means=f"Labs.{result[0]}", unit=result[1])
    if told := recipe.answer_to(question_id(EVENT, table, column)) if column.event else "":
        return replace(column, event=told.partition(",")[0])
    if (said := read_meaning(answer)) and said.event:
        return replace(column, means=said.means, event=said.event)
    chosen = next((one for one in PATIENTS.columns if one.label == answer), None)
    return replace(column, means=f"Patients.{chosen.id}") if chosen else column


def _questions_about(table: TableRecipe, column: ColumnRecipe) -> list[str]:
    """Return the ids of the questions whose answer may be to leave a column out.

    What a person made of the column since then takes precedence over the answer.
    """
    kinds = ["unit of"]
    if column.means in ("date", "day"):
        kinds.append(SAMPLED)
    if column.means in ("Infusions.date", "Infusions.day"):
        kinds += [INFUSION_DAYS, MARKS]
    if column.drug and column.means.startswith("Treatments.start"):
        kinds.append(DRUG_DAYS)
    if column.event:
        kinds.append(EVENT)
    if column.means == "visit":
        kinds += [VISITS, NUMBERED, COUNTED]
    if not column.order:
        kinds.append("date order")
    if column.means.rpartition(".")[2].endswith("date"):
        kinds.append(CALENDAR)
    if column.above is not None:
        kinds.append("mixed units")
    ids = [question_id(kind, table, column) for kind in kinds]
    if side := find_visit_side(column.heading):
        ids.append(question_id(f"visit {side}", table, "visit"))
    sheet, _, identity = column.means.rpartition(".")
    if sheet == "Labs" and not column.unit:
        ids.append(question_id("unit", table, find_column(sheet, identity).label))
    return ids


@dataclass(frozen=True)
class ColumnReader:
    """Reader of the cells of one column of a table, as the recipe says.

    The answers about a column are looked up once, because a column may be long.

    Attributes
    ----------
    epoch
        The day whose serial number is 0.
    """

    recipe: Recipe
    table: TableRecipe
    column: ColumnRecipe
    epoch: datetime.date

    @property
    def means(self) -> str:
        """The meaning of the column, such as `Labs.albumin`."""
        return self.column.means

    @cached_property
    def sheet(self) -> str:
        """The sheet of the dictionary that the column belongs to; Labs for a date or a day."""
        return "Labs" if self.means in ("date", "day") else self.means.partition(".")[0]

    @cached_property
    def kind(self) -> Column:
        """The column of the dictionary."""
        return find_column(self.sheet, self.means.rpartition(".")[2])

    @cached_property
    def visit(self) -> int | None:
        """The nominal day of the visit; None where the column belongs to no visit."""
        day = self.column.day if self.sheet in ("Labs", "Infusions") else None
        if self._answer("day"):
            return 0
        side = find_visit_side(self.column.heading) if day is None else ""
        return self._day_of(side) if side else day

    def _day_of(self, visit: str) -> int | None:
        """Return the day that a person gave a visit; None where it is left out or unknown."""
        answer = self.recipe.answer_to(question_id(f"visit {visit}", self.table, "visit"))
        found = re.fullmatch(r"day (-?\d+)", answer)
        return int(found[1]) if found else None

    def read_visit(self, value: object) -> float | None:
        """Return the nominal day of the visit in a cell, not rounded; None where none is known."""
        visit = name_visit(value)
        if self.counting is not None:
            return self.counting.read(value)
        if self._answer(VISITS) == YES:
            return find_visit(visit.replace("_", " "))[0]
        return self._day_of(visit)

    @cached_property
    def counting(self) -> CountedTime | None:
        """What the numbers of a column of visits count, as a person said; None if nothing."""
        return read_counting(self._answer(COUNTED) or self._answer(NUMBERED))

    def leaves_out(self, visit: str) -> bool:
        """Return whether a person left a visit out."""
        asked = question_id(f"visit {visit}", self.table, "visit")
        return self.recipe.answer_to(asked) == LEAVE_OUT

    @cached_property
    def left_out(self) -> bool:
        """Whether the column is left out because its day is unknown."""
        return self._answer("day") == "ignore it"

    def _answer(self, kind: str) -> str:
        return self.recipe.answer_to(question_id(kind, self.table, self.column))

    @cached_property
    def order(self) -> str:
        """The order of its text dates; empty where it is open, or has none."""
        return self.column.order or self._answer("date order")

    @cached_property
    def _nd(self) -> str:
        return self.recipe.answer_to("ND")

    @cached_property
    def unit(self) -> str:
        """The unit of its numbers; empty where it is open, or has none."""
        asked = question_id("unit", self.table, self.kind.label)
        unit = self.column.unit or self._answer("unit of") or self.recipe.answer_to(asked)
        # An option that a person changed in the file is no unit that could be read.
        return unit if self.kind.quantity is None or self.kind.find_unit(unit or "?") else ""

    @property
    def lacks_unit(self) -> bool:
        """Whether the column holds a quantity, and nothing says in which unit."""
        sheet, _, identity = self.means.rpartition(".")
        quantity = self.kind.quantity if sheet and identity else None
        return quantity is not None and "" not in quantity.units and not self.unit

    @cached_property
    def _above(self) -> float | None:
        return self.column.above if self._answer("mixed units").startswith("yes") else None

    @property
    def keeps_numbers(self) -> bool:
        """Whether a bare number is read as it stands, in the unit of the column."""
        return self.kind.quantity is not None and self._above is None

    def read_day(self, value: object) -> object:
        """Read a date, or a time after the index date in days."""
        if self.kind.kind == "day":
            days = read_time(value)
            return value if days is None else float(round(days))
        return self._date(value)

    @cached_property
    def is_marked(self) -> bool:
        """Whether its marks are infusions on the days of their rows, as a person said."""
        return self._answer(MARKS) == YES

    @cached_property
    def converts(self) -> bool:
        """Whether its dates count the years of another calendar, as a person said."""
        return self._answer(CALENDAR) == CONVERT

    def _date(self, value: object) -> object:
        if self.converts and (day := read_other_calendar(value, self.order)):
            return day
        if isinstance(value, float | int) and not isinstance(value, bool) and value in SERIAL:
            return self.epoch + datetime.timedelta(days=int(value))
        if not isinstance(value, str):
            return value
        text = clean(value)
        if self._nd and fold(text) == "nd":
            return ""  # no day was given, whichever it means among the results
        if self.order and read_fixed_date(text) is None and find_orders(text):
            day = read_wide(text, self.order)
            if day is not None:
                return datetime.date.fromordinal(day)
            # Otherwise the few texts in another order would be read as a column of their own.
            against = AgainstOrder(text)
            against.order = self.order
            return against
        return text

    def parts(self, value: object) -> Sequence[Part]:
        """Return the values of a cell, each with its column of the dictionary and its unit."""
        key = (type(value), value)  # 1, 1.0 and True are equal
        if key not in self._known:
            self._known[key] = self._read_parts(value)
        return self._known[key]

    @cached_property
    def _known(self) -> dict[tuple[type, object], Sequence[Part]]:
        """The values of the cells that were read, for the same ones stand in many."""
        return {}

    def _read_parts(self, value: object) -> list[Part]:
        kind = self.kind
        if kind.id == "sex" and (both := read_age_and_sex(value)):
            return self._age_and_sex(*both)
        value = self._answered(value)
        if kind.kind == "date":
            return [((kind.id, ""), self._date(value))]
        if kind.id == "dose" and isinstance(value, str) and (parts := _parts_of_dose(value)):
            return parts
        if kind.kind == "day":
            return [((kind.id, kind.unit), self.read_day(value))]
        if kind.id == "recorded_outcome":
            return self._outcome(value)
        if not kind.quantity:
            if isinstance(value, DecidedWord):
                return [((kind.id, kind.unit), value)]
            bare = without_unit(clean(value), kind.find_unit) if isinstance(value, str) else value
            return [((kind.id, kind.unit), self._in_time(bare))]
        return self._measured(value)

    def _answered(self, value: object) -> object:
        """Return what a person answered that a cell means; any other value stays."""
        if self._nd and isinstance(value, str) and fold(value) == "nd":
            value = self._nd
        if self.kind.id == "dose":
            return self.answered_dose(value)
        if self.kind.id == "dipstick":
            return self._without_dash(value)
        if self.kind.spellings:
            value = self._decode(value)
        return self._decide(value) if self.kind.id == "histology" or self.kind.spellings else value

    def _without_dash(self, value: object) -> object:
        """Return the reading of a strip that a person said a dash means; any other value stays."""
        if not isinstance(value, str) or clean(value) not in DASHES:
            return value
        answer = self._answer(DASH)
        return answer if answer == NEGATIVE else "" if answer == NO_READING else value

    def answered_dose(self, value: object) -> object:
        """Return a dose, or a text with one, as a person answered that it is meant."""
        answer = self._answer(f"{DOSE} {clean(value)}") if isinstance(value, str) else ""
        return "" if answer == LEAVE_OUT else answer or value

    def _decode(self, value: object) -> object:
        """Return the word that a code of a column stands for; any other value stays."""
        code = show_code(value)
        if code is None:
            return value
        if code in self._codes:
            return self._codes[code]
        answer = self._answer(f"code {code}")
        return "" if answer == LEAVE_OUT else answer or value

    def _decide(self, value: object) -> object:
        """Return a word with what a person answered that it means; any other value stays."""
        answer = self._answer(f"{WORD} {clean(value)}") if isinstance(value, str) else ""
        if not answer or not isinstance(value, str):
            return value
        if self.kind.id != "histology":
            return "" if answer == LEAVE_OUT else answer
        return DecidedWord.of(value, "" if answer == NOT_DONE else answer)

    @cached_property
    def _codes(self) -> dict[str, str]:
        pairs = (pair.partition("=") for pair in self.column.codes.split(","))
        return {code.strip(): word.strip() for code, _, word in pairs if word.strip()}

    def _in_time(self, value: object) -> object:
        """Convert a number to the time unit of the dictionary, where the column states another."""
        if self.kind.unit == "years" and (age := read_age(value)) is not None:
            return age
        value = self._with_point(value)
        factor = TIME_FACTORS.get((self.column.unit, self.kind.unit))
        if factor is None:
            return value
        cell = part_cell(value)
        if cell.number is None:
            return value
        converted = float(f"{cell.number * factor:.12g}")
        bound = read_bound(cell.text)[0] if isinstance(cell.text, str) else ""
        return f"{bound}{converted:g}" if bound else converted

    def _measured(self, value: object) -> list[Part]:
        value = self._with_point(value)
        cell = part_cell(value)
        if cell.dipstick and self.means in OF_STRIPS:
            return [(("dipstick", ""), cell.dipstick)]
        contradicts = bool(cell.unit) and self.kind.find_unit(cell.unit) is None
        if contradicts and (other := find_of_unit(self._by_unit, cell.unit)):
            return [((other[0].id, other[1]), cell.text)]
        if cell.number is None or contradicts:
            return [((self.kind.id, self.unit), clean(value) if isinstance(value, str) else value)]
        unit = self.unit
        if cell.unit:
            unit = self.kind.find_unit(cell.unit) or unit
        elif self._above is not None and cell.number >= self._above:
            unit = self.column.above_unit
        return [((self.kind.id, unit), cell.text)]

    @cached_property
    def _by_unit(self) -> tuple[Column, ...]:
        """What the unit in a cell may make of the column, where its heading leaves it open."""
        measured = find_measured(self.column.heading)
        return measured if len(measured) > 1 and self.kind in measured else ()

    def _with_point(self, value: object) -> object:
        """Return a number with its decimal comma as a point, where a person said that it is one."""
        if not self._reads_commas or not isinstance(value, str):
            return value
        return value.replace(",", ".") if holds_comma(value) else value

    @cached_property
    def _reads_commas(self) -> bool:
        return self.recipe.answer_to(question_id(COMMAS, self.table)) == A_POINT

    def _age_and_sex(self, years: float, sex: str) -> list[Part]:
        """Return the sex, and the age where a person said which it is."""
        answer = self._answer(AGE)
        ages = [one for one in PATIENTS.columns if one.label == answer]
        return [(("sex", ""), sex), *(((one.id, one.unit), years) for one in ages)]

    def _outcome(self, value: object) -> list[Part]:
        parts: list[Part] = [(("recorded_outcome", ""), clean(value))]
        answer = self._answer("two facts")
        found = re.search(r"\((\d+(?:[.,]\d+)?)\)", clean(value))
        if found and answer.startswith(("years", "months")):
            days = _YEAR if answer.startswith("years") else _MONTH
            day = round(float(found[1].replace(",", ".")) * days)
            parts.append((("last_follow_up_day", "days"), float(day)))
        return parts


def _parts_of_dose(text: str) -> list[Part]:
    """Return dose, unit and frequency of a text; empty where it is no dose."""
    if dose := read_dose(text):
        parts: list[Part] = [(("dose", ""), dose[0]), (("dose_unit", ""), dose[1])]
        return [*parts, (("frequency", ""), dose[2])] if dose[2] else parts
    return [(("frequency", ""), clean(text))] if counts_doses(text) else []


def read_courses(column: ColumnRecipe, value: object) -> tuple[list[Part], list[dict[str, object]]]:
    """Read the drugs of a cell: as values of its own row, or as rows of their own."""
    if missing_reason(value):
        return [], []
    courses = read_drug_prose(value) if isinstance(value, str) else ()
    alone = not column.purpose and (not courses or courses[0].says_no_more)
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
            "start_date": course.start,
            "stop_date": course.stop,
        }
        known = {key: part for key, part in given.items() if part or part == 0}
        rows.append({"drug": course.typed, **known})
    return [], rows
