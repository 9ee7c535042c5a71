"""Several files of one cohort, as the sheets of one workbook."""

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from srns.languages.sentences import sentence
from srns.workbook.files.cells import SheetCells, WorkbookCells
from srns.workbook.files.file_types import unreadable
from srns.workbook.files.open_workbook import name_of
from srns.workbook.files.unread_content import find_comments, note_unread_content
from srns.workbook.problems import Problem, position

_FROM_1904 = re.compile(rb"""date1904=["'](1|true)["']""")


def name_apart(files: Mapping[str, WorkbookCells]) -> tuple[WorkbookCells, ...]:
    """Return the workbooks with sheets of different names, by which addresses tell them apart.

    A name that two files use has the name of its file behind it; a text file is one sheet, named
    after the file.

    Parameters
    ----------
    files
        By the name of the file.
    """
    used = [sheet.name for one in files.values() for sheet in one.sheets]
    return tuple(
        _rename(one, {name for name in used if used.count(name) > 1}, PurePath(file).stem)
        for file, one in files.items()
    )


def _rename(workbook: WorkbookCells, twice: set[str], stem: str) -> WorkbookCells:
    names = {
        sheet.name: f"{sheet.name} ({stem})" if sheet.name in twice else sheet.name
        for sheet in workbook.sheets
    }
    return replace(
        workbook,
        sheets=tuple(replace(sheet, name=names[sheet.name]) for sheet in workbook.sheets),
        places={names.get(sheet, sheet): part for sheet, part in workbook.places.items()},
        notes=tuple(
            replace(note, sheet=names.get(note.sheet, note.sheet)) for note in workbook.notes
        ),
    )


def join_workbooks(files: Mapping[str, WorkbookCells]) -> WorkbookCells | Problem:
    """Return one workbook with the sheets of all files; a single file stays as it is.

    Parameters
    ----------
    files
        By the name of the file, at least one.

    Returns
    -------
    WorkbookCells or Problem
        Of several files `kind` is `csv`, for only values are joined; what their formats tell stands
        in `notes`. A problem where one counts its dates from 1904: another may not.
    """
    if len(files) == 1:
        return next(iter(files.values()))
    apart = name_apart(files)
    for file, one in zip(files, apart, strict=True):
        if counts_from_1904(one.content):
            return unreadable(
                sentence(
                    "'{file}', a workbook that counts its dates from 1904, beside other files",
                    file=file,
                ),
                sentence("files that count their dates from 1900"),
                sentence("Open it alone, or copy its sheets into a new workbook."),
            )
    notes: list[Problem] = []
    sheets: list[SheetCells] = []
    for one in apart:
        joined = [
            replace(sheet, comments=tuple(map(position, find_comments(sheet, one))))
            for sheet in one.sheets
        ]
        told = note_unread_content(WorkbookCells(tuple(joined), b"", "csv"))
        notes += [*one.notes, *(note for note in note_unread_content(one) if note not in told)]
        sheets += joined
    return WorkbookCells(
        tuple(sheets),
        hash_files([one.content for one in apart]),
        "csv",
        (*notes,),
        files=apart,
    )


def find_copies(files: Mapping[str, WorkbookCells]) -> dict[str, str]:
    """Return which files a copies one replaces: a corrected copy has all its sheets, by name.

    Text files are sheets named after themselves, and are never copies of one another.
    """
    names = {file: {sheet.name for sheet in one.sheets} for file, one in files.items()}
    order = list(files)
    found: dict[str, str] = {}
    for place, file in enumerate(order):
        copies = [each for each in order[place + 1 :] if names[each] == names[file]]
        if copies:
            found[file] = copies[-1]
    return found


def note_copy(file: str, second: str) -> Problem:
    """Return the note that a file is not read, because a later one is its corrected copy."""
    return Problem(
        "note",
        "",
        "",
        sentence("'{file}' and '{second}', which have the same sheets", file=file, second=second),
        sentence("files with different sheets"),
        sentence(
            "'{second}' is read as the corrected copy. To read both, give "
            "their sheets other names.",
            second=second,
        ),
    )


def name_together(sources: Sequence[object]) -> str:
    """Return the name of a workbook that was opened from these files.

    >>> name_together(["labs/urine.csv", "patients.csv"])
    'urine.csv + patients.csv'
    """
    return " + ".join(map(name_of, sources))


def hash_files(contents: Sequence[bytes]) -> bytes:
    """Return what stands for the bytes of several files, in their order."""
    return b"".join(hashlib.sha256(content).digest() for content in contents)


def counts_from_1904(content: bytes) -> bool:
    """Return whether a workbook counts its dates from 1904, as Excel for Mac once did."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _FROM_1904.search(archive.read("xl/workbook.xml")) is not None
    except (zipfile.BadZipFile, KeyError):
        return False
