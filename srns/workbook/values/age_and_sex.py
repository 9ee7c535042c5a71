"""Cells with age and sex in one, such as "7y/M"."""

import re

from srns.cohort.terms import SEX_SPELLINGS, fold
from srns.workbook.values.text import clean

_PARTS = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+")
YEARS = frozenset(
    (
        *(
            "y",
            "yr",
            "yrs",
            "year",
            "years",
            "yo",
            "a",
            "j",
            "jahre",
            "ans",
            "años",
            "anni",
            "anos",
            "jahr",
            "an",
            "año",
            "anno",
            "ano",
            "jaar",
            "let",
            "rok",
            "roky",
            "lat",
            "lata",
            "år",
        ),
        *("yaş", "лет", "год", "года", "г", "岁", "歳", "세", ""),
    )
)
MONTHS = frozenset(
    (
        *("m", "mo", "mos", "mth", "mths", "month", "months", "monat", "monate", "mon", "mois"),
        *(
            "mes",
            "meses",
            "mesi",
            "mese",
            "mês",
            "ay",
            "aylık",
            "月",
            "个月",
            "ヶ月",
            "か月",
            "개월",
        ),
        *("мес", "месяц", "месяца", "месяцев", "maanden", "maand", "mnd", "měsíců", "månader"),
    )
)


def read_age_and_sex(value: object) -> tuple[float, str] | None:
    """Return the age in years and the word for the sex; None where a cell holds not just the two.

    >>> read_age_and_sex("7y/M"), read_age_and_sex("F, 11"), read_age_and_sex("18 months/F")
    ((7.0, 'M'), (11.0, 'F'), (1.5, 'F'))
    >>> read_age_and_sex("7M"), read_age_and_sex("7"), read_age_and_sex("7y/M twins")
    ((7.0, 'M'), None, None)
    """
    if not isinstance(value, str):
        return None
    parts = _PARTS.findall(clean(value))
    numbers = [part for part in parts if part[0].isdigit()]
    words = [part for part in parts if not part[0].isdigit()]
    sexes = [word for word in words if fold(word) in SEX_SPELLINGS]
    if len(numbers) != 1 or not sexes or len(words) > 2:
        return None
    sex = sexes[-1] if parts[0] == numbers[0] else sexes[0]
    words.remove(sex)
    unit = fold(words[0]) if words else ""
    number = float(numbers[0].replace(",", "."))
    if unit in MONTHS:
        return float(f"{number / 12:.12g}"), sex
    return (number, sex) if unit in YEARS else None
