"""Courses of a cohort: times to and after remission, relapse on and off drugs, states."""

from pathlib import Path

from srns.analysis.regimens.relapse_by_drug import RelapseByDrug
from srns.analysis.regimens.relapse_by_drug import relapse_by_drug as follow_by_drug
from srns.analysis.time_to_event.curve_limits import AUTOMATIC
from srns.analysis.time_to_event.occupancy import Occupancy
from srns.analysis.time_to_event.occupancy import occupancy as follow_states
from srns.analysis.time_to_event.time_analysis import TimeQuestion, Times
from srns.analysis.time_to_event.time_analysis import times as time_cohort
from srns.cohort.tables import Cohort
from srns.cohort.terms import COMPLETE
from srns.front_door.arguments import HADDAD
from srns.front_door.calls import classified
from srns.rules.classification import Classification
from srns.rules.definition import Definition
from srns.workbook.read_workbook import Reading


def times(
    data: Reading | Cohort | Classification,
    definition: str | Path | Definition = HADDAD,
    *,
    response: str = COMPLETE,
    origin: str = "",
    by: str = "",
    landmark: float | None = None,
    test: bool = False,
    limits: str = AUTOMATIC,
    horizon: float | None = None,
    late_entry: bool = False,
) -> Times:
    """Estimate how long remission took and how long it lasted.

    Parameters
    ----------
    response
        "complete remission" or "complete or partial remission".
    origin, by
        As in `summarize`; without `by` there is one curve of all children.
    landmark
        Months from the origin: only children still waiting then are followed.
    test
        Whether to test if the curves of the groups differ (log-rank; Gray where events compete).
    limits
        Confidence limits of the curves: "automatic" (exact below 50 children), "beta product",
        "beta product, mid-p" or "log(-log)".
    horizon
        Months up to which the mean times of the groups are compared; None: they are not.
    late_entry
        Whether a child counts only from day 0 on where time starts before, as from diagnosis.

    Returns
    -------
    Times
        `waiting.curves` (to remission) and `lasting.curves` (to relapse), each with `table`,
        `events` and `n`; `visits`: the same with each remission anywhere between two visits.
        Months of 30.4375 days.

    Examples
    --------
    >>> import srns
    >>> found = srns.times(srns.load_haddad2021())
    >>> found
    <Times from first infusion to complete remission: 4 of 8 children>
    >>> curve = found.response_curves.curves[0]
    >>> curve.table.loc[curve.table["events"] > 0, "month"].round(1).tolist()
    [3.5, 4.5, 11.5, 13.0]
    """
    found = classified(data, definition)
    asked = TimeQuestion(response, origin, by, landmark, test, limits, horizon, late_entry)
    return time_cohort(found.cohort, found, asked)


def relapse_by_drug(
    data: Reading | Cohort | Classification, definition: str | Path | Definition = HADDAD
) -> RelapseByDrug:
    """Follow each remission to relapse on and off maintenance drugs, with person-time.

    Returns
    -------
    RelapseByDrug
        `curves` (on any drug, off drugs), `rates` per person-year, and the `stretches` behind both.

    Examples
    --------
    >>> import srns
    >>> found = srns.relapse_by_drug(srns.load_haddad2021())
    >>> rate = found.rates["off drugs"]
    >>> f"{rate.events} relapse in {rate.time:.2f} person-years"
    '1 relapse in 0.90 person-years'
    """
    found = classified(data, definition)
    return follow_by_drug(found.cohort, found)


def occupancy(
    data: Reading | Cohort | Classification, definition: str | Path | Definition = HADDAD
) -> Occupancy:
    """Estimate how many children are in remission, relapsed, with kidney failure … over time.

    Returns
    -------
    Occupancy
        `table`: the share in each state by month, with its interval; `stays`: each child's way.

    Examples
    --------
    >>> import srns
    >>> found = srns.occupancy(srns.load_haddad2021())
    >>> found
    <Occupancy of 8 children to month 130.0>
    >>> at = found.table[found.table["month"] <= 12].tail(6).set_index("state")["estimate"]
    >>> float(at["complete remission"]), float(at["kidney failure"])
    (0.375, 0.125)
    """
    found = classified(data, definition)
    return follow_states(found.cohort, found)
