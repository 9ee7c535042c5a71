"""Packed specifications come back as they were."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from srns.charts.chart_data import patient_chart_data
from srns.charts.theme import specification
from srns.charts.timeline import timeline
from srns.report.packed_specs import pack, unpack
from tests.analysis.cohorts import DEFINITION, PAPER_COHORT, judged


def drawn(patient: str) -> dict[str, Any]:
    found = judged(PAPER_COHORT)
    story = patient_chart_data(PAPER_COHORT, found, patient, found.units)
    return specification(lambda: timeline(story, DEFINITION, found.units))


def with_rows(node: Any, sets: dict[str, Any]) -> Any:
    """Put the rows in place of the names of the datasets, so that names do not matter."""
    if isinstance(node, list):
        return [with_rows(each, sets) for each in node]
    if not isinstance(node, dict):
        return node
    if set(node) == {"name"} and node["name"] in sets:
        names = dict.fromkeys(name for row in sets[node["name"]] for name in row)
        return [{name: row.get(name) for name in names} for row in sets[node["name"]]]
    return {
        key: with_rows(value, sets)
        for key, value in node.items()
        if key not in ("datasets", "usermeta")
    }


def plain(spec: dict[str, Any]) -> Any:
    return with_rows(spec, spec["datasets"])


def test_the_timelines_of_the_paper_come_back_as_they_were():
    specs = [drawn(str(patient)) for patient in PAPER_COHORT.patients["patient"]]

    packed = pack(specs)

    for place, spec in enumerate(specs):
        assert plain(unpack(packed, place)) == plain(spec)


def test_what_is_the_same_everywhere_is_written_once():
    spec = drawn("1")

    once, often = pack([spec]), pack([spec] * 5)

    assert [shape["t"] for shape in often["shapes"]] == [shape["t"] for shape in once["shapes"]]


LEAVES = st.none() | st.booleans() | st.integers(0, 9) | st.text("ab$", max_size=3)
NODES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["mark", "encoding", "x", "y"]), inner, max_size=3)
    ),
    max_leaves=8,
)
LAYERS = st.recursive(
    st.dictionaries(st.sampled_from(["mark", "encoding"]), NODES, max_size=2),
    lambda inner: st.fixed_dictionaries({"layer": st.lists(inner, max_size=3), "width": NODES}),
    max_leaves=6,
)


@given(st.lists(LAYERS, min_size=1, max_size=4))
def test_every_specification_comes_back_as_it_was(specs):
    packed = pack(specs)

    for place, spec in enumerate(specs):
        assert plain(unpack(packed, place)) == plain({**spec, "datasets": {}})
