"""Thread-safe LRU cache of computed results: concurrent callers of one key compute it once.

Classifying a cohort or drawing a figure takes a hundred times as long as looking it up. Each
session has a cache of its own. A cohort that many sessions open read-only (the paper's, or a
shared one) has one cache for all of them, and its results are not copied.
"""

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from cachetools import LRUCache, cached

Result = TypeVar("Result")


class ResultCache:
    """Keep the most recently used results.

    Callers share the stored object: they must not change it. What `compute` raises is not stored.

    Parameters
    ----------
    maxsize
        Number of results kept; the least recently used one is dropped first.

    Examples
    --------
    >>> cache = ResultCache(2)
    >>> cache.get("a", lambda: 1), cache.get("a", lambda: 2)
    (1, 1)
    """

    def __init__(self, maxsize: int) -> None:
        self._results: LRUCache[Hashable, Any] = LRUCache(maxsize)
        # The condition makes concurrent callers of one key wait for the first.
        store = cached(self._results, key=lambda key, _: key, condition=threading.Condition())
        self._lookup = store(lambda _, compute: compute())

    def __len__(self) -> int:
        return len(self._results)

    def get(self, key: Hashable, compute: Callable[[], Result]) -> Result:
        """Return the result stored under `key`, or compute and store it."""
        return self._lookup(key, compute)
