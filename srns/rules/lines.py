"""Lines of treatment: every course of an immunosuppressant, judged like a child of its own."""

from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

import numpy as np
import pandas as pd

from srns.cohort.date_intervals import earliest
from srns.cohort.day_zero import count_from
from srns.cohort.mechanisms import MECHANISMS
from srns.cohort.tables import Cohort
from srns.cohort.terms import NEXT_LINE

START_OF_LINE = "start of the line"
"""The day 0 of a cohort in which every line of treatment is a child."""
SEPARATOR = " · "
"""Between the child and the number of its line, where a line stands in the column `patient`."""


@dataclass(frozen=True)
class Lines:
    """The lines of treatment of a cohort.

    Attributes
    ----------
    table
        One row is a line, in the order of the children and of time: `patient` (the child), `line`
        (1, 2, …), `key` (how the line is called where it stands as a child), `drug` (drugs of one
        line joined by " + "), `mechanism` (likewise), `start_day`, `next_day` (the start of the
        next line; missing for the last) and `cell`.
    not_placed
        One row is a course that is no line because its start is not known to the day: `patient`,
        `drug`, `cell`.
    """

    table: pd.DataFrame
    not_placed: pd.DataFrame


def find_lines(cohort: Cohort) -> Lines:
    """Find every child's lines of treatment.

    A line is one course of an immunosuppressant (`MECHANISMS`; steroids alone are none), or the
    infusions of cyclophosphamide, from its start to the start of the next line. Courses that start
    on one day are one line. A course of a drug that is in the running line opens no new one.
    """
    courses = cohort.treatments
    courses = courses[courses["drug"].isin(list(MECHANISMS))]
    start = pd.to_numeric(courses["start_day"], errors="coerce")
    placed = pd.DataFrame(
        {
            "patient": courses["patient"],
            "drug": courses["drug"],
            "start_day": start.astype(float),
            "cell": courses["cell"].fillna(""),
        }
    )
    infusions = cohort.infusions.assign(day=pd.to_numeric(cohort.infusions["day"], errors="coerce"))
    infused = infusions.dropna(subset=["day"]).sort_values("day", kind="stable")
    infused = infused.groupby("patient", sort=False).head(1)
    placed = pd.concat(
        [
            placed.dropna(subset=["start_day"]),
            pd.DataFrame(
                {
                    "patient": infused["patient"],
                    "drug": "cyclophosphamide",
                    "start_day": infused["day"].astype(float),
                    "cell": infused["cell"].fillna(""),
                }
            ),
        ]
    )
    known = {str(patient): place for place, patient in enumerate(cohort.patients["patient"])}
    placed = placed[placed["patient"].isin(known)]
    order = placed["patient"].map(known)
    placed = placed.assign(order=order).sort_values(["order", "start_day"], kind="stable")
    columns = ["patient", "line", "key", "drug", "mechanism", "start_day", "next_day", "cell"]
    left_out = courses.loc[start.isna().to_numpy(), ["patient", "drug", "cell"]]
    table = pd.DataFrame(_lines_of(placed), columns=columns)
    return Lines(table, left_out.reset_index(drop=True))


_Line = tuple[str, int, str, str, str, float, float, str]
"""A row of `Lines.table`."""


def _lines_of(placed: pd.DataFrame) -> list[_Line]:
    """Return the lines of courses that are sorted by child and start."""
    columns = (placed[name].tolist() for name in ("order", "patient", "start_day", "drug", "cell"))
    lines: list[_Line] = []
    child, number, running = -1, 0, frozenset[str]()
    # Plain tuples: a registry has millions of courses, and pandas takes 100 µs for a group.
    for (order, patient, day), starting in groupby(zip(*columns, strict=True), itemgetter(0, 1, 2)):
        courses = list(starting)
        drugs = frozenset(course[3] for course in courses)
        if order != child:
            child, number = order, 0
        elif drugs <= running:
            continue
        else:
            lines[-1] = (*lines[-1][:6], day, lines[-1][7])
        running, number = drugs, number + 1
        names = sorted(drugs)
        mechanisms = sorted({MECHANISMS[each] for each in names})
        key, first_cell = f"{patient}{SEPARATOR}{number}", courses[0][4]
        lines.append(
            (patient, number, key, " + ".join(names), " + ".join(mechanisms), day, np.nan,
             first_cell)
        )  # fmt: skip
    return lines


def as_cohort(cohort: Cohort, lines: Lines) -> Cohort:
    """Make a cohort in which every line is a child.

    Returns
    -------
    Cohort
        `patient` is the line's `key`; `child`, `line`, `drug` and `mechanism` stand beside it. All
        days count from the start of the line. The start of the next line is an event that ends
        the line's window; a sample of that day still counts.
    """
    table = lines.table
    keys = table[["patient", "key"]]
    patients = keys.merge(cohort.patients, on="patient", how="left", sort=False)
    patients = patients.rename(columns={"patient": "child", "key": "patient"}).assign(
        line=table["line"].to_numpy(), drug=table["drug"].to_numpy(),
        mechanism=table["mechanism"].to_numpy(),
    )  # fmt: skip
    others = {
        name: keys.merge(getattr(cohort, name), on="patient", how="inner", sort=False)
        .drop(columns="patient")
        .rename(columns={"key": "patient"})
        for name in ("labs", "infusions", "treatments", "events", "sources", "absences")
    }
    whole = replace(cohort, patients=patients, overrides=(), **others)
    moved = count_from(whole, table["start_day"].to_numpy(dtype=float))
    return replace(moved, day_zero=START_OF_LINE, events=_with_next_lines(moved.events, table))


def _with_next_lines(events: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Add the start of the next line to each line's events, and drop what came after it.

    It ends the line's window; what happened later belongs to the next line.
    """
    next_day = events["patient"].map(
        (table["next_day"] - table["start_day"]).set_axis(table["key"])
    )
    later = earliest(events, "day") > next_day.to_numpy(dtype=float, na_value=np.nan)
    events = events[~later].reset_index(drop=True)
    following = table[table["next_day"].notna()]
    cells = table["cell"].shift(-1)[following.index]
    drugs = table["drug"].shift(-1)[following.index]
    starts = pd.DataFrame(
        {
            "patient": following["key"],
            "day": (following["next_day"] - following["start_day"]).astype("Int64"),
            "event": NEXT_LINE,
            "detail": drugs,
            "cell": cells,
        }
    )
    if starts.empty:
        return events
    if events.empty:
        return starts.reset_index(drop=True)
    # Of one type, column by column: pandas leaves open what it makes of columns without any value.
    alike = starts.reindex(columns=events.columns).astype(events.dtypes.to_dict())
    return pd.concat([events, alike], ignore_index=True)
