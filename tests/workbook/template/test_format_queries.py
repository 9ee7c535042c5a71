"""Queries about a result that is struck through, and a comment that tells of a loss."""

import io

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font

from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import Reading, read_workbook
from srns.workbook.recipe.propose import propose

ROWS = [
    ["patient", "date", "Up/c (mg/mg)", "Notes"],
    ["A", "2019-02-04", 7.1, "wrong tube"],
    ["A", "2019-03-04", 0.15, None],
    ["A", "2019-04-08", 9.9, None],
]


def reading_of(struck: str = "", comment: str = "") -> Reading:
    made = openpyxl.Workbook()
    page = made.worksheets[0]
    for row in ROWS:
        page.append(row)
    if struck:
        page[struck].font = Font(strike=True)
    if comment:
        page["A4"].comment = Comment(comment, "RN")
    stream = io.BytesIO()
    made.save(stream)
    opened = open_workbook(stream.getvalue(), "book.xlsx")
    assert isinstance(opened, WorkbookCells)
    return read_workbook(opened, recipe=propose(opened), day_zero="first urine result")


def queries(reading: Reading) -> list[tuple[str, str]]:
    odd = [one for one in reading.problems if one.severity == "query"]
    return [(one.place, str(one.found)) for one in odd if "found 9.9" not in one.message]


def test_a_result_that_is_struck_through_is_asked_about():
    reading = reading_of(struck="C4")
    assert queries(reading) == [("Sheet!C4", "a result that is struck through")]
    assert reading.cohort is not None
    assert reading.cohort.labs["value"].tolist() == [7.1, 0.15, 9.9]


def test_words_that_are_struck_through_are_only_noted():
    assert queries(reading_of(struck="D2")) == []


def test_a_comment_that_tells_of_a_death_is_asked_about():
    found = queries(reading_of(comment="RN:\ndied 8/2020 (sepsis)"))
    assert found == [("Sheet!A4", "the comment 'RN: died 8/2020 (sepsis)'")]


def test_another_comment_is_only_noted():
    assert queries(reading_of(comment="sample from the GP; no dialysis")) == []
