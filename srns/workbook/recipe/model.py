"""Recipe: how one workbook is to be read, as a file that a clinician can read and correct."""

import contextlib
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from srns.cohort.errors import RecipeError
from srns.cohort.given_files import read_given
from srns.cohort.toml_text import parse_toml
from srns.languages.sentences import sentence
from srns.workbook.problems import Problem
from srns.workbook.recipe.recipe_words import (
    check_choices,
    check_meaning,
    check_units,
)

VERSION = 1
_HEAD = """\
# How this workbook is read: what every table and every column means, and why.
# Correct what is wrong. A question is open until its answer is one of its options.
"""


LEAVE_OUT = sentence("leave it out")
"""Answer by which a column is not read."""
SAID = sentence("as a person said")
"""Reason of a meaning that a person chose."""
UNKNOWN = sentence("a column that is not in the data dictionary")
"""Reason why a column is ignored that neither the dictionary nor a person explains."""
ANSWERED = sentence("decided by the answer to its question")
"""Reason of a meaning that is open until its question is answered."""
NO_VALUE = sentence("no cell holds a value")
"""Reason why a column of results is ignored; once it is filled, that is an error."""
_A_DAY = re.compile(r"day -?\d{1,5}")
SAMPLED = "day of the results"
"""Kind of the question whether a column holds the sample dates; part of stored ids."""


@dataclass(frozen=True)
class ColumnRecipe:
    """The meaning of one column.

    Attributes
    ----------
    heading
        As in the workbook, several rows of headings joined.
    means
        `patient`, `date`, `day`, `visit`, a column of the dictionary such as `Labs.albumin`, `note`
        (kept with the child's notes), or `ignore`; in a laboratory list a role such as `result`.
    unit
        Of the numbers of the column.
    day
        Nominal day of the visit, from day 0; a date column of the same visit takes precedence.
    visit
        Columns with the same number belong to one visit.
    order
        Of text dates: `day first`, `month first` or `year first`.
    purpose
        Of the drugs named in the column.
    above, above_unit
        Numbers from `above` on are in `above_unit`.
    part
        Which part of a date the column holds: `day`, `month` or `year`.
    codes
        What its codes mean, as in `1 = male, 2 = female`.
    drug
        Of which drug it holds the dose on the day of its row.
    course
        Which course of its row it tells of, counted from 1, where a row has several.
    event
        Which event its dates are of, where the heading and not a cell names it.
    why
        The evidence, for a person to check.
    """

    heading: str
    means: str
    unit: str = ""
    day: int | None = None
    order: str = ""
    purpose: str = ""
    above: float | None = None
    above_unit: str = ""
    part: str = ""
    codes: str = ""
    drug: str = ""
    event: str = ""
    course: int | None = None
    why: str = ""


@dataclass(frozen=True)
class TableRecipe:
    """Position and orientation of a table, and the meaning of its columns.

    `patient` and `day` apply to the whole table, where the sheet's name gives them. `tests` is the
    dialect of a laboratory list, which has one test a row. `arranged` is how the sheet is laid out
    (long, wide or turned), where a person said it.
    """

    sheet: str
    first_heading: str
    children_are: str
    columns: tuple[ColumnRecipe, ...]
    patient: str = ""
    day: int | None = None
    tests: str = ""
    arranged: str = ""

    def number_of(self, column: ColumnRecipe) -> int:
        """Return which of the columns of its heading a column is, from 1; 1 for one of another."""
        return self._numbers.get(id(column), 1)

    @cached_property
    def _numbers(self) -> Mapping[int, int]:
        """The number of each column among those of its heading, by the column itself."""
        counts: Counter[str] = Counter()
        found: dict[int, int] = {}
        for column in self.columns:
            counts[column.heading] += 1
            found.setdefault(id(column), counts[column.heading])
        return found


@dataclass(frozen=True)
class Question:
    """A decision for a person; open until `answer` is one of the options, or a day where they are.

    What is asked, the options and the reason may be sentences, shown in the language in use; their
    English text is what is compared and written.
    """

    id: str
    asks: str
    options: tuple[str, ...]
    why: str = ""
    answer: str = ""

    @property
    def open(self) -> bool:
        """Whether it is still unanswered; where days are offered, any other day is an answer."""
        if self.answer in self.options:
            return False
        days = any(map(_A_DAY.fullmatch, self.options))
        return not (days and _A_DAY.fullmatch(self.answer))

    @property
    def none_of_these(self) -> str:
        """The answer that leaves out what is asked about: the last option of every question."""
        return self.options[-1] if self.options else ""


@dataclass(frozen=True)
class Acknowledgement:
    """A query that a person has checked, with what was found and their note."""

    place: str
    found: str
    note: str


@dataclass(frozen=True)
class Correction:
    """A cell that cannot be read as it was typed, and how a person reads it.

    It applies while the cell holds what it held: `found`, as typed.
    """

    place: str
    found: str
    reads: str


