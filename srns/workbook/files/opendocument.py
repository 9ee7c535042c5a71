"""What a reader of values does not see in .ods: errors, comments, hidden rows and columns."""

import io
import zipfile
from xml.etree import ElementTree

from srns.workbook.files.binary_excel import Unseen
from srns.workbook.files.formulas_and_errors import ErrorCell

_FAR = 2**20


def look_into_ods(content: bytes) -> dict[str, Unseen]:
    """Look through the tables of an .ods workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        data = archive.read("content.xml")
    # What is asked for is rare, and a look at every cell is slow.
    if not any(word in data for word in (b'"error"', b"annotation", b"visibility", b"Err:")):
        return {}
    found: dict[str, Unseen] = {}
    unseen = Unseen()
    row = column = across = 0
    for event, element in ElementTree.iterparse(io.BytesIO(data), events=("start", "end")):
        tag = element.tag.rpartition("}")[2]
        attributes = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
        if event == "start":
            if tag == "table":
                unseen = found.setdefault(attributes.get("name", ""), Unseen())
                row = across = 0
            elif tag == "table-row":
                column = 0
            elif tag == "table-column":
                times = _times(attributes, "number-columns-repeated")
                if _is_hidden(attributes):
                    unseen.columns.append((across, across + times - 1))
                across += times
        elif tag in ("table-cell", "covered-table-cell"):
            shown = next(("".join(one.itertext()) for one in element if _is_text(one)), "")
            if _is_error(element, shown):
                unseen.special[row, column] = ErrorCell(shown)
            if any(one.tag.endswith("}annotation") for one in element):
                unseen.comments.append((row, column))
            column += _times(attributes, "number-columns-repeated")
            element.clear()
        elif tag == "table-row":
            times = _times(attributes, "number-rows-repeated")
            if _is_hidden(attributes):
                unseen.rows += range(row, row + min(times, 1000))
            row += times
            element.clear()
    return found


def _times(attributes: dict[str, str], name: str) -> int:
    try:
        return min(max(int(attributes.get(name, "1")), 1), _FAR)
    except ValueError:
        return 1


def _is_text(element: ElementTree.Element) -> bool:
    return element.tag.endswith("}p")


def _is_error(cell: ElementTree.Element, shown: str) -> bool:
    kinds = {value for name, value in cell.attrib.items() if name.endswith("}value-type")}
    formula = any(name.endswith("}formula") for name in cell.attrib)
    return "error" in kinds or (
        formula and shown.startswith(("Err:", "#")) and "float" not in kinds
    )


def _is_hidden(attributes: dict[str, str]) -> bool:
    return attributes.get("visibility") in ("collapse", "filter")
