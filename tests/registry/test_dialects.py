"""The same children in every dialect, their rows in any order: every field of every table."""

import hypothesis
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from srns.simulation.lists import LISTS
from tests.registry.runs import IN_CLINIC, invented, run, said, shuffled

FORMS = [(form, kind) for form in ("tidy", *LISTS) for kind in ("parquet", "csv")]
FORMS += [("fhir", "ndjson")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("dialects")


@pytest.fixture(scope="module")
def written(folder):
    return {
        (form, kind): invented(folder / f"{form}-{kind}", form, IN_CLINIC, text=kind == "csv")
        for form, kind in FORMS
    }


@pytest.fixture(scope="module")
def expected(folder, written):
    return said(run(written["tidy", "parquet"], folder / "expected", parts=1))


def test_the_children_have_what_a_dialect_could_lose(expected):
    evidence = expected["evidence"]

    assert {"", "<"} <= set(evidence["bound"])
    assert {"mg/mg", "mg/mmol", "g/dL", "g/L"} <= set(evidence["unit"])
    assert {"upcr", "albumin", "dipstick"} <= set(evidence["analyte"])
    assert evidence["value"].isna().any()
    assert all(len(table) for table in expected.values())


@pytest.mark.parametrize("form", FORMS, ids="-".join)
@given(
    seed=st.integers(0, 2**32 - 1), parts=st.integers(1, 5), files=st.integers(1, 3),
    engine=st.sampled_from(["memory", "duckdb"]),
)  # fmt: skip
@hypothesis.settings(max_examples=2, deadline=None)
def test_every_dialect_says_the_same_in_any_order(
    tmp_path_factory, written, expected, form, seed, parts, files, engine
):
    own = tmp_path_factory.mktemp("shuffled")
    random = np.random.default_rng(seed)
    rows = shuffled(written[form], own / "in", random, files)

    found = said(run(rows, own / "out", engine, parts=parts))

    for name, table in expected.items():
        pd.testing.assert_frame_equal(found[name], table)
