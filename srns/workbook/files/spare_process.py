"""Processes that can be spared: each job in a fork of one that has everything imported.

A stranger's file may ask for more time or memory than there is. What is done with it first is
therefore done in a process that may end without harm: it has bounds on its processor time, its time
in all and its memory, it is the first to go where the machine runs short, and its answer is bytes
that the parent checks. The process that is forked never sees a stranger's byte.
"""

import atexit
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from srns.app_files import PACKAGE

MOST_AT_ONCE = 2
LARGEST_MEMORY = 380 * 2**20
LONGEST_WAIT = 6
"""Seconds that a job may take for each of its processor time."""
LONGEST_END = 5
LONGEST_START = 60
"""In seconds, on a busy machine."""
CAN_FORK = hasattr(os, "fork") and hasattr(socket, "send_fds")

Work = Callable[[bytearray, Callable[[bytes], object]], None]

_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); import importlib;"
    "importlib.import_module(sys.argv[2]).main(int(sys.argv[3]))"
)
_PIECE = 2**20


class SpareProcesses:
    """Processes for the jobs of one module, which is imported once, in the one that is forked.

    Parameters
    ----------
    module
        Name of a module whose `main` calls `serve_jobs` with the number that it is given.
    """

    def __init__(self, module: str) -> None:
        self._module = module
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._control: socket.socket | None = None
        self._parent: subprocess.Popen[bytes] | None = None

    def ask(self, job: Sequence[bytes], seconds: float, largest_answer: int) -> bytes:
        """Return what the process for this job wrote in this time, as far as it came.

        Others wait while two jobs are done; waiting does not count. The parts of a job arrive as
        one; they are not joined here, for they may be large.
        """
        with self._turns:
            ours, theirs = socket.socketpair()
            with ours:
                with theirs:
                    self._fork(theirs)
                return _talk(ours, job, time.monotonic() + seconds, largest_answer)

    def prepare(self) -> None:
        """Start the process that is forked, so that the first job need not wait for it."""
        with self._lock:
            if self._control is None:
                self._control = self._start()

    def _fork(self, end: socket.socket) -> None:
        """Have a process forked that talks through this end; start the one to fork if need be."""
        with self._lock:
            for _ in range(2):
                if self._control is None:
                    self._control = self._start()
                try:
                    socket.send_fds(self._control, [b"job"], [end.fileno()])
                except OSError:  # it is gone
                    self.close()
                else:
                    return

    def close(self) -> None:
        """End the process that is forked."""
        if self._control is not None and self._parent is not None:
            self._control.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._parent.wait(LONGEST_END)
            self._parent.kill()
            self._parent.wait()
        self._control = None

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs:
            self._parent = subprocess.Popen(
                [sys.executable, "-I", "-c", _START, str(PACKAGE.parent), self._module,
                 str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )  # fmt: skip
        atexit.register(self.close)
        ours.settimeout(LONGEST_START)
        with contextlib.suppress(OSError):
            ours.recv(1)
        return ours


def _talk(end: socket.socket, job: Sequence[bytes], until: float, largest: int) -> bytes:
    """Send the job and read the answer, until it ends or the time is over."""
    written = bytearray()
    with contextlib.suppress(OSError):  # it ended, or is too slow
        for part in job:
            end.settimeout(max(0.01, until - time.monotonic()))
            end.sendall(part)
        end.shutdown(socket.SHUT_WR)
        while len(written) <= largest:
            end.settimeout(max(0.01, until - time.monotonic()))
            piece = end.recv(_PIECE)
            if not piece:
                break
            written.extend(piece)
    del written[largest:]
    return bytes(written)


def serve_jobs(
    control: int,
    work: Work,
    seconds_of: Callable[[bytearray], int],
) -> None:
    """Fork a process for each job that comes, until the parent is gone.

    Parameters
    ----------
    control
        Number of the socket by which jobs come.
    work
        Does one job, given its bytes, which are its own, and writes by the function that it is
        given.
    seconds_of
        Returns the processor time that a job may take.
    """
    with socket.socket(fileno=control) as commands:
        commands.send(b"!")  # ready
        while True:
            word, ends, _, _ = socket.recv_fds(commands, 8, 1)
            if not word:
                return
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG) != (0, 0):
                    pass
            if os.fork() == 0:
                commands.close()
                _do_one(ends[0], work, seconds_of)
            for end in ends:
                os.close(end)


def _do_one(number: int, work: Work, seconds_of: Callable[[bytearray], int]) -> None:
    """Do one job within its bounds, and end this process whatever comes of it."""
    try:
        limit_memory()
        with socket.socket(fileno=number) as end:
            job = bytearray()
            while piece := end.recv(_PIECE):
                job.extend(piece)
            seconds = seconds_of(job)
            limit_time(seconds)
            work(job, end.sendall)
    finally:
        os._exit(0)


def limit_memory() -> None:
    """Bound the memory that this process takes from now on, and let it be the first to end."""
    # Where the machine runs out of memory all the same, this process is the one to end.
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
    import resource  # not on Windows, where nothing is forked

    most = LARGEST_MEMORY + _address_space()
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_time(seconds: int) -> None:
    """Bound the processor time of this process, and its time in all."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    signal.alarm(LONGEST_WAIT * seconds)


def _address_space() -> int:
    """Return how much address space is taken already, most of it never used."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
