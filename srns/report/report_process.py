"""Report made in a process of its own, at low priority, so that nobody else waits meanwhile.

The job goes in as a pickle of this program's own objects; what comes back are lines of JSON that
name the step at hand, then the bytes of the file.
"""

import json
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Protocol

from srns.app_files import PACKAGE
from srns.cohort.errors import InputError, SrnsError
from srns.cohort.tables import Cohort
from srns.cohort.unit_systems import Units
from srns.languages.current import ENGLISH, language
from srns.report.cohort_report import ReportSource
from srns.report.provenance import Stamp
from srns.report.report_files import write_report
from srns.report.table_catalogue import Choices
from srns.rules.classify import classify
from srns.rules.load_definition import parse_definition
from srns.workbook.problems import Problem

LONGEST_SECONDS = 600
MOST_AT_ONCE = max(1, (os.cpu_count() or 2) - 1)
"""Reports that are made at the same time; others wait."""
NICENESS = 15
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from srns.report.report_process import main; main()"
)
_TURNS = threading.BoundedSemaphore(MOST_AT_ONCE)


class ApartJob(Protocol):
    """Something to make in a process of its own; it can be pickled."""

    def write(self, progress: Callable[[str], None]) -> bytes:
        """Make it in this process, and return its file."""
        ...


@dataclass(frozen=True)
class ReportJob:
    """A report to make: what is classified, by which definition, and what of it is wanted.

    Attributes
    ----------
    definition_text
        Text of the definition's file.
    ending
        One of `srns.report.report_files.FORMS`.
    """

    cohort: Cohort
    definition_text: str
    strategy: str
    units: Units
    stamp: Stamp
    problems: tuple[Problem, ...]
    choices: Choices
    hashes: dict[str, str]
    parts: tuple[str, ...]
    ending: str
    language: str = ENGLISH

    def write(self, progress: Callable[[str], None] | None = None) -> bytes:
        """Make the report in this process, and return its file."""
        definition = parse_definition(self.definition_text)
        found = classify(self.cohort, definition, strategy=self.strategy)
        source = ReportSource(
            found.in_units(self.units), self.stamp, self.problems, self.choices, self.hashes
        )
        with language(self.language):
            return write_report(source, self.parts, self.ending, progress)


def write_apart(job: ApartJob, progress: Callable[[str], None]) -> bytes:
    """Make a file in a process of its own, and return it.

    Parameters
    ----------
    progress
        Called with the name of each step; what it raises ends the process.

    Raises
    ------
    InputError
        Where the report could not be made, or took too long.
    """
    with _TURNS:
        process = subprocess.Popen(
            [sys.executable, "-c", _START, str(PACKAGE.parent)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        watch = threading.Timer(LONGEST_SECONDS, process.kill)
        watch.daemon = True
        watch.start()
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            with process.stdin:
                pickle.dump(job, process.stdin)
            return _listen(process.stdout, progress)
        except (BrokenPipeError, EOFError):
            raise InputError("The report could not be made in time. Choose fewer parts.") from None
        finally:
            watch.cancel()
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()


def _listen(stream: IO[bytes], progress: Callable[[str], None]) -> bytes:
    """Read steps until the file comes; return it."""
    while line := stream.readline():
        said = json.loads(line)
        if "step" in said:
            progress(said["step"])
        elif "error" in said:
            raise InputError(said["error"])
        else:
            content = stream.read(said["bytes"])
            if len(content) == said["bytes"]:
                return content
    raise EOFError


def main() -> None:
    """Make the one report that is asked for on standard input."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that a library prints may mix with the answer

    def say(**words: object) -> None:
        out.write(json.dumps(words).encode() + b"\n")
        out.flush()

    job: ApartJob = pickle.load(sys.stdin.buffer)
    try:
        content = job.write(lambda step: say(step=step))
    except SrnsError as error:
        say(error=str(error))
        return
    say(bytes=len(content))
    out.write(content)
    out.flush()
