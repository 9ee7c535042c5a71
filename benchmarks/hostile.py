"""What files made to harm do: one sentence each, and how long and how much memory that took.

Run: python -m benchmarks.hostile
"""

import io
import random
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl

SHEET = "xl/worksheets/sheet1.xml"
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
STRINGS = "xl/sharedStrings.xml"
CHILD = """
import resource, sys, time
sys.path.insert(0, sys.argv[2])
from srns.workbook.opening import open_workbook
from srns.workbook.private import find_private
from srns.workbook.reading import read_workbook
start = time.perf_counter()
opened = open_workbook(sys.argv[1])
reading = read_workbook(sys.argv[1])
if reading.readable:
    find_private(opened)
seconds = time.perf_counter() - start
peak = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
apart = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(f"{seconds:.2f}", f"{int(peak[0]) / 1024:.0f}", f"{apart / 1024:.0f}",
      reading.readable, reading.problems[0].message if reading.problems else "", sep="|")
"""


def plain() -> bytes:
    """Give a small workbook to spoil."""
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    book.worksheets[0].append(["patient", "x"])
    book.save(stream)
    return stream.getvalue()


def repack(changes: dict[str, bytes]) -> bytes:
    """Replace parts of the small workbook."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(plain())) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            new.writestr(name, content)
    return stream.getvalue()


def sheet(rows: bytes, rest: bytes = b"") -> bytes:
    """Wrap rows as a sheet."""
    return b"<worksheet %s><sheetData>%s</sheetData>%s</worksheet>" % (MAIN, rows, rest)


def many_sheets(count: int) -> bytes:
    """Make a workbook of sheets of two cells, as far apart as one sheet alone may have them."""
    last = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="240"><c r="XFD240"><v>1</v></c></row>'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    names = "".join(
        f'<sheet name="s{i}" sheetId="{i + 1}" r:id="r{i}" xmlns:r="{office}"/>'
        for i in range(count)
    )
    targets = "".join(
        f'<Relationship Id="r{i}" Type="{office}/worksheet" Target="worksheets/s{i}.xml"/>'
        for i in range(count)
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return repack(
        {
            "xl/workbook.xml": b"<workbook %s><sheets>%s</sheets></workbook>"
            % (MAIN, names.encode()),
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}">'
            f"{targets}</Relationships>".encode(),
            **{f"xl/worksheets/s{i}.xml": sheet(last) for i in range(count)},
        }
    )


def numbers(rows: int, columns: int) -> bytes:
    """Make a sheet full of numbers that do not pack well."""
    draw = random.Random(1)
    letters = [openpyxl.utils.get_column_letter(i + 1) for i in range(columns)]
    return b"".join(
        b'<row r="%d">%s</row>'
        % (
            r,
            "".join(f'<c r="{c}{r}"><v>{draw.random():.3f}</v></c>' for c in letters).encode(),
        )
        for r in range(1, rows + 1)
    )


def ods(content: bytes) -> bytes:
    """Make an .ods of its content."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return stream.getvalue()


def ods_table(cells: bytes) -> bytes:
    """Wrap rows as the content of an .ods."""
    names = b"".join(
        b' xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"' % (one, one)
        for one in (b"office", b"table", b"text")
    )
    return (
        b"<office:document-content%s><office:body><office:spreadsheet>"
        b'<table:table table:name="x">%s</table:table>'
        b"</office:spreadsheet></office:body></office:document-content>" % (names, cells)
    )


