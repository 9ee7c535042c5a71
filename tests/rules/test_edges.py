"""What happens exactly at the limits, one line each with its reason."""

import pytest

from tests.rules.edges import CLOSED_EDGES, HADDAD_EDGES, POINTS, write_table
from tests.rules.table import responses


def _params(edges: list[tuple[str, str, str, str]]) -> list[object]:
    return [
        pytest.param(upcr, albumin, expected, id=reason)
        for upcr, albumin, expected, reason in edges
    ]


@pytest.mark.parametrize(("upcr", "albumin", "expected"), _params(HADDAD_EDGES))
def test_haddad_as_written(upcr: str, albumin: str, expected: str) -> None:
    assert responses("haddad_2021", write_table([(upcr, albumin)])) == {"0": expected}


@pytest.mark.parametrize(("upcr", "albumin", "expected"), _params(CLOSED_EDGES))
def test_haddad_with_its_gaps_closed(upcr: str, albumin: str, expected: str) -> None:
    assert responses("haddad_2021_closed", write_table([(upcr, albumin)])) == {"0": expected}


@pytest.mark.parametrize(("upcr", "albumin", "expected"), POINTS)
def test_points_where_published_definitions_part(upcr: str, albumin: str, expected: str) -> None:
    assert responses("haddad_2021", write_table([(upcr, albumin)])) == {"0": expected}


@pytest.mark.parametrize(
    ("definition", "edges"),
    [
        pytest.param("haddad_2021", HADDAD_EDGES, id="as written"),
        pytest.param("haddad_2021_closed", CLOSED_EDGES, id="gaps closed"),
    ],
)
def test_a_child_is_judged_alike_alone_and_among_others(
    definition: str, edges: list[tuple[str, str, str, str]]
) -> None:
    together = responses(definition, write_table([(edge[0], edge[1]) for edge in edges]))

    assert together == {str(child): edge[2] for child, edge in enumerate(edges)}
