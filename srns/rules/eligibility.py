"""Is this child's nephrotic syndrome steroid-resistant, difficult to treat, drug-resistant?

Each item is answered yes, no or cannot tell, with its cells. Nothing is inferred from a blank.
"""

from collections.abc import Callable

import pandas as pd

from srns.languages.sentences import joined, sentence, term
from srns.rules.baseline_response import BaselineResponse
from srns.rules.classification import Classification
from srns.rules.drug_resistance import (
    KDIGO_2025,
    length_of_tacrolimus,
    list_prior,
    six_months_of_cni,
    twelve_months,
    two_mechanisms,
)
from srns.rules.relapse_pattern import Relapses, frequent_relapse, steroid_dependence
from srns.rules.three_valued import (
    CANNOT_TELL,
    COLUMNS,
    NO,
    YES,
    Answer,
    Reply,
    Typed,
    at_least,
    at_most,
    both,
)

PAPER = "Haddad 2021"
STEROID_RESISTANT = "steroid-resistant"
DIFFICULT = "difficult to treat"
CNI_RESISTANT = "CNI-resistant"
MULTIDRUG_RESISTANT = "multidrug-resistant"
COURSE = "course"
_RESISTANCE = {"initial": term("initial resistance"), "late": term("late resistance")}
_NOT_RECORDED = "not recorded"
ADEQUATE_TROUGH_NG_ML = 5.0
"""Lower end of the tacrolimus trough that KDIGO 2025 calls adequate (5-10); ISPN 2021: 4-8."""
_NORMAL = frozenset({"normal", "n", "wnl", "within normal limits", "not low", "not reduced"})
_LOW = frozenset({"low", "reduced", "decreased", "abnormal"})
_NEGATIVE = frozenset({"negative", "neg", "-ve", "not detected", "normal"})
_POSITIVE = frozenset({"positive", "pos", "+ve", "detected", "abnormal"})


def judge_eligibility(
    classification: Classification, *, adequate_trough: float = ADEQUATE_TROUGH_NG_ML
) -> pd.DataFrame:
    """Answer every item for every child.

    Parameters
    ----------
    classification
        The cohort under the definition in force. "No response" before the infusions means that the
        last Up/c and albumin on day -90 to 0 are outside every limit of that definition.
    adequate_trough
        The lowest tacrolimus trough in ng/mL at which a trial counts for CNI resistance.

    Returns
    -------
    DataFrame
        One row per child, question and item: `patient`, `question`, `item`, `answer` ("yes", "no",
        "cannot tell"), `found` (as typed), `reason`, `cells` (a list), `source`. The row with an
        empty `item` answers the whole question.
    """
    cohort = classification.cohort
    typed = Typed(cohort.patients, cohort.sources)
    relapses = Relapses(classification)
    baseline = BaselineResponse(classification)
    rows: list[tuple[object, ...]] = []
    for place, patient in enumerate(cohort.patients["patient"]):
        prior = list_prior(relapses.courses.get(patient, ()), patient, typed)
        recorded = bool(prior) or bool(typed.text(patient, "prior_immunosuppression"))
        steroid = _steroid_resistance(patient, typed)
        months = six_months_of_cni(prior, patient, typed)
        no_response = baseline.to_any(place)
        questions = {
            STEROID_RESISTANT: steroid,
            DIFFICULT: [
                *steroid,
                _trial_of_tacrolimus(patient, typed),
                _trough_in_range(patient, typed),
                no_response,
            ],
            CNI_RESISTANT: [months, _adequate(patient, typed, adequate_trough), no_response],
            MULTIDRUG_RESISTANT: [
                two_mechanisms(prior, recorded),
                twelve_months(prior),
                baseline.to_complete(place),
            ],
        }
        for question, items in questions.items():
            rows += [item.row(patient, question) for item in items]
            rows.append(_whole(items).row(patient, question))
        course = [
            *_resistance(patient, typed),
            frequent_relapse(relapses, patient),
            steroid_dependence(relapses, patient, typed),
        ]
        rows += [item.row(patient, COURSE) for item in course]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def summarize_eligibility(items: pd.DataFrame) -> pd.DataFrame:
    """Return one row per child with the answer to each question.

    Parameters
    ----------
    items
        The table from `judge_eligibility`.

    Returns
    -------
    DataFrame
        One row per child: `patient`, then a column for each question and item of the course.
    """
    whole = items[(items["item"] == "") | (items["question"] == COURSE)]
    name = whole["item"].where(whole["item"] != "", whole["question"])
    wide = whole.assign(name=name).pivot_table(
        index="patient", columns="name", values="answer", aggfunc="first", sort=False
    )
    wide.columns.name = None
    return wide.reset_index()


def _whole(items: list[Answer]) -> Answer:
    reply = both(item.reply for item in items)
    deciding = [item.item for item in items if item.reply == reply]
    reason = sentence("every item is met")
    if reply == NO:
        reason = sentence("not met: {items}", items=joined(deciding))
    elif reply == CANNOT_TELL:
        reason = sentence("unknown: {items}", items=joined(deciding))
    cells = tuple(dict.fromkeys(cell for item in items for cell in item.cells))
    sources = tuple(dict.fromkeys(item.source for item in items))
    return Answer("", reply, "", reason, cells, joined(sources))


