"""No workbook makes the reader take room for cells that are not there, however they are written."""

import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srns.workbook.files.used_range import find_too_wide, survey
from srns.workbook.problems import address
from srns.workbook.read_workbook import read_workbook
from tests.workbook.conftest import build

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAST = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
MOST = 4_000_000


def sheet(rows: bytes) -> bytes:
    near = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    return b'<worksheet xmlns="%s"><sheetData>%s%s</sheetData></worksheet>' % (MAIN, near, rows)


def rebuild(changed: dict[str, bytes], added: dict[str, bytes] | None = None) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(build())) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, changed.get(name, old.read(name)))
        for name, data in (added or {}).items():
            new.writestr(name, data)
    return stream.getvalue()


def part(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(build())) as archive:
        return archive.read(name)


FAR = {
    "as Excel writes it": LAST,
    "in small letters": LAST.replace(b"XFD", b"xfd"),
    "with apostrophes": LAST.replace(b'"', b"'"),
    "a space before the value": LAST.replace(b"=", b"= "),
    "a space before the sign": LAST.replace(b"=", b" ="),
    "a tab after the name": LAST.replace(b"<c ", b"<c\t"),
    "a line after the name": LAST.replace(b"<c ", b"<c\n").replace(b"<row ", b"<row\n"),
    "two spaces": LAST.replace(b"<c ", b"<c  "),
    "another attribute first": LAST.replace(b"<c ", b'<c s="0" '),
    "an attribute that holds a bracket": LAST.replace(b"<c ", b'<c x=">" '),
    "zeros in front": LAST.replace(b"1048576", b"0000000001048576"),
    "the row alone": b'<row r="1048576">' + b"<c><v>1</v></c>" * 4 + b"</row>",
    "a sign before the row": b'<row r="+1048576">' + b"<c><v>1</v></c>" * 4 + b"</row>",
    "a formula alone": LAST.replace(b"<v>1</v>", b"<f>1+1</f>"),
    "a text in place": LAST.replace(b"<v>1</v>", b"<is><t>far</t></is>"),
}


@pytest.mark.parametrize("rows", FAR.values(), ids=FAR.keys())
def test_far_cell(rows):
    assert find_too_wide({"far": sheet(rows)}, {"far": survey(sheet(rows))}, MOST) == "far"

    reading = read_workbook(rebuild({"xl/worksheets/sheet1.xml": sheet(rows)}))
    assert [one.found for one in reading.problems] == [
        "a sheet 'Patients' that is too large, or whose cells are very far apart"
    ]


@pytest.mark.parametrize("prefix", [b"x", b"x-y", b"x.y"])
def test_far_cell_with_a_prefix(prefix):
    data = re.sub(rb"<(/?)(?=[a-z])", rb"<\1" + prefix + b":", sheet(LAST))
    data = data.replace(b"xmlns=", b"xmlns:%s=" % prefix)

    assert find_too_wide({"far": data}, {"far": survey(data)}, MOST) == "far"


def test_far_cell_with_a_prefix_of_its_own():
    rows = re.sub(rb"<(/?)(?=[a-z])", rb"<\1x:", LAST)
    data = sheet(rows).replace(b"<worksheet ", b'<worksheet xmlns:x="%s" ' % MAIN)

    assert find_too_wide({"far": data}, {"far": survey(data)}, MOST) == "far"


def test_far_cell_in_a_sheet_that_another_reader_finds():
    """One sheet with two references: ours follows the last, another may follow the first."""
    office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    book = part("xl/workbook.xml").replace(
        b'r:id="rId1"', b'xmlns:q="urn:q" q:id="rId1" r:id="rIdFar"', 1
    )
    references = part("xl/_rels/workbook.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="rIdFar" Type="%s/worksheet" Target="worksheets/far.xml"/>'
        b"</Relationships>" % office,
    )

    reading = read_workbook(
        rebuild(
            {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": references},
            {"xl/worksheets/far.xml": sheet(LAST)},
        )
    )

    assert not reading.readable
    assert len(reading.problems) == 1


def test_sheets_that_are_wide_together():
    wide = sheet(b'<row r="200"><c r="XFD200"><v>1</v></c></row>')  # 3.3 million cells
    one, two = {"a": wide}, {"a": wide, "b": wide}

    assert find_too_wide(one, {part: survey(data) for part, data in one.items()}, MOST) is None
    assert find_too_wide(two, {part: survey(data) for part, data in two.items()}, MOST) == "a"


def test_many_cells_in_one_place():
    rows = b'<row><c r="A1"><v>1</v></c></row>' * 11

    assert find_too_wide({"a": sheet(rows)}, {"a": survey(sheet(rows))}, 10) == "a"
    assert find_too_wide({"a": sheet(rows)}, {"a": survey(sheet(rows))}, 12) is None


def test_long_sheets_together_are_looked_at_more_closely():
    """By the quick bound each might reach over 2.6 million cells, and they reach over 40,000."""
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c><c r="B%d"><v>%s</v></c></row>'
        % (row, row, row, b"1" * 60)
        for row in range(2, 10_001)
    )
    sheets = {"a": sheet(rows), "b": sheet(rows)}
    seen = {part: survey(data) for part, data in sheets.items()}

    assert [one.area for one in seen.values()] == [2_600_000, 2_600_000]
    assert find_too_wide(sheets, seen, MOST) is None


def test_sheet_that_is_not_well_formed_and_does_not_say_where_its_cells_are():
    reading = read_workbook(rebuild({"xl/worksheets/sheet1.xml": b"<sheetData><row><c><v>1"}))

    assert [one.found for one in reading.problems] == ["a damaged or incomplete workbook"]


@given(
    st.lists(
        st.tuples(st.integers(0, 1_048_575), st.integers(0, 16_383), st.booleans()),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(['<c r="{}"', '<c r="{}" s="1"', "<c r='{}'", '<c s="1" r="{}"', '<c\nr="{}"']),
)
def test_quick_bound_is_never_too_small(cells, spelling):
    rows = "".join(
        f'<row r="{row + 1}">{spelling.format(address(row, column))}'
        f"{'><v>1</v></c>' if filled else '/>'}</row>"
        for row, column, filled in cells
    ).encode()
    data = b"<sheetData>" + rows + b"</sheetData>"
    filled = [(row, column) for row, column, full in cells if full]
    height = max(row for row, _ in filled) - min(row for row, _ in filled) + 1 if filled else 0
    width = (
        max(column for _, column in filled) - min(column for _, column in filled) + 1
        if filled
        else 0
    )
    true = max(height * width, len(cells))

    assert survey(data).area >= height * width
    assert find_too_wide({"a": data}, {"a": survey(data)}, true) is None
    assert find_too_wide({"a": data}, {"a": survey(data)}, true - 1) == "a"
