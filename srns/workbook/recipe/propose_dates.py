"""Meaning and order (day first, month first) of the dates of a column."""

import re
from collections.abc import Sequence
from dataclasses import replace

from srns.cohort.quantities import URINE_TESTS
from srns.languages.sentences import joined, nsentence, sentence, term
from srns.workbook.headings.deciding import names_another
from srns.workbook.headings.heading import parse_heading
from srns.workbook.recipe.column_evidence import Asker, holds_only_dates
from srns.workbook.recipe.dated_events import LAST_FOLLOW_UP
from srns.workbook.recipe.lower_headings import find_stated_order
from srns.workbook.recipe.match_headings import Guess, guess, identifies
from srns.workbook.recipe.model import LEAVE_OUT, SAMPLED, ColumnRecipe
from srns.workbook.recipe.region import Region
from srns.workbook.values.calendars import read_other_calendar
from srns.workbook.values.dated_events import read_dated_event
from srns.workbook.values.dates import ORDERS, SERIAL, find_orders, read_fixed_date, read_wide
from srns.workbook.values.partial_dates import read_partial_date
from srns.workbook.values.result_text import read_time
from srns.workbook.values.text import clean

YES = sentence("yes")
_NAMED = sentence("the heading names it")
DATE_ORDER = "date order"
"""Kind of the question which comes first, the day or the month; part of stored ids."""
CALENDAR = "calendar"
"""Kind of the question whether dates count the years of another calendar; part of stored ids."""
CONVERT = sentence("yes: convert them")


def propose_date(asker: Asker, one: Guess, means: str) -> ColumnRecipe:
    """Propose a column of dates, its order decided by its text dates; ask where none decides."""
    return replace(propose_days_of(asker, means), day=one.day)


def propose_days_of(asker: Asker, means: str) -> ColumnRecipe:
    """Propose a column of dates that belongs to no nominal visit; ask where its order is open."""
    heading = asker.heading
    texts = [
        (asker.cell(row), clean(text))
        for row, text in enumerate(_date_in(value, means) for value in asker.values)
        if isinstance(text, str) and find_orders(clean(text)) and not read_fixed_date(text)
    ]
    order, why = _decide_order(asker, texts) if texts else ("", _NAMED)
    _ask_about_calendar(asker, order)
    why = joined((why, *_read_as_days(asker, means)), "; ")
    return ColumnRecipe(heading, means, order=order, why=why)


def _ask_about_calendar(asker: Asker, order: str) -> None:
    """Ask whether dates are to be converted where most of them are of another calendar."""
    ours = [(read_other_calendar(one, order or ORDERS[0]), one) for one in asker.filled]
    known = [(day, one) for day, one in ours if day is not None]
    if 2 * len(known) <= len(asker.filled):
        return
    day, text = known[0]
    asker.ask(
        CALENDAR,
        sentence(
            "Sheet {sheet}: do the dates in '{heading}' count the years of another calendar, so "
            "that '{text}' is {date}?",
            sheet=asker.region.tab,
            heading=asker.heading,
            text=clean(text),
            date=day.isoformat(),
        ),
        (CONVERT, LEAVE_OUT),
        sentence("{n} of {of} cells do", n=len(known), of=len(asker.filled)),
    )


def _date_in(value: object, means: str) -> object:
    """Return the date of a cell that says more, as "died 05.05.2021" does; else the value."""
    dated = read_dated_event(value) if means == LAST_FOLLOW_UP else None
    return value if dated is None else dated.date


