"""Workbooks spoilt at random: no traceback, no hang, no flood of memory, and the ledger adds up.

A slice runs in the suite; the whole: python -m tests.workbook.fuzz 20000 [FIRST_SEED]
"""

import io
import random
import re
import signal
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

from srns.privacy.find_identifiers import find_private
from srns.workbook.annotate.annotated_copy import annotate
from srns.workbook.files.cells import is_blank
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.problems import Problem
from srns.workbook.read_workbook import read_workbook
from tests.workbook.annotate.test_annotated_copy import spoilt
from tests.workbook.conftest import GOOD, build
from tests.workbook.files.xlsb import write_xlsb

FILES = Path(__file__).parent / "files"
LONGEST_SECONDS = 10
MOST_MEGABYTES = 1024

ODD = (
    *("", " ", "-", "–", "NA", "n/a", "not done", "<1.0", "< 1,0", "≤0.2", ">30", ">>1", "1.0.0"),
    *(
        "0,18",
        "1,000",
        "1e400",
        "-0",
        "0x10",
        "1_000",
        "١٢",
        "½",
        "∞",
        "NaN",
        "inf",
        "TRUE",
        "#N/A",
    ),
    *("2005-02-30", "31/12/2005", "12/31/2005", "00/00/0000", "9999-12-31", "0001-01-01", "17 Mrz"),
    *("=1+1", "@x", "a\u202eb", "\ufeff1", "\u00a01", "x" * 40_000, "patient", "Labs!C3", "'", '"'),
    *("a@b.cd", "DOB 1/1/2001", "Müller, Anna", "\U0001f600", "1\n2", "MCD/IgM", "CR (10.5)", "0"),
)
NUMBERS = (
    *("0", "-1", "1", "2", "255", "65535", "65536", "1048576", "1048577", "16384", "16385"),
    *("99999999", "2147483648", "4294967295", "4294967296", "18446744073709551616", "1e9", "-5"),
    *("1.5", "", "A", "A0", "A1", "ZZZ1", "XFD1048576", "A1:XFD1048576", "B2:A1", "A1:", "é"),
)
CELL = re.compile(rb"<c\b[^>]*?(?:/>|>.*?</c>)", re.DOTALL)
ATTRIBUTE = re.compile(rb'(\s[\w:]+=")([^"]*)(")')
TAG = re.compile(rb"<[^<>]*>")
ELEMENT = re.compile(rb"<(\w+)\b[^<>]*>[^<>]*</\1>")


@cache
def seeds() -> dict[str, bytes]:
    """Give the workbooks that are spoilt."""
    rows = {
        name: [["" if value is None else str(value) for value in row] for row in sheet]
        for name, sheet in GOOD.items()
    }
    text = "\n".join(";".join(row) for row in rows["Labs"]).encode()
    return {
        "good.xlsx": build(),
        "dressed.xlsx": spoilt(),
        "Labs.csv": text,
        "good.xls": (FILES / "good.xls").read_bytes(),
        "good.ods": (FILES / "good.ods").read_bytes(),
        "good.xlsb": write_xlsb(rows),
    }


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(parts: dict[str, bytes], draw: random.Random) -> bytes:
    stream = io.BytesIO()
    how = draw.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
    with zipfile.ZipFile(stream, "w", how) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def spoil_bytes(data: bytes, draw: random.Random) -> bytes:
    """Flip, cut, repeat or insert some bytes."""
    if not data:
        return data
    spot, length = draw.randrange(len(data)), draw.choice([1, 1, 2, 8, 64, 1000])
    way = draw.randrange(5)
    if way == 0:
        flipped = bytes(draw.randrange(256) for _ in range(min(length, 8)))
        return data[:spot] + flipped + data[spot + len(flipped) :]
    if way == 1:
        return data[:spot] + data[spot + length :]
    if way == 2:
        return data[:spot] + data[spot : spot + length] * draw.choice([2, 3, 50]) + data[spot:]
    if way == 3:
        return (
            data[:spot]
            + draw.choice([b"\x00", b"<", b">", b'"', b"&", b"\xff", b"]]>"])
            + data[spot:]
        )
    return data[:spot]


