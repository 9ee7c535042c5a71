"""Day 0: the named origin that days are counted from."""

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from srns.cohort.child_keys import child_codes
from srns.cohort.date_intervals import IN_PART
from srns.cohort.errors import DayZeroError
from srns.cohort.mechanisms import MECHANISMS
from srns.cohort.quantities import URINE_TESTS
from srns.cohort.tables import AS_READ, Cohort
from srns.cohort.terms import EVENTS, LOSES_KIDNEY, find_drug, fold

FIRST_INFUSION = "first infusion"
FIRST_URINE_RESULT = "first urine result"
"""No treatment begins on it; for a list of results that nothing else dates."""
_TABLES = ("labs", "infusions", "treatments", "events")
_COLUMNS = ("day", "start_day", "stop_day")


def origins_of(cohort: Cohort) -> dict[str, int]:
    """List the origins that a cohort has, each with how many children have it.

    The origin as read stands first, then the first infusion, drugs, classes of drugs and events
    in the order of how many children have them; last, where the cohort has no day 0 yet, the first
    urine result. On a death or a loss of the kidneys the window ends: no visit counts from there.
    """
    found = {AS_READ: int(cohort.patients["patient"].isin(_with_days(cohort)).sum())}
    first = int(np.isfinite(_first_infusion(cohort)).sum())
    if first:
        found[FIRST_INFUSION] = first
    courses = cohort.treatments[_counts_as_start(cohort.treatments)]
    drugs = [each for each in dict.fromkeys(courses["drug"]) if each != "none"]
    classes = dict.fromkeys(MECHANISMS[each] for each in drugs if each in MECHANISMS)
    nothing_after = ("other", *LOSES_KIDNEY)
    events = [each for each in dict.fromkeys(cohort.events["event"]) if each not in nothing_after]
    further = {
        f"first {name}": int(np.isfinite(_first_of(cohort, f"first {name}")).sum())
        for name in (*drugs, *(each for each in classes if each not in drugs), *events)
    }
    ranked = sorted(further.items(), key=lambda each: -each[1])
    found |= {name: count for name, count in ranked if count}
    tested = 0 if cohort.day_zero else int(np.isfinite(_first_urine_result(cohort)).sum())
    return found | ({FIRST_URINE_RESULT: tested} if tested else {})


def with_a_day(cohort: Cohort) -> int:
    """Return how many children have a date of day 0, or a row on a day counted from it."""
    dated = cohort.patients["patient"].isin(_with_days(cohort))
    if "index_date" in cohort.patients:
        dated |= cohort.patients["index_date"].notna()
    return int(dated.sum())


def name_as_read(cohort: Cohort) -> str:
    """Return the day 0 that a cohort counts from as it was read, if nobody asks for another."""
    return cohort.day_zero or AS_READ


def with_day_zero(cohort: Cohort, origin: str, *, needed: bool = True) -> Cohort:
    """Count every day of a cohort from another origin.

    Parameters
    ----------
    origin
        ``index date`` (as read: nothing changes), ``first infusion``, ``first DRUG`` or
        ``first CLASS`` (``first calcineurin inhibitor``), ``first EVENT`` (``first biopsy``),
        ``first urine result``.
    needed
        Whether it is an error that no child has the origin.

    Returns
    -------
    Cohort
        The days of labs, infusions, treatments, events and last follow-up less the child's day of
        the origin; missing where the child has no such day. `index_date`, where it is there, is
        the date of the new day 0.

    Raises
    ------
    DayZeroError
        Where no child has the origin; the message names those that the cohort has.
    """
    if fold(origin) == fold(AS_READ):
        return cohort
    start = origin_day(cohort, origin) if needed else _origin_day(cohort, origin)
    return replace(count_from(cohort, start), day_zero=origin)


def count_from(cohort: Cohort, start: NDArray[np.float64]) -> Cohort:
    """Count every day of a cohort from a day of each child (NaN: all its days become missing)."""
    patients = cohort.patients
    moved = {
        name: _moved(
            table,
            start[child_codes(patients["patient"], table["patient"])],
            _day_columns(table, name),
        )
        for name in _TABLES
        if len(table := getattr(cohort, name))
    }
    shifted = _moved(patients, start, _day_columns(patients, "patients"))
    if "index_date" in patients:
        shifted = shifted.assign(index_date=dates_of(patients, start).to_numpy())
    return replace(cohort, patients=shifted, **moved)


def dates_of(patients: pd.DataFrame, day: NDArray[np.float64]) -> pd.Series:
    """Return the calendar date of a whole day of each child.

    Parameters
    ----------
    patients
        The patients of a cohort, `index_date` among the columns or not.
    day
        Whole days from the index date, one a child in the order of `patients`; NaN is unknown.

    Returns
    -------
    pandas.Series
        Dates in the order of `patients`; missing where the day or the index date is.
    """
    if "index_date" not in patients:
        return pd.Series(pd.NaT, index=range(len(day)), dtype="datetime64[ns]")
    index_date = pd.to_datetime(patients["index_date"]).reset_index(drop=True)
    # As integers: pandas multiplies the memory behind a missing float, which may overflow.
    return index_date + pd.to_timedelta(pd.Series(day).astype("Int64"), unit="D")


