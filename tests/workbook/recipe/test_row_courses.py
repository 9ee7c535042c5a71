"""Courses of drugs that stand in the row of a child: numbered, named for a drug, with one date."""

import datetime

import openpyxl
import pytest

from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe.model import read_recipe, write_recipe
from srns.workbook.recipe.propose import propose

JAN, JUN, JUL = (datetime.date(2020, month, 1) for month in (1, 6, 7))
TAC, MMF, RTX, CSA = "tacrolimus", "mycophenolate mofetil", "rituximab", "ciclosporin"


@pytest.fixture
def read(tmp_path):
    def run(headings, *cells):
        """Read one child whose day 0 is 1 January 2020; questions are answered with yes."""
        book = openpyxl.Workbook()
        children = book.active
        assert children is not None
        children.title = "Children"
        children.append(["ID", "Index date", *headings])
        children.append(["A", JAN, *cells])
        labs = book.create_sheet("Urine")
        labs.append(["ID", "Date", "UPCR (mg/mg)"])
        labs.append(["A", JUN, 0.1])
        book.save(tmp_path / "cohort.xlsx")
        recipe = propose(open_workbook(tmp_path / "cohort.xlsx"))
        recipe = recipe.answered({one.id: one.options[0] for one in recipe.open_questions})
        recipe = read_recipe(write_recipe(recipe).encode())
        reading = read_workbook(tmp_path / "cohort.xlsx", recipe=recipe)
        errors = [one.found for one in reading.errors]
        if reading.cohort is None:
            return [], errors
        found = reading.cohort.treatments[["drug", "start_day", "stop_day", "dose"]].astype(object)
        rows = found.where(found.notna(), None).itertuples(index=False, name=None)
        return list(rows), errors

    return run


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        (("Drug 1", "Start 1", "Stop 1", "Drug 2", "Start 2", "Stop 2"),
         ("Tac", JAN, JUN, "Rituximab", JUL, None)),
        (("Drug 1", "Drug 2", "Start 1", "Start 2", "Stop 1", "Stop 2"),
         ("Tac", "Rituximab", JAN, JUL, JUN, None)),
        (("1st drug", "Start 1", "Stop 1", "2nd drug", "Start 2", "Stop 2"),
         ("Tac", JAN, JUN, "Rituximab", JUL, None)),
        (("Drug", "Start", "Stop", "Drug 2", "Start 2", "Stop 2"),
         ("Tac", JAN, JUN, "Rituximab", JUL, None)),
        (("Drug", "Start", "Stop", "Drug", "Start", "Stop"),
         ("Tac", JAN, JUN, "Rituximab", JUL, None)),
        (("Treatment", "Start date", "Stop date", "Treatment", "Start date", "Stop date"),
         ("tacrolimus", JAN, JUN, "RTX", JUL, None)),
    ],
    ids=["numbered", "drugs before dates", "ordinals", "the first without a number",
         "in their order", "in other words"],
)  # fmt: skip
def test_each_drug_has_the_dates_of_its_own_columns(read, headings, cells):
    courses, errors = read(headings, *cells)
    assert courses == [(TAC, 0, 152, None), (RTX, 182, None, None)]
    assert errors == []


def test_what_does_not_tell_whose_the_dates_are_is_an_error(read):
    _, errors = read(("Drug", "Drug", "Start", "Start"), "Tac", "RTX", JAN, JUL)
    assert errors == ["a second drug, 'RTX'", "a second start date, '2020-07-01'"]


@pytest.mark.parametrize(
    ("headings", "cells", "expected"),
    [
        (("Tacrolimus start", "Tacrolimus stop"), (JAN, JUN), [(TAC, 0, 152, None)]),
        (("Start of tacrolimus", "End of tacrolimus"), (JAN, JUN), [(TAC, 0, 152, None)]),
        (("Tacrolimus start", "MMF start"), (JAN, JUL),
         [(TAC, 0, None, None), (MMF, 182, None, None)]),
        (("Tacrolimus start", "Tacrolimus stop", "MMF start", "MMF stop"), (JAN, JUN, JUN, JUL),
         [(TAC, 0, 152, None), (MMF, 152, 182, None)]),
        (("MMF stop",), (JUL,), [(MMF, None, 182, None)]),
    ],
    ids=["start and stop", "start of, end of", "two drugs", "two drugs with ends", "the end alone"],
)  # fmt: skip
def test_dates_that_are_named_for_a_drug_are_of_that_drug(read, headings, cells, expected):
    assert read(headings, *cells) == (expected, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tacrolimus", [(TAC, 0, None, None)]),
        ("CsA 100 mg/d", [(CSA, 0, None, 100.0)]),
        ("Tacrolimus 2x1 mg", [(TAC, 0, None, 2.0)]),
        ("Tacrolimus + MMF", [(TAC, 0, None, None), (MMF, 0, None, None)]),
        ("Tac and MMF", [(TAC, 0, None, None), (MMF, 0, None, None)]),
        ("Tac 2 mg/d + MMF 500 mg/d", [(TAC, 0, None, 2.0), (MMF, 0, None, 500.0)]),
    ],
)
def test_drugs_of_one_cell_that_are_given_together_begin_together(read, text, expected):
    assert read(("Treatment", "Started"), text, JAN) == (expected, [])


@pytest.mark.parametrize("text", ["Tac, then MMF", "Tac → MMF", "Tac, MMF", "Tac / MMF"])
def test_whose_the_date_is_of_drugs_one_after_the_other_is_not_guessed(read, text):
    courses, errors = read(("Treatment", "Started"), text, JAN)
    assert courses == [(TAC, None, None, None), (MMF, None, None, None)]
    assert errors == ["'2020-01-01' beside a cell with several drugs"]


def test_two_doses_of_one_course_are_an_error(read):
    courses, errors = read(("Treatment", "Dose", "Started"), "CsA 100 mg/d", 50, JAN)
    assert courses == [(CSA, 0, None, 100.0)]
    assert errors == ["a second dose, '50'"]
