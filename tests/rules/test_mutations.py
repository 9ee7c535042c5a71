"""Would a test notice a wrong sign, threshold or count in a published definition?

Each published definition is spoilt in one place and the tables of the spec are asked again; at
least one of them must fail. The engine's own code is spoilt in the same way by mutate_engine.py.
"""

from collections.abc import Callable, Iterator
from itertools import product
from types import ModuleType
from typing import Any

import pytest

from srns.rules.definition import Definition
from srns.rules.load_definition import PUBLISHED, parse_definition
from tests.rules import test_spec_course, test_spec_response
from tests.rules.edges import CLOSED_EDGES, HADDAD_EDGES, write_table
from tests.rules.table import SUBSTITUTES, responses

COMPLETE = '[[response]]\nname = "complete remission"'
PARTIAL = '[[response]]\nname = "partial remission"'
RELAPSE = "[relapse]"

# Where to look from, what stands there, what is put instead.
SPOILT = [
    ("", "albumin_window_days = 14", "albumin_window_days = 13"),
    ("", "albumin_window_days = 14", "albumin_window_days = 15"),
    ("", 'dated_by = "first"', 'dated_by = "last"'),
    (COMPLETE, '"< 0.2 mg/mg"', '"<= 0.2 mg/mg"'),
    (COMPLETE, '"< 0.2 mg/mg"', '"> 0.2 mg/mg"'),
    (COMPLETE, '"< 0.2 mg/mg"', '"< 0.19 mg/mg"'),
    (COMPLETE, '"< 0.2 mg/mg"', '"< 0.21 mg/mg"'),
    (COMPLETE, '"< 0.2 mg/mg"', '"< 0.2001 mg/mg"'),
    (COMPLETE, '"< 0.2 mg/mg"', '["< 0.2 mg/mg", "< 20 mg/mmol"]'),
    (COMPLETE, '"> 3.5 g/dL"', '">= 3.5 g/dL"'),
    (COMPLETE, '"> 3.5 g/dL"', '"< 3.5 g/dL"'),
    (COMPLETE, '"> 3.5 g/dL"', '"> 3.4 g/dL"'),
    (COMPLETE, '"> 3.5 g/dL"', '"> 3.6 g/dL"'),
    (COMPLETE, '"> 3.5 g/dL"', '"> 3.5 g/dL if measured"'),
    (COMPLETE, '"> 3.5 g/dL"', '"> 3.5 g/L"'),
    (COMPLETE, "occasions = 3", "occasions = 2"),
    (COMPLETE, "occasions = 3", "occasions = 4"),
    (COMPLETE, "occasions = 3", "occasions = 3\nmin_days_between = 4"),
    (COMPLETE, "occasions = 3", "occasions = 3\nmax_days_between = 180"),
    (COMPLETE, 'albumin_at = "confirming"', 'albumin_at = "each"'),
    (PARTIAL, "occasions = 1", "occasions = 2"),
    (PARTIAL, "occasions = 1", "occasions = 1\nby_month = 1"),
    (RELAPSE, '">= 2 mg/mg"', '"> 2 mg/mg"'),
    (RELAPSE, '">= 2 mg/mg"', '">= 1.99 mg/mg"'),
    (RELAPSE, '">= 2 mg/mg"', '">= 2.01 mg/mg"'),
    (RELAPSE, "occasions = 1", "occasions = 2"),
]
SPOILT_AS_WRITTEN = [
    (PARTIAL, '"> 0.2 and', '">= 0.2 and'),
    (PARTIAL, '"> 0.2 and', '"> 0.19 and'),
    (PARTIAL, '"> 0.2 and', '"> 0.21 and'),
    (PARTIAL, "and <= 1.0 mg/mg", "and < 1.0 mg/mg"),
    (PARTIAL, "and <= 1.0 mg/mg", "and <= 1.01 mg/mg"),
    (PARTIAL, "and <= 1.0 mg/mg", "and <= 0.99 mg/mg"),
    (PARTIAL, '">= 2.5 and', '"> 2.5 and'),
    (PARTIAL, '">= 2.5 and', '">= 2.4 and'),
    (PARTIAL, '">= 2.5 and', '">= 2.6 and'),
    (PARTIAL, "and <= 3.4 g/dL", "and < 3.4 g/dL"),
    (PARTIAL, "and <= 3.4 g/dL", "and <= 3.41 g/dL"),
    (PARTIAL, "and <= 3.4 g/dL", "and <= 3.3 g/dL"),
]
SPOILT_CLOSED = [
    (PARTIAL, '"<= 1.0 mg/mg"', '"< 1.0 mg/mg"'),
    (PARTIAL, '"<= 1.0 mg/mg"', '"<= 1.01 mg/mg"'),
    (PARTIAL, '"<= 1.0 mg/mg"', '"<= 0.99 mg/mg"'),
    (PARTIAL, '"<= 1.0 mg/mg"', '"> 0.2 and <= 1.0 mg/mg"'),
    (PARTIAL, '">= 2.5 g/dL"', '"> 2.5 g/dL"'),
    (PARTIAL, '">= 2.5 g/dL"', '">= 2.4 g/dL"'),
    (PARTIAL, '">= 2.5 g/dL"', '">= 2.6 g/dL"'),
    (PARTIAL, '">= 2.5 g/dL"', '">= 2.5 and <= 3.4 g/dL"'),
    (PARTIAL, '">= 2.5 g/dL"', '">= 2.5 g/dL if measured"'),
]