def origin_day(cohort: Cohort, origin: str) -> NDArray[np.float64]:
    """Return each child's day of an origin, counted as the cohort counts; NaN without one.

    Raises
    ------
    DayZeroError
        Where the name is no drug, class or event, or no child has it.
    """
    days = _origin_day(cohort, origin)
    if np.isnan(days).all() and len(days):
        offered = ", ".join(
            f"{name} ({count} {'child' if count == 1 else 'children'})"
            for name, count in origins_of(cohort).items()
        )
        raise DayZeroError(
            f"found no child with the day 0 '{origin}'; expected one of {offered}. Give the days "
            "in the workbook, or choose another."
        )
    return days


def is_origin(name: str) -> bool:
    """Return whether a name can be day 0, whichever children there are.

    >>> [is_origin(name) for name in ("first tacrolimus", "first biopsy", "first visit")]
    [True, True, False]
    """
    known = map(fold, (AS_READ, FIRST_INFUSION, FIRST_URINE_RESULT))
    return fold(name) in known or any(_meant(name))


def _origin_day(cohort: Cohort, origin: str) -> NDArray[np.float64]:
    if fold(origin) == fold(FIRST_INFUSION):
        return _first_infusion(cohort)
    if fold(origin) == fold(FIRST_URINE_RESULT):
        return _first_urine_result(cohort)
    return _first_of(cohort, origin)


def _meant(origin: str) -> tuple[list[str], str]:
    """Return the drugs that an origin names, or the event; neither where it names none."""
    word = origin.split(" ", 1)[1] if fold(origin).startswith("first") and " " in origin else origin
    drug, folded = find_drug(word), fold(word)
    if drug is not None:
        return [drug], ""
    drugs = [name for name, mechanism in MECHANISMS.items() if fold(mechanism) == folded]
    return drugs, next((each for each in EVENTS if fold(each) == folded and not drugs), "")


def _first_of(cohort: Cohort, origin: str) -> NDArray[np.float64]:
    drugs, event = _meant(origin)
    if drugs:
        courses = cohort.treatments[
            _counts_as_start(cohort.treatments) & cohort.treatments["drug"].isin(drugs)
        ]
        return _earliest(cohort, courses["patient"], courses["start_day"])
    rows = cohort.events[cohort.events["event"] == event]
    return _earliest(cohort, rows["patient"], rows["day"])


def _first_infusion(cohort: Cohort) -> NDArray[np.float64]:
    return _earliest(cohort, cohort.infusions["patient"], cohort.infusions["day"])


def _first_urine_result(cohort: Cohort) -> NDArray[np.float64]:
    labs = cohort.labs[cohort.labs["analyte"].isin(list(URINE_TESTS))]
    return _earliest(cohort, labs["patient"], labs["day"])


def _earliest(cohort: Cohort, patients: pd.Series, days: pd.Series) -> NDArray[np.float64]:
    first = np.full(len(cohort.patients), np.inf)
    child = child_codes(cohort.patients["patient"], patients)
    day = pd.to_numeric(days, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    usable = (child >= 0) & ~np.isnan(day)
    np.minimum.at(first, child[usable], day[usable])
    return np.where(np.isinf(first), np.nan, first)


def _counts_as_start(treatments: pd.DataFrame) -> NDArray[np.bool_]:
    """Mark the courses that may be day 0: with a start known to the day, not given before."""
    started = pd.to_numeric(treatments["start_day"], errors="coerce").notna()
    return (started & (treatments["purpose"].fillna("") != "prior")).to_numpy()


def _with_days(cohort: Cohort) -> set[str]:
    known = {name: getattr(cohort, name) for name in ("labs", "infusions", "events")}
    return {
        str(patient)
        for table in known.values()
        for patient in table.loc[table["day"].notna(), "patient"].unique()
    }


def _day_columns(table: pd.DataFrame, name: str) -> list[str]:
    parts = IN_PART.get(name, ())
    columns = [
        *_COLUMNS,
        *parts,
        *(f"{each}_{end}" for each in parts for end in ("earliest", "latest")),
    ]
    return [each for each in dict.fromkeys(columns) if each in table]


def _moved(table: pd.DataFrame, start: NDArray[np.float64], columns: list[str]) -> pd.DataFrame:
    """Take each row's start off its days; a row of a stranger keeps none."""
    days = {
        column: pd.to_numeric(table[column], errors="coerce").to_numpy(float, na_value=np.nan)
        - start
        for column in columns
    }
    return table.assign(**{name: pd.array(day, dtype="Int64") for name, day in days.items()})
