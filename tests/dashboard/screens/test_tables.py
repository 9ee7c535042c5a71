"""Pages with publication tables, without a browser."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from benchmarks.cohorts import write_workbook
from tests.dashboard.app_driver import PAPER, alternatives, go, printed_tables, table, upload, visit


def tables(app: AppTest) -> str:
    """Return the content of all tables."""
    shown = [*printed_tables(app), *(each.value for each in app.dataframe)]
    return "\n".join(table.to_csv() for table in shown)


@pytest.fixture(scope="module")
def app() -> AppTest:
    return visit()


@pytest.mark.parametrize(
    ("page", "part", "words"),
    [
        ("methods", "table 1", ["8.25 (3.8–13.1)", "<1.15 (<1.0–2.2); 4 of 8 below 1.0"]),
        ("methods", "data", ["8 of 8"]),
        ("methods", "doses", ["≥5250", "course without a dose"]),
        ("methods", "kidney function", ["no creatinine in the workbook"]),
        ("methods", "manuscript numbers", ["2.625 (0.5–6.75); n = 4", "3 of 8 (37.5 %): 3, 5, 7"]),
        ("maintenance", "relapses on and off drugs", ["0.03–6.20"]),
        ("maintenance", "regimen of each child", ["no start day: tacrolimus"]),
    ],
)
def test_a_page_shows_the_papers_numbers(app, page, part, words):
    here = go(app, page, part)
    if part == "manuscript numbers":
        here.segmented_control(key="whose").set_value("The paper, against its own Table 1").run()

    assert not here.exception
    for each in words:
        assert each in tables(here), each


def test_the_filters_hold_for_the_tables():
    here = go(visit(histology="FSGS"), "methods", "data")

    assert "Filters" in " ".join(each.value for each in here.caption).replace("\\", "")
    assert "Children with a verdict: 2. Left out: 6 (Removed by filters)." in alternatives(here)
    assert "10.25 (10.0–10.5)" in tables(go(here, "methods", "table 1"))


def test_a_grouping_is_chosen_for_table_1(app):
    here = go(app, "methods", "table 1")
    here = here.selectbox(key="table1_by").set_value("histology").run()

    assert not here.exception
    assert list(printed_tables(here)[0].columns)[2:5] == ["all", "MCD", "MCD variant"]


def test_a_table_without_a_row_is_its_note(tmp_path):
    many = tmp_path / "many.xlsx"
    write_workbook(many, children=21, visits=3)

    here = go(upload(visit(), many.read_bytes()), "methods", "child by child")

    assert not here.exception
    assert "limited to 20 children; there are 21" in " ".join(each.value for each in here.caption)
    assert not here.dataframe


def test_a_manuscript_is_held_against_the_workbook_that_is_open():
    here = go(upload(visit(), PAPER.read_bytes()), "methods", "manuscript numbers")
    own = b"statement,value,how computed\ngirls,2,count sex = female\nx,1,count colr = 1\n"
    here = here.file_uploader(key="statements_file").set_value(("own.csv", own, "text/csv")).run()

    assert not here.exception
    frame = table(here, "verdict", "why")
    assert list(frame["verdict"]) == ["differs", "mistake"]
    assert "found 'colr'" in frame["why"].iloc[1]


def test_a_file_that_holds_no_statements_is_answered_in_one_sentence(app):
    here = go(app, "methods", "manuscript numbers")
    own: Any = ("own.csv", b"a,b\n1,2\n", "text/csv")
    here = here.file_uploader(key="statements_file").set_value(own).run()

    assert not here.exception
    assert "found the headers" in here.error[0].value.replace("\\", "")


def test_eligibility_is_shown_child_by_child_and_item_by_item_with_its_cells():
    here = go(visit(cohort="paper", patient="7"), "methods", "eligibility")

    assert not here.exception
    whole = next(each.value for each in here.dataframe if "CNI-resistant" in each.value)
    assert list(whole["patient"]) == list("12345678")
    assert set(whole["steroid-resistant"]) == {"yes"}
    assert list(whole["late resistance"]).count("yes") == 4
    items = next(each.value for each in here.dataframe if "source of the criterion" in each.value)
    items = items.set_index(["question", "item"])
    trough = items.loc[("difficult to treat", "tacrolimus trough from 10 to 15 ng/mL")]
    assert (trough["answer"], trough["why"]) == ("cannot tell", "the trough is not recorded")
    prednisolone = items.loc[("steroid-resistant", "6 weeks of prednisolone")]
    assert (prednisolone["answer"], prednisolone["found"]) == ("yes", "≥6")
    assert prednisolone["cells"] == "Patients!G8"
    assert items.loc[("course", "steroid dependence after treatment"), "answer"] == "yes"

    go(here, "child").selectbox(key="child").select("3").run()
    go(here, "methods", "eligibility")
    items = next(each.value for each in here.dataframe if "source of the criterion" in each.value)
    prednisolone = items.set_index(["question", "item"]).loc[
        ("steroid-resistant", "6 weeks of prednisolone")
    ]
    assert prednisolone["cells"] == "Patients!G4"
    assert here.query_params["patient"] == "3"
