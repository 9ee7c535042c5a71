"""Does a Spark cluster that loses a worker midway write the same verdicts?

    python -m benchmarks.spark_cluster --spark DIR [--children 20000] [--workers 2]

Starts a Spark master, worker processes and a Spark Connect server on this machine from the
distribution in DIR (its folder `bin`; the package pyspark has it), judges invented children with
`--engine spark`, and kills one worker with its executor when a third of the parts are finished. All
tables must then be those of the engine `memory`. Java is needed; everything that is started is
stopped in the end.
"""

import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from srns.registry.run_registry import run_registry
from srns.simulation.settings import SimulationSettings
from srns.simulation.simulate import simulate
from tests.registry.runs import assert_equal, tables

PARTS = 40
_SECONDS = 600
_MASTER = "org.apache.spark.deploy.master.Master"
_WORKER = "org.apache.spark.deploy.worker.Worker"
_CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer"


def main() -> None:
    """Print how many parts were finished at the kill, the seconds, and that tables are equal."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--spark", type=Path, required=True)
    parser.add_argument("--children", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        simulate(folder / "in", SimulationSettings(chosen.children, visit_days=60))
        with _cluster(chosen.spark, chosen.workers, folder) as (remote, workers):
            begun = time.perf_counter()
            environment = {**os.environ, "SPARK_REMOTE": remote}
            run = _start(_registry(folder, "spark"), folder, "run", environment)
            killed = _kill_midway(run, workers[0], folder / "spark")
            if (code := run.wait(_SECONDS)) not in (0, 1):
                raise SystemExit(f"the run failed ({code}): {(folder / 'run.log').read_text()}")
            print(
                f"{chosen.children:,} children, {chosen.workers} workers, one killed when "
                f"{killed} of {PARTS} parts were finished: {time.perf_counter() - begun:.0f} s"
            )
        whole = run_registry([folder / "in"], folder / "memory", engine="memory", parts=PARTS)
        again = run_registry([folder / "in"], folder / "spark", engine="spark", parts=PARTS)
        assert_equal(tables(whole), tables(again))
        print("every field of every table is that of the engine memory")


def _registry(folder: Path, engine: str) -> list[str]:
    return [sys.executable, "-m", "srns", "registry", str(folder / "in"), "--engine", engine,
            "--parts", str(PARTS), "--out", str(folder / engine)]  # fmt: skip


def _kill_midway(run: subprocess.Popen[bytes], worker: subprocess.Popen[bytes], out: Path) -> int:
    """Kill a worker when a third of the parts are finished; return how many were."""
    until = time.monotonic() + _SECONDS
    while run.poll() is None and time.monotonic() < until:
        finished = len(list(out.glob("finished/*.json")))
        if finished >= PARTS // 3:
            os.killpg(worker.pid, signal.SIGKILL)
            return finished
        time.sleep(0.05)
    said = (out.parent / "run.log").read_text()[-1000:]
    raise SystemExit(f"the run ended before a worker was killed: {said}")


@contextlib.contextmanager
def _cluster(
    spark: Path, workers: int, folder: Path
) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start master, workers and a Connect server; return its address and the workers."""
    port, connect = _free_port(), _free_port()
    master = f"spark://127.0.0.1:{port}"
    environment = {**os.environ, "SPARK_HOME": str(spark), "PYSPARK_PYTHON": sys.executable,
                   "PYTHONPATH": str(Path.cwd()), "SPARK_LOCAL_IP": "127.0.0.1"}  # fmt: skip
    classes = str(spark / "bin" / "spark-class")
    started = [_start([classes, _MASTER, "--host", "127.0.0.1", "--port", str(port),
                       "--webui-port", "0"], folder, "master", environment)]  # fmt: skip
    try:
        _wait_for(port)
        mine = [
            _start([classes, _WORKER, "--cores", "1", "--memory", "2g", "--webui-port", "0",
                    "--work-dir", str(folder / f"work{number}"), master],
                   folder, f"worker{number}", environment)
            for number in range(workers)
        ]  # fmt: skip
        started += mine
        started.append(
            _start([str(spark / "bin" / "spark-submit"), "--master", master, "--class", _CONNECT,
                    "--conf", f"spark.connect.grpc.binding.port={connect}",
                    "--conf", "spark.executor.memory=1g", "--conf", "spark.executor.cores=1",
                    "spark-internal"], folder, "connect", environment)
        )  # fmt: skip
        _wait_for(connect)
        yield f"sc://127.0.0.1:{connect}", mine
    finally:
        for process in reversed(started):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _start(
    command: list[str], folder: Path, name: str, environment: dict[str, str]
) -> subprocess.Popen[bytes]:
    with (folder / f"{name}.log").open("wb") as log:
        return subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=environment,
                                start_new_session=True)  # fmt: skip


def _wait_for(port: int) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.2)
    raise SystemExit(f"nothing answers on port {port} after two minutes")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


if __name__ == "__main__":
    main()