def files() -> Iterator[tuple[str, str, bytes]]:
    """Give name, ending and content of each file."""
    one = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    cell = b'<table:table-cell office:value-type="float" office:value="1"%s/>'
    text = b'<table:table-cell office:value-type="string"%s><text:p>%s</text:p></table:table-cell>'
    yield "empty", "xlsx", b""
    yield "no workbook", "xlsx", b"hello"
    yield "truncated", "xlsx", plain()[:3000]
    yield (
        "locked (OLE)",
        "xlsx",
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")),
    )
    yield "zip bomb, blanks", "xlsx", repack({SHEET: b" " * 600 * 2**20})
    yield "zip bomb, ods", "ods", ods(b" " * 600 * 2**20)
    yield "zip bomb, picture", "xlsx", repack({"xl/media/image1.png": bytes(600 * 2**20)})
    yield "entities", "xlsx", repack({SHEET: b'<!DOCTYPE x [<!ENTITY a "b">]>' + sheet(one)})
    yield (
        "entities, UTF-16",
        "xlsx",
        repack({SHEET: ('<!DOCTYPE x [<!ENTITY a "b">]>' + sheet(one).decode()).encode("utf-16")}),
    )
    yield "entities, ods", "ods", ods(b'<!DOCTYPE x [<!ENTITY a "b">]>' + ods_table(b""))
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    yield "far cell", "xlsx", repack({SHEET: sheet(one + far)})
    far = b'<row r="9999999"><c r="A9999999"><v>1</v></c><c r="ZZ9"><v>1</v></c></row>'
    yield "far cell, one letter", "xlsx", repack({SHEET: sheet(one + far + one)})
    far = b'<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>'
    yield "far cell, small letters", "xlsx", repack({SHEET: sheet(one + far)})
    far = b'<row r="1048576"><c\tr= "XFD1048576"><v>1</v></c></row>'
    yield "far cell, spaces", "xlsx", repack({SHEET: sheet(one + far)})
    yield "far cells on 1,000 sheets", "xlsx", many_sheets(1_000)
    row = b"<row>%s</row>" % (b"<c><v>1</v></c>" * 16_000)
    yield "cells without numbers", "xlsx", repack({SHEET: sheet(row * 400)})
    draw = random.Random(1)
    rows = b"".join(
        b"<row>%s</row>" % b"".join(b"<c><v>%d</v></c>" % draw.randrange(9) for _ in range(195))
        for _ in range(20_000)
    )
    yield "nearly too large, without numbers", "xlsx", repack({SHEET: sheet(rows)})
    yield "million rows", "xlsx", repack({SHEET: sheet(numbers(1_048_576, 4))})
    yield (
        "million columns",
        "xlsx",
        repack({SHEET: sheet(b'<row r="1">' + b'<c r="A1"><v>1</v></c>' * 1_000_000 + b"</row>")}),
    )
    yield "nearly too large", "xlsx", repack({SHEET: sheet(numbers(150_000, 26))})
    long = b"<sst %s><si><t>%s</t></si></sst>" % (MAIN, b"x" * 32_000)
    rows = b"".join(
        b'<row r="%d">%s</row>'
        % (r, b"".join(b'<c r="%c%d" t="s"><v>0</v></c>' % (65 + c, r) for c in range(20)))
        for r in range(1, 20_000)
    )
    yield "one text in 400,000 cells", "xlsx", repack({SHEET: sheet(rows), STRINGS: long})
    many = b"<sst %s>%s</sst>" % (MAIN, b"<si><t>a</t></si>" * 9_000_000)
    yield "nine million texts", "xlsx", repack({SHEET: sheet(one), STRINGS: many})
    merged = b"<mergeCells>%s</mergeCells>" % (b'<mergeCell ref="A1:XFD1048576"/>' * 100_000)
    yield "merged everywhere", "xlsx", repack({SHEET: sheet(one, merged)})
    deep = b"<a>" * 1_000_000
    yield "nested", "xlsx", repack({SHEET: sheet(deep)})
    yield "nested workbook part", "xlsx", repack({"xl/workbook.xml": deep})
    yield (
        "formulas",
        "xlsx",
        repack({SHEET: sheet(b'<row r="1">' + b'<c r="A1"><f>A1</f></c>' * 1_500_000 + b"</row>")}),
    )
    yield (
        "unclosed formula",
        "xlsx",
        repack({SHEET: sheet(b'<row r="1"><c r="A1">' + b"<f>" * 2_000_000 + b"</c></row>")}),
    )
    yield (
        "attributes without end",
        "xlsx",
        repack({SHEET: sheet(b'<row r="1"><c ' + b't="e" ' * 2_000_000 + b"/></row>")}),
    )
    wide = b' table:number-columns-repeated="16384"'
    repeated = b'<table:table-row table:number-rows-repeated="1048576">%s</table:table-row>'
    yield "ods, repeated values", "ods", ods(ods_table(repeated % (cell % wide)))
    yield (
        "ods, repeated texts",
        "ods",
        ods(ods_table(b"<table:table-row>%s</table:table-row>" % (text % (wide, b"y" * 100_000)))),
    )
    yield (
        "ods, repeated beyond reason",
        "ods",
        ods(
            ods_table(
                b'<table:table-row table:number-rows-repeated="4294967295">%s</table:table-row>'
                % (cell % b' table:number-columns-repeated="4294967295"')
            )
        ),
    )
    yield "text, a wide row", "csv", b"a;b\n" * 1_000_000 + b";" * 1_000_000
    yield "text, million columns", "csv", b"1," * 4_500_000
    yield "text, open quotation", "csv", b'a;b\n"' + b"x;" * 4_000_000
    yield "text, million rows", "csv", b"1;2;0.3\n" * 1_200_000
    yield "text, long words", "csv", b"\n".join(b"%d;%s" % (i, b"w" * 900) for i in range(10_000))


def main() -> None:
    """Open each file in a process of its own and print a table."""
    root = str(Path(__file__).parents[1])
    print("file | MB | s | MB here | MB apart | answer")
    with tempfile.TemporaryDirectory() as folder:
        for name, ending, content in files():
            path = Path(folder) / f"file.{ending}"
            path.write_bytes(content)
            done = subprocess.run(
                [sys.executable, "-c", CHILD, str(path), root],
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
            line = done.stdout.strip().splitlines()[-1:] or [done.stderr.strip()[-200:]]
            print(
                f"{name} | {len(content) / 2**20:.2f} | {line[0].replace('|', ' | ')}", flush=True
            )


if __name__ == "__main__":
    main()
