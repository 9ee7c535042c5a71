"""Where the texts and the dashed lines of a drawn figure lie, read from its SVG."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
from fontTools.agl import UV2AGL

_SVG = "{http://www.w3.org/2000/svg}"
_MOVE = re.compile(r"translate\(([-\d.e]+)[, ]+([-\d.e]+)\)")
_TURN = re.compile(r"rotate\(([-\d.]+)")
_METRIC = re.compile(r"^C -?\d+ ; WX (\d+) ; N (\w+) ;", re.MULTILINE)


@dataclass(frozen=True)
class DrawnText:
    """A line of text with the box that holds it, in pixels of the drawing."""

    text: str
    size: float
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class DrawnLine:
    """A dashed horizontal line."""

    left: float
    right: float
    y: float


def drawn_size(svg: str) -> tuple[float, float]:
    """Return width and height of the drawing, in its own pixels."""
    _, _, width, height = map(float, ElementTree.fromstring(svg).attrib["viewBox"].split())
    return width, height


def drawn_texts(svg: str) -> list[DrawnText]:
    """Return every line of text that is not cut off at the axes."""
    return [
        box
        for element, x, y in _walk(ElementTree.fromstring(svg), 0.0, 0.0)
        if element.tag == f"{_SVG}text"
        for box in _boxes(element, x, y)
    ]


def dashed_lines(svg: str) -> list[DrawnLine]:
    """Return the horizontal lines that are drawn as limits are."""
    found = []
    for element, x, y in _walk(ElementTree.fromstring(svg), 0.0, 0.0):
        if element.tag == f"{_SVG}line" and element.get("stroke-dasharray") == "5,4":
            x2, y2 = float(element.get("x2", 0)), float(element.get("y2", 0))
            if abs(y2) < 0.01:
                found.append(DrawnLine(min(x, x + x2), max(x, x + x2), y))
    return found


def _walk(
    element: ElementTree.Element, x: float, y: float
) -> Iterator[tuple[ElementTree.Element, float, float]]:
    if move := _MOVE.search(element.get("transform", "")):
        x, y = x + float(move[1]), y + float(move[2])
    yield element, x, y
    for child in element:
        yield from _walk(child, x, y)


def _boxes(element: ElementTree.Element, x: float, y: float) -> Iterator[DrawnText]:
    size = float(element.get("font-size", "11px").removesuffix("px"))
    bold = element.get("font-weight") == "bold"
    turned = (turn := _TURN.search(element.get("transform", ""))) and float(turn[1]) == -90
    lines = [(element.text or "", 0.0)] if element.text else []
    down = 0.0
    for span in element.iter(f"{_SVG}tspan"):
        down += float(span.get("dy", 0))
        lines.append((span.text or "", down))
    for text, below in lines:
        wide = text_width(text, size, bold=bold)
        start = {"middle": -wide / 2, "end": -wide}.get(element.get("text-anchor", ""), 0.0)
        above, under = 0.72 * size, 0.2 * size
        if turned:  # upward
            yield DrawnText(text, size, x + below - above, y - start - wide, x + below + under,
                            y - start)  # fmt: skip
        else:
            yield DrawnText(text, size, x + start, y + below - above, x + start + wide,
                            y + below + under)  # fmt: skip


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a text in Helvetica, whose widths Arial and Liberation Sans share."""
    widths = _metrics(bold)
    return sum(widths.get(UV2AGL.get(ord(letter), ""), 600) for letter in text) * size / 1000


@cache
def _metrics(bold: bool) -> dict[str, int]:
    name = "Helvetica-Bold.afm" if bold else "Helvetica.afm"
    path = Path(matplotlib.get_data_path(), "fonts", "pdfcorefonts", name)
    return {name: int(width) for width, name in _METRIC.findall(path.read_text("latin-1"))}
