"""Nobody learns a masked small count from the sums and tables beside it."""

import itertools
from functools import cache

import numpy as np
import pandas as pd
import pytest

from srns.privacy.small_counts import SMALL, mask


def tables(*groups: list[list[int]]) -> dict[str, pd.DataFrame]:
    """Make tables of groups by responses."""
    return {
        f"by {number}": pd.DataFrame(rows, index=[f"g{each}" for each in range(len(rows))]).rename(
            columns=str
        )
        for number, rows in enumerate(groups)
    }


def attack(made: dict[str, pd.DataFrame], hidden: set) -> dict[tuple, set[int]]:
    """Find, by trying all of them, which values each masked count of the first table can have."""
    [(name, table)] = made.items()
    groups, responses = list(table.index), list(table.columns)
    whole = int(table.to_numpy().sum())
    can_be: dict[tuple, set[int]] = {}
    cells = [(name, group, response) for group in groups for response in responses]
    ranges = [
        range(whole + 1)
        if cell in hidden
        else [int(table.to_numpy()[place // len(responses), place % len(responses)])]
        for place, cell in enumerate(cells)
    ]
    for values in itertools.product(*ranges):
        if sum(values) != whole:
            continue
        tried = np.array(values).reshape(len(groups), len(responses))
        if any(
            (name, group) not in hidden and tried[row].sum() != table.loc[group].sum()
            for row, group in enumerate(groups)
        ) or any(
            (response,) not in hidden and tried[:, column].sum() != table[response].sum()
            for column, response in enumerate(responses)
        ):
            continue
        for cell, value in zip(cells, values, strict=True):
            can_be.setdefault(cell, set()).add(value)
    return can_be


@pytest.mark.parametrize(
    "rows",
    [
        [[9, 1], [8, 7]],
        [[6, 2], [7, 8]],
        [[5, 0], [0, 5]],
        [[12, 4]],
        [[6, 0], [6, 0]],
        [[5, 5], [5, 5]],
        [[1, 1], [1, 2]],
    ],
    ids=["one small", "small by sums", "zeros", "one group", "everybody", "none small", "all"],
)
def test_every_masked_small_count_can_still_be_anything_under_five(rows):
    made = tables(rows)

    hidden = mask(made)
    can_be = attack(made, hidden)

    [(name, table)] = made.items()
    for group in table.index:
        for response in table.columns:
            if table.loc[group, response] < SMALL:
                assert (name, group, response) in hidden
                assert set(range(SMALL)) <= can_be[name, group, response]


def test_nothing_is_masked_where_nothing_is_small():
    assert mask(tables([[5, 9], [7, 30]])) == set()


def test_a_sum_shared_by_two_tables_gives_nothing_away():
    one, two = [[20, 3], [20, 17]], [[40, 20]]

    hidden = mask(tables(one, two))

    # without this the second table would give the sum of a response that the first must hide
    for (name, group, response), shown in {("by 0", "g0", "1"): 3}.items():
        assert shown < SMALL
        assert (name, group, response) in hidden
    assert len([cell for cell in hidden if cell[0] == "by 0" and len(cell) == 3]) >= 2


# --- an attack on cohorts at random: whoever sees all that is shown tries every cohort that fits it

GROUPS, RESPONSES_TRIED = 2, 3


@cache
def every_table(children: int) -> np.ndarray:
    """Give every table of groups by responses that so many children can make."""
    cells = GROUPS * RESPONSES_TRIED
    bars = itertools.combinations(range(children + cells - 1), cells - 1)
    edges = np.array([(-1, *each, children + cells - 1) for each in bars])
    return (np.diff(edges, axis=1) - 1).reshape(-1, GROUPS, RESPONSES_TRIED)


def fitting(made: dict[str, pd.DataFrame], hidden: set) -> dict[str, np.ndarray]:
    """Give, for each table, every one that fits all that is shown of all tables together.

    Any two tables with the same sums of responses are tables of some cohort, so tables that fit one
    by one and agree on those sums are exactly what the observer cannot rule out.
    """
    children = int(next(iter(made.values())).to_numpy().sum())
    alone = {}
    for name, table in made.items():
        tried = every_table(children)
        true = table.to_numpy()
        shown = np.ones(len(tried), dtype=bool)
        for row, group in enumerate(table.index):
            if (name, group) not in hidden:
                shown &= tried[:, row].sum(axis=1) == true[row].sum()
            for column, response in enumerate(table.columns):
                if (name, group, response) not in hidden:
                    shown &= tried[:, row, column] == true[row, column]
        for column, response in enumerate(table.columns):
            if (response,) not in hidden:
                shown &= tried[:, :, column].sum(axis=1) == true[:, column].sum()
        alone[name] = tried[shown]
    sums = [{tuple(each) for each in tables.sum(axis=1)} for tables in alone.values()]
    common = set.intersection(*sums)
    return {
        name: tables[[tuple(each) in common for each in tables.sum(axis=1)]]
        for name, tables in alone.items()
    }


def at_random(seed: int) -> dict[str, pd.DataFrame]:
    """Count children who were given two groups and a response, some of them rare."""
    rng = np.random.default_rng(seed)
    children = int(rng.integers(SMALL, 15))
    responses = rng.choice(RESPONSES_TRIED, children, p=rng.dirichlet([0.7] * RESPONSES_TRIED))
    counts = []
    for _ in range(2):
        groups = rng.choice(GROUPS, children, p=rng.dirichlet([1.0] * GROUPS))
        table = np.zeros((GROUPS, RESPONSES_TRIED), dtype=int)
        np.add.at(table, (groups, responses), 1)
        counts.append(table.tolist())
    return tables(*counts)


def narrowed(made: dict[str, pd.DataFrame], hidden: set) -> list[tuple]:
    """Name the masked small counts, and sums, of which the attack rules out any of 0 to 4."""
    left = fitting(made, hidden)
    told = []
    for name, table in made.items():
        for row, group in enumerate(table.index):
            whole = int(table.loc[group].sum())
            if whole < SMALL and set(range(SMALL)) - set(left[name][:, row].sum(axis=1)):
                told.append((name, group))
            for column, response in enumerate(table.columns):
                small = table.to_numpy()[row, column] < SMALL
                if small and set(range(SMALL)) - set(left[name][:, row, column]):
                    told.append((name, group, response))
    return told


def small_alone(made: dict[str, pd.DataFrame]) -> set:
    """Mask small counts and nothing beside them, as many a report does."""
    hidden: set = set()
    for name, table in made.items():
        counts = table.to_numpy()
        for row, group in enumerate(table.index):
            if counts[row].sum() < SMALL:
                hidden.add((name, group))
            few = zip(table.columns, counts[row] < SMALL, strict=True)
            hidden |= {(name, group, response) for response, small in few if small}
        few = zip(table.columns, counts.sum(axis=0) < SMALL, strict=True)
        hidden |= {(response,) for response, small in few if small}
    return hidden


@pytest.mark.parametrize("start", range(0, 100, 25))
def test_no_cohort_at_random_gives_a_masked_count_away(start):
    for seed in range(start, start + 25):
        made = at_random(seed)

        hidden = mask(made)

        assert small_alone(made) <= hidden
        assert narrowed(made, hidden) == [], seed


def test_the_attack_breaks_masking_without_complements():
    """Else it would prove nothing."""
    broken = [seed for seed in range(60) if narrowed(at_random(seed), small_alone(at_random(seed)))]

    assert len(broken) > 20
