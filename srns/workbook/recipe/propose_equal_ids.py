"""Question whether equal numbers of two centers, studies or sheets are the same children."""

import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence

from srns.cohort.terms import SEX_SPELLINGS, fold
from srns.languages.messages import Sentence
from srns.languages.sentences import list_and, nsentence, sentence, term
from srns.workbook.files.cells import is_blank
from srns.workbook.headings.heading import parse_heading
from srns.workbook.recipe.match_headings import guess
from srns.workbook.recipe.model import Question, Recipe, TableRecipe
from srns.workbook.recipe.region import Region
from srns.workbook.values.numbers_and_words import missing_reason, show_plain
from srns.workbook.values.text import clean

SAME, APART = sentence("yes: the same children"), sentence("no: different children")
_EQUAL = "equal ids"
_CENTERS = frozenset(("site", "study", "hospital"))
_WITHIN = re.compile(
    r"ward|station|dep(?:artmen)?t|abteilung|service|servicio|unit|科室?|病[区棟]", re.I
)
"""What a child changes within one center."""
_CENTER = re.compile(r"(?:study|trial|site|cent(?:er|re)|cohort)[ _.-]?(?:id|code|name|no)?", re.I)
_RECORD = "hospital record number"
_SHOWN = 3

Table = tuple[Region, TableRecipe]


def find_center(region: Region, table: TableRecipe) -> int | None:
    """Return the column that names the center or the study of each row, if there is one."""
    taken = {one.heading for one in table.columns if one.means != "ignore"}
    for number, heading in enumerate(region.headings):
        text = clean(heading)
        said = set(parse_heading(text).quantity.split())
        named = (said and said <= _CENTERS) or _CENTER.fullmatch(text)
        if named and heading not in taken and not _WITHIN.search(text):
            return number
    return None


def ask_about_equal_ids(tables: Sequence[Table], questions: MutableMapping[str, Question]) -> None:
    """Ask once where one number stands under two centers, or with another sex or birth date."""
    _ask_about_centers(tables, questions)
    _ask_about_sheets(tables, questions)
    _ask_about_namesakes(tables, questions)


def _ask_about_centers(tables: Sequence[Table], questions: MutableMapping[str, Question]) -> None:
    centers: dict[str, dict[str, str]] = {}
    heading, rows = "", 0
    for region, table in tables:
        child, center = _child_column(region, table), find_center(region, table)
        if child is None or center is None:
            continue
        heading, rows = heading or region.headings[center], rows + len(region.rows)
        for name, where in _pairs(region, child, center):
            centers.setdefault(name, {}).setdefault(fold(where), where)
    several = {name: list(found.values()) for name, found in centers.items() if len(found) > 1}
    # What is another in each row numbers the rows, and no centers.
    if several and len({where for found in centers.values() for where in found}) < rows:
        pair = next(iter(several.values()))[:2]
        _ask(
            questions,
            clean(heading),
            nsentence(
                "The number {numbers} stands under more than one '{heading}', such as {pair}. "
                "Are they the same children?",
                "The numbers {numbers} stand under more than one '{heading}', such as {pair}. "
                "Are they the same children?",
                len(several),
                numbers=_list(several),
                heading=clean(heading),
                pair=list_and(map(_quote, pair)),
            ),
            sentence("one number may be that of a child in each center"),
        )


def _ask_about_sheets(tables: Sequence[Table], questions: MutableMapping[str, Question]) -> None:
    known: dict[tuple[str, str], tuple[str, str]] = {}
    against: dict[tuple[str, str], dict[str, str]] = {}
    for region, table in tables:
        child = _child_column(region, table)
        if child is None or (numbers := _constants(region)) == {}:
            continue
        for what, number in numbers.items():
            for name, value in _pairs(region, child, number):
                value = SEX_SPELLINGS.get(fold(value), value) if what == "sex" else value
                tab, first = known.setdefault((name, what), (region.tab, value))
                if tab != region.tab and first != value:
                    against.setdefault((tab, region.tab), {})[name] = what
    for (one, other), names in against.items():
        _ask(
            questions,
            f"{_quote(one)} and {_quote(other)}",
            nsentence(
                "The number {numbers} of the sheets {one} and {other} differs in the {what}. "
                "Are they the same children?",
                "The numbers {numbers} of the sheets {one} and {other} differ in the {what}. "
                "Are they the same children?",
                len(names),
                numbers=_list(names),
                one=_quote(one),
                other=_quote(other),
                what=list_and(map(term, dict.fromkeys(names.values()))),
            ),
            sentence("the sheets may be of two studies that number their children alike"),
        )


