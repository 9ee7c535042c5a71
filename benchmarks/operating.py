"""How often does a definition find a true remission, by how the children are seen and recorded?

Run: python -m benchmarks.operating [--children 4000]. Children are invented with known truth
(`srns simulate`) and judged under several conditions. Printed are, in percent: of the children who
were truly in complete remission for at least 90 days of their follow-up, how many are called so
(found); of the others, how many are called so all the same (false); and how many of all are not
evaluable. The same children stand in every row: only how they are seen and recorded differs.
"""

import argparse

import numpy as np
import pandas as pd

from srns.cohort.tables import Cohort
from srns.cohort.terms import COMPLETE, NOT_EVALUABLE
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from srns.simulation.records import InventedRecords
from srns.simulation.settings import SimulationSettings
from srns.simulation.simulate import invent

DEFINITIONS = ("haddad_2021", "ipna_2022", "kdigo_2021", "neptune_cr", "choudhry_2009")
CONDITIONS: dict[str, dict[str, float]] = {
    "a visit every 14 days": {"visit_days": 14},
    "every 30 days": {},
    "every 60 days": {"visit_days": 60},
    "every 90 days": {"visit_days": 90},
    "every 180 days": {"visit_days": 180},
    "every 30 days, no albumin in 30 % of visits": {"missing_albumin": 0.3},
    "no albumin in 60 %": {"missing_albumin": 0.6},
    "a strip in place of the ratio in half of the visits": {"strips": 0.5},
    "strips alone": {"strips": 1.0},
}
_LASTING = 90
_PLAIN = {"missing_albumin": 0.0, "diaries": 0.0, "si_units": 0.0, "duplicates": 0.0,
          "unreadable": 0.0, "censored": 0.0}  # fmt: skip


def truly_complete(truth: pd.DataFrame) -> np.ndarray:
    """Return which children were in complete remission for long enough to be seen."""
    until = truth["relapse_day"].fillna(truth["last_follow_up_day"]).astype(float)
    lasted = until - truth["remission_day"].astype(float)
    return ((truth["response"] == COMPLETE) & (lasted >= _LASTING)).to_numpy()


def as_cohort(records: InventedRecords) -> Cohort:
    """Return invented records as a cohort."""
    results = records.results.assign(cell="")
    infusions = records.infusions.assign(methylprednisolone_mg_kg=np.nan, cell="")
    treatments = records.treatments.assign(dose=np.nan, dose_unit="", frequency="", cell="")
    events = records.events.assign(detail="", cell="")
    return Cohort(records.patients, results, infusions, treatments, events)


def main() -> None:
    """Print one row for each condition, three columns for each definition."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--children", type=int, default=4000)
    children = parser.parse_args().children
    print("| seen and recorded | " + " | ".join(f"`{name}`" for name in DEFINITIONS) + " |")
    print("|---" * (1 + len(DEFINITIONS)) + "|")
    for words, condition in CONDITIONS.items():
        settings = SimulationSettings(children, **(_PLAIN | condition))
        found: dict[str, list[np.ndarray]] = {name: [] for name in DEFINITIONS}
        true = []
        for records in invent(settings):
            true.append(truly_complete(records.truth))
            for name in DEFINITIONS:
                judged = classify(as_cohort(records), load_definition(name))
                found[name].append(judged.outcomes["response"].to_numpy())
        cells = [_shares(np.concatenate(true), np.concatenate(own)) for own in found.values()]
        print(f"| {words} | {' | '.join(cells)} |", flush=True)


def _shares(true: np.ndarray, response: np.ndarray) -> str:
    called, open_ = response == COMPLETE, response == NOT_EVALUABLE
    shares = (called[true].mean(), called[~true].mean(), open_.mean())
    return " / ".join(f"{100 * share:.0f}" for share in shares)


if __name__ == "__main__":
    main()
