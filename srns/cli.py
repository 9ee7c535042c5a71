"""The same engine from a shell: `python -m srns COMMAND`.

Exit codes: 0 no error, 1 errors in the workbook, 2 the file (or the call) cannot be read.
"""

import argparse
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from srns.analysis.summary import GroupingError, identify, summarise
from srns.interchange import checked, classified, plain
from srns.rules.classify import Classification, classify
from srns.rules.definition import DefinitionError, load_definition, published
from srns.workbook.reading import Reading, read_workbook
from srns.workbook.template import write_template

FINE, ERRORS, UNREADABLE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    chosen = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # ≤ and µ also on a Windows console
    try:
        return chosen.run(chosen)
    except (DefinitionError, GroupingError) as error:
        print(error, file=sys.stderr)
        return UNREADABLE
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        sys.stderr.close()
        return FINE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="srns",
        description="Remission calls for children with steroid-resistant nephrotic syndrome, "
        "each with the cells that decided it. No diagnosis, no treatment advice.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="list the problems of a workbook and its ledger")
    check.add_argument("workbook")
    check.add_argument("--format", choices=("text", "json"), default="text")
    check.set_defaults(run=_check)
    verdicts = commands.add_parser("classify", help="give each child's verdict with its evidence")
    verdicts.add_argument("workbook")
    _take_definition(verdicts)
    verdicts.add_argument("--format", choices=("text", "json", "csv"), default="text")
    verdicts.set_defaults(run=_classify)
    numbers = commands.add_parser("summary", help="count, with exact intervals and times")
    numbers.add_argument("workbook")
    _take_definition(numbers)
    numbers.add_argument(
        "--by",
        default="histology",
        metavar="histology|maintenance|resistance|COLUMN",
        help="how the children are grouped (default: histology)",
    )
    numbers.add_argument("--format", choices=("text", "json"), default="text")
    numbers.set_defaults(run=_summary)
    definitions = commands.add_parser("definitions", help="list the definitions, or one in words")
    definitions.add_argument("id", nargs="?", metavar="ID")
    definitions.set_defaults(run=_definitions)
    template = commands.add_parser("template", help="write the blank workbook")
    template.add_argument("file", type=Path)
    template.set_defaults(run=_template)
    return parser


def _take_definition(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--definition",
        default="haddad_2021",
        metavar="ID_OR_FILE",
        help="a published definition or a TOML file (default: haddad_2021)",
    )


def _check(chosen: argparse.Namespace) -> int:
    reading = read_workbook(chosen.workbook)
    if chosen.format == "json":
        _print_json(checked(reading))
    else:
        _print_problems(reading)
        ledger = reading.ledger
        print(
            f"{ledger.cells} cells: {ledger.used} used, {ledger.ignored} ignored, "
            f"{ledger.failed} failed."
        )
    return _exit_code(reading)


def _classify(chosen: argparse.Namespace) -> int:
    definition = load_definition(chosen.definition)
    reading = read_workbook(chosen.workbook)
    found = classify(reading.cohort, definition) if reading.cohort is not None else None
    if chosen.format == "json":
        verdicts = (
            classified(found) if found else {"definition": identify(definition), "patients": []}
        )
        _print_json({**verdicts, **checked(reading)})
    elif found is None:
        _print_problems(reading)
    elif chosen.format == "csv":
        found.verdicts.to_csv(sys.stdout, index=False, lineterminator="\n")
    else:
        _print_problems(reading)
        _print_verdicts(found)
    return _exit_code(reading)


def _summary(chosen: argparse.Namespace) -> int:
    definition = load_definition(chosen.definition)
    reading = read_workbook(chosen.workbook)
    if reading.cohort is None:
        if chosen.format == "json":
            _print_json(
                {"definition": identify(definition), "n": 0, "responses": [], **checked(reading)}
            )
        else:
            _print_problems(reading)
        return _exit_code(reading)
    summary = summarise(reading.cohort, classify(reading.cohort, definition), chosen.by)
    if chosen.format == "json":
        _print_json(plain(summary))
    else:
        _print_summary(summary)
    return _exit_code(reading)


