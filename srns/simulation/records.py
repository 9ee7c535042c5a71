"""The records: what a ward and a laboratory would have written down of invented children."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from srns.cohort.dipstick import BANDS, GRADES
from srns.simulation.children import NEPHROTIC, NEVER, InventedChildren
from srns.simulation.rates import rate
from srns.simulation.settings import SimulationSettings

_BASELINE = (-60, -30, -7)
_DIARY_DAYS = 120
_LOWEST_OF_GRADE = np.array([lowest for lowest, _ in BANDS.values()][1:], dtype=float)
"""mg/dL: from here on trace, 1+, 2+, 3+ and 4+."""
_URINE_CREATININE = 100.0
"""mg/dL: makes a strip of a ratio."""
_LIMIT = 0.10
_MG_PER_MMOL, _G_PER_L = 113.12, 10.0
_LADDER = (500.0, 750.0, 1000.0, 1000.0, 1000.0, 1000.0)
UNREADABLE = "haemolysed"


@dataclass(frozen=True)
class InventedRecords:
    """The tables of some invented children, named as in `srns.cohort.tables`.

    `results` has the columns of the table `labs` but for `cell`; `source` is ``diary`` at home. A
    result that nobody can read has no value.
    """

    truth: pd.DataFrame
    patients: pd.DataFrame
    results: pd.DataFrame
    infusions: pd.DataFrame
    treatments: pd.DataFrame
    events: pd.DataFrame


def record(
    children: InventedChildren, settings: SimulationSettings, random: np.random.Generator
) -> InventedRecords:
    """Write down what would stand in the files of some children, in no order."""
    results = pd.concat(
        [
            _visits(children, settings, random),
            _diaries(children, settings, random),
            _long_child(children, settings, random),
        ],
        ignore_index=True,
    )
    repeated = results[random.random(len(results)) < settings.duplicates]
    results = pd.concat([results, repeated], ignore_index=True)
    lost = random.random(len(results)) < settings.unreadable
    results.loc[lost, "value"] = np.nan
    results.loc[lost, "bound"] = ""
    results = results.iloc[random.permutation(len(results))].reset_index(drop=True)
    return InventedRecords(
        children.truth(), _patients(children), results, _infusions(children),
        _treatments(children), _events(children),
    )  # fmt: skip


def _visits(
    children: InventedChildren, settings: SimulationSettings, random: np.random.Generator
) -> pd.DataFrame:
    """Return the results of all visits: a ratio or a strip, and mostly albumin."""
    every = settings.visit_days
    number = np.maximum(children.last // every, 1).astype(np.int64)
    child = np.repeat(np.arange(len(children)), number)
    order = np.arange(len(child)) - np.repeat(np.cumsum(number) - number, number)
    shift = random.integers(-(every // 5), every // 5 + 1, len(child))
    day = np.minimum(np.maximum((order + 1) * every + shift, 1), children.last[child])
    child = np.concatenate([np.repeat(np.arange(len(children)), len(_BASELINE)), child])
    day = np.concatenate([np.tile(_BASELINE, len(children)), day]).astype(np.int64)
    upcr, albumin = _true_values(children, child, day, random)
    si = (random.random(len(children)) < settings.si_units)[child]
    prints_limit = (random.random(len(children)) < settings.censored)[child]
    strip = random.random(len(child)) < settings.strips
    shown = np.where(si, np.round(upcr * _MG_PER_MMOL, 1), np.round(upcr, 2))
    limit = np.where(si, np.round(_LIMIT * _MG_PER_MMOL, 1), _LIMIT)
    below = prints_limit & (shown < limit)
    urine = pd.DataFrame(
        {
            "patient": children.names[child],
            "day": day,
            "analyte": np.where(strip, "dipstick", "upcr"),
            "value": np.where(strip, _grade(upcr), np.where(below, limit, shown)),
            "bound": np.where(below & ~strip, "<", ""),
            "unit": np.where(strip, "", np.where(si, "mg/mmol", "mg/mg")),
            "source": "",
        }
    )
    measured = random.random(len(child)) >= settings.missing_albumin
    blood = pd.DataFrame(
        {
            "patient": children.names[child],
            "day": day,
            "analyte": "albumin",
            "value": np.where(si, np.round(albumin * _G_PER_L), np.round(albumin, 1)),
            "bound": "",
            "unit": np.where(si, "g/L", "g/dL"),
            "source": "",
        }
    )[measured]
    return pd.concat([urine, blood], ignore_index=True)


def _true_values(
    children: InventedChildren, child: np.ndarray, day: np.ndarray, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return Up/c (mg/mg) and albumin (g/dL); albumin follows the urine with a lag."""
    names = ("nephrotic", "partial", "complete")
    state = children.state_on(child, day)
    level = np.array([rate(f"upcr_{name}") for name in names])[state]
    upcr = level * np.exp(random.normal(0, rate("upcr_spread"), len(child)))
    means = np.array([rate(f"albumin_{name}") for name in names])
    since = np.where(day >= children.again[child], day - children.again[child],
                     day - children.remission[child])  # fmt: skip
    share = np.clip(np.where(np.isfinite(since), since, 0) / rate("albumin_lag_days"), 0, 1)
    mean = means[NEPHROTIC] + (means[state] - means[NEPHROTIC]) * share
    albumin = np.clip(random.normal(mean, rate("albumin_spread")), 0.6, 5.2)
    return np.clip(upcr, 0.02, 40.0), albumin


