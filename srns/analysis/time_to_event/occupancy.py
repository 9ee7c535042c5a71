"""State occupancy: the share of children in each state over time (Aalen-Johansen).

Not in remission, partial and complete remission, relapsed, kidney failure, death: a child moves
between the first four as its samples say, and out of the last two never.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from srns.analysis.follow_up import follow_up_end, is_rescue, undated_relapse
from srns.analysis.time_to_event.curve_limits import effective_limits
from srns.analysis.time_to_event.milestones import MILESTONES
from srns.analysis.time_to_event.time_at_risk import ANY_REMISSION, cannot_be_placed
from srns.cohort.paper_numbers import show_share, with_decimals
from srns.cohort.tables import DAYS_PER_MONTH, Cohort
from srns.cohort.terms import (
    COMPLETE,
    DEATH,
    KIDNEY_FAILURE,
    NOT_IN_REMISSION,
    PARTIAL,
    RELAPSED,
    UNKNOWN,
)
from srns.languages.messages import Sentence, mark
from srns.languages.sentences import children_of, first_of, joined, sentence, term
from srns.rules.classification import Classification

STATES = (COMPLETE, PARTIAL, NOT_IN_REMISSION, RELAPSED, KIDNEY_FAILURE, DEATH)
"""Every state, in the order in which the areas are stacked."""
LASTING = (KIDNEY_FAILURE, DEATH)
"""The states that no child leaves: what comes first is counted."""
NO_VISIT = mark("no visit with a urine result after day 0")
ENDED_BEFORE = mark("kidney failure or death came before day 0")
UNDETERMINED = mark("the state depends on a date that is known only in part")


@dataclass(frozen=True)
class Occupancy:
    """The share of children in each state over time.

    Attributes
    ----------
    table
        One row per month in which a child changed its state or left, and state, from month 0:
        `month`, `state`, `in_state` (children seen in it after that month), `estimate`, `low` and
        `high` (from 0 to 1; pointwise 95 % limits).
    stays
        One row per stay of a child in a state: `patient`, `state`, `start_day`, `stop_day` (whole
        days after day 0; a stay of one of `LASTING` has no end: NaN), `next` (the state that
        followed; ``""`` at the end of the record).
    left_out
        By child not counted: the reason.
    undated
        Children whose kidney failure or death has no date and was placed at the last visit.
    left_open
        Children counted as not in remission of whom their samples leave open that they were.
    """

    table: pd.DataFrame
    stays: pd.DataFrame
    left_out: Mapping[str, str]
    undated: tuple[str, ...]
    left_open: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """Number of children counted."""
        return int(self.stays["patient"].nunique())

    @property
    def last_month(self) -> float:
        """The last month that any child was followed to; 0 without children."""
        return float(self.table["month"].max()) if len(self.table) else 0.0

    def __repr__(self) -> str:
        return f"<Occupancy of {children_of(self.n)} to month {self.last_month:.1f}>"


def occupancy(cohort: Cohort, classification: Classification) -> Occupancy:
    """Estimate how many children are in each state over time from day 0.

    Every child at risk starts not in remission. A remission holds from its onset, a relapse from
    its first day; a child is followed to its last visit in the window, or to kidney failure or
    death. A rescue that ends the window ends the record of the child.
    """
    return _stays(cohort, classification)


def state_shares(stays: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    r"""Estimate the share in each state from stays; see `Occupancy` for both tables.

    Notes
    -----
    With :math:`A_{hj}(t)` the number that moves from h to j over the number in h just before,
    the shares are :math:`p(t) = p(0) \prod (I + dA)`. Without censoring they are the observed
    shares. They need no Markov property, only censoring that tells nothing (Datta & Satten). The
    covariance is that of Greenwood's type; the limits are Clopper-Pearson's of the effective number
    of children, as for a curve with competing events.

    References
    ----------
    Aalen & Johansen (1978), Scandinavian Journal of Statistics 5:141-150.
    Datta & Satten (2001), Statistics & Probability Letters 55:403-411.
    Andersen, Borgan, Gill & Keiding (1993), Statistical Models Based on Counting Processes, IV.4.
    """
    columns = ["month", "state", "in_state", "estimate", "low", "high"]
    if stays.empty:
        return pd.DataFrame(columns=columns)
    place = {state: number for number, state in enumerate(STATES)}
    of = np.asarray(stays["state"].map(place), dtype=np.int64)
    to = np.asarray(stays["next"].map(place), dtype=float)  # NaN: the record ended
    start = stays["start_day"].to_numpy(dtype=float)
    stop = stays["stop_day"].to_numpy(dtype=float, na_value=np.inf)
    days = np.unique(stop[np.isfinite(stop)])
    moves = _moves(days, stop, of, to)
    before, after = _in_states(days, start, stop, of)
    share, covariance = np.zeros(len(STATES)), np.zeros((len(STATES), len(STATES)))
    children = int((start == 0).sum())
    np.add.at(share, of[start == 0], 1 / children)
    shares, variances = [share], [np.zeros(len(STATES))]
    for moved, there in zip(moves, before, strict=True):
        drawn = moved / np.maximum(there, 1)[:, None]
        step = np.diag(1 - drawn.sum(axis=1)) + drawn
        covariance = step.T @ covariance @ step
        for state in np.flatnonzero(moved.any(axis=1)):
            row = step[state]
            noise = (np.diag(row) - np.outer(row, row)) / there[state]
            covariance = covariance + share[state] ** 2 * noise
        share = share @ step
        shares.append(share)
        variances.append(np.diag(covariance))
    return _as_table(days, after, (np.array(shares), np.array(variances)), stays, confidence)


def _moves(
    days: NDArray[np.float64],
    stop: NDArray[np.float64],
    of: NDArray[np.int64],
    to: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Count the moves on each day, from one state (second axis) to another (third)."""
    moved = ~np.isnan(to)
    counts = np.zeros((len(days), len(STATES), len(STATES)))
    np.add.at(
        counts,
        (np.searchsorted(days, stop[moved]), of[moved], to[moved].astype(np.int64)),
        1,
    )
    return counts


