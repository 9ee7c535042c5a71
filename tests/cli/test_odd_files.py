"""Whatever a file holds, the command ends in a sentence: no traceback, no long quote, in time."""

import importlib
import os
import re
import resource
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path

import pytest

from srns.cli import main
from tests.cli import odd_files, stranger_files
from tests.sharing.made import PAPER

# Imported once, and not in each process that is forked.
for _command in ("definitions", "classify", "check", "statements", "try_samples", "admin"):
    importlib.import_module(f"srns.cli.{_command}")
importlib.import_module("srns.sharing.backup")

LONGEST_SECONDS = 5
MOST_MEMORY = 2**30
"""Bytes that a command may take beside those that the test has already."""
LONGEST_MESSAGE = 6000
"""Characters on the standard error; a definition may have several mistakes, one a line."""
FAILED = 99
# What moves the cursor of a terminal or paints on it, quoted as it is.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x9b]")


@dataclass(frozen=True)
class Ended:
    """How a command ended: exit code, processor time, and what it wrote."""

    code: int
    seconds: float
    out: str
    err: str


def command(kind: str, path: str, folder: str) -> list[str]:
    workbook = str(PAPER)
    return {
        "definition": ["definitions", path],
        "overrides": ["classify", workbook, "--overrides", path],
        "recipe": ["check", workbook, "--recipe", path],
        "statements": ["statements", workbook, path],
        "samples": ["try", path],
        "backup": ["admin", "--store", f"{folder}/store.sqlite3", "restore", path],
    }[kind.partition(".")[0]]


def run_apart(arguments: list[str], folder: Path) -> Ended:
    """Run a command in a process of its own, with bounds on its time and memory."""
    child = os.fork()
    if child == 0:
        code = FAILED
        try:
            for number, name in ((1, "out"), (2, "err")):
                os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
            sys.stdout = os.fdopen(1, "w", encoding="utf-8")
            sys.stderr = os.fdopen(2, "w", encoding="utf-8")
            taken = int(Path("/proc/self/statm").read_text("ascii").split()[0])
            most = taken * os.sysconf("SC_PAGE_SIZE") + MOST_MEMORY
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
            resource.setrlimit(resource.RLIMIT_CPU, (2 * LONGEST_SECONDS, 2 * LONGEST_SECONDS))
            code = main(arguments)
        except SystemExit as end:
            code = int(end.code or 0)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    _, status, used = os.wait4(child, 0)
    written = [(folder / name).read_text("utf-8", "replace") for name in ("out", "err")]
    seconds = used.ru_utime + used.ru_stime
    return Ended(os.waitstatus_to_exitcode(status), seconds, *written)


def assert_sentence(ended: Ended) -> None:
    assert ended.code in (0, 1, 2), ended.err[-2000:]
    assert ended.seconds < LONGEST_SECONDS
    assert "Traceback" not in ended.err
    assert len(ended.err) < LONGEST_MESSAGE
    assert all(len(line) <= 2200 for line in ended.err.splitlines())
    assert ended.code == 0 or ended.err.strip() or ended.out.strip()
    assert not CONTROLS.search(ended.err)


CASES = [
    pytest.param(kind, ending, content, id=f"{kind}: {name}")
    for kinds in (odd_files.KINDS, stranger_files.KINDS)
    for kind, (make, ending) in kinds.items()
    for name, content in make()
]
STRANGE = sum(1 for make, _ in stranger_files.KINDS.values() for _ in make())


@pytest.mark.parametrize(("kind", "ending", "content"), CASES)
def test_an_odd_file_ends_in_one_sentence(kind, ending, content, tmp_path):
    path = tmp_path / f"odd{ending}"
    path.write_bytes(content)

    assert_sentence(run_apart(command(kind, str(path), str(tmp_path)), tmp_path))


@pytest.mark.parametrize("kind", odd_files.KINDS)
@pytest.mark.parametrize("path", ["/dev/zero", "/", "no such file", "x" * 5000, "a\x00b"])
def test_what_is_no_file_is_said_in_one_sentence(kind, path, tmp_path):
    assert_sentence(run_apart(command(kind, path, str(tmp_path)), tmp_path))


def test_there_are_two_hundred_and_a_hundred_more():
    assert STRANGE >= 100
    assert len(CASES) >= 200 + STRANGE
