"""The quantity that the concepts of a heading make together."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from srns.workbook.headings.vocabulary import dimensions, roles

_FILE = Path(__file__).parent / "quantities.toml"


@dataclass(frozen=True)
class Meaning:
    """One row of `quantities.toml`, whose head explains the fields."""

    name: str
    column: str | None
    decides: bool
    means: tuple[frozenset[str], ...]
    allows: frozenset[str]
    units: frozenset[str]
    must: str
    sides: bool | str


def _check(name: str, concepts: frozenset[str], known: Mapping[str, str]) -> None:
    for concept in concepts:
        for each in concept.split("/"):
            if each not in known:
                raise ValueError(f"quantities.toml: '{name}' has the unknown concept {each}")


@cache
def load_meanings() -> tuple[Meaning, ...]:
    """Load the quantities.

    Raises
    ------
    ValueError
        If one names a concept or a dimension that there is not.
    """
    with _FILE.open("rb") as file:
        data = tomllib.load(file)
    groups: Mapping[str, list[str]] = data["groups"]
    known = roles()
    found = []
    for row in data["quantity"]:
        allows: list[str] = list(groups["neutral"])
        for concept in row.get("allows", ()):
            allows.extend(groups[concept[1:]] if concept.startswith("@") else [concept])
        meaning = Meaning(
            row["name"],
            row.get("column"),
            row.get("decides", False),
            tuple(frozenset(each.split()) for each in row["means"]),
            frozenset(allows),
            frozenset(row.get("units", ())),
            row.get("must", ""),
            row.get("sides", True),
        )
        _check(meaning.name, meaning.allows.union(*meaning.means), known)
        if not meaning.units <= set(dimensions().values()):
            raise ValueError(f"quantities.toml: '{meaning.name}' has an unknown dimension")
        found.append(meaning)
    return tuple(found)


@cache
def _by_concept() -> Mapping[str, tuple[tuple[int, Meaning, frozenset[str]], ...]]:
    """Return the quantities by the first of their concepts, each with its place in the file."""
    found: dict[str, list[tuple[int, Meaning, frozenset[str]]]] = {}
    for place, meaning in enumerate(load_meanings()):
        for own in meaning.means:
            found.setdefault(min(own), []).append((place, meaning, own))
    return MappingProxyType({concept: tuple(rows) for concept, rows in found.items()})


@lru_cache(maxsize=10_000)
def find_meaning(
    concepts: frozenset[str], unit: str, *, with_sides: bool = False
) -> tuple[Meaning, frozenset[str]] | None:
    """Find what a set of concepts means with a unit, and which of them say so.

    Returns None where no quantity explains all of the concepts, or none is given in that unit.
    """
    dimension = dimensions()[unit] if unit else ""
    rows = _by_concept()
    chosen: tuple[int, int, Meaning, frozenset[str]] | None = None
    for concept in concepts:
        for place, meaning, own in rows.get(concept, ()):
            if not own <= concepts or not concepts - own <= meaning.allows:
                continue
            if not _fits_unit(meaning, dimension) or (with_sides and not meaning.sides):
                continue
            rank = (-len(own), place)
            if chosen is None or rank < chosen[:2]:
                chosen = (*rank, meaning, own)
    return chosen[2:] if chosen else None


def _fits_unit(meaning: Meaning, dimension: str) -> bool:
    if dimension:
        return dimension in meaning.units and meaning.must != "no unit"
    return meaning.must != "unit"
