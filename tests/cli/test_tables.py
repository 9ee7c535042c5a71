"""`srns tables` and `srns statements`: the same numbers as in Python, printed or as files."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from srns.cli import main
from srns.report.table_catalogue import TABLES

ROOT = Path(__file__).parents[2]
PAPER = ROOT / "data" / "haddad2021.xlsx"
STATEMENTS = ROOT / "data" / "haddad2021_statements.toml"


@pytest.fixture
def run(capsys):
    def run(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.mark.parametrize("name", list(TABLES))
def test_every_table_prints_with_its_definition_and_note(run, name):
    code, out, _ = run("tables", PAPER, "--table", name)

    assert code == 0
    assert "haddad2021.xlsx. All 8 children.\nDefinition: Haddad 2021, as written" in out
    assert "Up/c series simulated" in out


def test_a_grouped_table_comes_as_csv(run):
    code, out, _ = run("tables", PAPER, "--table", "table1", "--by", "histology", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))

    assert code == 0
    assert (rows[0]["MCD"], rows[0]["MCD variant"], rows[0]["FSGS"]) == ("2", "4", "2")


def test_all_tables_go_into_one_document_or_workbook(run, tmp_path):
    for ending in ("docx", "xlsx"):
        code, out, _ = run("tables", PAPER, "-o", tmp_path / f"all.{ending}")
        assert (code, out) == (0, f"Wrote {tmp_path / f'all.{ending}'}.\n")

    assert len(Document(str(tmp_path / "all.docx")).tables) == len(TABLES)
    assert openpyxl.load_workbook(tmp_path / "all.xlsx").sheetnames == list(TABLES)


def test_json_has_the_rows_that_the_text_shows(run):
    code, out, _ = run("tables", PAPER, "--table", "flow", "--format", "json")
    (table,) = json.loads(out)["tables"]

    assert code == 0
    assert table["rows"][0] == {
        "step": "kept", "what": "Filled rows of the sheet Patients", "n": 8, "children": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--format", "docx"], "A docx file cannot be printed: name one with -o FILE.docx."),
        (["--format", "csv"], "A CSV file holds one table: choose one with --table."),
        (["-o", "all.pdf"], "found the ending '.pdf'; expected .csv, .xlsx or .docx."),
        (["-o", "/nowhere/all.xlsx"], "/nowhere/all.xlsx cannot be written"),
        (["--table", "table1", "--by", "colour"], "found no column 'colour'; expected histology"),
    ],
)
def test_a_mistake_in_the_call_is_one_sentence(run, arguments, sentence):
    code, out, err = run("tables", PAPER, *arguments)

    assert (code, out) == (2, "")
    assert sentence in err


def test_the_paper_is_held_against_itself(run):
    code, out, _ = run("statements", PAPER, STATEMENTS)

    assert code == 0
    assert "2.625 (0.5–6.75); n = 4" in out
    assert out.splitlines()[-1] == (
        "18 × differs; 2 × cannot tell; 35 × agrees; 14 × not stated; 4 × no number can check"
    )


def test_a_users_own_statements_are_checked_and_mistakes_named_with_exit_1(run, tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("statement,value,how computed\ngirls,2,count sex = female\nx,1,count colr = 1\n")
    code, out, _ = run("statements", PAPER, own, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))

    assert code == 1
    assert [row["verdict"] for row in rows] == ["differs", "mistake"]
    assert rows[0]["computed value"] == "1 of 8 (12.5 %): 1"
    assert rows[1]["why"].startswith("own.csv, row 3: found 'colr'")


def test_a_file_of_statements_that_cannot_be_used_is_said(run, tmp_path):
    code, out, err = run("statements", PAPER, tmp_path / "none.csv")

    assert (code, out) == (2, "")
    assert "cannot be read" in err


@pytest.mark.parametrize("command", [["tables"], ["statements"]])
def test_a_workbook_that_cannot_be_read_gives_one_problem(run, tmp_path, command):
    more = [STATEMENTS] if command == ["statements"] else []
    code, out, _ = run(*command, tmp_path / "none.xlsx", *more, "--format", "json")

    assert code == 2
    assert len(json.loads(out)["problems"]) == 1
