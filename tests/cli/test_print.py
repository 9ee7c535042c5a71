"""`srns figure`, `srns child`, `srns booklet`, and the units of what is printed."""

import csv
import json
from pathlib import Path

import pytest

from srns.cli import main

PAPER = "data/haddad2021.xlsx"


@pytest.mark.parametrize("ending", ["pdf", "svg", "png"])
def test_a_figure_is_written_and_its_caption_printed(ending, tmp_path: Path, capsys):
    target, data = tmp_path / f"figure.{ending}", tmp_path / "figure.csv"

    code = main(["figure", PAPER, "--figure", "response", "-o", str(target), "--data", str(data)])

    assert code == 0
    assert target.stat().st_size > 3000
    said = capsys.readouterr().out
    assert said.startswith("Response, with exact 95 % intervals. All: complete remission in 4 of 8")
    with data.open(encoding="utf-8-sig") as file:
        assert [row["n"] for row in csv.DictReader(file)] == ["4", "1", "3"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param(["--figure", "timeline"], "found no child for the timeline", id="no child"),
        pytest.param(
            ["--figure", "timeline", "--child", "99"], "found no child '99'", id="another child"
        ),
        pytest.param(["--figure", "swimmer", "--width", "8.5"], "a width of 8.5 mm", id="in cm"),
        pytest.param(["--figure", "kidney_function"], "no GFR can be estimated", id="no GFR"),
    ],
)
def test_what_cannot_be_drawn_is_said(options: list[str], message: str, tmp_path: Path, capsys):
    code = main(["figure", PAPER, *options, "-o", str(tmp_path / "figure.pdf")])

    assert code == 2
    assert message in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_child_has_a_page(tmp_path: Path, capsys):
    target = tmp_path / "child.pdf"

    assert main(["child", PAPER, "--child", "7", "-o", str(target), "--units", "si"]) == 0
    assert target.read_bytes().startswith(b"%PDF-")
    assert capsys.readouterr().out == f"Wrote {target}.\n"
    assert main(["child", PAPER, "--child", "7", "-o", str(tmp_path / "child.docx")]) == 2
    assert "found the ending '.docx'; expected .pdf" in capsys.readouterr().err


def test_all_children_have_a_booklet(tmp_path: Path, capsys):
    target = tmp_path / "booklet.pdf"

    assert main(["booklet", PAPER, "-o", str(target)]) == 0
    assert target.read_bytes().startswith(b"%PDF-")
    assert capsys.readouterr().out == f"Wrote {target}: 8 children.\n"


def test_reasons_are_in_the_units_asked_for(capsys):
    assert main(["classify", PAPER, "--units", "si"]) == 0
    said = capsys.readouterr().out

    assert "Up/c < 22.624 mg/mmol at 3 consecutive visits" in said
    assert "mg/mg" not in said
    assert "g/dL" not in said


def test_json_keeps_the_results_as_reported(capsys):
    def evidence(units: str) -> list:
        assert main(["classify", PAPER, "--units", units, "--format", "json"]) == 0
        return [child["evidence"] for child in json.loads(capsys.readouterr().out)["patients"]]

    conventional, si = evidence("conventional"), evidence("si")

    assert [[row["upcr"] for row in rows] for rows in si] == [
        [row["upcr"] for row in rows] for rows in conventional
    ]


def test_a_comparison_and_the_lines_are_in_the_units_asked_for(capsys):
    assert main(["compare", PAPER, "--definitions", "aap_2009", "--units", "si"]) == 0
    why = capsys.readouterr().out.partition("and why")[2].partition("Agreement")[0]

    assert "mmol" in why
    assert "mg/mg" not in why
