"""Columns of courses: which one each tells of (Drug 1, Start 1, Drug 2), and what starts one."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from srns.cohort.dictionary import find_sheet
from srns.languages.sentences import joined, sentence
from srns.workbook.files.cells import is_blank
from srns.workbook.headings.heading import parse_heading
from srns.workbook.recipe.column_evidence import Asker
from srns.workbook.recipe.match_headings import Guess
from srns.workbook.recipe.model import SAMPLED, ColumnRecipe, Question
from srns.workbook.recipe.region import Region
from srns.workbook.values.text import clean

_NUMBER = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")
_DRUG = "Treatments.drug"


def number_courses(columns: list[ColumnRecipe]) -> None:
    """Set the course of each column, by the number in its heading, else by the order of columns.

    Nothing is numbered where it is not plain which drug, dates and dose belong together: the
    second of two is an error then.
    """
    about = [
        n
        for n, one in enumerate(columns)
        if one.means.startswith("Treatments.") and not one.drug and one.purpose != "prior"
    ]
    count = Counter(columns[n].means for n in about)
    drugs = sum(columns[n].means == _DRUG and not columns[n].purpose for n in about)
    others = (number for means, number in count.items() if means != _DRUG)
    if max(others, default=1) < 2 and drugs < 2:
        return
    numbers = _by_headings(columns, about) or _by_order(columns, about)
    for n, course in zip(about, numbers, strict=False):
        columns[n] = replace(columns[n], course=course, why=_with_course(columns[n].why, course))


def _with_course(why: str, course: int) -> str:
    return joined([why, sentence("course {number}", number=course)], "; ")


def _by_headings(columns: list[ColumnRecipe], about: list[int]) -> list[int]:
    found = [_NUMBER.search(columns[n].heading) for n in about]
    if not any(found):
        return []
    numbers = [int(match[1]) if match else 1 for match in found]
    told = {(columns[n].means, course) for n, course in zip(about, numbers, strict=True)}
    return numbers if len(told) == len(about) else []


def _by_order(columns: list[ColumnRecipe], about: list[int]) -> list[int]:
    """Return a number for each, from one drug to the next; all must have the same columns."""
    numbers: list[int] = []
    courses: list[list[str]] = []
    for n in about:
        if columns[n].means == _DRUG:
            courses.append([])
        if not courses:
            return []
        courses[-1].append(columns[n].means)
        numbers.append(len(courses))
    alike = all(course == courses[0] for course in courses)
    return numbers if alike and len(courses[0]) == len({*courses[0]}) else []


def start_courses(
    columns: list[ColumnRecipe],
    guesses: Sequence[tuple[Guess, ...]],
    region: Region,
    questions: dict[str, Question],
) -> None:
    """Let a start date be that of the course, in a table with a column of drugs.

    Right behind the drugs a start of whatever ("Tx start") is no date of the samples.
    """
    if not any(one.means == _DRUG for one in columns):
        return
    for number, (drug, column) in enumerate(pairwise(columns), 1):
        begun = parse_heading(clean(column.heading)).quantity == "start date"
        if drug.means == _DRUG and column.means == "date" and begun:
            columns[number] = replace(column, means="Treatments.start_date")
            Asker(region, number, questions).withdraw(SAMPLED)
    for number, column in enumerate(columns):
        may_start = any(one.column.id == "start_date" for one in guesses[number])
        if column.means == "Patients.index_date" and may_start:
            columns[number] = replace(column, means="Treatments.start_date")


def let_dates_start_courses(
    columns: list[ColumnRecipe], region: Region, identity: int | None
) -> None:
    """Let what seems an index date start a course, where courses end and a child has several."""
    if identity is None or not any(one.means.startswith("Treatments.stop") for one in columns):
        return
    children = region.column(identity)
    for number, column in enumerate(columns):
        if column.means == "Patients.index_date" and _differ(children, region.column(number)):
            columns[number] = replace(column, means="Treatments.start_date")


def _differ(children: Sequence[object], dates: Sequence[object]) -> bool:
    """Return whether some child has several dates."""
    found: dict[object, set[object]] = {}
    for child, date in zip(children, dates, strict=True):
        if not (is_blank(child) or is_blank(date)):
            found.setdefault(child, set()).add(date)
    return any(len(each) > 1 for each in found.values())


def drop_courses_without_drugs(columns: list[ColumnRecipe], name: str) -> None:
    """Leave out what describes a course in a table of something else that names no drug.

    Whose name or doses say that it is one of courses stays one: that it names no drug is an error.
    """
    others = ("Labs", "Patients", "Infusions", "Events")
    if any(one.means == _DRUG or one.drug for one in columns):
        return
    named = find_sheet(name)
    courses = any(one.means == "Treatments.dose" for one in columns) or (
        named is not None and named.name == "Treatments"
    )
    if courses and not any(one.means.partition(".")[0] in others for one in columns):
        return
    for number, column in enumerate(columns):
        if column.means.startswith("Treatments."):
            why = sentence("it describes a course, and the table names no drug")
            columns[number] = ColumnRecipe(column.heading, "ignore", why=why)
