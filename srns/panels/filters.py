"""Filters of a cohort: the group of each child in every filter, and who passes."""

from collections.abc import Mapping, Sequence

import pandas as pd

from srns.analysis.groups import grouping, maintenance
from srns.cohort.errors import InputError
from srns.cohort.histology import HISTOLOGY
from srns.cohort.tables import Cohort
from srns.cohort.terms import NOT_RECORDED, RESPONSES
from srns.cohort.wording import and_more
from srns.languages.lists import name_some
from srns.languages.messages import mark
from srns.privacy.address_words import reveal
from srns.rules.classification import Classification

LABELS = {
    "histology": mark("Histology"),
    "resistance": mark("Steroid resistance"),
    "response": mark("Response"),
    "regimen": mark("Maintenance regimen"),
    "selection": mark("Selection"),
}
"""What a filter is called where it is chosen."""
WORDS = {
    "histology": mark("histology"),
    "resistance": mark("steroid resistance"),
    "response": mark("response"),
    "regimen": mark("maintenance regimen"),
    "selection": mark("selection"),
}
"""What a filter is called in a sentence."""
FILTER_NAMES = ("histology", "resistance", "response", "regimen")


def groups_of_children(cohort: Cohort, classification: Classification) -> pd.DataFrame:
    """Return each child's group in every filter.

    Returns
    -------
    DataFrame
        Indexed by `patient`, one column per filter; missing is "not recorded".
    """
    patients = list(cohort.patients["patient"])
    table = pd.DataFrame(index=pd.Index(patients, name="patient"))
    table["histology"] = list(grouping(cohort, "histology"))
    table["resistance"] = list(grouping(cohort, "resistance"))
    responses = classification.outcomes.set_index("patient")["response"]
    table["response"] = responses.reindex(patients)
    table["regimen"] = maintenance(cohort).set_index("patient")["regimen"].reindex(patients)
    return table.fillna(NOT_RECORDED)


def options(groups: pd.DataFrame) -> dict[str, list[str]]:
    """Return the groups that each filter offers; responses from best to worst."""
    offered = {name: sorted(set(groups[name])) for name in FILTER_NAMES}
    order = [*HISTOLOGY.groups, NOT_RECORDED]
    offered["histology"].sort(key=lambda group: order.index(group) if group in order else 99)
    offered["response"] = list(RESPONSES)
    return offered


def read_filters(
    asked: Mapping[str, Sequence[str]], offered: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """Return filters with every place, such as `~2`, as the value that stands there.

    Raises
    ------
    InputError
        Where there is no such filter, or the cohort has no such group.
    """
    found = {}
    for name, values in asked.items():
        if name not in FILTER_NAMES:
            raise InputError(
                f"found the filter '{name}'; expected one of {', '.join(FILTER_NAMES)}."
            )
        found[name] = [one_of(value, offered[name], f"the {WORDS[name]}")
                       for value in values]  # fmt: skip
    return found


def one_of(asked: object, offered: Sequence[str], what: str) -> str:
    """Return one of the values offered, by itself or by its place: `~2` is the second.

    Raises
    ------
    InputError
        Where it is none of them.
    """
    found = reveal(str(asked), offered)
    if found not in offered:
        raise InputError(f"found {what} '{found}'; expected one of {and_more(offered)}.")
    return found


def narrowed(
    groups: pd.DataFrame,
    filters: Mapping[str, Sequence[str]],
    selected: Sequence[str] = (),
    *,
    only_selected: bool = False,
    group_name: str = "",
) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """Return the children who pass, and the filters in force; showing a selection alone is one.

    Parameters
    ----------
    groups
        As `groups_of_children` returns them.
    """
    left = groups
    for name, values in filters.items():
        left = left[left[name].isin(list(values))]
    in_force = {name: list(values) for name, values in filters.items()}
    if only_selected and selected:
        left = left[left.index.isin(set(selected))]
        in_force["selection"] = [group_name or name_some(selected, most=3)]
    return left, in_force
