"""Columns that are named for one event, such as "Date of death": its days, or only that it came."""

from dataclasses import replace

from srns.cohort.terms import KIDNEY_FAILURE
from srns.languages.sentences import sentence, term
from srns.workbook.headings.deciding import WITHOUT_END, find_event
from srns.workbook.headings.heading import parse_heading
from srns.workbook.recipe.column_evidence import Asker, is_date
from srns.workbook.recipe.match_headings import without_codes
from srns.workbook.recipe.model import LEAVE_OUT, ColumnRecipe
from srns.workbook.recipe.propose_dates import propose_days_of
from srns.workbook.values.dates import SERIAL
from srns.workbook.values.partial_dates import read_partial_date
from srns.workbook.values.text import clean
from srns.workbook.values.yes_no import read_yes_no

EVENT = "event"
"""Kind of the question which event a column tells of; part of ids."""
_MAY_BE_ACUTE = {
    "dialysis": ("dialysis", "acute dialysis"),
    KIDNEY_FAILURE: (KIDNEY_FAILURE, "acute dialysis"),
}
"""Events that end the window only where they last, with what the column may hold instead."""


def propose_event(asker: Asker, *, dated: bool) -> ColumnRecipe | None:
    """Propose the days of an event; ask where cells or heading leave open which it is.

    None where the heading names no event, or no cell tells of one.
    """
    event = find_event(parse_heading(without_codes(clean(asker.heading))))
    told = [value for value in asker.filled if read_yes_no(value) is not False] if event else []
    days = sum(map(_is_day, told))
    if not told or (event in WITHOUT_END and not days):
        return None
    understood = days + sum(read_yes_no(value) is True for value in told)
    if 2 * understood < len(told):
        _ask(asker, event, ())
    elif not days or event in _MAY_BE_ACUTE:
        _ask(asker, event, _options(event, dated and not days))
    why = sentence("the heading names {event}", event=term(event))
    column = propose_days_of(asker, "Events.date") if days else None
    column = column or ColumnRecipe(asker.heading, "Events.date", why=why)
    return replace(column, event=event)


def _is_day(value: object) -> bool:
    counted = type(value) in (int, float) and value in SERIAL
    return counted or is_date(value) or read_partial_date(value) is not None


def _options(event: str, by_row: bool) -> tuple[str, ...]:
    return tuple(
        sentence("{event}, from the first row that says so", event=term(each))
        if by_row
        else term(each)
        for each in _MAY_BE_ACUTE.get(event, (event,))
    )


def _ask(asker: Asker, event: str, options: tuple[str, ...]) -> None:
    asker.ask(
        EVENT,
        sentence(
            "Sheet {sheet}: what does '{heading}' tell? It seems to be {event}.",
            sheet=asker.region.tab,
            heading=asker.heading,
            event=term(event),
        ),
        (*options, LEAVE_OUT),
        sentence("an event decides until when a child is judged")
        if options
        else sentence(
            "what is in it is neither a date nor yes or no; list each {event} in a sheet Events",
            event=term(event),
        ),
    )
