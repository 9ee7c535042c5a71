"""Jobs for a process that can be spared, each as bad as a file could make it."""

import os
from collections.abc import Callable

from srns.workbook.files.spare_process import serve_jobs


def main(control: int) -> None:
    serve_jobs(control, work, lambda _: 1)


def work(job: bytearray, write: Callable[[bytes], object]) -> None:
    write(b"begun ")
    if job == b"spin":
        while True:
            pass
    if job == b"eat":
        try:
            held = [bytes(2**20) for _ in range(4_000)]
        except MemoryError:
            write(b"too large")
        else:
            write(b"%d" % len(held))
    if job == b"die":
        os.abort()
    if job == b"flood":
        while True:
            write(b"x" * 2**16)
    if job.startswith(b"say "):
        write(bytes(job[4:]))
