"""Page Import: questions, the sheet with a choice above each column, answers for many cells."""

import io

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from srns.workbook.recipe.model import read_recipe, write_recipe
from tests.dashboard.app_driver import text_of, upload, visit, warnings

HEAD = ["Pt", "Surname", "day", "UPCR", "remarks"]
ROWS = [
    ["1", "Nobody", 0, 2.5, "mother: a.b@example.org"],
    ["1", "Nobody", 30, "<0.1", ""],
    ["2", "Someone", 0, 0.25, "a long remark that goes on and on"],
    ["2", "Someone", 30, 0.3, ""],
]
COMMAS = [
    ["patient", "day", "Up/c (mg/mg)", "albumin (g/dL)"],
    ["1", 0, 2.5, "1,6"],
    ["1", 30, "0,15", "3,8"],
    ["1", 60, "traces", 3.9],
    ["1", 90, 0.1, 4.1],
]


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def opened(*rows: list[object]) -> AppTest:
    app = upload(visit(), workbook(*rows), "odd.xlsx")
    assert not app.exception
    return app


def choice(app: AppTest, column: int):
    return app.selectbox(key=f"means_0_{column}")


def press(app: AppTest, label: str) -> AppTest:
    app = next(button for button in app.button if button.label.startswith(label)).click().run()
    assert not app.exception
    return app


def recipe(app: AppTest):
    return app.session_state["srns"].pending.recipe


def cells_below(app: AppTest, heading: str) -> str:
    """Return the state and the cells of a column: they are drawn in the order of the choices."""
    drawn = [each for each in app.markdown if "-badge[" in each.value]
    labels = [box.label for box in app.selectbox if box.key.startswith("means_")]
    return drawn[labels.index(heading)].value.replace("\\", "")


def test_the_sheet_shows_cells_as_typed_and_masks_what_tells_who_a_child_is():
    app = opened(HEAD, *ROWS)

    assert "does not follow the template" in text_of(app.markdown)
    assert "N•••" in cells_below(app, "B · Surname")
    assert "Nobody" not in text_of(app.markdown)
    assert "example.org" not in text_of(app.markdown)
    assert "<0.1" in cells_below(app, "D · UPCR")
    private = next(one.value for one in app.dataframe if "what happens to it" in one.value.columns)
    assert private["what"].tolist() == ["name", "e-mail"]


def test_a_column_that_is_not_decided_is_red_until_its_question_is_answered():
    app = opened(HEAD, *ROWS)

    assert "red-badge" in cells_below(app, "D · UPCR")
    assert choice(app, 3).value is None
    question = next(one for one in app.radio if "In which unit" in one.label)
    app = question.set_value("mg/mg").run()

    assert "green-badge" in cells_below(app, "D · UPCR")
    assert choice(app, 3).value == "Up/c in mg/mg"


def test_a_choice_above_a_column_answers_its_question_and_reads_the_workbook():
    app = opened(HEAD, *ROWS)
    app = choice(app, 3).set_value("Up/c in mg/mmol").run()

    assert recipe(app).open_questions == ()
    app = press(app, "Read the workbook")
    labs = app.session_state["srns"].loaded.reading.cohort.labs
    assert labs["unit"].tolist() == ["mg/mmol"] * 4


def test_nothing_is_read_while_a_question_is_open_and_all_may_be_left_out_at_once():
    app = press(opened(HEAD, *ROWS), "Read the workbook")

    assert "nothing is guessed" in warnings(app)
    app = press(app, "Read it, and leave out")
    assert recipe(app).open_questions == ()
    assert "24-hour protein or the dipstick" in text_of(app.error)
    assert choice(opened_settings(app), 3).value == "leave it out"


def opened_settings(app: AppTest) -> AppTest:
    app.session_state["preview_shown"] = True
    return app.run()


def test_what_was_read_can_be_changed_and_read_again():
    app = opened(HEAD, *ROWS)
    app = press(choice(app, 3).set_value("Up/c in mg/mg").run(), "Read the workbook")
    app = choice(opened_settings(app), 3).set_value("Up/c in mg/mmol").run()

    assert "Read the workbook" in [button.label for button in app.button]
    app = press(app, "Read the workbook")
    assert set(app.session_state["srns"].loaded.reading.cohort.labs["unit"]) == {"mg/mmol"}


def test_a_sheet_without_any_known_heading_is_no_dead_end():
    app = opened(["a", "b", "c", "d"], ["K1", 0, 2.5, 1], ["K1", 30, 0.1, 2])

    assert "No column was recognized that names the child" in warnings(app)
    for column, words in enumerate(["the child", "day of the row", "Up/c in mg/mg"]):
        app = choice(app, column).set_value(words).run()
    app = press(app, "Read the workbook")
    reading = app.session_state["srns"].loaded.reading
    assert reading.cohort.patients["patient"].tolist() == ["K1"]
    assert reading.cohort.labs["cell"].tolist() == ["Sheet!C2", "Sheet!C3"]


def test_commas_that_can_only_be_decimal_are_read_told_and_kept_in_the_settings():
    loaded = opened(*COMMAS).session_state["srns"].loaded
    (told,) = (one for one in loaded.reading.problems if "decimal commas" in one.found)
    assert told.severity == "query"
    assert all(cell in told.found for cell in ("C3", "D2", "D3"))

    labs = loaded.reading.cohort.labs.set_index("cell")["value"]
    assert [labs[f"Sheet!{cell}"] for cell in ("C3", "D2", "D3")] == [0.15, 1.6, 3.8]
    kept = read_recipe(write_recipe(loaded.recipe).encode())
    assert [one.answer for one in kept.questions] == ["yes: read them as points"]


def test_text_of_cells_is_never_markup():
    hostile = "**b** [x](http://y) :red[z] <i>"
    app = opened([*HEAD[:4], hostile], *ROWS)

    for element in (*app.markdown, *app.radio, *app.selectbox):
        text = getattr(element, "label", "") or str(element.value)
        for mark in ("**b**", "[x](", ":red[z]", "<i>"):
            assert mark not in text


def test_several_files_of_one_cohort_are_opened_together():
    patients = b"patient,sex,first infusion\nK1,f,2021-03-01\n"
    urine = (
        b"Study ID,Date,Test,Result,Unit\n"
        b"K1,2021-03-01,Protein/creatinine ratio urine,6.1,mg/mg\n"
        b"K1,2021-06-01,Protein/creatinine ratio urine,0.1,mg/mg\n"
    )
    files = [("patients.csv", patients, "text/csv"), ("urine.csv", urine, "text/csv")]
    app = visit().file_uploader(key="workbook").set_value(files).run()

    assert not app.exception
    loaded = app.session_state["srns"].loaded
    assert loaded.name == "patients.csv + urine.csv"
    assert loaded.reading.cohort.labs["cell"].tolist() == ["urine!D2", "urine!D3"]
    assert "Read 1 child and 2 Up/c; nothing was left out" in text_of(app.success)


@pytest.mark.parametrize("label", ["Sheet", "Columns"])
def test_every_control_has_a_label(label):
    wide = ["patient", *(f"UPCR month {month}" for month in range(1, 20))]
    app = opened(wide, ["1", *([0.1] * 19)])

    assert all(box.label for box in (*app.selectbox, *app.radio))
    if label == "Columns":
        assert len([box for box in app.selectbox if box.key.startswith("means_")]) <= 12
