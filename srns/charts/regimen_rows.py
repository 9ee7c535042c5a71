"""Rows of the regimen chart: regimens and remissions in months from the last infusion."""

from collections.abc import Mapping

import pandas as pd

from srns.analysis.regimens.periods import Periods
from srns.analysis.regimens.relapses import remissions
from srns.cohort.tables import DAYS_PER_MONTH
from srns.rules.classification import Classification


def regimen_rows(
    found: Classification, periods: Periods, headings: Mapping[str, str]
) -> dict[str, pd.DataFrame]:
    """Return the frames that `srns.charts.regimens.regimen_lanes` draws.

    Parameters
    ----------
    headings
        The words in front of each child's lane; other children are left out.

    Returns
    -------
    dict
        `stretches`, one row a regimen period, and `remissions`, one row a remission.
    """
    table = periods.table[periods.table["patient"].isin(list(headings))]
    start = table["patient"].map(periods.last_infusion).astype(float)
    stretches = pd.DataFrame(
        {
            "lane": table["patient"].map(headings),
            "patient": table["patient"],
            "regimen": table["regimen"],
            "month": _months(table["start_day"], start),
            "until": _months(table["stop_day"].astype(float) + 1, start),
        }
    )
    kept = remissions(found.cohort, found)
    kept = kept[kept["patient"].isin(table["patient"])]
    start = kept["patient"].map(periods.last_infusion).astype(float)
    return {
        "stretches": stretches,
        "remissions": pd.DataFrame(
            {
                "lane": kept["patient"].map(headings),
                "patient": kept["patient"],
                "month": _months(kept["onset_day"], start),
                "until": _months(kept["end_day"], start),
                "relapsed": kept["relapsed"],
            }
        ),
    }


def _months(days: pd.Series, start: pd.Series) -> pd.Series:
    return ((days.astype(float) - start) / DAYS_PER_MONTH).round(2)
