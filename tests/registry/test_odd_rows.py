"""Rows that cannot be used as they stand are set aside; nothing else is lost."""

import datetime

import pandas as pd
import pytest

from srns.registry.run_registry import run_registry
from tests.registry.runs import tables

GOOD = [("A", day, "upcr", "0.1", "", "mg/mg") for day in (30, 60, 90)] + [
    ("A", 90, "albumin", "4.0", "", "g/dL")
]
COLUMNS = ["patient", "day", "analyte", "value", "bound", "unit"]


def judged(tmp_path, rows, **others):
    (tmp_path / "in").mkdir()
    for name, frame in {"results": pd.DataFrame(rows, columns=COLUMNS), **others}.items():
        frame.to_csv(tmp_path / "in" / f"{name}.csv", index=False)
    return run_registry([tmp_path / "in"], tmp_path / "out", engine="memory")


@pytest.mark.parametrize(
    ("row", "column", "found", "effect"),
    [
        pytest.param(("A", "soon", "upcr", "5", "", "mg/mg"), "day", "soon", "left out", id="day"),
        pytest.param(("A", "", "upcr", "5", "", "mg/mg"), "day", "", "left out", id="no day"),
        pytest.param(
            ("A", "1.5", "upcr", "5", "", "mg/mg"), "day", "1.5", "left out", id="half a day"
        ),
        pytest.param(("", "70", "upcr", "5", "", "mg/mg"), "patient", "", "left out", id="child"),
        pytest.param(
            ("A", "70", "upcr", "lost", "", "mg/mg"), "value", "lost", "unknown on its day",
            id="result",
        ),
        pytest.param(
            ("A", "70", "upcr", "", "", "mg/mg"), "value", "", "unknown on its day", id="empty"
        ),
        pytest.param(
            ("A", "70", "upcr", "5", "", "g/dL"), "unit", "g/dL", "unknown on its day", id="unit"
        ),
        pytest.param(
            ("A", "70", "albumin", "40", "", "g/dL"), "value", "40", "unknown on its day",
            id="albumin in g/L under g/dL",
        ),
        pytest.param(
            ("A", "70", "upcr", "5", "some", "mg/mg"), "bound", "some", "unknown on its day",
            id="sign",
        ),
        pytest.param(("A", "70", " ", "5", "", "mg/mg"), "analyte", " ", "left out", id="no test"),
        pytest.param(
            ("A", "70", " UPCR", "5", "", "ell"), "unit", "ell", "unknown on its day",
            id="unit of a test in other letters",
        ),
    ],
)  # fmt: skip
def test_a_bad_row_is_set_aside_and_the_others_are_judged(tmp_path, row, column, found, effect):
    run = judged(tmp_path, [*GOOD, row])

    (aside,) = tables(run)["set_aside"].to_dict("records")
    assert (aside["table"], aside["source_row"], aside["column"]) == ("results", 5, column)
    assert (aside["found"], aside["effect"]) == (found, effect)
    assert run.children == 1
    verdicts = tables(run)["verdicts"]
    # An unknown Up/c on day 70 breaks the run of three; a row without a day changes nothing.
    broken = effect == "unknown on its day" and row[2] != "albumin"
    assert verdicts["response"].tolist() == ["not evaluable" if broken else "complete remission"]


def test_a_sign_in_the_result_is_read(tmp_path):
    run = judged(tmp_path, [*GOOD[:2], ("A", 90, "upcr", "<0.15", "", "g/g"), GOOD[3]])

    assert tables(run)["verdicts"]["response"].tolist() == ["complete remission"]
    assert run.set_aside == 0
    evidence = tables(run)["evidence"].query("day == 90")
    assert evidence.iloc[-1][["value", "bound", "unit"]].tolist() == [0.15, "<", "g/g"]


def test_other_tests_are_counted_and_not_set_aside(tmp_path):
    run = judged(tmp_path, [*GOOD, ("A", 90, "potassium", "4", "", "mmol/L")])

    assert (run.rows, run.other_rows, run.set_aside) == (5, 1, 0)


