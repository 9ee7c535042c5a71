"""A column of a registry is read as one type, whatever the types of its files are."""

import datetime
import decimal
import uuid

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from srns.cohort.errors import InputError
from tests.registry.runs import assert_equal, run, tables

NAMES = ["A", "A", "A", "B"]
PLAIN = pa.table(
    {
        "patient": NAMES,
        "day": [30, 60, 90, 30],
        "analyte": ["upcr"] * 4,
        "value": [0.1, 0.1, 0.1, 3.0],
        "bound": [""] * 4,
        "unit": ["mg/mg"] * 4,
    }
)


def with_column(table, name, values):
    return table.set_column(table.column_names.index(name), name, values)


def judged(folder, *files, engine="memory", parts=2, **others):
    (folder / "in" / "results").mkdir(parents=True)
    for number, table in enumerate(files):
        pq.write_table(table, folder / "in" / "results" / f"{number}.parquet")
    for name, table in others.items():
        pq.write_table(table, folder / "in" / f"{name}.parquet")
    return run(folder / "in", folder / "out", engine, parts=parts, for_dashboard=True)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return tables(judged(tmp_path_factory.mktemp("plain"), PLAIN))


@pytest.mark.parametrize(
    ("column", "values"),
    [
        pytest.param("patient", pa.array(NAMES, pa.large_string()), id="large text"),
        pytest.param("patient", pa.array(NAMES, pa.string_view()), id="view"),
        pytest.param("patient", pa.array([b"A", b"A", b"A", b"B"]), id="bytes"),
        pytest.param("patient", pa.array(NAMES).dictionary_encode(), id="dictionary"),
        pytest.param("day", pa.array([30.0, 60.0, 90.0, 30.0]), id="number"),
        pytest.param("day", pa.array(["30", "60", "90", "30"]), id="text of numbers"),
        pytest.param("day", pa.array([30, 60, 90, 30], pa.uint64()), id="unsigned"),
        pytest.param("day", pa.array([*map(decimal.Decimal, (30, 60, 90, 30))]), id="decimal day"),
        pytest.param(
            "value", pa.array([*map(decimal.Decimal, ("0.1000", "0.1000", "0.1000", "3.0000"))]),
            id="decimal",
        ),
        pytest.param("bound", pa.nulls(4), id="nothing"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_the_type_of_a_column_changes_no_verdict(tmp_path, plain, engine, column, values):
    found = judged(tmp_path, with_column(PLAIN, column, values), engine=engine)

    assert found.failures == {}
    assert_equal(tables(found), plain)


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_files_of_one_table_may_have_other_types_and_another_order(tmp_path, plain, engine):
    texts = with_column(PLAIN.slice(2), "value", pa.array(["0.1", "3"]))
    other = with_column(texts, "bound", pa.nulls(2)).select(PLAIN.column_names[::-1])

    found = tables(judged(tmp_path, PLAIN.slice(0, 2), other, engine=engine), sources=False)

    for name in ("verdicts", "course"):
        wanted = plain[name].drop(columns=[each for each in plain[name] if "source_" in each])
        assert found[name].equals(wanted)


@pytest.mark.parametrize("engine", ["memory", "duckdb", "sail"])
def test_seven_is_one_child_in_whichever_table(tmp_path, engine):
    if engine == "sail":
        pytest.importorskip("pysail", reason="the extra 'spark' is not installed")
    results = with_column(PLAIN, "patient", pa.array([7.0, 7.0, 7.0, None]))
    spelled = with_column(PLAIN, "patient", pa.array(["7", "\t7", "\u00a07 ", "8"]))

    found = judged(
        tmp_path, results, spelled, engine=engine, patients=pa.table({"patient": [7, 8]})
    )

    assert sorted(set(tables(found)["verdicts"]["patient"])) == ["7", "8"]
    assert tables(found)["set_aside"]["expected"].tolist() == ["the child"]


def test_children_may_be_named_by_uuid(tmp_path):
    name = uuid.uuid4()
    stored = pa.array([name.bytes] * 4, pa.uuid())

    found = judged(tmp_path, with_column(PLAIN, "patient", stored))

    assert set(tables(found)["verdicts"]["patient"]) == {str(name)}


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_columns_that_are_not_needed_are_not_read(tmp_path, plain, engine):
    further = {
        "source_row": [9] * 4, "source_problem": ["torn"] * 4, "srns_part": [5] * 4,
        "taken": [[1]] * 4, "when": pa.array([10**15] * 4, pa.timestamp("s", "Asia/Tokyo")),
    }  # fmt: skip
    wide = PLAIN
    for each, values in further.items():
        wide = wide.append_column(each, pa.array(values))

    assert_equal(tables(judged(tmp_path, wide, engine=engine)), plain)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        pytest.param(
            PLAIN.append_column("value", pa.array([1.0] * 4)), "the column 'value' twice",
            id="twice",
        ),
        pytest.param(
            with_column(PLAIN, "value", pa.array([[1.0]] * 4)), "expected 'value', with one value",
            id="list",
        ),
    ],
)  # fmt: skip
def test_a_column_that_says_not_one_value_ends_in_one_sentence(tmp_path, table, message):
    with pytest.raises(InputError, match=message):
        judged(tmp_path, table)


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
@pytest.mark.parametrize("zone", ["Europe/Berlin", "UTC", "Pacific/Auckland"])
def test_a_moment_is_a_day_where_it_was(tmp_path, engine, zone):
    midnights = [datetime.datetime(2020, 1, 1) + datetime.timedelta(day) for day in (30, 60)]
    local = pa.compute.assume_timezone(pa.array(midnights, pa.timestamp("us")), zone)
    results = pa.table({"patient": ["A"] * 2, "date": local, "test": ["Up/c"] * 2,
                        "result": ["0.1"] * 2, "unit": ["mg/mg"] * 2})  # fmt: skip
    patients = pa.table({"patient": ["A"], "index date": [datetime.date(2020, 1, 1)]})

    found = judged(tmp_path, results, patients=patients, engine=engine, parts=1)

    assert found.table("child_labs")["day"].tolist() == [30, 60]
    assert found.set_aside == 0


@pytest.mark.parametrize("day", [2932897, 7_000_000, -800_000])
@pytest.mark.parametrize("kind", [pa.date32(), pa.timestamp("s")])
def test_a_day_beyond_the_calendar_costs_its_row_alone(tmp_path, day, kind):
    days = [18292, 18322, day]
    whole = days if kind == pa.date32() else [each * 86_400 for each in days]
    stored = pa.array(whole, pa.int32() if kind == pa.date32() else pa.int64()).cast(kind)
    results = pa.table({"patient": ["A"] * 3, "date": stored, "test": ["Up/c"] * 3,
                        "result": ["0.1"] * 3, "unit": ["mg/mg"] * 3})  # fmt: skip
    patients = pa.table({"patient": ["A"], "index date": [datetime.date(2020, 1, 1)]})

    found = judged(tmp_path, results, patients=patients)

    assert found.failures == {}
    assert tables(found)["set_aside"][["source_row", "column"]].to_numpy().tolist() == [[3, "date"]]
