"""Times to remission and of remission: curves, milestones, bounds between visits, children."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import pandas as pd

from srns.analysis.results_data.rows import bind
from srns.analysis.results_data.times import (
    lasting_results,
    times_results,
    visits_results,
    waiting_results,
)
from srns.analysis.tables.milestone_table import milestone_table
from srns.analysis.time_to_event.competing_events import partial_date_sentences
from srns.analysis.time_to_event.curve_sentences import (
    curve_test_sentence,
    left_out_sentences,
    mean_sentences,
    visits_sentence,
)
from srns.analysis.time_to_event.curves import Curve
from srns.analysis.time_to_event.time_analysis import Curves, TimeQuestion, Times, times
from srns.analysis.time_to_event.time_origins import with_article
from srns.charts.curves import describe, incidence_chart, step_table, visits_chart
from srns.cohort.errors import InputError
from srns.cohort.paper_numbers import show_months
from srns.languages import counted
from srns.languages.lists import join_and, join_row
from srns.languages.messages import _, mark, ngettext, translated
from srns.languages.sentences import sentence, term
from srns.panels.panel import Panel, title_of
from srns.panels.response_counts import summary_of, summary_rows
from srns.panels.view import View

MOST_NAMED = 20
_ENDED = {0: "end of follow-up", 2: "kidney failure or death"}


def time_to_remission(view: View, **question: Any) -> Panel:
    """Draw the time to remission; the options of all times are those of `TimeQuestion`."""
    asked = read_question(question)
    found = times_of(view, asked)
    title = _("Time from {origin} to {response}").format(
        origin=translated(found.response_curves.since), response=translated(asked.response)
    )
    curves = found.response_curves
    return Panel(
        "time_to_remission",
        title_of("time_to_remission"),
        curve_table(curves),
        describe(curves),
        (
            *map(curve_test_sentence, curves.tests),
            *left_out_sentences(found.at_risk),
            *partial_date_sentences(found.at_risk.in_part),
            *undated_sentences(found.at_risk.undated),
        ),
        draw=lambda: incidence_chart(
            curves, title, view.definition, view.notes, before_origin=found.at_risk.before_origin
        ),
        results=lambda: _waiting_rows(view, found),
    )


def waits(view: View, **question: Any) -> Panel:
    """List each child's time to remission and how it ended."""
    asked = read_question(question)
    found = times_of(view, asked)
    return Panel("waits", "Waits", wait_table(found), results=lambda: _waiting_rows(view, found))


def milestones(view: View, **question: Any) -> Panel:
    """Tabulate response and relapse by month 6, 12 and 24; in words the groups' mean times."""
    asked = read_question(question)
    found = times_of(view, asked)
    table = milestone_table(found)
    both = (found.response_curves, found.duration_curves)
    return Panel(
        "milestones",
        table.title,
        table.rows,
        sentences=tuple(each for curves in both for each in mean_sentences(curves, asked.horizon)),
        notes=table.notes,
        results=lambda: times_results(found, view.classification),
    )


def between_visits(view: View, **question: Any) -> Panel:
    """Draw the bounds of the curve: each remission began at some day between two visits."""
    asked = read_question(question)
    found = times_of(view, asked)
    return Panel(
        "between_visits",
        "Between visits",
        visits_table(found),
        visits_sentence(found.visits),
        draw=lambda: visits_chart(
            found.visits,
            found.response_curves,
            _("Time to remission, given the interval between visits"),
            view.definition,
            view.notes,
        ),
        results=lambda: visits_results(found, view.classification),
    )


def duration_of_remission(view: View, **question: Any) -> Panel:
    """Draw the time from remission to relapse."""
    asked = read_question(question)
    found = times_of(view, asked)
    curves = found.duration_curves
    title = _("Relapse after the onset of {response}").format(response=translated(asked.response))
    return Panel(
        "duration_of_remission",
        "Duration of remission",
        curve_table(curves),
        describe(curves),
        (
            *map(curve_test_sentence, curves.tests),
            *partial_date_sentences(found.durations.in_part, found.durations.left_out),
            *undated_sentences(found.durations.undated),
        ),
        draw=lambda: incidence_chart(curves, title, view.definition, view.notes),
        results=lambda: lasting_results(found, view.classification),
    )


def remissions(view: View, **question: Any) -> Panel:
    """List each remission, its duration in months and how it ended."""
    asked = read_question(question)
    found = times_of(view, asked)
    return Panel(
        "remissions",
        "Remissions",
        remission_table(found),
        results=lambda: lasting_results(found, view.classification),
    )


