"""Versions of one result: the last final or corrected one counts."""

import numpy as np

from srns.languages.sentences import sentence

_RANKS = {"final": 0, "corrected": 1}
NOT_COUNTED = {
    "preliminary": sentence("preliminary"),
    "cancelled": sentence("cancelled"),
    "not done": sentence("not done"),
    "entered in error": sentence("entered in error"),
}
"""Statuses of rows that do not count, and the reason that the ledger has for each."""


def find_superseded(
    keys: np.ndarray, exact: np.ndarray, kinds: np.ndarray, times: np.ndarray
) -> np.ndarray:
    """Return for each row the row that supersedes it, or -1.

    Parameters
    ----------
    keys
        A number for each sample, analyte and test; the rows of one number are versions.
    exact
        Whether the number stands for an accession or a minute. Where it stands for a day only,
        two results may be of two samples: there a version supersedes only as a correction.
    kinds
        `final` or `corrected`.
    times
        When each was resulted; NaN where nothing is said. The last one counts, corrections first;
        without times the last in the order of the rows.
    """
    rows = len(keys)
    superseded = np.full(rows, -1, dtype=np.int64)
    if not rows:
        return superseded
    ranks = np.fromiter((_RANKS[kind] for kind in kinds), np.int64, rows)
    when = np.where(np.isnan(times), -np.inf, times)
    order = np.lexsort((np.arange(rows), when, ranks, keys))
    ordered = keys[order]
    last = np.append(np.flatnonzero(ordered[1:] != ordered[:-1]), rows - 1)
    winner = order[last][np.searchsorted(last, np.arange(rows))]
    counts = exact[order] | (ranks[winner] > ranks[order])
    replaced = (winner != order) & counts
    superseded[order[replaced]] = winner[replaced]
    return superseded