def _in_states(
    days: NDArray[np.float64],
    start: NDArray[np.float64],
    stop: NDArray[np.float64],
    of: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Count the children in each state just before each day, and after it (from day 0 on)."""
    before, after = np.zeros((len(days), len(STATES))), np.zeros((len(days) + 1, len(STATES)))
    for state in range(len(STATES)):
        began, ended = np.sort(start[of == state]), np.sort(stop[of == state])
        before[:, state] = np.searchsorted(began, days) - np.searchsorted(ended, days)
        at = np.concatenate(([0.0], days))
        after[:, state] = np.searchsorted(began, at, "right") - np.searchsorted(ended, at, "right")
    return before, after


def _as_table(
    days: NDArray[np.float64],
    after: NDArray[np.float64],
    estimated: tuple[NDArray[np.float64], NDArray[np.float64]],
    stays: pd.DataFrame,
    confidence: float,
) -> pd.DataFrame:
    shares, variances = (np.clip(each, 0.0, None) for each in estimated)
    ends = stays.groupby("patient", sort=False).tail(1)
    gone = np.sort(ends.loc[ends["next"] == "", "stop_day"].dropna().to_numpy(dtype=float))
    at = np.concatenate(([0.0], days))
    # A child last seen on a day was seen in its state on that day.
    known = len(ends) - np.searchsorted(gone, at, side="left").astype(float)
    frames = []
    for number, state in enumerate(STATES):
        share = np.minimum(shares[:, number], 1.0)
        low, high = effective_limits(share, variances[:, number], known, confidence=confidence)
        frames.append(
            pd.DataFrame(
                {
                    "month": at / DAYS_PER_MONTH,
                    "state": state,
                    "in_state": after[:, number].astype(int),
                    "estimate": share,
                    "low": low,
                    "high": high,
                }
            )
        )
    table = pd.concat(frames, ignore_index=True)
    return table.sort_values("month", kind="stable").reset_index(drop=True)


def _stays(cohort: Cohort, classification: Classification) -> Occupancy:
    """Find the stays of the children counted, and why others are not."""
    names = cohort.patients["patient"].to_numpy(dtype=object)
    end, changes = follow_up_end(classification), classification.course.changes
    window = classification.found.window
    for_good = ~np.isnan(end.day) & ~is_rescue(window)
    last = np.where(for_good, end.day, end.last_visit)
    np.fmax.at(last, changes.child, changes.day.astype(float))  # a relapse recorded since
    why = _why_not(cohort, classification, last)
    counted = np.array([not words for words in why], dtype=bool)
    lost = np.where(window.ended_by == DEATH, DEATH, KIDNEY_FAILURE)
    lost = np.where(end.undated, _undated_states(cohort), lost)
    ended = np.flatnonzero(for_good)
    everyone = np.arange(len(names))
    path = pd.DataFrame(
        {
            "child": np.concatenate([everyone, changes.child, ended]),
            "day": np.concatenate([0.0 * everyone, changes.day.astype(float), last[ended]]),
            "state": [*[NOT_IN_REMISSION] * len(names), *changes.state, *lost[ended]],
        }
    )
    path = path[counted[path["child"].to_numpy()]].sort_values(["child", "day"], kind="stable")
    # Of several changes on one day the last holds; one to the same state is none.
    path = path.drop_duplicates(["child", "day"], keep="last")
    same = (path["child"] == path["child"].shift()) & (path["state"] == path["state"].shift())
    path = path[~same]
    of_child = path.groupby("child", sort=False)
    stop = of_child["day"].shift(-1).fillna(path["child"].map(dict(enumerate(last))))
    stays = pd.DataFrame(
        {
            "patient": names[path["child"].to_numpy()],
            "state": path["state"].to_numpy(),
            "start_day": path["day"].to_numpy(),
            "stop_day": stop.mask(path["state"].isin(LASTING)).to_numpy(),
            "next": of_child["state"].shift(-1).fillna("").to_numpy(),
        }
    )
    left_out = {str(names[each]): why[each] for each in np.flatnonzero(~counted).tolist()}
    open_ = counted & (classification.judged.open >= 0) & (classification.judged.response < 0)
    return Occupancy(
        state_shares(stays),
        stays,
        left_out,
        tuple(names[end.undated & counted & for_good]),
        tuple(names[open_]),
    )


def _why_not(
    cohort: Cohort, classification: Classification, last: NDArray[np.float64]
) -> list[str]:
    """Return, by child, why it is not counted; empty for a child that is."""
    changes, end = classification.course.changes, follow_up_end(classification)
    words = np.array(cannot_be_placed(classification, ANY_REMISSION, end), dtype=object)
    placed = words == ""
    words[placed & np.isnan(last)] = NO_VISIT
    words[placed & (last < 0)] = ENDED_BEFORE
    changed = np.isin(np.arange(len(last)), changes.child)
    unknown = np.isin(np.arange(len(last)), changes.child[changes.state == UNKNOWN])
    words[placed & unknown] = UNDETERMINED
    words[placed & (end.in_part | (undated_relapse(cohort) & changed))] = UNDETERMINED
    return words.tolist()


def _undated_states(cohort: Cohort) -> NDArray[np.object_]:
    died = cohort.events.loc[cohort.events["event"] == DEATH, "patient"]
    return np.where(cohort.patients["patient"].isin(died), DEATH, KIDNEY_FAILURE)


def shares_at(found: Occupancy, month: float) -> pd.DataFrame:
    """Return the rows of the table that hold at a month: those of the last change until then."""
    rows = found.table[found.table["month"] <= month + 1e-9]
    return rows[rows["month"] == rows["month"].max()]


def months_reported(found: Occupancy) -> tuple[float, ...]:
    """Return the months at which the shares are reported: milestones, and the last month."""
    return (*(month for month in MILESTONES if month < found.last_month), found.last_month)


def occupancy_sentences(found: Occupancy, month: float) -> list[Sentence]:
    """Return the shares at a month in sentences, and who was left out."""
    if not found.n and found.left_out:
        return [sentence("No child could be followed: {children}.", children=_listed(found))]
    if not found.n:
        return [sentence("No child could be followed.")]
    said = sentence(
        "Month {month}, of {children} (95 % interval): {shares}.",
        month=format(month, ".3g"),
        children=children_of(found.n),
        shares=joined(_shares(found, month)),
    )
    if month > found.last_month + 1e-9:
        said = sentence(
            "Month {month}: not known, because the last child was followed to month {last}.",
            month=format(month, ".3g"),
            last=with_decimals(found.last_month, 1),
        )
    sentences = [said]
    if found.left_out:
        sentences.append(sentence("Not counted: {children}.", children=_listed(found)))
    if found.undated:
        sentences.append(
            sentence(
                "Kidney failure or death without a date, placed at the last visit: {children}.",
                children=first_of(found.undated),
            )
        )
    if found.left_open:
        sentences.append(
            sentence(
                "Counted as not in remission, although their samples leave a remission open: "
                "{children}.",
                children=first_of(found.left_open),
            )
        )
    return sentences


def _shares(found: Occupancy, month: float) -> list[Sentence]:
    """Return the share of the children in each state at a month, in words."""
    return [
        sentence(
            "{state} {share}",
            state=term(row["state"]),
            share=show_share(100 * row["estimate"], 100 * row["low"], 100 * row["high"]),
        )
        for row in shares_at(found, month).to_dict("records")
    ]


def _listed(found: Occupancy) -> Sentence:
    """Return who was left out, by reason."""
    reasons: dict[str, list[str]] = {}
    for patient, why in found.left_out.items():
        reasons.setdefault(why, []).append(patient)
    return joined(
        (
            sentence("{children} ({why})", children=first_of(names), why=term(why))
            for why, names in reasons.items()
        ),
        "; ",
    )
