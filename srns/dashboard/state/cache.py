"""Where is what was made once kept, so that it is not made again?

Judging a cohort or drawing a figure takes a hundred times as long as looking it up. A session has a
shelf of its own. A cohort that many open read-only, the paper's for instance, has one for all of
them: whoever asks first makes, whoever asks meanwhile waits, and nobody copies.
"""

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Made = TypeVar("Made")


class Shelf:
    """Keep so many things by name; the one asked for longest ago makes room.

    Whoever gets a thing must not change it.

    Parameters
    ----------
    room
        How many things are kept.

    Examples
    --------
    >>> shelf = Shelf(2)
    >>> shelf.get("a", lambda: 1), shelf.get("a", lambda: 2)
    (1, 1)
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._things: dict[Hashable, Any] = {}
        self._making: dict[Hashable, threading.RLock] = {}
        self._guard = threading.Lock()

    def __len__(self) -> int:
        return len(self._things)

    def get(self, name: Hashable, make: Callable[[], Made]) -> Made:
        """Give what has this name, or make it now; two who ask at once make it once."""
        with self._guard:
            if name in self._things:
                self._things[name] = self._things.pop(name)  # the last to make room
                return self._things[name]
            turn = self._making.setdefault(name, threading.RLock())
        with turn:
            with self._guard:
                if name in self._things:
                    return self._things[name]
            try:
                made = make()
                self._put(name, made)
            finally:
                with self._guard:
                    self._making.pop(name, None)
        return made

    def _put(self, name: Hashable, made: Any) -> None:
        with self._guard:
            while len(self._things) >= self._room:
                self._things.pop(next(iter(self._things)))
            self._things[name] = made
