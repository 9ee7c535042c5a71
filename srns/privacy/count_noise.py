"""Noise of published counts, drawn once for each set of children: the cell-key method.

Statistical offices publish counts in this way. Every child has a key, and the keys of the children
who are counted together as one response give one draw. So the same children are altered alike
whenever they are asked for, in every grouping, under every definition and in every data cut, and
there is nothing to average; other children get another draw, so there is nothing to subtract. The
keys come from the children's first results, which no viewer of counts has, so nothing needs to be
stored.
"""

import hashlib
from collections.abc import Collection

import pandas as pd

from srns.cohort.tables import Cohort

_RESULTS = 10


def record_keys(cohort: Cohort) -> pd.Series:
    """Return a key for each child, in the order of `patients`; it outlives a later data cut.

    The key is made of the study number and of the first ten results. It changes only where one of
    those is corrected.
    """
    columns = ["day", "analyte", "value"]
    # Of one kind and in one order, so that a stored cohort has the keys that it had before.
    labs = cohort.labs.assign(
        analyte=cohort.labs["analyte"].astype(str),
        **{name: pd.to_numeric(cohort.labs[name]).astype(float) for name in ("day", "value")},
    )
    first = labs.sort_values(columns).groupby("patient", sort=False).head(_RESULTS)
    texts: dict[str, list[str]] = {}
    for row in first[["patient", *columns]].itertuples(index=False):
        texts.setdefault(str(row[0]), []).append("|".join(map(str, row[1:])))
    return cohort.patients["patient"].map(
        lambda name: hashlib.sha256("\n".join([str(name), *texts.get(str(name), [])]).encode())
        .digest()
    )  # fmt: skip


def draw_noise(keys: Collection[bytes], response: str = "") -> int:
    """Return the noise of the count of these children, who have this response.

    It is 0 in a third of all draws, and ±k in a third of 2⁻ᵏ each (two-sided geometric, standard
    deviation 2): whatever is published, its probability changes by a factor of at most two when one
    child more is counted.

    Examples
    --------
    >>> draw_noise([b"one", b"two"]) == draw_noise([b"two", b"one"])
    True
    """
    drawn = hashlib.sha256(f"{response}\n".encode() + b"".join(sorted(keys))).digest()
    if int.from_bytes(drawn[:8]) % 3 == 0:
        return 0
    bits = int.from_bytes(drawn[9:]) | 1 << (8 * len(drawn[9:]))
    size = (bits & -bits).bit_length()
    return size if drawn[8] & 1 else -size
