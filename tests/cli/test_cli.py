"""The command line: exit codes, the JSON that other programs rely on, and the paper's numbers."""

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from srns.cli import main

ROOT = Path(__file__).parents[2]
PAPER = ROOT / "data" / "haddad2021.xlsx"
CR, PR, NR = "complete remission", "partial remission", "no response"


@pytest.fixture
def run(capsys):
    def run(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def run_json(run):
    def run_json(*arguments: object) -> tuple[int, dict]:
        code, out, _ = run(*arguments, "--format", "json")
        return code, json.loads(out)

    return run_json


def spoil(folder: Path, cell: str, value: object) -> Path:
    """Write the paper's workbook with one cell spoilt."""
    workbook = openpyxl.load_workbook(PAPER)
    sheet, address = cell.split("!")
    workbook[sheet][address] = value
    target = folder / "spoilt.xlsx"
    workbook.save(target)
    return target


def test_the_module_runs_as_a_command():
    finished = subprocess.run(
        [sys.executable, "-m", "srns", "classify", PAPER, "--format", "json"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        check=True,
    )

    assert len(json.loads(finished.stdout)["patients"]) == 8


def test_the_papers_children_get_the_papers_responses(run_json):
    code, found = run_json("classify", PAPER)
    by_child = {child["patient"]: child for child in found["patients"]}

    assert code == 0
    assert {name: child["response"] for name, child in by_child.items()} == {
        "1": CR, "2": CR, "3": NR, "4": PR, "5": NR, "6": CR, "7": CR, "8": NR,
    }  # fmt: skip
    months = {name: child["months_from_last_infusion"] for name, child in by_child.items()}
    assert {name: round(months[name], 1) for name in "1246"} == {
        "1": 0.5, "2": 6.5, "4": 4.5, "6": 8.0,
    }  # fmt: skip
    assert months["7"] < 0
    assert by_child["7"]["infusions_before"] == 4
    assert by_child["7"]["relapse_day"] == 481
    assert [by_child[name]["status"] for name in "1578"] == [
        CR, "kidney failure", "relapsed", "kidney failure",
    ]  # fmt: skip
    assert [by_child[name]["sustained"] for name in "1735"] == [True, False, None, None]
    assert all(child["left_open"] is None for child in by_child.values())


def test_the_json_of_classify_has_the_keys_that_others_rely_on(run_json):
    _, found = run_json("classify", PAPER)

    assert found["definition"].keys() >= {"id", "version", "sha256"}
    assert found["ledger"].keys() == {"cells", "used", "ignored", "failed"}
    assert all(problem["severity"] != "error" for problem in found["problems"])
    for child in found["patients"]:
        assert child.keys() >= {
            "patient", "response", "onset_day", "confirmed_day", "onset_date",
            "months_from_first_infusion", "months_from_last_infusion", "infusions_before",
            "left_open", "relapse_day", "status", "sustained", "reason", "evidence",
        }  # fmt: skip
        for occasion in child["evidence"]:
            assert occasion.keys() >= {"day", "upcr", "albumin", "cells"}


def test_the_cells_of_every_verdict_hold_the_values_it_names(run_json):
    _, found = run_json("classify", PAPER)
    workbook = openpyxl.load_workbook(PAPER, data_only=True)
    opened = 0
    for child in found["patients"]:
        assert child["evidence"], child["patient"]
        for occasion in child["evidence"]:
            named = [occasion["upcr"], occasion["albumin"]]
            for shown, cell in zip(filter(None, named), occasion["cells"], strict=True):
                sheet, address = cell.split("!")
                assert f"{workbook[sheet][address].value:.15g}" == shown, cell
                row = workbook[sheet][address].row
                assert str(workbook[sheet].cell(row, 1).value) == child["patient"]
                opened += 1
    assert opened > 60


def test_the_summary_gives_the_papers_figures(run_json):
    code, found = run_json("summary", PAPER, "--by", "histology")
    rows = {(row["group"], row["response"]): row for row in found["responses"]}
    times = {(row["response"], row["origin"]): row for row in found["time_to_remission"]}

    assert (code, found["n"], found["by"]) == (0, 8, "histology")
    whole = rows["all", CR]
    assert (whole["n"], whole["of"], whole["percent"]) == (4, 8, 50.0)
    assert (round(whole["low"], 1), round(whole["high"], 1)) == (15.7, 84.3)
    assert whole["patients"] == ["1", "2", "6", "7"]
    counts = {group: (rows[group, CR]["n"], rows[group, CR]["of"]) for group, _ in rows}
    assert counts == {"all": (4, 8), "MCD": (2, 2), "MCD variant": (2, 4), "FSGS": (0, 2)}
    intervals = {
        group: tuple(round(rows[group, CR][end], 1) for end in ("low", "high"))
        for group in ("MCD", "MCD variant", "FSGS")
    }
    assert intervals == {"MCD": (15.8, 100.0), "MCD variant": (6.8, 93.2), "FSGS": (0.0, 84.2)}
    last = times[CR, "last infusion"]
    assert [round(last[key], 1) for key in ("median", "min", "max")] == [6.5, 0.5, 8.0]
    assert (last["n"], last["during_treatment"]) == (3, ["7"])
    assert times[CR, "first infusion"]["n"] == 4
    follow_up = found["follow_up"]
    years = [round(follow_up[f"{key}_years"], 1) for key in ("median", "min", "max")]
    assert (years, follow_up["n"]) == ([8.5, 3.7, 10.5], 3)
    curve = found["cumulative_incidence"]
    assert [round(month, 1) for month in curve["months"]] == [3.5, 4.5, 11.5, 13.0]
    assert curve["estimate"] == pytest.approx([0.125, 0.25, 0.375, 0.5])
    assert curve["undated_events_put_at_last_upcr"] == ["5", "8"]


@pytest.mark.parametrize("by", ["maintenance", "resistance", "sex", "Genetic testing"])
def test_every_grouping_counts_every_child_once(run_json, by):
    code, found = run_json("summary", PAPER, "--by", by)
    groups = [row for row in found["responses"] if row["group"] != "all"]

    assert code == 0
    assert sorted(name for row in groups for name in row["patients"]) == list("12345678")


def test_an_unknown_column_is_answered_with_those_there_are(run):
    code, out, err = run("summary", PAPER, "--by", "colour")

    assert (code, out) == (2, "")
    assert err.startswith("found no column 'colour'; expected histology, maintenance, resistance")


def test_strictly_an_error_stops_the_analysis_and_names_its_cell(run_json, run, tmp_path):
    spoilt = spoil(tmp_path, "Labs!C9", "0,15")

    for command in ("check", "classify", "summary"):
        code, found = run_json(command, spoilt, "--strict")
        errors = [each for each in found["problems"] if each["severity"] == "error"]
        assert code == 1
        assert [(each["sheet"], each["cell"]) for each in errors] == [("Labs", "C9")]
        assert found.get("patients", []) == []
        ledger = found["ledger"]
        assert ledger["cells"] == ledger["used"] + ledger["ignored"] + ledger["failed"]
        code, out, _ = run(command, spoilt, "--strict")
        assert code == 1
        assert "error: Labs!C9: found the text '0,15'" in out


def test_an_unreadable_cell_is_unknown_and_all_others_are_judged(run_json, run, tmp_path):
    """It spoils itself alone (docs/verdicts.md, 3); the exit code still says that it is there."""
    spoilt = spoil(tmp_path, "Labs!C9", "0,15")

    code, found = run_json("classify", spoilt)
    assert code == 1
    assert len(found["patients"]) == 8
    assert found["unknown_results"] == 1
    code, found = run_json("summary", spoilt)
    assert (code, found["n"]) == (1, 8)
    code, out, _ = run("classify", spoilt)
    assert code == 1
    assert "1 result that cannot be read is unknown" in out


@pytest.mark.parametrize(
    "content", [None, b"", b"patient day 1 2", b"PK\x03\x04 truncated"], ids=str
)
def test_a_file_that_cannot_be_read_gives_one_problem_and_exit_2(run_json, tmp_path, content):
    target = tmp_path / "cohort.xlsx"
    if content is not None:
        target.write_bytes(content)

    for command in ("check", "classify", "summary"):
        code, found = run_json(command, target)
        assert (code, len(found["problems"])) == (2, 1)
        assert found["problems"][0].keys() == {
            "severity", "sheet", "cell", "found", "expected", "remedy", "message",
        }  # fmt: skip


def test_the_same_verdicts_come_as_csv(run):
    code, out, _ = run("classify", PAPER, "--format", "csv")

    assert code == 0
    assert out.splitlines()[0].startswith("patient,response,onset_day,confirmed_day")
    assert out.splitlines()[1].startswith("1,complete remission,137,199")


def test_an_own_definition_is_used_and_its_mistake_is_said(run, run_json, tmp_path):
    own = tmp_path / "own.toml"
    text = (ROOT / "srns/rules/published/haddad_2021.toml").read_text("utf-8")
    own.write_text(text.replace("occasions = 3", "occasions = 4"), "utf-8")
    assert run_json("classify", PAPER, "--definition", own)[0] == 0

    own.write_text(text.replace("occasions = 3", "ocasions = 3"), "utf-8")
    code, _, err = run("classify", PAPER, "--definition", own)
    assert code == 2
    assert "found the key 'ocasions'" in err
    assert "Did you mean 'occasions'?" in err


def test_definitions_are_listed_and_told_in_words(run):
    code, out, _ = run("definitions")
    assert code == 0
    assert "haddad_2021_closed" in out

    code, out, _ = run("definitions", "haddad_2021")
    assert code == 0
    assert "Up/c < 0.2 mg/mg at 3 consecutive visits, with albumin > 3.5 g/dL" in out
    assert "The paper defines no relapse" in out

    assert "day 30: 1.0 / 2.5: partial remission" in out

    code, out, _ = run("definitions", "kdigo_2025")
    assert code == 0
    assert "The words were read in a restatement." in out
    assert "(condensed)" in out

    code, _, err = run("definitions", "hadad_2021")
    assert code == 2
    assert "Did you mean 'haddad_2021'?" in err


def test_worked_cases_beside_an_own_definition_are_judged(run, tmp_path):
    own = tmp_path / "own.toml"
    own.write_bytes((ROOT / "srns/rules/published/ispn_2021.toml").read_bytes())
    cases = tmp_path / "own.cases.md"

    cases.write_text("| at 0.2 | day 30: 0.2 / 3.5 | partial remission | not below |", "utf-8")
    code, out, _ = run("definitions", own)
    assert code == 0
    assert "1 worked cases" not in out
    assert "1 worked case (" in out

    cases.write_text("| at 0.2 | day 30: 0.2 / 3.5 | complete remission | wrong |", "utf-8")
    code, out, _ = run("definitions", own)
    assert code == 1
    assert "complete remission; BUT FOUND partial remission from day 30 (at 0.2: wrong)" in out

    cases.write_text("| at 0.2 | day 30: 0.2 / 3.5 | cured | wrong |", "utf-8")
    code, _, err = run("definitions", own)
    assert code == 2
    assert err.startswith("own.cases.md, line 1: found the verdict 'cured'")


def test_the_template_is_written_and_reads_without_errors(run, run_json, tmp_path):
    target = tmp_path / "blank.xlsx"
    code, _, _ = run("template", target)
    assert code == 0
    assert run_json("check", target)[0] == 0

    code, _, err = run("template", tmp_path / "nowhere" / "blank.xlsx")
    assert code == 2
    assert "cannot be written" in err


@pytest.mark.parametrize(
    "words", [("check", "--annotate"), ("tables", "-o"), ("report", "-o"), ("recipe", "-o")]
)
def test_no_command_writes_over_what_it_reads(run, tmp_path, words):
    mine = tmp_path / "mine.xlsx"
    mine.write_bytes(Path(PAPER).read_bytes())

    code, _, err = run(words[0], str(mine), words[1], str(mine))

    assert code == 2
    assert "Nothing was written" in err
    assert mine.read_bytes() == Path(PAPER).read_bytes()
