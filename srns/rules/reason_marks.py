"""What reasons say besides the verdict: restarts, results without a day and after the window."""

import numpy as np

from srns.cohort.child_keys import child_codes
from srns.rules.definition import how_often
from srns.rules.judgement import Judgement
from srns.rules.runs import first_of_each_child
from srns.rules.verdict import ranks


def first_restarts(judgement: Judgement) -> np.ndarray:
    """Return each child's first visit before which a relapse parts a run towards a better response.

    -1 for a child without such a visit, and where one visit is enough.
    """
    visits, judged = judgement.found.visits, judgement.judged
    rank = ranks(judgement.definition)
    parted = np.zeros(len(visits), dtype=bool)
    for number, tested in enumerate(judged.tested):
        if how_often(tested.response):
            met = tested.met.certain
            short = (rank[judged.response] > rank[number]) & (judged.at_start < 0)
            parted[1:] |= met[1:] & met[:-1] & short[visits.child[1:]]
    return first_of_each_child(
        parted & visits.surely_broken, visits.child, judgement.found.children
    )


def without_days(judgement: Judgement) -> np.ndarray:
    """Mark the children who have results without a day, and none with one."""
    labs = judgement.cohort.labs
    patients = judgement.cohort.patients["patient"]
    dated = set(labs.loc[labs["day"].notna(), "patient"])
    undated = set(labs.loc[labs["day"].isna(), "patient"]) - dated
    return patients.isin(undated).to_numpy()


def results_after_window(judgement: Judgement) -> np.ndarray:
    """Count each child's urine results that a definition judges and that lie after the window."""
    found, labs = judgement.found, judgement.cohort.labs
    after = np.zeros(found.children, dtype=np.int64)
    if np.isinf(found.window.last).all():
        return after
    child = child_codes(judgement.cohort.patients["patient"], labs["patient"])
    day = labs["day"].to_numpy(dtype=float, na_value=np.nan)
    judged = (child >= 0) & labs["analyte"].isin(found.rules.tests).to_numpy()
    with np.errstate(invalid="ignore"):
        late = judged & (day > found.window.last[child]) & (day > 0)
    np.add.at(after, child[late], 1)
    return after
