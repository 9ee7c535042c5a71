"""Children without a day 0 or a urine result are judged in any part as among all the others."""

import datetime

import pandas as pd
import pytest

from srns.cohort.errors import InputError
from tests.registry.runs import assert_equal, run, tables

START = datetime.date(2020, 1, 1)
RESULTS = {"Up/c": ("0.1", "mg/mg"), "albumin": ("4.0", "g/dL")}


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """Write one child of each kind: B and E have no index date, C no urine result, D no result."""
    folder = tmp_path_factory.mktemp("lacking")
    rows = [
        (child, START + datetime.timedelta(30 * visit), test, *RESULTS[test])
        for child in "ABCEF"
        for visit in (1, 2, 3, 4)
        for test in RESULTS
        if (child, test) != ("C", "Up/c")
    ]
    rows.append(("C", START, "albumin", "lost", "g/dL"))
    dates = [START, None, START, START, None, START]
    for name, frame in {
        "results": pd.DataFrame(rows, columns=["patient", "date", "test", "result", "unit"]),
        "patients": pd.DataFrame({"patient": list("ABCDEF"), "index date": dates}),
        "infusions": pd.DataFrame({"patient": ["E"], "date": [START]}),
        "treatments": pd.DataFrame(
            {"patient": ["A", "F"], "drug": "tacrolimus", "start date": START}
        ),
    }.items():
        frame.to_parquet(folder / f"{name}.parquet")
    return folder


@pytest.mark.parametrize(
    ("day_zero", "without"),
    [("", "BCD"), ("first tacrolimus", "BCDE"), ("first infusion", "ABCDF")],
)
@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_a_child_alone_in_its_part_is_judged_as_among_all(
    tmp_path, given, engine, day_zero, without
):
    asked = {"day_zero": day_zero, "for_dashboard": True, "strategies": ["treatment policy"]}
    whole = run(given, tmp_path / "whole", parts=1, **asked)

    # Of so many parts most have no child.
    dealt = run(given, tmp_path / "dealt", engine, parts=23, **asked)

    assert (whole.failures, dealt.failures) == ({}, {})
    assert_equal(tables(dealt), tables(whole))
    assert set(whole.table("evidence")["patient"]) == set("ABCDEF") - set(without)
    unknown = whole.table("verdicts").query("response == 'not evaluable'")
    assert set(unknown["patient"]) == set(without)


@pytest.mark.parametrize("parts", [1, 41])
def test_a_day_0_that_no_child_of_any_part_has_is_an_error(tmp_path, given, parts):
    with pytest.raises(InputError, match="no child with the day 0 'first rituximab', among 6 chil"):
        run(given, tmp_path / "out", parts=parts, day_zero="first rituximab")


@pytest.mark.parametrize("parts", [1, 41])
def test_a_registry_that_leaves_day_0_open_is_an_error(tmp_path, given, parts):
    with pytest.raises(InputError, match="neither an index date nor an infusion"):
        run([str(given / "results.parquet")], tmp_path / "out", parts=parts)


def test_a_day_0_that_is_none_is_an_error_before_anything_is_read(tmp_path, given):
    with pytest.raises(InputError, match="found the day 0 'first visit'; expected 'index date'"):
        run(given, tmp_path / "out", day_zero="first visit")

    assert not (tmp_path / "out").exists()


def test_tidy_tables_can_be_counted_from_another_day_0(tmp_path):
    rows = [("A", day, "upcr", "0.1", "mg/mg") for day in (40, 70, 100)]
    rows.append(("A", 100, "albumin", "4.0", "g/dL"))
    columns = ["patient", "day", "analyte", "value", "unit"]
    courses = {"patient": ["A"], "drug": ["tacrolimus"], "start_day": [10]}
    (tmp_path / "in").mkdir()
    pd.DataFrame(rows, columns=columns).to_parquet(tmp_path / "in" / "results.parquet")
    pd.DataFrame(courses).to_parquet(tmp_path / "in" / "treatments.parquet")

    found = run(tmp_path / "in", tmp_path / "out", day_zero="first tacrolimus",
                definitions=["haddad_2021"], strategies=["treatment policy"])  # fmt: skip

    assert found.table("verdicts")["onset_day"].tolist() == [30]
