"""Unit flips: samples whose result against a limit depends on the reporting unit.

Guidelines print 0.2 mg/mg as 20 mg/mmol, although 0.2 mg/mg is 22.6 mg/mmol. A result is judged in
its own unit; here it is also converted and judged by the limit printed in the other unit.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.limits import Limit, UnitLimit
from srns.rules.variants import reading_in

COLUMNS = (
    "patient",
    "day",
    "reported",
    "cell",
    "response",
    "in_its_unit",
    "its_answer",
    "converted_to",
    "other_answer",
)


def unit_flips(classification: Classification) -> pd.DataFrame:
    """List the occasions that meet an Up/c limit in one printed unit but not in another.

    Returns
    -------
    DataFrame
        One row per occasion, response and other printed unit: `patient`, `day`, `reported` (Up/c
        with its unit), `cell`, `response` (to which the limit belongs), `in_its_unit` (the limit in
        the reported unit) with `its_answer`, `converted_to` (the limit in the other unit) with
        `other_answer`; answers are "yes", "no", "cannot tell". Empty if the definition prints one
        unit only.
    """
    rows = []
    for response in classification.definition.responses:
        limit = response.upcr
        if limit is None:
            continue
        native = _answers(limit, classification)
        for window in limit.printed:
            other = _answers(replace(limit, printed=(window,)), classification)
            for place in np.flatnonzero(native != other):
                # Visits are put into words for these alone: most definitions print one unit.
                row = classification.occasions.iloc[place]
                judging, _ = limit.window_for(row["upcr_unit"])
                rows.append(
                    (
                        row["patient"],
                        int(row["day"]),
                        f"{row['upcr_text']} {row['upcr_unit']}",
                        row["upcr_cell"],
                        response.name,
                        _words(judging),
                        native[place],
                        _words(window),
                        other[place],
                    )
                )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _answers(limit: Limit, classification: Classification) -> np.ndarray:
    upcr = classification.found.visits.of_test.get("upcr")
    if upcr is None:
        return np.full(len(classification.found.visits), "", dtype=object)
    results = upcr.results(upcr.measured)
    certain = np.ones(len(results), dtype=bool)
    possible = np.ones(len(results), dtype=bool)
    for edge in range(len(limit.edges)):
        yes, maybe = limit.holds(results, edge)
        certain &= yes
        possible &= maybe
    return np.where(certain, "yes", np.where(possible, "cannot tell", "no"))


def _words(window: UnitLimit) -> str:
    return f"Up/c {window}"


def verdicts_by_unit(classification: Classification) -> pd.DataFrame:
    """List the children whose verdict changes if all results are judged in one printed unit.

    Returns
    -------
    DataFrame
        `patient`, `unit` (in which every Up/c was judged), `response` (with each result in its own
        unit), `response_converted`.
    """
    definition = classification.definition
    units = dict.fromkeys(
        window.unit
        for response in definition.responses
        if response.upcr
        for window in response.upcr.printed
    )
    rows = []
    for unit in units if len(units) > 1 else ():
        variant = reading_in(definition, unit)
        if variant is None:
            continue
        judged = classify(
            classification.cohort,
            variant,
            occasions=classification.found,
            window=classification.found.window,
        ).outcomes
        own = classification.outcomes
        for place in np.flatnonzero(own["response"] != judged["response"]):
            rows.append(
                (
                    own["patient"].iloc[place],
                    unit,
                    own["response"].iloc[place],
                    judged["response"].iloc[place],
                )
            )
    return pd.DataFrame(rows, columns=["patient", "unit", "response", "response_converted"])
