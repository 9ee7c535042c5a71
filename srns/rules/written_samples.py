"""Samples as written in worked cases: ``days 30, 60: 0.15 / 3.8; day 90: dipstick trace``."""

import math
import re
from dataclasses import dataclass

from srns.cohort.dipstick import GRADES, read_grade
from srns.cohort.errors import CaseError
from srns.cohort.quantities import (
    ALBUMIN,
    DIPSTICK,
    HEIGHT,
    PROTEIN_24H,
    UPCR,
    WEIGHT,
    Quantity,
    find_unit,
    read_bound,
)

UNREADABLE = "unreadable"
"""Written in place of a number for a result that is there but cannot be read."""

_NAMED = {
    "Up/c": UPCR,
    "protein": PROTEIN_24H,
    "dipstick": DIPSTICK,
    "albumin": ALBUMIN,
    "height": HEIGHT,
    "weight": WEIGHT,
}
_BY_PLACE = (UPCR, ALBUMIN)
_NOTES = {"diary": ("diary", ""), "first morning": ("", "first morning"), "random": ("", "random")}
"""What may stand in brackets after a result, with its source and its specimen."""
_VISIT = re.compile(r"days?\s+(?P<days>-?\d+(?:(?:\s*,\s*|\s+to\s+)-?\d+)*)\s*:\s*(?P<results>.+)")
_SPAN = re.compile(r"(-?\d+)\s+to\s+(-?\d+)")
_RESULT = re.compile(
    rf"(?:(?P<name>{'|'.join(_NAMED)})\s+)?(?P<text>.*?)(?:\s*\((?P<note>{'|'.join(_NOTES)})\))?"
)
_MEASURED = re.compile(r"(?P<number>[<>=≤≥\s]*\d+(?:\.\d+)?)\s*(?P<unit>\D.*)?")


@dataclass(frozen=True)
class Sample:
    """One result of one child, as the laboratory or the family reports it.

    Attributes
    ----------
    value
        The number; of a dipstick the place of its grade in `GRADES`; NaN for an unreadable result.
    source
        ``diary`` for a result read at home, else ``""``.
    specimen
        ``first morning``, ``random`` or ``""``.
    """

    day: int
    quantity: Quantity
    value: float
    bound: str
    unit: str
    source: str = ""
    specimen: str = ""


def read_samples(written: str, place: str) -> tuple[Sample, ...]:
    """Read the samples of one child.

    Visits are separated by ``;``, the results of one visit by ``/``. A result without a name is
    Up/c where it stands first and albumin where it stands second.

    Parameters
    ----------
    place
        Where the text stands, for messages.

    Raises
    ------
    CaseError
        If a visit or a result cannot be read.

    Examples
    --------
    >>> samples = read_samples("day 30: <0.2 / 3.8; days 31 to 32: dipstick 1+ (diary)", "here")
    >>> [(each.day, each.quantity.label, each.bound, each.value, each.source) for each in samples]
    ... # doctest: +NORMALIZE_WHITESPACE
    [(30, 'Up/c', '<', 0.2, ''), (30, 'albumin', '', 3.8, ''),
     (31, 'dipstick', '', 2.0, 'diary'), (32, 'dipstick', '', 2.0, 'diary')]
    """
    samples: list[Sample] = []
    for visit in written.split(";"):
        match = _VISIT.fullmatch(visit.strip())
        if match is None:
            raise CaseError(
                f"{place}: found '{visit.strip()}'; expected a visit such as "
                "'days 30, 60: 0.15 / 3.8', with Up/c first and then albumin, or "
                "'day 30: dipstick trace'."
            )
        results = re.split(r"\s+/\s+", match["results"])
        for day in _days(match["days"]):
            for at, result in enumerate(results):
                if result != "-":
                    samples.append(_sample(day, at, result, place))
    return tuple(samples)


def _days(written: str) -> list[int]:
    days: list[int] = []
    for part in written.split(","):
        span = _SPAN.fullmatch(part.strip())
        days += range(int(span[1]), int(span[2]) + 1) if span else [int(part)]
    return days


def _sample(day: int, at: int, result: str, place: str) -> Sample:
    match = _RESULT.fullmatch(result)
    assert match is not None  # its middle takes any text
    named = _NAMED.get(match["name"] or "")
    quantity = named or _BY_PLACE[min(at, 1)]
    source, specimen = _NOTES.get(match["note"] or "", ("", ""))
    text = match["text"].strip()
    if text == UNREADABLE:
        return Sample(day, quantity, math.nan, "", quantity.canonical_unit, source, specimen)
    if quantity is DIPSTICK:
        grade = read_grade(text)
        if grade is None:
            raise CaseError(
                f"{place}: found '{result}'; expected a dipstick of {', '.join(GRADES)}, or "
                f"'{UNREADABLE}'."
            )
        return Sample(day, quantity, float(grade), "", "", source, specimen)
    measured = _MEASURED.fullmatch(text)
    unit = measured and find_unit(quantity, measured["unit"] or quantity.canonical_unit)
    if measured is None or unit is None:
        raise CaseError(
            f"{place}: found '{result}'; expected {quantity.label} as a number, with one of the "
            f"units {', '.join(quantity.common_units)} after it unless it is in "
            f"{quantity.canonical_unit}."
        )
    bound, number = read_bound(measured["number"])
    return Sample(day, quantity, float(number), bound, unit, source, specimen)
