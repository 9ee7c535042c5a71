"""What stayed unknown: of how many children, visits and results, and how it was handled."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from srns.analysis.follow_up import at_risk, maybe_in_remission_at_start
from srns.cohort.date_intervals import earliest, is_in_part
from srns.cohort.quantities import ALBUMIN
from srns.cohort.tables import AS_READ, Cohort
from srns.cohort.terms import NOT_EVALUABLE, UNKNOWN
from srns.languages.sentences import nsentence, sentence
from srns.rules.classification import Classification

CHILDREN = ("child", "children")
VISITS, RESULTS, COURSES, EVENTS = (
    (one, f"{one}s") for one in ("visit", "result", "course", "event")
)

_FACTS = {
    "sex": sentence("sex"),
    "age_at_diagnosis_years": sentence("age at diagnosis"),
    "histology_group": sentence("histology"),
    "steroid_resistance": sentence("initial or late resistance"),
    "genetic_testing": sentence("genetic testing"),
}
"""Columns of `patients` whose gaps a reader of the study asks about."""


@dataclass(frozen=True)
class UnknownFact:
    """One kind of thing that is not known.

    Attributes
    ----------
    what
        What is unknown, in words; unique.
    n, of
        Of how many, among how many.
    unit
        What is counted, one and several: `CHILDREN`, `VISITS`, `RESULTS`, `COURSES`, `EVENTS`.
    children
        The children concerned, each once, in the order of the workbook.
    handled
        What the analysis made of it, in a sentence.
    """

    what: str
    n: int
    of: int
    unit: tuple[str, str]
    children: tuple[str, ...]
    handled: str


def unknowns(classification: Classification) -> list[UnknownFact]:
    """List what is unknown of a classified cohort; what is never unknown stays, with 0."""
    return [
        *_responses(classification),
        *_visits(classification),
        *_results(classification),
        *_dates(classification.cohort),
        *_facts(classification.cohort),
    ]


def _responses(classification: Classification) -> list[UnknownFact]:
    outcomes, cohort = classification.outcomes, classification.cohort
    risk = at_risk(outcomes["response"])
    whole, left = len(outcomes), int(risk.sum())

    def fact(what: str, mask: np.ndarray | pd.Series, of: int, handled: str) -> UnknownFact:
        chosen = outcomes.loc[np.asarray(mask, dtype=bool), "patient"]
        return _of_children(what, chosen, of, handled)

    return [
        fact(
            sentence("response (not evaluable)"),
            outcomes["response"] == NOT_EVALUABLE,
            left,
            sentence("Counted in the denominator and in no numerator."),
        ),
        fact(
            sentence("whether a better response was reached"),
            outcomes["left_open"].notna() & (outcomes["response"] != NOT_EVALUABLE),
            left,
            sentence("Counted under the response that is certain."),
        ),
        _of_children(
            sentence("whether in remission at start"),
            maybe_in_remission_at_start(classification),
            whole,
            sentence("Kept at risk."),
        ),
        fact(sentence("day 0"), _without_day_zero(cohort), whole, sentence("No visit counts.")),
        fact(
            sentence("status at last follow-up"),
            outcomes["status"] == UNKNOWN,
            whole,
            sentence("Shown as unknown."),
        ),
    ]


def _without_day_zero(cohort: Cohort) -> np.ndarray:
    """Return of whom results exist and none has a day: there is nothing to count days from."""
    patients = cohort.patients["patient"]
    dated = cohort.labs.dropna(subset=["day"])["patient"]
    known = patients.isin(dated)
    if cohort.day_zero == AS_READ:
        known |= patients.isin(cohort.infusions.dropna(subset=["day"])["patient"])
    return (patients.isin(cohort.labs["patient"]) & ~known).to_numpy(dtype=bool)


def _visits(classification: Classification) -> list[UnknownFact]:
    found = classification.found
    wanted = any(each.albumin for each in classification.definition.responses)
    if not wanted:
        return []
    lacking = found.paired < 0
    patients = classification.cohort.patients["patient"].to_numpy()
    window = classification.definition.albumin_window_days
    what = nsentence("albumin within {n} day", "albumin within {n} days", window)
    if window == 0:
        what = sentence("albumin on that day")
    return [
        UnknownFact(
            what,
            int(lacking.sum()),
            len(lacking),
            VISITS,
            _once(patients[found.visits.child[lacking]], classification.cohort),
            sentence("The albumin test of the visit is unknown, unless Up/c alone decides it."),
        )
    ]


def _results(classification: Classification) -> list[UnknownFact]:
    cohort = classification.cohort
    judged = (*classification.found.rules.tests, ALBUMIN.analyte)
    labs = cohort.labs[cohort.labs["analyte"].isin(judged)]
    value = pd.to_numeric(labs["value"], errors="coerce")
    bound = labs["bound"].astype(object).fillna("").astype(str)
    kinds = (
        (
            sentence("value of a result that cannot be read"),
            value.isna(),
            sentence("May be any value on its day; no number was put in its place."),
        ),
        (
            sentence("value of a result below or above a limit"),
            value.notna() & (bound != ""),
            sentence("Stands for every value that it allows."),
        ),
        (sentence("day of a result"), labs["day"].isna(), sentence("The result counts nowhere.")),
    )
    return [
        UnknownFact(
            what, int(mask.sum()), len(labs), RESULTS, _once(labs.loc[mask, "patient"], cohort), how
        )
        for what, mask, how in kinds
    ]


def _dates(cohort: Cohort) -> list[UnknownFact]:
    courses, events, patients = cohort.treatments, cohort.events, cohort.patients
    drugs = courses[(courses["drug"] != "none").to_numpy(dtype=bool)]
    starts = np.isnan(earliest(drugs, "start_day"))
    without = np.isnan(earliest(events, "day"))
    partly = is_in_part(events, "day")
    follow_up = np.isnan(earliest(patients, "last_follow_up_day"))
    return [
        UnknownFact(sentence("start of a drug"), int(starts.sum()), len(drugs), COURSES,
                    _once(drugs.loc[starts, "patient"], cohort),
                    sentence("The course stands in tables and in no figure of time.")),
        UnknownFact(sentence("day of an event"), int(without.sum()), len(events), EVENTS,
                    _once(events.loc[without, "patient"], cohort),
                    sentence("Put at the last visit in curves, and named there.")),
        UnknownFact(sentence("exact day of an event"), int(partly.sum()), len(events), EVENTS,
                    _once(events.loc[partly, "patient"], cohort),
                    sentence("Put at its latest possible day in curves, and named there.")),
        _of_children(sentence("date of last follow-up"), patients.loc[follow_up, "patient"],
                     len(patients), sentence("Follow-up ends with the last visit.")),
    ]  # fmt: skip


def _facts(cohort: Cohort) -> list[UnknownFact]:
    patients = cohort.patients
    nothing = pd.Series(pd.NA, index=patients.index, dtype=object)
    return [
        _of_children(
            label,
            patients.loc[_is_missing(patients.get(column, nothing)), "patient"],
            len(patients),
            sentence("Shown as missing or not recorded; nothing was imputed."),
        )
        for column, label in _FACTS.items()
    ]


def _is_missing(values: pd.Series) -> pd.Series:
    return values.isna() | (values.astype(object) == "")


def _of_children(what: str, patients: Iterable[object], of: int, handled: str) -> UnknownFact:
    children = tuple(map(str, patients))
    return UnknownFact(what, len(children), of, CHILDREN, children, handled)


def _once(patients: Iterable[object], cohort: Cohort) -> tuple[str, ...]:
    """Return the children each once, in the order of the workbook."""
    concerned = set(map(str, patients))
    return tuple(
        patient for patient in map(str, cohort.patients["patient"]) if patient in concerned
    )
