"""What is published of a table of counts, and how probable that is for every count.

A second reading of the rule of `srns.privacy.small_counts`, on tables of numbers in place of
children. A test holds it against the rule itself.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from srns.privacy.small_counts import STEP

FEWEST, MOST = 5, 25
BEYOND = 4
"""The attacker reckons with so many children more than there are in any table, too."""
LARGEST = MOST + BEYOND + 1
BANDS = (LARGEST + 60) // STEP

Place = tuple[str, int, int]
"""Kind (all, row, column, cell), group and response; 0 where it has none. A row is a group."""
Noise = Callable[[Place, int], int]
"""Gives the noise of the children of a place, with (1) or without (0) a newcomer."""
ALL: Place = ("all", 0, 0)


@dataclass(frozen=True)
class Seen:
    """A number that is published (0: masked), of the children of a place.

    `added` is 1 where the newcomer of a later data cut is among them.
    """

    place: Place
    added: int
    shown: int


def publish(
    table: np.ndarray, noise: Noise, newcomer: tuple[int, int] | None = None
) -> frozenset[Seen]:
    """Return what is published of one grouping of two groups under one definition.

    Parameters
    ----------
    newcomer
        Group and response of one more child.
    """
    seen: list[Seen] = []

    def show(place: Place) -> bool:
        added = _is_of(place, newcomer)
        count = count_of(table, place) + added
        shown = max(0, (count + noise(place, added) + STEP // 2) // STEP) if count else 0
        seen.append(Seen(place, added, shown))
        return shown > 0

    if show(ALL):
        shown = [each for each in range(table.shape[1]) if show(("column", 0, each))]
        for group in range(len(table)):
            # Two groups that are masked stand together, which are all children once more.
            if show(("row", group, 0)):
                for each in shown:
                    show(("cell", group, each))
    return frozenset(seen)


def _is_of(place: Place, child: tuple[int, int] | None) -> int:
    """Return 1 where a child of this group and response is of a place, else 0."""
    if child is None:
        return 0
    kind, group, response = place
    in_group = kind in ("all", "column") or group == child[0]
    return int(in_group and (kind in ("all", "row") or response == child[1]))


def count_of(table: np.ndarray, place: Place) -> int:
    """Return the count of a place."""
    kind, group, response = place
    of = {"all": table, "row": table[group], "column": table[:, response]}
    return int(of[kind].sum() if kind in of else table[group, response])


def places_of(groups: int, responses: int) -> Iterator[Place]:
    """Yield every place of a table, the whole first."""
    yield ALL
    yield from (("row", group, 0) for group in range(groups))
    yield from (("column", 0, each) for each in range(responses))
    yield from (("cell", group, each) for group in range(groups) for each in range(responses))


def draws(random: np.random.Generator, *, noisy: bool) -> Noise:
    """Return noise that is the same whenever the same children are asked for."""
    drawn: dict[tuple[Place, int], int] = {}

    def noise(place: Place, added: int) -> int:
        if (place, added) not in drawn:
            size = int(random.geometric(0.5)) * int(random.choice((-1, 1)))
            drawn[place, added] = size if noisy and random.random() > 1 / 3 else 0
        return drawn[place, added]

    return noise


@cache
def chances(noisy: bool) -> np.ndarray:
    """Return the probability of each published value (column; 0 is masked) of each count (row)."""
    chance = np.zeros((LARGEST + 2, BANDS))
    for count in range(LARGEST + 2):
        sizes = range(-60, 61) if noisy and count else [0]
        for noise in sizes:
            shown = max(0, (count + noise + STEP // 2) // STEP)
            weight = 2.0 ** -abs(noise) / 3 if len(sizes) > 1 else 1.0
            chance[count, min(shown, BANDS - 1)] += weight
    return chance


def weigh(seen: Collection[Seen], *, noisy: bool) -> dict[Place, np.ndarray]:
    """Return for each place how probable what is seen of it is, for each count of it."""
    chance = chances(noisy)
    weights: dict[Place, np.ndarray] = {}
    for one in seen:
        shown = min(one.shown, BANDS - 1)
        of_count = chance[one.added : one.added + LARGEST, shown]
        weights[one.place] = weights.get(one.place, 1.0) * of_count
    return weights