@dataclass(frozen=True)
class Recipe:
    """Everything that was decided about one workbook, by the software or a person.

    A recipe without tables is for a workbook in the template's shape, and holds what a person said
    of single cells.

    Attributes
    ----------
    day_zero
        The name of day 0, such as ``first tacrolimus``; empty for the index date, else the first
        infusion.
    """

    made_for: str
    tables: tuple[TableRecipe, ...]
    questions: tuple[Question, ...] = ()
    acknowledged: tuple[Acknowledgement, ...] = ()
    version: int = field(default=VERSION)
    day_zero: str = ""
    corrections: tuple[Correction, ...] = ()

    def __repr__(self) -> str:
        tables, asked = len(self.tables), len(self.open_questions)
        return f"<Recipe for {self.made_for}: {tables} table(s), {asked} open question(s)>"

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """The questions that are still unanswered."""
        return tuple(one for one in self.questions if one.open)

    def date_orders(self) -> set[str]:
        """Return the orders of the text dates of all columns, decided or answered."""
        columns = (column for table in self.tables for column in table.columns)
        asked = (one.answer for one in self.questions if one.id.startswith("date order"))
        return {one for one in (*(c.order for c in columns), *asked) if one.endswith(" first")}

    def answer_to(self, identity: str) -> str:
        """Return the answer to a question; empty where it was not asked."""
        found = self.find_question(identity)
        return found.answer if found else ""

    def find_question(self, identity: str) -> Question | None:
        """Return a question by its id; None where it was not asked."""
        return self._by_id.get(identity)

    def questions_about(self, identity: str) -> Sequence[Question]:
        """Return the questions of any kind about what an id without a kind names."""
        return self._by_subject.get(identity, ())

    @cached_property
    def _by_id(self) -> Mapping[str, Question]:
        return {one.id: one for one in reversed(self.questions)}

    @cached_property
    def _by_subject(self) -> Mapping[str, Sequence[Question]]:
        """The questions by what may be their subject: a kind may have a colon, too."""
        found: dict[str, list[Question]] = {}
        for one in self.questions:
            for colon in re.finditer(": ", one.id):
                found.setdefault(one.id[colon.start() :], []).append(one)
        return found

    def with_rest_left_out(self) -> "Recipe":
        """Return the recipe with everything left out that is still asked about."""
        return self.answered({one.id: one.none_of_these for one in self.open_questions})

    def answered(self, answers: Mapping[str, str]) -> "Recipe":
        """Return the recipe with answers filled in, by the question's id."""
        return replace(
            self,
            questions=tuple(
                replace(one, answer=answers.get(one.id, one.answer)) for one in self.questions
            ),
        )


def question_id(kind: str, table: TableRecipe, about: ColumnRecipe | str = "") -> str:
    """Return the id of a question about a table, or about one of its columns.

    Two tables of one sheet may have a column of the same heading, and one table may have it twice.
    """
    if isinstance(about, str):
        return name_question(kind, table.sheet, table.first_heading, about)
    number = table.number_of(about)
    return name_question(kind, table.sheet, table.first_heading, about.heading, number)


def name_question(kind: str, sheet: str, first: str, about: str = "", number: int = 1) -> str:
    """Return the id of a question, by sheet, first heading of the table, and what it is about.

    >>> name_question("date order", "Urine", "A1", "date", 2)
    'date order: Urine!A1 date (2)'
    """
    which = f" ({number})" if number > 1 else ""
    return f"{kind}: {sheet}!{first} {about}".rstrip() + which


def write_recipe(recipe: Recipe) -> str:
    """Return the text of the recipe file."""
    lines = [_HEAD, f"recipe = {recipe.version}", f"made_for = {_shown(recipe.made_for)}"]
    if recipe.day_zero:
        lines.append(f"day_zero = {_shown(recipe.day_zero)}")
    for one in recipe.questions:
        lines += ["", "[[question]]", *_lines(one)]
    for table in recipe.tables:
        lines += ["", "[[table]]", *_lines(table)]
        for column in table.columns:
            lines += ["", "[[table.column]]", *_lines(column)]
    for one in recipe.acknowledged:
        lines += ["", "[[acknowledged]]", *_lines(one)]
    for one in recipe.corrections:
        lines += ["", "[[correction]]", *_lines(one)]
    return "\n".join(lines) + "\n"


def _lines(one: object) -> list[str]:
    lines = []
    for each in fields(one):  # pyright: ignore[reportArgumentType]
        value = getattr(one, each.name)
        must = each.default is MISSING or each.name == "answer"
        needed = must or (value != "" and value is not None)
        if needed and each.name != "columns":
            lines.append(f"{each.name} = {_shown(value)}")
    return lines


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return text.encode("utf-8", "replace").decode("utf-8")


