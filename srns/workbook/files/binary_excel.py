"""Errors, comments, hidden rows and columns of .xls and .xlsb, which the parser does not return."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import olefile

from srns.workbook.files.formulas_and_errors import ErrorCell, Special
from srns.workbook.files.shown_numbers import NumberFormat
from srns.workbook.files.xls_formats import find_cells_with, read_xls_formats, records

_ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
    43: "#GETTING_DATA",
}


@dataclass
class Unseen:
    """What one sheet holds besides its values; rows and columns count from 0.

    Attributes
    ----------
    special
        Error cells, by row and column.
    comments
        Row and column of each cell with a comment.
    rows
        Hidden rows.
    columns
        First and last of each range of hidden columns.
    formats
        Number formats that add words or signs, by row and column.
    """

    special: dict[tuple[int, int], Special] = field(default_factory=dict)
    comments: list[tuple[int, int]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    columns: list[tuple[int, int]] = field(default_factory=list)
    formats: dict[tuple[int, int], NumberFormat] = field(default_factory=dict)

    def add_error(self, row: int, column: int, code: int) -> None:
        """Add a cell that shows an error, by Excel's code of the error."""
        self.special[row, column] = ErrorCell(_ERRORS.get(code, "#N/A"))


def look_into_xls(content: bytes) -> dict[str, Unseen]:
    """Read the records of an .xls workbook; return what each sheet holds besides its values."""
    with olefile.OleFileIO(io.BytesIO(content)) as container:
        stream = "Workbook" if container.exists("Workbook") else "Book"
        data = container.openstream(stream).read()
    found = {}
    formats = read_xls_formats(data, wide=stream == "Workbook")
    for start, name in _xls_sheets(data).items():
        unseen = found[name] = Unseen()
        depth = 0
        for kind, record in records(data, start):
            depth += (kind == _BOF) - (kind == _EOF)
            if depth == 0:
                break
            take = _XLS_TAKERS.get(kind)
            if take:
                take(record, unseen)
            if formats:
                unseen.formats.update(find_cells_with(formats, kind, record))
    return found


def _xls_sheets(data: bytes) -> dict[int, str]:
    """Return the name of each sheet, by the offset at which its records begin."""
    sheets = {}
    for kind, record in records(data, 0):
        if kind == _BOUNDSHEET:
            start, _, _, length = struct.unpack_from("<IBBB", record)
            wide = len(record) > 7 and record[7] & 1
            text = record[8 : 8 + length * (2 if wide else 1)]
            sheets[start] = text.decode("utf-16-le" if wide else "latin-1", "replace")
        elif kind == _EOF:
            break
    return sheets


def _take_boolean_or_error(record: bytes, unseen: Unseen) -> None:
    if len(record) >= 8 and record[7] == 1:
        row, column = struct.unpack_from("<HH", record)
        unseen.add_error(row, column, record[6])


def _take_formula(record: bytes, unseen: Unseen) -> None:
    is_error = len(record) >= 14 and record[12:14] == b"\xff\xff" and record[6] == 2
    if is_error:
        row, column = struct.unpack_from("<HH", record)
        unseen.add_error(row, column, record[8])


def _take_comment(record: bytes, unseen: Unseen) -> None:
    if len(record) >= 4:
        row, column = struct.unpack_from("<HH", record)
        unseen.comments.append((row, column))


def _take_row(record: bytes, unseen: Unseen) -> None:
    if len(record) >= 16 and record[12] & 0x20:
        unseen.rows.append(struct.unpack_from("<H", record)[0])


def _take_columns(record: bytes, unseen: Unseen) -> None:
    if len(record) >= 10 and record[8] & 1:
        first, last = struct.unpack_from("<HH", record)
        unseen.columns.append((first, last))


# Record types as Excel's file format numbers them.
_BOF, _EOF, _BOUNDSHEET = 0x809, 0x0A, 0x85
_XLS_TAKERS: Mapping[int, Callable[[bytes, Unseen], None]] = {
    0x06: _take_formula,  # FORMULA
    0x1C: _take_comment,  # NOTE
    0x7D: _take_columns,  # COLINFO
    0x205: _take_boolean_or_error,  # BOOLERR
    0x208: _take_row,  # ROW
}


def look_into_xlsb(content: bytes) -> dict[str, Unseen]:
    """Read the records of an .xlsb workbook; return what each sheet holds besides its values."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name, part in _xlsb_sheets(archive).items():
            unseen = found[name] = Unseen()
            row = 0
            for kind, record in _xlsb_records(archive.read(part)):
                if kind == 0 and len(record) >= 12:  # BrtRowHdr
                    row = struct.unpack_from("<I", record)[0]
                    if record[11] & 0x10:
                        unseen.rows.append(row)
                elif kind in (3, 11) and len(record) >= 9:  # BrtCellError, BrtFmlaError
                    unseen.add_error(row, struct.unpack_from("<I", record)[0], record[8])
                elif kind == 60 and len(record) >= 18 and record[16] & 1:  # BrtColInfo
                    unseen.columns.append(struct.unpack_from("<II", record))
    return found


def _xlsb_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    from xml.etree import ElementTree

    targets = {
        one.get("Id"): one.get("Target", "")
        for one in ElementTree.fromstring(archive.read("xl/_rels/workbook.bin.rels"))
    }
    sheets = {}
    for kind, record in _xlsb_records(archive.read("xl/workbook.bin")):
        if kind == 156:  # BrtBundleSh
            identity, spot = _wide_text(record, 8)
            name, _ = _wide_text(record, spot)
            target = targets.get(identity, "")
            sheets[name] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return {name: part for name, part in sheets.items() if part in archive.namelist()}


def _wide_text(record: bytes, spot: int) -> tuple[str, int]:
    length = struct.unpack_from("<I", record, spot)[0]
    end = spot + 4 + 2 * length
    return record[spot + 4 : end].decode("utf-16-le", "replace"), end


def _xlsb_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    spot, end = 0, len(data)
    while spot < end:
        kind = data[spot]
        spot += 1
        if kind & 0x80 and spot < end:
            kind = (kind & 0x7F) | (data[spot] & 0x7F) << 7
            spot += 1
        length = shift = 0
        while spot < end and shift < 28:
            byte = data[spot]
            spot += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, data[spot : spot + length]
        spot += length
