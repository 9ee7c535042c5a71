"""Rows of csv that are not as their neighbours: set aside by number, by every engine."""

import pytest

from srns.cohort.errors import InputError
from tests.registry.runs import run, tables

HEADINGS = "patient,day,analyte,value,bound,unit\n"
ROWS = [f"A,{day},upcr,0.1,,mg/mg\n" for day in (30, 60, 90)]


@pytest.fixture(params=["memory", "duckdb", "sail"])
def engine(request):
    if request.param == "sail":
        pytest.importorskip("pysail", reason="the extra 'spark' is not installed")
    return request.param


def judged(folder, content, engine):
    (folder / "results.csv").write_bytes(
        content if isinstance(content, bytes) else content.encode()
    )
    return run([str(folder / "results.csv")], folder / "out", engine, parts=2)


def test_a_row_with_too_few_or_too_many_values_keeps_the_numbers_of_the_others(tmp_path, engine):
    content = (
        f"{HEADINGS}{ROWS[0]}B,30\n\n{ROWS[1]}A,5,upcr,1,,mg/mg,x\n{ROWS[2]}C,1,upcr,,,mg/mg\n"
    )

    found = tables(judged(tmp_path, content, engine))

    aside = found["set_aside"].sort_values("source_row")
    assert aside[["source_row", "found", "expected"]].to_numpy().tolist() == [
        [2, "2 values: B,30", "6 values"],
        [4, "7 values: A,5,upcr,1,,mg/mg,x", "6 values"],
        [6, "", "a number"],
    ]
    assert set(found["verdicts"]["patient"]) == {"A", "C"}
    assert set(found["evidence"].query("patient == 'A'")["source_row"]) == {1, 3, 5}


def test_what_is_no_utf8_stands_as_it_was_and_two_names_stay_two(tmp_path, engine):
    content = (HEADINGS + "".join(ROWS)).encode() + b"J\xf6,1,upcr,1,,mg/mg\nJ\xe4,1,upcr,1,,\xff\n"

    found = judged(tmp_path, content, engine)

    assert found.failures == {}
    assert sorted(set(tables(found)["verdicts"]["patient"])) == ["A", "J\\xe4", "J\\xf6"]
    assert tables(found)["set_aside"]["found"].tolist() == ["\\xff"]


@pytest.mark.parametrize("content", [HEADINGS, HEADINGS.strip()])
def test_headings_alone_are_no_child(tmp_path, content):
    assert judged(tmp_path, content, "duckdb").children == 0


def test_a_quotation_mark_that_swallows_rows_ends_in_one_sentence(tmp_path, engine):
    content = f'{HEADINGS}{ROWS[0]}B,30,upcr,1,,"mg/mg\n{"".join(ROWS)}'

    with pytest.raises(InputError, match="quotation mark before 'mg/mg' that is not closed"):
        judged(tmp_path, content, engine)


def test_a_value_of_two_lines_is_one_value(tmp_path, engine):
    content = f'{HEADINGS}{"".join(ROWS)}B,30,upcr,"1\n",,mg/mg\n'

    assert judged(tmp_path, content, engine).set_aside == 0
