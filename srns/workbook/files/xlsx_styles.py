"""Cell formats of an .xlsx with a fill color added; existing formats are never changed."""

import re

from srns.workbook.files.xlsx_package import Package
from srns.workbook.problems import Severity

# Pale, color-blind safe, and unlike any color that Excel offers, so that the fills of an earlier
# copy are recognized.
COLOURS: dict[Severity, str] = {"error": "FFFBC9A1", "query": "FFFDF0A3", "note": "FFD3E4F7"}

_STYLES = "xl/styles.xml"
_MINIMAL = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="1"><xf xfId="0"/></cellXfs></styleSheet>'
)
_XF = re.compile(r"<((?:\w+:)?)xf\b([^<>]*?)(?:/>|>.*?</(?:\w+:)?xf>)", re.DOTALL)
_FILL = re.compile(r"<(?:\w+:)?fill\b[^<>]*?(?:/>|>.*?</(?:\w+:)?fill>)", re.DOTALL)


def _block(text: str, name: str) -> re.Match[str] | None:
    return re.search(rf"(<((?:\w+:)?){name}\b[^<>]*>)(.*?)(</(?:\w+:)?{name}>)", text, re.DOTALL)


class Painter:
    """Finds or adds the format that a cell needs with a fill color, and without one of ours."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._text = package.text_of(_STYLES) if _STYLES in package else _MINIMAL
        formats, fills = _block(self._text, "cellXfs"), _block(self._text, "fills")
        if formats is None or fills is None:
            raise ValueError("styles without formats")
        self._formats = [match[0] for match in _XF.finditer(formats[3])]
        self._fills = [match[0] for match in _FILL.finditer(fills[3])]
        self._prefix = formats[2]
        self._own = len(self._formats), len(self._fills)
        self._known: dict[tuple[int, int], int] = {}

    def paint(self, style: int, severity: Severity) -> int:
        """Return the number of the format `style` with the fill of a severity."""
        return self._with_fill(style, self._fill(COLOURS[severity]))

    def clean(self, style: int) -> int:
        """Return the number of the format `style` without the fill of an earlier annotated copy."""
        if style >= len(self._formats):
            return style
        number = re.search(r"""\sfillId=["'](\d+)["']""", self._formats[style])
        if not number or int(number[1]) >= len(self._fills):
            return style
        fill = self._fills[int(number[1])]
        return self._with_fill(style, 0) if any(c in fill for c in COLOURS.values()) else style

    def _fill(self, colour: str) -> int:
        for number, fill in enumerate(self._fills):
            if colour in fill:
                return number
        p = self._prefix
        self._fills.append(
            f'<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="{colour}"/>'
            f'<{p}bgColor indexed="64"/></{p}patternFill></{p}fill>'
        )
        return len(self._fills) - 1

    def _with_fill(self, style: int, fill: int) -> int:
        style = style if style < len(self._formats) else 0
        if (style, fill) not in self._known:
            head, tail = re.match(r"(<[^<>]*?)(/?>.*)", self._formats[style], re.DOTALL).groups()  # pyright: ignore[reportOptionalMemberAccess]
            head = re.sub(r"""\s(?:fillId|applyFill)=["'][^"']*["']""", "", head)
            made = f'{head} fillId="{fill}" applyFill="1"{tail}'
            if made in self._formats:
                self._known[style, fill] = self._formats.index(made)
            else:
                self._formats.append(made)
                self._known[style, fill] = len(self._formats) - 1
        return self._known[style, fill]

    def save(self) -> None:
        """Write the added formats and fills after the existing ones."""
        if (len(self._formats), len(self._fills)) == self._own:
            return
        text = self._text
        for name, items, before in (
            ("fills", self._fills, self._own[1]),
            ("cellXfs", self._formats, self._own[0]),
        ):
            block = _block(text, name)
            if block is None:
                raise ValueError(f"styles without {name}")
            head = re.sub(r"""(\scount=)["']\d+["']""", rf'\1"{len(items)}"', block[1])
            added = "".join(items[before:])
            text = text[: block.start()] + head + block[3] + added + block[4] + text[block.end() :]
        if _STYLES not in self._package:
            self._package.declare(
                "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml",
                part=_STYLES,
            )
            self._package.relate("xl/workbook.xml", "styles", _STYLES)
        self._package.set_text(_STYLES, text)
