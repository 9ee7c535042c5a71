"""Relapse rates by maintenance regimen, per person-year in remission.

The regimen is chosen after the response is known, so differences between regimens are not effects
of the drugs.
"""

import numpy as np
import pandas as pd

from srns.analysis.follow_up import (
    follow_up_end,
    in_remission_at_start,
    settled_otherwise,
    undated_relapse,
)
from srns.analysis.proportions.rates import Rate, exact_rate
from srns.analysis.regimens.periods import OFF, Periods, regimen_at
from srns.analysis.results_data.listing import listed
from srns.analysis.results_data.proportions import show_interval
from srns.analysis.results_data.rows import (
    TWO_DECIMALS,
    WHOLE,
    Row,
    Stat,
    Subject,
    as_table,
    rows_about,
    statistics_of,
)
from srns.analysis.results_data.source_cells import cells_of_table, deciding_cells, together
from srns.analysis.tables.printed_table import PrintedTable, names, show_rounded
from srns.cohort.date_intervals import is_in_part
from srns.cohort.tables import DAYS_PER_YEAR, Cohort
from srns.cohort.terms import DEATH, ENDS_IN_KIDNEY_FAILURE, RELAPSED, UNKNOWN
from srns.languages.sentences import sentence, term
from srns.rules.classification import Classification

LANDMARKS = (0, 6, 12, 24, 60)
ON_DRUGS, OFF_DRUGS = "on any drug", "off drugs"
VARIABLE = "relapses in remission"


def remissions(cohort: Cohort, classification: Classification) -> pd.DataFrame:
    """List every remission, from its onset to a relapse or the end of follow-up.

    A child is at risk again from the next remission after a relapse. Follow-up ends where
    `srns.analysis.follow_up.follow_up_end` ends it, as in the curves of the duration of remission.
    Children of `with_unknown_end` and those in remission at start are excluded.

    Returns
    -------
    DataFrame
        One row per remission: `patient`, `response` (the best during it), `onset_day`,
        `end_day` (the day of the relapse, or the last day known to be relapse-free), `relapsed`.
    """
    changes = classification.course.changes
    patients = list(cohort.patients["patient"])
    order = [response.name for response in classification.definition.responses]
    until = follow_up_end(classification).until
    at_start = in_remission_at_start(classification)
    left_out = set(with_unknown_end(cohort, classification))
    left_out |= set(cohort.patients.loc[at_start, "patient"])
    rows: list[list] = []
    open_row: list | None = None
    for child, day, state in zip(changes.child, changes.day, changes.state, strict=True):
        patient = patients[child]
        if patient in left_out:
            continue
        if open_row is not None and open_row[0] != patient:
            open_row = None
        if state == RELAPSED:
            if open_row is not None:
                open_row[3], open_row[4] = int(day), True
            open_row = None
        elif open_row is None:
            open_row = [patient, str(state), int(day), int(until[child]), False]
            rows.append(open_row)
        else:
            open_row[1] = min(open_row[1], str(state), key=order.index)
    columns = ["patient", "response", "onset_day", "end_day", "relapsed"]
    return pd.DataFrame(rows, columns=columns)


def with_unknown_end(cohort: Cohort, classification: Classification) -> list[str]:
    """List the children with a relapse without a full date, or an end with a partial one.

    The regimen at the time is then undetermined.
    """
    changes = classification.course.changes
    undetermined = np.zeros(len(cohort.patients), dtype=bool)
    undetermined[changes.child[changes.state == UNKNOWN]] = True
    events = cohort.events
    ends = events["event"].isin([*ENDS_IN_KIDNEY_FAILURE, DEATH]) & is_in_part(events, "day")
    undetermined |= cohort.patients["patient"].isin(events.loc[ends, "patient"]).to_numpy()
    undetermined |= undated_relapse(cohort)
    undetermined |= settled_otherwise(classification)
    return cohort.patients.loc[undetermined, "patient"].tolist()


