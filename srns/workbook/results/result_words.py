"""Words of laboratory reports: readings of a strip, comments in place of a number, statuses."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from srns.cohort.dictionary import MISSING_WORDS
from srns.cohort.dipstick import GRADES, read_grade

_FILE = Path(__file__).parent / "words.toml"
_SAYS_STRIP = re.compile(r"[^\W\d_]{3,}[^\W\d_ .]*|[(\[][\d+＋±/−－-]{2,}[)\]]"
                         r"|[^\W\d]*[\d+＋±]*[+＋±a-z]\s?[(\[][^)\]]*\d[^)\]]*[)\]]")  # fmt: skip
"""Words, bracketed pluses, a field with its concentration in brackets; no number of milligrams."""
_ENDS = " .,;:!*()[]\"'"


@dataclass(frozen=True)
class Words:
    """The words of `words.toml`, folded.

    Attributes
    ----------
    strip
        Spelling to reading: `negative`, `trace`, `1+` to `4+`.
    comments
        Spelling to what it says: `unknown`, `not done` or `pending`.
    statuses
        Spelling to kind of status.
    """

    strip: Mapping[str, str]
    comments: Mapping[str, str]
    statuses: Mapping[str, str]


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


@cache
def load_words() -> Words:
    """Load the words."""
    data = tomllib.loads(_FILE.read_text("utf-8"))

    def spellings(table: Mapping[str, list[str]]) -> dict[str, str]:
        return {_key(each): name.replace("_", " ") for name, all_ in table.items() for each in all_}

    return Words(spellings(data["strip"]), spellings(data["comments"]), spellings(data["statuses"]))


def read_strip(text: str) -> str:
    """Return the reading of a test strip; empty where the text is none.

    >>> read_strip("NEG."), read_strip("++"), read_strip("Spur"), read_strip("0.3")
    ('negative', '2+', 'trace', '')
    """
    words = load_words().strip
    key = _key(text)
    if found := words.get(key) or words.get(key.strip(" .,;:!*")):
        return found
    grade = read_grade(key) if _SAYS_STRIP.fullmatch(key) else None
    return "" if grade is None else GRADES[grade]


def read_comment(text: str) -> str:
    """Return what a text in place of a number says: `unknown`, `not done`, `pending`, or nothing.

    >>> read_comment("Haemolysed sample"), read_comment("QNS"), read_comment("Test not performed.")
    ('unknown', 'unknown', 'not done')
    """
    words = load_words().comments
    key = _key(text).strip(_ENDS) or _key(text)
    if key in words:
        return words[key]
    if MISSING_WORDS.get(key) in ("not done", "unknown"):
        return MISSING_WORDS[key]
    for spelling, kind in words.items():
        starts = key.startswith(spelling) and not key[len(spelling) :][:1].isalnum()
        # A long phrase says so wherever it is: "sample haemolysed", "lab error, not done".
        inside = len(spelling) >= 8 and f" {spelling}" in key and not any(map(str.isdigit, key))
        if (starts and len(spelling) >= 3) or inside:
            return kind
    return ""


def read_status(text: str) -> str | None:
    """Return the kind of a status, or None where the word is not known; blank is final."""
    key = _key(text).strip(_ENDS)
    return load_words().statuses.get(key) if key else "final"
