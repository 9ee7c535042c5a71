"""How is the server doing, in numbers that name nobody?"""

import os
import threading
import time
from pathlib import Path

_HELP = {
    "srns_visitors": ("gauge", "visitors connected now"),
    "srns_visitors_limit": ("gauge", "visitors served at once at most"),
    "srns_visits_total": ("counter", "connections that were let in"),
    "srns_turned_away_total": ("counter", "visitors told that the dashboard is full"),
    "srns_uploads_total": ("counter", "workbooks received"),
    "srns_uploads_refused_total": ("counter", "uploads refused, too large or of no session"),
    "srns_errors_total": ("counter", "pages that failed with an error"),
    "srns_draining": ("gauge", "1 while the process finishes its last visitors"),
    "srns_seconds_running": ("gauge", "seconds since the start"),
    "process_resident_memory_bytes": ("gauge", "memory that the process holds"),
}


class Counters:
    """The numbers of one process."""

    def __init__(self) -> None:
        self._numbers = dict.fromkeys(_HELP, 0)
        self._guard = threading.Lock()
        self._begun = time.monotonic()

    def add(self, name: str, number: int = 1) -> None:
        """Count so many more, or fewer."""
        with self._guard:
            self._numbers[name] += number

    def put(self, name: str, number: int) -> None:
        """Note what a gauge shows now."""
        with self._guard:
            self._numbers[name] = number

    def __getitem__(self, name: str) -> int:
        return self._numbers[name]

    def as_text(self) -> str:
        """Write them as Prometheus reads them."""
        self.put("process_resident_memory_bytes", memory_bytes())
        self.put("srns_seconds_running", int(time.monotonic() - self._begun))
        lines = []
        for name, (kind, words) in _HELP.items():
            lines += [f"# HELP {name} {words}", f"# TYPE {name} {kind}"]
            lines.append(f"{name} {self._numbers[name]}")
        return "\n".join(lines) + "\n"


def memory_bytes() -> int:
    """Give the memory that this process holds; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
