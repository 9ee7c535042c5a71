"""Differences between two versions of a cohort: results, cells, verdicts.

Rows are matched by what they are about (child, day, analyte), never by their position in a sheet: a
moved row is no change.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from srns.cohort.quantities import show_number
from srns.cohort.tables import Cohort
from srns.cohort.wording import plural
from srns.rules.classification import Classification
from srns.sharing.snapshots import COMPARED, verdicts_of

_IDENTITY = {
    "labs": ("patient", "day", "analyte"),
    "infusions": ("patient", "day"),
    "treatments": ("patient", "drug", "start_day"),
    "events": ("patient", "event", "day"),
    "patients": ("patient",),
}
"""What a row of each table is about; further rows about the same are distinguished by order."""
_NOT_COMPARED = ("cell",)
ROWS = ("table", "patient", "day", "what", "value")
CHANGES = ("table", "patient", "day", "what", "before", "after")


@dataclass(frozen=True)
class Difference:
    """What a later version adds to, removes from and changes in an earlier one.

    Attributes
    ----------
    new, gone
        Rows that only the later, or only the earlier version has: `ROWS`.
    changed
        Cells of rows that both have: `CHANGES`.
    verdicts
        Changed verdicts: `patient`, `what`, `before`, `after`.
    """

    new: pd.DataFrame
    gone: pd.DataFrame
    changed: pd.DataFrame
    verdicts: pd.DataFrame

    @property
    def children(self) -> tuple[str, ...]:
        """The children with any difference."""
        tables = (self.new, self.gone, self.changed, self.verdicts)
        return tuple(dict.fromkeys(name for table in tables for name in table["patient"]))

    @property
    def sentence(self) -> str:
        """The number of differences, in one sentence."""
        if not self.children:
            return "No differences."
        results = [int((table["table"] == "labs").sum()) for table in (self.new, self.gone)]
        changed_verdicts = len(self.verdicts["patient"].unique())
        differing = plural(len(self.children), "child differs", "children differ")
        return (
            f"{differing}: {results[0]} new and {results[1]} missing lab "
            f"results, {len(self.new) - results[0]} new and {len(self.gone) - results[1]} missing "
            f"other rows, {len(self.changed)} changed cells, {changed_verdicts} changed verdicts."
        )

    def of(self, patient: str) -> "Difference":
        """Return the differences of one child."""
        tables = (self.new, self.gone, self.changed, self.verdicts)
        return Difference(*(table[table["patient"] == patient] for table in tables))


def compare(before: Classification, after: Classification) -> Difference:
    """Compare two classified versions of a cohort."""
    new: list[tuple] = []
    gone: list[tuple] = []
    changed: list[tuple] = []
    for name in _IDENTITY:
        old_rows, new_rows = _rows(before.cohort, name), _rows(after.cohort, name)
        gone += [_row(name, key, row) for key, row in old_rows.items() if key not in new_rows]
        for key, row in new_rows.items():
            if key in old_rows:
                changed += _cells(name, key, old_rows[key], row)
            else:
                new.append(_row(name, key, row))
    return Difference(
        pd.DataFrame(new, columns=list(ROWS)),
        pd.DataFrame(gone, columns=list(ROWS)),
        pd.DataFrame(changed, columns=list(CHANGES)),
        _verdicts(before, after),
    )


def _rows(cohort: Cohort, name: str) -> dict[tuple, dict[str, str]]:
    """Return each row as shown, by what it is about and its order among such rows."""
    table: pd.DataFrame = getattr(cohort, name)
    identity = [column for column in _IDENTITY[name] if column in table]
    columns = [str(column) for column in table.columns if column not in _NOT_COMPARED]
    shown = {column: [_show(value) for value in table[column]] for column in columns}
    listed = [{column: shown[column][row] for column in columns} for row in range(len(table))]
    listed.sort(key=lambda row: [row[column] for column in columns])
    rows: dict[tuple, dict[str, str]] = {}
    seen: dict[tuple, int] = {}
    for row in listed:
        about = tuple(row[column] for column in identity)
        seen[about] = seen.get(about, 0) + 1
        rows[(*about, seen[about])] = row
    return rows


def _row(name: str, key: tuple, row: dict[str, str]) -> tuple:
    what, value = _describe(name, row)
    return name, key[0], row.get("day", row.get("start_day", "")), what, value


def _describe(name: str, row: dict[str, str]) -> tuple[str, str]:
    if name == "labs":
        return row["analyte"], f"{row['bound']}{row['value']} {row['unit']}"
    if name == "patients":
        return "child", ""
    leading = {"treatments": "drug", "events": "event"}.get(name)
    rest: Sequence[str] = [
        f"{column.replace('_', ' ')} {value}"
        for column, value in row.items()
        if value and column not in ("patient", "day", "start_day", leading)
    ]
    return row[leading] if leading else "infusion", "; ".join(rest)


def _cells(name: str, key: tuple, before: dict[str, str], after: dict[str, str]) -> list[tuple]:
    if name == "labs":
        old, new = _describe(name, before)[1], _describe(name, after)[1]
        return [(name, key[0], after["day"], after["analyte"], old, new)] if old != new else []
    day = after.get("day", after.get("start_day", ""))
    return [
        (name, key[0], day, column.replace("_", " "), before.get(column, ""), after.get(column, ""))
        for column in dict.fromkeys([*before, *after])
        if before.get(column, "") != after.get(column, "")
    ]


def _verdicts(before: Classification, after: Classification) -> pd.DataFrame:
    old, new = verdicts_of(before), verdicts_of(after)
    rows = [
        (patient, name.replace("_", " "), _show(old[patient][name]), _show(new[patient][name]))
        for patient in new
        if patient in old
        for name in COMPARED
        if old[patient][name] != new[patient][name]
    ]
    return pd.DataFrame(rows, columns=["patient", "what", "before", "after"])


def _show(value: object) -> str:
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return show_number(float(value)) if isinstance(value, int | float) else str(value)
