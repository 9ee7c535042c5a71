"""Small counts masked: a release of counts that discloses no child.

A release is a fixed set of counts: responses, by group. Counts under 5 are masked, then as many
more as needed so that no masked count can be calculated from sums, and only then are the rest
rounded to multiples of 5. It depends on the version and the definition alone, never on a filter, so
no two views of one version can be subtracted from each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from srns.cohort.terms import RESPONSES

SMALL = 5
"""Counts under this are masked, zero included."""
BASE = 5
"""Counts that are shown are rounded to multiples of this."""
MASKED = "masked"
EVERYONE = "all"
SMALLER = "smaller groups combined"


@dataclass(frozen=True)
class Release:
    """Counts that may be shown to anyone.

    Attributes
    ----------
    counts
        `by`, `group`, `response`, `children`, `of`, `percent`: text, "masked" where it is. Empty
        where the cohort has under 5 children.
    sentence
        How the counts were altered; it accompanies them wherever they are shown.
    """

    counts: pd.DataFrame
    sentence: str


def release(
    responses: pd.Series, groups: Mapping[str, pd.Series], by: Sequence[str] | None = None
) -> Release:
    """Count responses by group, with small counts masked.

    Parameters
    ----------
    responses
        One verdict a child.
    groups
        By the name of each grouping, the group of each child, in the order of `responses`.
    by
        Which groupings to show; None for all. All of them decide what is masked, so that two
        choices never show more together than the whole release does.
    """
    columns = ["by", "group", "response", "children", "of", "percent"]
    sentence = (
        f"Counts under {SMALL} are masked, and so are others from which they could be calculated. "
        f"Counts shown are rounded to multiples of {BASE}, and percentages are of the rounded "
        "counts. Filters do not apply to these counts."
    )
    if len(responses) < SMALL:
        return Release(
            pd.DataFrame(columns=columns),
            f"This cohort has fewer than {SMALL} children, so no counts are shown.",
        )
    tables = {name: _cross(responses, each) for name, each in groups.items()}
    hidden = mask(tables)
    first = next(iter(tables.values()))
    rows = _row_texts(EVERYONE, EVERYONE, first.sum(), len(responses), (), hidden)
    for name, table in tables.items():
        for group, counts in table.iterrows() if by is None or name in by else ():
            rows += _row_texts(
                name, str(group), counts, int(counts.sum()), (name, str(group)), hidden
            )
    return Release(pd.DataFrame(rows, columns=columns), sentence)


def mask(tables: dict[str, pd.DataFrame]) -> set[tuple[str, ...]]:
    """Choose what to mask in tables of one cohort, so that no small count can be calculated.

    Anyone who sees the rest knows that cells add up to the sums of groups and of responses, across
    all tables. Even so, each masked count under 5 must remain possible as any of 0 to 4; counts are
    masked, the smallest first, until that holds.

    Parameters
    ----------
    tables
        Groups by responses, exact counts. All have the same columns and the same column sums.

    Returns
    -------
    set
        Names of what is masked: `(table, group, response)`, `(table, group)` for the sum of a
        group, `(response,)` for the sum of a response. The number of all children is never masked.
    """
    counts, equations = _system(tables)
    names = list(counts)
    true = np.array([counts[name] for name in names], dtype=float)
    matrix = np.zeros((len(equations), len(names)))
    index = {name: number for number, name in enumerate(names)}
    for row, (parts, whole) in enumerate(equations):
        matrix[row, [index[part] for part in parts]] = 1
        matrix[row, index[whole]] = -1
    everyone = index[()]
    hidden = true < SMALL
    seen = [true]
    for count in np.flatnonzero(hidden).tolist():
        while _is_disclosed(count, true, hidden, matrix, seen):  # more masking never discloses
            _hide_one_more(count, true, hidden, matrix, everyone)
    return {names[count] for count in np.flatnonzero(hidden)}


def _system(
    tables: dict[str, pd.DataFrame],
) -> tuple[dict[tuple[str, ...], int], list[tuple[list[tuple[str, ...]], tuple[str, ...]]]]:
    """Return every count by name, and which of them add up to which."""
    responses = [str(response) for response in next(iter(tables.values())).columns]
    sums = next(iter(tables.values())).sum()
    counts: dict[tuple[str, ...], int] = {(): int(sums.sum())}
    counts |= {(response,): int(sums[response]) for response in responses}
    equations: list[tuple[list[tuple[str, ...]], tuple[str, ...]]] = [
        ([(response,) for response in responses], ())
    ]
    for name, table in tables.items():
        groups = [str(group) for group in table.index]
        for group, row in table.iterrows():
            counts[name, str(group)] = int(row.sum())
            counts |= {(name, str(group), each): int(row[each]) for each in responses}
            equations.append(([(name, str(group), each) for each in responses], (name, str(group))))
        equations += [([(name, group, each) for group in groups], (each,)) for each in responses]
        equations.append(([(name, group) for group in groups], ()))
    return counts, equations


def _is_disclosed(
    count: int, true: np.ndarray, hidden: np.ndarray, matrix: np.ndarray, seen: list[np.ndarray]
) -> bool:
    """Return whether the counts shown narrow a masked count to less than 0 to 4.

    `seen` collects sets of counts that fit what is shown. They still fit when more is masked, and
    one of them often shows at once how far another count can go.
    """
    low = np.where(hidden, 0, true)
    high = np.where(hidden, true.max(), true)
    for sign, reached in ((1, 0), (-1, SMALL - 1)):
        if any(sign * fits[count] <= sign * reached for fits in seen):
            continue
        goal = np.zeros(len(true))
        goal[count] = sign
        found = milp(
            goal,
            integrality=np.ones(len(true), dtype=int),
            bounds=Bounds(low, high),
            constraints=LinearConstraint(matrix, 0, 0),
        )
        if found.x is None:
            return True
        seen.append(np.rint(found.x))
        if sign * seen[-1][count] > sign * reached:
            return True
    return False


def _hide_one_more(
    count: int, true: np.ndarray, hidden: np.ndarray, matrix: np.ndarray, everyone: int
) -> None:
    """Mask the smallest shown count in a sum with this one, else the smallest of all."""
    same_sum = (matrix[matrix[:, count] != 0] != 0).any(axis=0)
    for among in (same_sum, np.ones(len(true), dtype=bool)):
        choice = [other for other in np.flatnonzero(among & ~hidden) if other != everyone]
        if choice:
            hidden[min(choice, key=lambda other: (true[other], other))] = True
            return


def _cross(responses: pd.Series, groups: pd.Series) -> pd.DataFrame:
    """Count groups by responses; groups of under 5 children are combined."""
    groups = groups.astype(str).reset_index(drop=True)
    responses = responses.reset_index(drop=True)
    sizes = groups.value_counts()
    small = set(sizes[sizes < SMALL].index)
    groups = groups.where(~groups.isin(small), SMALLER)
    table = pd.crosstab(groups, responses).reindex(columns=list(RESPONSES), fill_value=0)
    return table.sort_index(key=lambda names: names == SMALLER, kind="stable")


def _row_texts(
    by: str,
    group: str,
    counts: pd.Series,
    of: int,
    prefix: tuple[str, ...],
    hidden: set[tuple[str, ...]],
) -> list[tuple[str, ...]]:
    rows = []
    whole = MASKED if prefix in hidden else str(_rounded(of))
    for response in map(str, counts.index):
        shown = MASKED if (*prefix, response) in hidden else str(_rounded(int(counts[response])))
        percent = "" if MASKED in (shown, whole) else f"{100 * int(shown) / int(whole):.0f}"
        rows.append((by, group, response, shown, whole, percent))
    return rows


def _rounded(count: int) -> int:
    """Round to the nearest multiple of 5.

    >>> [_rounded(count) for count in (5, 7, 8, 12, 13)]
    [5, 5, 10, 10, 15]
    """
    return BASE * ((count + BASE // 2) // BASE)
