"""`srns classify WORKBOOK`: the verdict on each child, with its evidence."""

import argparse
import sys
from typing import Any

import pandas as pd

from srns.cli.common import (
    add_basis,
    add_definition,
    add_overrides,
    add_units,
    add_workbook,
    basis_of,
    classify_chosen,
    exit_code,
    open_chosen,
    print_json,
    print_problems,
    refuse,
)
from srns.cli.json_output import cell_columns, checked, classified
from srns.cohort.date_intervals import show_span
from srns.cohort.paper_numbers import show_months
from srns.report.safe_cells import safe_table
from srns.rules.basis import Basis
from srns.rules.classification import Classification
from srns.rules.definition import identify
from srns.rules.eligibility import judge_eligibility, summarize_eligibility
from srns.rules.load_definition import load_definition


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser("classify", help="the verdict on each child, with its evidence")
    add_workbook(command)
    add_definition(command)
    add_basis(command)
    add_overrides(command)
    add_units(command)
    command.add_argument("--format", choices=("text", "json", "csv"), default="text")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Classify every child and print the verdicts."""
    definition = load_definition(chosen.definition)
    reading = open_chosen(chosen)
    if reading.cohort is None:
        nothing = {"definition": identify(definition), "patients": []}
        return refuse(reading, nothing, as_json=chosen.format == "json")
    found = classify_chosen(reading.cohort, definition, chosen)
    if chosen.format == "json":
        print_json({**classified(found), **checked(reading)})
    elif chosen.format == "csv":
        safe_table(found.verdicts).to_csv(sys.stdout, index=False, lineterminator="\n")
    else:
        print_problems(reading)
        _print_verdicts(found, basis_of(chosen))
    return exit_code(reading)


def _print_verdicts(found: Classification, basis: Basis) -> None:
    print(f"\n{found.definition.label}\n{basis.words_for(found.cohort)}")
    cells = {
        patient: [cell for row in rows for cell in row if cell]
        for patient, rows in (
            (patient, group[cell_columns(map(str, group))].to_numpy())
            for patient, group in found.occasions[found.occasions["evidence"]].groupby("patient")
        )
    }
    answers = summarize_eligibility(judge_eligibility(found)).set_index("patient")
    overrides = found.overrides
    for verdict in found.verdicts.to_dict(orient="records"):
        print(f"\n{verdict['patient']}: {verdict['response']}; status {verdict['status']}")
        print(f"    {verdict['reason']}")
        if str(verdict["patient"]) in overrides:
            print(f"    {overrides[str(verdict['patient'])].words}")
        _print_months(verdict, basis)
        if not pd.isna(verdict["relapse_day"]):
            print(f"    relapse on day {verdict['relapse_day']}")
        if between := found.relapse_between.get(str(verdict["patient"])):
            print(f"    relapse on {show_span(*between)}")
        of_child = answers.loc[verdict["patient"]].items()
        print(f"    {'; '.join(f'{question}: {answer}' for question, answer in of_child)}")
        listed = cells.get(verdict["patient"], [])
        if listed:
            more = f" and {len(listed) - 12} more" if len(listed) > 12 else ""
            print(f"    cells: {', '.join(listed[:12])}{more}")


def _print_months(verdict: dict[Any, Any], basis: Basis) -> None:
    if not pd.isna(verdict["months_from_day_0"]) and basis != Basis():
        print(f"    {show_months(verdict['months_from_day_0'])} months from day 0")
    if not pd.isna(verdict["months_from_first_infusion"]):
        first, last = verdict["months_from_first_infusion"], verdict["months_from_last_infusion"]
        print(
            f"    {show_months(first)} months from the first infusion, {show_months(last)} from "
            f"the last; {_number(verdict['infusions_before'], 'infusion')} before"
        )


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
