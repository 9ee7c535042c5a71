"""A small .xlsb workbook, record by record, for no library at hand writes one."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

ERRORS = {"#DIV/0!": 7, "#N/A": 42}
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, tail = len(content), b""
    while length > 127:
        tail += bytes([length & 0x7F | 0x80])
        length >>= 7
    return head + tail + bytes([length]) + content


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def cell(column: int, value: object) -> bytes:
    head = struct.pack("<II", column, 0)
    if isinstance(value, int | float):
        return record(5, head + struct.pack("<d", value))
    if value in ERRORS:
        return record(3, head + bytes([ERRORS[str(value)]]))
    return record(6, head + wide(str(value)))


def sheet(rows: Sequence[Sequence[object]]) -> bytes:
    width = max(map(len, rows))
    content = record(129) + record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1))
    content += record(145)
    for number, row in enumerate(rows):
        content += record(
            0,
            struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 1) + struct.pack("<II", 0, width - 1),
        )
        content += b"".join(
            cell(column, value) for column, value in enumerate(row) if value not in (None, "")
        )
    return content + record(146) + record(130)


def write_xlsb(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        book = record(131) + record(143)
        relations = ""
        for number, (name, rows) in enumerate(sheets.items(), 1):
            book += record(156, struct.pack("<II", 0, number) + wide(f"rId{number}") + wide(name))
            relations += (
                f'<Relationship Id="rId{number}" Type="{_RELATIONS}/worksheet" '
                f'Target="worksheets/sheet{number}.bin"/>'
            )
            archive.writestr(f"xl/worksheets/sheet{number}.bin", sheet(rows))
        archive.writestr("xl/workbook.bin", book + record(144) + record(132))
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
        )
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="bin" '
            'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
            '<Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        )
    return stream.getvalue()
