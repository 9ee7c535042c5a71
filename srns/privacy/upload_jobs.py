"""Jobs on uploaded files: each is done in a process that can be spared.

A job is a kind of work, the files of an upload, and what else the work needs. This side asks for
it; `upload_work` does it, in a fork of a process that has everything imported.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from srns.workbook.files import sandbox
from srns.workbook.files.spare_process import CAN_FORK, LONGEST_WAIT, SpareProcesses

JobKind = Literal["rehearse", "mark"]

MOST_SECONDS = 40
_SECONDS: dict[JobKind, tuple[float, float]] = {"rehearse": (3, 1.5), "mark": (5, 4)}
"""Of processor time: at least, and for each megabyte. An honest file takes the longer the larger
it is, and a small one that takes long is none."""
LARGEST_ANSWER = sandbox.LARGEST_ANSWER + 64 * 2**20
"""In bytes: the sheets of all files of an upload, how they would be read, and a few words."""

_PROCESSES = SpareProcesses("srns.privacy.upload_work")


@dataclass(frozen=True)
class UploadJob:
    """One piece of work on the files of an upload.

    Attributes
    ----------
    kind
        What is to be done.
    files
        Each with its name.
    dictionary
        The project's data dictionary, if the only file is a REDCap export; else empty.
    besides
        What else the work needs.
    """

    kind: JobKind
    files: tuple[tuple[str, bytes], ...]
    dictionary: bytes = b""
    besides: bytes = b""


def write_job(job: UploadJob) -> list[bytes]:
    """Write a job for the process that does it, in parts that arrive as one."""
    sizes = [(name, len(content)) for name, content in job.files]
    head = json.dumps([job.kind, sizes, len(job.dictionary)]).encode()
    return [head + b"\n", *(content for _, content in job.files), job.dictionary, job.besides]


def take_job(written: bytearray) -> UploadJob:
    """Read what `write_job` wrote, and empty it: a job may be large, and is held once."""
    head = _head(written)
    kind, sizes, length = json.loads(head)
    start = len(head) + 1
    parts = []
    with memoryview(written) as body:
        for size in (*(size for _, size in sizes), length, len(written)):
            parts.append(bytes(body[start : start + size]))
            start += size
    written.clear()
    *contents, dictionary, besides = parts
    names = (name for name, _ in sizes)
    return UploadJob(kind, tuple(zip(names, contents, strict=True)), dictionary, besides)


def _head(written: bytearray) -> bytes:
    return bytes(written[: written.index(b"\n")])


def seconds_for(kind: JobKind, size: int) -> int:
    """Return how many seconds of processor time a job of so many bytes may take.

    >>> [seconds_for("rehearse", megabytes * 2**20) for megabytes in (0, 2, 20, 50)]
    [3, 6, 33, 40]
    """
    least, each = _SECONDS[kind]
    return min(MOST_SECONDS, int(least + each * size / 2**20))


def seconds_of(written: bytearray) -> int:
    """Return how many seconds of processor time a written job may take."""
    return seconds_for(json.loads(_head(written))[0], len(written))


def do_apart(kind: JobKind, files: Sequence[tuple[str, bytes]], dictionary: bytes,
             besides: bytes = b"") -> bytes:  # fmt: skip
    """Have a job done in a process that can be spared; return what it wrote, as far as it came."""
    job = write_job(UploadJob(kind, tuple(files), dictionary, besides))
    seconds = seconds_for(kind, sum(map(len, job)))
    return _PROCESSES.ask(job, LONGEST_WAIT * seconds + 2, LARGEST_ANSWER)


def prepare() -> None:
    """Make the process ready, so that the first upload need not wait."""
    if CAN_FORK:
        _PROCESSES.prepare()
