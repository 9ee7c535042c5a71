"""Analysis set: read back, it gives the same verdicts and the same summary to the byte."""

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srns.cli import main
from srns.cohort.errors import GateError, InputError
from srns.report.dataset import (
    read_dataset,
    result_files,
    results_equal,
    write_dataset,
)
from srns.report.dataset_tables import read_csv, read_parquet, write_csv, write_parquet
from srns.rules.basis import Basis, classify_on
from srns.rules.load_definition import load_definition
from tests.analysis.cohorts import DEFINITION, PAPER_COHORT, ROOT, first_children
from tests.report.deidentified import cleared

PAPER = str(ROOT / "data" / "haddad2021.xlsx")


@pytest.fixture(scope="module")
def content() -> bytes:
    return write_dataset(cleared(), DEFINITION, note="simulated")


def files_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("parquet", [True, False], ids=["from Parquet", "from CSV"])
@pytest.mark.parametrize(
    ("definition", "basis"),
    [
        ("haddad_2021", Basis()),
        ("ipna_2022", Basis(strategy="rescue is no response")),
        ("kdigo_2025", Basis(by_line=True)),
    ],
)
def test_verdicts_and_summary_are_the_same_to_the_byte(definition, basis, parquet):
    definition = load_definition(definition)
    written = write_dataset(cleared(), definition, basis)

    found = read_dataset(written, parquet=parquet)

    assert len(found.stated) == 4
    assert results_equal(found)["identical"].all()


def test_the_results_are_those_of_the_workbook_but_for_the_order_of_children():
    written = cleared()
    direct = classify_on(written.cohort, DEFINITION, Basis()).verdicts.set_index("patient")
    found = read_dataset(write_dataset(written, DEFINITION)).classify().verdicts

    again = found.set_index("patient").loc[direct.index]
    for column in ("response", "onset_day", "confirmed_day", "relapse_day", "status", "reason"):
        assert again[column].astype(object).where(again[column].notna(), None).tolist() == (
            direct[column].astype(object).where(direct[column].notna(), None).tolist()
        )


def test_equal_contents_are_equal_archives(content):
    assert write_dataset(cleared(), DEFINITION, note="simulated") == content


def test_every_file_is_described_with_its_size_and_hash(content):
    files = files_of(content)
    package = json.loads(files["datapackage.json"])

    described = {each["path"]: each for each in package["resources"]}
    assert set(described) == set(files) - {"datapackage.json"}
    for path, resource in described.items():
        assert resource["bytes"] == len(files[path])
        assert resource["hash"] == f"sha256:{hashlib.sha256(files[path]).hexdigest()}"
    assert len({each["name"] for each in package["resources"]}) == len(described)


def test_the_schema_has_every_column_of_the_table(content):
    files = files_of(content)
    for resource in json.loads(files["datapackage.json"])["resources"]:
        if resource["path"].startswith("data/") and resource["format"] == "csv":
            header = next(csv.reader(io.StringIO(files[resource["path"]].decode())))
            assert [each["name"] for each in resource["schema"]["fields"]] == header


def test_no_date_and_no_text_as_typed_is_in_it(content):
    files = files_of(content)
    assert not any(b"2005-" in files[name] for name in files if name.startswith("data/"))


def test_an_archive_that_was_changed_is_refused(content):
    files = files_of(content)
    files["data/labs.csv"] = files["data/labs.csv"].replace(b"0.15", b"0.25")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, part in files.items():
            archive.writestr(name, part)

    with pytest.raises(InputError, match="found tables that were changed since"):
        read_dataset(target.getvalue(), parquet=False)


@pytest.mark.parametrize("wrong", [b"", b"no archive"])
def test_what_is_no_set_is_named(wrong):
    with pytest.raises(InputError, match=r"found no analysis set: datapackage\.json is missing"):
        read_dataset(wrong)


def test_a_cohort_that_did_not_come_through_the_gate_is_refused():
    with pytest.raises(GateError):
        write_dataset(replace(cleared(), cohort=PAPER_COHORT), DEFINITION)


def test_a_set_of_nobody_is_written_and_read():
    found = read_dataset(write_dataset(cleared(first_children(0)), DEFINITION))

    assert found.classify().verdicts.empty
    assert results_equal(found)["identical"].all()


TABLES = st.lists(
    st.tuples(
        st.none() | st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\0")),
        st.none() | st.integers(-(2**62), 2**62),
        st.none() | st.floats(allow_nan=False, allow_infinity=False),
        st.none() | st.booleans(),
    )
)
KINDS = {"a": "text", "b": "whole", "c": "number", "d": "yes or no"}


@given(TABLES)
def test_every_table_comes_back_from_csv_and_from_parquet_as_it_was(rows):
    table = {
        "kinds": KINDS,
        "columns": {name: [row[at] for row in rows] for at, name in enumerate(KINDS)},
    }

    assert read_csv(write_csv(table), KINDS) == table["columns"]
    assert read_parquet(write_parquet(table), KINDS) == table["columns"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "'=1", "NA", "'NA"])
def test_no_cell_of_csv_is_a_formula_or_lost(text):
    table = {"kinds": {"a": "text"}, "columns": {"a": [text]}}
    written = write_csv(table).decode()

    assert written.splitlines()[1].strip('"').startswith("'")
    assert read_csv(written.encode(), {"a": "text"}) == {"a": [text]}


def test_the_command_writes_it_and_names_what_only_a_person_can_decide(tmp_path, capsys):
    target = tmp_path / "set.zip"

    assert main(["dataset", PAPER, "-o", str(target)]) == 2
    assert "Option: --ages, --leave-out or --accept-risk." in capsys.readouterr().err
    assert main(["dataset", PAPER, "-o", str(target), "--accept-risk"]) == 0
    assert "Wrote" in capsys.readouterr().out
    found = read_dataset(target.read_bytes())
    assert found.results() == result_files(found.classify())
    assert json.loads(found.stated["results/summary.json"])["n"] == 8
