"""What the notes around a table say of its columns: units, and what a sign stands for."""

import re
from collections.abc import Iterator, Mapping

from srns.cohort.schema import Column
from srns.cohort.terms import fold
from srns.languages.sentences import sentence
from srns.workbook.recipe.match_headings import guess
from srns.workbook.values.numbers_and_words import missing_reason
from srns.workbook.values.text import clean

_PARTS = re.compile(r"[,;\n]|\.(?:\s|$)")
_IN = re.compile(
    r"^(?P<name>.+?)\s*(?:\b(?:in|en|em)\b|[:=])\s*(?P<unit>\S+(?:\s?/\s?\S+)*)$", re.I
)
_UNIT = re.compile(r"(?<![^\s,;()/])[^\s,;()/]++\s?/\s?[^\s,;()]+")
_MEANS = re.compile(r"^(?P<sign>\S{1,12}(?: \S{1,12})?)\s*[=:]\s*(?P<words>.+)$")
MEANINGS = (sentence("not done"), sentence("not detected"), sentence("unknown"))
"""What 'ND' may mean."""
Said = tuple[str, str]
"""What a note says, and the note: its cell and the words."""


def find_stated_unit(notes: Mapping[str, str], column: Column) -> Said | None:
    """Return the unit in which the notes of a sheet say that a column is; None where they differ.

    A note that mentions another unit of it, in whatever words, makes them differ.

    >>> from srns.cohort.dictionary import find_column
    >>> notes = {"A2": "UPCR in mg/mg, albumin in g/dl. ND = not done"}
    >>> find_stated_unit(notes, find_column("Labs", "albumin"))
    ('g/dL', "A2: 'albumin in g/dl'")
    """
    found: dict[str, str] = {}
    for cell, part in _parts(notes):
        match = _IN.match(part)
        if match is None or column.find_unit(match["unit"]) is None:
            continue
        named = guess(f"{match['name']} ({match['unit']})")
        for one in named:
            if one.whole and one.column is column and one.unit:
                found.setdefault(one.unit, f"{cell}: '{part}'")
    mentioned = {
        unit
        for text in notes.values()
        for word in _UNIT.findall(text)
        if (unit := column.find_unit(word.strip(".")))
    }
    if len(found) != 1 or not mentioned <= found.keys():
        return None
    return next(iter(found.items()))


def find_meaning(notes: Mapping[str, str], sign: str) -> Said | None:
    """Return which of `MEANINGS` a sign has by the notes of a sheet; None where they differ.

    >>> find_meaning({"A2": "neg = dipstick negative. ND = not done"}, "ND")
    ('not done', "A2: 'ND = not done'")
    """
    found: dict[str, str] = {}
    for cell, part in _parts(notes):
        match = _MEANS.match(part)
        if match is None or fold(match["sign"]) != fold(sign):
            continue
        reason = missing_reason(match["words"])
        named = [one for one in MEANINGS if fold(one) == fold(match["words"]) or one == reason]
        found.setdefault(named[0] if named else "", f"{cell}: '{part}'")
    if len(found) != 1 or "" in found:
        return None
    return next(iter(found.items()))


def _parts(notes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for cell, text in notes.items():
        yield from ((cell, part) for one in _PARTS.split(text) if (part := clean(one)))