def spoil(identifier: str, place: str, found: str, instead: str) -> str:
    """Return the text of a published definition with one change after a place."""
    text = (PUBLISHED / f"{identifier}.toml").read_text("utf-8")
    before, mark, after = text.partition(place) if place else ("", "", text)
    assert found in after, f"{identifier} has no {found!r} after {place!r}"
    return before + mark + after.replace(found, instead, 1)


def swap(identifier: str) -> str:
    """Swap the two responses."""
    text = (PUBLISHED / f"{identifier}.toml").read_text("utf-8")
    top, complete, partial = text.split("[[response]]")
    partial, relapse, rest = partial.partition(RELAPSE)
    return f"{top}[[response]]{partial}[[response]]{complete}{relapse}{rest}"


def cases(module: ModuleType) -> Iterator[Callable[[], None]]:
    """Yield every test of a module, with every row of its parameters, as a plain call."""
    for name, test in vars(module).items():
        if not name.startswith("test_"):
            continue
        tables: list[list[dict[str, Any]]] = []
        for mark in getattr(test, "pytestmark", []):
            names = mark.args[0] if isinstance(mark.args[0], tuple) else (mark.args[0],)
            rows = [getattr(row, "values", row) for row in mark.args[1]]
            tables.append([dict(zip(names, row, strict=True)) for row in rows])
        for combined in product(*tables):
            keys = {key: value for row in combined for key, value in row.items()}
            yield lambda test=test, keys=keys: test(**keys)


def is_noticed(identifier: str, spoilt: Definition, *, of_relapse: bool = False) -> bool:
    """Run the edges first, then every table of the specification, until one fails."""
    tables = [test_spec_response, test_spec_course]
    if of_relapse:
        tables.reverse()  # the likelier to notice goes first
    edges = HADDAD_EDGES if identifier == "haddad_2021" else CLOSED_EDGES
    expected = {str(child): edge[2] for child, edge in enumerate(edges)}
    table = write_table([(edge[0], edge[1]) for edge in edges])
    SUBSTITUTES[identifier] = spoilt
    try:
        if responses(identifier, table) != expected:
            return True
        for module in tables:
            for case in cases(module):
                case()
    except AssertionError:
        return True
    finally:
        del SUBSTITUTES[identifier]
    return False


@pytest.mark.parametrize(("place", "found", "instead"), [*SPOILT, *SPOILT_AS_WRITTEN])
def test_a_spoilt_definition_is_noticed(place: str, found: str, instead: str) -> None:
    spoilt = parse_definition(spoil("haddad_2021", place, found, instead), "spoilt.toml")

    assert is_noticed("haddad_2021", spoilt, of_relapse=place == RELAPSE)


@pytest.mark.parametrize(
    ("place", "found", "instead"),
    [each for each in SPOILT if each[0] == COMPLETE and "_days_" not in each[2]
     and each[2] not in ('["< 0.2 mg/mg", "< 20 mg/mmol"]', 'albumin_at = "each"')]
    + SPOILT_CLOSED,
)  # fmt: skip
def test_a_spoilt_closed_definition_is_noticed(place: str, found: str, instead: str) -> None:
    spoilt = parse_definition(spoil("haddad_2021_closed", place, found, instead), "spoilt.toml")

    assert is_noticed("haddad_2021_closed", spoilt)


@pytest.mark.parametrize("identifier", ["haddad_2021", "haddad_2021_closed"])
def test_responses_in_the_wrong_order_are_noticed(identifier: str) -> None:
    assert is_noticed(identifier, parse_definition(swap(identifier), "spoilt.toml"))


@pytest.mark.parametrize("identifier", ["haddad_2021", "haddad_2021_closed"])
def test_the_definition_itself_stands(identifier: str) -> None:
    """Otherwise every mutant would be noticed trivially."""
    assert not is_noticed(
        identifier, parse_definition((PUBLISHED / f"{identifier}.toml").read_text("utf-8"))
    )
