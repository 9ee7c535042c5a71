"""Kill a run at random moments and let the same command go on, until it ends: the same bytes?

    python -m tests.registry.kill_and_resume [--kills 20] [--engine duckdb] [--children 3000]

A run over invented children is killed (SIGKILL, with all its processes) so many times and then
goes on to its end. Half of the kills fall after a random while, while rows are read and dealt; the
others when a random share of the parts is finished, evenly over the whole run. What it wrote must
be the bytes of a run that nobody stopped. It takes minutes; a small part of it runs with the tests
(test_stopped_runs.py).
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from srns.simulation.settings import SimulationSettings
from srns.simulation.simulate import simulate
from tests.registry.runs import files_of

_PARTS = 40
_LONGEST = 3.0
"""Seconds until the last of the kills that fall by the clock."""


def main() -> None:
    """Print how many parts each kill left finished, and whether the bytes are the same."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--engine", default="duckdb")
    parser.add_argument("--children", type=int, default=3000)
    chosen = parser.parse_args()
    draw = random.Random(1)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        simulate(folder / "in", SimulationSettings(chosen.children))
        command = [sys.executable, "-m", "srns", "registry", str(folder / "in"), "--engine",
                   chosen.engine, "--parts", str(_PARTS), "--out"]  # fmt: skip
        _run([*command, str(folder / "whole")])
        killed = 0
        while killed < chosen.kills:
            out = folder / "killed"
            if killed % 2:  # so many parts of the whole run: all tenths of it are hit
                wanted = round(_PARTS * (killed + draw.random()) / chosen.kills)
                shutil.rmtree(out, ignore_errors=True)
            process = _start([*command, str(out)])
            if killed % 2:
                while process.poll() is None and len(_finished(out)) < wanted:
                    time.sleep(0.002)
            else:
                time.sleep(draw.uniform(0.2, _LONGEST))
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                killed += 1
                process.wait()
                print(f"kill {killed}: {len(_finished(out))} of {_PARTS}", flush=True)
                if killed % 2 == 0:  # goes on to its end from where it was
                    _run([*command, str(out)])
                    _compare(folder)
                    shutil.rmtree(out)
            else:  # it ended: begin another, so that every kill hits a run
                _compare(folder)
                shutil.rmtree(out)
        _run([*command, str(folder / "killed")])
        _compare(folder)
    print("the same bytes")


def _finished(out: Path) -> list[Path]:
    return list(out.glob("finished/*.json"))


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    # A group of its own, so that a kill takes the processes of the engine, too.
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                            start_new_session=True)  # fmt: skip


def _run(command: list[str]) -> None:
    if _start(command).wait() not in (0, 1):  # 1: some results cannot be read
        raise SystemExit(f"{' '.join(command)} failed")


def _compare(folder: Path) -> None:
    whole, killed = files_of(folder / "whole"), files_of(folder / "killed")
    left = {
        name: content for name, content in killed.items() if not Path(name).name.startswith(".")
    }
    if left != whole:
        raise SystemExit("the bytes differ")


if __name__ == "__main__":
    main()
