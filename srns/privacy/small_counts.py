"""Published counts: altered, rounded to fives, and masked where small.

A release is a fixed set of counts: responses, by group. One rule holds for each of them: noise is
added (`count_noise`), the sum is rounded to the nearest five (3 to 7 is published as 5, 8 to 12 as
10), and what rounds to zero is masked, with every count that is a part of it: else a number that is
shown would tell that the masked sum above it is not zero. Sums are altered and rounded like any
count, so nothing adds up exactly. The release depends on the children and the definition alone,
never on a filter.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from srns.cohort.terms import AT_START, RESPONSES
from srns.privacy.count_noise import draw_noise

STEP = 5
"""Counts are rounded to multiples of this; it is the smallest number that is ever shown."""
SMALL = STEP // 2 + 1
"""Counts under this after the noise are masked, zero included."""
MASKED = "masked"
FEWEST_FOR_PERCENT = 20
"""Children in a group with percentages: in a smaller one two rounded counts may both be "all"."""
EVERYONE = "all"
SMALLER = "smaller groups combined"


@dataclass(frozen=True)
class Release:
    """Counts that may be shown to anyone.

    Attributes
    ----------
    counts
        `by`, `group`, `response`, `children`, `of`, `percent`: text, "masked" where it is; no
        `percent` of fewer than twenty. `of` are the children at risk. Empty where the cohort has
        too few children.
    sentence
        How the counts were altered; it accompanies them wherever they are shown.
    """

    counts: pd.DataFrame
    sentence: str


def release(
    responses: pd.Series,
    groups: Mapping[str, pd.Series],
    keys: pd.Series,
    by: Sequence[str] | None = None,
) -> Release:
    """Count responses by group, and alter every count by the one rule.

    Parameters
    ----------
    responses
        One verdict a child.
    groups
        By the name of each grouping, the group of each child, in the order of `responses`.
    keys
        The key of each child (`srns.privacy.count_noise.record_keys`), in the same order.
    by
        Which groupings to show; None for all.
    """
    columns = ["by", "group", "response", "children", "of", "percent"]
    children = pd.DataFrame({"response": responses.to_numpy(), "key": keys.to_numpy()})
    if _size(children) == MASKED:
        return Release(
            pd.DataFrame(columns=columns),
            f"This cohort has too few children (about {STEP} or fewer), so no counts are shown.",
        )
    rows = _count_rows(EVERYONE, EVERYONE, children)
    shown = frozenset(row[2] for row in rows if row[3] != MASKED)
    for name, group in groups.items():
        if by is not None and name not in by:
            continue
        small = []
        for label, part in children.groupby(group.astype(str).to_numpy(), sort=True):
            if _size(part) == MASKED:
                small.append(part)
            else:
                rows += _count_rows(name, str(label), part, shown)
        # A row of masked counts would tell that there is somebody in it.
        if small and _size(pd.concat(small)) != MASKED:
            rows += _count_rows(name, SMALLER, pd.concat(small), shown)
    return Release(
        pd.DataFrame(rows, columns=columns),
        "Every count was altered at random by a few children and then rounded to the nearest "
        f"{STEP}; what rounds to zero is masked, with all its parts. So counts do not add up "
        "exactly. Percentages are of these counts, and filters do not apply to them.",
    )


def publish_count(keys: Collection[bytes], response: str = "") -> str:
    """Return how many children these are, as it may be published of those with this response.

    Examples
    --------
    >>> publish_count([])
    'masked'
    """
    return round_count(len(keys) + draw_noise(keys, response)) if keys else MASKED


def round_count(altered: int) -> str:
    """Round an altered count to the nearest step, or mask it.

    Examples
    --------
    >>> [round_count(count) for count in (-1, 2, 3, 7, 8)]
    ['masked', 'masked', '5', '5', '10']
    """
    return MASKED if altered < SMALL else str((altered + STEP // 2) // STEP * STEP)


def _size(children: pd.DataFrame) -> str:
    """Return the number of children at risk, as it may be published."""
    return publish_count(children.loc[children["response"] != AT_START, "key"].tolist())


def _count_rows(
    by: str, group: str, children: pd.DataFrame, may_show: Collection[str] = RESPONSES
) -> list[tuple[str, ...]]:
    """Return a row for each response of a group whose size is shown."""
    whole = _size(children)
    rows = []
    for response in RESPONSES:
        counted = children.loc[children["response"] == response, "key"].tolist()
        shown = publish_count(counted, response) if response in may_show else MASKED
        hidden = shown == MASKED or response == AT_START or int(whole) < FEWEST_FOR_PERCENT
        percent = "" if hidden else f"{min(100, 100 * int(shown) / int(whole)):.0f}"
        rows.append((by, group, response, shown, whole, percent))
    return rows
