"""Gaps of a definition: the values that it does not cover, and the visits among them."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from srns.cohort.tables import Cohort
from srns.front_door.arguments import HADDAD, cohort_of
from srns.front_door.definition_files import load_definition
from srns.rules.definition import Definition
from srns.rules.gaps import count_holes, gap_grid, occasions_in_holes
from srns.workbook.read_workbook import Reading


@dataclass(frozen=True)
class DefinitionGaps:
    """The values that a definition does not cover.

    Attributes
    ----------
    grid
        One row per pair of printed values: `upcr` (mg/mg, 0.00 to 1.50), `albumin` (g/dL, 2.0 to
        4.5), `says` (what one sample alone is called; "unclassified" is a gap).
    visits
        The rows of `Classification.occasions` that fall in a gap; None where no data were given.
    """

    definition: Definition
    grid: pd.DataFrame
    visits: pd.DataFrame | None

    def __repr__(self) -> str:
        counted = count_holes(self.grid)
        visits = "" if self.visits is None else f", {len(self.visits)} visits"
        return (
            f"<DefinitionGaps {self.definition.id}: {counted.holes:,} of {counted.pairs:,} pairs "
            f"of values{visits}>"
        )


def gaps(
    definition: str | Path | Definition = HADDAD,
    data: Reading | Cohort | None = None,
    *,
    baseline: float | None = None,
) -> DefinitionGaps:
    """List the values that a definition does not cover, and the visits that fall among them.

    Parameters
    ----------
    data
        A cohort whose visits are looked through; None: only the grid of values.
    baseline
        The Up/c before treatment in mg/mg, for a definition that asks for a fall from it.

    Examples
    --------
    >>> import srns
    >>> srns.gaps("haddad_2021", srns.load_haddad2021())
    <DefinitionGaps haddad_2021: 1,121 of 3,926 pairs of values, 0 visits>
    """
    asked = load_definition(definition)
    visits = None if data is None else occasions_in_holes(cohort_of(data), asked)
    return DefinitionGaps(asked, gap_grid(asked, baseline=baseline), visits)
