"""Dipstick grades of urine protein: their order on the strip, and how they are written."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

GRADES = ("negative", "trace", "1+", "2+", "3+", "4+")
"""From no protein to most; the place of a grade is its value in the table `labs`."""

BANDS: Mapping[str, tuple[int, int | None]] = MappingProxyType(
    {
        "negative": (0, 15),
        "trace": (15, 30),
        "1+": (30, 100),
        "2+": (100, 300),
        "3+": (300, 1000),
        "4+": (1000, None),
    }
)
"""Protein in mg/dL from the first number up to below the second (KDIGO 2025, Figure 1)."""

_WORDS: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                *("negative", "neg", "neg.", "nil", "none", "absent", "nad", "-", "–", "−", "0"),
                *("néant", "nul"),
                *("(-)", "no", "negativ", "négatif", "negativo", "negatif", "ausente", "assente"),
                *("阴性", "陰性", "（-）", "(－)", "(−)", "nakaratmak", "음성", "отр", "отр."),
                *("отрицательно", "отрицательный", "negatief", "ujemny", "ujemne", "nieobecne"),
                *("nég", "nég.", "négative", "negativa", "negatywny", "assenti", "ausentes"),
                *("assentes", "ausencia", "ausência", "assenza", "absence", "negativní"),
            ),
            0,
        ),
        **dict.fromkeys(
            (
                *("trace", "traces", "tr", "tr.", "trc", "+/-", "±", "(+)", "-/+", "+-"),
                *("slight trace", "spur", "spuren", "trazas", "traza", "indicios", "traços"),
                *(
                    "vestígios",
                    "vestigios",
                    "tracce",
                    "eser",
                    "eser miktarda",
                    "微量",
                    "痕跡",
                    "미량",
                    "следы",
                    "spoor",
                    "ślad",
                    "śladowe",
                    "spår",
                    "stopa",
                    "stopy",
                    "弱阳性",
                    "弱陽性",
                    "(±)",
                    "(+/-)",
                ),
            ),
            1,
        ),
    }
)
_PLUSES = re.compile(r"\+{1,4}")
_COUNTED = re.compile(r"(?:([1-4])\s?\+{1,3}|\+\s?([1-4])|([1-4])\s?(?:plus|cross(?:es)?))")
_BAND = re.compile(r"(?:≥|>=|>)?\s?(\d{1,4})\s?mg/dl")
_WITH_BAND = re.compile(r"(?P<grade>[^(\[]*[^(\[\d.,\s])\s?[(\[]?\s?(?P<band>[≥>=\s]*\d[\d.,]*)"
                        r"\s?(?P<unit>mg/dl|g/l)?\s?[)\]]?")  # fmt: skip
"""A grade with the concentration that is printed beside it, as in "3+ (300)" or "+ 0,3 g/l"."""
_WIDE = str.maketrans("＋－（）−", "+-()-")
_BRACKETED = re.compile(r"[(\[](.{2,})[)\]]")
_IN_BRACKETS = re.compile(r"[(\[](?:±|\+/-|-|\d\+|\+\d|\+{2,})[)\]]")
_TRACE_IN_BRACKETS = frozenset(("(±)", "(+/-)"))
_SHORT, _LONGEST = 8, 40


def read_grade(text: str) -> int | None:
    """Return the grade that a strip's reading names, or None where it names none.

    Spellings of each field, counted pluses, and the concentration printed beside a field (mg/dL)
    are understood, and both together where they agree. A bare number from 1 to 4 is not: it may be
    a grade or g/L.

    Examples
    --------
    >>> [read_grade(text) for text in ("Neg", "trace", "++", "3 +", "+4", "300 mg/dL", "2")]
    [0, 1, 3, 4, 5, 4, None]
    >>> [read_grade(text) for text in ("+++ (300)", "1+ (0.3 g/L)", "± (15 mg/dL)", "2+ (500)")]
    [4, 2, 1, None]
    """
    folded = _fold(text)
    if not folded or len(folded) > _LONGEST:
        return None
    if folded in _WORDS:
        return _WORDS[folded]
    if match := _BRACKETED.fullmatch(folded):
        folded = match[1].strip()
    if _PLUSES.fullmatch(folded):
        return 1 + len(folded)
    if match := _COUNTED.fullmatch(folded):
        return 1 + int(next(group for group in match.groups() if group))
    if match := _BAND.fullmatch(folded):
        return grade_of_concentration(int(match[1]))
    if match := _WITH_BAND.fullmatch(folded):
        return _agreed_grade(**match.groupdict())
    return None


def _agreed_grade(grade: str, band: str, unit: str | None) -> int | None:
    """Return the grade of a field beside which a concentration stands; None where they disagree."""
    said = read_grade(grade)
    digits = band.lstrip("≥>= ").replace(",", ".")
    if said is None or not re.fullmatch(r"\d{1,4}(?:\.\d+)?", digits):
        return None
    mg_dl = float(digits) * (100 if unit == "g/l" else 1)
    return said if grade_of_concentration(mg_dl) == said else None


def ones_in_brackets(readings: Iterable[object]) -> set[str]:
    """Return the spellings of (+) among some readings that mean 1+ there, and no trace.

    They do where (±) is the trace, or where every plus is in brackets.

    >>> ones_in_brackets(["(+)", "(2+)"]), ones_in_brackets(["(+)", "(-)", "2+"])
    ({'(+)'}, set())
    """
    texts = {text for text in readings if isinstance(text, str) and len(text) <= _SHORT}
    ones = {text for text in texts if _fold(text) == "(+)"}
    if not ones:
        return ones
    others = {_fold(text) for text in texts}
    plain = any(_PLUSES.fullmatch(one) or _COUNTED.fullmatch(one) for one in others)
    bracketed = any(map(_IN_BRACKETS.fullmatch, others))
    return ones if others & _TRACE_IN_BRACKETS or (bracketed and not plain) else set()


def _fold(text: str) -> str:
    """Return a text in small letters, its wide signs as narrow ones."""
    return " ".join(text.casefold().translate(_WIDE).split())


def grade_of_concentration(mg_dl: float) -> int:
    """Return the grade in whose band a concentration lies.

    Examples
    --------
    >>> [GRADES[grade_of_concentration(each)] for each in (0, 15, 30, 299, 300, 1000)]
    ['negative', 'trace', '1+', '2+', '3+', '4+']
    """
    return sum(mg_dl >= low for low, _ in BANDS.values()) - 1
