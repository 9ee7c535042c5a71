"""Tables leave as tables: what is read back from each file is what was shown."""

import csv
import io

import openpyxl
import pandas as pd
import pytest
from docx import Document

from srns.analysis.tables.printed_table import PrintedTable
from srns.analysis.tables.table_one import table_one
from srns.report.provenance import SIMULATED, Stamp, note_on
from srns.report.table_files import (
    MOST_WORD_ROWS,
    all_to_docx,
    all_to_xlsx,
    to_csv,
    to_docx,
    to_xlsx,
)
from tests.analysis.cohorts import PAPER_COHORT, judged

TABLE = table_one(PAPER_COHORT, judged(PAPER_COHORT), "histology")
STAMP = Stamp(
    "Haddad 2021",
    "Filters: histology MCD: 2 of 8 children.",
    "Haddad 2021, as written (version 1)",
    note_on(PAPER_COHORT),
)
EVIL = PrintedTable(
    "evil",
    "=cmd|'/C calc'!A0",
    pd.DataFrame(
        {
            "=1+1": ['=HYPERLINK("http://x")', "+1+1", "-x", "@SUM(A1)", "a\x00b\x0b", None],
            "n": [1, -2, 3.5, None, True, float("nan")],
        },
        dtype=object,
    ),
    ("=note",),
)


def read_docx(content: bytes) -> tuple[list[list[str]], str]:
    document = Document(io.BytesIO(content))
    (grid,) = document.tables
    rows = [[cell.text for cell in row.cells] for row in grid.rows]
    return rows, "\n".join(paragraph.text for paragraph in document.paragraphs)


def as_shown(table: PrintedTable) -> list[list[str]]:
    cells = table.rows.astype(object).where(table.rows.notna(), "")
    return [list(map(str, row)) for row in cells.to_numpy()]


def test_a_word_document_holds_the_table_with_its_caption_notes_and_stamp():
    rows, text = read_docx(to_docx(TABLE, STAMP))

    assert rows[0] == list(TABLE.rows.columns)
    assert rows[1:] == as_shown(TABLE)
    assert ["Baseline albumin (g/dL)", "", "<1.15 (<1.0–2.2); 4 of 8 below 1.0"] in [
        row[:3] for row in rows
    ]
    for line in (TABLE.title, *TABLE.notes, *STAMP.lines):
        assert line in text
    assert SIMULATED in text
    assert "2 of 8 children" in text


def test_the_heading_of_a_word_table_is_repeated_on_every_page():
    narrow = PrintedTable("n", "n", TABLE.rows[["characteristic", "all"]])
    document = Document(io.BytesIO(to_docx(narrow, STAMP)))

    assert "tblHeader" in document.tables[0].rows[0]._tr.xml
    assert document.sections[0].page_width < document.sections[0].page_height
    wide = PrintedTable("w", "w", pd.DataFrame([range(9)]))
    section = Document(io.BytesIO(to_docx(wide, STAMP))).sections[0]
    assert section.page_width > section.page_height


def test_a_spreadsheet_holds_the_same_rows_and_words():
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(TABLE, STAMP))).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    top = next(at for at, row in enumerate(rows) if row[0] == "characteristic")

    assert rows[0][0] == TABLE.title
    assert [row[0] for row in rows[1:4]] == list(STAMP.lines)
    found = [["" if cell is None else str(cell) for cell in row] for row in rows[top + 1 :]]
    assert found[: len(TABLE.rows)] == as_shown(TABLE)
    assert [row[0] for row in found if row[0] in TABLE.notes] == list(TABLE.notes)


def test_a_csv_holds_the_same_rows_and_says_on_each_what_it_is():
    rows = list(csv.reader(io.StringIO(to_csv(TABLE, STAMP).decode("utf-8-sig"))))

    assert rows[0] == [*TABLE.rows.columns, "definition", "children"]
    assert [row[:-2] for row in rows[1:]] == as_shown(TABLE)
    assert {row[-2] for row in rows[1:]} == {STAMP.definition}
    assert all(SIMULATED in row[-1] and "2 of 8 children" in row[-1] for row in rows[1:])


def test_no_text_of_a_workbook_becomes_a_formula():
    rows = list(csv.reader(io.StringIO(to_csv(EVIL, Stamp("=c")).decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(EVIL, Stamp("=c")))).worksheets[0]

    texts = [cell for row in rows for cell in (row[0], row[-1]) if cell]
    assert not [cell for cell in texts if cell[0] in "=+-@"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "=cmd|'/C calc'!A0" in values  # kept as the text it is
    assert "ab" in values  # what no document may hold is gone


def test_numbers_stay_numbers_and_nothing_stays_nothing():
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(EVIL, Stamp("c")))).worksheets[0]
    column = [row[1].value for row in sheet.iter_rows()]

    top = column.index("n")
    assert column[top + 1 : top + 7] == [1, -2, 3.5, None, "yes", None]
    words, _ = read_docx(to_docx(EVIL, Stamp("c")))
    assert [row[1] for row in words[1:]] == ["1", "-2", "3.5", "", "yes", ""]


def test_an_empty_table_says_so_instead_of_showing_nothing():
    empty = PrintedTable("none", "Nobody", pd.DataFrame(columns=["child"]), ("Why.",))
    document = Document(io.BytesIO(to_docx(empty, STAMP)))

    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "No rows." in text
    assert "Why." in text


def test_what_is_too_long_for_a_document_is_cut_aloud():
    rows = pd.DataFrame({"n": range(MOST_WORD_ROWS + 5)})
    cut, text = read_docx(to_docx(PrintedTable("t", "t", rows), STAMP))

    assert len(cut) == MOST_WORD_ROWS + 1
    assert "5 more rows: see the spreadsheet." in text


def test_several_tables_go_into_one_file():
    book = openpyxl.load_workbook(io.BytesIO(all_to_xlsx([TABLE, EVIL], STAMP)))
    document = Document(io.BytesIO(all_to_docx([TABLE, EVIL], STAMP)))

    assert book.sheetnames == ["table1", "evil"]
    assert len(document.tables) == 2


@pytest.mark.parametrize(
    ("stamp", "lines"),
    [
        (Stamp("C"), ("C.",)),
        (Stamp("C", "All 2 children.", "D (version 1)", "Invented."),
         ("C. All 2 children.", "Definition: D (version 1).", "Invented.")),
    ],
)  # fmt: skip
def test_a_stamp_says_what_there_is_to_say(stamp, lines):
    assert stamp.lines == lines
