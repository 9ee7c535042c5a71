"""Rehearsal: a stranger's files are read once in a process that can be spared.

Everything that is done with an upload is done there first: opening, proposing how it is read,
searching for private data, reading. What ends there within its bounds ends in the process that
serves everybody, too; what does not is refused in one sentence, and nobody else notices. The sheets
that were parsed and the proposal come back, so that no parser of archives runs twice, or anywhere
else, and nothing is worked out again.
"""

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from srns.languages.sentences import as_plain, from_plain, sentence
from srns.privacy.import_proposal import (
    ImportProposal,
    propose_import,
    read_proposal,
    write_proposal,
)
from srns.privacy.upload_jobs import UploadJob, do_apart
from srns.privacy.upload_limits import find_too_large, find_too_long, find_too_wide
from srns.workbook.files import sandbox
from srns.workbook.files.file_types import Kind, damaged, swollen, unreadable
from srns.workbook.files.sandbox_answer import ParsedSheet
from srns.workbook.files.sandbox_answer import write_answer as write_sheets
from srns.workbook.files.spare_process import CAN_FORK
from srns.workbook.problems import Problem
from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe.workbook_layout import WorkbookLayout
from srns.workbook.results.open_export import open_cohort

_LONGEST_WORDS = 16 * 2**10
_PARSED = b"parsed "
"""Begins a line with the digest of an archive and its sheets."""
_PROPOSED = b"proposed "
"""Begins a line with how the files would be read; all other lines are words."""
_TEXTS = ("sheet", "cell", "found", "expected", "remedy")
_BEGUN, _OPENED, _READ, _LARGE, _FAILED = "begun", "opened", "read", "large", "failed"


@dataclasses.dataclass(frozen=True)
class Rehearsed:
    """What came of the rehearsal.

    Attributes
    ----------
    refused
        Why the files must not be read, if so.
    parsed
        The sheets of each archive as they were written, by its digest; checked when asked for.
    proposed
        How the files would be read, as it was written; empty where nothing came back.
    """

    refused: Problem | None = None
    parsed: Mapping[bytes, bytes] = dataclasses.field(default_factory=dict, repr=False)
    proposed: bytes = dataclasses.field(default=b"", repr=False)

    @property
    def measured(self) -> bool:
        """Whether the archives were parsed, so that their cells do not reach too far."""
        return bool(self.parsed)

    def parse(self, content: bytes, kind: Kind) -> list[ParsedSheet] | Problem:
        """Return the sheets of an archive: those that came back, else parsed in a subprocess."""
        written = self.parsed.get(_digest(content, kind))
        if written is None:
            return sandbox.parse_in_subprocess(content, kind)
        return sandbox.sheets_in(written)

    def proposal(self, layout: WorkbookLayout, name: str) -> ImportProposal:
        """Return how the opened files would be read: as it came back, else worked out here."""
        try:
            return read_proposal(self.proposed)
        except ValueError:
            return propose_import(layout, name)


def rehearse(files: Sequence[tuple[str, bytes]], dictionary: bytes = b"") -> Rehearsed:
    """Open and read the files of an upload in a process that can be spared.

    Where the system cannot fork (Windows), only the size of the files is looked at.

    Parameters
    ----------
    files
        Each with its name.
    dictionary
        The project's data dictionary, if the only file is a REDCap export.
    """
    if (large := find_too_long([content for _, content in files])) is not None:
        return Rehearsed(large)
    if not CAN_FORK:
        return Rehearsed()
    return read_answer(do_apart("rehearse", files, dictionary))


def read_answer(written: bytes) -> Rehearsed:
    r"""Return what a rehearsal wrote; nothing in it is believed but words that are known.

    Sheets and proposal are kept as they were written, and checked by whoever reads them.

    >>> read_answer(b'"begun"\n"opened"\n').refused.found
    'a file that takes too long to understand'
    >>> read_answer(b'"begun"\n"opened"\n"read"\n')
    Rehearsed(refused=None)
    """
    said: list[Any] = []
    parsed: dict[bytes, bytes] = {}
    proposed = b""
    for line in written.split(b"\n"):
        if line.startswith(_PARSED):
            digest, _, sheets = line.removeprefix(_PARSED).partition(b" ")
            parsed[digest] = sheets
            continue
        if line.startswith(_PROPOSED):
            proposed = line.removeprefix(_PROPOSED)
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
        try:
            return Rehearsed(_read_problem(last))
        except ValueError:
            return Rehearsed(damaged())
    if _READ in said:
        return Rehearsed(parsed=parsed, proposed=proposed)
    if last == _LARGE:
        return Rehearsed(swollen())
    if last == _FAILED:
        return Rehearsed(damaged())
    return Rehearsed(
        unreadable(
            sentence("a file that takes too long to understand")
            if last == _OPENED
            else sentence("a file that takes too long to open"),
            sentence("one that a computer reads in seconds"),
            sentence(
                "Delete sheets, rows and columns that are not needed and save it, or split it."
            ),
        )
    )


def _read_problem(fields: dict[str, Any]) -> Problem:
    sheet, cell, found, expected, remedy = (
        from_plain(given) if isinstance(given := fields.get(name, ""), list) else str(given)
        for name in _TEXTS
    )
    return Problem("error", sheet, cell, found, expected, remedy)


def rehearse_here(job: UploadJob, write: Callable[[bytes], object]) -> None:
    """Read files in this process, which can be spared; write a line for each step that ends."""

    def report(word: object) -> None:
        write(json.dumps(word).encode() + b"\n")

    report(_BEGUN)
    try:
        _rehearse(job, write, report)
    except MemoryError:
        report(_LARGE)
    # A panic inside a parser is a BaseException, not an Exception.
    except BaseException:
        report(_FAILED)


def _digest(content: bytes, kind: Kind) -> bytes:
    return hashlib.sha256(kind.encode() + content).hexdigest().encode()


def _rehearse(
    job: UploadJob, write: Callable[[bytes], object], report: Callable[[object], None]
) -> None:
    def parse(content: bytes, kind: Kind) -> list[ParsedSheet] | Problem:
        answer = sandbox.parse_or_refuse(content, kind)
        write(_PARSED + _digest(content, kind) + b" " + write_sheets(answer) + b"\n")
        return sandbox.as_sheets(answer)

    def refuse(problem: Problem) -> None:
        report({name: as_plain(getattr(problem, name)) for name in _TEXTS})

    opened = open_cohort(
        job.files, count=len(job.files), redcap=job.dictionary or None, parser=parse
    )
    if isinstance(opened, Problem):
        refuse(opened)
        return
    name, joined = opened
    if (wide := find_too_wide(joined)) is not None:
        refuse(wide)
        return
    report(_OPENED)
    layout = WorkbookLayout(joined)
    proposal = propose_import(layout, name)
    if (large := find_too_large(layout, proposal.recipe)) is not None:
        refuse(large)
        return
    write(_PROPOSED + write_proposal(proposal) + b"\n")
    if proposal.asks_nothing:
        used = None if proposal.as_it_is else proposal.recipe
        read_workbook(layout, recipe=used, today=datetime.date.today())
    report(_READ)
