"""Texts of results: edge cases, with the reason as their id."""

import math

import pytest

from srns.workbook.results.result_texts import read_result_text

NUMBERS = {
    "plain": ("0.3", "", 0.3, "", ""),
    "a sign": ("<0.3", "<", 0.3, "", ""),
    "a sign and a space": ("> 30", ">", 30, "", ""),
    "at most": ("≤0.2", "<=", 0.2, "", ""),
    "a sign in words": ("less than 0.3", "<", 0.3, "", ""),
    "at least in words": ("at least 5", ">=", 5, "", ""),
    "a flag": ("900.0 H", "", 900, "", "H"),
    "a flag without a space": ("900.0H", "", 900, "", "H"),
    "a flag in brackets": ("12 (L)", "", 12, "", "(L)"),
    "a flag before": ("H 4.2", "", 4.2, "", "H"),
    "a star": ("331.6*", "", 331.6, "", "*"),
    "an arrow": ("4.2↑", "", 4.2, "", "↑"),
    "a sign and a flag": ("<0.1 L", "<", 0.1, "", "L"),
    "a unit": ("6.1 mg/mg", "", 6.1, "mg/mg", ""),
    "a unit and a flag": ("12 g/L L", "", 12, "g/L", "L"),
    "a sign, a unit and a flag": ("< 5 mg/dL (L)", "<", 5, "mg/dL", "(L)"),
    "a decimal comma": ("12,5", "", 12.5, "", ""),
    "thousands and a point": ("1,234.5", "", 1234.5, "", ""),
    "millions": ("1,234,567", "", 1234567, "", ""),
    "an exponent": ("1.5e2", "", 150, "", ""),
    "full-width digits": ("１８.５", "", 18.5, "", ""),
    "a number": (3.1, "", 3.1, "", ""),
    "a number with noise": (0.1 + 0.2, "", 0.3, "", ""),
}
WORDS = {
    "haemolysed": "unknown",
    "Hemolyzed sample": "unknown",
    "Sample haemolysed": "unknown",
    "insufficient": "unknown",
    "QNS": "unknown",
    "see note": "unknown",
    "___": "unknown",
    "hämolytisch": "unknown",
    "insuffisant": "unknown",
    "溶血": "unknown",
    "not done": "not done",
    "Cancelled": "not done",
    "Test not performed.": "not done",
    "pending": "pending",
    "": "blank",
    "   ": "blank",
    "NEG": "strip",
    "2+": "strip",
    "(+)": "strip",
    "Spur": "strip",
    "0.3-0.5": "unreadable",
    "0.3 to 0.5": "unreadable",
    "1:40": "unreadable",
    "12/13": "unreadable",
    "~0.3": "unreadable",
    "<": "unreadable",
    "<<0.3": "unreadable",
    "0.3.1": "unreadable",
    "0.3 (0.5)": "unreadable",
    "30 mg/furlong": "unreadable",
    "1e999": "unreadable",
    "abc": "unreadable",
    "ND": "unreadable",
}
STRIPS = {
    "neg": "negative",
    "NEG.": "negative",
    "négatif": "negative",
    "阴性": "negative",
    "traces": "trace",
    "+/-": "trace",
    "+": "1+",
    "1 +": "1+",
    "++": "2+",
    "+3": "3+",
    "++++": "4+",
}


@pytest.mark.parametrize("case", NUMBERS)
def test_a_number_keeps_its_sign_its_unit_and_its_flag(case: str) -> None:
    typed, bound, number, unit, flag = NUMBERS[case]
    read = read_result_text(typed)
    assert (read.kind, read.bound, read.number, read.unit, read.flag) == (
        "number",
        bound,
        number,
        unit,
        flag,
    )


@pytest.mark.parametrize("typed", WORDS)
def test_what_is_no_number_is_none(typed: str) -> None:
    read = read_result_text(typed)
    assert read.kind == WORDS[typed]
    assert math.isnan(read.number)


@pytest.mark.parametrize("typed", STRIPS)
def test_a_strip_is_read_in_every_spelling(typed: str) -> None:
    assert read_result_text(typed).strip == STRIPS[typed]
