"""The same verdicts, evidence, lines and course from every engine, form, order and part."""

import shutil
import sys
from pathlib import Path

import hypothesis
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from srns.cohort.errors import InputError
from srns.registry.given_tables import find_tables
from srns.registry.part_files import PartFiles
from srns.registry.plan import make_plan
from srns.registry.run_registry import RegistryRun
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from srns.workbook.read_workbook import read_workbook
from tests.registry.runs import (
    DEFINITIONS,
    IN_CLINIC,
    STRATEGIES,
    assert_equal,
    invented,
    run,
    tables,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("registry")


@pytest.fixture(scope="module")
def tidy(folder) -> Path:
    return invented(folder / "tidy")


@pytest.fixture(scope="module")
def listed(folder) -> Path:
    return invented(folder / "list", "list")


@pytest.fixture(scope="module")
def in_memory(folder, tidy) -> RegistryRun:
    return run(tidy, folder / "memory", parts=1)


def test_the_cohort_has_every_response_and_rows_to_set_aside(in_memory):
    found = tables(in_memory)

    assert {"complete remission", "partial remission", "no response"} <= set(
        found["verdicts"]["response"]
    )
    assert all(len(each) for each in found.values())
    assert in_memory.failures == {}


def test_duckdb_gives_what_memory_gives(folder, tidy, in_memory):
    found = run(tidy, folder / "duckdb", "duckdb", parts=4)

    assert_equal(tables(found), tables(in_memory))


def test_sail_gives_what_memory_gives(folder, tidy, in_memory, monkeypatch):
    pytest.importorskip("pysail", reason="the extra 'spark' is not installed")
    main = sys.modules["__main__"]
    monkeypatch.setattr(main, "__spec__", None)  # as under python -c, where PySpark would exit
    monkeypatch.delattr(main, "__file__", raising=False)
    found = run(tidy, folder / "sail", "sail", parts=3)

    assert_equal(tables(found), tables(in_memory))


def test_spark_gives_what_memory_gives(folder, tidy, in_memory):
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, which is not on this machine")
    pytest.importorskip("pyspark.java_gateway", reason="pyspark-client alone cannot start Spark")
    found = run(tidy, folder / "spark", "spark", parts=3)

    assert_equal(tables(found), tables(in_memory))


def test_a_spark_of_another_version_than_its_client_is_named(folder, tidy):
    on_spark = pytest.importorskip("srns.registry.engines.on_spark", reason="no extra 'spark'")

    class Server:
        version = "4.1.0"

        def createDataFrame(self, *_):  # noqa: N802
            return int("3221225472b")

    plan = make_plan(find_tables([tidy]), ["haddad_2021"], ["until rescue"], engine="spark")

    with pytest.raises(InputError, match=r"found a Spark 4\.1\.0 .* pyspark-client==4\.1\.0"):
        next(on_spark.run_on_spark(plan, PartFiles(folder / "none"), [0], Server()))


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_a_list_gives_the_verdicts_of_the_tidy_tables(folder, tmp_path, engine):
    tidy = invented(tmp_path / "tidy", settings=IN_CLINIC)
    listed = invented(tmp_path / "list", "list", IN_CLINIC)

    found = tables(run(listed, tmp_path / "found", engine, parts=3), sources=False)
    expected = tables(run(tidy, tmp_path / "expected", parts=1), sources=False)

    for name in ("verdicts", "course", "evidence"):
        own, wanted = (each[name].drop(columns="onset_date", errors="ignore")
                       for each in (found, expected))  # fmt: skip
        pd.testing.assert_frame_equal(own, wanted)


def test_text_files_give_what_parquet_gives(folder, listed):
    text = invented(folder / "omop", "omop", text=True)

    found = run(text, folder / "omop-out", "duckdb", parts=2)

    assert_equal(
        tables(found) | {"set_aside": pd.DataFrame()},
        tables(run(listed, folder / "list-out", parts=1)) | {"set_aside": pd.DataFrame()},
    )


def test_the_workbook_gives_the_same_verdicts_and_cells(folder, listed):
    workbook = folder / "cohort.xlsx"
    invented(workbook, "xlsx")
    reading = read_workbook(workbook)
    assert reading.cohort is not None
    found = tables(run(listed, folder / "beside-excel", parts=2))

    for definition in DEFINITIONS:
        for strategy in STRATEGIES:
            judged = classify(reading.cohort, load_definition(definition), strategy=strategy)
            own = found["verdicts"].query("definition == @definition and strategy == @strategy")
            own = own.set_index("patient").loc[judged.outcomes["patient"]]
            for column in ("response", "left_open", "status", "window_ended_by"):
                wanted = [str(each) for each in judged.outcomes[column]]
                assert [str(each) for each in own[column].replace("nan", "None")] == wanted
            for column in ("onset_day", "confirmed_day", "relapse_day", "window_end_day"):
                np.testing.assert_array_equal(
                    own[column].to_numpy(float),
                    judged.outcomes[column].to_numpy(float, na_value=np.nan),
                )
            evidence = found["evidence"].query(
                "definition == @definition and strategy == @strategy"
            )
            assert set(evidence["source_row"] + 1) == _rows_of(judged.occasions)


def _rows_of(occasions: pd.DataFrame) -> set[int]:
    """Return the rows of the sheet Results that the evidence names."""
    evidence = occasions[occasions["evidence"]]
    cells = [cell for column in evidence if column.endswith("_cell") for cell in evidence[column]]
    return {int(cell.rpartition("D")[2]) for cell in cells if cell}


@given(seed=st.integers(0, 2**32 - 1), parts=st.integers(1, 7), files=st.integers(1, 3))
@hypothesis.settings(max_examples=8, deadline=None)
def test_neither_order_nor_parts_nor_files_change_anything(
    tmp_path_factory, tidy, in_memory, seed, parts, files
):
    own = tmp_path_factory.mktemp("shuffled")
    results = pq.read_table(tidy / "results")
    rows = np.random.default_rng(seed).permutation(results.num_rows)
    for number in range(files):
        pq.write_table(results.take(pa.array(rows[number::files])), own / f"{number}.parquet")
    others = {name: [tidy / name] for name in ("patients", "infusions", "treatments", "events")}

    found = run([str(own / "*.parquet")], own / "out", others=others, parts=parts)

    expected = tables(in_memory, sources=False)
    for name, table in tables(found, sources=False).items():
        pd.testing.assert_frame_equal(table, expected[name])
