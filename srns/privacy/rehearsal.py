"""Rehearsal: a stranger's files are read once in a process that can be spared.

Everything that is done with an upload is done there first: opening, proposing a recipe, searching
for private data, reading, marking the copy. What ends there within its bounds ends in the process
that serves everybody, too; what does not is refused in one sentence, and nobody else notices. The
sheets that were parsed come back, so that no parser of archives runs twice, or anywhere else.
"""

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from srns.app_files import PAPER_WORKBOOK
from srns.privacy.find_identifiers import find_private
from srns.workbook.annotate.annotated_copy import annotate
from srns.workbook.files import sandbox
from srns.workbook.files.file_types import Kind, damaged, swollen, unreadable
from srns.workbook.files.open_workbook import Parser
from srns.workbook.files.sandbox_answer import ParsedSheet
from srns.workbook.files.sandbox_answer import write_answer as write_sheets
from srns.workbook.files.spare_process import (
    CAN_FORK,
    LONGEST_WAIT,
    SpareProcesses,
    serve_jobs,
)
from srns.workbook.problems import Problem
from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe.propose import in_template_shape, propose
from srns.workbook.recipe.workbook_layout import WorkbookLayout
from srns.workbook.results.open_export import open_cohort

FEWEST_SECONDS, MOST_SECONDS = 3, 40
SECONDS_A_MEGABYTE = 2
"""Of processor time, for all files of an upload together: an honest file takes the longer the
larger it is, and a small one that takes long is none."""
LARGEST_ANSWER = sandbox.LARGEST_ANSWER + 16 * 2**10
"""In bytes: the sheets of all files of an upload, and a few words."""

_LONGEST_WORDS = 16 * 2**10
_PROCESSES = SpareProcesses(__name__)
_PARSED = b"parsed "
"""Begins a line with the digest of an archive and its sheets; all other lines are words."""
_TEXTS = ("sheet", "cell", "found", "expected", "remedy")
_BEGUN, _OPENED, _READ, _MARKED, _LARGE, _FAILED = (
    "begun",
    "opened",
    "read",
    "marked",
    "large",
    "failed",
)


@dataclasses.dataclass(frozen=True)
class Rehearsed:
    """What came of the rehearsal.

    Attributes
    ----------
    refused
        Why the files must not be read, if so.
    may_be_marked
        Whether the marked copy came to its end, too.
    parsed
        The sheets of each archive as they were written, by its digest; checked when asked for.
    """

    refused: Problem | None = None
    may_be_marked: bool = True
    parsed: Mapping[bytes, bytes] = dataclasses.field(default_factory=dict, repr=False)

    def parse(self, content: bytes, kind: Kind) -> list[ParsedSheet] | Problem:
        """Return the sheets of an archive: those that came back, else parsed in a subprocess."""
        written = self.parsed.get(_digest(content, kind))
        if written is None:
            return sandbox.parse_in_subprocess(content, kind)
        return sandbox.sheets_in(written)


def rehearse(files: Sequence[tuple[str, bytes]], dictionary: bytes = b"") -> Rehearsed:
    """Open and read the files of an upload in a process that can be spared.

    Where the system cannot fork (Windows), nothing is rehearsed.

    Parameters
    ----------
    files
        Each with its name.
    dictionary
        The project's data dictionary, if the only file is a REDCap export.
    """
    if not CAN_FORK:
        return Rehearsed()
    head = [[name, len(content)] for name, content in files]
    job = json.dumps([head, len(dictionary)]).encode() + b"\n"
    job += b"".join(content for _, content in files) + dictionary
    longest = LONGEST_WAIT * seconds_for(len(job)) + 2
    return read_answer(_PROCESSES.ask(job, longest, LARGEST_ANSWER))


