"""Simulated coverage of the limits of small curves.

Run: python -m tests.analysis.time_to_event.coverage_of_curves [--cohorts 2000]

Cohorts of 2 to 20 children with exponential times, rounded to whole months so that they tie,
without censoring, and with a third or two thirds of the children censored; once with and once
without a competing event. Counted is how often the limits hold the true share with the event by the
month in which it is about 10, 25, 50, 75 and 90 % of its end. The lowest over those months is
printed.
"""

import argparse

import numpy as np

from srns.analysis.time_to_event.curves import curve_of

SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)
CENSORING = {"none": 0.0, "a third": 0.5, "two thirds": 2.0}
_MEAN = 12.0


def coverage(
    children: int, censoring: float, competing: float, cohorts: int, limits: str, seed: int
) -> float:
    """Return the lowest share of cohorts whose limits hold the truth, over the months looked at.

    Parameters
    ----------
    censoring, competing
        Rate of censoring, and of the competing event, in rates of the event.
    """
    random = np.random.default_rng(seed)
    rate = 1 + competing
    months = np.unique([np.ceil(-_MEAN / rate * np.log(1 - share)) for share in SHARES])
    truth = (1 - np.exp(-months * rate / _MEAN)) / rate
    held = np.zeros(len(months))
    for _ in range(cohorts):
        event = random.exponential(_MEAN / rate, children)
        lost = random.exponential(_MEAN / censoring, children) if censoring else np.inf
        cause = np.where(random.random(children) < 1 / rate, 1, 2) * (event <= lost)
        month = np.ceil(np.minimum(event, lost))
        curve = curve_of("all", month, cause, limits=limits)
        at = np.searchsorted(curve.table["month"].to_numpy(), months, side="right")
        low = np.concatenate(([0.0], curve.limits.low))[at]
        high = np.concatenate(([curve.limits.at_start], curve.limits.high))[at]
        held += (low <= truth) & (truth <= high)
    return float((held / cohorts).min())


def main(cohorts: int) -> None:
    """Print a table: children by scenario."""
    scenarios = [
        (name, rate, competing, limits)
        for limits, competing in (("automatic", 0.0), ("log(-log)", 0.0), ("automatic", 0.5))
        for name, rate in CENSORING.items()
    ]
    print("children", *(f"{limits}/{c}/{name}" for name, _, c, limits in scenarios), sep=" | ")
    for children in range(2, 21):
        found = [
            coverage(children, rate, competing, cohorts, limits, seed=children)
            for _, rate, competing, limits in scenarios
        ]
        print(children, *(f"{100 * each:.1f}" for each in found), sep=" | ", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cohorts", type=int, default=2000)
    main(parser.parse_args().cohorts)
