"""Invented cohorts: the truth is drawn at the stated rates, and the records follow from it."""

import json
import re

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from srns.cohort.errors import InputError
from srns.simulation import simulate as simulate_module
from srns.simulation.children import IN_COMPLETE, IN_PARTIAL, NEPHROTIC, draw_children
from srns.simulation.lists import LISTS
from srns.simulation.rates import CERTAINTIES, rate, read_rates
from srns.simulation.settings import SimulationSettings
from srns.simulation.simulate import INVENTED, describe, invent, simulate
from srns.workbook.read_workbook import read_workbook
from srns.workbook.results.dialect import recognize

MANY = SimulationSettings(4000, years=10)


@pytest.fixture(scope="module")
def children():
    return draw_children(MANY, 1, MANY.children, np.random.default_rng(5))


@pytest.mark.parametrize("name", read_rates())
def test_every_rate_has_a_source_or_says_that_it_has_none(name):
    one = read_rates()[name]

    assert one.certainty in CERTAINTIES
    assert (one.address == "") == (one.certainty == "unverified")
    assert name in describe(MANY)


@pytest.mark.parametrize("drug", ["tacrolimus", "cyclophosphamide"])
def test_first_lines_reach_what_was_published(children, drug):
    first = (children.first_drug == drug) & ~np.isfinite(children.second_start)
    again = (children.first_drug == drug) & np.isfinite(children.second_start)
    of = (first | again).sum()
    complete = (first & (children.state == IN_COMPLETE)).sum() / of
    reached = (first & (children.state > NEPHROTIC)).sum() / of

    # Four standard errors of a proportion of 2,000 children.
    assert complete == pytest.approx(rate(f"complete_on_{drug}"), abs=0.045)
    assert reached == pytest.approx(rate(f"any_on_{drug}"), abs=0.045)


def test_kidneys_fail_as_published(children):
    for state, name in ((IN_PARTIAL, "partial"), (NEPHROTIC, "none")):
        own = children.state == state
        years = np.minimum(children.last, children.kidney_failure)[own].sum() / 365.25
        failed = np.isfinite(children.kidney_failure[own]).sum()
        yearly = -np.log(rate(f"kidneys_at_10_years_{name}")) / 10
        assert failed == pytest.approx(years * yearly, abs=4 * np.sqrt(years * yearly))


def test_a_child_is_in_remission_from_its_day_until_its_relapse(children):
    relapsing = np.flatnonzero(np.isfinite(children.relapse))
    before, within = children.remission[relapsing] - 1, children.remission[relapsing]

    assert (children.state_on(relapsing, before) == NEPHROTIC).all()
    assert (children.state_on(relapsing, within) == children.state[relapsing]).all()
    assert (children.state_on(relapsing, children.relapse[relapsing]) == NEPHROTIC).all()


def test_the_same_settings_make_the_same_cohort_and_another_seed_another():
    (one,), (same,), (other,) = (
        list(invent(SimulationSettings(30, seed=seed))) for seed in (1, 1, 2)
    )

    pd.testing.assert_frame_equal(one.results, same.results)
    assert not one.results["value"].equals(other.results["value"])


@pytest.mark.parametrize(
    ("setting", "of"),
    [
        ({"unreadable": 1.0}, lambda frame: frame["value"].isna().all()),
        ({"strips": 1.0}, lambda frame: (frame["analyte"] != "upcr").all()),
        ({"missing_albumin": 1.0}, lambda frame: (frame["analyte"] != "albumin").all()),
        ({"si_units": 1.0}, lambda frame: set(frame["unit"]) <= {"mg/mmol", "g/L", ""}),
        ({"diaries": 1.0}, lambda frame: (frame["source"] == "diary").sum() > 100),
        ({"duplicates": 1.0, "unreadable": 0.0}, lambda frame: frame.duplicated(keep=False).all()),
        ({"censored": 1.0, "si_units": 0.0}, lambda frame: (frame["bound"] == "<").any()),
        ({"long_rows": 5000}, lambda frame: (frame["patient"] == "P000001").sum() >= 5000),
    ],
    ids=lambda given: next(iter(given)) if isinstance(given, dict) else "",
)
def test_each_setting_does_what_it_says(setting, of):
    (records,) = invent(SimulationSettings(20, **setting))

    assert of(records.results)