def seconds_for(size: int) -> int:
    """Return how many seconds of processor time an upload of so many bytes may take.

    >>> [seconds_for(megabytes * 2**20) for megabytes in (0, 2, 20, 50)]
    [3, 7, 40, 40]
    """
    return min(MOST_SECONDS, FEWEST_SECONDS + SECONDS_A_MEGABYTE * size // 2**20)


def prepare() -> None:
    """Make rehearsals ready, so that the first upload need not wait."""
    if CAN_FORK:
        _PROCESSES.prepare()


def read_answer(written: bytes) -> Rehearsed:
    r"""Return what a rehearsal wrote; nothing in it is believed but words that are known.

    Sheets are kept as they were written, and checked by whoever reads them.

    >>> read_answer(b'"begun"\n"opened"\n').refused.found
    'a file that takes too long to understand'
    >>> read_answer(b'"begun"\n"read"\n"marked"\n')
    Rehearsed(refused=None, may_be_marked=True)
    """
    said: list[Any] = []
    parsed: dict[bytes, bytes] = {}
    for line in written.split(b"\n"):
        if line.startswith(_PARSED):
            digest, _, sheets = line.removeprefix(_PARSED).partition(b" ")
            parsed[digest] = sheets
            continue
        if not line:
            continue
        if len(line) > _LONGEST_WORDS:
            return Rehearsed(damaged())
        try:
            said.append(json.loads(line))
        except (ValueError, RecursionError):
            return Rehearsed(damaged())
    last = said[-1] if said else ""
    if isinstance(last, dict):
        return Rehearsed(_read_problem(last))
    if _READ in said:
        return Rehearsed(may_be_marked=_MARKED in said, parsed=parsed)
    if last == _LARGE:
        return Rehearsed(swollen())
    if last == _FAILED:
        return Rehearsed(damaged())
    where = "understand" if last == _OPENED else "open"
    return Rehearsed(
        unreadable(
            f"a file that takes too long to {where}",
            "one that a computer reads in seconds",
            "Delete sheets, rows and columns that are not needed and save it, or split it.",
        )
    )


def _read_problem(fields: dict[str, Any]) -> Problem:
    sheet, cell, found, expected, remedy = (str(fields.get(name, "")) for name in _TEXTS)
    return Problem("error", sheet, cell, found, expected, remedy)


def main(control: int) -> None:
    """Serve rehearsals, in the process that is forked for each."""
    # What is made once for all workbooks is made here, and not in each fork.
    _rehearse([(PAPER_WORKBOOK.name, PAPER_WORKBOOK.read_bytes())], b"", lambda _: None)
    serve_jobs(control, _work, seconds_for)


def _work(job: bytes, write: Callable[[bytes], object]) -> None:
    """Do one rehearsal and write one line for each step that came to its end."""

    def say(word: object) -> None:
        write(json.dumps(word).encode() + b"\n")

    def parse(content: bytes, kind: Kind) -> list[ParsedSheet] | Problem:
        answer = sandbox.parse_or_refuse(content, kind)
        write(_PARSED + _digest(content, kind) + b" " + write_sheets(answer) + b"\n")
        return sandbox.as_sheets(answer)

    say(_BEGUN)
    try:
        head, _, body = job.partition(b"\n")
        names, _ = json.loads(head)
        files, start = [], 0
        for name, length in names:
            files.append((name, body[start : start + length]))
            start += length
        _rehearse(files, body[start:], say, parse)
    except MemoryError:
        say(_LARGE)
    # A panic inside a parser is a BaseException, not an Exception.
    except BaseException:
        say(_FAILED)


def _digest(content: bytes, kind: Kind) -> bytes:
    return hashlib.sha256(kind.encode() + content).hexdigest().encode()


def _rehearse(
    files: Sequence[tuple[str, bytes]],
    dictionary: bytes,
    say: Callable[[object], None],
    parser: Parser | None = None,
) -> None:
    opened = open_cohort(files, count=len(files), redcap=dictionary or None, parser=parser)
    if isinstance(opened, Problem):
        say({name: getattr(opened, name) for name in _TEXTS})
        return
    say(_OPENED)
    name, joined = opened
    layout = WorkbookLayout(joined)
    recipe = propose(layout, name)
    find_private(joined)
    as_it_is = in_template_shape(layout)
    problems: Sequence[Problem] = ()
    if as_it_is or (recipe.tables and not recipe.open_questions):
        used = None if as_it_is else recipe
        reading = read_workbook(layout, recipe=used, today=datetime.date.today())
        problems = reading.problems
    say(_READ)
    annotate(joined, problems, name=name)
    say(_MARKED)
