"""The marked copy of an upload is made in a process that can be spared."""

import io

import openpyxl
import pytest

from srns.privacy import marked_copy
from srns.privacy.marked_copy import UNMARKED, mark_copy
from srns.workbook.problems import Problem
from tests.sharing.made import PAPER

PROBLEM = Problem("error", "Labs", "C9", "'0,15'", "a number", "Type 0.15.", may_be=("0.15",))


@pytest.mark.parametrize("forks", [True, False], ids=["in a process apart", "where none forks"])
def test_a_problem_stands_in_its_cell(monkeypatch, forks: bool):
    monkeypatch.setattr(marked_copy, "CAN_FORK", marked_copy.CAN_FORK and forks)
    copy = mark_copy([("mine.xlsx", PAPER.read_bytes())], b"", [PROBLEM])

    comment = openpyxl.load_workbook(io.BytesIO(copy))["Labs"]["C9"].comment
    assert comment is not None
    assert "'0,15'" in comment.text


def test_files_of_one_cohort_are_marked_together():
    patients = ("patients.csv", b"patient,sex\n1,f\n")
    labs = ("labs.csv", b"patient,day,albumin (g/dL)\n1,2,x\n")
    problem = Problem("error", "labs", "C2", "'x'", "a number", "Type it.")

    book = openpyxl.load_workbook(io.BytesIO(mark_copy([patients, labs], b"", [problem])))

    assert {"patients", "labs", "Issues"} <= set(book.sheetnames)
    assert book["labs"]["C2"].comment is not None


@pytest.mark.parametrize(
    "written", [b"", b"\x80\x04pickle"], ids=["it ended before", "anything else"]
)
def test_without_a_copy_the_list_of_problems_says_that_it_is_alone(monkeypatch, written: bytes):
    monkeypatch.setattr(marked_copy, "CAN_FORK", True)
    monkeypatch.setattr(marked_copy, "do_apart", lambda *_: written)
    book = openpyxl.load_workbook(io.BytesIO(mark_copy([("a.xlsx", b"")], b"", [PROBLEM])))

    assert book.worksheets[0]["A1"].value == UNMARKED
    listed = [str(cell) for row in book["Issues"].values for cell in row]
    assert any("'0,15'" in cell for cell in listed)
