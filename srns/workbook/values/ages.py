"""Ages typed with their unit, such as "5 y 6 m", in years."""

import re

from srns.workbook.values.age_and_sex import MONTHS, YEARS
from srns.workbook.values.text import clean

_PARTS = re.compile(r"(\d+(?:[.,]\d+)?)\s*(个?[^\W\d_]+)\.?,?\s*(?:(?:and|und|et|e|y|i|en)\s+)?")


def read_age(value: object) -> float | None:
    """Return an age that states years, months or both in years; None where a cell says else.

    >>> read_age("5 y 6 m"), read_age("3岁2月"), read_age("18 Monate"), read_age("7岁")
    (5.5, 3.16666666667, 1.5, 7.0)
    >>> read_age("7"), read_age("5 m 6 y"), read_age("7 y ago"), read_age("5 y 14 m")
    (None, None, None, None)
    """
    text = clean(value) if isinstance(value, str) else ""
    parts = _PARTS.findall(text)
    if not parts or "".join(match[0] for match in _PARTS.finditer(text)) != text:
        return None
    numbers = [float(number.replace(",", ".")) for number, _ in parts]
    kinds = ["years" if unit.casefold() in YEARS else
             "months" if unit.casefold() in MONTHS else "" for _, unit in parts]  # fmt: skip
    if kinds == ["years"]:
        return numbers[0]
    if kinds == ["months"]:
        return float(f"{numbers[0] / 12:.12g}")
    whole = kinds == ["years", "months"] and numbers[0] == int(numbers[0]) and numbers[1] < 12
    return float(f"{numbers[0] + numbers[1] / 12:.12g}") if whole else None
