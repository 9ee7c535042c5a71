"""The tables of some children of a cohort, found without a look at the rows of all others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from srns.cohort.tables import Cohort

TABLES = ("patients", "labs", "infusions", "treatments", "events")


@dataclass(frozen=True)
class ChildRows:
    """Where the rows of each child stand.

    Attributes
    ----------
    cohort
        The cohort.
    places
        By the name of a table, by child: the places of its rows, in their order.
    """

    cohort: Cohort
    places: Mapping[str, Mapping[str, NDArray[np.intp]]]

    def keep(self, children: Iterable[str]) -> Cohort:
        """Return the cohort with only these children, in the order of the workbook."""
        names = list(children)
        return replace(
            self.cohort,
            **{table: self._only(getattr(self.cohort, table), table, names) for table in TABLES},
        )

    def _only(self, table: pd.DataFrame, name: str, children: list[str]) -> pd.DataFrame:
        places = self.places[name]
        found = [places[child] for child in children if child in places]
        rows = np.sort(np.concatenate(found)) if found else np.empty(0, dtype=np.intp)
        return table.iloc[rows].reset_index(drop=True)


def child_rows(cohort: Cohort) -> ChildRows:
    """Find the rows of each child, once for a cohort."""
    return ChildRows(cohort, {table: _places(getattr(cohort, table)) for table in TABLES})


def _places(table: pd.DataFrame) -> dict[str, NDArray[np.intp]]:
    codes, names = pd.factorize(table["patient"])
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[order], np.arange(len(names) + 1))
    return {str(name): order[starts[at] : starts[at + 1]] for at, name in enumerate(names)}
