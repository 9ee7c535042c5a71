"""`srns results EXPORT -o LABS.xlsx`: read a laboratory list of any dialect."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from srns.cli.common import ERRORS, FINE, UNREADABLE, print_json
from srns.cohort.errors import InputError
from srns.cohort.given_files import read_given
from srns.workbook.problems import Problem
from srns.workbook.results.dialect import Dialect, recognize, recognize_in_part
from srns.workbook.results.export_files import ExportColumns, read_export
from srns.workbook.results.labs_workbook import write_labs
from srns.workbook.results.read_results import read_results
from srns.workbook.results.results import LabResults

_SHOWN = 20
_CHILD = "child of all rows"
"""Heading of the column of a child that was said."""
_LARGEST = 512 * 2**20


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser(
        "results", help="read a laboratory list (csv, parquet, xpt, FHIR, HL7), one test a row"
    )
    command.add_argument("export", type=Path, help="the export, in any dialect that is known")
    command.add_argument("-o", "--output", type=Path, metavar="FILE.xlsx",
                         help="write the results as the template's sheet Labs")  # fmt: skip
    command.add_argument("--test", action="append", default=[], metavar="NAME=ANALYTE",
                         help="what a test is: 'PCR=upcr in mg/mmol', or "
                         "'PCR=none of these'; may be repeated")  # fmt: skip
    command.add_argument("--date-order", default="",
                         choices=("", "day first", "month first", "year first"),
                         help="the order of text dates, where the list leaves it open")  # fmt: skip
    command.add_argument("--child", default="", metavar="NAME",
                         help="the child of all rows, where no column names it")  # fmt: skip
    command.add_argument("--date-column", default="", metavar="HEADING",
                         help="the column of sample dates, where no heading says it")  # fmt: skip
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Read the list, say what became of every row, and write the results."""
    try:
        content = read_given(chosen.export, _LARGEST)
    except OSError as error:
        raise InputError(f"{chosen.export}: found a file that cannot be opened ({error.strerror})"
                         "; expected a laboratory list. Check the path.") from None  # fmt: skip
    export = read_export(content, chosen.export.name)
    if isinstance(export, Problem):
        print(export.message, file=sys.stderr)
        return UNREADABLE
    dialect = _find_dialect(export, chosen)
    if dialect is None:
        print(
            f"{chosen.export.name}: found no list of results, one test a row; expected columns "
            "for the child, the date, the test and the result. Add or rename the one that is "
            f"missing, or name it with --child or --date-column: "
            f"{', '.join(list(export.columns)[:_SHOWN])}.",
            file=sys.stderr,
        )
        return UNREADABLE
    columns = dict(export.columns)
    if chosen.child:
        rows = len(next(iter(columns.values()), ()))
        columns[_CHILD] = [chosen.child] * rows
    results = read_results(
        columns, dialect, mapping=_answers(chosen.test), date_order=chosen.date_order
    )
    if chosen.format == "json":
        print_json(_document(results))
    else:
        _print(results)
    if chosen.output is not None:
        count = write_labs(results, chosen.output)
        print(f"Wrote {count:,} results to {chosen.output}.", file=sys.stderr)
    failed = results.fates.count("failed") or results.open_tests
    return ERRORS if failed else FINE


def _find_dialect(export: ExportColumns, chosen: argparse.Namespace) -> Dialect | None:
    """Return what the columns mean, with the child and the date that were said."""
    headings = list(export.columns)
    if not (chosen.child or chosen.date_column):
        return export.dialect or recognize(headings)
    dialect = export.dialect or recognize_in_part(headings)
    if chosen.child:
        dialect = dialect.with_column("patient", _CHILD)
        headings = [*headings, _CHILD]
    if chosen.date_column:
        if chosen.date_column not in headings:
            return None
        dialect = dialect.with_column("date", chosen.date_column)
    return dialect if dialect.is_whole(headings) else None


def _answers(given: Sequence[str]) -> dict[str, str]:
    answers = {}
    for each in given:
        name, sign, analyte = each.rpartition("=")
        if not sign or not name.strip():
            raise InputError(f"found --test '{each}'; expected NAME=ANALYTE, such as 'PCR=upcr in "
                             "mg/mmol' or 'PCR=none of these'. Write the sign =.")  # fmt: skip
        answers[name.strip()] = analyte.strip()
    return answers


def _document(results: LabResults) -> dict[str, object]:
    frame = results.frame.assign(date=results.frame["date"].astype(str))
    return {
        "results": frame.astype(object).where(frame.notna(), None).to_dict("records"),
        "rows": {f"{fate}: {why}" if why else fate: count
                 for (fate, why), count in results.fates.reasons().items()},
        "other_tests": results.others,
        "open_tests": [{"test": each.label, "rows": each.rows, "ask": each.ask}
                       for each in results.open_tests],
        "problems": [problem.as_dict() for problem in results.problems],
    }  # fmt: skip


def _print(results: LabResults) -> None:
    for problem in results.problems[:_SHOWN]:
        print(f"{problem.severity}: {problem.message}")
    if len(results.problems) > _SHOWN:
        print(f"and {len(results.problems) - _SHOWN:,} more problems; --format json lists all.")
    for (fate, why), count in results.fates.reasons().items():
        print(f"{count:,} {'row' if count == 1 else 'rows'} {fate}{f': {why}' if why else ''}")
    if results.others:
        print(f"Not needed: {results.others}.")
    counts = results.frame["analyte"].value_counts()
    for analyte, count in counts.items():
        print(f"{analyte}: {count:,} results")
    for each in results.open_tests:
        print(f"open: --test '{each.label}=…': {each.ask} ({each.rows:,} rows)")
