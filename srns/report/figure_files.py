"""Figure files: a figure as PNG, SVG or PDF at its size in print, with caption and data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath
from types import MappingProxyType, ModuleType
from typing import Any

from srns.charts.print_size import (
    COLUMN_MM,
    POINTS_PER_MM,
    check_width,
    for_print,
    narrowed,
    pixels_of,
)
from srns.cohort.errors import InputError
from srns.languages.current import font_folders
from srns.languages.messages import translated
from srns.report.provenance import Stamp

DPI = 300
KINDS: Mapping[str, str] = MappingProxyType(
    {"pdf": "application/pdf", "svg": "image/svg+xml", "png": "image/png"}
)
"""Media type of each form."""
_SIZE = re.compile(r'^(\s*<svg[^>]*?) width="([\d.]+)" height="([\d.]+)"')


@dataclass(frozen=True)
class PrintedFigure:
    """A figure laid out for paper, as vector graphics.

    Attributes
    ----------
    width, height
        In points.
    scale
        How many points one pixel of the screen is.
    """

    svg: str
    width: float
    height: float
    scale: float

    def sized(self, unit: str = "") -> str:
        """Return the drawing with its size in points, or in millimetres (`unit` "mm")."""
        one = POINTS_PER_MM if unit else 1.0
        size = f'width="{self.width / one:.3f}{unit}" height="{self.height / one:.3f}{unit}"'
        return _SIZE.sub(lambda found: f"{found[1]} {size}", self.svg, count=1)


def lay_out(specification: Mapping[str, Any], width_mm: float = COLUMN_MM) -> PrintedFigure:
    """Lay out a figure for a width in print.

    Raises
    ------
    InputError
        Where no page has that width.
    """
    wide, pixels = check_width(width_mm) * POINTS_PER_MM, pixels_of(width_mm)
    drawn = for_print(specification, width_mm)
    svg, width, height = _drawn(drawn)
    if width > pixels:  # views side by side, whose axes are wider than was thought
        svg, width, height = _drawn(narrowed(drawn, width - pixels))
    scale = wide / width
    return PrintedFigure(svg, wide, height * scale, scale)


def _drawn(specification: Mapping[str, Any]) -> tuple[str, float, float]:
    """Return the drawing with its width and height in pixels."""
    svg = _converter().vegalite_to_svg(dict(specification)).lstrip()
    found = _SIZE.search(svg)
    if found is None:  # pragma: no cover - vl-convert always writes both
        raise ValueError("The drawn figure has no size.")
    return svg, float(found[2]), float(found[3])


@lru_cache
def _converter() -> ModuleType:
    """Return what draws, with the fonts of all languages; a letter is looked for in each."""
    import vl_convert  # slow to import, and not needed until then

    for folder in font_folders():
        vl_convert.register_font_directory(folder)
    return vl_convert


def render(
    specification: Mapping[str, Any], kind: str, width_mm: float = COLUMN_MM, dpi: int = DPI
) -> bytes:
    """Return a figure of the screen as a file for print.

    Parameters
    ----------
    specification
        Its Vega-Lite specification, as `srns.charts.theme.specification` returns it. What stands
        side by side in it was laid out for `srns.charts.print_size.pixels_of(width_mm)`.
    kind
        "pdf" (vector, with its fonts), "svg" (vector, with its text) or "png".
    dpi
        Of a PNG, at least 300.

    Raises
    ------
    InputError
        Where there is no such form, no page has that width, or a PNG would be too coarse.
    """
    if kind not in KINDS:
        raise InputError(f"found the form '{kind}'; expected one of {', '.join(KINDS)}.")
    if dpi < DPI:
        raise InputError(f"found {dpi} dpi; expected at least {DPI}, which journals ask for.")
    printed = lay_out(specification, width_mm)
    if kind == "pdf":
        return _converter().svg_to_pdf(printed.sized())
    if kind == "svg":
        return printed.sized("mm").encode("utf-8")
    return _converter().svg_to_png(
        printed.sized(), ppi=dpi + 1
    )  # whole pixels: not a dot fewer than asked


def caption_text(title: str, caption: str, stamp: Stamp) -> str:
    r"""Return the caption of a figure: its title, what it shows, and where it is from.

    >>> caption_text("Swimmer plot", "8 children.", Stamp("cohort.xlsx", "All 8 children."))
    'Swimmer plot. 8 children. cohort.xlsx. All 8 children.\n'
    """
    return " ".join([f"{title.rstrip('.')}.", caption, *map(translated, stamp.lines)]) + "\n"


def kind_of(name: str) -> str:
    """Return the form that the ending of a file's name asks for.

    Raises
    ------
    InputError
        Where it is none of them.
    """
    ending = PurePath(name).suffix.removeprefix(".").casefold()
    if ending in KINDS:
        return ending
    found = f"the ending '.{ending}'" if ending else "no ending"
    raise InputError(f"{name}: found {found}; expected {', '.join(f'.{kind}' for kind in KINDS)}.")
