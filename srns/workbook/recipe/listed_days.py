"""Cells that list several days, such as the dates of all infusions of a child."""

import re
from collections.abc import Sequence
from dataclasses import replace

from srns.workbook.recipe.column_evidence import Asker, is_date
from srns.workbook.recipe.region import Region
from srns.workbook.values.text import clean

LISTABLE = ("Infusions.date", "Events.date")
"""What a column may mean whose cells list days: each is a row of its own."""
_JOINTS = re.compile(
    r"\s*(?:[;\n|&+]|,(?!\s*(?:19|20)\d{2}\b)|[、，；]|\b(?:and|und|et|y|e|ve|и|oraz|en)\b)\s*"
)


def split_days(value: object) -> list[str]:
    """Return the dates that a text lists, as typed; none where it is anything but several dates.

    >>> split_days("12/03/2018, 14/04/2018 and 13/05/2018")
    ['12/03/2018', '14/04/2018', '13/05/2018']
    >>> split_days("17 June, 2005"), split_days("12/03/2018"), split_days("12/03/2018, lost")
    ([], [], [])
    """
    if not isinstance(value, str):
        return []
    parts = [clean(part) for part in _JOINTS.split(value.strip()) if part]
    return parts if len(parts) > 1 and all(map(is_date, parts)) else []


def part_days(asker: Asker) -> Asker | None:
    """Return a column with each day of its cells in a row of its own; None if no cell has several.

    Questions about it are kept apart.
    """
    listed = [split_days(value) or [value] for value in asker.values]
    if all(len(days) == 1 for days in listed):
        return None
    region, number = asker.region, asker.number
    blank: Sequence[object] = ("",) * len(region.headings)
    rows, lines = [], []
    for line, days in zip(region.lines, listed, strict=True):
        rows += [(*blank[:number], day, *blank[number + 1 :]) for day in days]
        lines += [line] * len(days)
    plain = Region(
        region.tab,
        region.turned,
        region.headings,
        region.heading_positions,
        tuple(rows),
        tuple(lines),
        region.across,
    )
    return replace(asker, region=plain, questions={})