def _decide_order(asker: Asker, texts: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Return the order of the text dates and why; ask where neither they nor the heading say it.

    Parameters
    ----------
    texts
        The address and the text of each of them.
    """
    heading = asker.heading
    fits = [order for order in ORDERS if all(order in find_orders(text) for _, text in texts)]
    stated = find_stated_order(heading)
    against = (
        sentence("the heading states {order}, and the dates do not fit", order=term(stated))
        if stated
        else ""
    )
    if stated in fits and len(fits) > 1:
        return stated, sentence("the heading states {order}", order=term(stated))
    if not fits:
        return "", sentence("the text dates contradict each other")
    if len(fits) == 1 and stated in ("", fits[0]):
        return fits[0], sentence(
            "text dates are {order}, because of {dates}",
            order=term(fits[0]),
            dates=_list_deciding(texts),
        )
    if not against and _are_alike(texts, fits):
        return fits[0], sentence(
            "its text dates are the same whichever comes first, the day or the month"
        )
    cell, text = texts[0]
    asker.ask(
        DATE_ORDER,
        sentence(
            "Which comes first in '{heading}', the day or the month ({cell}: '{text}')?",
            heading=heading,
            cell=cell,
            text=text,
        ),
        (*map(term, fits), LEAVE_OUT),
        against or sentence("none of the {n} text dates decides it", n=len(texts)),
    )
    return "", against or _NAMED


def _list_deciding(texts: Sequence[tuple[str, str]]) -> str:
    decided = [f"{cell} '{text}'" for cell, text in texts if len(find_orders(text)) == 1]
    return ", ".join(decided[:3])


def _are_alike(texts: Sequence[tuple[str, str]], orders: Sequence[str]) -> bool:
    """Return whether text dates are the same in each of several orders, as 05.05.2021 is."""
    return len(orders) > 1 and all(
        len({read_wide(text, order) for order in orders}) == 1 for _, text in texts
    )


def holds_dates(heading: str, values: Sequence[object]) -> bool:
    """Return whether a column with an unknown heading holds dates and nothing else."""
    if guess(heading) or identifies(heading):
        return False
    return holds_only_dates(values)


def mentions_sample_date(heading: str, values: Sequence[object]) -> bool:
    """Return whether a heading mentions a date, not all of it understood, above dates alone.

    Whether they are those of the samples is asked.
    """
    guesses = guess(heading)
    mentioned = any(one.sheet.name == "Labs" and one.column.id == "date" for one in guesses)
    known = any(one.whole for one in guesses)
    return mentioned and not known and holds_only_dates(values)


def dates_rows(region: Region, number: int) -> bool:
    """Return whether a column of dates may date the rows of its table.

    One that is named as another date, such as that of the consent, does so only in a table of
    urine results that no other column dates: there it is asked.
    """
    heading = region.headings[number]
    if not holds_dates(heading, region.column(number)):
        return False
    return not _is_another_date(heading) or is_last_resort(region, number)


def is_last_resort(region: Region, number: int) -> bool:
    """Return whether another date is the only one of a table of urine results."""
    urine = {
        one.column.id for heading in region.headings for one in guess(heading) if one.whole
    } & URINE_TESTS.keys()
    others = any(
        one.column.id in ("date", "day") and one.whole
        for heading in region.headings
        for one in guess(heading)
    ) or any(
        holds_dates(heading, region.column(each)) and not _is_another_date(heading)
        for each, heading in enumerate(region.headings)
        if each != number
    )
    return bool(urine) and not others


def _is_another_date(heading: str) -> bool:
    parsed = parse_heading(clean(heading))
    return names_another(parsed) and "date" in parsed.quantity


def ask_whether_sampled(asker: Asker) -> None:
    """Ask whether a column holds the date of the samples of its row.

    The dates of a turned report that stand beside the word for its tests can be nothing else.
    """
    if asker.region.turned and _heads_tests(asker.heading):
        return
    column = (
        f"'{asker.heading}'"
        if asker.heading
        else sentence("the column from {cell} on", cell=asker.cell(0))
    )
    asker.ask(
        SAMPLED,
        sentence(
            "Sheet {sheet}: is {column} the sample date?", sheet=asker.region.tab, column=column
        ),
        (YES, LEAVE_OUT),
        sentence("it holds dates, but the heading does not say which"),
    )


def _heads_tests(heading: str) -> bool:
    """Return whether the dates of a turned report stand beside a word for its tests.

    >>> _heads_tests("Parameter (Einheit)"), _heads_tests("Arrived")
    (True, False)
    """
    return parse_heading(clean(heading.partition("(")[0])).quantity == "name of the test"


def _read_as_days(asker: Asker, means: str) -> list[str]:
    """Describe the cells that are no plain dates and are read as days nevertheless."""
    if means == "day":
        times = sum(isinstance(each, str) and read_time(each) is not None for each in asker.filled)
        after = nsentence("{n} time after the index date", "{n} times after the index date", times)
        return [after] if times else []
    counted = sum(type(each) in (int, float) and each in SERIAL for each in asker.filled)
    named = sum(
        isinstance(each, str) and re.search(r"[^\W\d_]{3}", each) is not None
        and read_fixed_date(clean(each)) is not None
        for each in asker.filled
    )  # fmt: skip
    parts = sum(read_partial_date(each) is not None for each in asker.filled)
    kinds = (
        (
            counted,
            nsentence(
                "{n} number is an Excel date number",
                "{n} numbers are Excel date numbers",
                counted,
            ),
        ),
        (
            named,
            nsentence("{n} date names its month", "{n} dates name their month", named),
        ),
        (
            parts,
            nsentence("{n} date is known only in part", "{n} dates are known only in part", parts),
        ),
    )
    return [said for count, said in kinds if count]
