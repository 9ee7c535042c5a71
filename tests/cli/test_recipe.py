"""From a strange workbook to verdicts in a shell."""

import json
from pathlib import Path

import openpyxl
import pytest

from srns.cli import main
from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe.model import Recipe, add_note, read_recipe, write_recipe

PAPER = Path(__file__).parents[2] / "data" / "haddad2021.xlsx"


@pytest.fixture
def strange(tmp_path):
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["A title"])
    page.append(["Pt", "day", "UPCR", "albumin (g/dL)"])
    for day, upcr in ((30, 0.15), (60, 0.1), (90, 0.12)):
        page.append(["A1", day, upcr, 3.8])
    path = tmp_path / "strange.xlsx"
    book.save(path)
    return path


def test_a_recipe_is_proposed_answered_and_used(strange, tmp_path, capsys):
    recipe = tmp_path / "strange.toml"
    assert main(["recipe", str(strange), "-o", str(recipe)]) == 0
    assert "In which unit is Up/c ('UPCR')?" in capsys.readouterr().out

    assert main(["check", str(strange), "--recipe", str(recipe)]) == 1
    assert "open question 'unit: Sheet!A2 Up/c'" in capsys.readouterr().out

    text = recipe.read_text(encoding="utf-8")
    recipe.write_text(text.replace('answer = ""', 'answer = "mg/mg"'), encoding="utf-8")
    arguments = ["classify", str(strange), "--recipe", str(recipe), "--format", "json"]
    assert main(arguments) == 0
    child = json.loads(capsys.readouterr().out)["patients"][0]
    assert child["response"] == "complete remission"
    assert child["evidence"][0]["cells"] == ["Sheet!C3", "Sheet!D3"]


def test_without_a_file_the_recipe_is_printed_and_the_questions_stand_apart(strange, capsys):
    assert main(["recipe", str(strange)]) == 0
    printed = capsys.readouterr()

    assert read_recipe(printed.out.encode()).open_questions
    assert printed.err.startswith("To answer: ")


def test_a_recipe_that_is_none_is_one_sentence(strange, tmp_path, capsys):
    assert main(["check", str(strange), "--recipe", str(tmp_path / "none.toml")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_a_recipe_of_notes_alone_reads_the_template_and_goes_into_the_report(tmp_path, capsys):
    workbook, recipe, report = (tmp_path / name for name in ("a.xlsx", "a.toml", "a.html"))
    book = openpyxl.load_workbook(PAPER)
    book["Labs"]["C9"] = 60
    book.save(workbook)
    query = next(one for one in read_workbook(workbook).problems if one.severity == "query")
    recipe.write_text(
        write_recipe(add_note(Recipe("a.xlsx", ()), [query], "seen in the laboratory system")),
        encoding="utf-8",
    )

    arguments = [str(workbook), "--recipe", str(recipe)]
    assert main(["report", *arguments, "-o", str(report)]) == 0
    assert main(["check", *arguments]) == 0

    page = report.read_text(encoding="utf-8")
    assert "Acknowledged queries" in page
    assert "seen in the laboratory system." in page
    printed = capsys.readouterr().out
    assert "note: Labs!C9" in printed
    assert "Acknowledged: seen in the laboratory system." in printed
    assert "query:" not in printed
