"""Codes such as 1 and 2 in a column of words: their meaning by the heading, or asked once."""

import re
from collections.abc import Sequence

from srns.cohort.schema import Column
from srns.cohort.terms import fold
from srns.languages.sentences import sentence, term
from srns.workbook.recipe.column_evidence import Asker
from srns.workbook.recipe.match_headings import CODE_PAIR
from srns.workbook.recipe.model import LEAVE_OUT

_MOST = 12


def show_code(value: object) -> str | None:
    """Return a whole number from 0 to 99 as a code; None for any other value.

    >>> show_code(1.0), show_code("02"), show_code("male")
    ('1', '2', None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return f"{value:g}" if 0 <= value < 100 and value == int(value) else None
    text = value.strip() if isinstance(value, str) else ""
    return str(int(text)) if re.fullmatch(r"\d{1,2}", text) else None


def find_codes(column: Column, values: Sequence[object]) -> list[str]:
    """Return the codes of a column of words in ascending order; none where words are typed."""
    if not column.spellings or not column.strict or not values:
        return []
    codes = {show_code(value) for value in values}
    if None in codes or len(codes) > _MOST:
        return []
    unknown = [code for code in codes if code is not None and fold(code) not in column.spellings]
    return sorted(unknown, key=int)


def propose_codes(asker: Asker, column: Column) -> str:
    """Return what the codes of a column mean by its heading; ask about each that it does not say.

    Returns
    -------
    str
        Such as `1 = male, 2 = female`; empty where the heading says nothing.
    """
    codes = find_codes(column, asker.filled)
    spellings = column.spellings or {}
    said = {
        str(int(code)): spellings[fold(word)]
        for code, word in CODE_PAIR.findall(asker.heading)
        if fold(word) in spellings
    }
    for code in codes:
        if code not in said:
            asker.ask(
                f"code {code}",
                sentence(
                    "Sheet {sheet}: what does {code} mean in '{heading}'?",
                    sheet=asker.region.tab,
                    code=code,
                    heading=asker.heading,
                ),
                (*map(term, column.words), LEAVE_OUT),
                sentence("the column holds codes"),
            )
    return ", ".join(f"{code} = {said[code]}" for code in codes if code in said)
