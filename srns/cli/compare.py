"""`srns compare WORKBOOK`: children whose response depends on the definition, and why."""

import argparse
from typing import Any

from srns.analysis.definitions.comparison import compare
from srns.analysis.definitions.comparison_report import comparison_document
from srns.cli.common import (
    add_basis,
    add_definition,
    add_overrides,
    add_units,
    add_workbook,
    basis_of,
    exit_code,
    names,
    open_chosen,
    prepared,
    print_json,
    print_problems,
    refuse,
    units_of,
)
from srns.cli.json_output import checked, plain
from srns.cohort.paper_numbers import show_share, with_decimals
from srns.cohort.wording import plural
from srns.rules.load_definition import load_definition, published


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser(
        "compare", help="compare definitions: whose response changes, and why"
    )
    add_workbook(command)
    command.add_argument(
        "--definitions",
        metavar="A,B",
        help="comma-separated ids or TOML files (default: all published definitions)",
    )
    add_definition(command, "reference definition, whose thresholds are also varied")
    add_basis(command, strategy=False)  # definitions are compared by the treatment policy
    add_overrides(command)
    add_units(command)
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Classify the cohort by each definition and print the differences."""
    reference = load_definition(chosen.definition)
    definitions = list(published())
    if chosen.definitions:
        wanted = [each.strip() for each in chosen.definitions.split(",") if each.strip()]
        definitions = [load_definition(each) for each in wanted]
    if reference.id not in [each.id for each in definitions]:
        definitions.insert(0, reference)
    reading = open_chosen(chosen)
    if reading.cohort is None:
        nothing: dict[str, Any] = {"definitions": [], "patients": []}
        return refuse(reading, nothing, as_json=chosen.format == "json")
    basis = basis_of(chosen)
    cohort = prepared(reading.cohort, chosen)
    document = comparison_document(
        compare(cohort, definitions).in_units(units_of(chosen)), reference.id
    )
    if chosen.format == "json":
        on_what = {"day_zero": cohort.day_zero, "strategy": basis.strategy}
        print_json({**plain(document), **on_what, **checked(reading)})
    else:
        print_problems(reading)
        print(basis.words_for(cohort))
        _print(document)
    return exit_code(reading)


def _print(document: dict[str, Any]) -> None:
    print(
        f"Reference: {document['reference']}; "
        f"{plural(len(document['patients']), 'child', 'children')}\n"
    )
    for row in document["headline"]:
        print(
            f"{row['definition']}: {row['outcome']} {row['n']}/{row['of']} = "
            f"{show_share(row['percent'], row['low'], row['high'])}; {names(row['patients'])}"
        )
        if row["not_evaluable"]:
            print(f"    not evaluable, counted as without: {names(row['not_evaluable'])}")
    print("\nChildren whose response changes, and why")
    for row in document["differences"]:
        print(
            f"{row['patient']}, {row['definition']}: {row['reference_response']} → "
            f"{row['response']}\n    {row['why']}"
        )
    print("\nSame response, different onset day")
    for row in document["date_differences"]:
        print(
            f"{row['patient']}, {row['definition']}: day {row['reference_onset_day']} → "
            f"{row['onset_day']}\n    {row['why']}"
        )
    print("\nAgreement with the reference")
    for row in document["agreement"]:
        if document["reference"] in (row["one"], row["other"]):
            other = row["other"] if row["one"] == document["reference"] else row["one"]
            kappa = "" if row["kappa"] is None else f", kappa {with_decimals(row['kappa'], 2)}"
            if row["low"] is not None:
                kappa += f" ({with_decimals(row['low'], 2)} to {with_decimals(row['high'], 2)})"
            print(f"{other}: {row['agree']} of {row['n']}{kappa}")
    print("\nSamples whose result depends on the unit they were reported in")
    for row in document["unit_flips"]:
        print(
            f"{row['patient']}, day {row['day']} ({row['cell']}), {row['definition']}: "
            f"{row['reported']}: {row['in_its_unit']} {row['its_answer']}, "
            f"{row['converted_to']} {row['other_answer']}"
        )
    print("\nTipping points: how far each choice can move before a verdict changes")
    for row in document["tipping_points"]:
        if row["what"] == "verdict":
            print(row["words"])
    print(f"\n{document['specifications']['words']}")
