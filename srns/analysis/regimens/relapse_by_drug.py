"""Relapse on and off maintenance drugs: curves over the time in remission, with person-time.

A child moves from one curve to the other when its drugs start or stop: it leaves the risk set of
one and enters that of the other, as with a late entry. The person-time and the rates are those of
the table of relapses by regimen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from srns.analysis.follow_up import follow_up_end
from srns.analysis.proportions.rates import Rate, exact_rate
from srns.analysis.regimens.periods import OFF, RULES, Periods, RegimenRules, regimen_periods
from srns.analysis.regimens.relapses import (
    OFF_DRUGS,
    ON_DRUGS,
    cells_of_courses,
    rate_rows,
    remissions,
    time_in_remission,
)
from srns.analysis.results_data.curves import curve_rows
from srns.analysis.results_data.rows import WHOLE, Stat, Subject, as_table, rows_about
from srns.analysis.time_to_event.cumulative_incidence import CENSORED, EVENT
from srns.analysis.time_to_event.curve_sentences import curve_sentence
from srns.analysis.time_to_event.curves import Curve, curves_of_groups, risk_table, tidy_months
from srns.analysis.time_to_event.time_analysis import Curves
from srns.cohort.paper_numbers import with_decimals
from srns.cohort.tables import DAYS_PER_MONTH, DAYS_PER_YEAR, Cohort
from srns.languages.sentences import first_of, nsentence, sentence, term, with_capital
from srns.rules.classification import Classification

COMPETING = 2
CAUTION = sentence(
    "The drugs were chosen after the response was known, and a drug is stopped in a child who does "
    "well: a difference between the two curves is not an effect of the drugs. A child may stand in "
    "both, so that they are not tested against each other."
)


@dataclass(frozen=True)
class RelapseByDrug:
    """Relapse on and off drugs.

    Attributes
    ----------
    stretches
        One row is one stretch of a remission on or off drugs: `patient`, `remission` (1, 2, … of
        the child), `drugs` (`ON_DRUGS` or `OFF_DRUGS`), `entry_days` and `days` (when it began and
        ended, in whole days from the onset of the remission), `cause` (1 relapse, 2 kidney failure
        or death, 0 the drugs changed or the record ended).
    curves
        Cumulative incidence of relapse from the onset of remission, on and off drugs.
    rates
        By `ON_DRUGS` and `OFF_DRUGS`: relapses per person-year in remission, with the exact
        interval.
    since
        After what the drugs are known, in words.
    not_placed
        By child whose drugs cannot be placed in time: the reason.
    time
        By `ON_DRUGS` and `OFF_DRUGS`: the rows of `relapses.time_in_remission` behind the rates.
    """

    stretches: pd.DataFrame
    curves: tuple[Curve, ...]
    rates: Mapping[str, Rate]
    since: str
    not_placed: Mapping[str, str]
    time: Mapping[str, pd.DataFrame]


def relapse_by_drug(
    cohort: Cohort, classification: Classification, rules: RegimenRules = RULES
) -> RelapseByDrug:
    """Follow each remission to relapse, kidney failure or death, on and off drugs.

    Remissions and their ends are those of `srns.analysis.regimens.relapses.remissions`. A relapse
    is attributed to the drugs of the day before it. Time before the last infusion, after which
    maintenance is known, is not at risk: a child in remission by then enters late.
    """
    periods = regimen_periods(cohort, rules, classification.found.window)
    stretches = _stretches(cohort, classification, periods)
    curves = curves_of_groups(
        stretches["days"].to_numpy(dtype=float) / DAYS_PER_MONTH,
        stretches["cause"].to_numpy(dtype=np.int64),
        stretches["drugs"].to_numpy(dtype=object),
        (ON_DRUGS, OFF_DRUGS),
        entry=stretches["entry_days"].to_numpy(dtype=float) / DAYS_PER_MONTH,
    )
    time = time_in_remission(cohort, classification, periods)
    off = time["regimen"] == OFF
    parts = {ON_DRUGS: time[~off], OFF_DRUGS: time[off]}
    rates = {
        name: exact_rate(int(own["relapses"].sum()), float(own["days"].sum()) / DAYS_PER_YEAR)
        for name, own in parts.items()
    }
    return RelapseByDrug(stretches, tuple(curves), rates, periods.since, periods.not_placed, parts)


def _stretches(cohort: Cohort, classification: Classification, periods: Periods) -> pd.DataFrame:
    end = follow_up_end(classification)
    ended = dict(zip(cohort.patients["patient"], end.day, strict=True))
    by_child = {patient: _on_and_off(own) for patient, own in periods.by_child().items()}
    number: dict[str, int] = {}
    rows: list[dict[str, object]] = []
    for remission in remissions(cohort, classification).to_dict("records"):
        patient, onset = remission["patient"], remission["onset_day"]
        number[patient] = number.get(patient, 0) + 1
        last = remission["end_day"] - onset
        for drugs, begins, ends in by_child.get(patient, ()):
            entry, until = max(begins - onset, 0), min(ends - onset, last)
            if until <= entry:
                continue
            cause = CENSORED
            if until == last and remission["relapsed"]:
                cause = EVENT
            elif until == last and ended[patient] == remission["end_day"]:
                cause = COMPETING
            rows.append(
                {
                    "patient": patient,
                    "remission": number[patient],
                    "drugs": drugs,
                    "entry_days": entry,
                    "days": until,
                    "cause": cause,
                }
            )
    columns = ["patient", "remission", "drugs", "entry_days", "days", "cause"]
    return pd.DataFrame(rows, columns=columns)


def by_drug_results(
    found: RelapseByDrug, cohort: Cohort, classification: Classification
) -> pd.DataFrame:
    """Return relapse on and off drugs as analysis results data: the curves, then the rates."""
    variable, rows = "months in remission to relapse, by drugs", []
    followed = found.stretches.assign(
        month=found.stretches["days"].astype(float) / DAYS_PER_MONTH,
        entry=found.stretches["entry_days"].astype(float) / DAYS_PER_MONTH,
    )
    for curve in found.curves:
        own = followed[followed["drugs"] == curve.group]
        rows += curve_rows(curve, variable, ("drugs", curve.group), own)
    for drugs, rate in found.rates.items():
        about = Subject("relapses in remission, by drugs", None, ("drugs", drugs), "rate")
        rows += rate_rows(about, rate, found.time[drugs])
    for reason in dict.fromkeys(found.not_placed.values()):
        who = [patient for patient, why in found.not_placed.items() if why == reason]
        about = Subject("relapses in remission, by drugs", f"not placed in time: {reason}")
        rows += rows_about(about, [Stat("n", len(who), WHOLE)], who)
    return as_table(rows, cells_of_courses(cohort, classification))


def _on_and_off(periods: Sequence[Mapping[str, Any]]) -> list[tuple[str, int, int]]:
    """Join a child's successive periods on, or off, any drugs: the first day, and the day after."""
    joined: list[tuple[str, int, int]] = []
    for row in periods:
        drugs = OFF_DRUGS if row["regimen"] == OFF else ON_DRUGS
        start, after = int(row["start_day"]), int(row["stop_day"]) + 1
        if joined and joined[-1][0] == drugs and joined[-1][2] == start:
            joined[-1] = (drugs, joined[-1][1], after)
        else:
            joined.append((drugs, start, after))
    return joined


