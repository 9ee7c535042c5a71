"""How fast are the statistics beside the best library that makes the same estimate?

Run: python -m benchmarks.statistics [--runs 5] [--children 100000]. The cohort is invented and
classified before the clock starts. scikit-survival and lifelines are measured only if they are
installed (neither is a run-time package), must give the same numbers, and have no interval or no
counts where ours have them. Turnbull's estimate has a smaller size beside lifelines, which needs
minutes at more.
"""

import argparse
import time
import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd

from benchmarks.cohorts import invent_cohort
from srns.analysis.summary import summarize
from srns.analysis.time_to_event.cumulative_incidence import cumulative_incidence
from srns.analysis.time_to_event.curves import curve_of
from srns.analysis.time_to_event.interval_censored import turnbull
from srns.analysis.time_to_event.log_rank_and_gray import gray, log_rank
from srns.analysis.time_to_event.time_analysis import TimeQuestion, times
from srns.cohort.tables import Cohort
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition

try:
    from sksurv.nonparametric import (
        cumulative_incidence_competing_risks,
        kaplan_meier_estimator,
    )
except ImportError:
    cumulative_incidence_competing_risks = kaplan_meier_estimator = None
try:
    from lifelines import KaplanMeierFitter
    from lifelines.statistics import multivariate_logrank_test
except ImportError:
    KaplanMeierFitter = multivariate_logrank_test = None

INTERVALS_BESIDE_LIFELINES = 200


def main(runs: int, children: int) -> None:
    """Print the summary's seconds, and each estimate's beside the library's."""
    cohort = with_groups_and_events(children)
    judged = classify(cohort, load_definition("haddad_2021_closed"))
    print(f"{children} children")
    show("summary, every interval and curve", lambda: summarize(cohort, judged, "sex"), runs)
    asked = TimeQuestion(by="sex", test=True)
    show("times: curves by group, both tests, Turnbull", lambda: times(cohort, judged, asked), runs)
    for other in ("all", "sex"):
        asked = TimeQuestion(by="" if other == "all" else other)
        show(f"times: {other}, no test", lambda asked=asked: times(cohort, judged, asked), runs)

    random = np.random.default_rng(1)
    day = np.ceil(random.exponential(500, children)).clip(max=3000)
    cause = random.integers(0, 3, children)
    group = random.integers(0, 3, children)
    beside_libraries(day, cause, group, runs)


def beside_libraries(day: np.ndarray, cause: np.ndarray, group: np.ndarray, runs: int) -> None:
    """Measure each estimate, alternating with the library that makes the same."""
    if kaplan_meier_estimator is not None and cumulative_incidence_competing_risks is not None:
        ours, theirs = pair(
            "Aalen–Johansen with limits, scikit-survival",
            lambda: cumulative_incidence(day, cause),
            lambda: cumulative_incidence_competing_risks(cause, day, conf_type="log-log"),
            runs,
        )
        assert np.allclose(ours["estimate"], theirs[1][1], atol=1e-9)
        ours, theirs = pair(
            "Kaplan–Meier with limits, scikit-survival",
            lambda: curve_of("all", day, (cause == 1).astype(int)),
            lambda: kaplan_meier_estimator(cause == 1, day, conf_type="log-log"),
            runs,
        )
        assert np.allclose(1 - ours.table["estimate"], theirs[1], atol=1e-9)
    if KaplanMeierFitter is not None and multivariate_logrank_test is not None:
        pair(
            "Kaplan–Meier with limits, lifelines",
            lambda: curve_of("all", day, (cause == 1).astype(int)),
            lambda: KaplanMeierFitter().fit(day, cause == 1),
            runs,
        )
        ours, theirs = pair(
            "log-rank of three groups, lifelines",
            lambda: log_rank(day, cause, group),
            lambda: multivariate_logrank_test(day, group, cause == 1),
            runs,
        )
        assert np.isclose(ours.statistic, theirs.test_statistic)
        n = INTERVALS_BESIDE_LIFELINES
        after, until = day[:n] - 1, day[:n] + 60
        pair(
            f"Turnbull, {n} intervals, lifelines",
            lambda: turnbull(after, until),
            lambda: KaplanMeierFitter().fit_interval_censoring(after, until),
            min(runs, 3),
        )
    show("Gray's test of three groups", lambda: gray(day, cause, group), runs)


def with_groups_and_events(children: int) -> Cohort:
    """Invent a cohort with two groups, and kidney failure in one child of ten."""
    cohort = invent_cohort(children, 10)
    random = np.random.default_rng(2)
    patients = cohort.patients.assign(sex=random.choice(["female", "male"], children))
    failed = random.random(children) < 0.1
    events = pd.DataFrame(
        {
            "patient": patients.loc[failed, "patient"],
            "day": pd.array(random.integers(1, 2000, failed.sum()), dtype="Int64"),
            "event": "kidney failure",
            "detail": "",
            "cell": "",
        }
    )
    return Cohort(patients, cohort.labs, cohort.infusions, cohort.treatments, events)


def clock(make: Callable[[], object]) -> tuple[float, object]:
    """Time one call, in seconds of the processor: other work on the machine does not count."""
    begun = time.process_time()
    made = make()
    return time.process_time() - begun, made


def show(name: str, make: Callable[[], object], runs: int) -> None:
    """Print the median and the range of a few calls."""
    seconds = [clock(make)[0] for _ in range(runs)]
    print(
        f"{name}: {np.median(seconds):.3f} s of the processor "
        f"({min(seconds):.3f}–{max(seconds):.3f})"
    )


def pair(name: str, ours: Callable, theirs: Callable, runs: int) -> tuple:
    """Time two ways in turn, print the ratio of their medians, and give what they made."""
    mine, other = [], []
    made = beside = None
    for _ in range(runs):
        seconds, made = clock(ours)
        mine.append(seconds)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            seconds, beside = clock(theirs)
        other.append(seconds)
    ratio = np.median(mine) / np.median(other)
    print(f"{name}: ours {np.median(mine):.4f} s, theirs {np.median(other):.4f} s, {ratio:.2f} ×")
    return made, beside


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--children", type=int, default=100_000)
    chosen = parser.parse_args()
    main(chosen.runs, chosen.children)
