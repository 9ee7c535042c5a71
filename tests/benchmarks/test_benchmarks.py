"""The benchmarks run, and measure what agrees: at small sizes, for nobody runs them every day."""

import importlib
import pkgutil

import pytest

import benchmarks
from benchmarks import by_hand, cohorts, engine, operating, registry
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from srns.simulation.settings import SimulationSettings
from srns.simulation.simulate import invent

NEEDS = ("sksurv", "lifelines")
"""Libraries that one benchmark compares with; not everybody has them installed."""


@pytest.mark.parametrize("name", [each.name for each in pkgutil.iter_modules(benchmarks.__path__)])
def test_each_benchmark_can_be_imported(name: str):
    try:
        importlib.import_module(f"benchmarks.{name}")
    except ModuleNotFoundError as missing:
        if (missing.name or "").split(".")[0] not in NEEDS:
            raise
        pytest.skip(f"{missing.name} is not installed")


def test_the_loop_gives_the_verdicts_of_the_engine():
    cohort = cohorts.invent_cohort(300, 50, first_day=1)
    computed = classify(cohort, load_definition("haddad_2021")).outcomes["response"]
    assert engine.judge_in_a_loop(cohort) == computed.tolist()
    assert computed.nunique() > 3


@pytest.mark.skipif(engine.numba is None, reason="numba is not installed")
def test_the_compiled_kernel_gives_the_verdicts_of_the_engine():
    definition = load_definition("haddad_2021")
    cohort = cohorts.invent_cohort(300, 50, first_day=1)
    computed = classify(cohort, definition).outcomes["response"].to_numpy()
    assert (engine.CODES[engine.judge_compiled(cohort, definition)] == computed).all()


def test_a_year_of_strips_decides():
    diaries = cohorts.invent_diaries(20)
    assert len(diaries.labs) > 6_000
    assert classify(diaries, load_definition("ipna_2022")).outcomes["response"].notna().all()


def test_the_rule_by_hand_gives_the_verdicts_of_the_engine(tmp_path):
    registry.make_data(tmp_path / "in", 15_000)
    files = sorted(map(str, (tmp_path / "in").glob("*.parquet")))

    ours = registry.engine("memory", files, str(tmp_path / "out"))

    assert by_hand.duckdb_counts(files) == registry.loop(files) == ours
    assert len(ours) > 3


def test_a_true_remission_is_found_where_visits_are_frequent_and_complete():
    settings = SimulationSettings(300, visit_days=14, missing_albumin=0.0, strips=0.0)
    (records,) = invent(settings)
    true = operating.truly_complete(records.truth)
    judged = classify(operating.as_cohort(records), load_definition("haddad_2021"))
    called = (judged.outcomes["response"] == "complete remission").to_numpy()

    assert called[true].mean() > 0.95
    assert called[~true].mean() < 0.1
