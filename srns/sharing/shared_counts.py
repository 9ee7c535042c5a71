"""The counts of a saved cohort that a viewer who may see no child is shown."""

from collections.abc import Sequence

from srns.analysis.groups import grouping
from srns.privacy.small_counts import Release, release
from srns.rules.classification import Classification

GROUPINGS = ("histology", "resistance", "maintenance")


def shared_counts(classification: Classification, by: Sequence[str] = GROUPINGS) -> Release:
    """Count the responses of a cohort by each of `GROUPINGS`, with small counts masked.

    Parameters
    ----------
    by
        Which of `GROUPINGS` to show; it changes nothing of what is masked.
    """
    cohort = classification.cohort
    groups = {name: grouping(cohort, name) for name in GROUPINGS}
    return release(classification.outcomes["response"], groups, by)
