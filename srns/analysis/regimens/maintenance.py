"""Which drugs did each child take after the last infusion?"""

import pandas as pd

from srns.cohort.spans import earliest, latest
from srns.cohort.tables import Cohort
from srns.cohort.terms import NOT_RECORDED

STEROIDS = ("prednisone", "prednisolone", "methylprednisolone")


def maintenance(cohort: Cohort) -> pd.DataFrame:
    """Give each child's maintenance regimen.

    It is made of the courses whose purpose is maintenance. Where a child has none of these, the
    courses of no stated purpose that start on or after the last infusion stand in; where a start
    that is known only in part may lie before it or after, the regimen is not recorded. A row with
    the drug "none" says that there was no maintenance; without any row it is not recorded.

    Returns
    -------
    DataFrame
        One row per child: `patient`, `regimen` (drugs in the order of the alphabet, steroids last,
        joined by " + "), `typed` (the words in the workbook).
    """
    last_infusion = cohort.infusions.groupby("patient")["day"].max()
    treatments = cohort.treatments
    stated = treatments["purpose"] == "maintenance"
    last = treatments["patient"].map(last_infusion).astype(float)
    has_stated = treatments["patient"].isin(treatments.loc[stated, "patient"])
    may_stand_in = treatments["purpose"].isna() & ~has_stated
    afterwards = may_stand_in & (earliest(treatments, "start_day") >= last)
    perhaps = may_stand_in & (latest(treatments, "start_day") >= last) & ~afterwards
    courses = treatments[stated | afterwards | perhaps]
    unsure = set(treatments.loc[perhaps, "patient"])
    typed = courses["drug_typed"] if "drug_typed" in courses else courses["drug"]
    by_child = courses.assign(typed=typed).groupby("patient", sort=False)
    regimens = by_child["drug"].agg(name_regimen)
    words = by_child["typed"].agg(" + ".join)
    patients = cohort.patients["patient"]
    return pd.DataFrame(
        {
            "patient": patients.to_numpy(),
            "regimen": patients.map(regimens)
            .where(~patients.isin(unsure))
            .fillna(NOT_RECORDED)
            .to_numpy(),
            "typed": patients.map(words).fillna("").to_numpy(),
        }
    )


def name_regimen(drugs: "pd.Series[str]") -> str:
    """Name a combination whatever the order in which its drugs were typed.

    >>> name_regimen(pd.Series(["prednisone", "mycophenolate mofetil"]))
    'mycophenolate mofetil + prednisone'
    """
    taken = set(drugs) - {"none"}
    return " + ".join(sorted(taken, key=lambda drug: (drug in STEROIDS, drug))) or "none"
