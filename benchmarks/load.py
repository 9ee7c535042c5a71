"""How many visitors does a server hold, and what waits the longest?

Run: python -m benchmarks.load [--visitors 30] [--seconds 20] [--viewers 50] [--pause 15]. All stays
on this machine and ends by itself. Headless visitors (benchmarks/visitor.py) come to one process,
then to two behind nginx, and choose filters as fast as they are answered; then many open one shared
view within a second; then as many look round in it, each with a pause between two choices. Times
are the server's alone: nothing is drawn. Visitors and servers share the cores.
"""

import argparse
import asyncio
import ssl
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.process_memory import memory_mb
from benchmarks.visitor import Visitor

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "hosting"))
from topology import Process, serve

from srns.privacy import deidentify
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from srns.sharing import cohorts, links, snapshots
from srns.sharing.permissions import VIEWER
from srns.sharing.store import open_store
from srns.workbook.read_workbook import read_workbook

ROOT = Path(__file__).parents[1]
GROUPS = ("MCD", "MCD variant", "FSGS")
PAGES = ("cohort", "histology", "maintenance", "child")
TRUSTING = ssl._create_unverified_context()


def memory_of(processes: Sequence[Process]) -> float:
    """Return what the processes and all that they started hold together, in MB."""
    return sum(memory_mb(each.running.pid) for each in processes)


def come(address: str, number: int, page: str, query: str = "cohort=paper") -> Visitor:
    """Come as a browser that was given its process; half to each where there are two."""
    cookie = {"Cookie": f"srns_process=dashboard_{number % 2 + 1}"}
    secure = TRUSTING if address.startswith("https") else None
    return Visitor(address, page, query, cookie, secure)


async def stay(address: str, number: int, until: float, times: list[float]) -> None:
    """Come, and choose a histology again and again."""
    async with come(address, number, PAGES[number % len(PAGES)]) as visitor:
        await visitor.arrive()
        turn = number
        while time.monotonic() < until:
            turn += 1
            times.append(await visitor.choose("Histology", [GROUPS[turn % len(GROUPS)]]))
            if visitor.failed:
                raise RuntimeError(visitor.texts[-1])


async def hold(address: str, visitors: int, processes: Sequence[Process], seconds: float) -> str:
    """Measure many who choose without a pause; give a row of the table."""
    async with come(address, 0, "cohort") as first, come(address, 1, "cohort") as second:
        await asyncio.gather(first.arrive(), second.arrive())
        before = memory_of(processes)
        times: list[float] = []
        until = time.monotonic() + seconds
        begun = time.monotonic()
        await asyncio.gather(*(stay(address, each, until, times) for each in range(visitors)))
        took = time.monotonic() - begun
        held = (memory_of(processes) - before) / visitors
    return f"{len(times) / took:.1f} | {middle(times)} | {late(times)} | {held:.1f}"


async def view(address: str, number: int, query: str, arrived: list[float]) -> None:
    """Open a shared view, and stay until all have."""
    async with come(address, number, "", query) as visitor:
        arrived.append(await visitor.arrive())
        if visitor.failed or not visitor.lists:
            raise RuntimeError(f"The shared view did not open: {visitor.texts[:3]}")
        await asyncio.sleep(1)


async def open_at_once(address: str, viewers: int, query: str) -> list[float]:
    """Let so many open one shared view within the same second."""
    arrived: list[float] = []

    async def one(number: int) -> None:
        await asyncio.sleep(number / viewers)
        await view(address, number, query, arrived)

    await asyncio.gather(*(one(number) for number in range(viewers)))
    return arrived


async def look_round(
    address: str, viewers: int, query: str, pause: float, seconds: float
) -> tuple[list[float], list[float]]:
    """Let so many come one after the other to one shared view and look round in it together.

    Each chooses a histology about every `pause` seconds, as people do who read what they see. Gives
    the seconds until the view stood, and those of every choice that was made while all were there.
    """
    arrived: list[float] = []
    chosen: list[float] = []
    begun = time.monotonic()
    all_there = begun + pause

    async def one(number: int) -> None:
        await asyncio.sleep(pause * number / viewers)
        async with come(address, number, "", query) as visitor:
            arrived.append(await visitor.arrive())
            turn = number
            while time.monotonic() < all_there + seconds:
                await asyncio.sleep(pause * (0.8 + 0.4 * ((number * 7 + turn * 3) % 10) / 10))
                turn += 1
                took = await visitor.choose("Histology", [GROUPS[turn % len(GROUPS)]])
                if visitor.failed:
                    raise RuntimeError(visitor.texts[-1])
                if time.monotonic() > all_there:
                    chosen.append(took)

    await asyncio.gather(*(one(number) for number in range(viewers)))
    return arrived, chosen


def middle(times: Sequence[float]) -> str:
    """Give the median in milliseconds."""
    return f"{statistics.median(times) * 1e3:.0f}"


def late(times: Sequence[float]) -> str:
    """Give what 95 in 100 stay under, in milliseconds."""
    return f"{sorted(times)[int(0.95 * (len(times) - 1))] * 1e3:.0f}"


def share_paper(where: Path) -> str:
    """Save the paper's cohort; give the address of a link that may only look."""
    store = open_store(where)
    cohort = read_workbook(ROOT / "data" / "haddad2021.xlsx").cohort
    assert cohort is not None
    cleared = deidentify.clear(deidentify.screen(cohort), risk_accepted=True)
    pinned = snapshots.pin_view(classify(cleared.cohort, load_definition("haddad_2021")))
    saved = cohorts.save_cohort(store, cleared, pinned, name="The paper")
    link = links.make_link(store, saved.access, VIEWER, snapshot=saved.snapshot)
    store.close()
    return f"link={link.token}"


def main() -> None:
    """Print two tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--visitors", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--viewers", type=int, default=50)
    parser.add_argument("--pause", type=float, default=15)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        query = share_paper(folder / "store.sqlite3")
        with serve(folder, {"SRNS_VISITORS": "500", "SRNS_LOG_LEVEL": "warning"}) as topology:
            alone = topology.processes[0].address
            print("| server | visitors | choices a second | median, ms | p95, ms | MB a visitor |")
            print("|---|---|---|---|---|---|")
            for title, address, processes in (
                ("one process", alone, topology.processes[:1]),
                ("two behind nginx", topology.address, topology.processes),
            ):
                for visitors in (1, asked.visitors // 3, asked.visitors):
                    row = asyncio.run(hold(address, visitors, processes, asked.seconds))
                    print(f"| {title} | {visitors} | {row} |", flush=True)
            print("\n| one shared view | viewers in a second | median, ms | p95, ms |")
            print("|---|---|---|---|")
            for title, address in (("one process", alone), ("two behind nginx", topology.address)):
                for viewers in (1, asked.viewers):
                    times = asyncio.run(open_at_once(address, viewers, query))
                    print(f"| {title} | {viewers} | {middle(times)} | {late(times)} |", flush=True)
            print(
                f"\n| {asked.viewers} who look round in one shared view | came: median, ms | p95 | "
                "choices | median, ms | p95 |"
            )
            print("|---|---|---|---|---|---|")
            for title, address in (("one process", alone), ("two behind nginx", topology.address)):
                came, chose = asyncio.run(
                    look_round(address, asked.viewers, query, asked.pause, 3 * asked.pause)
                )
                row = f"{middle(came)} | {late(came)} | {len(chose)} | {middle(chose)}"
                print(f"| {title} | {row} | {late(chose)} |", flush=True)


if __name__ == "__main__":
    main()
