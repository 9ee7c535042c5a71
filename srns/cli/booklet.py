"""`srns booklet WORKBOOK -o FILE.pdf`: the pages of all children, after a table of contents."""

import argparse
import datetime
import sys

from srns.cli.child import add_page_options, judged_for_print
from srns.cli.common import add_workbook, exit_code, refuse, write_file
from srns.cohort.wording import plural
from srns.languages.current import language
from srns.report.child_pdf import booklet_pdf


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser("booklet", help="the pages of all children, as one PDF")
    add_workbook(command)
    add_page_options(command)
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Judge the cohort and write the booklet."""
    judged, reading = judged_for_print(chosen)
    if judged is None:
        return refuse(reading, {}, as_json=False)
    found, stamp = judged
    with language(chosen.language):
        booklet = booklet_pdf(
            found, stamp, printed_on=datetime.date.today(), progress=_show_progress
        )
    write_file(chosen.output, booklet)
    pages = plural(len(found.cohort.patients), "child", "children")
    print(f"Wrote {chosen.output}: {pages}.")
    return exit_code(reading)


def _show_progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done} of {of} children", end="\n" if done == of else "", file=sys.stderr)
