"""Engines chosen by size, files found in a folder, and a plan that is handed on as text."""

import pytest

import srns
from srns.cli import main
from srns.cohort.errors import InputError
from srns.registry.given_tables import GivenTable, GivenTables, find_tables
from srns.registry.plan import choose_engine, make_plan, read_plan
from srns.registry.run_registry import LARGEST
from srns.simulation.settings import SimulationSettings
from tests.registry.runs import invented, run

FEW = SimulationSettings(12, years=1.5)


@pytest.fixture(scope="module")
def tidy(tmp_path_factory):
    return invented(tmp_path_factory.mktemp("plans") / "tidy", settings=FEW)


@pytest.mark.parametrize(
    ("rows", "engine"),
    [(0, "memory"), (5_000_000, "memory"), (5_000_001, "duckdb"), (10**13, "duckdb")],
)
def test_the_engine_is_chosen_by_the_number_of_results(rows, engine):
    table = GivenTable("results", ("a.parquet",), ("patient",), ("text",), "patient", rows)

    assert choose_engine(GivenTables((table,), True), LARGEST) == engine


def test_a_plan_is_the_same_after_it_was_text(tidy):
    plan = make_plan(find_tables([tidy]), ["haddad_2021"], ["until rescue"], engine="memory")

    assert read_plan(plan.as_json()) == plan
    assert read_plan(plan.as_json()).fingerprint() == plan.fingerprint()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"engine": "abacus"}, "found the engine 'abacus'"),
        ({"strategies": ["hope"]}, "found the strategy 'hope'"),
        ({"definitions": ["haddad"]}, "found no definition 'haddad'"),
    ],
)
def test_what_is_not_known_is_named(tmp_path, tidy, asked, message):
    with pytest.raises(InputError, match=message):
        run(tidy, tmp_path / "out", **asked)


def test_files_and_patterns_are_tables_as_a_folder_is(tmp_path, tidy):
    named = find_tables([str(tidy / "results/*.parquet")], {"patients": [tidy / "patients"]})

    assert [each.name for each in named.tables] == ["results", "patients"]
    assert named.results == find_tables([tidy]).results


def test_the_command_says_what_was_found_and_where(tmp_path, tidy, capsys):
    code = main(["registry", str(tidy), "--out", str(tmp_path / "out"), "--definition", "ipna_2022",
                 "--definition", "haddad_2021", "--parts", "2"])  # fmt: skip

    said = capsys.readouterr()
    assert code == 1  # some results cannot be read
    assert "haddad_2021, treatment policy: " in said.out
    assert "Wrote 12 children from" in said.out
    assert "could not be used as they stand: see" in said.out
    assert "2 of 2 parts" in said.err


def test_the_front_door_simulates_and_judges(tmp_path):
    counts = srns.simulate(tmp_path / "in", 5, years=1.0, unreadable=0.0)
    found = srns.run_registry([tmp_path / "in"], tmp_path / "out")

    assert counts["truth"] == counts["patients"] == found.children == 5
    assert found.table("verdicts")["patient"].nunique() == 5
