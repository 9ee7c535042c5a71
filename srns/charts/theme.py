"""Colours, letters and shapes that every figure shares.

The colours are those of Okabe and Ito (2008), which people with colour-blindness tell apart; they
hold on light and on dark backgrounds, and a letter or a shape always stands beside them.
"""

import textwrap
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Protocol

import altair as alt
import pandas as pd
from altair.utils.schemapi import debug_mode

from srns.cohort.terms import (
    COMPLETE,
    DEATH,
    KIDNEY_FAILURE,
    LETTERS,
    NONE,
    NOT_EVALUABLE,
    NOT_IN_REMISSION,
    PARTIAL,
    RELAPSED,
    UNCLASSIFIED,
    UNKNOWN,
)

INK = "#7d7d7d"
"""A grey that reads on white and on black, for lines and text that carry no category."""
ON_COLOUR = "#111111"
"""Letters that stand on a coloured band."""
UPCR = "#2B88C4"
ALBUMIN = "#B07AA1"
THRESHOLD = "#E0701A"
CLEAR = "transparent"
FIT_WIDTH = alt.AutoSizeParams(type="fit-x", contains="padding")
"""The width gives way to the container, the height does not."""

COLOURS: Mapping[str, str] = MappingProxyType(
    {
        COMPLETE: "#22A884",
        PARTIAL: "#56B4E9",
        NONE: "#D5752E",
        NOT_IN_REMISSION: "#D5752E",
        RELAPSED: "#E6B422",
        UNCLASSIFIED: "#CC79A7",
        NOT_EVALUABLE: "#A0A0A0",
        UNKNOWN: "#A0A0A0",
        KIDNEY_FAILURE: "#8C7AE6",
        DEATH: "#8A8A8A",
    }
)
STATE_LETTERS: Mapping[str, str] = MappingProxyType(
    {
        **LETTERS,
        NOT_IN_REMISSION: "NR",
        RELAPSED: "R",
        KIDNEY_FAILURE: "KF",
        DEATH: "D",
        UNKNOWN: "?",
    }
)
SHAPES: Mapping[str, str] = MappingProxyType(
    {
        COMPLETE: "circle",
        PARTIAL: "square",
        NONE: "diamond",
        UNCLASSIFIED: "cross",
        NOT_EVALUABLE: "triangle-up",
    }
)
EVENT_SHAPES: Mapping[str, str] = MappingProxyType(
    {"relapse": "triangle-down", KIDNEY_FAILURE: "square", DEATH: "cross", "other": "diamond"}
)
EVENT_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "relapse": COLOURS[RELAPSED],
        KIDNEY_FAILURE: COLOURS[KIDNEY_FAILURE],
        DEATH: INK,
        "other": ALBUMIN,
    }
)


class Named(Protocol):
    """What a figure must be able to say of the definition in force."""

    @property
    def name(self) -> str:
        """What the definition is called."""
        ...

    @property
    def version(self) -> int:
        """Which version of it."""
        ...


def colour(state: str | None) -> str:
    """Give the colour of a response or state; grey for a word that is not known."""
    return COLOURS.get(state or "", INK)


def letter(state: str | None) -> str:
    """Give the letters that stand beside the colour; ``?`` for a word that is not known."""
    return STATE_LETTERS.get(state or "", "?")


def name_definition(definition: Named) -> str:
    """Name the definition as it stands on every figure.

    >>> from types import SimpleNamespace
    >>> name_definition(SimpleNamespace(name="Haddad 2021, as written", version=1))
    'Haddad 2021, as written (version 1)'
    """
    return f"{definition.name} (version {definition.version})"


def wrap(text: str, width: int = 52) -> list[str]:
    """Break a text into lines that fit on a narrow screen."""
    return textwrap.wrap(text, width) or [""]


def titled(
    chart: Any, title: str, definition: Named, description: str, notes: Iterable[str] = ()
) -> Any:
    """Put the title, the definition, the notes and the alternative text on a figure.

    Parameters
    ----------
    chart
        Any Altair chart.
    title
        The question that the figure answers.
    definition
        The definition in force; its name and version stand under the title.
    description
        One or two sentences for who cannot see the figure.
    notes
        What else must stand on an export: the filters, the units.
    """
    return chart.properties(
        title=alt.TitleParams(
            text=wrap(title, 46),
            subtitle=_subtitle(definition, notes),
            anchor="start",
            fontSize=15,
            subtitleFontSize=11,
            subtitleColor=INK,
            subtitlePadding=4,
        ),
        description=description,
    )


def _subtitle(definition: Named, notes: Iterable[str]) -> list[str]:
    return [
        line
        for text in (f"Definition: {name_definition(definition)}", *notes)
        if text
        for line in wrap(text, 64)
    ]


def with_notes(drawn: dict[str, Any], definition: Named, notes: Iterable[str]) -> dict[str, Any]:
    """Give a figure that was drawn before with other notes under its title."""
    return {**drawn, "title": {**drawn["title"], "subtitle": _subtitle(definition, notes)}}


class Rows(alt.InlineData):
    """The rows of a figure, which nobody changes: a copy of the figure shares them."""

    def __deepcopy__(self, memo: object) -> "Rows":
        """Give the rows themselves; Altair copies a figure some six times while it grows."""
        return self


def rows_of(table: pd.DataFrame, columns: Iterable[str]) -> Rows:
    """Give a figure the columns that it draws, ready for JSON; missing values are null.

    Altair would make every layer's rows ready anew, with columns that nothing shows.
    """
    shown = table[[column for column in columns if column in table]].astype(object)
    records: Any = shown.where(shown.notna(), None).to_dict("records")
    return Rows(values=records)


def specification(draw: Callable[[], Any]) -> dict[str, Any]:
    """Draw a figure and give its Vega-Lite specification.

    It is not checked against the schema part by part, which takes longer than the drawing: the
    tests check what every figure draws.
    """
    with debug_mode(False):
        return draw().to_dict(validate=False)


def colour_scale(states: Iterable[str]) -> alt.Scale:
    """Make the scale that gives each of these states its colour."""
    domain = list(states)
    return alt.Scale(domain=domain, range=[colour(state) for state in domain])


def shape_scale(responses: Iterable[str]) -> alt.Scale:
    """Make the scale that gives each of these responses its shape."""
    domain = list(responses)
    return alt.Scale(domain=domain, range=[SHAPES.get(name, "circle") for name in domain])
