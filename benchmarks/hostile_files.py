"""Files made to harm: who only knows that workbooks are uploaded here would try these.

Each is made when it is asked for; `benchmarks/hostile.py` uploads them.
"""

import gzip
import io
import json
import random
import struct
import zipfile
from collections.abc import Callable, Iterator

import openpyxl
import pandas as pd

SHEET = "xl/worksheets/sheet1.xml"
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
STRINGS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
STYLED = (
    b"<styleSheet %s><numFmts>%s</numFmts><fonts><font/></fonts><fills><fill/></fills>"
    b"<cellXfs>%s</cellXfs></styleSheet>"
)
LONG = 2 * 2**20


def files(*kinds: str) -> Iterator[tuple[str, str, bytes]]:
    """Yield name, ending and content of each file of these kinds; of all where none is named."""
    for kind in kinds or KINDS:
        yield from KINDS[kind]()


def plain() -> bytes:
    """Return a small workbook to spoil."""
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


def _larger() -> Iterator[tuple[str, str, bytes]]:
    """Yield files that unpack to much, or reach far."""
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


def _markup() -> Iterator[tuple[str, str, bytes]]:
    """Yield workbooks whose XML never ends, refers to itself or is not what it says."""
    one = b'<row r="1"><c r="A1" s="1"><v>1</v></c></row>'
    for tag in ("fill", "font", "xf", "numFmt", "border", "cellXfs", "fills", "styleSheet"):
        opened = f"<{tag}>".encode() * (LONG // 8)
        styles = b"<styleSheet %s><fills>%s</fills><cellXfs><xf/><xf/></cellXfs></styleSheet>"
        yield f"styles, <{tag}> never closed", "xlsx", repack({STYLES: styles % (MAIN, opened)})
        spaces = f"<{tag} ".encode() * (LONG // 8)
        yield f"styles, <{tag} without >", "xlsx", repack({STYLES: styles % (MAIN, spaces)})
    for tag in ("si", "t", "r", "rPr", "rPh"):
        opened = f"<{tag}>".encode() * (LONG // 4)
        strings = b"<sst %s>%s</sst>" % (MAIN, opened)
        yield f"texts, <{tag}> never closed", "xlsx", repack({SHEET: sheet(one), STRINGS: strings})
    for tag in ("c", "row", "v", "is", "f", "mergeCell", "col"):
        opened = f"<{tag} ".encode() * (LONG // 4)
        yield f"sheet, <{tag} without >", "xlsx", repack({SHEET: sheet(one + opened)})
    for tag in ("comment", "author", "text"):
        opened = b"<comments %s>%s" % (MAIN, f"<{tag} a='".encode() * (LONG // 8))
        yield f"comments, <{tag} never closed", "xlsx", repack({"xl/comments1.xml": opened})
    yield "quotes in a tag", "xlsx", repack({SHEET: sheet(b"<row " + b"\"'" * LONG + b">" + one)})
    outer = b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'
    yield "external document type", "xlsx", repack({SHEET: outer})
    yield (
        "external entity in texts",
        "xlsx",
        repack(
            {
                STRINGS: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst><si>&a;</si></sst>'
            }
        ),
    )
    laughs = b"".join(b'<!ENTITY a%d "%s">' % (i, b"&a%d;" % (i - 1) * 9) for i in range(1, 12))
    yield (
        "a billion laughs",
        "xlsx",
        repack({"docProps/core.xml": b'<!DOCTYPE x [<!ENTITY a0 "ha">%s]><x>&a11;</x>' % laughs}),
    )
    yield (
        "no encoding of that name",
        "xlsx",
        repack({SHEET: b'<?xml version="1.0" encoding="klingon"?>' + sheet(one)}),
    )
    yield (
        "UTF-16 with half a letter",
        "xlsx",
        repack({SHEET: sheet(one).decode().encode("utf-16")[:-1]}),
    )
    yield "UTF-32", "xlsx", repack({SHEET: sheet(one).decode().encode("utf-32")})
    yield (
        "many names of spaces",
        "xlsx",
        repack(
            {
                SHEET: b"<worksheet %s %s>"
                % (MAIN, b" ".join(b'xmlns:n%d="u"' % i for i in range(99_999)))
            }
        ),
    )
    yield (
        "many attributes",
        "xlsx",
        repack(
            {
                SHEET: sheet(
                    b'<row r="1"><c r="A1" %s><v>1</v></c></row>'
                    % b" ".join(b'a%d="1"' % i for i in range(99_999))
                )
            }
        ),
    )
    yield (
        "relations in a circle",
        "xlsx",
        repack(
            {
                "xl/_rels/workbook.xml.rels": b"<Relationships>"
                b'<Relationship Id="rId1" Target="workbook.xml"/></Relationships>'
            }
        ),
    )
    yield "a comment of XML never closed", "xlsx", repack({SHEET: sheet(one + b"<!--" * LONG)})
    yield "CDATA never closed", "xlsx", repack({SHEET: sheet(one + b"<![CDATA[" * (LONG // 9))})
    yield (
        "number formats of brackets",
        "xlsx",
        repack(
            {
                STYLES: STYLED
                % (
                    MAIN,
                    b'<numFmt numFmtId="200" formatCode="%s"/>' % (b"[" * LONG),
                    b'<xf numFmtId="200"/>',
                )
            }
        ),
    )
    yield (
        "a hundred thousand number formats",
        "xlsx",
        repack(
            {
                STYLES: STYLED
                % (
                    MAIN,
                    b"".join(
                        b'<numFmt numFmtId="%d" formatCode="yyyy;&quot;x"/>' % i
                        for i in range(100_000)
                    ),
                    b'<xf numFmtId="5"/>' * 100_000,
                )
            }
        ),
    )


def _cells() -> Iterator[tuple[str, str, bytes]]:
    """Yield workbooks whose cells are long, many or odd; most are of the shape that is read."""
    yield "heading of 32,000 letters", "xlsx", book([["patient", "x" * 32_000], ["1", 2]])
    yield "heading of 32,000 spaces", "xlsx", book([["patient", "a" + " " * 31_000 + "b"], [1, 2]])
    yield "heading of words", "xlsx", book([["patient", "albumin (g/dL) " * 2_000], [1, 2]])
    yield "heading of brackets", "xlsx", book([["patient", "(" * 32_000], [1, 2]])
    for name, text in (
        ("case and spaces", "case" + " " * 20_000),
        ("letters without an @", "a" * 32_000),
        ("digits and points", "1." * 16_000),
        ("dashes", "-" * 32_000),
        ("a date again and again", "3.4.2011 " * 3_500),
        ("words and numbers", "MCD 3 " * 5_000),
        ("semicolons", ";" * 32_000),
        ("opened quotes", '"' * 32_000),
        ("401 digits", "9" * 401),
        ("32,000 digits", "9" * 32_000),
        ("letters of no case", "ß" * 32_000),
        ("joined marks", "a" + "\u0301" * 30_000),
        ("right to left", "\u202e" * 32_000),
        ("nothing to be seen", "\u200b" * 32_000),
    ):
        rows = [["patient", "histology", "notes"], *([i, text, text] for i in range(50))]
        yield f"text of {name}", "xlsx", book(rows)
        labs = [
            ["patient", "day", "Up/c (mg/mg)", "albumin (g/dL)"],
            *([1, i, text, text] for i in range(50)),
        ]
        yield f"result of {name}", "xlsx", book(labs, "Labs")
    for name, number in (
        ("1e308", b"1e308"),
        ("1e999", b"1e999"),
        ("NaN", b"NaN"),
        ("-Infinity", b"-INF"),
    ):
        cell = (
            b'<row r="1"><c r="A1" t="inlineStr"><is><t>patient</t></is></c></row>'
            b'<row r="2"><c r="A2"><v>%s</v></c></row>'
        )
        yield f"number {name}", "xlsx", repack({SHEET: sheet(cell % number)})
    yield (
        "dates beyond the calendar",
        "xlsx",
        repack(
            {
                SHEET: sheet(b'<row r="1"><c r="A1" s="1"><v>99999999999</v></c></row>'),
                STYLES: b'<styleSheet %s><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>'
                % MAIN,
            }
        ),
    )
    yield (
        "60,000 kinds of words",
        "xlsx",
        book([["patient", "histology"], *([i, f"w{i} x{i}"] for i in range(60_000))]),
    )
    yield (
        "300,000 children",
        "csv",
        b"patient,day,albumin (g/dL)\n" + b"".join(b"%d,1,3\n" % i for i in range(300_000)),
    )
    yield (
        "10,000 columns of results",
        "xlsx",
        book(
            [["patient", *(f"Up/c (mg/mg) {i}" for i in range(10_000))], [1] * 10_001, [2] * 10_001]
        ),
    )
    yield (
        "16,000 columns of nothing known",
        "xlsx",
        book([[f"c{i}" for i in range(16_000)], list(range(16_000))]),
    )
    yield "500 sheets that are alike", "xlsx", books(500, [["patient", "day", "Up/c"], [1, 2, 3]])
    yield "200 sheets of headings", "xlsx", books(200, [[f"Up/c {i}" for i in range(200)]] * 30)
    yield (
        "formulas upon formulas",
        "xlsx",
        book([["patient"], *([f"=A{i + 1}&A{i + 1}"] for i in range(1, 20_000))]),
    )
    yield "merged in checks", "xlsx", merged(3_000)


def _archives() -> Iterator[tuple[str, str, bytes]]:
    """Yield archives that no program for workbooks writes."""
    inner = plain()
    for _ in range(60):
        inner = zipped({"a.zip": inner})
    yield "archives in archives", "xlsx", inner
    yield "workbook in a workbook", "xlsx", repack({"xl/embeddings/a.xlsx": plain()})
    yield "60,000 parts", "xlsx", zipped({f"xl/p{i}.xml": b"<a/>" for i in range(60_000)})
    yield "paths upwards", "xlsx", zipped({"../../etc/passwd": b"x", "xl/workbook.xml": b"<a/>"})
    yield "absolute paths", "xlsx", zipped({"/etc/passwd": b"x", "[Content_Types].xml": b"<a/>"})
    yield "name of 60,000 letters", "xlsx", zipped({"x" * 60_000: b"x"})
    yield "no end of the directory", "xlsx", plain()[:-22]
    yield "two directories", "xlsx", plain() + plain()
    yield "a megabyte in front", "xlsx", b"\0" * 2**20 + plain()
    whole = bytearray(plain())
    at = whole.index(b"PK\x01\x02")
    whole[at + 24 : at + 28] = struct.pack("<I", 2**32 - 1)
    yield "size of 4 GB stated", "xlsx", bytes(whole)
    whole = bytearray(plain())
    whole[at + 10 : at + 12] = struct.pack("<H", 99)
    yield "a method that is none", "xlsx", bytes(whole)
    yield "bytes that overlap", "xlsx", overlapping()
    yield "bomb in gzip", "csv", gzip.compress(b"1,2\n" * 50_000_000, 1)
    yield (
        "bomb of a sheet of texts",
        "xlsx",
        repack({STRINGS: b"<sst %s>" % MAIN + b"<si><t>aa</t></si>" * 5_000_000}),
    )
    yield (
        "open document without content",
        "ods",
        zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
    )
    yield "open document, deep", "ods", ods(ods_table(b"<table:table-row>" * 200_000))
    yield (
        "open document, groups in groups",
        "ods",
        ods(ods_table(b"<table:table-row-group>" * 50_000 + b"</table:table-row-group>" * 50_000)),
    )
    yield (
        "open document, spaces",
        "ods",
        ods(
            ods_table(
                b'<table:table-row><table:table-cell office:value-type="string"><text:p>'
                b'<text:s text:c="2000000000"/></text:p></table:table-cell></table:table-row>'
            )
        ),
    )


def _texts() -> Iterator[tuple[str, str, bytes]]:
    """Yield text files."""
    yield "45 MB of newlines", "csv", b"\n" * 45 * 2**20
    yield "45 MB of spaces", "csv", b" " * 45 * 2**20
    yield "45 MB of one word", "csv", b"a" * 45 * 2**20
    yield "45 MB of quotes", "csv", b'"' * 45 * 2**20
    yield "45 MB of zeros", "csv", bytes(45 * 2**20)
    yield "45 MB of carriage returns", "csv", b"a\r" * (45 * 2**19)
    yield "45 MB of separators in turn", "csv", b"a,b;c\td|" * (5 * 2**20)
    yield "marks of order", "csv", b"\xef\xbb\xbf" * 99_999 + b"a,b\n1,2\n"
    yield "UTF-16 that is none", "csv", b"\xff\xfe" + b"a,b\n1,2\n" * 9_999 + b"x"
    yield "lone surrogates in UTF-16", "csv", b"\xff\xfe" + b"\x00\xd8" * 99_999
    yield "bytes of no alphabet", "csv", random.Random(1).randbytes(2**20)
    yield "sep= and nothing else", "csv", b"sep=" * 99_999
    yield "every row wider", "csv", b"\n".join(b"1," * i for i in range(3_000))
    yield (
        "1.2 million different words",
        "csv",
        b"patient,histology\n" + b"".join(b"%d,w%d\n" % (i, i) for i in range(1_200_000)),
    )
    yield "digits without end", "csv", b"patient,day,albumin (g/dL)\n1,2," + b"9" * 2**20
    yield "headings without end", "csv", b"patient," + b"x" * 2**20 + b"\n1,2\n"
    yield "web page", "xls", b"<html><table>" + b"<tr><td>1" * 500_000
    yield "XML of Excel 2003", "xls", b'<?xml version="1.0"?><Workbook>' + b"<Row><Cell>" * 500_000
    yield "rich text", "xls", b"{\\rtf1" * 200_000
    yield "a picture", "xlsx", b"\x89PNG\r\n\x1a\n" + bytes(2**20)
    yield "a document", "xlsx", b"%PDF-1.7\n" + b"1 0 obj <<" * 99_999


def _exports() -> Iterator[tuple[str, str, bytes]]:
    """Yield files of the kinds that laboratories export."""
    deep = "[" * 200_000
    yield "FHIR, deep", "json", b'{"resourceType": "Bundle", "entry": ' + deep.encode()
    yield (
        "FHIR, deep and closed",
        "json",
        ('{"resourceType": "Bundle", "entry": ' + "[" * 900 + "]" * 900 + "}").encode(),
    )
    yield (
        "FHIR, 401 digits",
        "json",
        json.dumps({"resourceType": "Observation", "valueQuantity": {"value": 0}})
        .replace(": 0", ": " + "9" * 401)
        .encode(),
    )
    yield (
        "FHIR, 200,000 digits",
        "json",
        b'{"resourceType": "Observation", "valueQuantity": {"value": ' + b"9" * 200_000 + b"}}",
    )
    yield "FHIR, NaN", "json", b'{"resourceType": "Observation", "valueQuantity": {"value": NaN}}'
    yield (
        "FHIR, a lone surrogate",
        "json",
        b'{"resourceType": "Observation", "code": {"text": "\\ud800"}}',
    )
    yield (
        "FHIR, no resources",
        "json",
        b'{"resourceType": "Bundle", "entry": [1, null, "x", {}, {"resource": []}]}',
    )
    yield (
        "FHIR, half a million resources",
        "ndjson",
        b'{"resourceType": "Observation", "code": {"text": "a"}}\n' * 500_000,
    )
    yield (
        "FHIR, one key many times",
        "json",
        b'{"resourceType": "Bundle", ' + b'"entry": [], ' * 500_000 + b'"a": 1}',
    )
    for sign in ("|", "^", "~", "&", "\\"):
        yield f"HL7 of {sign}", "hl7", b"MSH|^~\\&|" + sign.encode() * 2**20 + b"\rOBX|1|NM"
    yield "HL7, many segments", "hl7", b"MSH|^~\\&|a\r" + b"OBX|1|NM|1^a||1\r" * 500_000
    yield "HL7, separators that are one", "hl7", b"MSH|||||" * 99_999
    stream = io.BytesIO()
    pd.DataFrame({"patient": ["a"] * 3_000_000, "x": 1}).to_parquet(stream, compression="brotli")
    parquet = stream.getvalue()
    yield "Parquet, three million rows in little", "parquet", parquet
    yield "Parquet, cut", "parquet", parquet[: len(parquet) // 2] + b"PAR1"
    yield (
        "Parquet, a foot that is too long",
        "parquet",
        b"PAR1" + bytes(99) + b"\xff\xff\xff\x7fPAR1",
    )
    yield "Parquet, noise", "parquet", b"PAR1" + random.Random(2).randbytes(9_999) + parquet[-2000:]
    stream = io.BytesIO()
    pd.DataFrame({f"c{i}": [1] for i in range(20_000)}).to_parquet(stream)
    yield "Parquet, 20,000 columns", "parquet", stream.getvalue()
    head = b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!" + b"0" * 30 + b"  "
    yield "SAS transport, head alone", "xpt", head
    yield "SAS transport, noise", "xpt", head + random.Random(3).randbytes(80 * 999)
    yield "SAS transport, heads alone", "xpt", head * 99_999


def _binary() -> Iterator[tuple[str, str, bytes]]:
    """Yield .xls and .xlsb that are broken."""
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    draw = random.Random(4)
    yield "xls, head alone", "xls", ole
    yield "xls, noise", "xls", ole + draw.randbytes(99_999)
    head = bytearray(ole + bytes(504))
    head[24:34] = struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head[76:] = struct.pack("<I", 0) * 109
    yield (
        "xls, a table of sectors in a circle",
        "xls",
        bytes(head) + struct.pack("<I", 0) * 128 * 99,
    )
    head[30:32] = struct.pack("<H", 60)
    yield "xls, sectors of 2^60 bytes", "xls", bytes(head) + bytes(99_999)
    parts = {"xl/workbook.bin": draw.randbytes(9_999), "[Content_Types].xml": b"<Types/>"}
    yield "xlsb, noise", "xlsb", zipped(parts)
    parts["xl/workbook.bin"] = b"\x83\x01\xff\xff\xff\x7f" * 9_999
    yield "xlsb, records longer than the file", "xlsb", zipped(parts)


def book(rows: list[list[object]], name: str = "Patients") -> bytes:
    """Return a workbook of one sheet."""
    return _write({name: rows})


def books(count: int, rows: list[list[object]]) -> bytes:
    """Return a workbook of so many sheets that hold the same."""
    return _write({f"s{number}": rows for number in range(count)})


def _write(sheets: dict[str, list[list[object]]]) -> bytes:
    stream = io.BytesIO()
    made = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(row)
    made.save(stream)
    return stream.getvalue()


def merged(count: int) -> bytes:
    """Return a workbook in which every other cell is merged with the next."""
    refs = b"".join(
        b'<mergeCell ref="A%d:B%d"/>' % (row, row + 1) for row in range(1, 2 * count, 2)
    )
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (r, r) for r in range(1, 2 * count)
    )
    return repack({SHEET: sheet(rows, b"<mergeCells>%s</mergeCells>" % refs)})


def zipped(parts: dict[str, bytes]) -> bytes:
    """Return an archive of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def overlapping() -> bytes:
    """Return a workbook whose directory names the same bytes a thousand times."""
    whole = plain()
    start = whole.index(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    length = 46 + struct.unpack("<H", whole[start + 28 : start + 30])[0]
    entry = whole[start : start + length]
    directory = entry * 1_000
    tail = bytearray(whole[end:])
    tail[8:20] = struct.pack("<HHII", 1_000, 1_000, len(directory), start)
    return whole[:start] + directory + bytes(tail)


KINDS: dict[str, Callable[[], Iterator[tuple[str, str, bytes]]]] = {
    "larger": _larger,
    "markup": _markup,
    "cells": _cells,
    "archives": _archives,
    "texts": _texts,
    "exports": _exports,
    "binary": _binary,
}
