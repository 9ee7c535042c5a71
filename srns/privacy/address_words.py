"""Words of an address: no study number and no word of an uploaded workbook stands in one.

An address stays in the browser's history and is passed on. A study number that means something, and
a group or a day 0 with words that are not the dictionary's, stand in it as `~3`: the third of what
the page offers.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from srns.cohort.day_zero import FIRST_INFUSION, FIRST_URINE_RESULT
from srns.cohort.histology import HISTOLOGY
from srns.cohort.tables import AS_READ
from srns.cohort.terms import EVENTS, NOT_RECORDED, RESPONSES
from srns.privacy.identifying_text import looks_identifying
from srns.privacy.pseudonyms import are_meaningless
from srns.privacy.typed_words import find_unsure_words
from srns.privacy.vocabulary import is_understood

_PLACE = re.compile(r"~([1-9]\d{0,6})")
_FIXED = frozenset((NOT_RECORDED, AS_READ, FIRST_INFUSION, FIRST_URINE_RESULT))
_KNOWN: Mapping[str, Callable[[str], bool]] = {
    "histology": lambda group: group in HISTOLOGY.groups,
    "resistance": lambda group: group in ("initial", "late"),
    "response": lambda group: group in RESPONSES,
    "regimen": lambda group: is_understood(group, "drug"),
    "day_zero": lambda day: _is_known_origin(day.removeprefix("first ")),
}
CHILDREN = ("patient", "selected")
"""Parameters that name children; what is offered for them is the list of all children."""


def hiding(name: str, offered: Sequence[str]) -> Callable[[str], str]:
    """Return what turns a value of a parameter into its word in an address of an upload.

    Parameters
    ----------
    offered
        All values that the page offers. One that is neither offered nor known has no word: empty.

    Examples
    --------
    >>> [hiding("histology", ["MCD", "Smith"])(group) for group in ("MCD", "Smith", "Jones")]
    ['MCD', '~2', '']
    >>> hiding("patient", ["Ada7", "Tom1"])("Tom1"), hiding("patient", ["1", "2"])("2")
    ('~2', '2')
    """
    place_of = {value: f"~{at}" for at, value in enumerate(offered, 1)}
    plain = name in CHILDREN and are_meaningless(offered)
    known = _KNOWN.get(name, lambda _: False)

    def hide(value: str) -> str:
        if plain or value in _FIXED or known(value) or _PLACE.fullmatch(value):
            return value
        return place_of.get(value, "")

    return hide


def reveal(word: str, offered: Sequence[str]) -> str:
    """Return what a word of an address stands for; a place that is not offered stays.

    >>> reveal("~2", ["Ada7", "Tom1"]), reveal("~9", ["Ada7"]), reveal("MCD", [])
    ('Tom1', '~9', 'MCD')
    """
    place = _PLACE.fullmatch(word)
    at = int(place[1]) if place else 0
    return offered[at - 1] if 0 < at <= len(offered) and word not in offered else word


def may_be_told(name: str) -> bool:
    """Return whether the name of a group, as typed, may stand in an address.

    >>> may_be_told("late relapses"), may_be_told("Anna and Tom")
    (True, False)
    """
    return not find_unsure_words(name) and not looks_identifying(name)


def _is_known_origin(word: str) -> bool:
    return word in EVENTS or is_understood(word, "drug")
