"""Which filled rows of a sheet became no row of its table, and why?"""

import re

from srns.cohort.dictionary import find_sheet

from .ledger import Ledger


def count_rows(ledger: Ledger, sheet: str) -> tuple[int, dict[str, int]] | None:
    """Count the filled rows under a sheet's header, and those passed over by reason.

    Returns
    -------
    tuple of int and dict, or None
        None where the workbook has no such sheet. A row counts as passed over where none of its
        cells was used; its reason is that of its first cell.
    """
    entries = ledger.entries
    if entries.empty:
        return None
    tabs = [tab for tab in entries["sheet"].unique() if _is(str(tab), sheet)]
    if not tabs:
        return None
    mine = entries[entries["sheet"] == tabs[0]]
    row = mine["cell"].map(lambda cell: int(re.sub(r"\D", "", str(cell))))
    below = mine[row > row.min()].assign(row=row)
    used = below.groupby("row")["outcome"].agg(lambda fates: (fates == "used").any())
    reasons = below.groupby("row")["reason"].first()[~used]
    return len(used), {str(reason): int(n) for reason, n in reasons.value_counts().items()}


def _is(tab: str, sheet: str) -> bool:
    found = find_sheet(tab)
    return found is not None and found.name == sheet
