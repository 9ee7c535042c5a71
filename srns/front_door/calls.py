"""Calls: the response of each child by a definition, and whether each is eligible."""

from pathlib import Path

import pandas as pd

from srns.cohort.errors import InputError
from srns.cohort.tables import AS_READ, Cohort
from srns.cohort.unit_systems import find_units
from srns.front_door.arguments import HADDAD, cohort_of
from srns.front_door.definition_files import load_definition
from srns.rules.basis import Basis, classify_on
from srns.rules.classification import Classification
from srns.rules.definition import Definition
from srns.rules.eligibility import judge_eligibility
from srns.rules.rescue import STRATEGIES, TREATMENT_POLICY
from srns.workbook.read_workbook import Reading


def classify(
    data: Reading | Cohort,
    definition: str | Path | Definition = HADDAD,
    *,
    day_zero: str = AS_READ,
    by_line: bool = False,
    strategy: str = TREATMENT_POLICY,
    units: str = "conventional",
) -> Classification:
    """Call the response of each child, or of each line of treatment, by a definition.

    Parameters
    ----------
    day_zero
        What days are counted from: "index date" (the sheet Patients', else the first infusion),
        "first infusion", "first DRUG", "first CLASS" ("first calcineurin inhibitor") or
        "first EVENT" ("first biopsy"), or "first urine result".
    by_line
        Whether every line of treatment is judged like a child, from the day it was started.
    strategy
        What a rescue drug changes: "treatment policy" (nothing), "rescue is no response", or
        "until rescue" (visits count until then).
    units
        "conventional" (mg/mg, g/dL) or "SI" (mg/mmol, g/L), of all sentences; it decides nothing.

    Returns
    -------
    Classification
        `verdicts`: one row per child, with the reason in a sentence; `occasions`: one row per
        visit with a urine result, with its cells and what it lacked; `definition`.

    Raises
    ------
    InputError
        Where the reading has errors, for an error stops the analysis; where there is no such
        strategy; or where day 0 is named and lines are asked for, each of which has its own.
    DayZeroError
        Where no child has the day 0 that is asked for; it names those that the cohort has.
    DefinitionError
        See `load_definition`.

    Examples
    --------
    >>> import srns
    >>> found = srns.classify(srns.load_haddad2021())
    >>> found
    <Classification haddad_2021: 4 complete remission, 1 partial remission, 3 no response>
    >>> found.verdicts["patient"][found.verdicts["response"] == "complete remission"].tolist()
    ['1', '2', '6', '7']
    >>> srns.classify(srns.load_haddad2021(), by_line=True).verdicts["patient"].tolist()[:2]
    ['1 · 1', '2 · 1']
    """
    if strategy not in STRATEGIES:
        raise InputError(
            f"found the strategy '{strategy}'; expected one of {', '.join(STRATEGIES)}."
        )
    if by_line and day_zero != AS_READ:
        raise InputError(
            f"found the day 0 '{day_zero}' with by_line; expected one of them. Day 0 of a line is "
            "the day on which it was started."
        )
    basis = Basis(day_zero, by_line, strategy)
    wanted = find_units(units)
    return classify_on(cohort_of(data), load_definition(definition), basis).in_units(wanted)


def classified(
    data: Reading | Cohort | Classification, definition: str | Path | Definition
) -> Classification:
    """Return the calls of the data; a classification was made under a definition, and keeps it."""
    return data if isinstance(data, Classification) else classify(data, definition)


def eligibility(
    data: Reading | Cohort | Classification, definition: str | Path | Definition = HADDAD
) -> pd.DataFrame:
    """Answer whether each child is steroid-resistant, difficult to treat, CNI-resistant and so on.

    Returns
    -------
    DataFrame
        One row per child, question and item: `patient`, `question`, `item` (empty: the answer to
        the whole question), `answer` ("yes", "no", "cannot tell"), `found`, `reason`, `cells`,
        `source`.

    Examples
    --------
    >>> import srns
    >>> items = srns.eligibility(srns.load_haddad2021())
    >>> whole = items[(items["item"] == "") & (items["patient"] == "1")]
    >>> dict(zip(whole["question"], whole["answer"]))["difficult to treat"]
    'cannot tell'
    """
    return judge_eligibility(classified(data, definition))
