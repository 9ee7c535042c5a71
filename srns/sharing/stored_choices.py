"""Choices of a saved view: only groups that the cohort has, its children, and words of the pages.

An address can hold anything, so nothing of it is stored before it is found in the cohort.
"""

from collections.abc import Collection, Mapping
from typing import Any

from srns.analysis.groups import grouping, maintenance
from srns.analysis.proportions.intervals import METHODS
from srns.analysis.time_to_event.time_analysis import RESPONSES_TIMED
from srns.analysis.time_to_event.time_origins import ORIGINS
from srns.cohort.errors import StoreError
from srns.cohort.tables import AS_READ
from srns.cohort.terms import NOT_RECORDED, RESPONSES
from srns.cohort.unit_systems import CONVENTIONAL, SI
from srns.privacy.identifying_text import looks_identifying
from srns.privacy.typed_words import find_unsure_words
from srns.rules.classification import Classification
from srns.rules.rescue import STRATEGIES

_PAGE_WORDS = frozenset(
    (*METHODS, *ORIGINS, *RESPONSES_TIMED, *STRATEGIES, AS_READ, SI.name, CONVENTIONAL.name)
)
_LONGEST = 120


def list_groups(classification: Classification) -> dict[str, frozenset[str]]:
    """Return the groups that the children have, by filter, and the children under `patient`."""
    cohort = classification.cohort
    return {
        "histology": frozenset({*map(str, grouping(cohort, "histology")), NOT_RECORDED}),
        "resistance": frozenset({*map(str, grouping(cohort, "resistance")), NOT_RECORDED}),
        "response": frozenset(RESPONSES),
        "regimen": frozenset({*map(str, maintenance(cohort)["regimen"]), NOT_RECORDED}),
        "patient": frozenset(map(str, cohort.patients["patient"])),
    }


def fitting_choices(
    choices: Mapping[str, Any], groups: Mapping[str, Collection[str]]
) -> dict[str, Any]:
    """Return the choices without the filters and the child that are not among these groups."""
    kept = {
        name: [value for value in values if value in groups[name]] if name in groups else values
        for name, values in choices.items()
    }
    return {name: values for name, values in kept.items() if values}


def require_known_choices(
    choices: Mapping[str, Any], groups: Mapping[str, Collection[str]]
) -> None:
    """Refuse choices that are neither groups of the cohort nor words of the pages.

    Parameters
    ----------
    groups
        Those of the cohort, as `list_groups` returns them.

    Raises
    ------
    StoreError
        If there are any; the message names the choice and does not quote it.
    """
    for name, given in choices.items():
        values = [given] if isinstance(given, str) else list(given)
        if name in groups:
            fits = all(value in groups[name] for value in values)
        else:
            fits = all(map(_is_word_of_a_page, (name, *values)))
        if not fits:
            shown = name if _is_word_of_a_page(name) else "one of the choices"
            raise StoreError(
                f"The choice '{shown}' of this view has a value that the cohort does not have, so "
                "the view was not saved. Choose it again."
            )


def _is_word_of_a_page(value: object) -> bool:
    text = str(value).replace("_", " ")
    return value in _PAGE_WORDS or (
        isinstance(value, str)
        and len(text) <= _LONGEST
        and not find_unsure_words(text)
        and not looks_identifying(text)
    )
