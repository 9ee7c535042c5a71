"""Drugs named in free text: combinations, sequences, brands and doses."""

import re
from dataclasses import dataclass

from srns.cohort.terms import find_drug
from srns.workbook.values.text import clean

_JOINTS = re.compile(
    r"(?:(?<!\s)\s++)?(?:(?:,\s*+)?\b(?:followed by|then|and|plus|with)\b|\+|&|;|,|→|->|/)\s*+",
    re.IGNORECASE,
)
_TIMES = re.compile(r"(\d)\s*[x×*]\s*(?=\d)", re.IGNORECASE)
_NUMBER_OF_DOSES = re.compile(r"\d+\s*(?:doses?|infusions?|cycles?|gaben|dosis|doz)", re.IGNORECASE)
_DOSE = re.compile(
    r"(?P<drug>.*?)\s*(?P<dose>\d+(?:[.,]\d+)?)\s*"
    r"(?P<unit>(?:mg|g|mcg|µg)(?:/(?:kg|m2|m²|m\^2))?(?:/(?:d|day|dose))?)\b\.?\s*"
    r"(?:per\s+dose|/dose)?\s*(?P<frequency>.*)",
    re.IGNORECASE,
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
        As in the cell; None and empty where the cell does not say.
    """

    drug: str
    typed: str
    dose: float | None = None
    dose_unit: str = ""
    frequency: str = ""


def read_drug_prose(text: str) -> tuple[DrugText, ...]:
    """Read the drugs in their order; none where any part of the text is not a drug.

    >>> [course.drug for course in read_drug_prose("Tac, followed by Rituximab")]
    ['tacrolimus', 'rituximab']
    """
    whole = _read_one(clean(text))
    if whole:
        return (whole,)
    courses = [_read_one(part) for part in _JOINTS.split(clean(text)) if part]
    return tuple(one for one in courses if one) if courses and all(courses) else ()


def _read_one(part: str) -> DrugText | None:
    drug = find_drug(part)
    if drug:
        return DrugText(drug, part)
    match = _DOSE.fullmatch(part)
    drug = find_drug(match["drug"]) if match and match["drug"] else None
    if not match or not drug:
        return None
    return DrugText(
        drug,
        match["drug"],
        float(match["dose"].replace(",", ".")),
        match["unit"],
        match["frequency"],
    )


def read_dose(text: str) -> tuple[float, str, str] | None:
    """Split a dose into number, unit and frequency; None where the text is no dose.

    >>> read_dose("300 mg/m2 per dose BD"), read_dose("2x1 mg")
    ((300.0, 'mg/m2', 'BD'), (1.0, 'mg', '2x'))
    """
    typed = clean(text)
    times = _TIMES.match(typed)
    match = _DOSE.fullmatch(typed[times.end() :] if times else typed)
    if not match or match["drug"]:
        return None
    often = f"{times[1]}x {match['frequency']}".strip() if times else match["frequency"]
    return float(match["dose"].replace(",", ".")), match["unit"], often


def counts_doses(text: str) -> bool:
    """Return whether a text says only how many doses were given.

    >>> counts_doses("2 doses"), counts_doses("2 mg")
    (True, False)
    """
    return _NUMBER_OF_DOSES.fullmatch(clean(text)) is not None
