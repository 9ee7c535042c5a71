"""Comparisons: a cohort by several definitions, and who changes from one to another."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from srns.analysis.definitions.comparison import Comparison
from srns.analysis.definitions.comparison import compare as compare_definitions
from srns.analysis.definitions.comparison import differences as list_differences
from srns.cohort.tables import Cohort
from srns.front_door.arguments import HADDAD, cohort_of
from srns.front_door.definition_files import load_definition
from srns.rules.definition import Definition
from srns.rules.load_definition import published
from srns.workbook.read_workbook import Reading


def compare(
    data: Reading | Cohort, definitions: Sequence[str | Path | Definition] | None = None
) -> Comparison:
    """Call the responses of a cohort by several definitions.

    Parameters
    ----------
    definitions
        None: every published one.

    Returns
    -------
    Comparison
        `matrix`: one row per child, one column per definition; `changing`: the children whose
        response is not the same everywhere.

    Raises
    ------
    ComparisonError
        Where two definitions have one id.

    Examples
    --------
    >>> import srns
    >>> compared = srns.compare(srns.load_haddad2021(), ["haddad_2021", "ipna_2022"])
    >>> compared
    <Comparison of 2 definitions: 0 of 8 children change>
    """
    chosen = published() if definitions is None else [load_definition(one) for one in definitions]
    return compare_definitions(cohort_of(data), chosen)


def differences(data: Reading | Cohort | Comparison, reference: str = HADDAD) -> pd.DataFrame:
    """List who changes from one definition to the others, and which clause decides it.

    Parameters
    ----------
    data
        What `compare` returned; of a reading or a cohort every published definition is compared.
    reference
        The id of the definition that the others are held against.

    Returns
    -------
    DataFrame
        One row per child and definition whose response differs: `patient`, `definition`,
        `reference_response`, `response`, `why`, `reference_reason`, `reason`.

    Examples
    --------
    >>> import srns
    >>> changes = srns.differences(srns.load_haddad2021())
    >>> changes.loc[0, ["patient", "definition", "response"]].tolist()
    ['4', 'aap_2009', 'no response']
    """
    compared = data if isinstance(data, Comparison) else compare(data)
    return list_differences(compared, reference)
