"""Dipstick column of a sheet, read as grades."""

from collections.abc import Sequence

import numpy as np

from srns.cohort.dipstick import ones_in_brackets, read_grade
from srns.languages.sentences import sentence
from srns.workbook.findings import Findings, Place
from srns.workbook.values.numbers_and_words import (
    Numbers,
    explain_special,
    missing_reason,
    show_plain,
    show_value,
)

_EXPECTED = sentence("dipstick: negative, trace, 1+, 2+, 3+ or 4+")
DASHES = ("-", "–", "—")
_DASH = sentence("A dash is read as blank: type 'negative' if the strip showed no protein.")
_NUMBER = frozenset("1234")


def read_dipsticks(
    values: Sequence[object], place: Place, findings: Findings, table: str
) -> Numbers:
    """Read a column of dipsticks as places in `srns.cohort.dipstick.GRADES`.

    A cell that names no grade is an error and its row is in `unread`. Each spelling is read once,
    so that a year of strips of a thousand children takes a second.
    """
    grades = np.full(len(values), np.nan)
    read = Numbers(grades, {})
    known: dict[object, int] = dict.fromkeys(ones_in_brackets(values), 2)
    for row, value in enumerate(values):
        if value == "":
            continue
        kind = type(value)
        grade = known.get(value) if kind is str else None
        if grade is not None:
            grades[row] = grade
            continue
        if (reason := missing_reason(value)) is not None:
            if reason not in ("", "blank"):
                findings.note_absence(table, row, place, reason)
            elif show_plain(value) in DASHES:
                findings.problems.append(place.query(row, show_value(value), _EXPECTED, _DASH))
            continue
        text = show_plain(value) if kind in (str, int, float) else ""
        grade = read_grade(text)
        if grade is None:
            findings.problems.append(
                place.error(row, show_value(value), _EXPECTED, _how_to_type(value, text))
            )
            read.unread.add(row)
            continue
        grades[row] = grade
        if kind is str:
            known[value] = grade
    return read


def _how_to_type(value: object, text: str) -> str:
    if remedy := explain_special(value):
        return remedy
    if text in _NUMBER:
        return sentence("Type {text}+ if it is the grade; {text} may also be g/L.", text=text)
    return sentence(
        "Type what the strip showed, or leave the cell blank; as it stands it is unknown."
    )