def drug_curves(found: RelapseByDrug) -> Curves:
    """Return the curves on and off drugs with their risk table and their caution, to be drawn.

    Without any time on drugs, or off them, there is no such curve.
    """
    curves = tuple(curve for curve in found.curves if curve.n)
    last = float(found.stretches["days"].max()) / DAYS_PER_MONTH if len(found.stretches) else 1.0
    at = tidy_months(last)
    return Curves(
        "relapse",
        _onset(found),
        curves,
        pd.concat([risk_table(curve, at) for curve in curves], ignore_index=True)
        if curves
        else pd.DataFrame({"group": [], "month": []}),
        (),
        (CAUTION,),
    )


def drug_sentences(found: RelapseByDrug) -> list[str]:
    """Return the caution, the curves and the rates in sentences."""
    since = _onset(found)
    sentences: list[str] = [CAUTION]
    for curve in found.curves:
        sentences.append(curve_sentence(curve, "relapse", since))
        sentences.append(rate_sentence(curve.group, found.rates[curve.group]))
    if found.not_placed:
        named = [
            sentence("{child} ({reason})", child=patient, reason=reason)
            for patient, reason in found.not_placed.items()
        ]
        sentences.append(sentence("Not placed in time: {children}.", children=first_of(named)))
    return sentences


def _onset(found: RelapseByDrug) -> str:
    """Return what time on and off drugs counts from."""
    return sentence("the onset of remission, after {origin}", origin=term(found.since))


def rate_sentence(drugs: str, rate: Rate) -> str:
    """Return the sentence on the relapses per person-year on or off drugs.

    >>> rate_sentence("off drugs", exact_rate(2, 4.0))
    'Off drugs: 2 relapses in 4.00 person-years in remission, 0.50 per year (95 % interval 0.06 \
to 1.81).'
    >>> rate_sentence("off drugs", exact_rate(0, 0.0))
    'Off drugs: no time in remission.'
    """
    name = with_capital(term(drugs))
    if rate.rate is None or rate.low is None or rate.high is None:
        return sentence("{drugs}: no time in remission.", drugs=name)
    return nsentence(
        "{drugs}: {n} relapse in {time} person-years in remission, {rate} per year (95 % interval "
        "{low} to {high}).",
        "{drugs}: {n} relapses in {time} person-years in remission, {rate} per year (95 % interval "
        "{low} to {high}).",
        rate.events,
        drugs=name,
        time=with_decimals(rate.time, 2),
        rate=with_decimals(rate.rate, 2),
        low=with_decimals(rate.low, 2),
        high=with_decimals(rate.high, 2),
    )
