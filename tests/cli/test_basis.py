"""Day 0, lines of treatment and the strategy for rescue drugs, on the command line."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from srns.cli import main
from srns.cli.json_output import classified
from srns.front_door import propose_recipe
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from srns.workbook.recipe.model import write_recipe
from tests.rules.clinical import gather_children

PAPER = "data/haddad2021.xlsx"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def run(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.mark.parametrize("command", ["classify", "summary", "times", "compare", "tables"])
def test_an_unknown_origin_is_one_sentence_with_those_offered_and_their_counts(run, command):
    code, out, err = run(command, PAPER, "--day-zero", "first tacrolimus")

    said = (
        "found no child with the day 0 'first tacrolimus'; expected one of 'index date' (8 of 8 "
        "children), 'first infusion' (8 of 8 children), 'first relapse' (1 of 8 children)."
    )
    assert code == 1
    assert said in out + err


def test_another_day_0_moves_the_days_and_is_named(run):
    code, out, _ = run("classify", PAPER, "--day-zero", "first relapse", "--format", "json")
    document = json.loads(out)

    assert code == 0
    assert (document["day_zero"], document["strategy"]) == ("first relapse", "treatment policy")
    reasons = [child["reason"] for child in document["patients"]]
    assert reasons.count("No day 0: no first relapse.") == 7
    assert "Day 0: first relapse." in run("classify", PAPER, "--day-zero", "first relapse")[1]


def test_by_line_judges_every_line_as_a_child(run):
    document = json.loads(run("classify", PAPER, "--by-line", "--format", "json")[1])

    assert document["day_zero"] == "start of the line"
    assert document["patients"][0]["patient"] == "1 · 1"
    assert document["patients"][0].keys() >= {
        "months_from_day_0", "remission_at_start", "window_end_day", "window_ended_by",
        "months_from_first_infusion",
    }  # fmt: skip


def test_the_summary_says_who_was_and_who_may_have_been_in_remission_at_start(run, tmp_path):
    labs = "child,day,Up/c (mg/mg),albumin (g/dL)\n"
    before = {"1": "-60 -30 0", "2": "0", "3": ""}  # in remission; not often enough to tell; none
    for child, days in before.items():
        for day in (*days.split(), "28", "56", "84"):
            labs += f"{child},{day},{0.1 if child != '3' else 3},4.0\n"
    (tmp_path / "labs.csv").write_text(labs, "utf-8")
    (tmp_path / "patients.csv").write_text("patient,histology\n1,MCD\n2,MCD\n3,FSGS\n", "utf-8")
    files = [str(tmp_path / "patients.csv"), str(tmp_path / "labs.csv")]

    out = run("summary", *files, "--definition", "kdigo_2021")[1]

    lines = out.splitlines()
    assert "In remission at start, so not at risk" in out
    assert "1 of 3 children (1)." in out
    assert any(line.startswith("May have been in remission at start") for line in lines)


def test_a_strategy_that_does_not_exist_is_refused(run):
    with pytest.raises(SystemExit) as left:
        run("classify", PAPER, "--strategy", "hope")

    assert left.value.code == 2


def test_day_0_and_lines_exclude_each_other(run):
    with pytest.raises(SystemExit) as left:
        run("summary", PAPER, "--by-line", "--day-zero", "first infusion")

    assert left.value.code == 2


def test_overrides_are_of_children_not_of_lines(run, tmp_path):
    file = tmp_path / "o.csv"
    file.write_text("patient,response,reason,by\n1,no response,seen,AB\n")
    code, _, err = run("classify", PAPER, "--by-line", "--overrides", str(file))

    assert code == 2
    assert "found --overrides with --by-line; expected one of them." in err


def test_the_other_basis_stands_on_every_table(run):
    _, out, _ = run("tables", PAPER, "--by-line", "--table", "cases")

    assert (
        "All 8 lines of treatment. Day 0: the start of each line of treatment, which counts like a "
        "child." in out
    )


def test_lines_are_listed_counted_and_those_not_placed_named(run):
    code, out, _ = run("lines", PAPER)
    document = json.loads(run("lines", PAPER, "--format", "json")[1])
    table = pd.read_csv(io.StringIO(run("lines", PAPER, "--format", "csv")[1]))

    assert code == 0
    assert "1 · 1: cyclophosphamide from day 0: complete remission, 4.5 months" in out
    assert "line 1: 4/8 = 50.0 % (15.7–84.3)" in out
    assert "alkylating agent: 4/8" in out
    assert "start not known to the day: 1, tacrolimus Treatments!B2" in out
    assert [line["key"] for line in document["lines"]] == table["key"].tolist()
    assert document["lines"][0]["next_day"] is None
    assert {row["drug"] for row in document["not_placed"]} >= {"tacrolimus", "rituximab"}


def test_json_shows_the_strip_and_24_hour_protein_where_they_were_measured():
    cohort = gather_children([("1", "day 1: dipstick 3+; day 30: protein 900 mg/m²/day; "
                                    "day 60: 0.1 / 4.0")])  # fmt: skip
    document = classified(classify(cohort, load_definition("ipna_2022")))
    child = document["patients"][0]
    visits = {each["day"]: each for each in (*child["evidence"], *child["other_occasions"])}

    assert visits[1]["dipstick"] == "3+"
    assert (visits[30]["protein_24h"], visits[30]["protein_24h_unit"]) == ("900", "mg/m²/day")
    assert "dipstick" not in visits[60]
    assert visits[60]["upcr"] == "0.1"


@pytest.mark.parametrize("command", ["classify", "summary", "times", "compare", "states"])
def test_the_day_0_that_a_recipe_names_is_told(run, tmp_path, command):
    book = tmp_path / "visits.csv"
    rows = "".join(f"{child},2012-0{month}-01,2.0\n" for child in "AB" for month in (1, 2, 3))
    book.write_text("patient,date,Up/c (mg/mg)\n" + rows, "utf-8")
    recipe = propose_recipe(book)
    assert not recipe.open_questions
    path = tmp_path / "visits.toml"
    path.write_text(write_recipe(replace(recipe, day_zero="first urine result")), "utf-8")

    code, out, err = run(command, str(book), "--recipe", str(path))

    assert code == 0, err
    assert "Day 0: first urine result." in out
