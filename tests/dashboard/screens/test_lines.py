"""Lines of treatment, day 0 and rescue drugs in the dashboard."""

import pandas as pd
import pytest

from srns.panels.headline import headline_of
from srns.rules.basis import Basis
from tests.dashboard.app_driver import go, opened, table, text_of, upload, visit, warnings
from tests.dashboard.cohorts import open_cohort, oral_workbook

IPNA = "ipna_2022"


def test_every_line_stands_in_a_row_with_its_verdict():
    app = go(open_cohort("three lines", definition=IPNA), "methods", "lines of treatment")
    lines = table(app, "line", "mechanism", "response")

    first = lines[lines["child"] == "1"]
    assert first["drug"].tolist() == ["tacrolimus", "rituximab", "mycophenolate mofetil"]
    assert first["response"].tolist()[:2] == ["no response", "complete remission"]
    assert "6 lines in 3 children" in text_of(app.markdown)


def test_who_moves_under_which_strategy_is_a_table():
    app = go(open_cohort("three lines", definition=IPNA), "methods", "lines of treatment")
    moves = table(app, "rescue drug", "until rescue").set_index("patient")

    assert moves.loc["2", "rescue is no response"] == "no response"
    assert moves.loc["2", "treatment policy"] == "complete remission"


def test_without_a_line_the_page_says_so():
    app = go(open_cohort("none"), "cohort")

    assert not app.exception
    app = go(visit(cohort="paper"), "methods", "lines of treatment")
    assert "No line, because the start is not known to the day" in text_of(app.caption)


def test_the_bar_asks_only_what_can_be_chosen():
    paper, oral = visit(cohort="paper"), open_cohort("three lines")
    nobody = open_cohort("none")

    def keys(app):
        return {box.key for box in app.selectbox} & {"day_zero", "strategy"}

    assert keys(paper) == {"day_zero"}
    assert keys(oral) == {"day_zero", "strategy"}
    assert keys(nobody) == set()
    offered = oral.selectbox(key="day_zero").options
    assert "each line of treatment" in offered
    assert "first rituximab (2)" in offered


def test_lines_are_children_of_the_chooser_and_of_the_filters():
    app = go(open_cohort("three lines", Basis(by_line=True), definition=IPNA), "child")

    assert app.selectbox(key="child").options[0].startswith("1 · 1")
    app.selectbox(key="child").select("1 · 2").run()
    assert app.query_params["patient"] in (
        "~2",
        ["~2"],
    )  # the second, for an upload's names stay out
    opened(app, "filters").run()
    app.multiselect(key="filter_response").set_value(["complete remission"]).run()
    assert not app.exception
    assert "of 6 lines of treatment." in text_of(app.caption)


def test_the_headline_counts_those_in_remission_at_start_apart():
    outcomes = pd.DataFrame(
        {
            "response": ["complete remission"] * 3 + ["no response"] * 3
            + ["in remission at start"],
            "remission_at_start": [None, None, False, False, False, False, True],
        }
    )  # fmt: skip

    assert headline_of(outcomes) == (
        "Complete remission in 3 of 6 children at risk, 50.0 % (11.8–88.2); 1 child in remission "
        "at start, counted apart; 2 may have been."
    )
    assert headline_of(outcomes[-1:]) == (
        "No child is at risk; 1 child in remission at start, counted apart."
    )
    assert headline_of(outcomes[:2]).endswith("; 2 may have been in remission at start.")


@pytest.mark.parametrize(
    ("children", "said"),
    [
        pytest.param(3, "None of 3 children can be evaluated by this definition.", id="several"),
        pytest.param(1, "The only child cannot be evaluated by this definition.", id="one"),
    ],
)
def test_where_nobody_can_be_evaluated_no_proportion_is_headlined(children: int, said: str):
    outcomes = pd.DataFrame(
        {"response": ["not evaluable"] * children, "remission_at_start": [False] * children}
    )

    assert headline_of(outcomes) == said


def test_the_overview_names_day_0_and_the_strategy():
    app = go(open_cohort("three lines", Basis("first rituximab", strategy="until rescue")),
             "cohort")  # fmt: skip

    assert "Day 0: first rituximab. Rescue drugs: until rescue." in text_of(app.caption)
    assert "Complete remission in" in text_of(app.header)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"day_zero": "first penicillin"}, "counts from “first penicillin”"),
        ({"strategy": "hope"}, "asks for “hope”"),
    ],
)
def test_a_basis_that_this_cohort_does_not_have_is_reported(asked, said):
    app = visit(cohort="paper", **asked)

    assert said in warnings(app)
    assert app.session_state["srns"].basis == Basis()


def test_the_basis_of_an_upload_that_is_gone_waits_for_it():
    app = visit(cohort="upload", day_zero="first tacrolimus")
    assert "first tacrolimus" in app.query_params["day_zero"]
    upload(app, oral_workbook())

    assert app.session_state["srns"].basis == Basis("first tacrolimus")
    assert "first tacrolimus" in app.query_params["day_zero"]
