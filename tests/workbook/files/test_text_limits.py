"""Small files that once held the server for everybody are read or refused within seconds."""

import time

import pytest

from srns.privacy.find_identifiers import find_private
from srns.workbook.annotate.annotated_copy import annotate
from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.files.text_limits import LONGEST_CELL
from srns.workbook.problems import Problem
from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe.propose import propose

HEAD = b"patient,date,note\n"
FILES = {
    "spaces behind a word": HEAD + b"1,2020-01-01,case" + b" " * 20_000,
    "letters without an at": HEAD + b"1,2020-01-01," + b"a" * 32_000,
    "a long heading": b"patient,date," + b"Up/c (" + b"x " * 16_000,
    "brackets in a heading": b"patient,date," + b"((" * 16_000,
    "a million columns": b"," * 1_000_000,
    "two million lines": HEAD + b"\n" * 2_000_000,
    "digits of a result": b"patient,date,albumin (g/dL)\n1,2020-01-01," + b"9" * 100_000,
    "a column sideways": HEAD + b"".join(b"P%d,x%d,y%d\n" % (i, i, i) for i in range(4_000)),
    "half dates": HEAD + b"1," + b"1-" * 20_000 + b",x",
    "drugs without end": b"patient,start,drug\n1,2020-01-01," + b"tac and " * 4_000,
}
LONGEST_SECONDS = 20
"""Of processor time; a quiet machine takes under five."""


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_a_small_file_holds_nobody_up(content):
    start = time.process_time()
    opened = open_workbook(content, "odd.csv")
    if isinstance(opened, WorkbookCells):
        problems = read_workbook(opened, name="odd.csv").problems
        find_private(opened)
        read_workbook(opened, name="odd.csv", recipe=propose(opened))
        annotate(opened, problems)
    else:
        problems = (opened,)

    assert time.process_time() - start < LONGEST_SECONDS
    assert all(len(problem.message) < 3_000 for problem in problems)


def test_a_long_text_is_cut_and_told_once_a_sheet():
    content = HEAD + b"1,2020-01-01," + b"a" * 5_000 + b"\n2,2020-01-01," + b"b" * 3_000
    opened = open_workbook(content, "long.csv")

    assert not isinstance(opened, Problem)
    assert [len(row[2]) for row in opened.sheets[0].rows[1:]] == [LONGEST_CELL] * 2
    assert opened.notes[-1].message == (
        "long!C2: found a text of 5,000 characters (and 1 more); expected at most 1,000 in a cell. "
        "Only its beginning is read. Shorten it where more than that matters."
    )
