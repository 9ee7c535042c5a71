"""Who the children of the tables are: a column, the name of the sheet, or a table above."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from srns.cohort.terms import fold
from srns.languages.sentences import nsentence, sentence
from srns.workbook.files.cells import is_blank
from srns.workbook.headings.heading import parse_heading
from srns.workbook.problems import address
from srns.workbook.recipe.column_evidence import drop_missing
from srns.workbook.recipe.days_across import NUMBERS
from srns.workbook.recipe.match_headings import (
    NUMBERED_CHILD,
    Guess,
    guess,
    identifies,
    names_child,
    numbers_rows,
)
from srns.workbook.recipe.model import Question, name_question
from srns.workbook.recipe.propose_child import (
    NamedBy,
    ask_for_child,
    ask_whether_above,
    ask_which_column,
    find_results,
)
from srns.workbook.recipe.propose_dates import dates_rows, mentions_sample_date
from srns.workbook.recipe.propose_visits import holds_visits
from srns.workbook.recipe.region import Region
from srns.workbook.values.numbers_and_words import show_plain
from srns.workbook.values.text import clean

Guesses = Sequence[tuple[Guess, ...]]
_STUDY = re.compile(r"(?:study|trial|site)[ _.-]?(?:id|no|number|code)", re.IGNORECASE)


def name_children(
    tables: Sequence[tuple[Region, Guesses]],
    children: "KnownChildren",
    questions: dict[str, Question],
) -> list[NamedBy | None]:
    """Return what names the children of each table of one sheet; None where nothing does.

    A table without a child belongs to the one child of the table above it, else of the sheet.
    """
    named: list[NamedBy | None] = []
    last, seen = "", set[str]()
    above: Region | None = None
    for region, guesses in tables:
        results = find_results(guesses)
        by = _find_child(region, guesses, children, questions, last)
        again = bool(results & seen) and not _goes_on(above, region)
        above = region
        if again and _is_of(by, last):
            ask_whether_above(region, last, questions)  # a second series may be another child's
        if by is not None:
            last = by.patient or _only_child(region, by.column)
        seen |= results
        named.append(by)
    whole = next((one.patient for one in named if one and one.patient), "")
    return [
        NamedBy(patient=whole) if by is None and whole and any(guesses) else by
        for by, (_, guesses) in zip(named, tables, strict=True)
    ]


def _is_of(by: NamedBy | None, child: str) -> bool:
    """Return whether a table is taken as one of the child of the table above it."""
    return by is not None and bool(child) and by.patient == child


def _goes_on(above: Region | None, region: Region) -> bool:
    """Return whether a table only repeats the headings of the one right above it, as pages do."""
    if above is None:
        return False
    first = min((spots[0][0] for spots in region.heading_positions if spots), default=0)
    below = not (region.turned or above.turned) and first == max(above.lines, default=-2) + 1
    return below and above.headings[: len(region.headings)] == region.headings


def _only_child(region: Region, column: int | None) -> str:
    """Return the child of a table in which there is only one; else empty."""
    values = () if column is None else drop_missing(region.column(column))
    names = {show_plain(one) for one in values}
    return names.pop() if len(names) == 1 else ""


def _find_child(
    region: Region,
    guesses: Guesses,
    children: "KnownChildren",
    questions: dict[str, Question],
    above: str,
) -> NamedBy | None:
    """Return what names the children of a table, asked where need be; None where nothing does.

    Parameters
    ----------
    above
        The one child of the table above; empty where there is none.
    """
    identity = _identity_of(region, children.names)
    if identity is not None:
        rivals = _find_rivals(region, identity)
        if not rivals:
            return NamedBy(column=identity)
        ask_which_column(region, [identity, *rivals], questions)
        return NamedBy()
    if not any(guesses):
        return None
    if above:
        return NamedBy(patient=above)
    if named := NUMBERED_CHILD.search(clean(region.tab)):
        return NamedBy(patient=named["number"] or named["letters"])
    if _names_sheet(region):
        return NamedBy(patient=clean(region.tab))
    repeated = children.unnamed[find_results(guesses)] > 1
    return ask_for_child(region, guesses, questions, repeated=repeated, dated=is_dated(region))


def _names_sheet(region: Region) -> bool:
    """Return whether a line above the table, as "Name: Dupont L.", says what its sheet is called.

    Of two children of one name the second sheet is called "Dupont L. (2)".
    """
    named = (
        clean(value)
        for number, heading in enumerate(region.headings)
        if parse_heading(clean(heading)).quantity == "name"
        for value in drop_missing(region.column(number))[:1]
    )
    tab = fold(region.tab)
    return any(fold(name) and tab.rstrip("0123456789") == fold(name) for name in named)


@dataclass(frozen=True)
class KnownChildren:
    """What all tables say of the children.

    Attributes
    ----------
    names
        The children of the tables that identify them on their own.
    unnamed
        Number of tables that name no child, by the results that they hold.
    """

    names: set[str]
    unnamed: Counter[frozenset[str]]


def find_known_children(regions: Sequence[Region]) -> KnownChildren:
    """Return what all tables say of the children."""
    children: set[str] = set()
    unnamed: Counter[frozenset[str]] = Counter()
    for region in regions:
        identity = _identity_of(region, set())
        if identity is None:
            unnamed[find_results([guess(heading) for heading in region.headings])] += 1
        else:
            children |= region.different_texts(identity)
    return KnownChildren(children, unnamed)


def _identity_of(region: Region, children: set[str]) -> int | None:
    """Return the column that identifies the child: by its heading, else by its numbers."""
    named = [number for number, heading in enumerate(region.headings) if names_child(heading)]
    several = [number for number in named if len(region.different_texts(number)) > 1]
    named = several or named  # a number that is the same in all rows is that of the study
    most = max((len(region.different_texts(number)) for number in named), default=0)
    # A number of the hospital comes last; what may be that of the study, after those of more.
    named.sort(key=lambda n: _rank_name(region, n, most))
    return named[0] if named else _numbers_of_children(region, children)


def _rank_name(region: Region, number: int, most: int) -> tuple[bool, bool]:
    heading = clean(region.headings[number])
    fewer = len(region.different_texts(number)) < most
    return identifies(heading), fewer and _STUDY.fullmatch(heading) is not None


def _find_rivals(region: Region, identity: int) -> list[int]:
    """Return other columns that name the child as well, and tell other children apart.

    So "Code" may be a child that comes back, and "Patient ID" the sample. Beside numbers, words
    such as "initial" and "late" under "Kind" are none of a child.
    """
    others = [
        number
        for number, heading in enumerate(region.headings)
        if heading != region.headings[identity] and names_child(heading)
    ]
    if not others or not names_child(region.headings[identity]):
        return []
    most = len(region.different_texts(identity))
    rank = _rank_name(region, identity, most)
    return [
        number
        for number in others
        if _rank_name(region, number, most) == rank
        and len(region.different_texts(number)) > 1
        and _holds_numbers(region, number) >= _holds_numbers(region, identity)
        and not _tell_the_same_apart(region, identity, number)
    ]


def _holds_numbers(region: Region, number: int) -> bool:
    names = region.different_texts(number)
    return 2 * sum(any(map(str.isdigit, name)) for name in names) > len(names)


def _tell_the_same_apart(region: Region, one: int, other: int) -> bool:
    """Return whether two columns give the same rows the same child, where both are filled."""
    pairs = {
        (clean(row[one]), clean(row[other]))
        for row in region.rows
        if not is_blank(row[one]) and not is_blank(row[other])
    }
    firsts, seconds = ({pair[side] for pair in pairs} for side in (0, 1))
    return len(firsts) == len(pairs) == len(seconds)


def is_dated(region: Region) -> bool:
    """Return whether a column gives the day of the rows of a table, so that a child has several."""
    return NUMBERS in region.headings or any(
        any(one.column.id in ("date", "day") and one.whole for one in guess(heading))
        or dates_rows(region, number)
        or mentions_sample_date(heading, region.column(number))
        or holds_visits(region, number)
        for number, heading in enumerate(region.headings)
    )


def _numbers_of_children(region: Region, children: set[str]) -> int | None:
    """Return a column such as 'No.' if it numbers the children and not the rows.

    It does if the table has no day, so that each row is a child; if a number is repeated, or rows
    without one follow; or if every number is that of a child in another table.
    """
    dated = is_dated(region)
    for number, heading in enumerate(region.headings):
        if numbers_rows(heading):
            numbers = region.different_texts(number)
            if numbers and (not dated or len(numbers) < len(region.rows) or numbers <= children):
                return number
    return None


def ask_about_blank_identities(
    region: Region, identity: int, questions: dict[str, Question]
) -> None:
    """Ask whose the rows are that hold something and name no child."""
    blank = [
        number
        for number, row in enumerate(region.rows)
        if is_blank(row[identity]) and any(not is_blank(value) for value in row)
    ]
    if blank:
        first = address(*region.cell_position(blank[0], identity))
        asks = nsentence(
            "Sheet {sheet}: the filled row at {cell} names no child. Does it belong to the child "
            "above?",
            "Sheet {sheet}: {n} filled rows name no child, the first at {cell}. Do they belong to "
            "the child above?",
            len(blank),
            sheet=region.tab,
            cell=first,
        )
        key = name_question("blank identity", region.tab, region.first)
        questions[key] = Question(
            key,
            asks,
            (sentence("the child above"), sentence("no: I will fill them in")),
            sentence("an empty cell under a child often means the same child again"),
        )
