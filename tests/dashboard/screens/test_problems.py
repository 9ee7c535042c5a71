"""Problem list: equal problems grouped, and notes on values that were checked."""

import io
import re
from pathlib import Path

import openpyxl
from streamlit.testing.v1 import AppTest

from srns.dashboard.screens.importing.problems import grouped_table, problem_table
from srns.workbook.problems import Problem, group_problems
from srns.workbook.recipe.model import read_recipe, write_recipe

ROOT = Path(__file__).parents[3]
PAPER = ROOT / "data" / "haddad2021.xlsx"
ODD = "Labs!C9"


def odd(value: float) -> bytes:
    """Return the paper's workbook with one result that is credible but odd."""
    book = openpyxl.load_workbook(PAPER)
    book["Labs"]["C9"] = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def upload(content: bytes, app: AppTest | None = None) -> AppTest:
    app = app or AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    return app.file_uploader(key="workbook").set_value(("mine.xlsx", content, "")).run()


def titles(app: AppTest) -> str:
    return " ".join(one.value for one in app.header)


def acknowledge(app: AppTest, note: str) -> AppTest:
    app.text_input(key="acknowledge_note").set_value(note)
    button = next(one for one in app.button if one.label == "Mark as checked")
    return button.click().run()


def test_a_thousand_equal_problems_are_one_line_on_the_page_and_a_thousand_in_the_download():
    same = [
        Problem("query", "Labs", f"C{row}", "30", "a number", "Look.") for row in range(2, 1002)
    ]

    shown, whole = grouped_table(group_problems(same)), problem_table(same)

    assert shown.to_dict("records") == [
        {
            "cell": "Labs!C2, C3 and 998 more",
            "cells": 1000,
            "found": "30",
            "expected": "a number",
            "remedy": "Look.",
            "severity": "query",
        }
    ]
    assert whole["cell"].tolist() == [f"Labs!C{row}" for row in range(2, 1002)]


def test_a_query_becomes_a_note_with_what_was_typed_and_stands_in_the_recipe():
    app = upload(odd(60.0))
    assert re.search(r"Please check \(1\)", titles(app))

    app = acknowledge(app, "  checked in the\nlaboratory system ")

    assert not app.exception
    assert "Please check" not in titles(app)
    assert "Checked (1)" in titles(app)
    held = app.session_state["srns"].loaded
    recipe = read_recipe(write_recipe(held.recipe).encode())
    assert [(one.place, one.note) for one in recipe.acknowledged] == [
        (ODD, "checked in the laboratory system.")
    ]
    assert recipe.tables == ()
    assert held.reading.cohort is not None


def test_a_query_without_a_note_stays_open():
    app = acknowledge(upload(odd(60.0)), "   ")

    assert "Please check (1)" in titles(app)
    assert any("without a note the problem stays open" in one.value for one in app.warning)


def test_a_note_is_taken_back():
    app = acknowledge(upload(odd(60.0)), "checked")
    app = next(one for one in app.button if one.label == "Remove the note").click().run()

    assert not app.exception
    assert "Please check (1)" in titles(app)
    assert app.session_state["srns"].loaded.recipe.acknowledged == ()


def test_the_corrected_copy_keeps_the_notes_and_another_value_is_asked_about_again():
    app = acknowledge(upload(odd(60.0)), "checked")
    again = upload(odd(60.0), app)
    assert "Checked (1)" in titles(again)

    other = upload(odd(70.0), again)
    assert "Please check (1)" in titles(other)
    assert "Checked" not in titles(other)
