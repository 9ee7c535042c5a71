"""Shared counts of a saved cohort, for viewers who may not see individual children."""

from collections.abc import Sequence

from srns.analysis.groups import grouping
from srns.privacy.count_noise import record_keys
from srns.privacy.small_counts import Release, release
from srns.rules.classification import Classification

GROUPINGS = ("histology", "resistance", "maintenance")


def shared_counts(classification: Classification, by: Sequence[str] = GROUPINGS) -> Release:
    """Return counts of the responses by each of `GROUPINGS`, altered, rounded and masked.

    Parameters
    ----------
    by
        Which of `GROUPINGS` to show; what is shown of each does not depend on it.
    """
    cohort = classification.cohort
    groups = {name: grouping(cohort, name) for name in GROUPINGS}
    return release(classification.outcomes["response"], groups, record_keys(cohort), by)
