"""Page Import with sheets of many layouts: answered on the page, each is read to the end."""

import datetime

import pytest

from tests.dashboard.app_driver import go, printed_tables, text_of, upload, visit
from tests.workbook.wild.reading import Rows, save

DAY = datetime.date
DAYS = [DAY(2021, 5, 1), DAY(2021, 5, 2), DAY(2021, 5, 13)]
VISITS = ["baseline", "3 mo"]
SHEET_OF_ONE = [
    ["Diagnosis: FSGS"],
    ["Index date: 2020-01-01"],
    ["Date", "UPCR (mg/mg)"],
    [DAY(2020, 1, 6), 5],
    [DAY(2020, 2, 3), 0.1],
]
CHILDREN = {"Children": [["Child", "index date"], ["A", DAY(2021, 4, 1)]]}

LAYOUTS = [
    pytest.param(
        {
            "Data": [
                ["Child", "Biopsy", "UPCR mg/mg", "", "Albumin g/dl", ""],
                ["", "", *VISITS, *VISITS],
                ["A", "FSGS", 5, 0.1, 2, 3],
            ]
        },
        {},
        2,
        id="visits below their measures",
    ),
    pytest.param(
        CHILDREN
        | {"Data": [["Child", "date", "UPCR"], ["", "dd/mm/yyyy", "mg/mg"], ["A", "5/6/2021", 5]]},
        {},
        1,
        id="a form of dates among the units",
    ),
    pytest.param(
        {"Kid A": SHEET_OF_ONE, "Kid B": SHEET_OF_ONE},
        {"The same answer to all 2": "the name of the sheet"},
        4,
        id="a sheet a child",
    ),
    pytest.param(
        {"Data": [["", "C1", "C2"], ["Histology", "FSGS", "MCD"], ["UPCR (mg/mg) 3 mo", 5, 0.1]]},
        {"Sheet Data: do the cells": "the cells without a heading"},
        2,
        id="children across",
    ),
    pytest.param(
        CHILDREN | {"Diary May": [["Child", *DAYS], ["A", "3+", "tr", "neg"]]},
        {},
        3,
        id="days across",
    ),
    pytest.param(
        CHILDREN | {"Data": [["Child", *DAYS], ["A", 5, 1, 0.1]]},
        {"Sheet Data: what do the cells": "Up/c in mg/mg"},
        3,
        id="days across, of what is asked",
    ),
    pytest.param(
        {"Data": [["Child", "day", "UPCR (mg/mg)"] * 2, ["A", 0, 5, "B", 0, 6]]},
        {},
        2,
        id="two tables side by side",
    ),
    pytest.param(
        {"Data": [["Child", "day", "UPCR (mg/mg)"], ["A", 0, 5], ["Mittelwert", "", 5]]},
        {},
        1,
        id="a row of totals",
    ),
]  # fmt: skip


def answer(app, label: str, option: str):
    boxes = (*app.radio, *app.selectbox)
    return next(box for box in boxes if box.label.startswith(label)).set_value(option).run()


@pytest.mark.parametrize(("sheets", "answers", "urine_results"), LAYOUTS)
def test_a_layout_is_read_to_the_end(sheets: dict[str, Rows], answers, urine_results):
    app = upload(visit(), save(sheets), "odd.xlsx")
    for label, option in answers.items():
        app = answer(app, label, option)
    if answers:
        button = next(each for each in app.button if each.label == "Read the workbook")
        app = button.click().run()

    assert not app.exception
    reading = app.session_state["srns"].loaded.reading
    assert reading.errors == (), [one.message for one in reading.errors]
    assert reading.cohort is not None
    urine = reading.cohort.labs["analyte"].isin(["upcr", "dipstick"])
    assert urine.sum() == urine_results
    assert "Read " in text_of(app.success)


