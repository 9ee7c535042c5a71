"""Numbers among words: measures of a course, or the parts of a date?"""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_NUMBERED = 2
"""NumberedClauses with a number; three may be a date, whatever stands between them."""
MOST_SPELLED = 2
"""Numbers in words; more may be the number of a record."""
_SPELLED = frozenset(("one", "two", "three", "four", "five", "six"))
_UNITS = {
    word: words[0]
    for words in (
        ("years", "year", "yrs", "yr", "y"),
        ("months", "month", "mo"),
        ("weeks", "week", "wk", "w"),
        ("days", "day", "d"),
    )
    for word in words
}


@dataclass(frozen=True)
class NumberedClause:
    """The words and numbers of a clause with one number, and that number."""

    tokens: tuple[str, ...]
    number: str


def is_spelled(word: str) -> bool:
    """Return whether a word is a number."""
    return word.casefold() in _SPELLED


def may_be_measures(clauses: Sequence[NumberedClause]) -> bool:
    """Return whether clauses with a number each hold measures, and no parts of a date.

    One number may stand alone, but not as the year since which. Two need the same unit of time.

    Examples
    --------
    >>> one, other = NumberedClause(("day", "3"), "3"), NumberedClause(("month", "4"), "4")
    >>> may_be_measures([one]), may_be_measures([one, other])
    (True, False)
    >>> may_be_measures([NumberedClause(("since", "11"), "11")])
    False
    """
    if len(clauses) == 1:
        tokens = [token.casefold() for token in clauses[0].tokens]
        at = tokens.index(clauses[0].number.casefold())
        since = tokens[max(0, at - 1) : at] == ["since"]
        return not since or any(token in _UNITS for token in tokens[at + 1 : at + 2])
    units = [
        {_UNITS[token.casefold()] for token in clause.tokens if token.casefold() in _UNITS}
        for clause in clauses
    ]
    return (
        len(clauses) <= MOST_NUMBERED and len(units[0]) == 1 and all(u == units[0] for u in units)
    )
