"""Drugs named in free text: combinations, sequences, brands and doses."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from srns.cohort.terms import find_drug
from srns.workbook.values.drug_names import find_drug_as_given
from srns.workbook.values.drug_periods import DrugPeriod, mark_periods, take_period
from srns.workbook.values.text import clean

_ALSO = r"and|plus|with|e|y|et|und|mit|avec|com|con|ve|и|с|en|met"
"""Between drugs that were given together, in the languages of the pages and some others."""
_NEXT = (
    r"followed by|then|seguido de|depois|después|luego|puis|suivi de|dann|danach|gefolgt von|poi"
    r"|sonra|затем|потом|daarna"
)
_JOINTS = re.compile(
    rf"(?:(?<!\s)\s++)?(?:(?:,\s*+)?\b(?:{_NEXT}|{_ALSO})\b|\+|&|;|,(?!\d)|→|->"
    r"|/(?!\s*(?:d|day|dose|kg|m2|m²|m\^2|j|jour|tag|día|dia|die|gün)\b))\s*+",
    re.IGNORECASE,
)
_DATE_SLASH = re.compile(r"(?<=\d)/(?=\d)")
_TOGETHER = re.compile(rf"(?:,\s*)?(?:{_ALSO})|\+|&", re.IGNORECASE)
_TIMES_BEHIND = re.compile(r"(?:[x×*]\s*(\d)|(\d)\s*[x×*])(?!\s*\d)\s*(.*)", re.IGNORECASE)
_A_DAY = re.compile(
    r"[\s/]*(?:per |a |each |every |p\.?\s?)?"
    r"(?:daily|day|d|tgl|täglich|tag|jour|j|día|dia|die|gün)\.?",
    re.IGNORECASE,
)
_KEPT_JOINTS = re.compile(f"({_JOINTS.pattern})", re.IGNORECASE)
_UNIT = (
    r"(?:mg|g|mcg|µg)(?:/(?:kg|m2|m²|m\^2))?(?:/(?:d(?:ay|ose)?|tag|j(?:our)?|día|dia|die|gün))?"
)
_NUMBER_OF_DOSES = re.compile(r"\d+\s*(?:doses?|infusions?|cycles?|gaben|dosis|doz)", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?P<before>.*?[^\W\d_])\s*(?:[x×*]\s*(?P<times>[1-9]\d?)(?![\d.,]|\s*(?:mg|g|mcg|µg)\b)"
    r"|(?P<number>[1-9]\d?)\s*(?:doses?|pulses?|infusions?|cycles?|gaben|dosis|pulsos|doz))(?!\w)"
    r"(?P<behind>.*)",
    re.IGNORECASE,
)
"""A drug with the number of its doses, as "CYC x6" and "RTX 2 doses"."""
_LEVEL = re.compile(
    r"(?P<drug>.*?[^\W\d_])[\s,;(]*(?P<level>\b(?:trough|levels?|talspiegel|spiegel|C0)\b.*?)\)?",
    re.IGNORECASE,
)
_NUMBER = r"\d+(?:[.,]\d+)?"
_NUMBERS = re.compile(_NUMBER)
_DOSE = re.compile(
    rf"(?P<drug>.*?)\s*(?P<times>\d\s*[x×*]\s*)?(?P<dose>{_NUMBER})\s*"
    rf"(?P<unit>{_UNIT})(?![^\W\d_])\.?\s*"
    r"(?:per\s+dose|/dose)?\s*(?P<frequency>.*)",
    re.IGNORECASE,
)
_NO_UNIT = re.compile(rf"(?P<drug>.*?[^\W\d_])[ :]+(?P<dose>{_NUMBER})")
"""A dose without a unit: the drug is known, and the dose is not."""
_PARTS_OF_DAY = re.compile(
    rf"(?P<before>.*?)(?P<parts>(?:{_NUMBER}\s*[-–]\s*){{2,3}}{_NUMBER})\s*"
    rf"(?P<unit>(?:mg|g|mcg|µg)(?:/(?:kg|m2|m²))?)\.?",
    re.IGNORECASE,
)
_TIMES_ALONE = re.compile(r"(\d)x")
_PER_DAY = re.compile(r"/(?:d|day|tag|j|jour|día|dia|die|gün)$", re.IGNORECASE)
_NOT_DAILY = frozenset(
    ("rituximab", "ofatumumab", "obinutuzumab", "cyclophosphamide", "methylprednisolone")
)


@dataclass(frozen=True)
class DrugText:
    """One drug named in a cell, with its dose.

    Attributes
    ----------
    drug
        As the dictionary names it.
    typed
        As in the cell.
    dose, dose_unit, frequency
        As in the cell, but a dose that is given several times a day is that of the whole day; None
        and empty where the cell does not say.
    start, stop
        First and last day, as a column of dates takes them; empty where the cell does not say.
    """

    drug: str
    typed: str
    dose: float | None = None
    dose_unit: str = ""
    frequency: str = ""
    start: str = ""
    stop: str = ""

    @property
    def says_no_more(self) -> bool:
        """Whether the cell names the drug and nothing else of it."""
        return self.dose is None and not (self.start or self.stop or self.frequency)


def is_given_daily(drug: str) -> bool:
    """Return whether a drug is taken every day, so that 2 x 1 mg is 2 mg a day and no two pulses.

    >>> is_given_daily("tacrolimus"), is_given_daily("rituximab")
    (True, False)
    """
    return drug not in _NOT_DAILY


def read_drug_prose(text: str) -> tuple[DrugText, ...]:
    """Read the drugs in their order; none where any part of the text is not a drug.

    >>> [course.drug for course in read_drug_prose("Tac, followed by Rituximab")]
    ['tacrolimus', 'rituximab']
    >>> course = read_drug_prose("Tacrolimus 2x1 mg")[0]
    >>> course.dose, course.dose_unit, course.frequency
    (2.0, 'mg/day', 'in 2 doses')
    >>> [(course.drug, course.frequency) for course in read_drug_prose("Pred 40, Tac")]
    [('prednisolone', '40, without a unit'), ('tacrolimus', '')]
    >>> [(one.start, one.stop) for one in read_drug_prose("Tac 01/2020 - 06/2020, then MMF")]
    [('2020-01', '2020-06'), ('', '')]
    """
    marked, periods = mark_periods(clean(text))
    whole = _read_dated(marked, periods)
    if whole:
        return (whole,)
    courses = [_read_dated(part, periods) for part in _JOINTS.split(marked) if part]
    return tuple(one for one in courses if one) if courses and all(courses) else ()


def part_at_joints(text: str) -> list[str]:
    """Return what stands between the joints of a text, whether or not it names a drug.

    >>> part_at_joints("Tac e MMF"), part_at_joints("Tac 05/2019; Rituximab 2 mg/kg")
    (['Tac', 'MMF'], ['Tac 05/2019', 'Rituximab 2 mg/kg'])
    """
    kept = _DATE_SLASH.sub("\0", text)
    return [part for each in _JOINTS.split(kept) if (part := each.replace("\0", "/").strip())]


def given_together(text: str) -> bool:
    """Return whether the drugs of a text were given at the same time, and not one after the other.

    >>> given_together("Tac + MMF"), given_together("Tac, then MMF"), given_together("Tac, MMF")
    (True, False, False)
    >>> given_together("Tac e MMF"), given_together("Tac, puis MMF")
    (True, False)
    """
    return all(_TOGETHER.fullmatch(joint.strip()) for joint in _JOINTS.findall(clean(text)))


def _read_dated(part: str, periods: list[DrugPeriod]) -> DrugText | None:
    """Read one drug with the period beside it."""
    taken = take_period(part, periods)
    one = _read_one(taken[0]) if taken else None
    return replace(one, start=taken[1].start, stop=taken[1].stop) if one and taken else None


def _read_one(part: str) -> DrugText | None:
    return _read_named(part) or _read_counted(part) or _read_with_level(part)


def _read_counted(part: str) -> DrugText | None:
    """Read a drug of which so many doses were given; of a daily one the number may be of a day.

    >>> one = _read_counted("CYC x6 500 mg/m2 monthly")
    >>> one.drug, one.dose, one.dose_unit, one.frequency
    ('cyclophosphamide', 500.0, 'mg/m2', '6 doses monthly')
    >>> _read_counted("Tac x2")
    """
    match = _COUNTED.fullmatch(part)
    one = _read_named(f"{match['before']} {match['behind']}".strip(" ,")) if match else None
    if match is None or one is None or is_given_daily(one.drug):
        return None
    given = int(match["times"] or match["number"])
    said = "1 dose" if given == 1 else f"{given} doses"
    return replace(one, frequency=f"{said} {one.frequency}".strip())


def _read_with_level(part: str) -> DrugText | None:
    """Read a drug beside which only its level in the blood is told."""
    match = _LEVEL.fullmatch(part)
    one = _read_named(match["drug"]) if match else None
    return replace(one, frequency=match["level"].strip()) if match and one else None


def _read_named(part: str) -> DrugText | None:
    drug = find_drug(part)
    if drug:
        return DrugText(drug, part)
    match = _DOSE.fullmatch(part)
    if not match and (bare := _NO_UNIT.fullmatch(part)) and (drug := find_drug(bare["drug"])):
        return DrugText(drug, bare["drug"], frequency=f"{bare['dose']}, without a unit")
    if not match and (drug := find_drug_as_given(part)):
        return DrugText(drug, part)
    typed = match["drug"].rstrip(" :,-") if match else ""
    drug = find_drug_as_given(typed)
    if not match or not drug or list_readings(part) or _names_drug(match["frequency"]):
        return None
    dose, unit, frequency = _of_day(drug, *_parts_of(match))
    return DrugText(drug, typed, dose, unit, frequency)


def _names_drug(words: str) -> bool:
    return any(find_drug(word) is not None for word in re.findall(r"[^\W\d_]{2,}", words))


def _parts_of(match: re.Match[str]) -> tuple[float, str, str]:
    """Return dose, unit and frequency; how often it is given stands before or behind the dose."""
    dose, frequency = float(match["dose"].replace(",", ".")), match["frequency"]
    if match["times"]:
        return dose, match["unit"], f"{match['times'][0]}x {frequency}".strip()
    if behind := _TIMES_BEHIND.fullmatch(frequency):
        often = f"{behind[1] or behind[2]}x"
        frequency = often if _A_DAY.fullmatch(behind[3]) else f"{often} {behind[3]}".strip()
    return dose, match["unit"], frequency


def read_dose(text: str) -> tuple[float, str, str] | None:
    """Split a dose into number, unit and frequency; None where the text is no dose, or in doubt.

    >>> read_dose("300 mg/m2 per dose BD"), read_dose("2x1 mg"), read_dose("1 mg 2x/d")
    ((300.0, 'mg/m2', 'BD'), (1.0, 'mg', '2x'), (1.0, 'mg', '2x'))
    """
    match = _DOSE.fullmatch(clean(text))
    return _parts_of(match) if match and not match["drug"] and not list_readings(text) else None


def sum_up_day(drug: str, dose: object, unit: str, frequency: str) -> tuple[object, str, str]:
    """Return the dose of a whole day where a drug is taken several times every day.

    >>> sum_up_day("tacrolimus", 1.5, "mg", "2x"), sum_up_day("rituximab", 375.0, "mg/m2", "2x")
    ((3.0, 'mg/day', 'in 2 doses'), (375.0, 'mg/m2', '2x'))
    """
    return (
        _of_day(drug, dose, unit, frequency) if isinstance(dose, float) else (dose, unit, frequency)
    )


def _of_day(drug: str, dose: float, unit: str, frequency: str) -> tuple[float, str, str]:
    times, bare = _TIMES_ALONE.fullmatch(frequency), unit.removesuffix("/dose")
    if times is None or not is_given_daily(drug) or not bare or _PER_DAY.search(bare):
        return dose, unit, frequency
    return float(f"{dose * int(times[1]):.12g}"), f"{bare}/day", f"in {times[1]} doses"


def list_readings(text: str) -> tuple[str, ...]:
    """Return what a dose may mean that its words leave open; nothing where it is clear, or no dose.

    Where several drugs leave it open, all are read alike.

    >>> list_readings("2x1 mg/day"), list_readings("Tac 1-0-1 mg"), list_readings("2x1 mg")
    (('2 mg/day', '1 mg/day'), ('Tac 2 mg/day',), ())
    >>> list_readings("Tac 2x1 mg/day; MMF 500 mg")
    ('Tac 2 mg/day; MMF 500 mg', 'Tac 1 mg/day; MMF 500 mg')
    """
    typed = clean(text)
    parts = _KEPT_JOINTS.split(typed)
    readings = [_list_own(part) for part in parts]
    alike = max(map(len, readings))
    return tuple(
        "".join(own[min(n, len(own) - 1)] if own else part
                for part, own in zip(parts, readings, strict=True))
        for n in range(alike)
    )  # fmt: skip


def _list_own(typed: str) -> tuple[str, ...]:
    """Return what the dose of one drug may mean; nothing where it is clear, or no dose."""
    if parts := _PARTS_OF_DAY.fullmatch(typed):
        numbers = _NUMBERS.findall(parts["parts"])
        total = sum(float(one.replace(",", ".")) for one in numbers)
        return (f"{parts['before']}{total:g} {parts['unit']}/day",)
    match = _DOSE.fullmatch(typed)
    behind = _TIMES_BEHIND.fullmatch(match["frequency"]) if match else None
    if not match or not (match["times"] or behind) or not _PER_DAY.search(match["unit"]):
        return ()
    often = match["times"][0] if match["times"] else behind and (behind[1] or behind[2])
    one, before = float(match["dose"].replace(",", ".")), f"{match['drug']} ".lstrip()
    return tuple(f"{before}{dose:g} {match['unit']}" for dose in (one * int(often or 1), one))


def names_drugs(text: str) -> bool:
    """Return whether a text names drugs and nothing else; the dose may be in doubt.

    >>> names_drugs("Tac 2x1 mg/day"), names_drugs("2x1 mg/day")
    (True, False)
    """
    return any(map(read_drug_prose, (text, *list_readings(text)[:1])))


def count_drug_cells(values: Iterable[object]) -> int:
    """Return how many cells name drugs and nothing else.

    None where all of them say that there was no drug: "nil" may be what a strip showed.

    >>> count_drug_cells(["MMF", "none", 3]), count_drug_cells(["Nil", "Nil", "Trace"])
    (2, 0)
    """
    named = [value for value in values if isinstance(value, str) and names_drugs(value)]
    return len(named) if any(find_drug(value) != "none" for value in named) else 0


def counts_doses(text: str) -> bool:
    """Return whether a text says only how many doses were given.

    >>> counts_doses("2 doses"), counts_doses("2 mg")
    (True, False)
    """
    return _NUMBER_OF_DOSES.fullmatch(clean(text)) is not None
