"""Cells of the last follow-up that tell of an event beside their date."""

from srns.languages.sentences import sentence, term
from srns.workbook.problems import Problem, address
from srns.workbook.recipe.assembled_sheets import Cell
from srns.workbook.values.dated_events import DatedEvent
from srns.workbook.values.text import clean

LAST_FOLLOW_UP = "Patients.last_follow_up_date"


def note_dated_event(cell: Cell, read: DatedEvent) -> Problem:
    """Return the note that a cell is read as a date, and as an event where it names one."""
    tab, place = cell[1]
    remedy = (
        sentence(
            "It is read as {event} on that day, and as the last follow-up. Type an event of "
            "another day in the sheet Events.",
            event=term(read.event),
        )
        if read.event
        else sentence("It is read as the date. Type an event of another day in the sheet Events.")
    )
    return Problem(
        "note",
        tab,
        address(*place),
        sentence("the text '{text}'", text=clean(cell[0])),
        sentence("a date, such as 2005-06-17"),
        remedy,
    )
