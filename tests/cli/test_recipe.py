"""From a strange workbook to verdicts in a shell."""

import json

import openpyxl
import pytest

from srns.cli import main


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


def test_a_recipe_that_is_none_is_one_sentence(strange, tmp_path, capsys):
    assert main(["check", str(strange), "--recipe", str(tmp_path / "none.toml")]) == 2
    assert "cannot be read" in capsys.readouterr().err
