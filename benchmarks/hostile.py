"""What files made to harm do to a server: one sentence each, how long, and who else waits.

Run: python -m benchmarks.hostile [larger markup cells archives texts exports binary]. A dashboard
is started on this machine. One visitor uploads each file (`benchmarks/hostile_files.py`);
a second looks at the paper's cohort all the while and chooses filters. Printed is for each file how
long it took to the page with its sentence, the longest wait of the second visitor meanwhile, the
memory of the server and all its processes at most (pages that they share count once), and what was
said. The last line counts what was missed; where the machine is busy with other things, the
processor time of the server says more.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.hostile_files import files
from benchmarks.process_memory import memory_mb
from benchmarks.visitor import Visitor
from srns.dashboard.screens.importing.upload import ENDINGS

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "hosting"))
from topology import Process, free_ports, start_process, wait_until_healthy

LONGEST_SECONDS, LONGEST_WAIT, MOST_MB = 5.0, 1.0, 1024
UPLOADER = "Your workbook (Excel, .ods or .csv); several files of one cohort together"
BROKEN = "could not be shown"
GROUPS = ("MCD", "FSGS")


async def look_round(visitor: Visitor, waits: list[float]) -> None:
    """Choose a filter again and again."""
    turn = 0
    while True:
        waits.append(await visitor.choose("Histology", [GROUPS[turn % 2]]))
        turn += 1
        await asyncio.sleep(0.1)


async def watch_memory(process: Process, most: list[float]) -> None:
    """Note the memory of the server and of all that it started together, in MB."""
    while True:
        most.append(memory_mb(process.running.pid))
        await asyncio.sleep(0.02)


def name_of(ending: str) -> str:
    """Return a name by which the page takes the file; it looks at the ending before we do."""
    return f"file.{ending if ending in ENDINGS else 'txt'}"


def processor_seconds(process: Process) -> float:
    """Return the processor time of the server itself, with that of the other visitor's pages."""
    times = Path(f"/proc/{process.running.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")


async def upload(process: Process, name: str, content: bytes) -> tuple[float, float, float, str]:
    """Upload one file; return its seconds, the longest wait beside it, MB, and what was said."""
    async with (
        Visitor(process.address, "import") as one,
        Visitor(process.address, "overview", "cohort=paper") as other,
    ):
        await asyncio.gather(one.arrive(), other.arrive())
        await other.choose("Histology", [GROUPS[1]])
        waits: list[float] = []
        most: list[float] = []
        beside = [
            asyncio.create_task(look_round(other, waits)),
            asyncio.create_task(watch_memory(process, most)),
        ]
        begun = time.perf_counter()
        try:
            await one.upload(UPLOADER, name, content)
            said = " / ".join(one.texts)
        except TimeoutError:
            said = "NOTHING WITHIN TWO MINUTES"
        seconds = time.perf_counter() - begun
        await asyncio.sleep(0.15)
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        failed = "FAILED: " if one.failed else ""
    return seconds, max(waits, default=seconds), max(most), failed + said


async def upload_all(process: Process, kinds: Sequence[str]) -> None:
    """Upload every file of these kinds and print a table."""
    print("file | MB | s | processor s | longest wait of another, s | MB held | said")
    tried = slow = waited = large = failed = 0
    for name, ending, content in files(*kinds):
        before = processor_seconds(process)
        seconds, wait, most, said = await upload(process, name_of(ending), content)
        worked = processor_seconds(process) - before
        tried += 1
        slow += seconds > LONGEST_SECONDS
        waited += wait > LONGEST_WAIT
        large += most > MOST_MB
        failed += said.startswith(("FAILED", "NOTHING")) or not said or BROKEN in said
        row = f"{name} | {len(content) / 2**20:.2f} | {seconds:.2f} | {worked:.2f} | {wait:.2f}"
        print(f"{row} | {most:.0f} | {said[-160:]}".replace("\n", " "), flush=True)
    print(
        f"{tried} files: {failed} without a sentence, {slow} over {LONGEST_SECONDS:.0f} s, "
        f"{large} over {MOST_MB} MB; {waited} times another waited over {LONGEST_WAIT:.0f} s"
    )


def main() -> None:
    """Start a dashboard, upload the files, and stop it."""
    with tempfile.TemporaryDirectory() as folder:
        process = start_process(Path(folder), free_ports(1)[0], {"SRNS_STORE": "off"})
        try:
            wait_until_healthy(process)
            asyncio.run(upload_all(process, sys.argv[1:]))
        finally:
            process.running.terminate()
            process.running.wait()


if __name__ == "__main__":
    main()