def _steroid_resistance(patient: str, typed: Typed) -> list[Answer]:
    weeks, bound = typed.number(patient, "prednisolone_trial_weeks")
    found, cells = typed.as_typed(patient, "prednisolone_trial_weeks")
    reason = sentence("duration not recorded")
    if found:
        reason = sentence("prednisolone for {n} weeks", n=found)
    trial = sentence("6 weeks of prednisolone")
    return [
        _age(patient, typed),
        Answer(trial, at_least(weeks, bound, 6), found, reason, cells, PAPER),
        _complement(patient, typed, "c3", sentence("complement C3 normal")),
        _complement(patient, typed, "c4", sentence("complement C4 normal")),
        _antibodies(patient, typed),
    ]


def _age(patient: str, typed: Typed) -> Answer:
    """Judge the age at diagnosis, which is at most the age at the first infusion."""
    item = sentence("age at diagnosis at most 18 years")
    age, bound = typed.number(patient, "age_at_diagnosis_years")
    found, cells = typed.as_typed(patient, "age_at_diagnosis_years")
    if age is not None:
        reason = sentence("{n} years", n=found)
        return Answer(item, at_most(age, bound, 18), found, reason, cells, PAPER)
    age, bound = typed.number(patient, "age_at_first_infusion_years")
    found, cells = typed.as_typed(patient, "age_at_first_infusion_years")
    if at_most(age, bound, 18) == YES:
        reason = sentence("{n} years at the first infusion, so no older at diagnosis", n=found)
        return Answer(item, YES, found, reason, cells, PAPER)
    reason = sentence("age at diagnosis is not recorded")
    return Answer(item, CANNOT_TELL, found, reason, cells, PAPER)


def _complement(patient: str, typed: Typed, column: str, item: str) -> Answer:
    found, _ = typed.as_typed(patient, column)
    unclear = sentence("'{found}' does not say whether it is normal", found=found)
    return _word(patient, typed, column, item, _NORMAL, _LOW, unclear)


def _antibodies(patient: str, typed: Typed) -> Answer:
    found, _ = typed.as_typed(patient, "ana")
    unclear = sentence("'{found}' does not say whether it is negative", found=found)
    item = sentence("antinuclear antibodies negative")
    return _word(patient, typed, "ana", item, _NEGATIVE, _POSITIVE, unclear)


def _word(
    patient: str,
    typed: Typed,
    column: str,
    item: str,
    good: frozenset[str],
    bad: frozenset[str],
    unclear: str,
) -> Answer:
    """Judge a finding recorded in words; a number without its normal range decides nothing.

    Parameters
    ----------
    unclear
        The reason where the words are neither good nor bad.
    """
    found, cells = typed.as_typed(patient, column)
    word = " ".join(typed.text(patient, column).casefold().split())
    reply: Reply = YES if word in good else NO if word in bad else CANNOT_TELL
    reason = found or term(_NOT_RECORDED)
    if reply == CANNOT_TELL and found:
        reason = unclear
    return Answer(item, reply, found, reason, cells, PAPER)


def _trial_of_tacrolimus(patient: str, typed: Typed) -> Answer:
    months, bound = typed.number(patient, "tacrolimus_trial_months")
    found, cells = typed.as_typed(patient, "tacrolimus_trial_months")
    reason = length_of_tacrolimus(found)
    item = sentence("6 months of tacrolimus")
    return Answer(item, at_least(months, bound, 6), found, reason, cells, PAPER)


def _trough_in_range(patient: str, typed: Typed) -> Answer:
    return _trough(
        patient,
        typed,
        sentence("tacrolimus trough from 10 to 15 ng/mL"),
        lambda value, bound: both([at_least(value, bound, 10), at_most(value, bound, 15)]),
        PAPER,
    )


def _adequate(patient: str, typed: Typed, least: float) -> Answer:
    needed = f"{least:g}"
    return _trough(
        patient,
        typed,
        sentence("tacrolimus trough at least {least} ng/mL", least=needed),
        lambda value, bound: at_least(value, bound, least),
        KDIGO_2025,
    )


def _trough(
    patient: str,
    typed: Typed,
    item: str,
    judge: Callable[[float | None, str], Reply],
    source: str,
) -> Answer:
    value, bound = typed.number(patient, "tacrolimus_trough_ng_ml")
    found, cells = typed.as_typed(patient, "tacrolimus_trough_ng_ml")
    reason = sentence("the trough is not recorded")
    if found:
        reason = sentence("trough {found} ng/mL", found=found)
    return Answer(item, judge(value, bound), found, reason, cells, source)


def _resistance(patient: str, typed: Typed) -> list[Answer]:
    found, cells = typed.as_typed(patient, "steroid_resistance")
    recorded = typed.text(patient, "steroid_resistance")
    reason = sentence("recorded as {found}", found=found) if found else term(_NOT_RECORDED)
    replies: dict[str, Reply] = {
        kind: CANNOT_TELL
        if recorded not in ("initial", "late")
        else YES
        if recorded == kind
        else NO
        for kind in ("initial", "late")
    }
    return [
        Answer(_RESISTANCE[kind], reply, found, reason, cells, term("as recorded"))
        for kind, reply in replies.items()
    ]
