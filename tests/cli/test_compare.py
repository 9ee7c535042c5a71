"""Comparison, gaps, a trial and overrides from the shell."""

import json
from pathlib import Path

import pytest

from srns.cli import main

PAPER = Path(__file__).parents[2] / "data" / "haddad2021.xlsx"


@pytest.fixture
def run(capsys):
    def run(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_compare_says_who_changes_and_why(run):
    code, out, _ = run("compare", PAPER)

    assert code == 0
    assert "6, fsgs_ct_by: complete remission → partial remission" in out
    assert "(variant): requires it by week 52, day 364; it was reached on day 396." in out
    assert "complete remission, Up/c < 0.2 mg/mg: moved down, at 0.14 mg/mg child 7" in out


def test_compare_gives_the_same_as_json(run):
    chosen = ("--definitions", "fsgs_ct_by,parasol_by")
    code, out, _ = run("compare", PAPER, *chosen, "--format", "json")
    document = json.loads(out)

    assert code == 0
    by = ["haddad_2021", "fsgs_ct_by", "parasol_by"]
    assert [each["id"] for each in document["definitions"]] == by
    assert (document["day_zero"], document["strategy"]) == ("index date", "treatment policy")
    assert {(row["patient"], row["definition"]) for row in document["differences"]} == {
        ("6", "fsgs_ct_by"),
        *((patient, "parasol_by") for patient in "1267"),
    }
    assert len(document["agreement"]) == 3
    four = next(each for each in document["patients"] if each["patient"] == "4")
    assert four["onset_days"] == dict(zip(by, (289, 244, 313), strict=True))
    assert {"low", "high", "percent"} <= set(document["specifications"]["complete remission"][0])


def test_compare_refuses_what_is_no_definition(run):
    code, _, err = run("compare", PAPER, "--definitions", "haddad_1921")

    assert code == 2
    assert "found no definition 'haddad_1921'" in err


def test_gaps_are_counted(run):
    code, out, _ = run("gaps", "haddad_2021", PAPER, "--format", "json")
    document = json.loads(out)

    assert code == 0
    assert (document["pairs"], document["holes"]) == (3926, 1121)
    assert document["occasions"] == []
    assert "1121 of 3926 pairs" in run("gaps", "haddad_2021")[1]
    assert "add --baseline" in run("gaps", "kdigo_2012")[1]


def test_try_says_the_verdict_and_the_near_misses(run, tmp_path):
    samples = tmp_path / "samples.csv"
    samples.write_text("day,Up/c,albumin\n0,8,1\n30,0.15,3.7\n45,0.18,3.8\n61,0.23,3.9\n")
    code, out, _ = run("try", samples)
    document = json.loads(run("try", samples, "--format", "json")[1])

    assert code == 0
    assert "short of complete remission: the third visit (day 61) had Up/c 0.23 mg/mg" in out
    assert document["response"] == "unclassified"
    assert document["near_misses"][0]["day"] == 61


def test_try_answers_a_mistake_with_a_sentence(run, tmp_path):
    samples = tmp_path / "samples.csv"
    samples.write_text("day,Up/c\n30,o.15\n")

    code, _, err = run("try", samples)
    assert (code, "found Up/c 'o.15'" in err) == (2, True)
    code, _, err = run("try", tmp_path / "nothing.csv")
    assert (code, "cannot be read" in err) == (2, True)


def test_overrides_stand_beside_the_verdict_in_every_format(run, tmp_path):
    overrides = tmp_path / "overrides.csv"
    overrides.write_text("patient,response,reason,by\n4,CR,24 h urine,Dr A\n")
    text = run("classify", PAPER, "--overrides", overrides)[1]
    document = json.loads(run("classify", PAPER, "--overrides", overrides, "--format", "json")[1])
    four = next(each for each in document["patients"] if each["patient"] == "4")

    assert "Overridden to complete remission by Dr A: 24 h urine" in text
    assert (four["response"], four["override"]) == ("partial remission", "complete remission")
    assert (
        "24 h urine,Dr A" in run("classify", PAPER, "--overrides", overrides, "--format", "csv")[1]
    )


def test_adjudicated_counts_are_asked_for_and_labelled(run, tmp_path):
    overrides = tmp_path / "overrides.csv"
    overrides.write_text("patient,response,reason,by\n4,CR,24 h urine,Dr A\n")
    plain = run("summary", PAPER, "--overrides", overrides)[1]
    adjudicated = run("summary", PAPER, "--overrides", overrides, "--adjudicated")[1]

    assert "complete remission: 4/8" in plain
    assert "djudicated" not in plain
    assert "complete remission: 5/8" in adjudicated
    assert "Counts are adjudicated: overrides by a person in place of the rule" in adjudicated


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("patient,response,reason,by\n99,CR,why,who\n", "found an override of child '99'"),
        ("patient,response,reason,by\n4,CR,,who\n", "override 1: found no reason"),
    ],
)
def test_a_mistake_in_the_overrides_gets_one_sentence(run, tmp_path, content, message):
    overrides = tmp_path / "overrides.csv"
    overrides.write_text(content)
    code, _, err = run("classify", PAPER, "--overrides", overrides)

    assert code == 2
    assert message in err
    assert len(err.strip().splitlines()) == 1
