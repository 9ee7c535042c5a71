"""`srns figure WORKBOOK NAME -o FILE`: one figure at its size in print."""

import argparse
from pathlib import Path

from srns.analysis.tables.printed_table import PrintedTable
from srns.charts.print_size import COLUMN_MM, PAGE_MM, pixels_of
from srns.charts.theme import specification
from srns.cli.common import (
    add_basis,
    add_definition,
    add_units,
    add_workbook,
    basis_of,
    classify_chosen,
    exit_code,
    open_chosen,
    refuse,
    units_of,
    write_file,
)
from srns.cli.printing import stamp_with
from srns.report.figure_catalogue import FIGURES, FigureChoices, default_notes, make_figure
from srns.report.figure_files import DPI, caption_text, kind_of, render
from srns.report.table_files import to_csv
from srns.rules.load_definition import load_definition


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser("figure", help="one figure as PDF, SVG or PNG, at print size")
    add_workbook(command)
    command.add_argument("--figure", choices=tuple(FIGURES), required=True, help="which figure")
    command.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.pdf|.svg|.png")
    command.add_argument("--child", default="", metavar="ID", help="the child of the timeline")
    command.add_argument(
        "--width",
        type=float,
        default=COLUMN_MM,
        metavar="MM",
        help=f"width in mm: a column is {COLUMN_MM:g} (default), a page {PAGE_MM:g}",
    )
    command.add_argument(
        "--dpi", type=int, default=DPI, help=f"of a PNG, at least {DPI} (default: {DPI})"
    )
    command.add_argument(
        "--data", type=Path, metavar="FILE.csv", help="write the data behind the figure, too"
    )
    add_units(command)
    add_definition(command)
    add_basis(command)
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Draw the figure, write it, and print its caption."""
    kind = kind_of(chosen.output.name)
    definition = load_definition(chosen.definition)
    reading = open_chosen(chosen)
    if reading.cohort is None:
        return refuse(reading, {}, as_json=False)
    found = classify_chosen(reading.cohort, definition, chosen)
    choices = FigureChoices(chosen.child, units_of(chosen), notes=default_notes(found))
    figure = make_figure(chosen.figure, found, choices)
    drawn = specification(lambda: figure.draw(pixels_of(chosen.width)))
    write_file(chosen.output, render(drawn, kind, chosen.width, chosen.dpi))
    stamp = stamp_with(basis_of(chosen), reading.name, found.cohort, definition)
    if chosen.data is not None:
        write_file(
            chosen.data, to_csv(PrintedTable(figure.name, figure.title, figure.table), stamp)
        )
    print(caption_text(figure.title, figure.caption, stamp), end="")
    return exit_code(reading)
