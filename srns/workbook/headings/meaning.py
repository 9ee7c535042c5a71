"""The quantity that the concepts of a heading make together."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

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
    sides: bool


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


def find_meaning(
    concepts: frozenset[str], unit: str, *, with_sides: bool = False
) -> tuple[Meaning, frozenset[str]] | None:
    """Find what a set of concepts means with a unit, and which of them say so.

    Returns None where no quantity explains all of the concepts, or none is given in that unit.
    """
    dimension = dimensions()[unit] if unit else ""
    chosen: tuple[Meaning, frozenset[str]] | None = None
    for meaning in load_meanings():
        if with_sides and not meaning.sides:
            continue
        if (dimension and dimension not in meaning.units) or (
            meaning.must and (meaning.must == "unit") != bool(unit)
        ):
            continue
        for own in meaning.means:
            explains = own <= concepts and concepts - own <= meaning.allows
            if explains and (chosen is None or len(own) > len(chosen[1])):
                chosen = (meaning, own)
    return chosen
