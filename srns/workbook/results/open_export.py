"""Open a file of any kind: a workbook, or an export with one result a row as a sheet of one."""

import datetime
import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from srns.languages.sentences import sentence
from srns.workbook.files.cells import SheetCells, WorkbookCells
from srns.workbook.files.file_types import (
    LARGEST_AREA,
    MOST_COLUMNS,
    Source,
    read_content,
    too_wide,
    unreadable,
)
from srns.workbook.files.joined_files import find_copies, join_workbooks, note_copy
from srns.workbook.files.open_workbook import Parser, name_of, open_workbook
from srns.workbook.files.redcap import open_redcap
from srns.workbook.problems import Problem
from srns.workbook.results.export_files import count_cells, is_export, read_export

_KINDS = {
    "parquet": sentence("a Parquet file"),
    "xpt": sentence("a SAS transport file"),
    "fhir": sentence("FHIR resources"),
    "hl7": "HL7 messages",
}


def open_file(
    source: Source | WorkbookCells,
    name: str = "",
    *,
    parser: Parser | None = None,
    measured: bool = False,
) -> WorkbookCells | Problem:
    """Open a workbook, a text file, or an export of a laboratory or a registry.

    Parquet, SAS transport, FHIR and HL7 become one sheet with a row for each result, below the
    names of its columns; cells are named by their place in it. For the rest, and the parameters,
    see `srns.workbook.files.open_workbook`.
    """
    if isinstance(source, WorkbookCells):
        return source
    content = read_content(source)
    if isinstance(content, Problem):
        return content
    name = name_of(source, name)
    if not is_export(content):
        return open_workbook(content, name, parser=parser, measured=measured)
    tab = Path(name).stem or "Results"
    if count_cells(content) > LARGEST_AREA:
        return too_wide(tab)
    export = read_export(content, name)
    if isinstance(export, Problem):
        return export
    columns = list(export.columns.values())
    if len(columns) > MOST_COLUMNS or sum(map(len, columns)) > LARGEST_AREA:
        return too_wide(tab)
    cells = [_cells(column) for column in columns]
    rows = [list(export.columns), *map(list, zip(*cells, strict=True))]
    note = Problem(
        "note",
        tab,
        "",
        sentence("{kind} with {number:,} rows", kind=_KINDS[export.kind], number=len(rows) - 1),
        sentence("a workbook"),
        sentence(
            "It is read as one sheet with a row for each result; cells are "
            "named by their place in it."
        ),
    )
    sheet = SheetCells(tab, rows, 0, 0, (), False, {})
    return WorkbookCells((sheet,), content, "export", (note,))


def open_together(
    sources: Sequence[Source], name: str = "", *, redcap: Source | None = None
) -> WorkbookCells | Problem:
    """Open the files of one cohort as one workbook; see `open_cohort`.

    Parameters
    ----------
    name
        The name of the only file, where it has none.
    """
    several = len(sources) > 1
    files = ((name_of(source, "" if several else name), source) for source in sources)
    opened = open_cohort(files, count=len(sources), redcap=redcap)
    return opened if isinstance(opened, Problem) else opened[1]


def open_cohort(
    files: Iterable[tuple[str, Source]],
    *,
    count: int,
    redcap: Source | None = None,
    parser: Parser | None = None,
    measured: bool = False,
) -> tuple[str, WorkbookCells] | Problem:
    """Open the files of one cohort as one workbook; return one problem where one cannot be read.

    Parameters
    ----------
    files
        Each with its name. Of two workbooks with the same sheets the later is the corrected copy,
        and a note says so.
    count
        How many files there are; they may be made one by one.
    redcap
        The data dictionary of the project of which the only file is the export.
    parser, measured
        As in `srns.workbook.files.open_workbook`.

    Returns
    -------
    tuple of str and WorkbookCells, or Problem
        The names of the files that are read, as one name, and the workbook.
    """
    if redcap is not None and count > 1:
        return unreadable(
            sentence("a REDCap data dictionary with {count} files", count=count),
            sentence("the export of the project alone"),
            sentence("Give the export and its dictionary without the other files."),
        )
    if count == 1:
        ((file, source),) = files
        one = (
            open_file(source, file, parser=parser, measured=measured)
            if redcap is None
            else open_redcap(source, redcap, name=file)
        )
        return one if isinstance(one, Problem) else (file, one)
    opened = open_all(files, parser=parser, measured=measured)
    if isinstance(opened, Problem):
        return opened
    copies = find_copies(opened)
    kept = {file: one for file, one in opened.items() if file not in copies}
    joined = join_workbooks(kept)
    if isinstance(joined, Problem):
        return joined
    notes = (note_copy(*one) for one in copies.items())
    return " + ".join(kept), replace(joined, notes=(*joined.notes, *notes))


def open_all(
    files: Iterable[tuple[str, Source]], *, parser: Parser | None = None, measured: bool = False
) -> dict[str, WorkbookCells] | Problem:
    """Open files, each with its name; return the problem of the first that cannot be read.

    A second file of one name has an apostrophe behind it, so that none replaces another.
    """
    opened: dict[str, WorkbookCells] = {}
    for file, source in files:
        one = open_file(source, file, parser=parser, measured=measured)
        if isinstance(one, Problem):
            return replace(one, sheet=one.sheet or file)
        apart = file
        while apart in opened:
            apart += "'"
        opened[apart] = one
    return opened


def _cells(column: Sequence[Any]) -> list[Any]:
    """Return the values of a column as those of a sheet; what is missing is blank."""
    whole: Any = column
    if isinstance(whole, pa.ChunkedArray):
        single = pa.types.is_floating(whole.type) and whole.type.bit_width < 64
        whole = whole.to_numpy() if single else whole.to_pylist()
    if isinstance(whole, np.ndarray | pd.Series):
        if whole.dtype == np.float32:
            # 1.05 of single precision is 1.05, and not 1.0499999523: the shortest decimal.
            whole = np.asarray(whole).astype(str).astype(float)
        whole = whole.tolist()
    return [_cell(value) for value in whole]


def _cell(value: Any) -> Any:
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    if isinstance(value, str | bool | int | float | datetime.date | datetime.time):
        return value
    return float(value) if isinstance(value, Decimal) else str(value)
