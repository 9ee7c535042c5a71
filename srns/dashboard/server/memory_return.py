"""Return of memory to the system after visitors have left.

Two things would keep it. Streamlit drops the session of a visitor who is gone only when the next
one leaves, however long that is. And the allocator of the C library keeps freed pieces for the
thread that had them, while each visitor's page runs in a thread. So sessions whose time is over are
dropped after each visit, the number of these stores is limited from the start, and what is free in
them is given back.
"""

import asyncio
import ctypes
import gc
import sys

import pyarrow as pa
from streamlit.runtime import Runtime, get_instance

MOST_ARENAS = 2
DELAY_SECONDS = 10
"""After the end of a visit, beside the time that its session is kept."""
_ARENA_MAX = -8
"""`M_ARENA_MAX` of malloc.h."""


def limit_arenas() -> bool:
    """Limit how many stores of freed memory there are; return whether the system knows of it.

    It must be called before threads are started.
    """
    library = _c_library()
    return library is not None and library.mallopt(_ARENA_MAX, MOST_ARENAS) == 1


def return_memory() -> None:
    """Return memory that is free to the system."""
    pa.default_memory_pool().release_unused()
    library = _c_library()
    if library is not None:
        library.malloc_trim(0)


def drop_ended_sessions(runtime: Runtime) -> None:
    """Drop the sessions of visitors who did not come back in time."""
    storage = getattr(runtime._session_mgr, "_session_storage", None)
    expire = getattr(getattr(storage, "_cache", None), "expire", None)
    if expire is not None:
        expire()


class MemoryReturn:
    """Returner of memory some time after visits ended, once for all that ended meanwhile."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._waiting = False

    def visit_ended(self) -> None:
        """Note that a visit has ended; called in the event loop of the server."""
        if not self._waiting:
            self._waiting = True
            asyncio.get_running_loop().call_later(self._seconds, self._return)

    def _return(self) -> None:
        self._waiting = False
        drop_ended_sessions(get_instance())
        gc.collect()  # a session refers to itself; where it ends, the event loop must be at rest
        asyncio.get_running_loop().run_in_executor(None, return_memory)


def _c_library() -> ctypes.CDLL | None:
    """Return the GNU C library; None where another one runs (macOS, Windows, Alpine)."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") and hasattr(library, "mallopt") else None
