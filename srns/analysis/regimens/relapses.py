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
from srns.analysis.proportions.rates import exact_rate
from srns.analysis.regimens.periods import OFF, Periods, regimen_at
from srns.analysis.tables.printed_table import PrintedTable, names, show_rounded
from srns.cohort.date_intervals import is_in_part
from srns.cohort.paper_numbers import show_range
from srns.cohort.tables import DAYS_PER_YEAR, Cohort
from srns.cohort.terms import DEATH, ENDS_IN_KIDNEY_FAILURE, RELAPSED, UNKNOWN
from srns.rules.classification import Classification

LANDMARKS = (0, 6, 12, 24, 60)


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


def relapse_table(cohort: Cohort, classification: Classification, periods: Periods) -> PrintedTable:
    """Tabulate relapses per person-year in remission by regimen, with exact intervals.

    Returns
    -------
    PrintedTable
        One row per regimen, then "on any drug", "off drugs" and "all": `regimen`, `children`,
        `person-years`, `relapses`, `per year`, `95 % interval`, `names`.
    """
    time = time_in_remission(cohort, classification, periods)
    off = time["regimen"] == OFF
    groups = [(str(name), time[time["regimen"] == name]) for name in dict.fromkeys(time["regimen"])]
    groups += [("on any drug", time[~off]), ("off drugs", time[off]), ("all", time)]
    rows = []
    for name, own in groups:
        rate = exact_rate(int(own["relapses"].sum()), float(own["days"].sum()) / DAYS_PER_YEAR)
        known = rate.rate is not None
        rows.append(
            {
                "regimen": name,
                "children": own["patient"].nunique(),
                "person-years": f"{rate.time:.2f}",
                "relapses": rate.events,
                "per year": f"{rate.rate:.2f}" if known else "–",
                "95 % interval": show_range(rate.low, rate.high, 2) if known else "–",
                "names": names(list(dict.fromkeys(own["patient"]))),
            }
        )
    unplaced = [f"{patient} ({reason})" for patient, reason in periods.not_placed.items()]
    unplaced += [
        f"{patient} (relapse, kidney failure or death without a full date)"
        for patient in with_unknown_end(cohort, classification)
        if patient not in periods.not_placed
    ]
    at_start = in_remission_at_start(classification)
    unplaced += [
        f"{patient} (in remission at start)"
        for patient in cohort.patients.loc[at_start, "patient"]
        if patient not in periods.not_placed
    ]
    notes = (
        f"Person-time in complete or partial remission after {periods.since}; exact intervals "
        "(Poisson).",
        "A remission counts from its onset to relapse, kidney failure, death or the last visit "
        "with a urine result in the window of observation; children are at risk again from the "
        "next remission.",
        "The days from onset to confirmation of a remission count as time at risk, although a "
        "relapse then would have prevented it: rates are slightly underestimated.",
        "The regimen was chosen after the response was known: differences are not effects of the "
        "drugs.",
        f"Not placed in time: {names(unplaced) or 'none'}.",
        *periods.rules.sentences,
    )
    return PrintedTable(
        "relapses", "Relapses by regimen, per person-year in remission", pd.DataFrame(rows), notes
    )


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
    return PrintedTable(
        "regimen_course",
        f"Regimens from {periods.since} to the end of follow-up",
        table.reset_index(drop=True),
        periods.rules.sentences,
    )


def landmark_table(
    cohort: Cohort, periods: Periods, months: tuple[int, ...] = LANDMARKS
) -> PrintedTable:
    """Tabulate each child's regimen at fixed times after the last infusion."""
    patients = list(cohort.patients["patient"])
    rows = pd.DataFrame({"child": patients})
    for month in months:
        heading = f"after {periods.since}" if month == 0 else f"month {month}"
        rows[heading] = regimen_at(periods, patients, month).to_numpy()
    notes = (
        f"Months from {periods.since}. After the end of follow-up no regimen is assumed.",
        *periods.rules.sentences,
    )
    return PrintedTable("regimen_at", "Regimen at fixed times", rows, notes)
