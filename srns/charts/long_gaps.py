"""Long gaps: the stretches on which nobody looked, marked so that no line hides them."""

import numpy as np
import pandas as pd

from srns.charts.drug_lanes import months_in_words
from srns.cohort.tables import DAYS_PER_MONTH
from srns.languages.messages import _
from srns.rules.reasons import SILENT_DAYS

USUAL = 1.5
"""An infusion is looked for where two lie this many times their usual distance apart."""


def urine_gaps(points: pd.DataFrame) -> pd.DataFrame:
    """Return the stretches of more than half a year without a result.

    Parameters
    ----------
    points
        `month` and `drawn` of the results of one test.

    Returns
    -------
    DataFrame
        One row per gap: `month`, `until`, `middle`, `drawn`, `drawn_after` (the results at its
        ends), `words`.
    """
    rows = []
    ordered = points.sort_values("month", kind="stable")
    months, drawn = ordered["month"].to_numpy(dtype=float), ordered["drawn"].to_numpy(dtype=float)
    for at in np.flatnonzero(np.diff(months) * DAYS_PER_MONTH > SILENT_DAYS):
        rows.append(
            {
                "month": months[at],
                "until": months[at + 1],
                "middle": (months[at] + months[at + 1]) / 2,
                "drawn": drawn[at],
                "drawn_after": drawn[at + 1],
                "words": _("no result for {time}").format(
                    time=months_in_words(months[at + 1] - months[at])
                ),
            }
        )
    columns = ["month", "until", "middle", "drawn", "drawn_after", "words"]
    return pd.DataFrame(rows, columns=columns)


def stretches(points: pd.DataFrame) -> list[int]:
    """Return the number of each result's stretch, as long gaps part them; results by month."""
    months = points["month"].to_numpy(dtype=float)
    parted = np.diff(months) * DAYS_PER_MONTH > SILENT_DAYS
    return [0, *np.cumsum(parted).tolist()][: len(months)]


def missed_infusions(infusions: pd.DataFrame) -> pd.DataFrame:
    """Return where an infusion would have been due, by the child's own usual distance.

    Nothing is assumed of a schedule: of three infusions or more, the median of the distances is
    the usual one, and where two lie `USUAL` times as far apart, those between are marked as not
    recorded. An infusion that is recorded with a dose of 0 is one, too.

    Returns
    -------
    DataFrame
        One row per infusion: `month`, `words`.
    """
    rows = []
    dose = pd.to_numeric(infusions["cyclophosphamide_mg_m2"], errors="coerce")
    for month, cell in zip(
        infusions["month"][dose == 0], infusions["cell"][dose == 0], strict=True
    ):
        rows.append(
            {"month": month, "words": _("recorded as not given ({cell})").format(cell=cell)}
        )
    days = np.unique(infusions["day"].astype(float).to_numpy())
    between = np.diff(days)
    if len(between) >= 2:
        usual = float(np.median(between))
        first = float(infusions["month"].iloc[0]) - float(infusions["day"].iloc[0]) / DAYS_PER_MONTH
        for at in np.flatnonzero(between > USUAL * usual):
            missed = max(round(between[at] / usual) - 1, 1)
            words = _(
                "no infusion recorded from day {first} to {last}; the others are about {usual} "
                "days apart"
            ).format(first=f"{days[at]:.0f}", last=f"{days[at + 1]:.0f}", usual=f"{usual:.0f}")
            rows += [
                {
                    "month": first
                    + (days[at] + between[at] * step / (missed + 1)) / DAYS_PER_MONTH,
                    "words": words,
                }
                for step in range(1, missed + 1)
            ]
    return pd.DataFrame(rows, columns=["month", "words"])


def dose_summary(infusions: pd.DataFrame) -> str:
    """Return the doses of the infusions in words, in their order; empty where none is recorded.

    >>> dose_summary(pd.DataFrame({"cyclophosphamide_mg_m2": [500, 750, 1000, 1000]}))
    '500, 750, 2 × 1000 mg/m²'
    """
    doses = pd.to_numeric(infusions["cyclophosphamide_mg_m2"], errors="coerce")
    counted: list[list] = []
    for dose in doses:
        shown = "?" if np.isnan(dose) else f"{dose:g}"
        if counted and counted[-1][1] == shown:
            counted[-1][0] += 1
        else:
            counted.append([1, shown])
    if not doses.notna().any():
        return ""
    words = [shown if count == 1 else f"{count} × {shown}" for count, shown in counted]
    if len(words) > 4:
        return _("{n} infusions of {lowest} to {highest} mg/m²").format(
            n=len(doses), lowest=f"{doses.min():g}", highest=f"{doses.max():g}"
        )
    return f"{', '.join(words)} mg/m²"
