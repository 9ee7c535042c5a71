"""Attack on published counts by somebody who knows the rule, and all about it but the draws.

Run: python -m tests.privacy.attack_counts. Two questions are asked.

What is possible? For every table of 2 × 2 and 2 × 3 counts of 5 to 25 children, and every pattern
of masked and shown numbers that can be published of it, every table that agrees is looked at: how
many values each count may have, and whether a masked one may be zero.

What is probable? Each table (up to the order of groups and responses) is published, and with it,
all at once, a second grouping of the same children, a second definition, and a data cut in which
exactly one child came to a cell that the attacker knows. Every table that there can be is weighed
by how probable all that is. Printed is how sure the attacker is of a count at most, and of how many
counts. The same is done with rounding alone; last come the counts that a viewer can use.
"""

import argparse
import itertools
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from srns.cohort.terms import RESPONSES
from srns.privacy.small_counts import MASKED, release
from tests.privacy.published_tables import (
    BEYOND,
    FEWEST,
    LARGEST,
    MOST,
    Noise,
    Place,
    Seen,
    draws,
    places_of,
    publish,
    weigh,
)
from tests.privacy.table_posterior import Evidence, posterior

SURE = 0.95
CERTAIN = 1 - 1e-9
AT_ONCE = 8
"""Tables whose posterior is found together."""
GROUPS = 2


@cache
def every_table(responses: int, fewest: int = FEWEST, most: int = MOST) -> np.ndarray:
    """Return every table of two groups and so many responses, of so many children."""
    cells = GROUPS * responses
    made = []
    for children in range(fewest, most + 1):
        bars = np.array(list(itertools.combinations(range(children + cells - 1), cells - 1)))
        edges = np.pad(bars, ((0, 0), (1, 1)), constant_values=((0, 0), (-1, children + cells - 1)))
        made.append((np.diff(edges, axis=1) - 1).astype(np.int8))
    return np.concatenate(made).reshape(-1, GROUPS, responses)


@cache
def different_tables(responses: int) -> np.ndarray:
    """Return one of all tables that differ in the order of groups and responses alone."""
    tables = every_table(responses)
    orders = [
        tables[:, groups][:, :, columns].reshape(len(tables), -1)
        for groups in itertools.permutations(range(GROUPS))
        for columns in itertools.permutations(range(responses))
    ]
    digits = LARGEST ** np.arange(GROUPS * responses)
    least = np.min([order @ digits for order in orders], axis=0)
    return tables[np.unique(least, return_index=True)[1]]


@dataclass(frozen=True)
class Possible:
    """What is possible whatever is published.

    Attributes
    ----------
    cases
        Tables, each with every pattern that may be published of it.
    fewest
        Values that a count may have, at least.
    never_zero
        Masked counts that cannot be zero.
    """

    cases: int
    fewest: int
    never_zero: int


def what_is_possible(responses: int) -> Possible:
    """Look at every pattern of masked and shown numbers, and every table that agrees with it."""
    places = list(places_of(GROUPS, responses))
    tables = every_table(responses, 0, MOST + BEYOND)
    parts = (tables.sum((1, 2)), tables.sum(2), tables.sum(1), tables)
    counts = np.concatenate([each.reshape(len(tables), -1) for each in parts], axis=1).T
    filled = (1 << np.arange(len(places))) @ (counts > 0)
    kinds, kind = np.unique(filled, return_inverse=True)
    small = (counts[0] >= FEWEST) & (counts[0] <= MOST)
    number = np.bincount(kind[small], minlength=len(kinds))
    values = np.zeros((len(kinds), len(places)), np.int64)
    for row, of_place in enumerate(counts):
        np.bitwise_or.at(values[:, row], kind, 1 << of_place.astype(np.int64))
    cases, fewest, never_zero = 0, LARGEST, 0
    for shown in patterns(places):
        agree = (kinds & shown) == shown
        possible = np.bitwise_or.reduce(values[agree], axis=0)
        cases += int(number[agree].sum())
        fewest = min(fewest, *(int(each).bit_count() for each in possible))
        never_zero += sum(
            not (shown >> at) & 1 and not int(each) & 1 for at, each in enumerate(possible)
        )
    return Possible(cases, fewest, never_zero)


def patterns(places: list[Place]) -> Iterator[int]:
    """Yield every set of numbers that may be shown together, as bits: no part of a masked one."""
    number = {place: at for at, place in enumerate(places)}
    inner = [place for place in places if place[0] in ("row", "column")]
    yield 0
    for size in range(len(inner) + 1):
        for sums in itertools.combinations(inner, size):
            base = 1 | sum(1 << number[each] for each in sums)
            cells = [
                number[place]
                for place in places
                if place[0] == "cell"
                and ("row", place[1], 0) in sums
                and ("column", 0, place[2]) in sums
            ]
            for shown in itertools.product((0, 1), repeat=len(cells)):
                yield base | sum(bit << at for bit, at in zip(shown, cells, strict=True))


