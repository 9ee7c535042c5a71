"""Print size: the specification of the screen, laid out for a column or a page of a journal.

A printed figure is the figure of a screen of that width, scaled: nothing is drawn anew, so that
what is exported equals what is seen. No text of a figure is smaller than `SMALLEST_ON_SCREEN`
pixels, and no scale makes that less than `SMALLEST_IN_PRINT` points.
"""

import math
import textwrap
from collections.abc import Mapping
from typing import Any

from srns.cohort.errors import InputError

COLUMN_MM, PAGE_MM = 85.0, 180.0
"""Width of one and of two columns of a journal."""
SMALLEST_IN_PRINT = 7.0
"""In points; most journals ask for no less."""
SMALLEST_ON_SCREEN = 10.0
POINTS_PER_MM = 72 / 25.4
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""Fonts of one set of widths, so that no text moves where another of them is used."""
ON_PAPER = {"#7d7d7d": "#555555", "#C2570C": "#A84300"}
"""Darker shades of what is legible on black too: the paper is white."""

_NARROW_SCALE, _WIDE_SCALE = 0.7, 0.8
_WIDE_FROM_MM = 120.0
_CHARACTER = {"title": 0.6, "subtitle": 0.53}
"""Width of an average letter as a share of its size: bold, and regular."""


def check_width(width_mm: float) -> float:
    """Return a print width in millimetres that a page can hold.

    Raises
    ------
    InputError
        Where a page or a figure has no such width.
    """
    if 60 <= width_mm <= 400:
        return float(width_mm)
    raise InputError(
        f"found a width of {width_mm:g} mm; expected 60 to 400. A column of a journal is "
        f"{COLUMN_MM:g} mm, a page {PAGE_MM:g} mm."
    )


def pixels_of(width_mm: float) -> int:
    """Return how wide a screen the figure is drawn for, in pixels.

    >>> pixels_of(85), pixels_of(180)
    (344, 638)
    """
    scale = _NARROW_SCALE if width_mm < _WIDE_FROM_MM else _WIDE_SCALE
    return round(width_mm * POINTS_PER_MM / scale)


def for_print(specification: Mapping[str, Any], width_mm: float) -> dict[str, Any]:
    """Return the specification as it is drawn on white paper of this width.

    Parameters
    ----------
    specification
        Of a single view, a layer, or views side by side whose widths were chosen for
        `pixels_of(width_mm)`.
    """
    pixels = pixels_of(width_mm)
    drawn = _darkened(dict(specification))
    drawn["background"] = "white"
    drawn["config"] = {**drawn.get("config", {}), "font": FONT}
    if not {"hconcat", "vconcat", "concat", "facet"} & drawn.keys():
        drawn["width"] = pixels
        drawn["autosize"] = {"type": "fit-x", "contains": "padding"}
    title = drawn.get("title")
    if isinstance(title, Mapping):
        drawn["title"] = _fitted(title, specification.get("usermeta", {}), pixels - 16)
    return drawn


def narrowed(drawn: Mapping[str, Any], pixels: float) -> dict[str, Any]:
    """Return views side by side that are so many pixels narrower together."""
    less = math.ceil(pixels / drawn.get("columns", 1)) + 1
    if "facet" in drawn:
        view = drawn["spec"]
        return {**drawn, "spec": {**view, "width": view["width"] - less}}
    views = [{**view, "width": view["width"] - less} for view in drawn.get("concat", ())]
    return {**drawn, "concat": views} if views else dict(drawn)


def _fitted(title: Mapping[str, Any], whole: Mapping[str, Any], pixels: int) -> dict[str, Any]:
    """Break the title and its notes into lines of this width."""
    sizes = {"title": title.get("fontSize", 15), "subtitle": title.get("subtitleFontSize", 11)}
    letters = {part: int(pixels / (sizes[part] * share)) for part, share in _CHARACTER.items()}
    texts = whole.get("title", " ".join(_lines(title.get("text", ""))))
    notes = whole.get("notes", _lines(title.get("subtitle", [])))
    return {
        **title,
        "text": textwrap.wrap(texts, letters["title"]) or [""],
        "subtitle": [
            line for note in notes for line in textwrap.wrap(note, letters["subtitle"]) or [""]
        ],
    }


def _lines(text: Any) -> list[str]:
    return [text] if isinstance(text, str) else [str(each) for each in text]


def _darkened(value: Any) -> Any:
    """Return the specification with the shades of paper."""
    if isinstance(value, Mapping):
        # Rows are data: nothing in them is a color.
        return {
            name: part if name == "datasets" else _darkened(part) for name, part in value.items()
        }
    if isinstance(value, list):
        return [_darkened(part) for part in value]
    return ON_PAPER.get(value, value) if isinstance(value, str) else value
