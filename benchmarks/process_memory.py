"""Memory of a server with all that it started, pages that they share counted once (Linux)."""

import contextlib
from pathlib import Path


def memory_mb(process: int) -> float:
    """Return the memory that a process, its children and theirs hold together, in MB."""
    return sum(map(_proportional_memory, _family(process)))


def _family(parent: int) -> list[int]:
    """Return the process, its children, and theirs."""
    found = [parent]
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{parent}/task").iterdir():
            for child in (task / "children").read_text("ascii").split():
                found += _family(int(child))
    return found


def _proportional_memory(process: int) -> float:
    """Return the memory of a process in MB, with its part of what it shares; 0 if it is gone."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0) / 1024