def time_in_remission(
    cohort: Cohort, classification: Classification, periods: Periods
) -> pd.DataFrame:
    """Split the time in remission after the start of the periods by regimen.

    Returns
    -------
    DataFrame
        One row per child and regimen: `patient`, `regimen`, `days` in remission on it, and the
        `relapses` on it. A relapse is attributed to the regimen of the day before, because a drug
        started on the day itself may be its treatment.
    """
    rows = []
    by_child = periods.by_child()
    for remission in remissions(cohort, classification).to_dict("records"):
        # The day of the relapse is not at risk.
        last = remission["end_day"] - (1 if remission["relapsed"] else 0)
        for stretch in by_child.get(remission["patient"], ()):
            first = max(stretch["start_day"], remission["onset_day"])
            until = min(stretch["stop_day"], last)
            if until >= first:
                relapsed = (
                    remission["relapsed"] and stretch["start_day"] <= last <= stretch["stop_day"]
                )
                rows.append(
                    (remission["patient"], stretch["regimen"], until - first + 1, int(relapsed))
                )
    table = pd.DataFrame(rows, columns=["patient", "regimen", "days", "relapses"])
    return table.groupby(["patient", "regimen"], sort=False, as_index=False).sum()


def relapse_results(
    cohort: Cohort, classification: Classification, periods: Periods
) -> pd.DataFrame:
    """Return relapses per person-year in remission by regimen as analysis results data.

    After the regimens come "on any drug", "off drugs" and all (no group). The cells are those that
    decided the remissions, of recorded relapses and of the courses.
    """
    time = time_in_remission(cohort, classification, periods)
    off = time["regimen"] == OFF
    groups: list[tuple[str | None, pd.DataFrame]] = [
        (str(name), time[time["regimen"] == name]) for name in dict.fromkeys(time["regimen"])
    ]
    groups += [(ON_DRUGS, time[~off]), (OFF_DRUGS, time[off]), (None, time)]
    rows: list[Row] = []
    for name, own in groups:
        rate = exact_rate(int(own["relapses"].sum()), float(own["days"].sum()) / DAYS_PER_YEAR)
        group = None if name is None else ("regimen", name)
        rows += rate_rows(Subject(VARIABLE, None, group, "rate"), rate, own)
    return as_table(rows, cells_of_courses(cohort, classification))


def rate_rows(about: Subject, rate: Rate, time: pd.DataFrame) -> list[Row]:
    """Return a rate as rows, with the children of `time_in_remission` behind it."""
    children = list(dict.fromkeys(time["patient"]))
    relapsed = time.loc[time["relapses"] > 0, "patient"].drop_duplicates()
    stats = [
        Stat("n", len(children), WHOLE),
        Stat("person.years", rate.time, TWO_DECIMALS),
        Stat("estimate", rate.rate, TWO_DECIMALS),
        Stat("conf.low", rate.low, TWO_DECIMALS),
        Stat("conf.high", rate.high, TWO_DECIMALS),
        Stat("conf.level", 0.95, "xx%"),
        Stat("method", "exact (Poisson)"),
    ]
    return [
        *rows_about(about, stats, children),
        *rows_about(about, [Stat("n.event", rate.events, WHOLE)], relapsed),
    ]


def cells_of_courses(cohort: Cohort, classification: Classification) -> dict[str, list[str]]:
    """Return the cells that decided the remissions, of recorded relapses and of the courses."""
    recorded = cells_of_table(cohort.events, cohort.events["event"] == "relapse")
    return together(deciding_cells(classification), recorded, cells_of_table(cohort.treatments))


