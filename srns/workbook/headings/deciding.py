"""Headings of columns that may decide a verdict: what kind of thing each of them is."""

import re

from srns.cohort.terms import DEATH, KIDNEY_FAILURE, RESISTANCE
from srns.workbook.headings.heading import Heading
from srns.workbook.headings.parts import RATIO_DIMENSIONS
from srns.workbook.headings.vocabulary import dimensions

_IDENTITIES = frozenset(("name", "date of birth", "address", "phone number", "e-mail address"))
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.4375, "year": 365.25}
_EVENTS = {each: frozenset(each.split()) for each in
           (DEATH, "transplant", "dialysis", KIDNEY_FAILURE, "relapse", RESISTANCE)}  # fmt: skip
_OPEN = "urine protein, a ratio or 24 hours (the heading gives no unit)"
WITHOUT_END = ("relapse", RESISTANCE)
"""Events of which only the day counts."""
_BESIDE_EVENTS = frozenset(
    ("date", "day", "of", "at", "start", "first", "last", "yes", "no", "status", "onset", "since")
)
_OF_COURSE = r"(?:start|treatment|start treatment)"
_SIDE = re.compile(
    rf"(?:(?:after|since) (?:{_OF_COURSE} )?)?(?P<unit>day|week|month|year)s? (?P<number>\d+)"
    rf"(?: {_OF_COURSE})?"
)
_AT_DAY_0 = r"(?:start|first|infusion|iv|treatment|cyclophosphamide|baseline|visit|of|1|0)"
_ELSEWHERE = re.compile(rf"(?:last|before .+|(?:after|since) (?!{_AT_DAY_0}(?: {_AT_DAY_0})*$).+)")
"""Sides that count from another event, as "after last infusion" does, or backwards from one."""


def may_be_result(heading: Heading) -> bool:
    """Return whether a column may hold a result that decides: of the urine, or albumin.

    >>> from srns.workbook.headings.heading import parse_heading
    >>> may_be_result(parse_heading("proteinuria (mg/day)")), may_be_result(parse_heading("visit"))
    (True, False)
    """
    measured = heading.analyte or heading.specimen or "ratio" in heading.statistic
    return heading.may_decide and bool(measured)


def may_be_ratio(heading: Heading) -> bool:
    """Return whether the unit alone says that a column may be Up/c, for the words are not known.

    >>> from srns.workbook.headings.heading import parse_heading
    >>> may_be_ratio(parse_heading("Białko/kreat. [mg/mg]")), may_be_ratio(parse_heading("xyz mg"))
    (True, False)
    """
    of_ratios = dimensions().get(heading.unit) in RATIO_DIMENSIONS
    unknown = bool(heading.unexplained) or not heading.quantity
    return of_ratios and unknown and heading.column is None and "albumin" not in heading.analyte


def leaves_ratio_open(heading: Heading) -> bool:
    """Return whether a heading says protein of urine, and only its unit can tell ratio from day.

    >>> from srns.workbook.headings.heading import parse_heading
    >>> [leaves_ratio_open(parse_heading(one)) for one in ("Proteinuria", "Up/c", "Albumin")]
    [True, False, False]
    """
    return heading.column is None and _OPEN in heading.quantity


def names_another(heading: Heading) -> bool:
    """Return whether all words are understood, and make a quantity the dictionary lacks.

    >>> from srns.workbook.headings.heading import parse_heading
    >>> names_another(parse_heading("creatinine clearance")), names_another(parse_heading("xyz"))
    (True, False)
    """
    return bool(heading.quantity) and heading.column is None and not heading.unexplained


def names_person(heading: Heading) -> bool:
    """Return whether a column holds what identifies a child: a name or a birth date."""
    return heading.quantity in _IDENTITIES


def find_event(heading: Heading) -> str:
    """Return the event that a heading names, all its words understood; empty where it names none.

    >>> from srns.workbook.headings.heading import parse_heading
    >>> [find_event(parse_heading(each)) for each in ("Date of death", "Number of relapses")]
    ['death', '']
    >>> find_event(parse_heading("Steroid resistant since"))
    'steroid resistance'
    """
    if heading.column is not None or heading.unexplained:
        return ""
    said = [frozenset(each.split()) - _BESIDE_EVENTS for each in heading.quantity.split(" or ")]
    return next((event for event, named in _EVENTS.items() if named in said), "")


def find_other_origin(heading: Heading) -> str:
    """Return from when a heading counts time, where that is not day 0; empty where it is or may be.

    >>> from srns.workbook.headings.heading import parse_heading
    >>> find_other_origin(parse_heading("Up/c 3 months after last infusion"))
    'after last infusion'
    >>> find_other_origin(parse_heading("Up/c 3 months after the first infusion"))
    ''
    """
    others = [side for side in heading.sides if not _SIDE.fullmatch(side)]
    if len(others) == len(heading.sides):
        return ""
    unknown = ("after", "since") if heading.unexplained else ()
    return next((one for one in others if one in unknown or _ELSEWHERE.fullmatch(one)), "")


def names_time(side: str) -> bool:
    """Return whether a side of a heading is a time with a number, such as "month 3"."""
    return _SIDE.fullmatch(side) is not None


def find_nominal_day(heading: Heading) -> int | None:
    """Return the day of the visit that a heading names, from day 0; None where it names none.

    >>> from srns.workbook.headings.heading import parse_heading
    >>> find_nominal_day(parse_heading("Albumin Monat 3"))
    91
    >>> find_nominal_day(parse_heading("白蛋白 治疗后3个月"))
    91
    """
    if find_other_origin(heading):
        return None
    for side in heading.sides:
        if match := _SIDE.fullmatch(side):
            return round(int(match["number"]) * _DAYS[match["unit"]])
        if side == "baseline":
            return 0
    return None
