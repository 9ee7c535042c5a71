"""What a reader of values does not see in .xls and .xlsb: errors, comments, what is hidden."""

import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

import olefile

from srns.workbook.files.formulas_and_errors import ErrorCell, Special

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
    """What stands in one sheet beside its values; rows and columns count from 0."""

    special: dict[tuple[int, int], Special] = field(default_factory=dict)
    comments: list[tuple[int, int]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    columns: list[tuple[int, int]] = field(default_factory=list)

    def add_error(self, row: int, column: int, code: int) -> None:
        """Keep a cell that shows an error."""
        self.special[row, column] = ErrorCell(_ERRORS.get(code, "#N/A"))


def look_into_xls(content: bytes) -> dict[str, Unseen]:
    """Look through the records of an .xls workbook, sheet by sheet."""
    with olefile.OleFileIO(io.BytesIO(content)) as container:
        stream = "Workbook" if container.exists("Workbook") else "Book"
        data = container.openstream(stream).read()
    sheets: dict[int, str] = {}
    for kind, record, _ in _xls_records(data, 0):
        if kind == 0x85:  # BOUNDSHEET
            start, _, _, length = struct.unpack_from("<IBBB", record)
            wide = len(record) > 7 and record[7] & 1
            text = record[8 : 8 + length * (2 if wide else 1)]
            sheets[start] = text.decode("utf-16-le" if wide else "latin-1", "replace")
        elif kind == 0x0A:  # EOF
            break
    found = {}
    for start, name in sheets.items():
        unseen = found[name] = Unseen()
        depth = 0
        for kind, record, _ in _xls_records(data, start):
            depth += (kind == 0x809) - (kind == 0x0A)
            if depth == 0:
                break
            _take_xls(kind, record, unseen)
    return found


def _xls_records(data: bytes, spot: int) -> Iterator[tuple[int, bytes, int]]:
    while spot + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, spot)
        yield kind, data[spot + 4 : spot + 4 + length], spot
        spot += 4 + length


def _take_xls(kind: int, record: bytes, unseen: Unseen) -> None:
    if kind == 0x205 and len(record) >= 8 and record[7] == 1:  # BOOLERR
        row, column = struct.unpack_from("<HH", record)
        unseen.add_error(row, column, record[6])
    elif kind == 0x06 and len(record) >= 14:  # FORMULA, its result an error
        if record[12:14] == b"\xff\xff" and record[6] == 2:
            row, column = struct.unpack_from("<HH", record)
            unseen.add_error(row, column, record[8])
    elif kind == 0x1C and len(record) >= 4:  # NOTE
        row, column = struct.unpack_from("<HH", record)
        unseen.comments.append((row, column))
    elif kind == 0x208 and len(record) >= 16 and record[12] & 0x20:  # ROW
        unseen.rows.append(struct.unpack_from("<H", record)[0])
    elif kind == 0x7D and len(record) >= 10 and record[8] & 1:  # COLINFO
        first, last = struct.unpack_from("<HH", record)
        unseen.columns.append((first, last))


def look_into_xlsb(content: bytes) -> dict[str, Unseen]:
    """Look through the records of an .xlsb workbook, sheet by sheet."""
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
