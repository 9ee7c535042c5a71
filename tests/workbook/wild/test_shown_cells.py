"""What a cell shows counts: raised and struck runs, number formats with a sign or a unit."""

import io

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.open_workbook import Parser, open_workbook
from srns.workbook.files.sandbox import parse_in_subprocess
from srns.workbook.files.shown_numbers import read_number_format
from tests.workbook.wild.reading import read, results

RAISED, STRUCK = InlineFont(vertAlign="superscript"), InlineFont(strike=True)
LOWERED, BOLD = InlineFont(vertAlign="subscript"), InlineFont(b=True)


def opened(value: object, number_format: str = "General", *, parser: Parser | None = None):
    """Return a workbook of one child whose second Up/c is the value."""
    made = openpyxl.Workbook()
    page = made.worksheets[0]
    page.append(["patient", "day", "Up/c (mg/mg)", "albumin (g/dL)"])
    page.append(["K1", 0, 3.0, 1.8])
    page.append(["K1", 60, None, 3.9])
    page["C3"] = value
    page["C3"].number_format = number_format
    stream = io.BytesIO()
    made.save(stream)
    cells = open_workbook(stream.getvalue(), "book.xlsx", parser=parser)
    assert isinstance(cells, WorkbookCells)
    return cells


RUNS = {
    "a raised footnote mark": (("0.1", (RAISED, "5")), "0.1⁵"),
    "a raised mark behind a whole number": (("3", (RAISED, "1")), "3¹"),
    "two raised digits": (("0.2", (RAISED, "12")), "0.2¹²"),
    "a power": (("10", (RAISED, "3")), "10³"),
    "a power with a minus": (("10", (RAISED, "-2")), "10⁻²"),
    "a struck number before its correction": (((STRUCK, "2"), "3"), "3"),
    "a struck number behind it": (("0.4 ", (STRUCK, "0.9")), "0.4 "),
    "a struck digit within": (("0.", (STRUCK, "9"), "1"), "0.1"),
    "bold digits are digits": (((BOLD, "0."), "15"), "0.15"),
    "lowered digits stay digits": (("C", (LOWERED, "3")), "C3"),
    "a raised letter stays a letter": (("0.1", (RAISED, "a")), "0.1a"),
    "all of it struck is a marked cell": (((STRUCK, "0.3"),), "0.3"),
}


def show(runs, *, parser: Parser | None = None) -> object:
    """Return what the second Up/c shows, typed in these runs."""
    blocks = [one if isinstance(one, str) else TextBlock(*one) for one in runs]
    return opened(CellRichText(*blocks), parser=parser).sheets[0].rows[2][2]


@pytest.mark.parametrize(("runs", "shown"), RUNS.values(), ids=RUNS)
def test_runs_of_a_text(runs, shown):
    assert show(runs) == shown


@pytest.mark.parametrize(
    "kind", ["a raised footnote mark", "a struck number before its correction"]
)
def test_a_process_of_its_own_makes_no_difference(kind):
    runs, shown = RUNS[kind]

    assert show(runs, parser=parse_in_subprocess) == shown


@pytest.mark.parametrize("typed", ["0.1⁵", "3¹", "10³", "0.2¹²", "10⁻²"])
def test_a_raised_digit_is_no_digit(typed):
    reading = read(opened(typed))

    assert [one.cell for one in reading.errors] == ["C3"]
    assert results(reading, "upcr")[1][1] != results(reading, "upcr")[1][1]  # unknown


def test_a_struck_number_does_not_count():
    reading = read(opened(CellRichText(TextBlock(STRUCK, "2"), "3")))

    assert results(reading, "upcr")[1] == (60, 3.0, "", "mg/mg")


FORMATS = {
    "a sign in quotes": ('"<"0.0', 0.3, "<0.3"),
    "a sign behind a backslash": ("\\<0.00", 0.2, "<0.2"),
    "a sign above": ('">"0', 30, ">30"),
    "at most": ('"≤"0.0', 0.2, "≤0.2"),
    "the unit": ('0.0" mg/mmol"', 12.5, "12.5 mg/mmol"),
    "the unit without a space": ('0.00"g/g"', 0.15, "0.15g/g"),
    "a sign below a limit": ('[<0.2]"<0.2";0.00', 0.1, "<0.2"),
    "a sign at a limit": ('[<=0.2]"<0.2";General', 0.2, "<0.2"),
    "none above the limit": ('[<=0.2]"<0.2";General', 0.5, 0.5),
    "percent": ("0%", 0.5, "50%"),
    "zero by a word": ('0.0;-0.0;"neg"', 0, "neg"),
    "not zero": ('0.0;-0.0;"neg"', 0.4, 0.4),
    "places only": ("0.00", 0.15, 0.15),
    "thousands": ("#,##0.0", 1200, 1200),
    "a color": ("[Red]0.0", 0.3, 0.3),
    "an accountant's space": ("_(0.0_)", 0.3, 0.3),
    "general": ("General", 0.3, 0.3),
}


@pytest.mark.parametrize(("code", "value", "shown"), FORMATS.values(), ids=FORMATS)
def test_number_formats(code, value, shown):
    assert opened(value, code).sheets[0].rows[2][2] == shown


def test_a_sign_goes_to_the_verdict():
    assert results(read(opened(0.3, '"<"0.0')), "upcr")[1] == (60, 0.3, "<", "mg/mg")


def test_a_unit_that_contradicts_the_heading_is_an_error():
    assert [one.cell for one in read(opened(12.5, '0.0" g/dL"')).errors] == ["C3"]


@pytest.mark.parametrize("code", ["yyyy-mm-dd", "d-mmm", '"am "d. mmmm', "h:mm", "[h]:mm", "@"])
def test_formats_of_dates_and_texts_are_none_of_numbers(code):
    assert read_number_format(code) is None