@pytest.mark.parametrize("sheets", [one.values[0] for one in LAYOUTS if one.values[1]])
def test_what_is_left_out_on_the_page_is_no_dead_end(sheets: dict[str, Rows]):
    app = upload(visit(), save(sheets), "odd.xlsx")
    button = next(each for each in app.button if each.label.startswith("Read it, and leave out"))
    app = button.click().run()

    assert not app.exception
    reading = app.session_state["srns"].loaded.reading
    assert reading.errors
    ledger = reading.ledger
    assert ledger.used + ledger.ignored + ledger.failed == ledger.cells


WITHOUT_DAY_ZERO = {
    "Data": [["Child", "date", "UPCR (mg/mg)"], ["A", DAYS[0], 5], ["A", DAYS[2], 0.1]]
}


def test_an_open_day_zero_is_said_and_answered_there():
    app = upload(visit(), save(WITHOUT_DAY_ZERO), "odd.xlsx")

    assert not app.exception
    assert not app.error
    assert "Choose day 0 below" in text_of(app.info)
    assert "Fix in Excel" not in text_of(app.header)
    app = app.radio(key="ask_day_0").set_value("first urine result (1 child)").run()
    app = next(each for each in app.button if each.label.startswith("Read the workbook")).click()
    assert "Read 1 child" in text_of(app.run().success)


def test_a_cell_that_cannot_be_read_beside_an_open_day_zero_stops_nothing():
    rows = [*WITHOUT_DAY_ZERO["Data"], ["A", DAYS[1], "haemolysed"]]
    app = upload(visit(), save({"Data": rows}), "odd.xlsx")

    assert not app.error
    assert "Choose day 0 below" in text_of(app.info)
    assert "1 problem to fix in Excel" in text_of(app.warning)
    assert len(printed_tables(app)) == 1
    app = go(app, "cohort")
    assert "Choose day 0 on the page Import" in text_of(app.info)
    assert not app.warning


def test_without_urine_the_page_says_what_to_choose():
    rows = [["Child", "date", "Albumin (g/L)"], ["A", DAYS[0], 20], ["A", DAYS[2], "x"]]
    app = upload(visit(), save(CHILDREN | {"Data": rows}), "odd.xlsx")

    assert "which column holds Up/c" in text_of(app.error)


def test_a_problem_is_printed_with_all_of_its_remedy():
    rows = [["Child", "day", "UPCR (mg/mg)"], ["A", 0, 5], ["A", 9, "haemolysed"]]
    app = upload(visit(), save({"Data": rows}), "odd.xlsx")
    (table,) = printed_tables(app)

    assert list(table.columns) == ["cell", "found", "expected", "remedy"]
    assert table["remedy"].tolist() == ["Type a number, or leave the cell blank."]


def test_the_layout_of_a_sheet_can_be_switched_and_switched_back():
    sheets = CHILDREN | {"Data": [["Child", *DAYS], ["A", 5, 1, 0.1]]}
    app = upload(visit(), save(sheets), "odd.xlsx")
    pending = app.session_state["srns"].pending
    which = next(n for n, one in enumerate(pending.tables) if one.region.tab == "Data")
    assert app.button_group(key=f"arranged_{which}").value == "wide"

    app = app.button_group(key=f"arranged_{which}").set_value("long").run()
    assert not app.exception
    pending = app.session_state["srns"].pending
    assert [one.arranged for one in pending.recipe.tables if one.sheet == "Data"] == ["long"]

    app = app.button_group(key=f"arranged_{which}").set_value("wide").run()
    kept = app.session_state["srns"].pending.recipe.tables
    assert [one.arranged for one in kept if one.sheet == "Data"] == ["wide"]


def test_a_layout_that_is_not_there_is_said_and_changes_nothing():
    app = upload(visit(), save(WITHOUT_DAY_ZERO), "odd.xlsx")
    before = app.session_state["srns"].pending.recipe
    app.session_state["preview_shown"] = True
    app = app.run()
    app = app.button_group(key="arranged_0").set_value("wide").run()

    assert "stays as it was" in text_of(app.warning)
    assert app.session_state["srns"].pending.recipe == before
