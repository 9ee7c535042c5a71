"""Figures of the report: counts, swimmer plot, curves and timelines, as many as a page holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from srns.analysis.order_of_children import order_children
from srns.analysis.results_data.courses import children_drawn
from srns.analysis.results_data.rows import bind
from srns.charts.print_size import PAGE_MM, pixels_of
from srns.charts.theme import name_definition, specification
from srns.cohort.errors import InputError
from srns.cohort.some_children import child_rows
from srns.languages.current import language, language_of_fonts
from srns.languages.messages import _
from srns.report.figure_catalogue import MOST_PANELS, FigureChoices, default_notes, make_figure
from srns.rules.classification import Classification
from srns.rules.classify import classify

LANES_PER_PAGE = 22
"""Lanes of a swimmer plot that a page in portrait holds."""
MOST_LANES, MOST_TIMELINES = 2 * LANES_PER_PAGE, 2 * MOST_PANELS
"""Children who are drawn one by one; of a larger cohort so many, evenly spread over histology."""
COUNTS = ("response", "histology")
CURVES = ("time_to_remission", "time_in_remission")


@dataclass(frozen=True)
class ReportFigure:
    """A figure of a report.

    Attributes
    ----------
    caption
        What it shows, whose it is, and by which definition; its alternative text too.
    drawn
        The Vega-Lite specification of the screen, without its title, which is the caption.
    results
        Makes its numbers as analysis results data.
    """

    name: str
    title: str
    caption: str
    drawn: dict[str, Any]
    results: Callable[[], pd.DataFrame]


def cohort_figures(found: Classification) -> tuple[ReportFigure, ...]:
    """Return the figures of the whole cohort; none where there is no child.

    They are in English where the fonts that they are drawn with lack the letters of the language.
    """
    with language(language_of_fonts()):
        figures = [_figure(name, found) for name in COUNTS]
        figures += _pages("swimmer", found, LANES_PER_PAGE, MOST_LANES)
        figures += [_figure(name, found) for name in CURVES]
    return tuple(figure for figure in figures if figure is not None)


def timeline_figures(found: Classification) -> tuple[ReportFigure, ...]:
    """Return the timelines of the children as small multiples, some children a page."""
    with language(language_of_fonts()):
        return tuple(_pages("small_multiples", found, MOST_PANELS, MOST_TIMELINES))


def _pages(name: str, found: Classification, per_page: int, most: int) -> list[ReportFigure]:
    """Return one figure a page of children, in the order of histology."""
    order = order_children(found)
    shown = spread_evenly(order, most)
    if len(shown) < len(order):  # to look for a few children in few rows
        kept = child_rows(found.cohort).keep(shown)
        drawn = classify(kept, found.definition, strategy=found.strategy).in_units(found.units)
    else:
        drawn = found
    pages = [shown[at : at + per_page] for at in range(0, len(shown), per_page)]
    figures = []
    for place, children in enumerate(pages, 1):
        note = ""
        if len(shown) < len(order):
            note = _("Drawn are {n} of {of} children, evenly spread over the order.").format(
                n=len(shown), of=len(order)
            )
        if len(pages) > 1:
            page = _("Page {page} of {pages}.").format(page=place, pages=len(pages))
            note = f"{note} {page}".strip()
        figure = _figure(name, drawn, tuple(children), note, some=len(shown) < len(order))
        if figure is not None:
            figures.append(replace(figure, name=f"{name}_{place}" if place > 1 else name))
    return figures


def spread_evenly(order: Sequence[str], most: int) -> list[str]:
    """Return at most so many children, evenly spread over the order.

    >>> spread_evenly(["1", "2", "3"], 5), spread_evenly(list("abcdef"), 3)
    (['1', '2', '3'], ['a', 'c', 'e'])
    """
    if len(order) <= most:
        return list(order)
    return [order[at * len(order) // most] for at in range(most)]


def _figure(
    name: str,
    found: Classification,
    children: tuple[str, ...] = (),
    note: str = "",
    *,
    some: bool = False,
) -> ReportFigure | None:
    """Return one figure; None where there is nothing to draw.

    Parameters
    ----------
    note
        Which children it draws, where not all.
    some
        Whether it is one of figures that together do not draw all.
    """
    notes = default_notes(found)
    choices = FigureChoices(units=found.units, notes=notes, children=children)
    try:
        figure = make_figure(name, found, choices)
    except InputError:  # no child: a report of nobody has no figures
        return None
    drawn = specification(lambda: figure.draw(pixels_of(PAGE_MM)))
    whose = (note, *notes[1:]) if some else (note, *notes)
    definition = _("Definition: {definition}.").format(definition=name_definition(found.definition))
    words = (figure.caption, *whose, definition)
    caption = " ".join(f"{each.rstrip('.。')}." for each in words if each)

    def results() -> pd.DataFrame:
        everyone = found.cohort.patients["patient"].tolist()
        return bind([figure.results(), children_drawn(everyone, found, "of the cohort")])

    return ReportFigure(name, figure.title, caption, {**drawn, "title": None}, results)
