"""Opened workbooks of all visitors, of which the server keeps so many cells and no more.

The cells of a large workbook take a hundred megabytes, and stay while a person may still decide
how they are read: for hours, or until the session of a visitor who left ends. So what was opened
longest ago makes room, and is opened again from its file when it is asked for.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cachetools import LRUCache

from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.file_types import LARGEST_AREA
from srns.workbook.files.joined_files import hash_files
from srns.workbook.files.sandbox import parse_in_subprocess
from srns.workbook.problems import Problem
from srns.workbook.recipe.workbook_layout import WorkbookLayout
from srns.workbook.results.open_export import open_cohort

MOST_CELLS = LARGEST_AREA + 1_000_000
"""Of the largest workbook, and of several others beside it."""

Key = tuple[bytes, frozenset[tuple[str, str]]]


@dataclass(frozen=True)
class UploadedFiles:
    """The files of one cohort as they were uploaded, and how a person laid out their sheets.

    Attributes
    ----------
    files
        Each with its name.
    dictionary
        Name and content of the project's data dictionary, if the only file is a REDCap export;
        both empty where there is none.
    arranged
        The sheets of which a person says how they are laid out; see `WorkbookLayout`.
    """

    files: tuple[tuple[str, bytes], ...] = field(repr=False)
    dictionary: tuple[str, bytes] = field(default=("", b""), repr=False)
    arranged: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def key(self) -> Key:
        """What is the same for the same files, laid out in the same way."""
        names, contents = zip(*self.files, self.dictionary, strict=True)
        return hash_files([*map(str.encode, names), *contents]), frozenset(self.arranged.items())


class OpenedWorkbooks:
    """Keep the workbooks that were asked for last, as many as have so many cells together.

    Parameters
    ----------
    most_cells
        Of all that are kept; the last one is kept however large it is.
    """

    def __init__(self, most_cells: int) -> None:
        self._most = most_cells
        self._kept: LRUCache[Key, WorkbookLayout] = LRUCache(
            most_cells, lambda layout: min(count_cells(layout.workbook), most_cells)
        )
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, key: Key, layout: WorkbookLayout) -> None:
        """Keep a workbook that was opened, in place of the ones asked for longest ago."""
        with self._lock:
            self._kept[key] = layout

    def make_room(self, cells: int = LARGEST_AREA) -> None:
        """Drop what was asked for longest ago, until a workbook with so many cells has room."""
        with self._lock:
            while self._kept and self._kept.currsize > self._most - cells:
                self._kept.popitem()

    def get(self, key: Key, open_again: Callable[[], WorkbookLayout]) -> WorkbookLayout:
        """Return a workbook; one that had to make room is opened again."""
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None:
            return kept
        layout = open_again()
        self.keep(key, layout)
        return layout


OPENED = OpenedWorkbooks(MOST_CELLS)
"""The workbooks of this server."""


def layout_of(upload: UploadedFiles) -> WorkbookLayout:
    """Return the workbook of an upload that could be opened before."""
    return OPENED.get(upload.key, lambda: _open_again(upload))


def count_cells(workbook: WorkbookCells) -> int:
    """Return how many cells the filled areas of a workbook have."""
    return sum(len(sheet.rows) * len(sheet.rows[0]) for sheet in workbook.sheets if sheet.rows)


def _open_again(upload: UploadedFiles) -> WorkbookLayout:
    opened = open_cohort(
        upload.files,
        count=len(upload.files),
        redcap=upload.dictionary[1] or None,
        parser=parse_in_subprocess,
        measured=True,
    )
    if isinstance(opened, Problem):  # it could be opened before: the machine is busy
        raise RuntimeError(opened.message)
    return WorkbookLayout(opened[1]).arranged_as(upload.arranged)
