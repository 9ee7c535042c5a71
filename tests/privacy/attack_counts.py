"""Attack on published counts by somebody who knows the rule, and all about it but the draws.

Run: python -m tests.privacy.attack_counts. It takes every table of 2 × 2 counts of 5 to 25 children
(and a sample of those of 2 × 3), publishes it with its sums, and with it, all at once, a second
grouping of the same children, a second definition, and a data cut in which exactly one child came
to a cell that the attacker knows. Then every table that there can be is weighed by how probable all
that would be. Printed is how sure the attacker is of a count at most, and for how many counts.

For comparison the same is done with rounding alone, and then the cells that a viewer can use.
"""

import argparse
import itertools
from functools import cache

import numpy as np
import pandas as pd

from srns.cohort.terms import RESPONSES
from srns.privacy.small_counts import MASKED, STEP, release

FEWEST, MOST = 5, 25
BEYOND = 4
"""Tables of this many children more than there are in any are weighed too."""
LARGEST = MOST + BEYOND + 1
BANDS = (LARGEST + 60) // STEP
SURE = 0.95


@cache
def every_table(groups: int, responses: int) -> np.ndarray:
    """Return every table of so many groups and responses."""
    cells = groups * responses
    made = []
    for children in range(FEWEST, MOST + BEYOND + 1):
        bars = np.array(list(itertools.combinations(range(children + cells - 1), cells - 1)))
        edges = np.pad(bars, ((0, 0), (1, 1)), constant_values=((0, 0), (-1, children + cells - 1)))
        made.append((np.diff(edges, axis=1) - 1).astype(np.int8))
    return np.concatenate(made).reshape(-1, groups, responses)


def all_counts(tables: np.ndarray) -> np.ndarray:
    """Return cells, sums of groups, sums of responses and the total of each table."""
    parts = (tables, tables.sum(2), tables.sum(1), tables.sum((1, 2)))
    return np.concatenate([each.reshape(len(tables), -1) for each in parts], axis=1)


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


def publish(counts: np.ndarray, random: np.random.Generator, *, noisy: bool) -> np.ndarray:
    """Return what is published of counts, as columns of `chances`."""
    drawn = np.zeros(counts.shape, int)
    if noisy:
        size = random.geometric(0.5, counts.shape) * random.choice([-1, 1], counts.shape)
        drawn = np.where(random.random(counts.shape) < 1 / 3, 0, size) * (counts > 0)
    return np.clip((counts + drawn + STEP // 2) // STEP, 0, BANDS - 1)


class Attacker:
    """Whoever sees what is published, knows the rule, and weighs every table."""

    def __init__(self, groups: int, responses: int, *, noisy: bool) -> None:
        self.groups, self.responses, self.noisy = groups, responses, noisy
        self.tables = every_table(groups, responses)
        self.counts = all_counts(self.tables).astype(np.intp)
        self.cells = groups * responses
        rows, columns = self.tables.sum(2), self.tables.sum(1)
        self.row_sums = self._number(rows)
        self.column_sums = self._number(columns)
        self.chance = chances(noisy)

    @staticmethod
    def _number(sums: np.ndarray) -> np.ndarray:
        return np.unique(sums, axis=0, return_inverse=True)[1].reshape(-1)

    def weigh(
        self, shown: np.ndarray, places: np.ndarray, more: np.ndarray | int = 0
    ) -> np.ndarray:
        """Return the probability of what is shown at these places, for every table."""
        weight = np.ones(len(self.tables))
        added = np.broadcast_to(more, self.counts.shape[1])
        for place in places:
            weight *= self.chance[:, shown[place]][self.counts[:, place] + added[place]]
        return weight

    def attack(self, true: int, random: np.random.Generator, *, at_once: bool) -> np.ndarray:
        """Return the weight of every table after seeing all that is published of one."""
        everything = np.arange(self.counts.shape[1])
        weight = self.weigh(publish(self.counts[true], random, noisy=self.noisy), everything)
        if not at_once:
            return weight / weight.sum()
        cells, rows = everything[: self.cells], everything[self.cells : self.cells + self.groups]
        columns = everything[self.cells + self.groups : -1]
        for same, sums in ((self.column_sums, rows), (self.row_sums, columns)):
            other = random.choice(np.flatnonzero(same == same[true]))
            seen = publish(self.counts[other], random, noisy=self.noisy)
            weight *= np.bincount(same, self.weigh(seen, np.array([*cells, *sums])))[same]
        came = np.zeros((1, self.groups, self.responses), int)
        came.flat[random.integers(self.cells)] = 1
        more = all_counts(came)[0]
        seen = publish(self.counts[true] + more, random, noisy=self.noisy)
        weight *= self.weigh(seen, np.flatnonzero(more), more)
        return weight / weight.sum()

    def surest(self, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return for each count the probability of its likeliest value, and that of zero."""
        by_value = np.array(
            [np.bincount(column, weight, minlength=LARGEST) for column in self.counts.T]
        )
        return by_value.max(axis=1), by_value[:, 0]


def report(groups: int, responses: int, *, noisy: bool, at_once: bool, most: int) -> str:
    """Attack every table, or at most so many, and return what came of it."""
    attacker = Attacker(groups, responses, noisy=noisy)
    random = np.random.default_rng(1)
    eligible = np.flatnonzero(attacker.counts[:, -1] <= MOST)
    tried = eligible if len(eligible) <= most else random.choice(eligible, most, replace=False)
    exact = sure = counts = zero_only = 0
    top = 0.0
    for true in tried:
        likeliest, zero = attacker.surest(attacker.attack(true, random, at_once=at_once))
        exact += int((likeliest > 1 - 1e-9).sum())
        sure += int((likeliest > SURE).sum())
        zero_only += int((zero > SURE).sum())
        counts += len(likeliest)
        top = max(top, float(likeliest.max()))
    return (
        f"{groups} × {responses} | {'all at once' if at_once else 'one release'} | "
        f"{'the rule' if noisy else 'rounding alone'} | {len(tried)} of {len(eligible)} | "
        f"{100 * exact / counts:.2f} % | {100 * sure / counts:.2f} % | "
        f"{100 * zero_only / counts:.2f} % | {top:.3f}"
    )


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
    """Print the table of docs/security.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=400, help="tables of 2 × 3 to attack")
    most = parser.parse_args().most
    print("table | seen | method | tables | exact | over 95 % sure | sure of zero | surest")
    for noisy, at_once in itertools.product((False, True), (False, True)):
        print(report(2, 2, noisy=noisy, at_once=at_once, most=10**9), flush=True)
    for noisy, at_once in itertools.product((False, True), (False, True)):
        print(report(2, 3, noisy=noisy, at_once=at_once, most=most), flush=True)
    for children in (24, 60, 200):
        print(f"{children} children: {100 * usable(children):.0f} % of the counts can be used")


if __name__ == "__main__":
    main()