def relapse_table(cohort: Cohort, classification: Classification, periods: Periods) -> PrintedTable:
    """Tabulate relapses per person-year in remission by regimen, with exact intervals.

    Returns
    -------
    PrintedTable
        One row per regimen, then "on any drug", "off drugs" and "all": `regimen`, `children`,
        `person-years`, `relapses`, `per year`, `95 % interval`, `names`.
    """
    results = relapse_results(cohort, classification, periods)
    rows = [
        {
            "regimen": name or "all",
            "children": found["n"].stat,
            "person-years": found["person.years"].text,
            "relapses": found["n.event"].stat,
            "per year": found["estimate"].text,
            "95 % interval": show_interval(found),
            "names": names(found["n"].patients),
        }
        for (name, _), found in statistics_of(results, VARIABLE).items()
    ]
    unplaced = [
        sentence("{child} ({reason})", child=patient, reason=reason)
        for patient, reason in periods.not_placed.items()
    ]
    unplaced += [
        sentence("{child} (relapse, kidney failure or death without a full date)", child=patient)
        for patient in with_unknown_end(cohort, classification)
        if patient not in periods.not_placed
    ]
    at_start = in_remission_at_start(classification)
    unplaced += [
        sentence("{child} (in remission at start)", child=patient)
        for patient in cohort.patients.loc[at_start, "patient"]
        if patient not in periods.not_placed
    ]
    notes = (
        sentence(
            "Person-time in complete or partial remission after {origin}; exact intervals "
            "(Poisson).",
            origin=term(periods.since),
        ),
        sentence(
            "A remission counts from its onset to relapse, kidney failure, death or the last visit "
            "with a urine result in the window of observation; children are at risk again from the "
            "next remission."
        ),
        sentence(
            "The days from onset to confirmation of a remission count as time at risk, although a "
            "relapse then would have prevented it: rates are slightly underestimated."
        ),
        sentence(
            "The regimen was chosen after the response was known: differences are not effects of "
            "the drugs."
        ),
        sentence("Not placed in time: {children}.", children=names(unplaced) or term("none")),
        *periods.rules.sentences,
    )
    title = sentence("Relapses by regimen, per person-year in remission")
    return PrintedTable("relapses", title, pd.DataFrame(rows), notes, results)


def regimen_course_table(cohort: Cohort, periods: Periods) -> PrintedTable:
    """List every child's regimens in order, including children not placed in time."""
    rows = [
        {
            "child": row["patient"],
            "regimen": row["regimen"],
            "from day": row["start_day"],
            "to day": row["stop_day"],
            "months": show_rounded(round(row["days"] / DAYS_PER_YEAR * 12, 1), 0),
            "bridged (days)": row["bridged_days"],
            "reason not placed": "",
        }
        for row in periods.table.to_dict("records")
    ]
    rows += [
        {"child": patient, "regimen": "unknown", "reason not placed": reason}
        for patient, reason in periods.not_placed.items()
    ]
    columns = ["child", "regimen", "from day", "to day", "months", "bridged (days)",
               "reason not placed"]  # fmt: skip
    table = pd.DataFrame(rows, columns=columns, dtype=object)
    table = table.where(table.notna(), None)
    order = {patient: place for place, patient in enumerate(cohort.patients["patient"])}
    table = table.sort_values("child", key=lambda names: names.map(order), kind="stable")
    table = table.reset_index(drop=True)
    title = sentence("Regimens from {origin} to the end of follow-up", origin=term(periods.since))
    results = _listed(table, "regimen", cohort)
    return PrintedTable("regimen_course", title, table, periods.rules.sentences, results)


def _listed(table: pd.DataFrame, variable: str, cohort: Cohort) -> pd.DataFrame:
    """Return a table of regimens as analysis results data, with the cells of the courses."""
    cells = cells_of_table(cohort.treatments)
    return as_table(listed(table, variable, "child", lambda child, _: cells.get(child, ())))


def landmark_table(
    cohort: Cohort, periods: Periods, months: tuple[int, ...] = LANDMARKS
) -> PrintedTable:
    """Tabulate each child's regimen at fixed times after the last infusion."""
    patients = list(cohort.patients["patient"])
    rows = pd.DataFrame({"child": patients})
    for month in months:
        heading = sentence("month {month}", month=month)
        if month == 0:
            heading = sentence("after {event}", event=term(periods.since))
        rows[heading] = regimen_at(periods, patients, month).to_numpy()
    notes = (
        sentence(
            "Months from {origin}. After the end of follow-up no regimen is assumed.",
            origin=term(periods.since),
        ),
        *periods.rules.sentences,
    )
    results = _listed(rows, "regimen at fixed times", cohort)
    return PrintedTable("regimen_at", sentence("Regimen at fixed times"), rows, notes, results)
