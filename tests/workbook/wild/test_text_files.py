"""Text files: control characters, decimal commas among semicolons, shifted rows, row names."""

import pytest

from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import read_workbook
from tests.workbook.wild.reading import book, meanings, read, results, text


@pytest.mark.parametrize("byte", ["\x01", "\x03", "\x07", "\x0e", "\x1b", "\x1f"])
def test_a_control_character_is_dropped(byte):
    opened = text(f"patient,day,Up/c (mg/mg),note\nK1,0,6.1,a{byte}b\nK1,30,0.1,\n")

    assert len(results(read(opened), "upcr")) == 2
    assert any("1 control character dropped" in one.found for one in read(opened).problems)


@pytest.mark.parametrize("rows", [2, 5, 30])
def test_headings_parted_by_semicolons_part_the_rows(rows):
    lines = [f"P1;{30 * n};0,15;3,9" for n in range(rows)]
    opened = text("\n".join(["patient;day;UPCR (mg/mg);albumin (g/dL)", *lines]))

    assert results(read(opened), "upcr")[-1] == (30 * (rows - 1), 0.15, "", "mg/mg")


SHIFTED = [
    ["patient", "date", "Up/c (mg/mg)", "albumin (g/dL)"],
    ["P1", "2015-02-10", 0.15, 3.8],
    ["P2", "2015-03-10", None, None, 2.1, 2.2],
    ["P2", "2015-04-10", 1.1, 2.2],
]


def test_a_shifted_row_is_named_and_stays_out():
    reading = read(book({"Data": SHIFTED}), day_zero="first urine result")

    assert [one.place for one in reading.errors] == ["Data!E3"]
    assert reading.cohort.labs["cell"].tolist() == ["Data!C2", "Data!C4", "Data!D2", "Data!D4"]
    entries = reading.ledger.entries.set_index("cell")
    assert entries.loc["A3", "outcome"] == "ignored"
    assert entries.loc["C2", "outcome"] == "used"


def test_it_is_named_in_the_template_too():
    opened = book(
        {
            "Patients": [["patient", "sex"], ["P1", "female"], ["P2", "male"]],
            "Labs": SHIFTED,
            "Infusions": [["patient", "date"], ["P1", "2015-01-10"], ["P2", "2015-02-10"]],
        }
    )

    assert [one.place for one in read_workbook(opened).errors][:1] == ["Labs!E3"]


def test_a_column_of_row_names_is_left_out():
    opened = text('"","patient","day","Up/c (mg/mg)"\n"1","K1",0,6.1\n"2","K1",30,0.1\n')

    assert meanings(opened)[""] == "ignore"
    assert results(read(opened), "upcr") == [(0, 6.1, "", "mg/mg"), (30, 0.1, "", "mg/mg")]


TABLE = "patient;day;UPCR (mg/mg);Site\nK1;0;6,1;Köln\nK1;30;0,15;Köln\n"
PIPES, TABS, COMMAS = (
    TABLE.replace(",", ".").replace(";", separator) for separator in ("|", "\t", ",")
)
ENCODED = {
    "semicolons, UTF-8": TABLE.encode(),
    "UTF-8 with its mark": TABLE.encode("utf-8-sig"),
    "UTF-16": TABLE.encode("utf-16"),
    "UTF-16, the other way round": b"\xfe\xff" + TABLE.encode("utf-16-be"),
    "Windows": TABLE.encode("cp1252"),
    "old Macintosh line ends": TABLE.replace("\n", "\r").encode(),
    "Windows line ends": TABLE.replace("\n", "\r\n").encode(),
    "tabs": TABS.encode(),
    "pipes": PIPES.encode(),
    "commas": COMMAS.encode(),
    "Excel's line of the separator": b"sep=;\n" + TABLE.encode(),
    "quoted cells": TABLE.replace("Köln", '"Köln; Mitte"').encode(),
    "a line break in a cell": TABLE.replace("Köln", '"Köln\nMitte"').encode(),
    "a separator behind every row": TABLE.replace("\n", ";\n").encode(),
    "no end of the last line": TABLE.rstrip().encode(),
    "empty lines between": TABLE.replace("\n", "\n\n").encode(),
    "spaces around": TABLE.replace(";", " ; ").encode(),
    "a title above": b"Export of the ward\n\n" + TABLE.encode(),
}


@pytest.mark.parametrize("content", ENCODED.values(), ids=ENCODED)
def test_a_text_file_is_read_however_it_was_saved(content):
    opened = open_workbook(content, "Data.csv")
    assert isinstance(opened, WorkbookCells), opened

    assert results(read(opened), "upcr") == [(0, 6.1, "", "mg/mg"), (30, 0.15, "", "mg/mg")]


ROW = ["P2", "2015-03-10", 1.4, 2.1]
SHIFTS = {
    "one to the right": ["P2", None, "2015-03-10", 1.4, 2.1],
    "two to the right": ["P2", None, None, "2015-03-10", 1.4, 2.1],
    "with the child": [None, *ROW],
    "results only": ["P2", "2015-03-10", None, 1.4, 2.1],
    "the last only": ["P2", "2015-03-10", 1.4, None, 2.1],
    "a second value of the last": [*ROW, 2.2],
    "a word behind": [*ROW, "see letter"],
    "far behind": [*ROW, None, None, None, 7],
    "a cell too many before": ["P2", "x", "2015-03-10", 1.4, 2.1],
    "a decimal comma parted": ["P2", "2015-03-10", 1, 4, 2.1],
}


@pytest.mark.parametrize("shifted", SHIFTS.values(), ids=SHIFTS)
@pytest.mark.parametrize("kind", ["workbook", "text file"])
def test_no_value_of_a_shifted_row_is_read(shifted, kind):
    rows = [SHIFTED[0], SHIFTED[1], shifted, SHIFTED[3]]
    if kind == "workbook":
        opened = book({"Data": rows})
    else:
        lines = (",".join("" if one is None else str(one) for one in row) for row in rows)
        opened = text("\n".join(lines))
    reading = read(opened, day_zero="first urine result", blank_identity="the child above")

    assert [one.place.partition("!")[2][1:] for one in reading.errors] == ["3"]
    assert reading.cohort.labs["cell"].tolist() == ["Data!C2", "Data!C4", "Data!D2", "Data!D4"]
    used = reading.ledger.entries.query("outcome == 'used'")["cell"]
    assert not [cell for cell in used if cell.endswith("3")]
