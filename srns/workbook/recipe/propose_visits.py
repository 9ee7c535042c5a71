"""Visits in place of days, and dates in parts: what dates the rows of a table otherwise."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from srns.languages.sentences import joined, sentence, term
from srns.workbook.headings.deciding import find_other_origin, names_time
from srns.workbook.headings.heading import Heading, parse_heading
from srns.workbook.recipe.column_evidence import Asker, drop_missing, is_date
from srns.workbook.recipe.counted_time import (
    COUNTED,
    are_counts,
    counts_visits,
    find_unit,
    list_countings,
)
from srns.workbook.recipe.lower_headings import names_visit
from srns.workbook.recipe.match_headings import Guess, find_visit, guess
from srns.workbook.recipe.model import LEAVE_OUT, ColumnRecipe
from srns.workbook.recipe.region import Region
from srns.workbook.values.calendars import read_other_calendar
from srns.workbook.values.result_text import read_time
from srns.workbook.values.text import clean

VISITS = "visits"
"""Kind of the question on which days the visits of a column are; part of stored ids."""
VISIT_QUANTITIES = ("visit", "date of follow-up")
"""What the headings and the names of visits say."""
_WITHOUT_DAY = re.compile(
    r"visit .+|before (?:start|treatment|first infusion|infusion|cyclophosphamide|infusion iv)"
)
_SUGGESTED = tuple(sentence("day {day}", day=day) for day in (0, 30, 61, 91, 183, 365))
_MOST = 40
_LONGEST = 60
_MOST_NUMBERS = 2
"""Numbers in the name of a visit, as in "3 months after pulse 2"; a date has three."""
_PART = re.compile(
    r"(?:^|(?<=[\W_]))(?:(?P<day>day|dd|tag|jour|dia|giorno)|(?P<month>month|mm|monat|mois|mes|mese)"
    r"|(?P<year>year|yyyy|yy|jahr|annee|ano|anno))(?=$|[\W_])",
    re.IGNORECASE,
)


def holds_visits(region: Region, number: int) -> bool:
    """Return whether a column names the visit of each row, or counts its time, and no date."""
    named = names_visits(region.headings[number], region.column(number))
    return named or counts_visits(region, number)


def names_visits(heading: str, values: Sequence[object]) -> bool:
    """Return whether a column names the visit of each row, and no date.

    What is mostly long text, such as the list of what was examined, is no name of a visit; nor are
    more numbers than anybody could give a day for, such as how many visits there were.
    """
    parsed = parse_heading(clean(heading))
    filled = drop_missing(values)
    if not filled or any(map(is_date, filled)):
        return False
    if parsed.quantity not in VISIT_QUANTITIES and not _are_counted(parsed, filled):
        return False
    names = {name_visit(value) for value in filled}
    if len(names) > _MOST and None in find_nominal_days(filled).values():
        return False
    return 2 * sum(len(name) > _LONGEST for name in names) < len(names)


def _are_counted(heading: Heading, filled: Sequence[object]) -> bool:
    """Return whether the cells below "Date" or "When" count time, as "d+14" does, at least half."""
    if heading.column not in ("Labs.date", "Labs.day"):
        return False
    texts = [clean(value) for value in filled if isinstance(value, str)]
    if heading.column == "Labs.day" and any(read_time(text) is not None for text in texts):
        return False
    named = sum(is_visit(text) for text in texts)
    return 2 * named >= len(filled)


def is_visit(text: str) -> bool:
    """Return whether a text says a visit by the time that it counts, or what it was before.

    >>> is_visit("Wo 6"), is_visit("3 mo after 2nd pulse"), is_visit("see note")
    (True, True, False)
    """
    if read_other_calendar(text) or len(re.findall(r"\d+", text)) > _MOST_NUMBERS:
        return False
    sides = parse_heading(f"Up/c {text}").sides
    return find_visit(text)[0] is not None or any(map(names_time, sides))


def name_visit(value: object) -> str:
    """Return a visit as questions name it.

    >>> name_visit(2.0), name_visit("month_3_arm_1")
    ('2', 'month_3_arm_1')
    """
    return f"{value:g}" if isinstance(value, float) else clean(value)


def find_nominal_days(values: Sequence[object]) -> dict[str, int | None]:
    """Return the visits of a column in their order, each with the day that its name says."""
    found: dict[str, int | None] = {}
    for value in drop_missing(values):
        found.setdefault(name_visit(value), find_visit(name_visit(value).replace("_", " "))[0])
    return found


def propose_visits(asker: Asker, undated: Collection[str] | None = None) -> ColumnRecipe:
    """Propose a column of visits; on which days they are is asked.

    Parameters
    ----------
    undated
        The visits of which no other table holds a date; None where none holds any.
    """
    days = find_nominal_days(asker.values)
    if undated is not None:
        for visit in list(undated)[:_MOST]:
            ask_for_visit(asker, visit)
        why = sentence("another table holds the dates of visits")
        return ColumnRecipe(asker.heading, "visit", why=why)
    sheet = asker.region.tab
    if unit := find_unit(asker.heading) if are_counts(asker.values) else "":
        asker.ask(
            COUNTED,
            sentence(
                "Sheet {sheet}: from when do the {units} in '{heading}' count?",
                sheet=sheet,
                units=term(unit),
                heading=asker.heading,
            ),
            (*list_countings(unit), LEAVE_OUT),
            sentence("no column gives the day of the results"),
        )
    elif all(day is not None for day in days.values()):
        listed = joined(
            sentence("{visit} = day {day}", visit=visit, day=day) for visit, day in days.items()
        )
        asker.ask(
            VISITS,
            sentence(
                "Sheet {sheet}: are the visits in '{heading}' on these days: {listed}?",
                sheet=sheet,
                heading=asker.heading,
                listed=listed,
            ),
            (sentence("yes"), LEAVE_OUT),
            sentence("no column gives the day of the results"),
        )
    else:
        for visit in list(days)[:_MOST]:
            ask_for_visit(asker, visit)
    return ColumnRecipe(asker.heading, "visit", why=sentence("it names the visit of each row"))


def ask_for_visit(asker: Asker, visit: str) -> None:
    """Ask on which day a visit is of which nothing says it; any 'day N' is an answer."""
    asker.ask(
        f"visit {visit}",
        sentence(
            "Sheet {sheet}: on which day after the first infusion is the visit '{visit}'?",
            sheet=asker.region.tab,
            visit=visit,
        ),
        (*_SUGGESTED, LEAVE_OUT),
        sentence("its name gives no day"),
        about="visit",
    )


def find_visit_side(heading: str) -> str:
    """Return the visit without a day that a heading names, such as "visit 2"; else empty.

    So is a time after another event than day 0, of which each child may have another day.

    >>> find_visit_side("albumin visit 2"), find_visit_side("albumin before treatment")
    ('visit 2', 'before treatment')
    >>> find_visit_side("Up/c 3 months after last infusion")
    'month 3 after last infusion'
    """
    parsed = parse_heading(clean(heading))
    sides = parsed.sides
    if find_other_origin(parsed):
        return " ".join(sides)
    return next((side for side in sides if _WITHOUT_DAY.fullmatch(side)), "")


def names_baseline(heading: str) -> bool:
    """Return whether a heading names the first visit, and not the first infusion.

    >>> names_baseline("Basal (Data)"), names_baseline("Date of 1st infusion")
    (True, False)
    """
    return any(map(names_visit, re.findall(r"[^\W\d_]+", clean(heading))))


def settle_sides(
    headings: Sequence[str], guesses: Sequence[tuple[Guess, ...]]
) -> list[tuple[Guess, ...]]:
    """Return the guesses, those certain of which the other columns tell the visit.

    That is where "Before UPCR" stands beside "Before date", and no other date is without a visit;
    and where "UPCR 0" or "UPCR before treatment" stands beside "UPCR month 3".
    """
    undated = [
        clean(heading)
        for heading, each in zip(headings, guesses, strict=True)
        if any(one.sheet.name == "Labs" and _is_undated(one) for one in each)
    ]
    if not undated:
        return _settle_first_visits(headings, guesses)
    sides = parse_heading(undated[0]).sides if len(undated) == 1 else ()
    if len(sides) != 1:
        return list(guesses)
    return [
        tuple(replace(one, whole=True) for one in each)
        if parse_heading(clean(heading)).sides == sides
        else each
        for heading, each in zip(headings, guesses, strict=True)
    ]


def _settle_first_visits(
    headings: Sequence[str], guesses: Sequence[tuple[Guess, ...]]
) -> list[tuple[Guess, ...]]:
    """Return the guesses, certain for the first of visits that other columns name with a day."""
    timed = {one.column.id for each in guesses for one in each if one.whole and one.day}
    settled: list[tuple[Guess, ...]] = []
    for heading, each in zip(headings, guesses, strict=True):
        sides = parse_heading(clean(heading)).sides
        of_first = bool(each) and each[0].column.id in timed and len(sides) == 1
        if of_first and sides[0] == "0":
            each = tuple(replace(one, whole=True, day=0) for one in each)
        elif of_first and _WITHOUT_DAY.fullmatch(sides[0]):
            each = tuple(replace(one, whole=True) for one in each)
        settled.append(each)
    return settled


def _is_undated(date: Guess) -> bool:
    return date.column.id == "date" and date.whole and date.day is None


def find_date_parts(headings: Sequence[str], sheet: str) -> Mapping[int, ColumnRecipe]:
    """Return the columns that hold the day, the month and the year of one date."""
    stems: dict[str, dict[str, int]] = {}
    for number, heading in enumerate(headings):
        match = _PART.search(clean(heading))
        if match and match.lastgroup:
            text = clean(heading)
            stem = f"{text[: match.start()]} {text[match.end() :]}"
            stem = " ".join(re.sub(r"[\W_]+", " ", stem).split())
            stems.setdefault(stem, {}).setdefault(match.lastgroup, number)
    found: dict[int, ColumnRecipe] = {}
    for stem, parts in stems.items():
        if set(parts) != {"day", "month", "year"}:
            continue
        means = _meaning_of_date(stem, sheet)
        for part, number in parts.items():
            found[number] = ColumnRecipe(
                headings[number],
                means,
                part=part,
                why=sentence("the {part} of a date in three columns", part=term(part)),
            )
    return found


def _meaning_of_date(stem: str, sheet: str) -> str:
    dates = [
        one for one in guess(f"{stem} date".strip()) if one.whole and one.column.kind == "date"
    ]
    dates.sort(key=lambda one: one.sheet.name != sheet)
    if not dates:
        return "ignore"
    one = dates[0]
    return "date" if one.column.id == "date" else f"{one.sheet.name}.{one.column.id}"
