"""`srns times WORKBOOK`: curves of time to remission, and from remission to relapse."""

import argparse

from srns.analysis.regimens.relapse_by_drug import drug_sentences, relapse_by_drug
from srns.analysis.time_to_event.competing_events import partial_date_sentences
from srns.analysis.time_to_event.curve_limits import AUTOMATIC, CHOICES
from srns.analysis.time_to_event.curve_sentences import (
    curve_sentence,
    curve_test_sentence,
    left_out_sentences,
    mean_sentences,
    milestone_sentence,
    visits_sentence,
)
from srns.analysis.time_to_event.time_analysis import (
    RESPONSES_TIMED,
    Curves,
    TimeQuestion,
    Times,
    times,
)
from srns.analysis.time_to_event.time_origins import ORIGINS
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
from srns.cli.json_output import plain, timed
from srns.rules.definition import identify
from srns.rules.load_definition import load_definition


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser("times", help="time to remission, and from remission to relapse")
    add_workbook(command)
    add_definition(command)
    add_basis(command)
    command.add_argument(
        "--response",
        choices=RESPONSES_TIMED,
        default=RESPONSES_TIMED[0],
        help="event of interest (default: complete remission)",
    )
    command.add_argument(
        "--origin",
        choices=ORIGINS,
        default="",
        help="time origin (default: day 0)",
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
    command.add_argument(
        "--limits",
        choices=CHOICES,
        default=AUTOMATIC,
        help="confidence limits of the curves (default: exact below 50 children)",
    )
    command.add_argument(
        "--horizon",
        type=_month,
        metavar="MONTHS",
        help="compare the groups' mean time without the event up to this month",
    )
    command.add_argument(
        "--late-entry",
        action="store_true",
        help="count each child only from day 0 on, where time starts before (left truncation)",
    )
    command.add_argument(
        "--relapse-by-drug",
        action="store_true",
        help="also follow remissions to relapse on and off maintenance drugs, with person-time",
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
    asked = TimeQuestion(chosen.response, chosen.origin, chosen.by, chosen.landmark, chosen.test,
                         chosen.limits, chosen.horizon, chosen.late_entry)  # fmt: skip
    basis = basis_of(chosen)
    judged = classify_chosen(reading.cohort, definition, chosen)
    cohort = judged.cohort
    found = times(cohort, judged, asked)
    by_drug = relapse_by_drug(cohort, judged) if chosen.relapse_by_drug else None
    if chosen.format == "json":
        on_what = {"day_zero": cohort.day_zero, "strategy": basis.strategy}
        print_json(plain({"definition": identify(definition), **on_what, **timed(found, by_drug)}))
    else:
        print(f"{definition.name}\n{basis.words_for(cohort)}")
        _print_times(found)
        if by_drug is not None:
            print("\nRelapse on and off maintenance drugs")
            print("\n".join(drug_sentences(by_drug)))
    return exit_code(reading)


def _print_times(found: Times) -> None:
    print(f"\nTime to {found.question.response}")
    _print_curves(found.response_curves, found.question.horizon)
    for sentence in left_out_sentences(found.at_risk):
        print(sentence)
    if found.at_risk.undated:
        print(f"event without a date, placed at the last Up/c: {', '.join(found.at_risk.undated)}")
    for sentence in partial_date_sentences(found.at_risk.in_part):
        print(sentence)
    print(visits_sentence(found.visits))
    print("\nTime from remission to relapse")
    _print_curves(found.duration_curves, found.question.horizon)
    if found.durations.undated:
        print(
            f"event without a date, placed at the last Up/c: {', '.join(found.durations.undated)}"
        )
    for sentence in partial_date_sentences(found.durations.in_part, found.durations.left_out):
        print(sentence)


def _print_curves(curves: Curves, horizon: float | None) -> None:
    for caution in curves.cautions:
        print(f"! {caution}")
    for curve in curves.curves:
        print(curve_sentence(curve, curves.event, curves.since))
    for milestone in curves.milestones:
        if milestone.estimate is not None:
            print(milestone_sentence(milestone, curves.event))
    for sentence in mean_sentences(curves, horizon):
        print(sentence)
    for test in curves.tests:
        print(curve_test_sentence(test))
    rows = curves.risk_table.to_dict("records")
    late = any(len(curve.entry) for curve in curves.curves)
    if rows and any(curve.n for curve in curves.curves):
        heading = f"{'group':24}  month  at risk  events  competing  censored"
        print(f"{heading}  to enter" if late else heading)
    for row in rows:
        line = (
            f"{row['group'][:24]:24}  {row['month']:5.0f}  {row['at_risk']:7d}  "
            f"{row['events']:6d}  {row['competing']:9d}  {row['censored']:8d}"
        )
        print(f"{line}  {row['to_enter']:8d}" if late else line)
