"""Cells as a person is shown them beside what they mean: as typed, masked where need be."""

from srns.cohort.terms import fold
from srns.privacy.identifier_patterns import HEADERS, mask, matches
from srns.workbook.recipe.match_headings import identifies
from srns.workbook.values.numbers_and_words import show_plain

_LONGEST = 40


def show_cell(value: object, heading: str) -> str:
    """Return a cell as typed and short, masked where it or its heading may identify a child."""
    announced = HEADERS.get(fold(heading.partition("(")[0]), ("",))[0]
    kind = announced or ("name" if identifies(heading) else "")
    words = show_plain(value)
    kind = kind or matches(words, identity=True) or ""
    if kind:
        return mask(value, kind)
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
