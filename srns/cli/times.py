"""`srns times WORKBOOK`: curves of time to remission, and from remission to relapse."""

import argparse

from srns.analysis.time_to_event.analyse import (
    RESPONSES_TIMED,
    Curves,
    TimeQuestion,
    Times,
    say_curve,
    say_left_out,
    say_test,
    say_visits,
    times,
)
from srns.analysis.time_to_event.competing_events import say_in_part
from srns.analysis.time_to_event.time_origins import FIRST_INFUSION, ORIGINS
from srns.cli.common import (
    add_definition,
    add_workbook,
    exit_code,
    open_chosen,
    print_json,
    refuse,
)
from srns.cli.json_output import plain, timed
from srns.rules.classify import classify
from srns.rules.definition import identify
from srns.rules.load_definition import load_definition


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser("times", help="time to remission, and from remission to relapse")
    add_workbook(command)
    add_definition(command)
    command.add_argument(
        "--response",
        choices=RESPONSES_TIMED,
        default=RESPONSES_TIMED[0],
        help="event of interest (default: complete remission)",
    )
    command.add_argument(
        "--origin",
        choices=ORIGINS,
        default=FIRST_INFUSION,
        help="time origin (default: first infusion)",
    )
    command.add_argument(
        "--by",
        default="",
        metavar="histology|maintenance|resistance|COLUMN",
        help="one curve per group (default: one for all children)",
    )
    command.add_argument(
        "--landmark",
        type=_month,
        metavar="MONTHS",
        help="follow only children without the event at this many months after the origin",
    )
    command.add_argument(
        "--test", action="store_true", help="test whether the groups' curves differ"
    )
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.set_defaults(run=run)


def _month(typed: str) -> float:
    try:
        month = float(typed)
    except ValueError:
        month = 0.0
    if not 0 < month < 1200:
        raise argparse.ArgumentTypeError(f"found '{typed}'; expected months above 0, such as 6.")
    return month


def run(chosen: argparse.Namespace) -> int:
    """Classify the cohort and print its curves."""
    definition = load_definition(chosen.definition)
    reading = open_chosen(chosen)
    if reading.cohort is None:
        nothing = {"definition": identify(definition), "n": 0}
        return refuse(reading, nothing, as_json=chosen.format == "json")
    asked = TimeQuestion(chosen.response, chosen.origin, chosen.by, chosen.landmark, chosen.test)
    found = times(reading.cohort, classify(reading.cohort, definition), asked)
    if chosen.format == "json":
        print_json(plain({"definition": identify(definition), **timed(found)}))
    else:
        print(definition.name)
        _print_times(found)
    return exit_code(reading)


def _print_times(found: Times) -> None:
    print(f"\nTime to {found.question.response}")
    _print_curves(found.waiting)
    for sentence in say_left_out(found.waited):
        print(sentence)
    if found.waited.undated:
        print(f"event without a date, placed at the last Up/c: {', '.join(found.waited.undated)}")
    for sentence in say_in_part(found.waited.in_part):
        print(sentence)
    print(say_visits(found.visits))
    print("\nTime from remission to relapse")
    _print_curves(found.lasting)
    if found.lasted.undated:
        print(f"event without a date, placed at the last Up/c: {', '.join(found.lasted.undated)}")
    for sentence in say_in_part(found.lasted.in_part, found.lasted.left_out):
        print(sentence)


def _print_curves(curves: Curves) -> None:
    for caution in curves.cautions:
        print(f"! {caution}")
    for curve in curves.curves:
        print(say_curve(curve, curves.event, curves.since))
    for test in curves.tests:
        print(say_test(test))
    rows = curves.numbers.to_dict("records")
    if rows and any(curve.n for curve in curves.curves):
        print(f"{'group':24}  month  at risk  events  competing  censored")
    for row in rows:
        print(
            f"{row['group'][:24]:24}  {row['month']:5.0f}  {row['at_risk']:7d}  "
            f"{row['events']:6d}  {row['competing']:9d}  {row['censored']:8d}"
        )
