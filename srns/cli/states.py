"""`srns states WORKBOOK`: how many children are in each state over time."""

import argparse

from srns.analysis.time_to_event.occupancy import (
    Occupancy,
    months_reported,
    occupancy,
    occupancy_sentences,
)
from srns.cli.common import (
    add_basis,
    add_definition,
    add_workbook,
    basis_of,
    classify_chosen,
    exit_code,
    open_chosen,
    print_json,
    refuse,
)
from srns.cli.json_output import plain
from srns.rules.definition import identify
from srns.rules.load_definition import load_definition


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser(
        "states", help="children in remission, relapsed, with kidney failure … over time"
    )
    add_workbook(command)
    add_definition(command)
    add_basis(command)
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Classify the cohort and print the share of children in each state."""
    definition = load_definition(chosen.definition)
    reading = open_chosen(chosen)
    if reading.cohort is None:
        nothing = {"definition": identify(definition), "n": 0}
        return refuse(reading, nothing, as_json=chosen.format == "json")
    basis = basis_of(chosen)
    judged = classify_chosen(reading.cohort, definition, chosen)
    found = occupancy(judged.cohort, judged)
    if chosen.format == "json":
        on_what = {"day_zero": judged.cohort.day_zero, "strategy": basis.strategy}
        print_json(plain({"definition": identify(definition), **on_what, **_record(found)}))
    else:
        print(f"{definition.name}\n{basis.words_for(judged.cohort)}\n")
        for month in months_reported(found):
            print(occupancy_sentences(found, month)[0])
        for sentence in occupancy_sentences(found, found.last_month)[1:]:
            print(sentence)
    return exit_code(reading)


def _record(found: Occupancy) -> dict[str, object]:
    return {
        "n": found.n,
        "shares": found.table.to_dict("records"),
        "stays": found.stays.to_dict("records"),
        "left_out": dict(found.left_out),
        "undated_events_put_at_last_upcr": list(found.undated),
        "counted_as_not_in_remission_although_open": list(found.left_open),
    }
