"""Numbers behind figures and tables: every printed number leads to its children and cells."""

import re
from functools import cache

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from srns.cohort.paper_numbers import with_decimals
from srns.dashboard.parts.numbers import holds
from srns.rules.definition import Definition
from srns.rules.definition_wording import methods_paragraph
from srns.rules.load_definition import load_definition, published
from tests.dashboard.app_driver import PAGES, alternatives, go, printed_tables, text_of, visit
from tests.dashboard.cohorts import open_cohort

HADDAD = load_definition("haddad_2021")

NUMBER = re.compile(r"(?<![A-Za-z\d.,])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
PANELS = [
    ("cohort", "swimmer plot", ["swimmer"]),
    ("cohort", "courses", ["small_multiples"]),
    ("child", "", ["timeline", "evidence_table"]),
    ("maintenance", "regimens in time", ["regimens_in_time"]),
    ("maintenance", "regimen of each child", ["regimens_table", "regimen_course_table"]),
    ("definitions", "gaps", ["gap_map", "visits_in_gaps_table"]),
    ("definitions", "comparison", ["definition_matrix"]),
    ("definitions", "one child", ["visits_by_definition_table"]),
    ("definitions", "changes", ["response_changes_table"]),
    ("definitions", "agreement",
     ["remission_by_definition", "agreement_table", "unit_effects_table"]),
    ("definitions", "sensitivity", ["tipping_points_table", "specification_curve"]),
    ("methods", "child by child", ["cases_table"]),
    ("methods", "eligibility", ["eligibility_table", "eligibility_items_table"]),
    ("methods", "lines of treatment",
     ["lines_table", "remission_by_line", "remission_by_mechanism", "strategies_table"]),
    ("methods", "manuscript numbers", ["paper_statements_table"]),
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
]  # fmt: skip
WITHOUT_RESULTS = {
    ("definitions", "text"): "the wording of a definition",
    ("definitions", "worked cases"): "invented cases beside a definition",
    ("definitions", "try a patient"): "what a visitor types",
    ("definitions", "own definition"): "a file of the visitor",
    ("import", ""): "each cell is named by its place in the workbook",
    ("share", ""): "what would be stored",
}
"""Parts that show no number of the cohort, with what their numbers are."""
EXPANDERS = ("response_changes", "agreement", "unit_effects", "tipping", "curve")
ASIDE = re.compile(
    r"95 %|\d+ numbers? of \d+\.|\d+ more (?:are|is) in the table|version \d+|2021 \(the paper"
    r"|Haddad et al\. \(2021\)|of up to \d+ days|[Tt]able 1\b|by 0\.0?1|\d+-hour|“[^”]*”"
    r"|Shown are \d+ of \d+|All \d+ children|groups of \d+|at most \d+ days|1\.73 m²|-90 to 0"
    r"|\([^()]*\d{4};[^()]*\)|Reference doses, .*|dates are missing: [^.]*"
)
"""Words whose numbers are none of the cohort: levels, rules, names, how much is shown."""


def with_numbers(app: AppTest, page: str, part: str, panels: list[str]) -> AppTest:
    """Open a page with the menus of these panels and their numbers."""
    app = go(app, page, part)
    panels = [*panels, "response"] if page == "cohort" else panels  # it stands above every part
    for name in panels:
        app.session_state[f"{name}_menu"] = True
    for name in EXPANDERS:
        app.session_state[f"{name}_shown"] = True
    if part == "manuscript numbers":
        app.session_state["whose"] = "The paper, against its own Table 1"
    app.run()
    drawn = {toggle.key for toggle in app.toggle}
    for name in panels:  # a figure of nothing is a sentence, without a menu
        if f"{name}_numbers" in drawn:
            app.toggle(key=f"{name}_numbers").set_value(True)
    return app.run()


def traced(app: AppTest) -> pd.DataFrame:
    """Return the rows of every opened menu."""
    shown = [each.value for each in app.dataframe if "statistic" in each.value.columns]
    columns = ["of", "group", "statistic", "number", "note", "children", "cells"]
    return pd.concat([pd.DataFrame(columns=columns), *shown], ignore_index=True)


def tables(app: AppTest) -> list[pd.DataFrame]:
    """Return the tables of the page, those of numbers left out."""
    frames = [*(each.value for each in app.dataframe), *printed_tables(app)]
    return [frame for frame in frames if "statistic" not in frame.columns]


NAMES = (
    "patient", "child", "name", "group", "days", "definition", "other definition", "lane",
    "formula", "section", "why", "conflicting passage", "statement", "albumin_window",
    "occasions", "upcr_from", "upcr_to", "albumin_from", "albumin_to", "pairs",
)  # fmt: skip
"""Columns of words and of choices, in which a number is none of the cohort."""


def leads_to_cells(table: pd.DataFrame) -> bool:
    """Return whether each row of a table has its cells beside it."""
    return any("cell" in str(column).split() or column == "cells" for column in table.columns)


def printed(app: AppTest) -> list[set[str]]:
    """Return every number of the page in the ways it may be rounded.

    Of the words, the facts, and the tables whose rows have no cells beside them.
    """
    kinds = (app.markdown, app.caption, app.info, app.success, app.warning, app.metric)
    words = [str(each.value) for kind in kinds for each in kind]
    said = " ".join([alternatives(app), *words]).replace("\\", "")
    for name in sorted((each.name for each in published()), key=len, reverse=True):
        said = said.replace(name, "")
    values = [
        value
        for table in tables(app)
        if not leads_to_cells(table)
        for value in table.drop(columns=[*NAMES], errors="ignore").to_numpy().ravel()
    ]
    found = [{number} for text in (said, *map(plain, values)) for number in numbers(text)]
    unrounded = [value for value in values if isinstance(value, float) and value == value]
    exact = {str(value) for value in unrounded}
    found = [each for each in found if not each & exact]
    return found + [{with_decimals(value, places) for places in range(5)} for value in unrounded]


def plain(value: object) -> str:
    """Return a cell of a table without the escapes of Markdown."""
    return str(value).replace("\\", "")


def numbers(text: str) -> list[str]:
    """Return the numbers in a text, but those that are none of the cohort."""
    return [number.replace(",", "") for number in NUMBER.findall(ASIDE.sub("", text))]


def known(app: AppTest, definition: Definition) -> set[str]:
    """Return the numbers that lead on: in rows, in tables beside cells, in the definition."""
    rows = traced(app)
    texts = rows[["of", "group", "number", "note", "children"]].fillna("").to_numpy().ravel()
    beside = [
        cell for each in tables(app) if leads_to_cells(each) for cell in each.to_numpy().ravel()
    ]
    wording = [methods_paragraph(definition)]
    return {number for text in (*texts, *beside, *wording) for number in numbers(plain(text))}


COHORTS = {
    "the paper": ("cohort", "child", "histology", "maintenance", "definitions", "methods"),
    "rescue after infusions": ("cohort", "child", "histology", "maintenance", "methods"),
    "oral": ("maintenance",),
}
"""Cohorts by name, with the pages that are looked at."""
OPENED = [
    (name, *panel)
    for name, pages in COHORTS.items()
    for panel in PANELS
    if panel[0] in pages and (name == "the paper" or panel[1] != "manuscript numbers")
]


@cache
def opened(name: str) -> AppTest:
    """Open a cohort, once for all tests."""
    return visit(cohort="paper") if name == "the paper" else open_cohort(name)


@pytest.mark.parametrize(("name", "page", "part", "panels"), OPENED, ids=lambda each: str(each))
def test_every_number_of_a_page_leads_to_its_row(name, page, part, panels):
    here = with_numbers(opened(name), page, part, panels)
    assert not here.exception
    rows = traced(here)

    rows_of = known(here, HADDAD)
    assert [number for number in printed(here) if not number & rows_of] == []
    counted = rows[(rows["statistic"] == "n") & (rows["number"] != "0")]
    of_rows = counted["of"].str.startswith(("flow: Filled rows", "flow: Row "))
    assert (counted.loc[~of_rows, "children"] != "").all()


def test_every_part_of_every_page_is_looked_at():
    looked_at = {(page, part) for page, part, _ in PANELS}
    first = dict(reversed(PAGES))
    shown = {(page, "" if part == first[page] and (page, "") in looked_at else part)
             for page, part in PAGES}  # fmt: skip

    assert shown - looked_at - set(WITHOUT_RESULTS) == set()


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
