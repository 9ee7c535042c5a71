"""Does a server give back what its visitors took? Thirty for ten minutes, again and again new ones.

Run: python -m benchmarks.memory [--visitors 30] [--minutes 10] [--stay 60]. To one process, then to
two behind nginx, so many visitors come, upload a workbook each, look round, go after `stay` s, and
others come in their place until the time is over. Then nobody is there for two minutes. Printed
is the memory of the processes together before, at most, at the end, and after it, and how long a
choice took. A session is kept for 5 s after its connection ended, and not for 120 s.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.hostile import UPLOADER
from benchmarks.load import GROUPS, come, late, memory_of, middle
from benchmarks.visitor import Visitor

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "hosting"))
from topology import Process, serve

ROOT = Path(__file__).parents[1]
WORKBOOK = (ROOT / "data" / "haddad2021.xlsx").read_bytes()
PAUSE = 3.0
EMPTY_SECONDS = 120


async def visit(visitor: Visitor, until: float, times: list[float], turn: int) -> None:
    """Upload a workbook and choose a filter every few seconds."""
    await visitor.arrive()
    await visitor.upload(UPLOADER, f"visitor_{turn}.xlsx", WORKBOOK)
    while time.monotonic() < until:
        turn += 1
        await asyncio.sleep(PAUSE)
        label = "Histology"
        if label in visitor.lists:
            times.append(await visitor.choose(label, [GROUPS[turn % len(GROUPS)]]))
        if visitor.failed:
            raise RuntimeError(visitor.texts[-1])


async def keep_coming(
    address: str, number: int, until: float, stay: float, times: list[float]
) -> int:
    """Send one visitor after the other; return how many came."""
    came = 0
    while time.monotonic() < until:
        async with come(address, number, "import", "") as visitor:
            leaves = min(until, time.monotonic() + stay)
            await visit(visitor, leaves, times, number + came)
        came += 1
    return came


async def measure(
    address: str, processes: Sequence[Process], visitors: int, seconds: float, stay: float
) -> str:
    """Return a row of the table."""
    before = memory_of(processes)
    most, times = [before], list[float]()
    until = time.monotonic() + seconds

    async def watch() -> None:
        while True:
            most.append(memory_of(processes))
            await asyncio.sleep(1)

    watching = asyncio.create_task(watch())
    coming = [keep_coming(address, each, until, stay, times) for each in range(visitors)]
    came = sum(await asyncio.gather(*coming))
    watching.cancel()
    end = memory_of(processes)
    await asyncio.sleep(EMPTY_SECONDS)
    after = memory_of(processes)
    shown = f"{before:.0f} | {max(most):.0f} | {end:.0f} | {after:.0f}"
    took = f"{middle(times)} | {late(times)}" if times else "– | –"
    return f"{came} | {len(times)} | {took} | {shown}"


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visitors", type=int, default=30)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--stay", type=float, default=60)
    asked = parser.parse_args()
    settings = {"SRNS_VISITORS": "500", "SRNS_LOG_LEVEL": "warning", "SRNS_KEPT_SECONDS": "5"}
    print("server | visits | choices | median, ms | p95, ms | MB before | most | end | empty")
    for title in ("one process", "two behind nginx"):
        with tempfile.TemporaryDirectory() as name, serve(Path(name), settings) as topology:
            alone = title == "one process"
            address = topology.processes[0].address if alone else topology.address
            used = topology.processes[:1] if alone else topology.processes
            row = asyncio.run(
                measure(address, used, asked.visitors, 60 * asked.minutes, asked.stay)
            )
            load = os.getloadavg()[2]
            print(f"{title} | {row} (load of the machine {load:.0f})", flush=True)


if __name__ == "__main__":
    main()
