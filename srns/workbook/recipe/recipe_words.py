"""Words that a recipe file may hold; what is mistyped is one sentence, with what was expected."""

import difflib
import re
from collections.abc import Iterable, Mapping
from functools import cache

from srns.cohort.dictionary import SHEETS, find_column
from srns.cohort.terms import EVENTS, PURPOSES, find_drug
from srns.cohort.wording import join_words
from srns.workbook.results.dialect import ROLES, load_dialects

_OF_A_LIST = (*ROLES, "result", "unit", "sign")
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "order": ("day first", "month first", "year first"),
    "part": ("day", "month", "year"),
    "purpose": PURPOSES,
    "event": EVENTS,
    "children_are": ("rows", "columns"),
    "arranged": ("long", "wide", "turned"),
}
_CODE = re.compile(r"\s*[^=,]+=\s*[^=,]+")


@cache
def list_meanings() -> tuple[str, ...]:
    """Return everything that a column can mean."""
    columns = (f"{sheet.name}.{one.id}" for sheet in SHEETS for one in sheet.columns)
    return ("date", "day", "visit", "note", "ignore", *_OF_A_LIST, *columns)


def check_meaning(means: str) -> None:
    """Raise TypeError for a meaning that no column can have."""
    known = list_meanings()
    if means not in known:
        hint = _nearest(means, known) or "such as 'Labs.upcr', 'date' or 'ignore'"
        raise TypeError(f"means = '{means}' is no known meaning; expected {hint}")


def check_choices(values: Mapping[str, object]) -> None:
    """Raise TypeError for a word that is none of the few that its key may have."""
    for key, choices in (*_CHOICES.items(), ("tests", tuple(load_dialects()))):
        value = values.get(key, "")
        if isinstance(value, str) and value and value not in choices:
            listed = join_words([f"'{one}'" for one in choices], "or")
            raise TypeError(f"{key} = '{value}' is not known; expected {listed}")
    codes = values.get("codes", "")
    if isinstance(codes, str) and codes and not all(map(_CODE.fullmatch, codes.split(","))):
        raise TypeError(f"codes = '{codes}' is not read; expected such as '1 = male, 2 = female'")
    drug = values.get("drug", "")
    if isinstance(drug, str) and drug and find_drug(drug) is None:
        raise TypeError(f"drug = '{drug}' is no known drug; expected such as 'tacrolimus'")


def check_units(means: str, units: Mapping[str, str]) -> None:
    """Raise TypeError for a unit in which what a column means is not read."""
    sheet, _, identity = means.rpartition(".")
    column = find_column(sheet, identity) if sheet else None
    if column is None or column.quantity is None:
        return
    for key, unit in units.items():
        if unit and column.find_unit(unit) is None:
            listed = join_words([f"'{one}'" for one in column.quantity.common_units], "or")
            raise TypeError(
                f"{key} = '{unit}' is no unit of {column.label}; expected {listed or 'no unit'}"
            )


def _nearest(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), 1, 0.6)
    return f"'{close[0]}'" if close else ""
