"""Timeline table: everything that the figure of one child draws, as rows."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from srns.charts.chart_data import PatientChartData
from srns.charts.drug_lanes import dose_words
from srns.languages.messages import mark

COLUMNS = (
    "patient",
    "month",
    "until month",
    "day",
    "what",
    "value",
    "as reported",
    "cell",
    "counted",
    "state",
)


def timeline_table(data: PatientChartData) -> pd.DataFrame:
    """Return the rows behind the figure of one child, in the order of time.

    Returns
    -------
    DataFrame
        One row per result, infusion, course, event and state: `COLUMNS`. `value` is in the units of
        the figure, or the words that it draws.
    """
    groups = [
        _results(data.upcr, "Up/c", "shown"),
        _results(data.protein, "24-hour protein", "drawn"),
        _results(data.dipstick, "dipstick", "grade"),
        _results(data.albumin, "albumin", "shown"),
        _rows(data.egfr, "eGFR", [round(value, 1) for value in data.egfr["egfr"]]),
        _rows(data.unreadable, mark("cannot be read"), data.unreadable["label"]),
        _rows(data.infusions, "infusion", _doses(data.infusions)),
        _rows(data.missed, mark("infusion not recorded"), data.missed["words"]),
        _rows(
            data.treatments,
            "course",
            [
                " ".join(part for part in (course["drug"], dose_words(course)) if part)
                for course in data.treatments.to_dict("records")
            ],
        ),
        _rows(
            data.undated_drugs,
            mark("course without a day"),
            [f"{row['drug']}: {row['words']}" for row in data.undated_drugs.to_dict("records")],
            placed=False,
        ),
        _rows(data.events, "event", data.events["event"]),
        _rows(data.spans, mark("event with a partial date"), data.spans["label"]),
        _rows(data.states, "state", data.states["state"]),
        _rows(data.long_gaps, "gap", data.long_gaps["words"]),
    ]
    rows = [{"patient": data.patient, **row} for group in groups for row in group]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.sort_values("month", kind="stable").reset_index(drop=True)


def _results(points: pd.DataFrame, what: str, column: str) -> list[dict[str, Any]]:
    shown = points[column] if column == "grade" else points[column].round(4)
    rows = _rows(points, what, shown)
    further = points.to_dict("records")
    return [
        {
            **row,
            "as reported": result["reported"],
            "counted": result["counted"],
            "state": result.get("state"),
        }
        for row, result in zip(rows, further, strict=True)
    ]


def _rows(
    table: pd.DataFrame, what: str, values: Iterable[Any], *, placed: bool = True
) -> list[dict[str, Any]]:
    return [
        {
            "month": round(float(row["month"]), 2) if placed else None,
            "until month": round(float(row["until"]), 2) if placed and "until" in row else None,
            "day": row.get("day"),
            "what": what,
            "value": value,
            "cell": row.get("cell"),
        }
        for row, value in zip(table.to_dict("records"), values, strict=True)
    ]


def _doses(infusions: pd.DataFrame) -> list[str]:
    said = []
    for row in infusions.to_dict("records"):
        doses = (
            (row["cyclophosphamide_mg_m2"], "mg/m² cyclophosphamide"),
            (row["methylprednisolone_mg_kg"], "mg/kg methylprednisolone"),
        )
        known = [f"{dose:g} {unit}" for dose, unit in doses if not pd.isna(dose)]
        said.append(", ".join(known) or mark("dose not recorded"))
    return said
