"""`srns summary WORKBOOK`: response rates with exact intervals, and times."""

import argparse
import sys
from typing import Any

from srns.analysis.definitions.unjudged_tests import unasked_sentences
from srns.analysis.follow_up import at_start_sentences
from srns.analysis.proportions.group_contrasts import comparison_sentences
from srns.analysis.proportions.intervals import EXACT, METHODS
from srns.analysis.results_data.summary import results_data
from srns.analysis.summary import COMPUTED, summarize
from srns.analysis.time_to_event.competing_events import partial_date_sentences
from srns.analysis.time_to_event.curve_sentences import median_interval
from srns.analysis.time_to_event.time_origins import ORIGINS, with_article
from srns.cli.common import (
    add_basis,
    add_definition,
    add_overrides,
    add_workbook,
    basis_of,
    classify_chosen,
    exit_code,
    names,
    open_chosen,
    print_json,
    refuse,
)
from srns.cli.json_output import plain
from srns.cohort.paper_numbers import (
    show_months,
    show_percent,
    show_range,
    show_share,
)
from srns.cohort.wording import plural
from srns.report.results_files import ard_csv, ard_json
from srns.rules.definition import identify
from srns.rules.lines import START_OF_LINE
from srns.rules.load_definition import load_definition


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser("summary", help="response rates with exact intervals, and times")
    add_workbook(command)
    add_definition(command)
    add_basis(command)
    add_overrides(command)
    command.add_argument(
        "--adjudicated",
        action="store_true",
        help="count overrides in place of the computed responses (labelled in the output)",
    )
    command.add_argument(
        "--by",
        default="histology",
        metavar="histology|maintenance|resistance|COLUMN",
        help="grouping of the children (default: histology)",
    )
    command.add_argument(
        "--interval",
        choices=tuple(METHODS),
        default=EXACT,
        help="method for intervals of proportions (default: exact, Clopper–Pearson)",
    )
    command.add_argument(
        "--origin",
        choices=ORIGINS,
        help="time origin of the curve (default: day 0)",
    )
    command.add_argument(
        "--compare",
        action="store_true",
        help="compare the groups: differences, ratios and an exact test",
    )
    command.add_argument(
        "--format",
        choices=("text", "json", "ard-csv", "ard-json"),
        default="text",
        help="ard: one row per number with its children and cells, as the R package cards has it",
    )
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Classify the cohort and print its numbers."""
    definition = load_definition(chosen.definition)
    reading = open_chosen(chosen)
    if reading.cohort is None:
        nothing = {"definition": identify(definition), "n": 0, "responses": []}
        return refuse(reading, nothing, as_json=chosen.format != "text")
    basis = basis_of(chosen)
    classification = classify_chosen(reading.cohort, definition, chosen)
    cohort = classification.cohort
    summary = summarize(
        cohort,
        classification,
        chosen.by,
        adjudicated=chosen.adjudicated,
        interval=chosen.interval,
        origin=chosen.origin,
        compare=chosen.compare,
    )
    if chosen.format.startswith("ard"):
        table = results_data(summary, classification)
        write = ard_json if chosen.format == "ard-json" else ard_csv
        sys.stdout.write(write(table))
    elif chosen.format == "json":
        on_what = {"day_zero": cohort.day_zero, "strategy": basis.strategy}
        print_json(plain({**summary, **on_what}))
    else:
        print(basis.words_for(classification.cohort))
        _print_summary(summary, unasked_sentences(classification))
    return exit_code(reading)


def _print_summary(summary: dict[str, Any], unasked: list[str]) -> None:
    print(
        f"{summary['definition']['name']}; "
        f"{_how_many(summary)}, by {summary['by']}; "
        f"intervals {summary['interval']}"
    )
    if summary["counts"] != COMPUTED:
        print(f"Counts are {summary['counts']}; times are those of the rule.")
    if summary["tests_not_judged"]:
        print(summary["tests_not_judged"])
    for said in unasked:
        print(said)
    at_start, maybe = summary["in_remission_at_start"], summary["maybe_in_remission_at_start"]
    for sentence in at_start_sentences(at_start, maybe, summary["n"]):
        print(sentence)
    _print_responses(summary["responses"])
    for row in summary["time_to_remission"]:
        since = with_article(row["origin"])
        print(f"{row['response']}, months from {since}: {_spread(row, 'median', '')}")
        if row["during_treatment"]:
            print(f"    during treatment, not in the median: {names(row['during_treatment'])}")
        if row["without_a_day"]:
            print(
                f"    {row['origin']} not known, not in the median: {names(row['without_a_day'])}"
            )
    follow_up = summary["follow_up"]
    print(f"follow-up of {follow_up['of']}, years: {_spread(follow_up, 'median', '_years')}")
    if follow_up["known_in_part"]:
        print(
            "    last follow-up known only in part, not counted: "
            + names(follow_up["known_in_part"])
        )
    curve = summary["cumulative_incidence"]
    if curve["months"]:
        print(
            f"cumulative incidence of {curve['response']}, kidney failure and death competing: "
            f"{show_percent(100 * curve['estimate'][-1])} by month "
            f"{show_months(curve['months'][-1])} "
            f"from {with_article(curve['origin'])}, n = {curve['n']}, median {_median(curve)}"
        )
    for patient, month in curve["before_origin"].items():
        early = f"{patient} (month {show_months(month)})"
        print(f"    before {with_article(curve['origin'])}, not on the curve: {early}")
    _print_undated(curve)
    lasted = summary["duration_of_remission"]
    for each in lasted["curves"]:
        if each["n"]:
            print(
                f"{each['remission']} ({lasted['response']}): relapse in {each['events']} of "
                f"{each['n']}, median months to relapse {_median(each)}"
            )
    _print_undated(lasted)
    if "comparison" in summary:
        _print_comparison(summary["comparison"])


def _how_many(summary: dict[str, Any]) -> str:
    if summary["day_zero"] == START_OF_LINE:
        return plural(summary["n"], "line of treatment", "lines of treatment")
    return plural(summary["n"], "child", "children")


def _print_responses(responses: list[dict[str, Any]]) -> None:
    group = None
    for row in responses:
        if row["group"] != group:
            group = row["group"]
            print(f"\n{group}")
        if row["n"]:
            print(
                f"    {row['response']}: {row['n']}/{row['of']} = "
                f"{show_share(row['percent'], row['low'], row['high'])}; {names(row['patients'])}"
            )
        elif row["response"] == "complete remission" and row["of"]:
            print(f"    {row['response']}: 0/{row['of']} = {show_share(0, 0, row['high'])}")
    print()


def _print_undated(found: dict[str, Any]) -> None:
    undated = found["undated_events_put_at_last_upcr"]
    if undated:
        print(f"    event without a date, placed at the last Up/c: {names(undated)}")
    for sentence in partial_date_sentences(
        found["events_known_in_part_put_at_their_latest"],
        found.get("left_out_because_known_in_part", ()),
    ):
        print(f"    {sentence}")


def _print_comparison(comparison: dict[str, Any]) -> None:
    print("\ncomparison of the groups")
    for said in comparison_sentences(comparison):
        print(f"    {said}")


def _median(curve: dict[str, Any]) -> str:
    if curve["median"] is None:
        return "not reached"
    limits = median_interval(curve["median_low"], curve["median_high"])
    return f"{show_months(curve['median'])} ({limits})"


def _spread(row: dict[str, Any], middle: str, suffix: str) -> str:
    if not row["n"]:
        return "none"
    median, low, high = (row[f"{each}{suffix}"] for each in (middle, "min", "max"))
    return f"{show_months(median)} ({show_range(low, high)}), n = {row['n']}"