def read_question(options: Mapping[str, Any]) -> TimeQuestion:
    """Return the question that the options of a panel form.

    Raises
    ------
    InputError
        Where an option is no part of a question.
    """
    known = [each.name for each in fields(TimeQuestion)]
    for name in options:
        if name not in known:
            raise InputError(f"found the option '{name}'; expected one of {', '.join(known)}.")
    return TimeQuestion(**options)


def times_of(view: View, asked: TimeQuestion) -> Times:
    """Return the curves, computed once for each question and selection of children."""
    return view.once(
        ("times", asked, tuple(view.patients)),
        lambda: times(view.cohort, view.classification, asked),
    )


def _waiting_rows(view: View, found: Times) -> pd.DataFrame:
    return bind([waiting_results(found, view.classification), summary_rows(view)])


def times_to_remission(view: View) -> list[str]:
    """Return one sentence a response on the times to it, from each day that time counts from."""
    by_response: dict[str, list[str]] = {}
    for row in summary_of(view)["time_to_remission"]:
        if not row["n"]:
            continue
        during = join_and(row["during_treatment"])
        known = [counted.children(row["n"])]
        if row["n"] > 1:
            known.insert(
                0,
                _("range {low} to {high}").format(
                    low=show_months(row["min"]), high=show_months(row["max"])
                ),
            )
        if during:
            known.append(_("without child {children}, during treatment").format(children=during))
        if row["without_a_day"]:
            children = counted.children(len(row["without_a_day"]))
            known.append(_("not known of {children}").format(children=children))
        by_response.setdefault(row["response"], []).append(
            # Translators: such as "8.5 from the first infusion (range 4.5 to 20.6, 4 children)".
            _("{median} from {origin} ({known})").format(
                median=show_months(row["median"]),
                origin=translated(with_article(row["origin"])),
                known=join_row(known),
            )
        )
    return [
        _("Median months to {response}: {times}.").format(
            response=translated(response), times=join_row(parts, "; ")
        )
        for response, parts in by_response.items()
    ]


def curve_table(curves: Curves) -> pd.DataFrame:
    """List the steps of the curves, one a row, with the method of each curve."""
    table = step_table(curves.curves).drop(columns="is_last")
    methods = {curve.group: curve.method for curve in curves.curves}
    return table.assign(method=table["group"].map(methods)).rename(
        columns={
            "percent": sentence("{event} (%)", event=term(curves.event)),
            "low": "low (%)",
            "high": "high (%)",
            "at_risk": "at risk before",
            "competing": "kidney failure or death",
        }
    )


def visits_table(found: Times) -> pd.DataFrame:
    """List the steps of the two bounding curves and the intervals of Turnbull's estimate."""
    visits = found.visits
    extremes: list[Curve] = [visits.earliest, visits.latest]
    steps = step_table(extremes)[["group", "month", "percent"]]
    stretches = visits.estimate.table
    turnbull = pd.DataFrame(
        {
            "group": mark("Turnbull's estimate"),
            "after": stretches["after"],
            "month": stretches["until"],
            "percent": 100 * stretches["estimate"],
        }
    )
    filled = [each for each in (steps, turnbull) if len(each)]
    return pd.concat(filled, ignore_index=True) if filled else steps


def wait_table(found: Times) -> pd.DataFrame:
    """List each child's time to remission and how it ended."""
    table, asked = found.at_risk.table, found.question
    ended = {1: asked.response, **_ENDED}
    return pd.DataFrame(
        {
            "patient": table["patient"],
            sentence("months from {origin}", origin=term(found.response_curves.since)): table[
                "month"
            ].round(1),
            "ended by": table["cause"].map(ended),
            "last visit without (month)": table["after"].round(1),
            "first visit with (month)": table["until"]
            .where(table["until"] < float("inf"))
            .round(1),
        }
    )


def remission_table(found: Times) -> pd.DataFrame:
    """List each remission, its duration in months and how it ended."""
    table = found.durations.table
    return pd.DataFrame(
        {
            "patient": table["patient"],
            "remission": table["remission"],
            "from day": table["start_day"].astype("Int64"),
            "duration (months)": table["month"].round(1),
            "ended by": table["cause"].map({1: "relapse", **_ENDED}),
        }
    )


def undated_sentences(undated: tuple[str, ...]) -> tuple[str, ...]:
    """Return which children have an event of unknown day in words; nothing where none has."""
    if not undated:
        return ()
    n = len(undated)
    return (
        ngettext(
            "{n} child with an event of unknown day, placed at the last Up/c: {children}.",
            "{n} children with an event of unknown day, placed at the last Up/c: {children}.",
            n,
        ).format(n=n, children=join_and(undated[:MOST_NAMED])),
    )
