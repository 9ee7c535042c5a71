"""Do the three invented cohorts say that they are invented, and read through to their verdicts?"""

import importlib
import sys
from pathlib import Path

import openpyxl
import pytest

from srns.rules.basis import Basis, classify_on
from srns.rules.load_definition import load_definition
from srns.workbook.read_workbook import read_workbook

DATA = Path(__file__).parents[2] / "data"
KINDS = ("oral", "diary", "lines")


@pytest.fixture(scope="module")
def make():
    sys.path.insert(0, str(DATA))
    yield importlib.import_module("make_invented")
    sys.path.remove(str(DATA))


@pytest.mark.parametrize("kind", KINDS)
def test_the_workbook_is_what_the_script_writes_and_says_that_it_is_invented(make, kind):
    content = (DATA / f"invented_{kind}.xlsx").read_bytes()

    assert content == make.workbook_bytes(kind)
    book = openpyxl.load_workbook(DATA / f"invented_{kind}.xlsx")
    assert book["Read me"]["A1"].value.startswith("Invented: no child in this workbook ever lived.")
    assert book.properties.description == book["Read me"]["A1"].value


def test_the_messy_workbook_is_what_its_script_writes_and_says_that_it_is_invented(make):
    content = (DATA / "invented_messy.xlsx").read_bytes()

    assert content == importlib.import_module("make_invented_messy").workbook_bytes()
    book = openpyxl.load_workbook(DATA / "invented_messy.xlsx")
    assert book["Children"]["B1"].value == book.properties.description == make.INVENTED


def judged(kind: str, day_zero: str, basis: Basis):
    reading = read_workbook(DATA / f"invented_{kind}.xlsx", day_zero=day_zero)
    assert reading.errors == ()
    assert reading.cohort is not None
    verdicts = classify_on(reading.cohort, load_definition("ipna_2022"), basis).verdicts
    return list(zip(verdicts["patient"], verdicts["response"], strict=True))


def test_oral_tacrolimus_without_infusions_is_judged_from_its_first_dose(make):
    assert judged("oral", "first tacrolimus", Basis()) == list(make.EXPECTED["oral"].items())


def test_a_diary_alone_decides(make):
    assert judged("diary", "", Basis()) == list(make.EXPECTED["diary"].items())


def test_each_line_of_treatment_is_judged_like_a_child(make):
    expected = [
        (f"{child} · {line}", response)
        for child, responses in make.EXPECTED["lines"].items()
        for line, response in enumerate(responses, 1)
    ]

    assert judged("lines", "first steroid resistance", Basis(by_line=True)) == expected


@pytest.mark.parametrize(
    ("kind", "offered"),
    [
        pytest.param("oral", {"first tacrolimus": 12, "first calcineurin inhibitor": 12,
                              "first biopsy": 9, "first acute dialysis": 1,
                              "first urine result": 12}, id="oral drug"),
        pytest.param("diary", {}, id="its index dates are day 0"),
        pytest.param("lines", {"first tacrolimus": 12, "first mycophenolate mofetil": 12,
                               "first calcineurin inhibitor": 12,
                               "first purine synthesis inhibitor": 12,
                               "first steroid resistance": 12, "first rituximab": 11,
                               "first anti-CD20 antibody": 11,
                               "first urine result": 12}, id="three lines"),
    ],
)  # fmt: skip
def test_what_may_be_day_0_is_offered_with_its_children(kind, offered):
    assert dict(read_workbook(DATA / f"invented_{kind}.xlsx").origins) == offered
