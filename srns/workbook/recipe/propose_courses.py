"""Which course of its row a column tells of, as in Drug 1, Start 1, Drug 2, Start 2."""

import re
from collections import Counter
from dataclasses import replace

from srns.workbook.recipe.model import ColumnRecipe

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
        columns[n] = replace(columns[n], course=course, why=f"{columns[n].why}; course {course}")


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