def _definitions(chosen: argparse.Namespace) -> int:
    if chosen.id is None:
        for definition in published():
            print(f"{definition.id}  {definition.label}; {definition.source}")
        return FINE
    definition = load_definition(chosen.id)
    print(f"{definition.label}\n{definition.source}  {definition.doi or ''}\n")
    print(definition.paragraph, "\n")
    for response in definition.responses:
        print(f"{response.name}: “{response.quote}”\n    read as: {response.words}")
    if definition.relapse:
        print(f"relapse: {definition.relapse.words}")
        if definition.relapse.borrowed:
            print(f"    {definition.relapse.borrowed}")
    for note in (
        definition.notes,
        definition.unverified and f"Unverified: {definition.unverified}",
    ):
        if note:
            print(f"\n{note}")
    print(f"\nsha256 {definition.sha256}")
    return FINE


def _template(chosen: argparse.Namespace) -> int:
    try:
        write_template(chosen.file)
    except OSError as error:
        print(f"{chosen.file} cannot be written: {error.strerror}.", file=sys.stderr)
        return UNREADABLE
    print(f"Wrote {chosen.file}.")
    return FINE


def _exit_code(reading: Reading) -> int:
    if not reading.readable:
        return UNREADABLE
    return ERRORS if reading.cohort is None else FINE


def _print_json(document: dict[str, Any]) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False))


def _print_problems(reading: Reading) -> None:
    for problem in reading.problems:
        print(f"{problem.severity}: {problem.message}")


def _print_verdicts(found: Classification) -> None:
    print(f"\n{found.definition.label}")
    cells = {
        patient: [cell for row in rows for cell in row if cell]
        for patient, rows in (
            (patient, group[["upcr_cell", "albumin_cell"]].to_numpy())
            for patient, group in found.occasions[found.occasions["evidence"]].groupby("patient")
        )
    }
    for verdict in found.verdicts.to_dict(orient="records"):
        print(f"\n{verdict['patient']}: {verdict['response']}; status {verdict['status']}")
        print(f"    {verdict['reason']}")
        if not pd.isna(verdict["months_from_first_infusion"]):
            print(
                f"    {verdict['months_from_first_infusion']:.1f} months from the first infusion, "
                f"{verdict['months_from_last_infusion']:.1f} from the last; "
                f"{verdict['infusions_before']} infusions before"
            )
        if not pd.isna(verdict["relapse_day"]):
            print(f"    relapse on day {verdict['relapse_day']}")
        listed = cells.get(verdict["patient"], [])
        if listed:
            more = f" and {len(listed) - 12} more" if len(listed) > 12 else ""
            print(f"    cells: {', '.join(listed[:12])}{more}")


def _print_summary(summary: dict[str, Any]) -> None:
    print(f"{summary['definition']['name']}; {summary['n']} children, by {summary['by']}")
    group = None
    for row in summary["responses"]:
        if row["group"] != group:
            group = row["group"]
            print(f"\n{group}")
        if row["n"]:
            print(
                f"    {row['response']}: {row['n']}/{row['of']} = {row['percent']:.1f} % "
                f"({row['low']:.1f}–{row['high']:.1f}); {_names(row['patients'])}"
            )
        elif row["response"] == "complete remission" and row["of"]:
            print(f"    {row['response']}: 0/{row['of']} = 0 % (0–{row['high']:.1f})")
    print()
    for row in summary["time_to_remission"]:
        print(f"{row['response']}, months from the {row['origin']}: {_spread(row, 'median', '')}")
        if row["during_treatment"]:
            print(f"    during treatment, not in the median: {_names(row['during_treatment'])}")
    follow_up = summary["follow_up"]
    print(f"follow-up of {follow_up['of']}, years: {_spread(follow_up, 'median', '_years')}")
    curve = summary["cumulative_incidence"]
    if curve["months"]:
        print(
            f"cumulative incidence of {curve['response']}, kidney failure and death competing: "
            f"{100 * curve['estimate'][-1]:.1f} % by month {curve['months'][-1]:.1f} "
            f"from the {curve['origin']}, n = {curve['n']}"
        )
    if curve["undated_events_put_at_last_upcr"]:
        print(
            "    kidney failure or death without a day, put at the last Up/c: "
            f"{_names(curve['undated_events_put_at_last_upcr'])}"
        )


def _names(patients: Sequence[str]) -> str:
    shown = ", ".join(patients[:20])
    return f"{shown} and {len(patients) - 20} more" if len(patients) > 20 else shown


def _spread(row: dict[str, Any], middle: str, suffix: str) -> str:
    if not row["n"]:
        return "none"
    median, low, high = (row[f"{each}{suffix}"] for each in (middle, "min", "max"))
    return f"{median:.1f} ({low:.1f}–{high:.1f}), n = {row['n']}"
