"""Chart theme: colors, letters and shapes shared by all figures.

The hues follow Okabe and Ito (2008). Their lightness is chosen so that states stay apart with
protanopia, deuteranopia and tritanopia, and the responses in a gray copy; each is always paired
with a letter or a shape.
"""

import textwrap
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Protocol

import altair as alt
import pandas as pd
from altair.utils.schemapi import debug_mode

from srns.charts.data_words import in_language
from srns.cohort.terms import (
    ABOVE_LIMITS,
    AT_START,
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
from srns.languages.messages import _, translated

INK = "#7d7d7d"
"""Gray legible on white and black, for lines and text without a category."""
ON_COLOUR = "#111111"
"""Color of letters on a colored band."""
UPCR = "#2B88C4"
DIPSTICK = "#B8860B"
PROTEIN = "#7A6FD0"
ALBUMIN = "#B07AA1"
KIDNEY = "#8C7AE6"
THRESHOLD = "#E0701A"
THRESHOLD_TEXT = "#C2570C"
"""The same, darker, for letters."""
CLEAR = "transparent"
TITLE_LETTERS = 46
"""Line length of a title on the screen; in print it is broken anew for the width."""
FIT_WIDTH = alt.AutoSizeParams(type="fit-x", contains="padding")
"""Fit the width to the container, keep the height."""

COLOURS: Mapping[str, str] = MappingProxyType(
    {
        COMPLETE: "#2FAE6B",
        AT_START: "#A5E6C8",
        ABOVE_LIMITS: "#E3EE7A",
        PARTIAL: "#7CC4F5",
        NONE: "#D0661F",
        NOT_IN_REMISSION: "#D0661F",
        RELAPSED: "#F0BE30",
        UNCLASSIFIED: "#C05FB8",
        NOT_EVALUABLE: "#ADADAD",
        UNKNOWN: "#ADADAD",
        KIDNEY_FAILURE: "#8372FC",
        DEATH: "#7C7C7C",
    }
)
STATE_LETTERS: Mapping[str, str] = MappingProxyType(
    {
        **LETTERS,
        ABOVE_LIMITS: "AL",
        NOT_IN_REMISSION: "NR",
        RELAPSED: "R",
        KIDNEY_FAILURE: "KF",
        DEATH: "D",
        UNKNOWN: UNKNOWN,
    }
)
SHAPES: Mapping[str, str] = MappingProxyType(
    {
        COMPLETE: "circle",
        PARTIAL: "square",
        NONE: "diamond",
        UNCLASSIFIED: "cross",
        NOT_EVALUABLE: "triangle-up",
        AT_START: "triangle-right",
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
    """A named, versioned definition, as printed on figures."""

    @property
    def name(self) -> str:
        """Name of the definition."""
        ...

    @property
    def version(self) -> int:
        """Version of the definition."""
        ...


def colour(state: str | None) -> str:
    """Return the color of a response or state; gray for any other word."""
    return COLOURS.get(state or "", INK)


def letter(state: str | None) -> str:
    """Return the letters of a response or state; "unknown" for any other word."""
    return STATE_LETTERS.get(state or "", UNKNOWN)


def with_letter(state: str) -> str:
    """Return a response or state with its letters.

    >>> with_letter("relapsed"), with_letter("unknown")
    ('relapsed (R)', 'unknown')
    """
    return translated(state) if letter(state) == state else f"{translated(state)} ({letter(state)})"


def name_definition(definition: Named) -> str:
    """Return the definition's name and version, as printed on every figure.

    >>> from types import SimpleNamespace
    >>> name_definition(SimpleNamespace(name="Haddad 2021, as written", version=1))
    'Haddad 2021, as written (version 1)'
    """
    return _("{definition} (version {version})").format(
        definition=definition.name, version=definition.version
    )


def wrap(text: str, width: int = 52) -> list[str]:
    """Break a text into lines that fit a narrow screen."""
    return textwrap.wrap(text, width, break_on_hyphens=False) or [""]


def titled(
    chart: Any, title: str, definition: Named, description: str, notes: Iterable[str] = ()
) -> Any:
    """Add title, definition, notes and alternative text to a figure.

    Parameters
    ----------
    chart
        Any Altair chart.
    title
        Title of the figure.
    definition
        The definition in force; its name and version form the subtitle.
    description
        Alternative text for screen readers.
    notes
        Further subtitle lines of exports: filters, units.
    """
    whole = _notes(definition, notes)
    return chart.properties(
        title=alt.TitleParams(
            text=wrap(title, TITLE_LETTERS),
            subtitle=_subtitle(whole),
            anchor="start",
            frame="bounds",
            fontSize=15,
            subtitleFontSize=11,
            subtitleColor=INK,
            subtitlePadding=4,
        ),
        description=description,
        usermeta={"title": title, "notes": whole},
    )


def _notes(definition: Named, notes: Iterable[str]) -> list[str]:
    return [
        text
        for text in (
            _("Definition: {definition}").format(definition=name_definition(definition)),
            *notes,
        )
        if text
    ]


def _subtitle(notes: Iterable[str]) -> list[str]:
    return [line for text in notes for line in wrap(text, 64)]


def with_notes(drawn: dict[str, Any], definition: Named, notes: Iterable[str]) -> dict[str, Any]:
    """Return a drawn figure with other notes in its subtitle."""
    whole = _notes(definition, notes)
    return {
        **drawn,
        "title": {**drawn["title"], "subtitle": _subtitle(whole)},
        "usermeta": {**drawn.get("usermeta", {}), "notes": whole},
    }


class Rows(alt.InlineData):
    """Immutable rows of a figure, shared between its copies."""

    def __deepcopy__(self, memo: object) -> "Rows":
        """Return the same rows; Altair deep-copies a figure about six times while it is built."""
        return self


def rows_of(table: pd.DataFrame, columns: Iterable[str]) -> Rows:
    """Return the columns that a figure draws as JSON rows; missing values are null.

    Altair would serialize the rows again for every layer, including unused columns.
    """
    shown = table[[column for column in columns if column in table]].astype(object)
    records: Any = shown.where(shown.notna(), None).to_dict("records")
    return Rows(values=records)


_OF_ITS_OWN = ("params", "height", "width", "view", "name")
"""What Altair moves from a layer to its figure, for which it needs a copy."""


class SharedLayer(alt.Chart):
    """A layer that does not change any more, shared between the copies of its figure."""

    def __deepcopy__(self, memo: object = None) -> "SharedLayer":
        """Return the same layer."""
        return self


def layered(*layers: Any, **options: Any) -> alt.LayerChart:
    """Return charts on top of each other, as `alt.layer` does, in a quarter of its time.

    Altair deep-copies every layer some ten times for each level that it is nested in.
    """
    chart = alt.layer(*map(_shared, layers), **options)
    assert isinstance(chart, alt.LayerChart)  # no layer of ours is a facet
    return chart


def _shared(layer: Any) -> Any:
    """Return a layer that is not copied; one with properties of its own stays as it is."""
    if type(layer) is not alt.Chart:
        return layer
    said = {name: it for name, it in layer._kwds.items() if it is not alt.Undefined}
    return layer if any(name in said for name in _OF_ITS_OWN) else SharedLayer(**said)


def specification(draw: Callable[[], Any]) -> dict[str, Any]:
    """Draw a figure and return its Vega-Lite specification.

    Schema validation is skipped because it takes longer than drawing; the tests validate every
    figure.
    """
    # Altair refuses more than 5,000 rows, to keep notebooks small; a cohort may well have more.
    with debug_mode(False), alt.data_transformers.enable("default", max_rows=None):
        return in_language(_without_empty_layers(draw().to_dict(validate=False)))


def _without_empty_layers(drawn: dict[str, Any]) -> dict[str, Any]:
    """Return a figure without the layers that have no row.

    Vega would draw each as a picture without a name, which a screen reader stops at.
    """
    empty = {name for name, rows in drawn.get("datasets", {}).items() if not rows}
    if not empty:
        return drawn

    def kept(part: Any) -> Any:
        if isinstance(part, list):
            return [kept(each) for each in part]
        if not isinstance(part, dict):
            return part
        left = {name: kept(it) for name, it in part.items()}
        if isinstance(layers := left.get("layer"), list):
            filled = [
                each
                for each in layers
                if each.get("data", {}).get("name") not in empty
                or "name" in each  # a selection refers to it
            ]
            left["layer"] = filled or layers  # a view without any layer is none
        return left

    views = kept({name: it for name, it in drawn.items() if name != "datasets"})
    words = str(views)
    used = {name: rows for name, rows in drawn["datasets"].items() if name in words}
    return {**views, "datasets": used}


def names_axis(**settings: Any) -> alt.Axis:
    """Return the axis of rows or columns that have names.

    Streamlit leaves out labels that come close to one another; a row without its name says nothing.
    """
    return alt.Axis(labelOverlap=False, **settings)


def colour_scale(states: Iterable[str]) -> alt.Scale:
    """Return the color scale of these states."""
    domain = list(states)
    return alt.Scale(domain=domain, range=[colour(state) for state in domain])


def shape_scale(responses: Iterable[str]) -> alt.Scale:
    """Return the shape scale of these responses."""
    domain = list(responses)
    return alt.Scale(domain=domain, range=[SHAPES.get(name, "circle") for name in domain])