def spoil_cell(data: bytes, draw: random.Random) -> bytes:
    """Put an odd value into a cell."""
    cells = list(CELL.finditer(data))
    if not cells:
        return data
    match = draw.choice(cells)
    place = re.search(rb'\sr="(\w+)"', match[0])
    head = b'<c r="%s"' % place[1] if place else b"<c"
    text = draw.choice(ODD)
    escaped = re.sub(r"[&<]", "", text).encode("utf-8", "replace")
    made = draw.choice(
        [
            head + b' t="inlineStr"><is><t>' + escaped + b"</t></is></c>",
            head + b' t="str"><f>A1</f><v>' + escaped + b"</v></c>",
            head + b' t="n"><v>' + draw.choice(NUMBERS).encode() + b"</v></c>",
            head + b' t="s"><v>' + draw.choice(NUMBERS).encode() + b"</v></c>",
            head + b' t="b"><v>' + draw.choice([b"0", b"1", b"2", b"x"]) + b"</v></c>",
            head + b' t="e"><v>#REF!</v></c>',
            head + b' t="d"><v>2005-02-30T00:00:00</v></c>',
            head + b"><f>SUM(A1:A9)</f></c>",
            head + b' s="99"><v>38520</v></c>',
            head + b' s="1"><v>%d</v></c>' % draw.choice([-1, 0, 60, 2958466, 38520, 10**12]),
            head + b"/>",
            b"",
        ]
    )
    return data[: match.start()] + made + data[match.end() :]


def spoil_attribute(data: bytes, draw: random.Random) -> bytes:
    """Put an odd number or reference into an attribute."""
    found = list(ATTRIBUTE.finditer(data))
    if not found:
        return data
    match = draw.choice(found)
    value = draw.choice(NUMBERS).encode()
    return data[: match.start(2)] + value + data[match.end(2) :]


def spoil_tags(data: bytes, draw: random.Random) -> bytes:
    """Drop, double or move a tag or an element."""
    found = list(draw.choice([TAG, ELEMENT, CELL]).finditer(data))
    if not found:
        return data
    one, two = draw.choice(found), draw.choice(found)
    way = draw.randrange(3)
    if way == 0:
        return data[: one.start()] + data[one.end() :]
    if way == 1:
        return data[: one.end()] + one[0] * draw.choice([1, 2, 200]) + data[one.end() :]
    return data[: two.start()] + one[0] + data[two.end() :]


