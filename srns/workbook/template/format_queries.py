"""Queries about what formats and comments say: a result struck through, a death in a comment."""

from collections.abc import Iterator, Mapping

from srns.cohort.tables import Cohort
from srns.languages.sentences import sentence
from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.marked_cells import STRUCK, Look
from srns.workbook.files.unread_content import read_comments
from srns.workbook.problems import Problem
from srns.workbook.template.outcome_events import ROW_EXPECTED, ask_whether
from srns.workbook.values.outcome_text import find_noted_events
from srns.workbook.values.text import clean


def query_formats(
    workbook: WorkbookCells, marked: Mapping[str, Mapping[Look, list[str]]], cohort: Cohort | None
) -> list[Problem]:
    """Return a query for each result that is struck through, and each comment that tells of a loss.

    Parameters
    ----------
    marked
        What `find_marked` returned.
    cohort
        The tables that were read; None where there are none.
    """
    return [*_query_struck(marked, cohort), *_query_comments(workbook)]


def _query_struck(
    marked: Mapping[str, Mapping[Look, list[str]]], cohort: Cohort | None
) -> Iterator[Problem]:
    struck = {
        f"{sheet}!{cell}": (sheet, cell)
        for sheet, looks in marked.items()
        for (_, look), cells in looks.items()
        if look == STRUCK
        for cell in cells
    }
    if cohort is None or not struck:
        return
    for place in cohort.labs["cell"][cohort.labs["value"].notna()]:
        if place in struck:
            yield Problem(
                "query",
                *struck.pop(place),
                sentence("a result that is struck through"),
                sentence("results that count"),
                sentence("It is used as it stands: delete it if it does not count."),
            )


def _query_comments(workbook: WorkbookCells) -> Iterator[Problem]:
    """Ask about each comment that speaks of a death or of lost kidneys."""
    for one in workbook.files or (workbook,):
        for sheet in one.sheets:
            for cell, text in read_comments(sheet, one).items():
                for told in find_noted_events(text):
                    yield Problem(
                        "query",
                        sheet.name,
                        cell,
                        sentence("the comment '{text}'", text=clean(text)),
                        ROW_EXPECTED,
                        ask_whether(told.event),
                    )