def read_recipe(source: str | Path | bytes) -> Recipe:
    """Read a recipe from a path, or from the bytes of a file.

    Raises
    ------
    RecipeError
        If it is not a recipe; the message is one sentence.
    """
    name = Path(source).name if isinstance(source, str | Path) else "the recipe"
    try:
        content = source if isinstance(source, bytes) else read_given(Path(source))
        document = parse_toml(content.decode("utf-8"))
    except OSError as error:
        raise RecipeError(f"The recipe {name} cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RecipeError(f"{name} is not a recipe: {error}.") from None
    if document.get("recipe") != VERSION:
        raise RecipeError(
            f"{name}: found recipe = {document.get('recipe')!r}; expected recipe = {VERSION}. "
            "Make it with 'srns recipe', or update this software."
        )
    try:
        tables = tuple(map(_make_table, _listed(document, "table")))
        questions = tuple(map(_make_question, _listed(document, "question")))
        noted = tuple(_make(Acknowledgement, one) for one in _listed(document, "acknowledged"))
        corrected = tuple(_make(Correction, one) for one in _listed(document, "correction"))
        if unknown := set(document) - _KEYS:
            raise TypeError(f"the key '{sorted(unknown)[0]}' is not known")
    except TypeError as error:
        raise RecipeError(f"{name}: {error}.") from None
    day_zero = str(document.get("day_zero", ""))
    made_for = str(document.get("made_for", ""))
    return Recipe(made_for, tables, questions, noted, VERSION, day_zero, corrected)


_KEYS = {"recipe", "made_for", "day_zero", "table", "question", "acknowledged", "correction"}


def _listed(document: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found = document.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise TypeError(f"found '{key}' that is no list of tables; expected [[{key}]]")
    return found


def _make_table(values: dict[str, Any]) -> TableRecipe:
    where = f"table '{values.get('sheet', '')}'"
    columns = tuple(_make_column(one, where) for one in _listed(values, "column"))
    plain = {key: value for key, value in values.items() if key != "column"}
    with _said_where(where):
        check_choices(plain)
        return _make(TableRecipe, {**plain, "columns": columns})


def _make_question(values: dict[str, Any]) -> Question:
    options = values.get("options", ())
    with _said_where(f"question '{values.get('id', '')}'"):
        if not isinstance(options, list | tuple) or not all(isinstance(o, str) for o in options):
            raise TypeError(f"'options' holds {options!r}; expected a list of texts")
        return _make(Question, {**values, "options": tuple(options)})


def _make_column(values: dict[str, Any], where: str) -> ColumnRecipe:
    """Make a column recipe; its meaning, its unit and its words must be ones that can be read."""
    with _said_where(f"{where}, column '{values.get('heading', '')}'"):
        column = _make(ColumnRecipe, {"heading": "", **values})
        check_meaning(column.means)
        check_choices(values)
        check_units(column.means, {"unit": column.unit, "above_unit": column.above_unit})
        return column


@contextlib.contextmanager
def _said_where(where: str) -> Iterator[None]:
    """Put in front of an error where in the recipe it is."""
    try:
        yield
    except TypeError as error:
        raise TypeError(f"{where}: {error}") from None


def _make(kind, values):
    known = {each.name: str(each.type) for each in fields(kind)}
    for key, value in values.items():
        if key not in known:
            raise TypeError(f"the key '{key}' is not known")
        wanted = (
            (int, float)
            if "float" in known[key]
            else int
            if "int" in known[key]
            else tuple
            if "tuple" in known[key]
            else str
        )
        if not isinstance(value, wanted) or isinstance(value, bool):
            what = {str: "a text", int: "a whole number", tuple: "a list"}
            expected = "a number" if isinstance(wanted, tuple) else what[wanted]
            raise TypeError(f"'{key}' holds {value!r}; expected {expected}")
    missing = [
        each.name for each in fields(kind) if each.default is MISSING and each.name not in values
    ]
    if missing:
        raise TypeError(f"the key '{missing[0]}' is missing")
    return kind(**values)


def acknowledge(problems: Iterable[Problem], recipe: Recipe) -> tuple[Problem, ...]:
    """Turn each query that the recipe acknowledges into a note.

    An acknowledgement applies to what was found when it was given: a cell that holds something
    else in the next data cut is queried again.
    """
    noted = {(one.place, one.found): one.note for one in recipe.acknowledged}
    problems = [
        replace(one, severity="query", acknowledged="") if one.acknowledged else one
        for one in problems
    ]
    return tuple(
        replace(one, severity="note", acknowledged=noted[one.place, one.found] or "looked up.")
        if one.severity == "query" and (one.place, one.found) in noted
        else one
        for one in problems
    )


def add_note(recipe: Recipe, queries: Sequence[Problem], note: str) -> Recipe:
    """Return the recipe with queries acknowledged, with one line about what was found out."""
    words = " ".join(note.split())
    words = words if words.endswith((".", "!", "?")) else f"{words}."
    here = {(one.place, one.found) for one in queries}
    kept = tuple(one for one in recipe.acknowledged if (one.place, one.found) not in here)
    added = tuple(Acknowledgement(one.place, one.found, words) for one in queries)
    return replace(recipe, acknowledged=kept + added)


def take_back(recipe: Recipe, notes: Sequence[Problem]) -> Recipe:
    """Return the recipe without some acknowledgements, so that their queries come back."""
    here = {(one.place, one.found) for one in notes}
    kept = tuple(one for one in recipe.acknowledged if (one.place, one.found) not in here)
    return replace(recipe, acknowledged=kept)