def test_a_result_of_nobody_listed_is_left_out_by_name(tmp_path):
    run = judged(
        tmp_path, [*GOOD, ("B", 30, "upcr", "1", "", "mg/mg")],
        patients=pd.DataFrame({"patient": ["A", "C", "A"]}),
    )  # fmt: skip

    aside = tables(run)["set_aside"][["table", "found", "expected"]].to_dict("split")["data"]
    assert aside == [["patients", "A", "each child once"], ["results", "B", "one of the patients"]]
    assert tables(run)["verdicts"]["patient"].tolist() == ["A", "C"]


@pytest.mark.parametrize(
    ("name", "rows", "told"),
    [
        pytest.param(
            "patients",
            {"patient": ["A"], "index_date": ["9999-12-31"], "last_follow_up_day": ["99.5"],
             "age_at_first_infusion_years": ["old"]},
            [["age_at_first_infusion_years", "old"], ["index_date", "9999-12-31"],
             ["last_follow_up_day", "99.5"]],
            id="patients",
        ),
        pytest.param(
            "infusions", {"patient": ["A", "A", "Z"], "day": ["", "soon", "4"]},
            [["day", ""], ["day", "soon"], ["patient", "Z"]], id="infusions",
        ),
        pytest.param(
            "treatments",
            {"patient": ["A", "A", "Z"], "drug": ["tacrolimus", "", "tacrolimus"],
             "start_day": [0, 1, 2], "stop_day": ["", "", ""]},
            [["drug", ""], ["patient", "Z"]], id="treatments, of which one goes on",
        ),
        pytest.param(
            "events",
            {"patient": ["A", "A", "Z"], "day": [500, 1e9, 3],
             "event": ["moved away", "Biopsy", "biopsy"]},
            [["day", "1000000000.0"], ["event", "moved away"], ["patient", "Z"]], id="events",
        ),
    ],
)  # fmt: skip
def test_a_bad_row_of_another_table_is_set_aside(tmp_path, name, rows, told):
    others = {"patients": pd.DataFrame({"patient": ["A"]}), name: pd.DataFrame(rows)}

    run = judged(tmp_path, GOOD, **others)

    assert run.failures == {}
    aside = tables(run)["set_aside"]
    assert sorted(aside[["column", "found"]].to_numpy().tolist()) == told
    assert set(aside["table"]) == {name}
    assert tables(run)["verdicts"]["response"].tolist() == ["complete remission"]


@pytest.fixture(params=["memory", "duckdb", "sail"])
def engine(request):
    if request.param == "sail":
        pytest.importorskip("pysail", reason="the extra 'spark' is not installed")
    return request.param


LISTED = ["patient", "date", "test", "result", "unit"]
START = datetime.date(2020, 1, 1)


@pytest.mark.parametrize(
    ("test", "unit", "column", "found", "effect"),
    [
        ("Wibble", "mg/mg", "test", "the test 'Wibble', which is not understood", "left out"),
        (None, "mg/mg", "test", "the test 'no name', which is not understood", "left out"),
        ("Up/c", "ell", "test", "the test 'Up/c' with the unit ell", "unknown on its day"),
        ("Up/c", None, "test", "the test 'Up/c' without a unit", "unknown on its day"),
    ],
)
def test_a_test_or_unit_that_is_not_understood_costs_its_row_alone(
    tmp_path, engine, test, unit, column, found, effect
):
    rows = [("A", START + datetime.timedelta(day), "Up/c", "0.1", "mg/mg") for day in (30, 60, 90)]
    rows += [("A", START + datetime.timedelta(90), "Albumin", "4", "g/dL")]
    odd = ("A", START + datetime.timedelta(70), test, "5", unit)
    frame = pd.DataFrame([*rows, odd], columns=LISTED)
    frame.to_parquet(tmp_path / "results.parquet")
    patients = pd.DataFrame({"patient": ["A", "B"], "index date": [START] * 2})
    patients.to_parquet(tmp_path / "patients.parquet")

    run = run_registry([tmp_path / "results.parquet"], tmp_path / "out", engine=engine,
                       others={"patients": [tmp_path / "patients.parquet"]}, parts=2)  # fmt: skip

    assert run.failures == {}
    (aside,) = tables(run)["set_aside"].to_dict("records")
    assert (aside["source_row"], aside["column"]) == (5, column)
    assert (aside["found"], aside["effect"]) == (found, effect)
    assert "Answer" not in aside["expected"]
    lost = effect == "unknown on its day"
    assert tables(run)["verdicts"].set_index("patient")["response"].to_dict() == {
        "A": "not evaluable" if lost else "complete remission",
        "B": "not evaluable",
    }


