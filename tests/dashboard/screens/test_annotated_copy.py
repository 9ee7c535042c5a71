"""Marked copy of the workbook, and identifiers to remove."""

import io
from pathlib import Path
from typing import Any

import openpyxl
from streamlit.testing.v1 import AppTest

from srns.privacy.marked_copy import mark_copy
from srns.workbook.read_workbook import read_workbook
from tests.dashboard.app_driver import printed_tables

ROOT = Path(__file__).parents[3]
PAPER = ROOT / "data" / "haddad2021.xlsx"


def paper_with(**cells: Any) -> bytes:
    book = openpyxl.load_workbook(PAPER)
    for cell, value in cells.items():
        book["Labs"][cell] = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def upload(content: bytes, name: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    return app.file_uploader(key="workbook").set_value((name, content, "")).run()


def test_what_should_not_be_there_is_listed_masked():
    app = upload(paper_with(F2="mother: a.b@example.org"), "mine.xlsx")

    assert not app.exception
    assert "Remove before sharing (1)" in [one.value for one in app.header]
    table = next(one.value for one in app.dataframe if "what happens to it" in one.value.columns)
    assert table.iloc[0].tolist()[:3] == ["Labs!F2", "e-mail", "such as 'a•••@•••'"]


def test_a_faulty_workbook_comes_back_marked():
    content = paper_with(C9="0,15")
    app = upload(content, "mine.xlsx")
    copy = mark_copy([("mine.xlsx", content)], b"", read_workbook(content).problems)

    assert not app.exception
    assert "annotated_copy" in [one.key for one in app.get("download_button")]
    assert openpyxl.load_workbook(io.BytesIO(copy))["Labs"]["C9"].comment is not None


def test_a_text_file_is_opened_and_its_problems_named():
    app = upload(b"patient;sex\n1;f\n", "Patients.csv")

    assert not app.exception
    assert "annotated_copy" in [one.key for one in app.get("download_button")]


def test_a_file_that_cannot_be_read_is_one_sentence():
    app = upload(b"%PDF-1.7", "mine.xlsx")

    assert not app.exception
    assert any("a PDF document" in one.to_csv() for one in printed_tables(app))


def test_a_redcap_export_is_read_with_its_dictionary():
    export = b"id,sex\n7,1\n"
    about = b"""Variable / Field Name,Form Name,Field Type,Field Label,\
"Choices, Calculations, OR Slider Labels"
id,patients,text,patient,
sex,patients,radio,sex,"0, male | 1, female"
"""
    app = upload(export, "export.csv")
    app = app.file_uploader(key="redcap_dictionary").set_value(("about.csv", about, "")).run()

    assert not app.exception
    held = app.session_state["srns"].loaded
    assert held.reading.ledger.used == 4
    assert "a REDCap export" in held.reading.problems[0].message
