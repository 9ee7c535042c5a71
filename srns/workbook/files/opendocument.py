"""Errors, comments, hidden rows and columns of .ods, which the parser does not return."""

import io
import re
import zipfile
from xml.etree import ElementTree

from srns.workbook.files.binary_excel import Unseen
from srns.workbook.files.formulas_and_errors import ErrorCell
from srns.workbook.files.shown_numbers import NumberFormat, surround_numbers

_FAR = 2**20
_MOST_REPEATED = 1000
"""Of one repeated row or cell; what lies beyond is empty."""
_WORDED = re.compile(
    rb"<number:number-style(?:(?!</number:number-style>).){0,2000}?<number:text>", re.DOTALL
)
"""A number format with words or signs of its own."""
_NUMERIC = ("float", "percentage", "currency")
_SHOWN = re.compile(
    r"(\D*?)[-\N{MINUS SIGN}]?\d(?:[\d.,'’]|\s(?=\d))*(?:E[+-]?\d+)?(\D*)", re.IGNORECASE
)


def look_into_ods(content: bytes) -> dict[str, Unseen]:
    """Read the tables of an .ods workbook; return what each sheet holds besides its values."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        data = archive.read("content.xml")
    # What is looked for is rare, and looking at every cell is slow.
    rare = (b'"error"', b"annotation", b"visibility", b"Err:", b"<number:percentage-style")
    if not any(word in data for word in rare) and not _WORDED.search(data):
        return {}
    walk = _TableWalk()
    for event, element in ElementTree.iterparse(io.BytesIO(data), events=("start", "end")):
        tag = element.tag.rpartition("}")[2]
        if event == "start":
            walk.open(tag, element)
        elif tag in ("table-cell", "covered-table-cell"):
            walk.close_cell(element)
        elif tag == "table-row":
            walk.close_row(element)
    return walk.found


class _TableWalk:
    """The place reached in the tables of the document, and what was found up to there."""

    def __init__(self) -> None:
        self.found: dict[str, Unseen] = {}
        self._unseen = Unseen()
        self._row = 0
        self._column = 0
        self._declared_columns = 0
        self._formats: dict[int, NumberFormat] = {}

    def open(self, tag: str, element: ElementTree.Element) -> None:
        """Begin a table, a row, or a declaration of columns."""
        if tag == "table":
            name = _attributes(element).get("name", "")
            self._unseen = self.found.setdefault(name, Unseen())
            self._row = self._declared_columns = 0
        elif tag == "table-row":
            self._column = 0
        elif tag == "table-column":
            attributes = _attributes(element)
            first = self._declared_columns
            self._declared_columns += _times(attributes, "number-columns-repeated")
            if _is_hidden(attributes):
                self._unseen.columns.append((first, self._declared_columns - 1))

    def close_cell(self, cell: ElementTree.Element) -> None:
        """Take the error and the comment of a cell, and go on to the next."""
        shown = next(("".join(one.itertext()) for one in cell if one.tag.endswith("}p")), "")
        if _is_error(cell, shown):
            self._unseen.special[self._row, self._column] = ErrorCell(shown)
        if any(one.tag.endswith("}annotation") for one in cell):
            self._unseen.comments.append((self._row, self._column))
        attributes = _attributes(cell)
        times = _times(attributes, "number-columns-repeated")
        if shown and attributes.get("value-type") in _NUMERIC and (look := _read_look(shown)):
            last = self._column + min(times, _MOST_REPEATED)
            self._formats |= dict.fromkeys(range(self._column, last), look)
        self._column += times
        cell.clear()

    def close_row(self, row: ElementTree.Element) -> None:
        """Note whether a row is hidden, and go on to the next."""
        attributes = _attributes(row)
        times = _times(attributes, "number-rows-repeated")
        if _is_hidden(attributes):
            self._unseen.rows += range(self._row, self._row + min(times, _MOST_REPEATED))
        for line in range(self._row, self._row + min(times, _MOST_REPEATED) * bool(self._formats)):
            self._unseen.formats.update({(line, n): look for n, look in self._formats.items()})
        self._formats = {}
        self._row += times
        row.clear()


def _read_look(shown: str) -> NumberFormat | None:
    """Return what a cell shows around its number; None where that is nothing that tells.

    >>> _read_look("<0,3").show(0.3), _read_look("12.5"), _read_look("35 %").show(0.35)
    ('<0.3', None, '35 %')
    """
    match = _SHOWN.fullmatch(shown.strip())
    return surround_numbers(match[1], match[2].rstrip()) if match else None


def _attributes(element: ElementTree.Element) -> dict[str, str]:
    return {name.rpartition("}")[2]: value for name, value in element.attrib.items()}


def _times(attributes: dict[str, str], name: str) -> int:
    try:
        return min(max(int(attributes.get(name, "1")), 1), _FAR)
    except ValueError:
        return 1


def _is_error(cell: ElementTree.Element, shown: str) -> bool:
    kinds = {value for name, value in cell.attrib.items() if name.endswith("}value-type")}
    formula = any(name.endswith("}formula") for name in cell.attrib)
    return "error" in kinds or (
        formula and shown.startswith(("Err:", "#")) and "float" not in kinds
    )


def _is_hidden(attributes: dict[str, str]) -> bool:
    return attributes.get("visibility") in ("collapse", "filter")