def test_every_file_says_that_it_is_invented(tmp_path):
    simulate(tmp_path / "tidy", SimulationSettings(3))

    for file in tmp_path.glob("tidy/*/*.parquet"):
        assert pq.read_schema(file).metadata[b"srns"] == INVENTED.encode()
    assert INVENTED in (tmp_path / "tidy" / "README.txt").read_text("utf-8")


def test_every_file_of_fhir_says_that_it_is_invented(tmp_path):
    counts = simulate(tmp_path / "fhir", SimulationSettings(3), "fhir")

    files = sorted(tmp_path.glob("fhir/*.ndjson"))
    assert {each.name.partition(".")[0] for each in files} <= set(counts)
    for file in files:
        first, *_ = file.read_text("utf-8").splitlines()
        assert json.loads(first)["meta"]["tag"][0]["code"] == "HTEST"


@pytest.mark.parametrize("form", LISTS)
def test_every_list_is_recognized_as_its_dialect(tmp_path, form):
    simulate(tmp_path / form, SimulationSettings(3), form)

    (file,) = tmp_path.glob(f"{form}/results/*.parquet")
    dialect = recognize(pq.read_schema(file).names)
    assert dialect is not None
    assert dialect.id == form


def test_the_workbook_is_read_without_asking_anything(tmp_path):
    simulate(tmp_path / "cohort.xlsx", SimulationSettings(8, unreadable=0.0), "xlsx")

    reading = read_workbook(tmp_path / "cohort.xlsx")

    assert reading.errors == ()
    assert reading.cohort is not None
    assert len(reading.cohort.patients) == 8


@pytest.mark.parametrize(
    ("settings", "message"),
    [({"children": 0}, "found 0 children"), ({"children": 1, "strips": 1.5}, "found strips 1.5")],
)
def test_a_setting_without_sense_is_refused(settings, message):
    with pytest.raises(InputError, match=message):
        SimulationSettings(**settings)


def test_a_folder_with_files_is_left_alone(tmp_path):
    (tmp_path / "thesis.docx").write_bytes(b"")

    with pytest.raises(InputError, match="expected an empty folder"):
        simulate(tmp_path, SimulationSettings(1))


@pytest.mark.parametrize(
    ("limit", "what"),
    [
        ("LARGEST_AREA", "cells"),
        ("MOST_ROWS", "rows in a sheet"),
        ("LARGEST_FILE", "bytes"),
        ("LARGEST_CONTENT", "bytes unpacked"),
    ],
)
def test_a_workbook_that_the_reader_would_refuse_is_not_written(tmp_path, monkeypatch, limit, what):
    monkeypatch.setattr(simulate_module, limit, 500)

    with pytest.raises(InputError, match=rf"found [\d,]+ {what} for 40 children; .* some \d+ chi"):
        simulate(tmp_path / "cohort.xlsx", SimulationSettings(40, years=1.0), "xlsx")

    assert not list(tmp_path.iterdir())


def test_as_many_children_as_are_said_to_fit_do_fit(tmp_path, monkeypatch):
    monkeypatch.setattr(simulate_module, "LARGEST_AREA", 9_000)
    with pytest.raises(InputError) as refused:
        simulate(tmp_path / "cohort.xlsx", SimulationSettings(90, years=1.0), "xlsx")
    fit = int(re.search(r"some (\d+) children", str(refused.value))[1])

    counts = simulate(tmp_path / "cohort.xlsx", SimulationSettings(fit, years=1.0), "xlsx")

    assert 10 < counts["patients"] == fit < 90