def _grade(upcr: np.ndarray) -> np.ndarray:
    """Return the grade of the strip of a urine with this ratio, as its place in `GRADES`."""
    return np.searchsorted(_LOWEST_OF_GRADE, upcr * _URINE_CREATININE, side="right").astype(float)


def _strips(children: InventedChildren, child: np.ndarray, day: np.ndarray,
            random: np.random.Generator) -> pd.DataFrame:  # fmt: skip
    upcr, _ = _true_values(children, child, day, random)
    return pd.DataFrame(
        {
            "patient": children.names[child],
            "day": day.astype(np.int64),
            "analyte": "dipstick",
            "value": _grade(upcr),
            "bound": "",
            "unit": "",
            "source": "diary",
        }
    )


def _diaries(
    children: InventedChildren, settings: SimulationSettings, random: np.random.Generator
) -> pd.DataFrame:
    keeps = np.flatnonzero(random.random(len(children)) < settings.diaries)
    child, day = (grid.ravel() for grid in np.meshgrid(keeps, np.arange(1, _DIARY_DAYS + 1)))
    kept = (day <= children.last[child]) & (random.random(len(child)) > 0.1)
    return _strips(children, child[kept], day[kept], random)


def _long_child(
    children: InventedChildren, settings: SimulationSettings, random: np.random.Generator
) -> pd.DataFrame:
    """Return the many results of the first child of the cohort, if it is among these."""
    first = int(children.names[0][1:]) == 1
    count = settings.long_rows if first else 0
    day = random.integers(1, int(children.last[0]) + 1, count)
    return _strips(children, np.zeros(count, dtype=np.int64), day, random)


def _patients(children: InventedChildren) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "patient": children.names,
            "sex": children.sex,
            "histology": children.histology,
            "histology_group": children.histology,
            "steroid_resistance": children.resistance,
            "index_date": pd.Series(children.index_date).astype("datetime64[s]"),
            "last_follow_up_day": children.last.astype(np.int64),
        }
    )


def _infusions(children: InventedChildren) -> pd.DataFrame:
    """Return six monthly infusions of each line of cyclophosphamide."""
    start = np.where(children.first_drug == "cyclophosphamide", 0.0, children.second_start)
    given = np.flatnonzero(start < NEVER)
    child = np.repeat(given, len(_LADDER))
    day = start[child] + np.tile(30 * np.arange(len(_LADDER)), len(given))
    kept = day <= children.last[child]
    return pd.DataFrame(
        {
            "patient": children.names[child[kept]],
            "day": day[kept].astype(np.int64),
            "cyclophosphamide_mg_m2": np.tile(_LADDER, len(given))[kept],
        }
    )


def _treatments(children: InventedChildren) -> pd.DataFrame:
    start = np.where(children.first_drug == "tacrolimus", 0.0, children.second_start)
    given = np.flatnonzero(start <= children.last)
    return pd.DataFrame(
        {
            "patient": children.names[given],
            "drug": "tacrolimus",
            "start_day": start[given].astype(np.int64),
            "stop_day": np.minimum(start[given] + 365, children.last[given]).astype(np.int64),
            "purpose": np.where(start[given] > 0, "rescue", "concomitant"),
        }
    )


def _events(children: InventedChildren) -> pd.DataFrame:
    failed = np.flatnonzero(children.kidney_failure <= children.last)
    return pd.DataFrame(
        {
            "patient": children.names[failed],
            "day": children.kidney_failure[failed].astype(np.int64),
            "event": "kidney failure",
        }
    )


def strip_words(grades: np.ndarray) -> list[str]:
    """Return grades as they are typed.

    >>> strip_words(np.array([0.0, 2.0]))
    ['negative', '1+']
    """
    return [GRADES[int(grade)] for grade in grades]