def test_every_row_of_a_stranger_in_a_list_is_named(tmp_path):
    rows = [(f"Z{n}", START, "Up/c", "1", "mg/mg") for n in range(30)] * 2
    rows += [("Z0", START, "Potassium", "4", "mmol/L"), ("A", START, "Up/c", "1", "mg/mg")]
    pd.DataFrame(rows, columns=LISTED).to_parquet(tmp_path / "results.parquet")
    patients = pd.DataFrame({"patient": ["A"], "index date": [START]})
    patients.to_parquet(tmp_path / "patients.parquet")

    run = run_registry([tmp_path / "results.parquet"], tmp_path / "out",
                       others={"patients": [tmp_path / "patients.parquet"]})  # fmt: skip

    aside = tables(run)["set_aside"].sort_values("source_row")
    assert aside["source_row"].tolist() == [*range(1, 61)]
    assert aside["found"].tolist() == [each[0] for each in rows[:60]]
    assert set(aside["expected"]) == {"one of the patients"}


def test_a_date_that_may_mean_two_days_is_left_out_of_a_list(tmp_path):
    (tmp_path / "in").mkdir()
    start = datetime.date(2020, 1, 1)
    rows = [("A", start + datetime.timedelta(day), "Up/c", "0.1", "mg/mg") for day in (30, 60)]
    rows += [
        ("A", "03/04/2020", "Up/c", "0.1", "mg/mg"),
        ("A", "2020-05-06", "Up/c", "0,1", "mg/mg"),
    ]
    frame = pd.DataFrame(rows, columns=["patient", "date", "test", "result", "unit"])
    frame.to_csv(tmp_path / "in" / "results.csv", index=False)
    patients = pd.DataFrame({"patient": ["A"], "index date": [start]})
    patients.to_csv(tmp_path / "in" / "patients.csv", index=False)

    run = run_registry([tmp_path / "in"], tmp_path / "out", engine="memory")

    aside = tables(run)["set_aside"]
    assert aside[["source_row", "found", "effect"]].to_dict("split")["data"] == [
        [3, "03/04/2020", "left out"],
        [4, "0,1", "unknown on its day"],
    ]


@pytest.mark.parametrize("heading", ["laboratory data", "data quality", "date note", "metadata"])
def test_a_text_column_that_only_sounds_like_a_date_sets_no_row_aside(tmp_path, heading):
    start = datetime.date(2020, 1, 1)
    rows = [
        ("A", start + datetime.timedelta(day), "Up/c", "0.1", "mg/mg", "checked by the ward")
        for day in (30, 60, 90)
    ]
    columns = ["patient", "date", "test", "result", "unit", heading]
    pd.DataFrame(rows, columns=columns).to_parquet(tmp_path / "results.parquet")
    pd.DataFrame({"patient": ["A"], "index date": [start]}).to_parquet(
        tmp_path / "patients.parquet"
    )

    found = run_registry([tmp_path / "results.parquet"], tmp_path / "out",
                others={"patients": [tmp_path / "patients.parquet"]})  # fmt: skip

    assert found.set_aside == 0
    evidence = found.table("evidence")
    assert sorted(set(evidence["source_row"])) == [1, 2, 3]


def test_a_child_with_many_rows_is_judged_among_others(tmp_path):
    many = [("B", 1 + row % 900, "dipstick", str(row % 3), "", "") for row in range(50_000)]

    run = judged(tmp_path, [*GOOD, *many])

    assert run.failures == {}
    assert tables(run)["verdicts"]["patient"].tolist() == ["A", "B"]