def publish_all(
    table: np.ndarray, random: np.random.Generator, *, noisy: bool, at_once: bool
) -> tuple[Evidence, int, int]:
    """Publish a table, and with it what there may be beside it.

    Returns
    -------
    tuple
        How probable what is seen is, how many counts the table alone shows as masked, and how many
        of them cannot be zero, because a part of them is shown in a later data cut.
    """
    noise = draws(random, noisy=noisy)
    own, parts = set(publish(table, noise)), [set[Seen](), set[Seen]()]
    shown = {one.place for one in own if one.shown}
    masked = [
        place
        for place in places_of(*table.shape)
        if place not in shown
        and (place[0] == "column" or (place[0] == "cell" and ("row", place[1], 0) in shown))
    ]
    if at_once:
        came = int(random.integers(GROUPS)), int(random.integers(table.shape[1]))
        own |= publish(table, noise, came)
        for kept, same in enumerate((("all", "column"), ("all", "row"))):
            draw = _partly(noise, draws(random, noisy=noisy), same)
            for one in publish(_another(table, kept, random), draw):
                (own if one.place[0] in same else parts[kept]).add(one)
    seen = [weigh(each, noisy=noisy) for each in (own, *parts)]
    shown_somewhere = {one.place for one in own if one.shown and not one.added}
    cells = {one.place[2] for one in parts[0] if one.shown and one.place[0] == "cell"}
    not_zero = [
        place
        for place in masked
        if place in shown_somewhere
        or (place[0] == "column" and (place[2] in cells or _any_cell(shown_somewhere, place[2])))
    ]
    return Evidence(*(seen if at_once else seen[:1])), len(masked), len(not_zero)


def _any_cell(places: Collection[Place], response: int) -> bool:
    return any(("cell", group, response) in places for group in range(GROUPS))


def _partly(noise: Noise, other: Noise, same: tuple[str, ...]) -> Noise:
    """Return noise that is the same for the places that are the same children."""
    return lambda place, added: (noise if place[0] in same else other)(place, added)


def _another(table: np.ndarray, kept: int, random: np.random.Generator) -> np.ndarray:
    """Return a table at random with the same sums over groups (0) or over responses (1)."""
    if kept == 1:
        return _another(table.T, 0, random).T
    sums, parts = table.sum(0), len(table)
    return np.stack([random.multinomial(each, np.full(parts, 1 / parts)) for each in sums], axis=1)


@dataclass(frozen=True)
class Probable:
    """How sure somebody is who saw all.

    Attributes
    ----------
    tables
        How many were attacked.
    certain, sure
        Share of counts of which one value is certain, or more than 95 % probable.
    surest
        Probability of the likeliest value of any count.
    not_zero
        Share of masked counts that cannot be zero, because a later data cut shows a part of them.
    """

    tables: int
    certain: float
    sure: float
    surest: float
    not_zero: float


def what_is_probable(
    responses: int, *, noisy: bool, at_once: bool, most: int, seed: int = 1
) -> Probable:
    """Attack every different table, or at most so many, drawn at random."""
    random = np.random.default_rng(seed)
    tables = different_tables(responses)
    if len(tables) > most:
        tables = tables[np.sort(random.choice(len(tables), most, replace=False))]
    certain = sure = counts = not_zero = hidden = 0
    surest = 0.0
    for start in range(0, len(tables), AT_ONCE):
        published = [
            publish_all(table.astype(int), random, noisy=noisy, at_once=at_once)
            for table in tables[start : start + AT_ONCE]
        ]
        found = posterior([evidence for evidence, *_ in published], responses)
        likeliest = np.array([of_place.max(axis=1) for of_place in found.values()])
        certain += int((likeliest > CERTAIN).sum())
        sure += int((likeliest > SURE).sum())
        counts += likeliest.size
        surest = max(surest, float(likeliest.max()))
        hidden += sum(masked for _, masked, _ in published)
        not_zero += sum(never for *_, never in published)
    return Probable(len(tables), certain / counts, sure / counts, surest, not_zero / max(hidden, 1))


def usable(children: int, cohorts: int = 30) -> float:
    """Return the share of counts that a viewer can use, in invented cohorts."""
    random = np.random.default_rng(children)
    shown = total = 0
    for _ in range(cohorts):
        responses, groups, keys = invent(children, random)
        counts = release(responses, groups, keys).counts
        shown += int((counts["children"] != MASKED).sum())
        total += len(counts)
    return shown / total


def invent(
    children: int, random: np.random.Generator
) -> tuple[pd.Series, dict[str, pd.Series], pd.Series]:
    """Return verdicts, groups and keys of invented children, as uneven as cohorts are."""
    responses = random.choice(list(RESPONSES), children, p=[0.35, 0.2, 0.25, 0.06, 0.09, 0.05])
    shares = {
        "histology": [0.45, 0.3, 0.15, 0.07, 0.03],
        "resistance": [0.7, 0.3],
        "maintenance": [0.4, 0.25, 0.15, 0.12, 0.08],
    }
    groups = {
        name: pd.Series([f"g{each}" for each in random.choice(len(parts), children, p=parts)])
        for name, parts in shares.items()
    }
    return pd.Series(responses), groups, pd.Series([random.bytes(32) for _ in range(children)])


def main() -> None:
    """Print the tables of docs/security.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=10**9, help="tables to attack of each size")
    parser.add_argument("--alone", type=int, default=2000, help="the same of rounding alone")
    chosen = parser.parse_args()
    print("table | tables with every pattern | fewest values of a count | masked and never zero")
    for responses in (2, 3):
        found = what_is_possible(responses)
        print(
            f"2 × {responses} | {found.cases:,} | {found.fewest} | {found.never_zero}", flush=True
        )
    print("table | seen | method | tables | certain | over 95 % sure | surest | masked, not 0")
    for responses, noisy, at_once in itertools.product((2, 3), (False, True), (False, True)):
        most = chosen.most if noisy else chosen.alone
        of = what_is_probable(responses, noisy=noisy, at_once=at_once, most=most)
        seen = "all at once" if at_once else "one release"
        method = "the rule" if noisy else "rounding alone"
        print(
            f"2 × {responses} | {seen} | {method} | {of.tables:,} | {100 * of.certain:.2f} % | "
            f"{100 * of.sure:.2f} % | {of.surest:.3f} | {100 * of.not_zero:.2f} %",
            flush=True,
        )
    for children in (24, 60, 200):
        print(f"{children} children: {100 * usable(children):.0f} % of the counts can be used")


if __name__ == "__main__":
    main()
