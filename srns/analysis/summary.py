"""What became of the cohort, in the numbers that a report prints?"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from srns.analysis.proportions.group_contrasts import compare_groups
from srns.analysis.proportions.intervals import EXACT, METHOD_NAMES
from srns.analysis.proportions.response_tables import response_table
from srns.analysis.regimens.maintenance import maintenance
from srns.analysis.times.durations import duration_of
from srns.analysis.times.origins import FIRST_INFUSION, LAST_INFUSION, Origins, every_origin
from srns.analysis.times.time_to_remission import (
    ANY_REMISSION,
    follow_up_in_remission,
    incidence_of,
    time_to_response,
)
from srns.cohort.mistakes import MistakeError
from srns.cohort.quantities import show_number
from srns.cohort.tables import Cohort
from srns.cohort.terms import COMPLETE, HISTOLOGY, NOT_RECORDED, PARTIAL, RESPONSES, fold
from srns.rules.classify import Classification
from srns.rules.definition import Definition

COMPUTED = "computed by the rule"
ADJUDICATED = "adjudicated: overrides by a person in place of the rule"


class GroupingError(MistakeError):
    """A column that does not exist; the message names those that do."""


def grouping(cohort: Cohort, by: str) -> pd.Series:
    """Give each child's group.

    Parameters
    ----------
    by
        ``histology``, ``maintenance``, ``resistance``, or any column of the table `patients`.

    Returns
    -------
    Series
        One value per row of `patients`; ordered where the groups have an order of their own;
        "not recorded" where nothing is known.
    """
    patients = cohort.patients
    if by == "maintenance":
        return _ordered(maintenance(cohort)["regimen"])
    if by == "histology":
        groups = _column(patients, "histology_group")
        seen = [*HISTOLOGY.groups, *sorted(set(groups) - {*HISTOLOGY.groups, NOT_RECORDED})]
        return _ordered(groups, seen)
    if by == "resistance":
        return _ordered(_column(patients, "steroid_resistance"), ["initial", "late"])
    by_name = {fold(str(column)): str(column) for column in patients.columns}
    if fold(by) not in by_name:
        raise GroupingError(
            f"found no column '{by}'; expected histology, maintenance, resistance, or one of "
            f"{', '.join(by_name.values())}."
        )
    return _ordered(_column(patients, by_name[fold(by)]))


def _column(patients: pd.DataFrame, name: str) -> pd.Series:
    if name not in patients:
        return pd.Series(NOT_RECORDED, index=patients.index)
    # Each word once: a registry has few of them.
    places, values = pd.factorize(patients[name])
    words = np.array([*(_word(value) for value in values), NOT_RECORDED], dtype=object)
    return pd.Series(words[places], index=patients.index)


def _word(value: object) -> str:
    if value is None or value is pd.NA or value is pd.NaT or value == "" or value != value:
        return NOT_RECORDED
    if isinstance(value, (int, float, np.number)):
        return show_number(float(value))
    return str(value)


def _ordered(groups: pd.Series, order: list[str] | None = None) -> pd.Series:
    order = list(dict.fromkeys(groups)) if order is None else list(order)
    seen = set(groups)
    order = [each for each in order if each in seen and each != NOT_RECORDED]
    if NOT_RECORDED in seen:
        order.append(NOT_RECORDED)
    return pd.Series(
        pd.Categorical(groups, categories=order, ordered=True), index=groups.index, name="group"
    )


def summarise(
    cohort: Cohort,
    classification: Classification,
    by: str = "histology",
    *,
    adjudicated: bool = False,
    interval: str = EXACT,
    origin: str = FIRST_INFUSION,
    compare: bool = False,
) -> dict:
    """Summarise a classified cohort: counts with their intervals, times, the incidence curve.

    Parameters
    ----------
    by
        As `grouping` takes it.
    adjudicated
        Count the overrides in place of the computed responses; times stay those of the rule, for
        an override has no day.
    interval
        How the intervals of the proportions are made: one of `intervals.METHODS`.
    origin
        What the curve of complete remission counts time from: one of `origins.ORIGINS`.
    compare
        Whether to compare the groups: differences, ratios and an exact test. Never unless asked.

    Returns
    -------
    dict
        As `python -m srns summary --format json` prints it; percentages and their bounds are in
        percent and unrounded, months and years unrounded.
    """
    definition = classification.definition
    responses = [each.name for each in definition.responses]
    outcomes = classification.adjudicated if adjudicated else classification.outcomes
    verdicts = outcomes[["patient", "response"]]
    groups = grouping(cohort, by)
    origins = every_origin(cohort)
    table = response_table(verdicts, groups, responses=RESPONSES, interval=interval)
    summary = {
        "definition": identify(definition),
        "n": len(classification.outcomes),
        "by": by,
        "counts": ADJUDICATED if adjudicated else COMPUTED,
        "interval": METHOD_NAMES[interval],
        "responses": table.to_dict(orient="records"),
        "time_to_remission": [
            time_to_response(classification, response, each, days)
            for response in responses
            for each, days in _reported(origins).items()
        ],
        "follow_up": follow_up_in_remission(cohort, classification, origins),
        "cumulative_incidence": incidence_of(cohort, classification, COMPLETE, origin, origins),
        "duration_of_remission": duration_of(cohort, classification, ANY_REMISSION),
    }
    if compare:
        summary["comparison"] = compare_groups(verdicts, groups, [COMPLETE, PARTIAL])
    return summary


def _reported(days: Origins) -> dict[str, NDArray[np.float64]]:
    """Give the origins to report: the paper's own first, then the usual one, then what is known."""
    further = {
        origin: each
        for origin, each in days.items()
        if origin not in (FIRST_INFUSION, LAST_INFUSION) and not np.isnan(each).all()
    }
    return {origin: days[origin] for origin in (LAST_INFUSION, FIRST_INFUSION)} | further


def identify(definition: Definition) -> dict:
    """Name the definition in force."""
    return {
        "id": definition.id,
        "name": definition.name,
        "version": definition.version,
        "sha256": definition.sha256,
    }
