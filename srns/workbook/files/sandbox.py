"""Reading a workbook in a process apart, which may take so much memory and time and no more.

The binary and the open formats give no way to bound what is in them before they are parsed, and a
parser that runs out of memory takes its whole process with it. So they are parsed in a process that
can be spared; what comes back is plain values.
"""

import contextlib
import io
import pickle
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
from srns.workbook.problems import Problem

LARGEST_MEMORY = 700 * 2**20
LONGEST_SECONDS = 5
MOST_AT_ONCE = 2
LARGEST_TEXT = 64 * 2**20

# Each may take that much: visitors who come together wait for one another.
_TURNS = threading.BoundedSemaphore(MOST_AT_ONCE)
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from srns.workbook.files.sandbox import main; main()"
)


@dataclass(frozen=True)
class Table:
    """The values of one sheet as they were read, each empty cell ``""``."""

    name: str
    rows: list[list[object]]
    start: tuple[int, int]
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...]
    hidden: bool
    unseen: Unseen


def read_apart(content: bytes, kind: Kind) -> list[Table] | Problem:
    """Read the sheets of a workbook in a process of its own."""
    try:
        with _TURNS:
            done = subprocess.run(
                [sys.executable, "-I", "-c", _START, str(PACKAGE.parent), kind],
                input=content,
                capture_output=True,
                timeout=LONGEST_SECONDS + 4,
                check=False,
            )
    except subprocess.TimeoutExpired:
        return swollen()
    if done.returncode or not done.stdout:
        return swollen()
    verdict, found = pickle.loads(done.stdout)
    if verdict == "read":
        return [Table(*table) for table in found]
    return {"locked": locked, "large": swollen, "damaged": damaged}.get(
        verdict, lambda: too_wide(found)
    )()


def main() -> None:
    """Read the workbook on the standard input and write its sheets to the standard output."""
    _set_bounds()
    content = sys.stdin.buffer.read()
    try:
        answer: tuple[str, Any] = read_tables(content, sys.argv[2])
    except python_calamine.PasswordError:
        answer = ("locked", None)
    except MemoryError:
        answer = ("large", None)
    # A panic inside the reader is a BaseException, not an Exception.
    except BaseException as error:
        word = "locked" if "password" in str(error).lower() else "damaged"
        answer = (word, None)
    with contextlib.suppress(MemoryError):
        sys.stdout.buffer.write(pickle.dumps(answer, protocol=5))


def _set_bounds() -> None:
    # Where memory runs short all the same, this process is the one to end.
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
    try:
        import resource  # not on Windows, where only the time is bounded
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (LARGEST_MEMORY, LARGEST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_SECONDS, LONGEST_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read_tables(content: bytes, kind: str) -> tuple[str, Any]:
    """Read every sheet, or say which one is too large."""
    workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    look = {"xls": look_into_xls, "xlsb": look_into_xlsb, "ods": look_into_ods}.get(kind)
    unseen = look(content) if look else {}
    tables = []
    area = text = 0
    for about in workbook.sheets_metadata:
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(about.name)
        area += sheet.height * sheet.width
        row, column = sheet.start or (0, 0)
        beyond = row + sheet.height > MOST_ROWS or column + sheet.width > MOST_COLUMNS
        if beyond or area > LARGEST_AREA:
            return ("wide", about.name)
        rows = sheet.to_python() if sheet.start else []
        text += sum(len(value) for row in rows for value in row if type(value) is str)
        if text > LARGEST_TEXT:
            return ("large", None)
        tables.append(
            (
                about.name,
                rows,
                sheet.start or (0, 0),
                tuple(sheet.merged_cell_ranges or ()),
                about.visible != python_calamine.SheetVisibleEnum.Visible,
                unseen.get(about.name, Unseen()),
            )
        )
    return ("read", tables)
