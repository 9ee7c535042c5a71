"""Tables on the screen or in a file: text, JSON, CSV, Excel or Word."""

import argparse
import dataclasses
import sys
import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from srns.analysis.results_data.rows import bind
from srns.analysis.tables.printed_table import PrintedTable
from srns.cli.common import (
    FINE,
    UNREADABLE,
    print_json,
    refuse,
    write_file,
)
from srns.cli.json_output import plain
from srns.cohort.day_zero import name_as_read
from srns.cohort.tables import AS_READ, Cohort
from srns.report.provenance import Stamp, all_lines, stamp_all
from srns.report.results_files import RESULTS_FORMATS
from srns.report.safe_cells import as_text, heading
from srns.rules.basis import Basis
from srns.rules.definition import Definition
from srns.workbook.read_workbook import Reading

FILES = ("csv", "xlsx", "docx")
ARD_FORMATS = tuple(f"ard-{form}" for form in RESULTS_FORMATS)
WIDEST = 40


def add_format(command: argparse.ArgumentParser) -> None:
    """Add the `--format` and `--output` options."""
    command.add_argument(
        "--format",
        choices=("text", "json", *FILES, *ARD_FORMATS),
        help="xlsx and docx need a file; the others are printed unless one is named; ard-csv and "
        "ard-json are the numbers as rows, with their children and cells "
        "(default: from the ending of the file, else text)",
    )
    command.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to this file")


def stamp_with(basis: Basis, name: str, cohort: Cohort, definition: Definition) -> Stamp:
    """Return the stamp of all children, with the basis of the verdicts where it is not usual."""
    stamp = stamp_all(name, cohort, definition)
    if basis == Basis() and name_as_read(cohort) == AS_READ:
        return stamp
    children = stamp.children
    if basis.by_line:
        children = all_lines(len(cohort.patients))
    return dataclasses.replace(stamp, children=f"{children} {basis.words_for(cohort)}")


def output(tables: Sequence[PrintedTable], stamp: Stamp, chosen: argparse.Namespace) -> int:
    """Print tables or write them to a file; return the exit code."""
    target: Path | None = chosen.output
    form = chosen.format or (target.suffix.removeprefix(".") if target else "text")
    if form not in ("text", "json", *FILES, *ARD_FORMATS):
        return _refuse(f"{target}: found the ending '.{form}'; expected .csv, .xlsx or .docx.")
    if form in ("xlsx", "docx") and target is None:
        return _refuse(f"A {form} file cannot be printed: name one with -o FILE.{form}.")
    if form == "csv" and len(tables) > 1:
        return _refuse("A CSV file holds one table: choose one with --table.")
    if form == "json":
        print_json({"tables": [_as_json(table, stamp) for table in tables]})
        return FINE
    if form == "text":
        for table in tables:
            print(as_lines(table, stamp))
        return FINE
    content = _as_rows(tables, form) if form in ARD_FORMATS else _as_file(tables, stamp, form)
    if target is None:
        print(content.decode("utf-8-sig"), end="")
        return FINE
    write_file(target, content)
    print(f"Wrote {target}.")
    return FINE


def _as_rows(tables: Sequence[PrintedTable], form: str) -> bytes:
    """Return the analysis results data that tables were printed from."""
    rows = bind(table.results for table in tables)
    return RESULTS_FORMATS[form.removeprefix("ard-")](rows).encode()


def _as_file(tables: Sequence[PrintedTable], stamp: Stamp, form: str) -> bytes:
    # Imported here because text and JSON need none of the packages of the extra `report`.
    from srns.report.table_files import all_to_docx, all_to_xlsx, to_csv

    if form == "csv":
        return to_csv(tables[0], stamp)
    return (all_to_xlsx if form == "xlsx" else all_to_docx)(tables, stamp)


def refuse_tables(reading: Reading, chosen: argparse.Namespace) -> int:
    """Print the problems that keep a workbook from having tables."""
    return refuse(reading, {"tables": []}, as_json=chosen.format == "json")


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return UNREADABLE


def _as_json(table: PrintedTable, stamp: Stamp) -> dict:
    rows = [
        {heading(name): cell for name, cell in zip(table.rows.columns, row, strict=True)}
        for row in table.rows.itertuples(index=False, name=None)
    ]
    return {
        "name": table.name,
        "title": table.title,
        "stamp": list(stamp.lines),
        "rows": plain(rows),
        "notes": list(table.notes),
    }


def as_lines(table: PrintedTable, stamp: Stamp) -> str:
    """Lay a table out in columns of characters; long cells wrap over several lines."""
    columns = [heading(name) for name in table.rows.columns]
    cells = [[as_text(cell) for cell in row] for row in table.rows.to_numpy()]
    wrapped = [[textwrap.wrap(cell, WIDEST) or [""] for cell in row] for row in [columns, *cells]]
    widths = [max(len(line) for row in wrapped for line in row[at]) for at in range(len(columns))]
    head, *body = ([*_row_lines(row, widths)] for row in wrapped)
    rule = "  ".join("-" * width for width in widths)
    laid = [*head, rule, *(line for row in body for line in row)]
    return "\n".join([table.title, *stamp.lines, "", *laid, "", *table.notes, ""])


def _row_lines(row: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[str]:
    """Yield the lines of one row, each cell padded to the width of its column."""
    for parts in zip_longest(*row, fillvalue=""):
        laid = (part.ljust(width) for part, width in zip(parts, widths, strict=True))
        yield "  ".join(laid).rstrip()
