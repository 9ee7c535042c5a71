"""An unreadable cell spoils itself: an unknown result, or a row left out; the rest is judged."""

import datetime
import json

import pandas as pd
import pytest

from srns.cli import main
from srns.rules.basis import Basis, classify_on
from srns.rules.load_definition import load_definition
from srns.workbook.read_workbook import read_workbook
from tests.workbook.conftest import build

DAY = datetime.date


@pytest.mark.parametrize(
    ("cell", "typed"),
    [
        pytest.param("Labs!C3", "haemolysed", id="words"),
        pytest.param("Labs!C3", "see note", id="elsewhere"),
        pytest.param("Labs!C3", "0..15", id="a typing error"),
        pytest.param("Labs!C3", 999, id="a number that cannot be"),
        pytest.param("Labs!C3", "#DIV/0!", id="a formula's error"),
        pytest.param("Labs!C3", "1e999", id="no finite number"),
    ],
)
def test_a_result_that_cannot_be_read_is_unknown_on_its_day(cell, typed):
    reading = read_workbook(build({cell: typed}))

    assert [f"{one.sheet}!{one.cell}" for one in reading.errors] == [cell]
    labs = reading.cohort.labs
    (row,) = labs[labs["cell"] == cell].to_dict("records")
    assert (row["patient"], row["day"], row["analyte"], row["unit"]) == ("1", 68, "upcr", "mg/mg")
    assert pd.isna(row["value"])
    assert row["bound"] == ""
    assert len(labs) == 9
    assert reading.unknown_results == 1
    assert reading.strict().cohort is None


@pytest.mark.parametrize(
    "typed", [pytest.param(None, id="blank"), "not done", "not applicable", "-", "unknown"]
)
def test_an_absence_is_no_result(typed):
    reading = read_workbook(build({"Labs!C3": typed}))

    assert reading.errors == ()
    assert len(reading.cohort.labs) == 8
    assert reading.unknown_results == 0


@pytest.mark.parametrize(
    ("edit", "table", "left"),
    [
        pytest.param({"Labs!B3": "soon"}, "labs", 6, id="a date that is none"),
        pytest.param({"Labs!B3": None}, "labs", 6, id="no date at all"),
        pytest.param({"Labs!F1": "day", "Labs!F3": 60}, "labs", 6, id="day and date disagree"),
        pytest.param({"Labs!A3": "P09"}, "labs", 6, id="a child that is not listed"),
        pytest.param({"Infusions!B3": "soon"}, "infusions", 1, id="an infusion without a day"),
        pytest.param({"Infusions!A3": 1, "Infusions!B3": DAY(2005, 1, 1)}, "infusions", 1,
                     id="a second infusion of one day"),
        pytest.param({"Events!C2": "relaps"}, "events", 0, id="an event that is none"),
        pytest.param({"Treatments!B2": "Tac + MMF"}, "treatments", 0, id="two drugs in a cell"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_placed_stays_out_loudly(edit, table, left):
    reading = read_workbook(build(edit))

    assert len(reading.errors) == 1
    assert len(getattr(reading.cohort, table)) == left


def test_an_event_whose_date_cannot_be_read_is_known_without_its_day():
    reading = read_workbook(build({"Events!B2": "soon"}))

    assert len(reading.errors) == 1
    (event,) = reading.cohort.events.to_dict("records")
    assert event["event"] == "kidney failure"
    assert pd.isna(event["day"])


def test_a_course_that_stops_before_it_starts_has_neither_day():
    treatments = read_workbook(build({"Treatments!D2": DAY(2005, 7, 1)})).cohort.treatments

    assert treatments[["start_day", "stop_day"]].isna().all(axis=None)


def test_no_first_infusion_takes_the_place_of_an_index_date_that_cannot_be_read():
    reading = read_workbook(build({"Patients!H2": "soon"}))

    assert reading.cohort.patients["index_date"].isna().tolist() == [True, False]
    assert reading.cohort.labs.query("patient == '1'")["day"].isna().all()


def test_where_no_urine_result_is_left_nothing_is_judged():
    gone = {f"Labs!B{row}": "soon" for row in (2, 3, 4)}

    assert read_workbook(build(gone)).cohort is None


def test_an_unknown_result_counts_against_a_run_that_decides():
    """Three visits would be a complete remission; with the third unreadable it is only possible."""
    good = {}
    for row in (3, 5, 6):
        good |= {f"Labs!A{row}": 1, f"Labs!B{row}": DAY(2005, row, 10)}
        good |= {f"Labs!C{row}": 0.1, f"Labs!D{row}": 4.0}
    definition = load_definition("haddad_2021")

    def verdict(edit) -> tuple[str, object]:
        cohort = read_workbook(build(edit)).cohort
        first = classify_on(cohort, definition, Basis()).verdicts.iloc[0]
        return first["response"], first["left_open"]

    assert verdict(good)[0] == "complete remission"
    response, left_open = verdict({**good, "Labs!C6": "haemolysed"})
    assert response != "complete remission"
    assert "complete remission" in str(left_open)


@pytest.fixture
def spoilt(tmp_path):
    path = tmp_path / "spoilt.xlsx"
    path.write_bytes(build({"Labs!C3": "haemolysed"}))
    return str(path)


def test_check_exits_1_and_says_how_many_results_are_unknown(spoilt, capsys):
    assert main(["check", spoilt]) == 1
    assert "1 result that cannot be read is unknown: it may be any value on its day." in (
        capsys.readouterr().out
    )


def test_classify_judges_what_can_be_judged(spoilt, capsys):
    assert main(["classify", spoilt, "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [one["patient"] for one in found["patients"]] == ["1", "2"]
    assert found["unknown_results"] == 1


def test_strict_stops_as_before(spoilt, capsys):
    assert main(["classify", spoilt, "--strict", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["patients"] == []
    assert [one["cell"] for one in found["problems"] if one["severity"] == "error"] == ["C3"]
