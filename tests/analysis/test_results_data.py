"""Analysis results data: every number of a summary with the children and cells behind it."""

import csv
import io
import json
import math

import pytest

from srns.analysis.results_data.rows import COLUMNS, EVERYONE, statistics_of
from srns.analysis.results_data.summary import results_data
from srns.analysis.summary import summarize
from srns.analysis.time_to_event.time_at_risk import time_at_risk
from srns.cli import main
from srns.cohort.terms import COMPLETE
from srns.report.results_files import ard_csv, ard_json
from tests.analysis.cohorts import PAPER_COHORT, ROOT, first_children, judged

SUMMARY = summarize(PAPER_COHORT, judged(PAPER_COHORT), compare=True)
ARD = results_data(SUMMARY, judged(PAPER_COHORT))


def test_the_columns_are_those_of_cards_and_two_that_lead_back():
    assert tuple(ARD.columns) == COLUMNS
    assert COLUMNS[:11] == (
        "group1", "group1_level", "variable", "variable_level", "context", "stat_name",
        "stat_label", "stat", "fmt_fun", "warning", "error",
    )  # fmt: skip
    assert not ARD.duplicated(["group1_level", "variable", "variable_level", "context",
                               "stat_name"]).any()  # fmt: skip


def numbers(value):
    """Return every number below a part of the summary."""
    if isinstance(value, dict):
        return [number for each in value.values() for number in numbers(each)]
    if isinstance(value, (list, tuple)):
        return [number for each in value for number in numbers(each)]
    return [value] if isinstance(value, (int, float)) and not isinstance(value, bool) else []


@pytest.mark.parametrize("part", ["responses", "time_to_remission", "comparison"])
def test_every_number_of_the_summary_is_a_row(part):
    printed = {round(float(stat), 9) for stat in ARD["stat"] if isinstance(stat, (int, float))}
    for number in numbers(SUMMARY[part]):
        shares = {round(number, 9), round(number / 100, 9)}
        secondary = part == "comparison" and not shares & printed
        assert shares & printed or secondary, number


def test_every_count_is_the_number_of_the_children_behind_it():
    """Of responses, times, follow-up and those at risk at each month of each curve."""
    counted = ARD[ARD["stat_name"].isin(["n", "N", "n.risk"])]

    assert {"response", "time", "years of follow-up in remission"} <= set(counted["variable"])
    for row in counted.to_dict("records"):
        assert row["stat"] == len(row["patients"]) == len(set(row["patients"]))


def test_behind_a_curve_stand_all_its_children_and_at_risk_are_those_still_followed():
    at_risk = time_at_risk(PAPER_COHORT, judged(PAPER_COHORT), COMPLETE).table
    rows = ARD[(ARD["group1"] == "origin") & ARD["variable"].isin(["time", "prob"])]
    assert len(rows) > 8

    for row in rows.to_dict("records"):
        behind = at_risk
        if row["stat_name"] == "n.risk":
            behind = at_risk[at_risk["month"] >= row["variable_level"]]
        assert set(row["patients"]) == set(behind["patient"])


def test_behind_a_comparison_stand_the_children_of_its_groups():
    histology = PAPER_COHORT.patients.set_index("patient")["histology_group"]
    found = ARD[ARD["variable"] == "response: difference"]

    assert len(found)
    for row in found.to_dict("records"):
        named = set(row["group1_level"].split(" versus "))
        assert {histology[patient] for patient in row["patients"]} == named


def test_a_number_leads_to_its_children_and_their_cells():
    found = statistics_of(ARD, "response")[EVERYONE, "complete remission"]

    assert found["n"].patients == ["1", "2", "6", "7"]
    assert found["n"].cells[:2] == ["Labs!C9", "Labs!D9"]
    typed = set(PAPER_COHORT.labs["cell"])
    assert set(found["N"].cells) <= typed
    assert found["conf.low"].stat == pytest.approx(0.157013, abs=1e-6)


def test_what_is_not_estimable_says_so():
    missing = ARD[ARD["stat"].isna()]

    assert len(missing)
    assert missing["warning"].isin(["not estimable", "not reached"]).all()


@pytest.mark.parametrize("n", [0, 1])
def test_no_child_and_one_child_have_rows_too(n):
    cohort = first_children(n)
    classification = judged(cohort)

    found = results_data(summarize(cohort, classification), classification)

    counts = statistics_of(found, "response")
    assert counts[EVERYONE, "complete remission"]["N"].stat == n


def test_csv_and_json_hold_the_same_rows():
    table = list(csv.DictReader(io.StringIO(ard_csv(ARD))))
    records = json.loads(ard_json(ARD))

    assert len(table) == len(records) == len(ARD)
    for row, record in zip(table, records, strict=True):
        assert row["patients"] == "; ".join(record["patients"])
        if isinstance(record["stat"], (int, float)):
            assert math.isclose(float(row["stat"]), record["stat"], rel_tol=1e-15)


def test_the_command_line_writes_them(capsys):
    workbook = str(ROOT / "data" / "haddad2021.xlsx")
    assert main(["summary", workbook, "--format", "ard-csv", "--compare"]) == 0
    assert capsys.readouterr().out == ard_csv(ARD)
