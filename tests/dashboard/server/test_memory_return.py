"""Memory that visitors used goes back to the system after they have left."""

import asyncio
import subprocess
import sys
import weakref
from types import SimpleNamespace

import pytest
from streamlit.runtime.memory_session_storage import MemorySessionStorage

from srns.dashboard.server import memory_return
from srns.dashboard.server.memory_return import MemoryReturn

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="of the GNU C library")

# Pieces too small for a mapping of their own, freed but for one in a thousand.
HELD = """
import pathlib
from srns.dashboard.server.memory_return import return_memory, limit_arenas

def resident():
    return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20

assert limit_arenas()
before = resident()
pieces = [bytes(9_000) for _ in range(20_000)]
most = resident()
kept = pieces[::1000]

del pieces
return_memory()
print(before, most, resident())
"""


@linux
def test_what_is_free_goes_back_to_the_system():
    done = subprocess.run(
        [sys.executable, "-c", HELD], capture_output=True, text=True, check=True, timeout=60
    )

    before, most, after = map(float, done.stdout.split())
    assert most > before + 150
    assert after < before + 60


def test_visits_that_end_together_give_back_once(monkeypatch):
    given: list[str] = []
    monkeypatch.setattr(memory_return, "return_memory", lambda: given.append("memory"))
    monkeypatch.setattr(memory_return, "drop_ended_sessions", lambda _: given.append("sessions"))
    monkeypatch.setattr(memory_return, "get_instance", lambda: None)

    async def visits() -> None:
        memory = MemoryReturn(0.05)
        for _ in range(20):
            memory.visit_ended()
        await asyncio.sleep(0.3)
        memory.visit_ended()
        await asyncio.sleep(0.3)

    asyncio.run(visits())

    assert given == ["sessions", "memory"] * 2


class Session:
    id = "one"


def test_a_session_whose_time_is_over_is_dropped_though_nobody_comes():
    """Streamlit's own store of sessions; it would keep this one until the next visitor leaves."""
    storage = MemorySessionStorage(ttl_seconds=0)
    manager = SimpleNamespace(_session_storage=storage)
    session = Session()
    storage.save(SimpleNamespace(session=session))
    gone = weakref.ref(session)
    del session

    assert gone() is not None
    memory_return.drop_ended_sessions(SimpleNamespace(_session_mgr=manager))
    assert gone() is None
