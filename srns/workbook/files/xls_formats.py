"""Number formats of .xls that add a sign, a word or a unit to a number, and the cells with them."""

import struct
from collections.abc import Iterator, Mapping

from srns.workbook.files.date_formats import LONGEST_CODE
from srns.workbook.files.shown_numbers import NumberFormat, find_number_formats

_BUILT_IN: Mapping[int, str] = {9: "0%", 10: "0.00%"}
# Record types as Excel's file format numbers them.
_EOF, _XF, _FORMAT = 0x0A, 0xE0, 0x41E
_ONE_CELL = frozenset((0x203, 0x27E, 0x06))
"""NUMBER, RK and FORMULA: row, column and number of the cell's format come first."""
_MANY_CELLS = 0xBD
"""MULRK: row and first column, then six bytes a cell, then the last column."""


def records(data: bytes, spot: int) -> Iterator[tuple[int, bytes]]:
    """Yield the type and the body of each record of a stream from an offset on."""
    while spot + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, spot)
        yield kind, data[spot + 4 : spot + 4 + length]
        spot += 4 + length


def read_xls_formats(data: bytes, *, wide: bool) -> dict[int, NumberFormat]:
    """Return the formats that add words, by the number of the cell's format.

    Parameters
    ----------
    wide
        Whether the workbook is of Excel 97 or later, which counts and writes characters otherwise.
    """
    codes = dict(_BUILT_IN)
    used: list[int] = []
    for kind, record in records(data, 0):
        if kind == _FORMAT and len(record) > 3:
            number, code = _read_code(record, wide=wide)
            codes[number] = code if len(code) <= LONGEST_CODE else ""
        elif kind == _XF and len(record) >= 4:
            used.append(struct.unpack_from("<H", record, 2)[0])
        elif kind == _EOF:
            break
    return find_number_formats({n: codes[code] for n, code in enumerate(used) if code in codes})


def _read_code(record: bytes, *, wide: bool) -> tuple[int, str]:
    """Return the number and the code of a format."""
    (number,) = struct.unpack_from("<H", record)
    if not wide:
        return number, record[3 : 3 + record[2]].decode("latin-1")
    if len(record) < 5:
        return number, ""
    length, two_bytes = struct.unpack_from("<H", record, 2)[0], record[4] & 1
    text = record[5 : 5 + length * (2 if two_bytes else 1)]
    return number, text.decode("utf-16-le" if two_bytes else "latin-1", "replace")


def find_cells_with(
    formats: Mapping[int, NumberFormat], kind: int, record: bytes
) -> Iterator[tuple[tuple[int, int], NumberFormat]]:
    """Yield row and column, from 0, and the format of the cells of a record that have one."""
    if kind in _ONE_CELL and len(record) >= 6:
        row, column, look = struct.unpack_from("<HHH", record)
        if look in formats:
            yield (row, column), formats[look]
    elif kind == _MANY_CELLS and len(record) >= 6:
        row, first = struct.unpack_from("<HH", record)
        for number in range((len(record) - 6) // 6):
            (look,) = struct.unpack_from("<H", record, 4 + 6 * number)
            if look in formats:
                yield (row, first + number), formats[look]
