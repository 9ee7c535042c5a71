"""Parse a workbook in a subprocess with memory and CPU limits.

The contents of .xls, .xlsb and .ods files cannot be measured before they are parsed, and a parser
that runs out of memory takes its process with it. So a child process that can be spared parses
them, and answers in JSON (`sandbox_answer`).
"""

import contextlib
import io
import subprocess
import sys
import threading
from pathlib import Path

import python_calamine

from srns.app_files import PACKAGE
from srns.workbook.files.binary_excel import Unseen, look_into_xls, look_into_xlsb
from srns.workbook.files.file_types import (
    LARGEST_AREA,
    MOST_COLUMNS,
    MOST_ROWS,
    Kind,
    damaged,
    locked,
    swollen,
    too_wide,
)
from srns.workbook.files.opendocument import look_into_ods
from srns.workbook.files.sandbox_answer import (
    Answer,
    ParsedSheet,
    TooWide,
    read_answer,
    write_answer,
)
from srns.workbook.files.shown_numbers import show_numbers
from srns.workbook.problems import Problem

LARGEST_MEMORY = 660 * 2**20
LONGEST_SECONDS = 5
MOST_AT_ONCE = 2
LARGEST_TEXT = 64 * 2**20
LARGEST_ANSWER = 320 * 2**20
"""In bytes: the largest text, of four-byte letters, and room for the largest area of numbers."""

# Each child may use that much memory, so visitors who come together wait for one another.
_TURNS = threading.BoundedSemaphore(MOST_AT_ONCE)
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from srns.workbook.files.sandbox import main; main()"
)
_PIECE = 2**20


def parse_in_subprocess(content: bytes, kind: Kind) -> list[ParsedSheet] | Problem:
    """Parse the sheets of a workbook in a process of its own.

    Returns
    -------
    list of ParsedSheet or Problem
        The problem where the workbook is damaged, locked or too large, and where the child ended,
        took too long, or answered anything but sheets.
    """
    with _TURNS:
        written = _ask_child(content, kind)
    return sheets_in(written)


def sheets_in(written: bytes) -> list[ParsedSheet] | Problem:
    """Return the sheets in an answer, or the problem; nothing in it is believed unchecked."""
    try:
        return as_sheets(read_answer(written))
    except ValueError:
        return swollen()


def as_sheets(answer: Answer) -> list[ParsedSheet] | Problem:
    """Return the sheets of an answer, or the problem that it names."""
    if isinstance(answer, TooWide):
        return too_wide(answer.sheet)
    if isinstance(answer, str):
        return {"locked": locked, "large": swollen, "damaged": damaged}[answer]()
    return answer


def _ask_child(content: bytes, kind: str) -> bytes:
    """Return what the child wrote; empty where it was too slow, or wrote more than it may."""
    child = subprocess.Popen(
        [sys.executable, "-I", "-c", _START, str(PACKAGE.parent), kind],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    written = bytearray()

    def talk() -> None:
        assert child.stdin is not None
        assert child.stdout is not None
        with contextlib.suppress(OSError), child.stdin as pipe:  # it may end before it has read all
            pipe.write(content)
        with child.stdout as pipe:
            while len(written) <= LARGEST_ANSWER and (piece := pipe.read(_PIECE)):
                written.extend(piece)

    # A child that reads nothing, or never ends, holds up this thread and not the visitor.
    talker = threading.Thread(target=talk, daemon=True)
    talker.start()
    talker.join(LONGEST_SECONDS + 4)
    in_time = not talker.is_alive()
    child.kill()
    child.wait()
    return bytes(written) if in_time and len(written) <= LARGEST_ANSWER else b""


def main() -> None:
    """Parse the workbook on the standard input and write the answer to the standard output."""
    _set_limits()
    answer = parse_or_refuse(sys.stdin.buffer.read(), sys.argv[2])
    with contextlib.suppress(MemoryError):
        sys.stdout.buffer.write(write_answer(answer))


def _set_limits() -> None:
    # Where the machine runs out of memory all the same, this process is the one to end.
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
    try:
        import resource  # not on Windows, where only the time is limited
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (LARGEST_MEMORY, LARGEST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_SECONDS, LONGEST_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def parse_or_refuse(content: bytes, kind: str) -> Answer:
    """Parse a workbook in this process, which can be spared, and say why where that fails."""
    try:
        return parse_sheets(content, kind)
    except python_calamine.PasswordError:
        return "locked"
    except MemoryError:
        return "large"
    # A panic inside the parser is a BaseException, not an Exception.
    except BaseException as error:
        return "locked" if "password" in str(error).lower() else "damaged"


def parse_sheets(content: bytes, kind: str) -> Answer:
    """Parse every worksheet of a workbook; runs in the child."""
    workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    look = {"xls": look_into_xls, "xlsb": look_into_xlsb, "ods": look_into_ods}.get(kind)
    unseen = look(content) if look else {}
    sheets = []
    area = text = 0
    for about in workbook.sheets_metadata:
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(about.name)
        area += sheet.height * sheet.width
        row, column = sheet.start or (0, 0)
        beyond = row + sheet.height > MOST_ROWS or column + sheet.width > MOST_COLUMNS
        if beyond or area > LARGEST_AREA:
            return TooWide(about.name)
        rows = sheet.to_python() if sheet.start else []
        text += sum(len(value) for row in rows for value in row if type(value) is str)
        if text > LARGEST_TEXT:
            return "large"
        besides = unseen.get(about.name, Unseen())
        show_numbers(rows, (row, column), besides.formats)  # pyright: ignore[reportArgumentType]
        sheets.append(
            ParsedSheet(
                about.name,
                rows,  # pyright: ignore[reportArgumentType]
                sheet.start or (0, 0),
                tuple(sheet.merged_cell_ranges or ()),
                about.visible != python_calamine.SheetVisibleEnum.Visible,
                besides,
            )
        )
    return sheets
