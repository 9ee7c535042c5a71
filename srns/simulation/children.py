"""The truth: what becomes of each invented child, before anybody measures anything."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from srns.cohort.tables import DAYS_PER_YEAR
from srns.cohort.terms import COMPLETE, NONE, PARTIAL
from srns.simulation.rates import rate
from srns.simulation.settings import SimulationSettings

NEPHROTIC, IN_PARTIAL, IN_COMPLETE = 0, 1, 2
RESPONSES = np.array([NONE, PARTIAL, COMPLETE], dtype=object)
"""By state, the response that it is."""
NEVER = np.inf
_TRIAL_DAYS = 180
_RELAPSE_DAYS = 2 * DAYS_PER_YEAR
_SHORTEST_YEARS = 0.9


@dataclass(frozen=True)
class InventedChildren:
    """The true course of some children, one entry each; days count from the first line.

    Attributes
    ----------
    first_drug, second_drug
        ``cyclophosphamide`` or ``tacrolimus``; the second is ``""`` where there was no other line.
    second_start
        The day of the second line; infinite without one.
    state
        The state that is reached in the end: `NEPHROTIC`, `IN_PARTIAL` or `IN_COMPLETE`.
    remission, relapse, again
        The days on which the child gets there, loses it and gets there again; infinite if never.
    kidney_failure, last
        The day of kidney failure (infinite without), and of the last follow-up.
    """

    names: np.ndarray
    sex: np.ndarray
    histology: np.ndarray
    resistance: np.ndarray
    index_date: np.ndarray
    first_drug: np.ndarray
    second_drug: np.ndarray
    second_start: np.ndarray
    state: np.ndarray
    remission: np.ndarray
    relapse: np.ndarray
    again: np.ndarray
    kidney_failure: np.ndarray
    last: np.ndarray

    def __len__(self) -> int:
        return len(self.names)

    def state_on(self, child: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Return the true state of some children on some days."""
        remitted = (day >= self.remission[child]) & (day < self.relapse[child])
        return np.where(remitted | (day >= self.again[child]), self.state[child], NEPHROTIC)

    def truth(self) -> pd.DataFrame:
        """Return the truth, one row a child: `response` is what was truly reached and seen."""
        reached = np.where(self.remission <= self.last, self.state, NEPHROTIC)
        days = {"remission_day": self.remission, "relapse_day": self.relapse,
                "remission_again_day": self.again, "kidney_failure_day": self.kidney_failure,
                "second_line_day": self.second_start}  # fmt: skip
        seen = {
            name: pd.array(np.where(day <= self.last, day, np.nan), dtype="Int64")
            for name, day in days.items()
        }
        return pd.DataFrame(
            {
                "patient": self.names,
                "response": RESPONSES[reached],
                "steroid_resistance": self.resistance,
                "first_drug": self.first_drug,
                "second_drug": np.where(self.second_start <= self.last, self.second_drug, ""),
                **seen,
                "last_follow_up_day": self.last.astype(np.int64),
            }
        )


def draw_children(
    settings: SimulationSettings, first: int, count: int, random: np.random.Generator
) -> InventedChildren:
    """Draw the true courses of some children, of whom the first has the number `first`."""
    width = max(6, len(str(settings.children)))
    first_drug = random.choice(np.array(["cyclophosphamide", "tacrolimus"], dtype=object), count)
    state, remission = _try_drug(first_drug, np.zeros(count), random)
    second = (state == NEPHROTIC) & (random.random(count) < rate("second_line"))
    second_start = np.where(second, _TRIAL_DAYS + random.integers(1, 60, count), NEVER)
    second_drug = np.where(first_drug == "tacrolimus", "cyclophosphamide", "tacrolimus")
    state_2, remission_2 = _try_drug(second_drug, second_start, random)
    state = np.where(second, state_2, state)
    remission = np.where(second, remission_2, remission)
    relapses = (state > NEPHROTIC) & (random.random(count) < rate("relapse_after_stopping"))
    relapse = np.where(relapses, remission + random.integers(60, int(_RELAPSE_DAYS), count), NEVER)
    again = relapses & (random.random(count) < rate("remission_after_relapse"))
    years = random.uniform(_SHORTEST_YEARS, settings.years, count)
    last = np.floor(years * DAYS_PER_YEAR)
    failure = _kidney_failure(state, random)
    failure = np.where(failure <= last, failure, NEVER)
    share = (rate("minimal_change"), rate("focal_segmental"))
    kinds = np.array(["MCD", "FSGS", "other"], dtype=object)
    start = np.datetime64("2008-01-01") + random.integers(0, 3650, count)
    return InventedChildren(
        names=np.array([f"P{number:0{width}}" for number in range(first, first + count)], object),
        sex=random.choice(np.array(["female", "male"], dtype=object), count),
        histology=random.choice(kinds, count, p=[*share, 1 - sum(share)]),
        resistance=np.where(random.random(count) < rate("initial_resistance"), "initial", "late"),
        index_date=start.astype("datetime64[D]"),
        first_drug=first_drug,
        second_drug=second_drug,
        second_start=second_start,
        state=state,
        remission=remission,
        relapse=relapse,
        again=np.where(again, relapse + random.integers(30, 120, count), NEVER),
        kidney_failure=failure,
        last=np.where(np.isfinite(failure), np.minimum(failure, last), last),
    )


def _try_drug(
    drug: np.ndarray, start: np.ndarray, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return the state that a drug leads to, and the day on which it is reached."""
    of_drug = drug == "tacrolimus"
    complete, any_ = (
        np.where(of_drug, rate(f"{name}_on_tacrolimus"), rate(f"{name}_on_cyclophosphamide"))
        for name in ("complete", "any")
    )
    drawn = random.random(len(drug))
    state = np.where(drawn < complete, IN_COMPLETE, np.where(drawn < any_, IN_PARTIAL, NEPHROTIC))
    wait = np.exp(random.normal(np.log(rate("days_to_response")), 0.5, len(drug)))
    day = start + np.clip(np.round(wait), 10, _TRIAL_DAYS)
    return state, np.where(state > NEPHROTIC, day, NEVER)


def _kidney_failure(state: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Return the day of kidney failure, at a constant hazard of what was reached."""
    names = ("none", "partial", "complete")
    yearly = np.array([-np.log(rate(f"kidneys_at_10_years_{name}")) / 10 for name in names])
    years = random.exponential(1 / yearly[state])
    return np.maximum(np.floor(years * DAYS_PER_YEAR), _TRIAL_DAYS)
