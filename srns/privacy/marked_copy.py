"""Marked copy of an uploaded workbook, made where a file that is built oddly does no harm."""

import dataclasses
import io
import json
from collections.abc import Callable, Sequence

from openpyxl import Workbook

from srns.languages.current import current_language, language
from srns.languages.messages import in_language
from srns.languages.sentences import sentence
from srns.privacy.upload_jobs import UploadJob, do_apart
from srns.workbook.annotate.annotated_copy import annotate
from srns.workbook.files.spare_process import CAN_FORK
from srns.workbook.problems import Problem
from srns.workbook.results.open_export import open_cohort

UNMARKED = sentence(
    "Your workbook could not be marked in time; this is the list of its problems alone."
)
"""The note of a copy that holds nothing else."""
_COPY = b"copy "


def mark_copy(
    files: Sequence[tuple[str, bytes]], dictionary: bytes, problems: Sequence[Problem]
) -> bytes:
    """Return a copy of the files of an upload with these problems in their cells.

    They are in the language in use.

    Parameters
    ----------
    files
        Each with its name.
    dictionary
        The project's data dictionary, if the only file is a REDCap export; else empty.

    Returns
    -------
    bytes
        Of an .xlsx or .xlsm; where no copy comes of the files within the bounds on time and
        memory, of an .xlsx with the list of the problems alone, which says so.
    """
    shown = [dataclasses.asdict(one.in_language()) for one in problems]
    listed = json.dumps([current_language(), shown]).encode()
    if CAN_FORK:
        written = do_apart("mark", files, dictionary, listed)
    else:
        kept: list[bytes] = []
        mark(UploadJob("mark", tuple(files), dictionary, listed), kept.append)
        written = b"".join(kept)
    return written.removeprefix(_COPY) if written.startswith(_COPY) else _list_alone(problems)


def mark(job: UploadJob, write: Callable[[bytes], object]) -> None:
    """Mark a copy in this process, which can be spared, and write it; nothing where that fails."""
    code, listed = json.loads(job.besides)
    problems = [Problem(**{**one, "may_be": tuple(one["may_be"])}) for one in listed]
    try:
        opened = open_cohort(job.files, count=len(job.files), redcap=job.dictionary or None)
        if isinstance(opened, Problem):
            return
        name, workbook = opened
        with language(code):
            copy = annotate(workbook, problems, name=name)
    # A panic inside a parser is a BaseException, not an Exception.
    except BaseException:
        return
    if not isinstance(copy, Problem):
        write(_COPY + copy.content)


def _list_alone(problems: Sequence[Problem]) -> bytes:
    empty = io.BytesIO()
    book = Workbook()
    book["Sheet"]["A1"] = in_language(UNMARKED)
    book.save(empty)
    copy = annotate(empty.getvalue(), problems, name="problems.xlsx")
    return b"" if isinstance(copy, Problem) else copy.content
