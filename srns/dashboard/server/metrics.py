"""Prometheus metrics of one server process; none of them identifies a visitor or a child."""

import os
import time
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, disable_created_metrics

_GAUGES = {
    "srns_visitors": "visitors connected now",
    "srns_visitors_limit": "maximum number of visitors at the same time",
    "srns_draining": "1 while the process waits for its last visitors to finish",
    "srns_seconds_running": "seconds since the start",
    "process_resident_memory_bytes": "resident memory of the process",
}
_COUNTERS = {
    "srns_visits_total": "connections accepted",
    "srns_turned_away_total": "visitors refused because the dashboard was full",
    "srns_uploads_total": "workbooks received",
    "srns_uploads_refused_total": "uploads refused: too large, or of no open session",
    "srns_errors_total": "pages that failed with an error",
}
disable_created_metrics()  # else every counter gets a second series with its start time


class Metrics:
    """The metrics of one process, by their Prometheus names."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.gauges = {name: Gauge(name, _GAUGES[name], registry=self.registry) for name in _GAUGES}
        self.counters = {
            name: Counter(name, _COUNTERS[name], registry=self.registry) for name in _COUNTERS
        }
        started = time.monotonic()
        self.gauges["srns_seconds_running"].set_function(lambda: int(time.monotonic() - started))
        self.gauges["process_resident_memory_bytes"].set_function(memory_bytes)

    def __getitem__(self, name: str) -> int:
        return int(self.registry.get_sample_value(name) or 0)


def memory_bytes() -> int:
    """Return the resident memory of this process in bytes; 0 if the system does not report it."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
