"""`srns times`, and what `srns summary` gained."""

import json
import re
from pathlib import Path

import openpyxl
import pytest

from srns.cli import main

PAPER = str(Path(__file__).parents[2] / "data" / "haddad2021.xlsx")


@pytest.fixture
def told(capsys):
    def run(*arguments):
        code = main(arguments)
        return code, capsys.readouterr().out

    return run


def test_the_papers_children_in_words(told):
    code, out = told("times", PAPER, "--origin", "last infusion")

    assert code == 0
    assert "1 left out (complete remission came before the last infusion): 7 (month -1.5)." in out
    assert "event without a date, placed at the last Up/c: 5, 8" in out
    assert "First remission: relapse in 1 of 4" in out
    assert "p =" not in out


def test_the_papers_children_as_json_with_every_curve_and_its_data(told):
    code, out = told("times", PAPER, "--by", "histology", "--test", "--format", "json")
    found = json.loads(out)

    assert code == 0
    assert (found["origin"], found["by"]) == ("first infusion", "histology")
    curves = found["time_to_remission"]["curves"]
    assert [curve["group"] for curve in curves] == ["MCD", "MCD variant", "FSGS"]
    assert [step["month"] for step in curves[0]["steps"]] == pytest.approx(
        [4.501, 11.499], abs=1e-3
    )
    assert [test["name"] for test in found["time_to_remission"]["tests"]] == [
        "Gray's test",
        "log-rank test",
    ]
    assert found["between_visits"]["turnbull"]
    assert found["remissions"][0]["remission"] == "first remission"


def test_the_summary_keeps_its_contract_and_gains_intervals_origin_and_comparison(told):
    code, out = told(
        "summary", PAPER, "--interval", "wilson", "--origin", "last infusion", "--compare",
        "--format", "json",
    )  # fmt: skip
    found = json.loads(out)

    assert code == 0
    assert found["interval"] == "Wilson score"
    complete = found["responses"][0]
    assert (complete["n"], complete["of"]) == (4, 8)
    assert complete["low"] == pytest.approx(21.52, abs=0.01)
    curve = found["cumulative_incidence"]
    assert curve["origin"] == "last infusion"
    assert curve["before_origin"] == {"7": pytest.approx(-1.478, abs=1e-3)}
    assert found["duration_of_remission"]["curves"][0]["events"] == 1
    assert found["comparison"]["reference"] == "MCD"
    assert found["comparison"]["tests"][0]["p"] == pytest.approx(0.2)


def test_nothing_is_compared_unless_asked(told):
    _, out = told("summary", PAPER, "--format", "json")

    assert "comparison" not in json.loads(out)


@pytest.mark.parametrize("typed", ["0", "-1", "soon", "nan"])
def test_a_landmark_is_a_month_above_0(typed, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["times", PAPER, f"--landmark={typed}"])

    assert stopped.value.code == 2
    assert f"found '{typed}'; expected months above 0, such as 6." in capsys.readouterr().err


def test_a_workbook_that_cannot_be_read_gives_its_problem(told, tmp_path):
    for layout in ("text", "json"):
        code, out = told("times", str(tmp_path / "none.xlsx"), "--format", layout)
        assert code == 2
        assert "none.xlsx" in out


@pytest.fixture(scope="module")
def one_child(tmp_path_factory) -> str:
    """Write the paper's workbook with its first child alone."""
    book = openpyxl.load_workbook(PAPER)
    for sheet in book.worksheets:
        for row in range(sheet.max_row, 1, -1):
            if str(sheet.cell(row, 1).value) != "1":
                sheet.delete_rows(row)
    target = tmp_path_factory.mktemp("one") / "one.xlsx"
    book.save(target)
    return str(target)


@pytest.mark.parametrize("command", ["summary", "times", "states", "compare", "lines"])
def test_one_child_is_a_child_in_every_command(one_child, command, capsys):
    main([command, one_child])

    printed = capsys.readouterr().out
    assert "1" in printed
    assert re.findall(r"(?<![\d.,–-])1 (?:children|days|months|visits|lines)\b", printed) == []


def test_the_summary_has_the_interval_of_the_median_that_the_times_have(one_child, capsys):
    """Of one child there is none: it was "0.0 to not reached" in the summary alone."""
    for command in ("summary", "times"):
        main([command, one_child])
        printed = capsys.readouterr().out
        assert "no 95 % interval from so few children" in printed
        assert "0.0–not reached" not in printed


def test_a_cohort_without_infusions_is_followed_from_day_0_and_names_who_has_no_infusion(told):
    lines = str(Path(PAPER).with_name("invented_lines.xlsx"))
    asked = ("--day-zero", "first tacrolimus")
    _, summary = told("summary", lines, *asked, "--format", "json")
    _, out = told("times", lines, *asked, "--format", "json")
    _, words = told("summary", lines, *asked)
    curve = json.loads(summary)["cumulative_incidence"]

    assert json.loads(out)["origin"] == curve["origin"] == "day 0"
    assert f"from day 0, n = {curve['n']}" in words
    assert "the day 0" not in words
    assert "first infusion not known, not in the median: " in words
