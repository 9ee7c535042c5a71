"""A sheet for each child: lines about it above the table of its visits, few visits or many."""

import datetime

import openpyxl
import pytest

from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe.propose import propose

DAY = datetime.date(2019, 3, 4)
LINES = [
    ["Patient", "P1"], ["Sex", "F"], ["Age at onset (y)", 6], ["Biopsy", "FSGS"],
    ["1st CYC infusion", DAY],
]  # fmt: skip
HEADINGS = ["Date", "UPCR (mg/mg)", "S. albumin (g/dL)", "Creat (mg/dL)", "Remarks"]


def write(path, children: dict[str, int], lines=LINES, gap=True, headings=HEADINGS):
    """Write a sheet for each child with as many visits."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for child, visits in children.items():
        page = book.create_sheet(child)
        for label, value in lines:
            page.append([label, child if label == "Patient" else value])
        if gap:
            page.append([])
        page.append(headings)
        for number in range(visits):
            day = DAY + datetime.timedelta(days=30 * number)
            page.append([day, 2.0 + number, 2.5, 0.5, None][: len(headings)])
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("visits", "gap", "lines", "headings"),
    [
        pytest.param((5, 3, 3), True, LINES, HEADINGS, id="fewer visits than lines"),
        pytest.param((1, 1), True, LINES, HEADINGS, id="one visit each"),
        pytest.param((2, 12), True, LINES, HEADINGS, id="few and many"),
        pytest.param((2, 3), False, LINES, HEADINGS, id="no empty row below the lines"),
        pytest.param((2, 3), True, LINES, HEADINGS[:3], id="three columns"),
        pytest.param((3,), True, LINES, HEADINGS, id="one child"),
        pytest.param((3, 2), True, LINES[::-1], HEADINGS, id="the child in the last line"),
        pytest.param((1, 20), True, LINES[:1] + LINES[3:], HEADINGS, id="fewer lines"),
        pytest.param((4, 4), True, [*LINES, ["Allergies", "none"]], HEADINGS, id="an unknown line"),
        pytest.param((3, 3), True, [*LINES, ["Notes", "seen in clinic"]], HEADINGS, id="a note"),
    ],
)
def test_every_child_is_read_alike(tmp_path, visits, gap, lines, headings):
    children = {f"P{number}": count for number, count in enumerate(visits, 1)}
    path = write(tmp_path / "children.xlsx", children, lines, gap, headings)

    recipe = propose(open_workbook(path.read_bytes(), path.name))

    assert {one.children_are for one in recipe.tables} == {"rows"}
    assert not recipe.open_questions
    labs = read_workbook(path, recipe=recipe).cohort.labs
    ratios = labs[labs["analyte"] == "upcr"]
    assert ratios.groupby("patient", observed=True).size().to_dict() == children
