"""Text files: control characters, decimal commas among semicolons, shifted rows, row names."""

import pytest

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
