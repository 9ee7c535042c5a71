"""The benchmarks run, and measure what agrees: at small sizes, for nobody runs them every day."""

import importlib
import pkgutil

import pytest

import benchmarks
from benchmarks import cohorts, engine
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition

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
