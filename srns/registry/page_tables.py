"""What the dashboard shows of a registry: counts, times and the tables of each child, by part."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa

from srns.analysis.groups import grouping
from srns.analysis.time_to_event.remission_duration import durations
from srns.analysis.time_to_event.time_analysis import RESPONSES_TIMED
from srns.analysis.time_to_event.time_at_risk import time_at_risk
from srns.analysis.time_to_event.time_origins import DAY_ZERO, every_origin
from srns.cohort.tables import Cohort
from srns.registry.part_tables import FILE, ROW, PartCohort, name_row
from srns.rules.classification import Classification

FILTERS = {"histology": "histology", "resistance": "resistance", "regimen": "maintenance"}
"""By column of `counts` and `waits`, the grouping that it holds."""
RELAPSE = "relapse after "
"""Before a response: the time from its onset to relapse."""
LEFT_OUT = -1
"""The cause of children who cannot be placed on a curve."""
_TEXT = pa.string()
_OF = [("definition", _TEXT), ("strategy", _TEXT), *((each, _TEXT) for each in FILTERS)]
COUNTS = pa.schema(
    [*_OF, ("response", _TEXT), ("status", _TEXT), ("remission_at_start", pa.bool_()),
     ("n", pa.int64())]
)  # fmt: skip
"""One row: so many children of these groups with this response, status and state at start."""
WAITS = pa.schema(
    [*_OF, ("event", _TEXT), ("curve", _TEXT), ("days", pa.int32()), ("cause", pa.int8()),
     ("n", pa.int64())]
)  # fmt: skip
"""One row: so many children followed for so many days to `event`; `cause` as in
`srns.analysis.time_to_event.time_at_risk`, or `LEFT_OUT`. `curve` parts first remissions from
later ones."""
RECORDS = ("patients", "labs", "infusions", "treatments", "events")
"""The tables of a cohort, each written as ``child_`` and its name, sorted by child."""
PAGE_TABLES = ("counts", "waits", *(f"child_{name}" for name in RECORDS))
ROWS_AT_ONCE = 4_096
"""Rows of a group of rows: what is read at least where one child is asked for."""


def groups_of_part(cohort: Cohort) -> pd.DataFrame:
    """Return the group of each child in every filter, in the order of `patients`."""
    return pd.DataFrame(
        {name: grouping(cohort, by).astype(str).to_numpy() for name, by in FILTERS.items()}
    )


def count_children(judged: Classification, groups: pd.DataFrame) -> pa.Table:
    """Count the children of a part as `COUNTS`."""
    outcomes = judged.outcomes
    told = {name: outcomes[name].to_numpy() for name in ("response", "status")}
    at_start = outcomes["remission_at_start"].astype("boolean")
    frame = groups.assign(**told, remission_at_start=at_start.array)
    return _counted(frame, judged, COUNTS)


def count_waits(judged: Classification, groups: pd.DataFrame) -> pa.Table:
    """Count the children of a part by their times to remission and to relapse, as `WAITS`."""
    cohort = judged.cohort
    groups = groups.set_axis(pd.Index(cohort.patients["patient"]))
    origins = every_origin(cohort)
    pieces = []
    for response in RESPONSES_TIMED:
        found = time_at_risk(cohort, judged, response, DAY_ZERO, origins)
        pieces.append(_timed(found.table.assign(curve=""), groups, response))
        lost = pd.DataFrame({"patient": list(found.left_out), "days": 0, "cause": LEFT_OUT})
        pieces.append(_timed(lost.assign(curve=""), groups, response))
        remissions = durations(cohort, judged, response).table
        named = remissions.rename(columns={"remission": "curve"})
        pieces.append(_timed(named, groups, f"{RELAPSE}{response}"))
    frame = pd.concat([each for each in pieces if len(each)] or pieces[:1], ignore_index=True)
    return _counted(frame, judged, WAITS)


def _timed(table: pd.DataFrame, groups: pd.DataFrame, event: str) -> pd.DataFrame:
    own = groups.loc[table["patient"]].reset_index(drop=True)
    days = np.rint(table["days"].to_numpy(dtype=float)).astype(np.int32)
    return own.assign(event=event, curve=table["curve"].to_numpy(dtype=object), days=days,
                      cause=table["cause"].to_numpy(dtype=np.int8))  # fmt: skip


def _counted(frame: pd.DataFrame, judged: Classification, schema: pa.Schema) -> pa.Table:
    """Count equal rows, in an order that does not depend on the rows'."""
    keys = [each for each in schema.names if each in frame]
    counted = frame.groupby(keys, dropna=False, observed=True, sort=True).size()
    named = counted.rename("n").reset_index()
    named = named.assign(definition=judged.definition.id, strategy=judged.strategy)
    return pa.Table.from_pandas(named[schema.names], schema=schema, preserve_index=False)


def records_of_children(part: PartCohort, results: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """Return the tables of a part's cohort, sorted by child, each with its name.

    A result is called by its file and row, where it has no cell of a sheet.
    """
    for name in RECORDS:
        frame = getattr(part.cohort, name)
        if name == "labs":
            frame = frame.copy(deep=False)
            for each in (FILE, ROW):
                frame[each] = results[each].to_numpy()[part.labs_row]
        order = np.argsort(frame["patient"].astype(str).to_numpy(dtype=str), kind="stable")
        frame = frame.iloc[order].astype({"patient": str})
        yield f"child_{name}", _as_arrow(frame)


def _as_arrow(frame: pd.DataFrame) -> pa.Table:
    try:
        return pa.Table.from_pandas(frame, preserve_index=False)
    except (pa.ArrowInvalid, pa.ArrowTypeError):  # numbers and words in one column of a sheet
        mixed = [each for each in frame if frame[each].dtype == object]
        plain = frame.copy()
        for each in mixed:
            plain[each] = frame[each].map(lambda one: one if one is None else str(one))
        return pa.Table.from_pandas(plain, preserve_index=False)


def with_cells(labs: pd.DataFrame) -> pd.DataFrame:
    """Return results of a child with the file and the row of each in place of a missing cell."""
    cells = [
        cell or name_row(f"results file {file},", row)
        for cell, file, row in zip(labs["cell"], labs[FILE], labs[ROW], strict=True)
    ]
    return labs.drop(columns=[FILE, ROW]).assign(cell=cells)