def _ask_about_namesakes(tables: Sequence[Table], questions: MutableMapping[str, Question]) -> None:
    """Ask where one name stands above two tables of a sheet, with other constants beside it."""
    known: dict[tuple[str, str, str], tuple[str, str]] = {}
    for region, table in tables:
        child = _child_column(region, table)
        names = set() if child is None else {*map(show_plain, region.column(child))} - {""}
        if child is None or len(names) != 1:
            continue
        differ = [
            what
            for what, number in _constants(region, _RECORD).items()
            for name, value in _pairs(region, child, number)
            for place, first in [known.setdefault((region.tab, name, what), (region.first, value))]
            if place != region.first and first != value
        ]
        if differ:
            _ask(
                questions,
                _quote(_place(region)),
                sentence(
                    "Sheet {sheet}: {name} stands above two tables, and the one from {cell} on "
                    "differs in the {what}. Are they the same child?",
                    sheet=region.tab,
                    name=_quote(names.pop()),
                    cell=region.first,
                    what=list_and(map(term, differ)),
                ),
                sentence("two children may have one name"),
            )


def _place(region: Region) -> str:
    return f"{region.tab}!{region.first}"


def _ask(questions: MutableMapping[str, Question], about: str, asks: str, why: str) -> None:
    key = f"{_EQUAL}: {about}"
    questions[key] = Question(key, asks, (SAME, APART), why)


def _list(names: Iterable[str]) -> Sentence:
    every = [_quote(name) for name in names]
    more = [sentence("{n} more", n=len(every) - _SHOWN)] if len(every) > _SHOWN else []
    return list_and([*every[:_SHOWN], *more])


def _quote(text: str) -> str:
    return f"'{text}'"


def _child_column(region: Region, table: TableRecipe) -> int | None:
    means = {one.heading for one in table.columns if one.means == "patient"}
    return next((n for n, heading in enumerate(region.headings) if heading in means), None)


def _pairs(region: Region, child: int, other: int) -> Iterator[tuple[str, str]]:
    """Yield each child and the word beside it, where both are there."""
    for name, value in dict.fromkeys(
        zip(
            map(show_plain, region.column(child)),
            map(show_plain, region.column(other)),
            strict=True,
        )
    ):
        if not (is_blank(name) or is_blank(value)) and missing_reason(value) is None:
            yield name, value


def _constants(region: Region, *others: str) -> Mapping[str, int]:
    """Return the columns of sex, birth date and others, which tell two children apart."""
    found: dict[str, int] = {}
    for number, heading in enumerate(region.headings):
        if any(one.column.id == "sex" and one.whole for one in guess(heading)):
            found.setdefault("sex", number)
        elif (said := parse_heading(clean(heading)).quantity) in ("date of birth", *others):
            found.setdefault(said, number)
    return found


def find_surname(recipe: Recipe, region: Region, table: TableRecipe) -> tuple[int | None, str]:
    """Return what a child's number goes with, where equal numbers are different children.

    Returns
    -------
    tuple
        The column that names the center of each row (None for none), else the name of the sheet,
        or the first cell of a table below another one (empty where numbers stand alone).
    """
    apart = [
        one.id.removeprefix(f"{_EQUAL}: ")
        for one in recipe.questions
        if one.id.startswith(f"{_EQUAL}: ") and one.answer == APART
    ]
    if not apart:
        return None, ""
    if _quote(_place(region)) in apart:
        return None, region.first
    if any(_quote(region.tab) in about for about in apart):
        return None, region.tab
    centers = [about for about in apart if not about.startswith("'")]  # sheets are quoted
    return (find_center(region, table) if centers else None), ""


def name_apart(name: object, where: object) -> object:
    """Return a child's number with its center or sheet; a blank one stays.

    >>> name_apart(7.0, "Lyon"), name_apart("", "Lyon")
    ('7 (Lyon)', '')
    """
    return name if is_blank(name) else f"{show_plain(name)} ({clean(where)})"