def spoil_layout(data: bytes, draw: random.Random) -> bytes:
    """Add merged ranges, a dimension that lies, hidden rows, far cells, notes of columns."""
    ref = draw.choice(NUMBERS).encode()
    number = draw.choice(NUMBERS).encode()
    added = draw.choice(
        [
            (b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="%s"/></mergeCells>' % ref),
            (
                b"</sheetData>",
                b'<row r="%s"><c r="%s"><v>1</v></c></row></sheetData>' % (number, ref),
            ),
            (b"</sheetData>", b"<row><c><v>1</v></c></row></sheetData>"),
            (b"<sheetData>", b'<dimension ref="%s"/><sheetData>' % ref),
            (
                b"<sheetData>",
                b'<cols><col min="%s" max="%s" hidden="1"/></cols><sheetData>' % (number, ref),
            ),
            (b"<row ", b'<row hidden="1" '),
            (b' r="1"', b' r="%s"' % number),
            (b"<worksheet ", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet '),
            (b"<sheetData>", b"<sheetData><!-- <row r='9'> -->"),
            (b"</sheetData>", b'</sheetData><legacyDrawing r:id="rId1"/><extLst/>'),
        ]
    )
    return data.replace(*added, draw.choice([1, 1, 100]))


def spoil_parts(parts: dict[str, bytes], draw: random.Random) -> None:
    """Drop, swap, double or add a part."""
    one, two = draw.choice(list(parts)), draw.choice(list(parts))
    way = draw.randrange(5)
    if way == 0:
        del parts[one]
    elif way == 1:
        parts[one], parts[two] = parts[two], parts[one]
    elif way == 2:
        parts[draw.choice(["xl/vbaProject.bin", "../x", "xl/media/a.png", "xl/comments9.xml"])] = (
            b"x"
        )
    elif way == 3:
        parts[one] = draw.choice([b"", b"<a/>", parts[two], b"\xff\xfe" + parts[one]])
    else:
        names = (b'"Labs"', b'"Events"', b'"Patients"', b'"Treatments"', b'"xlsx"')
        odd = (b'"Labs"', b'"Issues"', b'"it\'s"', b'"' + b"n" * 99 + b'"', b'""', b'"&lt;b&gt;"')
        data = parts.get("xl/workbook.xml", b"")
        parts["xl/workbook.xml"] = data.replace(draw.choice(names), draw.choice(odd))


def mutant(seed: int, kinds: tuple[str, ...] = ()) -> tuple[str, bytes]:
    """Give the name and the bytes of one spoilt workbook, always the same for a seed."""
    draw = random.Random(seed)
    weights = {"good.xlsx": 40, "dressed.xlsx": 40, "Labs.csv": 14} | dict.fromkeys(
        ("good.xls", "good.ods", "good.xlsb"), 1
    )
    chosen = kinds or tuple(weights)
    (name,) = draw.choices(chosen, [weights[kind] for kind in chosen])
    content = seeds()[name]
    if name.endswith((".csv", ".xls")):
        for _ in range(draw.choice([1, 1, 3, 10])):
            content = spoil_bytes(content, draw)
        if name.endswith(".csv") and draw.random() < 0.5:
            cells = content.split(b";")
            cells[draw.randrange(len(cells))] = draw.choice(ODD).encode("utf-8", "replace")
            content = b";".join(cells)
            content = content.replace(b";", draw.choice([b";", b",", b"\t", b"|", b" "]))
        return name, content
    parts = parts_of(content)
    spoils: tuple[Callable[[bytes, random.Random], bytes], ...] = (
        spoil_cell,
        spoil_cell,
        spoil_cell,
        spoil_attribute,
        spoil_tags,
        spoil_layout,
        spoil_bytes,
    )
    for _ in range(draw.choice([1, 1, 2, 5])):
        if draw.random() < 0.1 and parts:
            spoil_parts(parts, draw)
            continue
        names = [one for one in parts if "sheet" in one.lower() or "content.xml" in one]
        part = draw.choice(names if names and draw.random() < 0.75 else list(parts) or ["x"])
        parts[part] = draw.choice(spoils)(parts.get(part, b""), draw)
    content = pack(parts, draw)
    return name, spoil_bytes(content, draw) if draw.random() < 0.05 else content


def check(name: str, content: bytes, *, deep: bool = True) -> str:
    """Read a spoilt workbook in every way; gives what became of it, or raises."""
    opened = open_workbook(content, name)
    if isinstance(opened, Problem):
        assert opened.message.startswith("Workbook: found ")
        assert opened.message.endswith(".")
        return "refused"
    reading = read_workbook(opened, name=name)
    ledger = reading.ledger
    filled = sum(not is_blank(value) for one in opened.sheets for row in one.rows for value in row)
    assert ledger.cells == filled, "a cell is missing in the ledger"
    assert ledger.used + ledger.ignored + ledger.failed == ledger.cells
    if deep:
        entries = ledger.entries
        twice = len({one.name for one in opened.sheets}) < len(opened.sheets)
        assert twice or not entries.duplicated(["sheet", "cell"]).any()
        find_private(opened)
        copy = annotate(opened, reading.problems)
        if isinstance(copy, Problem):
            assert copy.message.endswith(".")
        else:
            again = open_workbook(copy.content)
            assert not isinstance(again, Problem), "the annotated copy does not open"
    return "read" if reading.cohort is not None else "errors"


def peak_megabytes() -> float:
    """Give the most memory since the last call."""
    status = Path("/proc/self/status").read_text()
    Path("/proc/self/clear_refs").write_text("5")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # pyright: ignore


def main(count: int, first: int) -> int:
    """Try so many mutants; print each failure and, at the end, the counts."""

    def stop(*_: object) -> None:
        raise TimeoutError("longer than 10 s")

    signal.signal(signal.SIGALRM, stop)
    outcomes: Counter[str] = Counter()
    slowest = largest = 0.0
    for seed in range(first, first + count):
        name, content = mutant(seed)
        start = time.perf_counter()
        signal.alarm(LONGEST_SECONDS)
        try:
            outcome = check(name, content)
        except Exception as error:  # every kind is a finding
            outcome = "FAILED"
            print(f"seed {seed} {name}: {type(error).__name__}: {error}", flush=True)
        finally:
            signal.alarm(0)
        slowest = max(slowest, time.perf_counter() - start)
        peak = peak_megabytes()
        if peak > MOST_MEGABYTES:
            outcome = "FAILED"
            print(f"seed {seed} {name}: {peak:.0f} MB", flush=True)
        largest = max(largest, peak)
        outcomes[f"{name.rpartition('.')[2]} {outcome}"] += 1
        if (seed - first) % 1000 == 999:
            print(
                seed - first + 1, dict(outcomes), f"{slowest:.1f} s, {largest:.0f} MB", flush=True
            )
    print(f"{count} mutants: {dict(outcomes)}; slowest {slowest:.2f} s, most {largest:.0f} MB")
    return sum(number for outcome, number in outcomes.items() if outcome.endswith("FAILED"))


if __name__ == "__main__":
    sys.exit(bool(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)))
