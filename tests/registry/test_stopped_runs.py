"""A run that is stopped, a full disk, a damaged file, a bad part: nothing is lost, one sentence."""

import errno
import os
import re
import signal
import subprocess
import sys
import time

import pyarrow.parquet as pq
import pytest

from srns.cohort.errors import InputError
from srns.registry import judged_part
from srns.registry.engines import on_disk, part_runner
from srns.registry.run_registry import run_registry
from srns.simulation.settings import SimulationSettings
from tests.registry.runs import dies_on_one, files_of, invented, run

FEW = SimulationSettings(30, years=1.5)
PARTS = 6


@pytest.fixture(scope="module")
def tidy(tmp_path_factory):
    return invented(tmp_path_factory.mktemp("stopped") / "tidy", settings=FEW)


class StopAfter:
    """A stream of progress that stops the run after some parts, as Ctrl+C would."""

    def __init__(self, parts):
        self.left = parts

    def isatty(self):
        return False

    def write(self, text):
        self.left -= text.count("parts")
        if self.left <= 0:
            raise KeyboardInterrupt

    def flush(self):
        pass


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
@pytest.mark.parametrize("after", [1, PARTS - 1])
def test_a_stopped_run_goes_on_to_the_same_bytes(tmp_path, tidy, engine, after):
    run(tidy, tmp_path / "whole", engine, parts=PARTS)
    with pytest.raises(KeyboardInterrupt):
        run(tidy, tmp_path / "stopped", engine, parts=PARTS, progress=StopAfter(after))
    finished = {each: each.stat().st_mtime_ns for each in tmp_path.glob("stopped/finished/*.json")}
    assert len(finished) == after

    run(tidy, tmp_path / "stopped", engine, parts=PARTS)

    assert files_of(tmp_path / "stopped") == files_of(tmp_path / "whole")
    assert {each: each.stat().st_mtime_ns for each in finished} == finished


def test_a_killed_process_leaves_what_the_next_run_goes_on_with(tmp_path, tidy):
    command = [sys.executable, "-m", "srns", "registry", str(tidy), "--out", str(tmp_path / "out"),
               "--engine", "memory", "--parts", str(PARTS)]  # fmt: skip
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 20
    while not list(tmp_path.glob("out/finished/*.json")) and time.monotonic() < deadline:
        time.sleep(0.002)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()

    run_registry([tidy], tmp_path / "out", engine="memory", parts=PARTS)
    run_registry([tidy], tmp_path / "whole", engine="memory", parts=PARTS)

    left = {name: content for name, content in files_of(tmp_path / "out").items()
            if not re.search(r"/\.", f"/{name}")}  # fmt: skip
    assert left == files_of(tmp_path / "whole")


def test_another_run_is_not_mixed_into_the_folder(tmp_path, tidy):
    run(tidy, tmp_path / "out", parts=2)

    with pytest.raises(InputError, match="found the results of another run"):
        run(tidy, tmp_path / "out", parts=3)


def test_a_folder_with_other_files_is_left_alone(tmp_path, tidy):
    (tmp_path / "thesis.docx").write_bytes(b"")

    with pytest.raises(InputError, match="found a folder with other files"):
        run(tidy, tmp_path)


@pytest.mark.parametrize("engine", ["memory", "sail"])
def test_a_full_disk_ends_in_one_sentence_and_the_run_goes_on(tmp_path, tidy, monkeypatch, engine):
    if engine == "sail":  # which runs Python in this process
        pytest.importorskip("pysail", reason="the extra 'spark' is not installed")
    written = []

    def fill(table, target, **options):
        written.append(target)
        if len(written) > 7:  # in the second part
            raise OSError(errno.ENOSPC, "No space left on device")
        write(table, target, **options)

    write = pq.write_table
    monkeypatch.setattr(pq, "write_table", fill)
    with pytest.raises(InputError) as stopped:
        run(tidy, tmp_path / "out", engine, parts=PARTS)
    monkeypatch.undo()

    finished = len(list(tmp_path.glob("out/finished/*.json")))
    assert finished < 2
    assert str(stopped.value) == (
        f"{tmp_path / 'out'}: found no space left on the disk, with {finished} parts finished; "
        "expected some more. Free space and run the same command again: it goes on where it "
        "stopped."
    )
    assert run(tidy, tmp_path / "out", engine, parts=PARTS).children == FEW.children


def test_one_bad_part_loses_no_other(tmp_path, tidy, monkeypatch):
    calls = []

    def judge_or_fail(tables, plan):
        calls.append(tables)
        if len(calls) == 2:
            raise ValueError("a row from another world")
        return judged_part.judge_part(tables, plan)

    monkeypatch.setattr(part_runner, "judge_part", judge_or_fail)
    found = run(tidy, tmp_path / "out", parts=PARTS)
    monkeypatch.undo()

    assert found.failures == {1: "ValueError: a row from another world"}
    assert 0 < found.children < FEW.children
    assert run(tidy, tmp_path / "out", parts=PARTS).children == FEW.children


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("results.parquet", b"PAR1 and no more", "cannot be read", id="damaged"),
        pytest.param("results.csv", b"", "no columns", id="empty"),
        pytest.param("results.xlsx", b"", "a file of kind '.xlsx'", id="kind"),
        pytest.param("results.csv", b"patient,colour\nA,red\n", "", id="columns"),
    ],
)
def test_a_file_that_cannot_be_read_ends_in_one_sentence(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)

    with pytest.raises(InputError) as stopped:
        run([str(tmp_path / name)], tmp_path / "out")
    assert message in str(stopped.value)
    assert "\n" not in str(stopped.value)


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_a_file_that_is_damaged_within_ends_in_one_sentence(tmp_path, tidy, engine):
    source = bytearray(next((tidy / "results").glob("*.parquet")).read_bytes())
    source[4:2000] = b"\xff" * 1996
    (tmp_path / "results.parquet").write_bytes(source)

    with pytest.raises(InputError, match="found rows that cannot be read") as stopped:
        run([str(tmp_path / "results.parquet")], tmp_path / "out", engine)
    assert "\n" not in str(stopped.value)


def test_a_process_that_dies_loses_its_own_part_alone(tmp_path, tidy, monkeypatch):
    run(tidy, tmp_path / "whole", "duckdb", parts=2)
    monkeypatch.setattr(on_disk, "load_part", dies_on_one)

    found = run(tidy, tmp_path / "out", "duckdb", parts=2, processes=2)

    assert list(found.failures) == [1]
    assert "process died" in found.failures[1]
    other = "verdicts/part-00000.parquet"
    assert (tmp_path / "out" / other).read_bytes() == (tmp_path / "whole" / other).read_bytes()
    monkeypatch.undo()
    assert not run(tidy, tmp_path / "out", "duckdb", parts=2).failures
    assert files_of(tmp_path / "out") == files_of(tmp_path / "whole")
