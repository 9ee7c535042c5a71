"""Numbers behind figures and tables: every printed number leads to its children and cells."""

import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from srns.dashboard.parts.numbers import holds
from tests.dashboard.app_driver import alternatives, go, text_of, visit
from tests.dashboard.cohorts import open_cohort

NUMBER = re.compile(r"\d+(?:\.\d+)?")
PANELS = [
    ("cohort", "", ["response"]),
    ("cohort", "verdicts", ["verdicts_table"]),
    ("cohort", "time to remission", ["time_to_remission"]),
    ("cohort", "states over time", ["states_over_time", "states_by_month_table"]),
    ("histology", "", ["remission_by_histology", "responses_by_histology_table"]),
    ("maintenance", "response", ["remission_by_regimen", "status_by_regimen_table"]),
    ("maintenance", "relapses on and off drugs", ["relapse_by_drug", "relapses_table"]),
    ("methods", "table 1", ["table1_table"]),
    ("methods", "data", ["flow", "completeness_table"]),
    ("methods", "recorded responses", ["recorded_vs_computed_table"]),
    ("methods", "doses", ["dose_per_surface", "exposure_table"]),
    ("methods", "kidney function", ["kidney_table_table"]),
    ("methods", "times", ["time_to_remission"]),
]


def with_numbers(app: AppTest, page: str, part: str, panels: list[str]) -> AppTest:
    """Open a page with the menus of these panels and their numbers."""
    app = go(app, page, part)
    for name in panels:
        app.session_state[f"{name}_menu"] = True
    app.run()
    drawn = {toggle.key for toggle in app.toggle}
    for name in panels:  # a figure of nothing is a sentence, without a menu
        if f"{name}_numbers" in drawn:
            app.toggle(key=f"{name}_numbers").set_value(True)
    assert any(f"{name}_numbers" in drawn for name in panels)
    return app.run()


def traced(app: AppTest) -> pd.DataFrame:
    """Return the rows of every opened menu."""
    shown = [each.value for each in app.dataframe if "statistic" in each.value.columns]
    return pd.concat(shown, ignore_index=True)


def printed(app: AppTest) -> str:
    """Return what the page prints of its figures, tables and facts."""
    cells = [str(cell) for each in app.table for cell in each.value.to_numpy().ravel()]
    facts = [str(metric.value) for metric in app.metric]
    headings = [each.value for each in app.markdown if each.value.startswith("### ")]
    return " ".join([alternatives(app), *cells, *facts, *headings]).replace("\\", "")


@pytest.fixture(scope="module", params=["the paper", "rescue after infusions", "oral"])
def app(request) -> AppTest:
    name = request.param
    return visit(cohort="paper") if name == "the paper" else open_cohort(name)


@pytest.mark.parametrize(("page", "part", "panels"), PANELS, ids=lambda each: str(each))
def test_every_number_of_a_page_leads_to_its_row(app, page, part, panels):
    here = with_numbers(app, page, part, panels)
    assert not here.exception
    rows = traced(here)

    known = set(
        NUMBER.findall(" ".join(rows[["of", "group", "number", "children"]].agg(" ".join, axis=1)))
    )
    assert set(NUMBER.findall(printed(here))) <= known
    counted = rows[(rows["statistic"] == "n") & (rows["number"] != "0")]
    of_rows = counted["of"].str.startswith(("flow: Filled rows", "flow: Row "))
    assert (counted.loc[~of_rows, "children"] != "").all()


def test_a_number_is_found_by_a_cell_and_a_word():
    here = with_numbers(visit(cohort="paper"), "methods", "table 1", ["table1_table"])
    whole = len(traced(here))
    here.text_input(key="table1_table_numbers_filter").set_value("patients!b2 female").run()

    found = traced(here)
    assert 0 < len(found) < whole
    assert set(found["of"]) == {"sex: female"}
    assert text_of(here.caption).count(f"of {whole}.") == 1


def test_closed_menus_make_no_numbers():
    here = go(visit(cohort="paper"), "methods", "table 1")

    assert not [each for each in here.dataframe if "statistic" in each.value.columns]


def test_no_row_holds_what_is_not_there():
    rows = pd.DataFrame({"of": ["age"], "cells": ["Patients!C2"]})

    assert holds(rows, "").tolist() == [True]
    assert holds(rows, "C3").tolist() == [False]
    assert holds(rows[:0], "age").tolist() == []
