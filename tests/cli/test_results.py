"""`srns results`: a laboratory list becomes the template's sheet Labs."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from srns.cli import main
from srns.workbook.read_workbook import read_workbook
from tests.workbook.results import exports

CHILDREN, ROWS = exports.make_children(20)
TRAPPED = exports.with_traps(ROWS)
JUDGED = ["upcr", "albumin", "creatinine"]


@pytest.fixture
def lab_list(tmp_path: Path) -> Path:
    path = tmp_path / "labs.csv"
    path.write_bytes(exports.lis_csv(TRAPPED))
    return path


def test_what_is_written_is_read_as_the_results_of_the_list(lab_list, tmp_path, capsys):
    target = tmp_path / "labs.xlsx"
    assert main(["results", str(lab_list), "-o", str(target)]) == 0
    assert "results to" in capsys.readouterr().err

    first = min(child.index for child in CHILDREN)
    _with_day_zero(target, first)
    labs = read_workbook(target).cohort.labs
    wanted = [
        (patient, (day - first).days, analyte, value, bound, unit)
        for patient, day, analyte, value, bound, unit in exports.expected(ROWS)
        if analyte in JUDGED
    ]
    found = labs[labs["analyte"].isin(JUDGED)]
    columns = ["patient", "day", "analyte", "value", "bound", "unit"]
    assert sorted(found[columns].itertuples(index=False, name=None)) == sorted(wanted)


def test_every_row_of_the_list_is_accounted_for(lab_list, capsys):
    assert main(["results", str(lab_list), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)

    assert sum(told["rows"].values()) == len(TRAPPED)
    assert told["open_tests"] == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"a,b\n1,2\n", "found no list of results", id="no list"),
        pytest.param(b"", "expected", id="empty"),
    ],
)
def test_what_is_no_list_is_said_in_one_sentence(content, sentence, tmp_path, capsys):
    path = tmp_path / "other.csv"
    path.write_bytes(content)

    assert main(["results", str(path)]) == 2
    assert sentence in capsys.readouterr().err


def test_an_answer_without_its_sign_is_refused(lab_list, capsys):
    assert main(["results", str(lab_list), "--test", "PCR"]) == 2
    assert "expected NAME=ANALYTE" in capsys.readouterr().err


def _with_day_zero(path: Path, day) -> None:
    book = load_workbook(path)
    patients = book["Patients"]
    patients["B1"] = "index date"
    for row in range(2, patients.max_row + 1):
        patients.cell(row, 2, day)
    book.save(path)


PORTAL = "date,marker,value,units\n2020-01-06,UPCR,6.1,mg/mg\n2020-02-05,UPCR,0.15,mg/mg\n"
STUDY = "subjid,colldt,test,result,unit\nK1,2020-01-06,UPCR,6.1,mg/mg\n"


@pytest.mark.parametrize(
    ("content", "said", "printed"),
    [
        pytest.param(PORTAL, ["--child", "K1"], "upcr: 2 results", id="a child"),
        pytest.param(STUDY, ["--date-column", "colldt"], "upcr: 1 results", id="a date"),
        pytest.param(
            "colldt,marker,value,units\n2020-01-06,UPCR,6.1,mg/mg\n",
            ["--child", "K1", "--date-column", "colldt"], "upcr: 1 results", id="both",
        ),
    ],
)  # fmt: skip
def test_what_no_heading_names_can_be_said(content, said, printed, tmp_path, capsys):
    export = tmp_path / "export.csv"
    export.write_text(content, encoding="utf-8")

    assert main(["results", str(export), *said]) == 0
    assert printed in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(PORTAL, [], id="no child"),
        pytest.param(STUDY, [], id="no date"),
        pytest.param(STUDY, ["--child", "K1"], id="still no date"),
        pytest.param(STUDY, ["--date-column", "visit"], id="no such column"),
    ],
)
def test_what_is_still_missing_is_said(content, said, tmp_path, capsys):
    export = tmp_path / "export.csv"
    export.write_text(content, encoding="utf-8")

    assert main(["results", str(export), *said]) == 2
    assert "name it with --child or --date-column" in capsys.readouterr().err
