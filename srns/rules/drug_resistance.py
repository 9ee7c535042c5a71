"""Drug resistance before the infusions: to a calcineurin inhibitor, or to two mechanisms?

CNI-resistant and multidrug-resistant are separate flags; two calcineurin inhibitors are one
mechanism.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from srns.cohort.mechanisms import CNI, MECHANISMS
from srns.cohort.tables import DAYS_PER_MONTH
from srns.cohort.terms import find_drug
from srns.languages.sentences import list_and, sentence, term
from srns.rules.recorded_rows import RecordedCourse
from srns.rules.three_valued import CANNOT_TELL, NO, YES, Answer, Reply, Typed, at_least

KDIGO_2025 = "KDIGO 2025"
NOT_STEROID_SPARING = frozenset(
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
class PriorDrug:
    """One drug given before the infusions.

    Attributes
    ----------
    mechanism
        None if the drug is not known.
    days
        The first and the last day before the infusions, or None if either is not known. Of
        incomplete dates, the latest possible start and the earliest possible stop: the shortest
        course.
    at_most
        The same for the longest possible course.
    sure
        Whether it certainly began before the infusions.
    """

    drug: str
    mechanism: str | None
    days: tuple[int, int] | None
    cell: str
    at_most: tuple[int, int] | None
    sure: bool

    @property
    def months(self) -> float | None:
        """The shortest possible duration in months, or None if not known."""
        return _months_of(self.days)

    @property
    def months_at_most(self) -> float | None:
        """The longest possible duration in months, or None if not known."""
        return _months_of(self.at_most)

    def may_have_lasted(self, months: float) -> bool:
        """Return whether it may have been given for at least this many months."""
        return self.months_at_most is None or self.months_at_most >= months


def list_prior(
    courses: Sequence[RecordedCourse], patient: str, typed: Typed
) -> tuple[PriorDrug, ...]:
    """List the steroid-sparing agents given before the infusions, of the courses of one child.

    They come from the sheet Treatments: rows whose purpose is "prior", and rows without a purpose
    that began before day 0. Without such a row, they come from "prior immunosuppression" on the
    sheet Patients. A course that may have begun before or after day 0 is listed as not sure.
    """
    found = [_prior_drug(each) for each in courses if _may_be_prior(each)]
    alone = not found
    if not any(each.sure for each in found):
        _, cells = typed.as_typed(patient, "prior_immunosuppression")
        for word in _BETWEEN_DRUGS.split(typed.text(patient, "prior_immunosuppression")):
            for drug in [find_drug(word) or word] if word else []:
                cell = cells[0] if cells else ""
                found.append(PriorDrug(drug, MECHANISMS.get(drug), None, cell, None, alone))
    return tuple(each for each in found if each.drug not in NOT_STEROID_SPARING)


def _may_be_prior(course: RecordedCourse) -> bool:
    return course.purpose == "prior" or (course.purpose is None and course.first_start < 0)


def _prior_drug(course: RecordedCourse) -> PriorDrug:
    return PriorDrug(
        course.drug,
        MECHANISMS.get(course.drug),
        _days(course.last_start, course.first_stop),
        course.cell,
        _days(course.first_start, course.last_stop),
        course.purpose == "prior" or course.last_start < 0,
    )


def _days(start: float, stop: float) -> tuple[int, int] | None:
    if pd.isna(start) or pd.isna(stop):
        return None
    return int(start), min(int(stop), 0)


def _months_of(days: tuple[int, int] | None) -> float | None:
    return None if days is None else (days[1] - days[0]) / DAYS_PER_MONTH


def _months_together(stretches: Iterable[tuple[int, int] | None]) -> float:
    together, until = 0, None
    for start, stop in sorted(each for each in stretches if each is not None):
        # Days on two drugs at once count once.
        together += max(0, stop - (start if until is None else max(start, until)))
        until = stop if until is None else max(stop, until)
    return together / DAYS_PER_MONTH


def two_mechanisms(prior: Sequence[PriorDrug], recorded: bool) -> Answer:
    """Answer whether two agents with different mechanisms were given.

    Parameters
    ----------
    recorded
        Whether any earlier drug is recorded; if not, the answer is "cannot tell".
    """
    reply, reason = _count_mechanisms(prior, recorded)
    item = sentence("two agents with different mechanisms")
    return Answer(item, reply, _names(prior), reason, _cells(prior), KDIGO_2025)


def _count_mechanisms(prior: Sequence[PriorDrug], recorded: bool) -> tuple[Reply, str]:
    known = sorted({each.mechanism for each in prior if each.mechanism and each.sure})
    if len(known) >= 2:
        return YES, list_and(map(term, known))
    if unknown := [each for each in prior if each.mechanism is None]:
        return CANNOT_TELL, sentence("{drugs}: mechanism not known", drugs=_names(unknown))
    if unsure := [each for each in prior if each.mechanism not in known]:
        return CANNOT_TELL, sentence(
            "{drugs}: incomplete start date, before the first infusion or after it",
            drugs=_names(unsure),
        )
    if not recorded:
        return CANNOT_TELL, sentence("no drug before the first infusion is recorded")
    if known:
        return NO, sentence("only one mechanism: {mechanism}", mechanism=term(known[0]))
    return NO, sentence("no steroid-sparing agent")


def twelve_months(prior: Sequence[PriorDrug]) -> Answer:
    """Answer whether the child was on these agents for 12 months."""
    months = _months_together(each.days for each in prior if each.sure)
    at_most = _months_together(each.at_most for each in prior)
    reply: Reply = CANNOT_TELL
    reason = sentence("start and stop are not recorded")
    least, most = f"{months:.1f}", f"{at_most:.1f}"
    exact = sentence("{n} months on these agents", n=least)
    if at_most != months:
        exact = sentence("{n} to {most} months on these agents", n=least, most=most)
    if prior and months >= 12:
        reply, reason = YES, exact
    elif any(each.sure for each in prior) and all(each.at_most for each in prior):
        reply, reason = (NO if at_most < 12 else CANNOT_TELL), exact
    item = sentence("12 months on these agents")
    return Answer(item, reply, _names(prior), reason, _cells(prior), KDIGO_2025)


def six_months_of_cni(prior: Sequence[PriorDrug], patient: str, typed: Typed) -> Answer:
    """Answer whether a calcineurin inhibitor was given for at least 6 months."""
    item = sentence("6 months of a calcineurin inhibitor")
    value, bound = typed.number(patient, "tacrolimus_trial_months")
    found, cells = typed.as_typed(patient, "tacrolimus_trial_months")
    reply = at_least(value, bound, 6)
    possible = [each for each in prior if each.mechanism == CNI]
    inhibitors = [each for each in possible if each.sure]
    longest = max((each.months or 0 for each in inhibitors), default=0)
    if reply != YES and longest >= 6:
        months = f"{longest:.1f}"
        reason = sentence("{n} months", n=months)
        return Answer(item, YES, _names(inhibitors), reason, _cells(inhibitors), KDIGO_2025)
    if reply == NO and any(each.may_have_lasted(6) for each in possible):
        reply = CANNOT_TELL
    reason = length_of_tacrolimus(found)
    return Answer(item, reply, found, reason, cells, KDIGO_2025)


def length_of_tacrolimus(months: str) -> str:
    """Word how long tacrolimus was tried, as typed."""
    if months:
        return sentence("tacrolimus for {n} months", n=months)
    return sentence("duration not recorded")


def _names(prior: Sequence[PriorDrug]) -> str:
    return ", ".join(each.drug for each in prior)


def _cells(prior: Sequence[PriorDrug]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.cell for each in prior if each.cell))
