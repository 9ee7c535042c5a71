"""Which drugs failed before the infusions: one calcineurin inhibitor, or two different mechanisms?

CNI-resistant and multidrug-resistant are two flags: two calcineurin inhibitors are one mechanism.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from srns.cohort.tables import DAYS_PER_MONTH
from srns.cohort.terms import find_drug
from srns.rules.answers import CANNOT_TELL, NO, YES, Answer, Reply, Typed, at_least

KDIGO_2025 = "KDIGO 2025"
CNI = "calcineurin inhibitor"
MECHANISMS: Mapping[str, str] = {
    "tacrolimus": CNI,
    "ciclosporin": CNI,
    "mycophenolate mofetil": "inhibitor of purine synthesis",
    "mycophenolate sodium": "inhibitor of purine synthesis",
    "azathioprine": "inhibitor of purine synthesis",
    "rituximab": "antibody to CD20",
    "ofatumumab": "antibody to CD20",
    "obinutuzumab": "antibody to CD20",
    "cyclophosphamide": "alkylating agent",
    "chlorambucil": "alkylating agent",
    "levamisole": "levamisole",
}
"""The steroid-sparing agents by what they do. Steroids and drugs for blood pressure are none."""
NEITHER = frozenset(
    {
        "prednisone",
        "prednisolone",
        "methylprednisolone",
        "enalapril",
        "lisinopril",
        "ramipril",
        "losartan",
        "none",
    }
)
_BETWEEN_DRUGS = re.compile(r"\s*(?:\+|,|;|/|&|\band\b|\bthen\b|\bfollowed by\b)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Prior:
    """One drug given before the infusions.

    Attributes
    ----------
    mechanism
        None where the drug is not known.
    days
        The first and the last day before the infusions; None where either is not known.
    """

    drug: str
    mechanism: str | None
    days: tuple[int, int] | None
    cell: str

    @property
    def months(self) -> float | None:
        """How long it was given."""
        return None if self.days is None else (self.days[1] - self.days[0]) / DAYS_PER_MONTH


def list_prior(treatments: pd.DataFrame, patient: str, typed: Typed) -> tuple[Prior, ...]:
    """List the steroid-sparing agents before the infusions.

    From the sheet Treatments, where the purpose is "prior", or where none is named and the drug
    began before day 0; from the words "prior immunosuppression" of the sheet Patients where
    Treatments names no such drug.
    """
    rows = treatments[treatments["patient"] == patient]
    began = pd.to_numeric(rows["start_day"], errors="coerce")
    rows = rows[(rows["purpose"] == "prior") | (rows["purpose"].isna() & (began < 0))]
    found = [
        Prior(drug, MECHANISMS.get(drug), _days(start, stop), cell)
        for drug, start, stop, cell in zip(
            rows["drug"], rows["start_day"], rows["stop_day"], rows["cell"], strict=True
        )
    ]
    if not found:
        _, cells = typed.as_typed(patient, "prior_immunosuppression")
        for word in _BETWEEN_DRUGS.split(typed.text(patient, "prior_immunosuppression")):
            for drug in [find_drug(word) or word] if word else []:
                found.append(Prior(drug, MECHANISMS.get(drug), None, cells[0] if cells else ""))
    return tuple(each for each in found if each.drug not in NEITHER)


def _days(start: Any, stop: Any) -> tuple[int, int] | None:
    if pd.isna(start) or pd.isna(stop):
        return None
    return int(start), min(int(stop), 0)


def two_mechanisms(prior: Sequence[Prior], recorded: bool) -> Answer:
    """Tell whether two agents that work differently were given.

    Parameters
    ----------
    recorded
        Whether anything is recorded of earlier drugs; if nothing is, nobody can tell.
    """
    known = sorted({each.mechanism for each in prior if each.mechanism})
    unknown = [each.drug for each in prior if each.mechanism is None]
    reply: Reply = NO
    if len(known) >= 2:
        reply, reason = YES, " and ".join(known)
    elif unknown or not recorded:
        reply, reason = CANNOT_TELL, "no drug before the infusions is recorded"
        if unknown:
            reason = f"{', '.join(unknown)}: how it works is not known here"
    else:
        reason = f"only one mechanism: {known[0]}" if known else "no steroid-sparing agent"
    return Answer("two agents of different mechanism", reply, _names(prior), reason,
                  _cells(prior), KDIGO_2025)  # fmt: skip


def twelve_months(prior: Sequence[Prior]) -> Answer:
    """Tell whether the child was under these agents for 12 months."""
    known = sorted(each.days for each in prior if each.days is not None)
    together, until = 0, None
    for start, stop in known:  # days under two drugs at once count once
        together += max(0, stop - (start if until is None else max(start, until)))
        until = stop if until is None else max(stop, until)
    months = together / DAYS_PER_MONTH
    reply: Reply = CANNOT_TELL
    reason = "the days of start and stop are not recorded"
    if prior and months >= 12:
        reply, reason = YES, f"{months:.1f} months under them"
    elif prior and len(known) == len(prior):
        reply, reason = NO, f"{months:.1f} months under them"
    return Answer("12 months of them", reply, _names(prior), reason, _cells(prior), KDIGO_2025)


def six_months_of_cni(prior: Sequence[Prior], patient: str, typed: Typed) -> Answer:
    """Tell whether a calcineurin inhibitor was given for at least 6 months."""
    value, bound = typed.number(patient, "tacrolimus_trial_months")
    found, cells = typed.as_typed(patient, "tacrolimus_trial_months")
    reply = at_least(value, bound, 6)
    inhibitors = [each for each in prior if each.mechanism == CNI]
    months = [each.months for each in inhibitors if each.months is not None]
    if reply != YES and months and max(months) >= 6:
        longest = f"{max(months):.1f} months"
        return Answer("6 months of a calcineurin inhibitor", YES, _names(inhibitors), longest,
                      _cells(inhibitors), KDIGO_2025)  # fmt: skip
    if reply == NO and len(months) < len(inhibitors):
        reply = CANNOT_TELL  # another one may have been given for longer
    reason = f"tacrolimus for {found} months" if found else "how long is not recorded"
    return Answer("6 months of a calcineurin inhibitor", reply, found, reason, cells, KDIGO_2025)


def _names(prior: Sequence[Prior]) -> str:
    return ", ".join(each.drug for each in prior)


def _cells(prior: Sequence[Prior]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.cell for each in prior if each.cell))
