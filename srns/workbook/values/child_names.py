"""Spellings of children's numbers: which may be one child, and what they differ by.

Capitals, hyphens, zeros in front, invisible characters and letters of another alphabet that look
the same make two spellings of one number; so does a remark behind it, such as "5 (twin)".
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import reduce
from itertools import combinations

from srns.languages.messages import Sentence
from srns.languages.sentences import sentence

_LOOK_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХасеорхуіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABESIJKMHOPCTYXaceopxyijsABEZHIKMNOPTYXo"
)
_RAISED = re.compile("(?<=.)[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_PARTED = re.compile(r"(?<=[^\W\d_])[\s_\-./#]+(?=\w)|(?<=\w)[\s_\-./#]+(?=[^\W\d_])")
_REMARK = re.compile(
    r"(?<=\w)\s*(?:[(\[](?!\d[)\]]|dup|copy|bis|rpt|repeat|again).+[)\]]|\*+|(?:->|→|>).+"
    r"|\s(?:new|old|neu|alt))$",
    re.IGNORECASE,
)
"""What is remarked behind a number, as in "5 (2nd)" and "7 -> 17"."""
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def _is_invisible(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cf", "Cc") or letter in "\u00a0\u2007\u202f\u3000"


def _seen(name: str) -> str:
    """Return a name without what cannot be seen."""
    if name.isascii() and name.isprintable():  # most are
        return name.strip()
    return "".join(one for one in name if not _is_invisible(one)).strip()


def _plain(name: str) -> str:
    """Return a name in the letters that it seems to be in."""
    latin = unicodedata.normalize("NFKC", _RAISED.sub("", _seen(name))).translate(_LOOK_ALIKE)
    return latin.translate(_HYPHENS)


def bare_name(name: str) -> str:
    """Return what all spellings of one number have in common.

    >>> {bare_name(each) for each in ("P1", "p1", "P-1", "P 01", "P1" + chr(0x200B), "Р1")}
    {'p1'}
    >>> bare_name("1-1"), bare_name("11")
    ('1-1', '11')
    """
    if name.isascii() and name.isdecimal():  # most are
        return name.lstrip("0") or "0"
    return without_zeros(_PARTED.sub("", _plain(name)).casefold())


def without_zeros(name: str) -> str:
    """Return a name without the zeros in front of its numbers; the last zero of one stays."""
    return _ZEROS.sub("", name) if "0" in name else name


def show_name(name: str) -> str:
    """Return a name with what cannot be seen, or only seems to be a letter, made visible.

    >>> show_name("P1" + chr(0x200B)), show_name("Р1")
    ('P1⟨U+200B⟩', 'Р⟨Cyrillic⟩1')
    """
    shown = []
    for letter in name:
        if _is_invisible(letter):
            shown.append(f"⟨U+{ord(letter):04X}⟩")
        elif letter.translate(_LOOK_ALIKE) != letter:
            alphabet = unicodedata.name(letter).split()[0].capitalize()
            shown.append(f"{letter}⟨{alphabet}⟩")
        else:
            shown.append(letter)
    return "".join(shown)


def _both(words: list[Sentence]) -> Sentence:
    return reduce(lambda one, other: sentence("{first} and {last}", first=one, last=other), words)


def explain_difference(one: str, other: str) -> Sentence:
    """Return what two spellings of one number differ by.

    >>> explain_difference("P1", "p1"), explain_difference("P1", "P 01")
    ('but for capitals', 'but for a space or a hyphen and zeros in front')
    """
    if _seen(one) == _seen(other):
        return sentence("but for an invisible character")
    if _RAISED.sub("", _seen(one)) == _RAISED.sub("", _seen(other)):
        return sentence("but for a raised mark")
    if _plain(one) == _plain(other):
        return sentence("but for a letter that only looks the same")
    steps = (
        (sentence("a remark"), lambda text: _REMARK.sub("", text)),
        (sentence("capitals"), str.casefold),
        (sentence("a space or a hyphen"), lambda text: _PARTED.sub("", text)),
        (sentence("zeros in front"), without_zeros),
    )
    for count in (1, 2, 3):
        for chosen in combinations(steps, count):
            first, second = _plain(one), _plain(other)
            for _, change in chosen:
                first, second = change(first), change(second)
            if first == second:
                return sentence("but for {listed}", listed=_both([each for each, _ in chosen]))
    return sentence("but for its spelling")


def find_spellings(names: Iterable[str]) -> list[list[str]]:
    """Return the numbers that are spelt in several ways, each with its spellings as first met.

    A number with a remark is a spelling of the one without, if there is such a number.

    >>> find_spellings(["5", "5 (2nd)", "6(1)", "6(2)"])
    [['5', '5 (2nd)']]
    """
    groups: dict[str, dict[str, str]] = {}
    different = list(dict.fromkeys(filter(None, names)))
    remarked = {name: stem for name in different if (stem := _REMARK.sub("", name)) != name}
    bare = {name: bare_name(remarked.get(name, name)) for name in different}
    plain = {bare[name] for name in different if name not in remarked}
    for name, key in bare.items():
        # Wide and narrow letters are the same in every reading.
        narrow = name if name.isascii() else unicodedata.normalize("NFKC", name)
        groups.setdefault(key if key in plain else bare_name(name), {}).setdefault(narrow, name)
    return [list(group.values()) for group in groups.values() if len(group) > 1]
