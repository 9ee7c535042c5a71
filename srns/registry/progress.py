"""How far is a run: parts, rows, rate and time left."""

import sys
import time
from dataclasses import dataclass, field
from typing import TextIO


@dataclass
class Progress:
    """One line that says how far a run is; on a terminal it is written over itself.

    Attributes
    ----------
    parts, rows
        How many there are in all, and of those how many were finished before this run began.
    """

    parts: int
    rows: int
    begun_with: int = 0
    stream: TextIO | None = None
    started: float = field(default_factory=time.monotonic)
    parts_done: int = 0
    rows_done: int = 0

    def add(self, rows: int) -> None:
        """Count a finished part, and print the line."""
        self.parts_done += 1
        self.rows_done += rows
        stream = self.stream
        if stream is None:
            return
        end = "\r" if stream.isatty() else "\n"
        print(self.line(time.monotonic() - self.started), end=end, file=stream, flush=True)

    def line(self, seconds: float) -> str:
        """Return the line after so many seconds.

        >>> Progress(10, 4_000_000, parts_done=2, rows_done=800_000).line(2.0)
        '2 of 10 parts, 800,000 of 4,000,000 rows, 400,000 rows a second, 8 s left'
        """
        rate = self.rows_done / max(seconds, 1e-9)
        left = self.parts - self.begun_with - self.parts_done
        wait = seconds / max(self.parts_done, 1) * left
        shown = f"{wait:.0f} s" if wait < 120 else f"{wait / 60:.0f} min"
        return (
            f"{self.begun_with + self.parts_done} of {self.parts} parts, {self.rows_done:,} of "
            f"{self.rows:,} rows, {rate:,.0f} rows a second, {shown} left"
        )

    def close(self) -> None:
        """Leave the line of a terminal."""
        if self.stream is not None and self.stream.isatty() and self.parts_done:
            print(file=self.stream)


def on_terminal() -> TextIO:
    """Return where progress is printed."""
    return sys.stderr
