"""`srns report WORKBOOK -o FILE`: write words, figures, tables and methods to one file."""

import argparse
import hashlib
import sys
from pathlib import Path

from srns.cli.common import (
    add_basis,
    add_definition,
    add_language,
    add_units,
    add_workbook,
    basis_of,
    classify_chosen,
    exit_code,
    open_chosen,
    refuse,
    rows_of_children,
    write_file,
)
from srns.cli.printing import stamp_with
from srns.languages.current import language
from srns.report.cohort_report import PARTS, ReportSource, check_parts
from srns.report.report_files import form_of, usual_parts, write_report
from srns.report.table_catalogue import Choices
from srns.rules.load_definition import load_definition

ALL = "all"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser(
        "report", help="write methods, results, figures and tables to one file"
    )
    add_workbook(command)
    command.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE.docx|.pdf|.html|.xlsx"
    )
    command.add_argument(
        "--parts",
        metavar="NAMES",
        help=f"parts by name, with commas between: {', '.join(PARTS)}; or {ALL} (default: all but "
        "the last two in .docx and .pdf, all in .html and .xlsx)",
    )
    add_definition(command)
    add_basis(command)
    add_units(command)
    add_language(command)
    command.add_argument(
        "--by",
        default="histology",
        metavar="histology|maintenance|resistance|COLUMN",
        help="grouping of Table 1 (default: histology)",
    )
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Classify the cohort and write its report."""
    target: Path = chosen.output
    ending = form_of(str(target))
    parts = _parts_of(chosen.parts, ending)
    definition = load_definition(chosen.definition)
    reading = open_chosen(chosen)
    if reading.cohort is None:
        return refuse(reading, {}, as_json=False)
    found = classify_chosen(reading.cohort, definition, chosen)
    source = ReportSource(
        found,
        stamp_with(basis_of(chosen), reading.name, found.cohort, definition),
        reading.problems,
        Choices(chosen.by, rows=rows_of_children(reading, chosen)),
        hash_files(chosen.workbook, chosen.recipe),
    )
    with language(chosen.language):
        content = write_report(source, parts, ending, _show_step)
    write_file(target, content)
    print(f"Wrote {target}.")
    return exit_code(reading)


def _parts_of(asked: str | None, ending: str) -> tuple[str, ...]:
    if asked is None:
        return usual_parts(ending)
    if asked.strip() == ALL:
        return tuple(PARTS)
    return check_parts([name.strip() for name in asked.split(",") if name.strip()])


def hash_files(workbooks: list[str], recipe: str | None) -> dict[str, str]:
    """Return the SHA-256 of the files that a cohort was read from, by what each is."""
    named = [("workbook", file) for file in workbooks] if len(workbooks) == 1 else [
        (Path(file).name, file) for file in workbooks
    ]  # fmt: skip
    if recipe:
        named.append(("recipe", recipe))
    return {what: hashlib.sha256(Path(file).read_bytes()).hexdigest() for what, file in named}


def _show_step(step: str) -> None:
    """Show the step at hand, where somebody watches."""
    if sys.stderr.isatty():
        print(f"{step} …", file=sys.stderr)
