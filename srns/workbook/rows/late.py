"""Which rows lie after the last follow-up, or cannot be counted from any index date."""

import numpy as np

from ..values import Findings
from ..when import When
from .children import Children


def ask_about_days(
    when: When,
    days: np.ndarray,
    codes: np.ndarray,
    keep: np.ndarray,
    children: Children,
    findings: Findings,
    what: str,
) -> None:
    """Ask about rows after the last follow-up, and children without an index date."""
    if when.place is None:
        return
    names = list(children.rows)
    last = children.last_of(codes)
    with np.errstate(invalid="ignore"):
        late = np.flatnonzero((days > last) & (codes >= 0) & keep)
    for row in late.tolist():
        findings.problems.append(
            when.place.query(
                row,
                f"{what} on day {days[row]:.0f}",
                f"a day up to the last follow-up of patient {names[codes[row]]}, "
                f"day {last[row]:.0f}",
                "Correct whichever of the two is wrong.",
            )
        )
    asked: set[int] = set()
    for row in np.flatnonzero(np.isnan(days) & ~np.isnan(when.dates) & (codes >= 0)).tolist():
        if codes[row] not in asked:
            asked.add(codes[row])
            findings.problems.append(
                when.place.query(
                    row,
                    f"a date of patient {names[codes[row]]}, who has no infusion and no index date",
                    "an index date to count days from",
                    "Type the index date in the sheet Patients, or the infusions.",
                )
            )
