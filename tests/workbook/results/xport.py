"""SAS transport files (version 5), written for the tests."""

import math
import struct
from collections.abc import Sequence


def _ibm(value: float | None) -> bytes:
    """Return an IBM double; missing is a point."""
    if value is None:
        return b"." + bytes(7)
    if value == 0:
        return bytes(8)
    exponent = math.floor(math.log(abs(value), 16)) + 1
    mantissa = int(abs(value) / 16.0**exponent * 2**56)
    sign = 0x80 if value < 0 else 0
    return bytes([sign | (exponent + 64)]) + mantissa.to_bytes(7, "big")


def _header(name: str, rest: str = "0" * 30) -> bytes:
    return f"HEADER RECORD*******{name:<8}HEADER RECORD!!!!!!!{rest}".ljust(80).encode()


def _pad(content: bytes) -> bytes:
    return content + b" " * (-len(content) % 80)


def write_xport(name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    """Return a transport file of one table; a column of numbers holds floats or None."""
    numeric = [all(isinstance(row[i], float | None) for row in rows) for i in range(len(columns))]
    shown = [["" if cell is None else str(cell) for cell in row] for row in rows]
    widths = [
        8 if number else max([1, *(len(row[i].encode()) for row in shown)])
        for i, number in enumerate(numeric)
    ]
    when = "01JAN20:00:00:00"
    names, place = b"", 0
    for number, (column, is_number, width) in enumerate(
        zip(columns, numeric, widths, strict=True), 1
    ):
        names += struct.pack(
            ">hhhh8s40s8shhh2s8shhl52s",
            1 if is_number else 2, 0, width, number, column.ljust(8).encode(),
            column.ljust(40).encode(), b" " * 8, 0, 0, 0, b"  ", b" " * 8, 0, 0, place, bytes(52),
        )  # fmt: skip
        place += width
    data = b"".join(
        _ibm(cell if isinstance(cell, float) else None) if is_number else text.encode().ljust(width)
        for row, texts in zip(rows, shown, strict=True)
        for cell, text, is_number, width in zip(row, texts, numeric, widths, strict=True)
    )
    count = f"{0:06d}{len(columns):04d}{0:020d}"
    return b"".join(
        (
            _header("LIBRARY"),
            f"{'SAS':<8}{'SAS':<8}{'SASLIB':<8}{'9.4':<8}{'TEST':<8}{'':24}{when}".encode(),
            when.ljust(80).encode(),
            _header("MEMBER", "000000000000000001600000000140"),
            _header("DSCRPTR"),
            f"{'SAS':<8}{name:<8}{'SASDATA':<8}{'9.4':<8}{'TEST':<8}{'':24}{when}".encode(),
            when.ljust(80).encode(),
            _header("NAMESTR", count),
            _pad(names),
            _header("OBS"),
            _pad(data),
        )
    )
