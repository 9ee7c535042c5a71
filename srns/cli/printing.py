"""How a command prints a table on the screen, or writes it to a file."""

import argparse
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

from srns.analysis.tables.printed_table import PrintedTable
from srns.cli.common import FINE, UNREADABLE, print_json, refuse
from srns.cli.json_output import plain
from srns.report.provenance import Stamp
from srns.report.safe_cells import as_text, heading
from srns.report.table_files import all_to_docx, all_to_xlsx, to_csv
from srns.workbook.read_workbook import Reading

FILES = ("csv", "xlsx", "docx")
WIDEST = 40


def take_format(command: argparse.ArgumentParser) -> None:
    """Let a command be told how to give its tables."""
    command.add_argument(
        "--format",
        choices=("text", "json", *FILES),
        help="text and csv are printed unless a file is named; xlsx and docx need one "
        "(default: by the ending of the file, else text)",
    )
    command.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to this file")


def give(tables: Sequence[PrintedTable], stamp: Stamp, chosen: argparse.Namespace) -> int:
    """Print tables or write them to a file; a mistake in how is answered in one sentence."""
    target: Path | None = chosen.output
    form = chosen.format or (target.suffix.removeprefix(".") if target else "text")
    if form not in ("text", "json", *FILES):
        return _say(f"{target}: found the ending '.{form}'; expected .csv, .xlsx or .docx.")
    if form in ("xlsx", "docx") and target is None:
        return _say(f"A {form} file cannot be printed; name one with -o FILE.{form}.")
    if form == "csv" and len(tables) > 1:
        return _say("A CSV holds one table; choose one with --table.")
    if form == "json":
        print_json({"tables": [_as_json(table, stamp) for table in tables]})
        return FINE
    if form == "text":
        for table in tables:
            print(as_lines(table, stamp))
        return FINE
    write = {"csv": lambda: to_csv(tables[0], stamp), "xlsx": lambda: all_to_xlsx(tables, stamp),
             "docx": lambda: all_to_docx(tables, stamp)}[form]  # fmt: skip
    if target is None:
        print(write().decode("utf-8-sig"), end="")
        return FINE
    try:
        target.write_bytes(write())
    except OSError as error:
        return _say(f"{target} cannot be written: {error.strerror}.")
    print(f"Wrote {target}.")
    return FINE


def give_problems(reading: Reading, chosen: argparse.Namespace) -> int:
    """Say why a workbook has no tables yet."""
    return refuse(reading, {"tables": []}, as_json=chosen.format == "json")


def _say(sentence: str) -> int:
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
    """Set a table in columns of characters; long cells go over several lines."""
    columns = [heading(name) for name in table.rows.columns]
    cells = [[as_text(cell) for cell in row] for row in table.rows.to_numpy()]
    wrapped = [[textwrap.wrap(cell, WIDEST) or [""] for cell in row] for row in [columns, *cells]]
    widths = [max(len(line) for row in wrapped for line in row[at]) for at in range(len(columns))]
    lines = [table.title, *stamp.lines, ""]
    for number, row in enumerate(wrapped):
        for line in range(max((len(cell) for cell in row), default=0)):
            parts = [cell[line] if line < len(cell) else "" for cell in row]
            laid = (part.ljust(width) for part, width in zip(parts, widths, strict=True))
            lines.append("  ".join(laid).rstrip())
        if number == 0:
            lines.append("  ".join("-" * width for width in widths))
    return "\n".join([*lines, "", *table.notes, ""])
