"""Compressed text files are read as they are plain; one that was cut ends in one sentence."""

import gzip
import shutil

import pyarrow as pa
import pytest

from srns.cohort.errors import InputError
from srns.registry.given_tables import find_tables
from srns.simulation.settings import SimulationSettings
from tests.registry.runs import assert_equal, invented, run, tables

FEW = SimulationSettings(12, years=1.5, diaries=0.0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("compressed")


@pytest.fixture(scope="module")
def plain(folder):
    return {
        form: invented(folder / form, form, FEW, text=True) for form in ("tidy", "omop", "fhir")
    }


@pytest.fixture(scope="module")
def wanted(folder, plain):
    return {form: tables(run(given, folder / f"{form}-out")) for form, given in plain.items()}


def compressed(given, target, suffix):
    """Copy a folder with every csv and ndjson compressed."""
    shutil.copytree(given, target)
    for file in [*target.rglob("*.csv"), *target.rglob("*.ndjson")]:
        with pa.output_stream(f"{file}{suffix}", compression="detect") as written:
            written.write(file.read_bytes())
        file.unlink()
    return target


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
@pytest.mark.parametrize("suffix", [".gz", ".zst"])
@pytest.mark.parametrize("form", ["tidy", "omop", "fhir"])
def test_a_compressed_file_is_read_like_a_plain_one(tmp_path, plain, wanted, form, suffix, engine):
    given = compressed(plain[form], tmp_path / "in", suffix)

    assert_equal(tables(run(given, tmp_path / "out", engine)), wanted[form])


def test_a_compressed_file_is_named_for_its_table(tmp_path):
    for name in ("results", "patients"):
        (tmp_path / f"{name}.csv.gz").write_bytes(gzip.compress(b"patient,date,test,result,unit\n"))
    (tmp_path / "notes.gz").write_bytes(b"")

    assert [each.name for each in find_tables([tmp_path]).tables] == ["results", "patients"]


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
@pytest.mark.parametrize("form", ["tidy", "fhir"])
def test_a_file_that_was_cut_is_named(tmp_path, plain, form, engine):
    given = compressed(plain[form], tmp_path / "in", ".gz")
    cut = next(iter([*given.rglob("results/*.gz"), *given.rglob("Observation*")]))
    cut.write_bytes(cut.read_bytes()[:-200])

    with pytest.raises(InputError, match=rf"{cut.name}: found (rows|lines) that cannot be read"):
        run(given, tmp_path / "out", engine)


def test_a_file_of_another_kind_than_its_name_says_is_named(tmp_path):
    (tmp_path / "results.csv.gz").write_bytes(b"patient,day,analyte,value,unit\nA,1,upcr,1,g/g\n")

    with pytest.raises(InputError, match=r"results\.csv\.gz: found a file that cannot be opened"):
        find_tables([tmp_path / "results.csv.gz"])
