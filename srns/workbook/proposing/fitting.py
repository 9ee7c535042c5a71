"""Whether most cells of a column could stand in a column of the dictionary."""

import datetime
from collections.abc import Sequence

from srns.cohort.columns import Column
from srns.cohort.terms import fold

from ..dates import find_orders, read_fixed_date
from ..layout.headings import clean
from ..mixed import part_cell, read_time
from ..prose import read_dose
from ..values import explain_special
from .asking import told


def is_date(value: object) -> bool:
    """Tell whether a cell holds a date, or a text that is one in some order."""
    if isinstance(value, str):
        return bool(read_fixed_date(value) or find_orders(clean(value)))
    return isinstance(value, datetime.date)


def fits(column: Column, values: Sequence[object]) -> bool:
    """Tell whether most cells could stand in a column of this kind."""
    some = told(values)
    if not some:
        return True
    if column.kind in ("quantity", "number", "day", "number or words"):
        some = [value for value in some if explain_special(value) is None]
        good = sum(
            part_cell(value).number is not None
            or (column.kind == "day" and read_time(value) is not None)
            or (column.id == "dose" and isinstance(value, str) and read_dose(value) is not None)
            for value in some
        )
        words = sum(bool(part_cell(value).dipstick) for value in some)
        return 2 * (good + words) >= len(some)
    if column.kind == "date":
        good = sum(
            is_date(value) or (isinstance(value, float | int) and 20000 <= value <= 60000)
            for value in some
        )
        return 2 * good >= len(some)
    if column.kind == "term" and column.spellings and column.strict:
        return any(fold(str(value)) in column.spellings for value in some)
    return True
