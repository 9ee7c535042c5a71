"""Screen for what a person types and others will see: names of cohorts, labels, comments, reasons.

The person is asked about every word that is neither clinical nor plain English, because it may be
a name in any language. What looks like a name, a number, a date or a place is refused in any case.
"""

import re
from collections.abc import Collection
from functools import cache
from pathlib import Path

from srns.cohort.errors import GateError, UnknownWordsError
from srns.cohort.wording import and_more
from srns.privacy.identifying_text import find_unknown_words, looks_identifying
from srns.privacy.plain_text import make_plain

LONGEST = 2000
LONGEST_NAME = 80
_INITIALS = re.compile(r"(?:(?:dr|prof)\.? ?)?((?:[^\W\d_]\.?[ -]?){1,3})", re.IGNORECASE)
_YEAR_AT_END = re.compile(r"(?<=[^\W\d_] )(?:19|20)\d\d$")
_ROLES = frozenset(
    ("reviewer", "doctor", "nurse", "statistician", "student", "editor", "owner", "supervisor")
)
# English words that are names as well; with a capital they are asked about.
_ALSO_NAMES = frozenset(
    (
        *("april", "august", "autumn", "bill", "dawn", "faith", "gene", "grace", "grant", "guy"),
        *("hope", "joy", "june", "mark", "may", "rose", "summer", "will", "art", "chip", "drew"),
        *(
            "frank",
            "jack",
            "jean",
            "lance",
            "lane",
            "miles",
            "nick",
            "pat",
            "penny",
            "rob",
            "robin",
        ),
        *("sandy", "sue", "ward", "young", "king", "church", "field", "long", "short", "white"),
        *("black", "brown", "green", "day", "ana", "page"),
    )
)


def require_safe_words(
    text: str,
    what: str,
    *,
    needed: bool = False,
    confirmed: Collection[str] = (),
    longest: int = LONGEST,
    years: bool = False,
) -> None:
    """Refuse typed words, a comment for instance, that could identify a child.

    Parameters
    ----------
    confirmed
        Unknown words of which a person has said that they name no child, person or place.
    years
        Whether a year may stand at the end, as in the name of a definition.

    Raises
    ------
    UnknownWordsError
        If there are words that only a person can judge; it carries them.
    GateError
        If the text could identify a child, is empty although `needed`, is too long, or cannot be
        printed; the message is one sentence and does not quote the text.
    """
    if needed and not text.strip():
        raise GateError(f"The {what} is empty. Type one.")
    if len(text) > longest:
        raise GateError(
            f"The {what} has {len(text):,} characters; expected at most {longest:,}. Shorten it."
        )
    if any(ord(letter) < 32 and letter not in "\n\t" for letter in text):
        raise GateError(f"The {what} contains characters that cannot be printed. Type it again.")
    judged = _YEAR_AT_END.sub("", text) if years else text
    why = looks_identifying(" ".join(judged.split()), confirmed)
    if why:
        raise GateError(
            f"The {what} contains {why}, so it is not stored. Rephrase it without that."
        )
    unknown = [word for word in find_unsure_words(text) if word not in confirmed]
    if unknown:
        raise UnknownWordsError(
            f"The {what} contains words that may be names: {and_more(unknown, 5)}. Confirm that "
            "they name no child, person or place, or rephrase it.",
            unknown,
        )


def require_initials(text: str, what: str) -> None:
    """Refuse the name of a person where initials or a role are enough.

    Raises
    ------
    GateError
        If the text is more than three capital letters, with or without a title, or a role.
    """
    if not text:
        return
    plain = make_plain(text)
    initials = _INITIALS.fullmatch(plain)
    letters = [letter for letter in initials[1] if letter.isalpha()] if initials else []
    role = plain.casefold().rstrip("0123456789 ")
    if role in _ROLES or (letters and not any(letter.islower() for letter in letters)):
        return
    raise GateError(
        f"The {what} is recorded and shown; expected at most three capital initials such as AB, "
        "or a role such as reviewer 2. Type those."
    )


def initials_of(name: str) -> str:
    """Return the initials of a name.

    >>> initials_of("Anna Maria Smith-Jones"), initials_of("")
    ('AMS', '')
    """
    parts = [part for part in make_plain(name).split() if part[0].isalpha()]
    return "".join(part[0].upper() for part in parts[:3])


def find_unsure_words(text: str) -> tuple[str, ...]:
    """Return the words of a text of which only a person can say that they are no names.

    >>> find_unsure_words("Children treated in Turin"), find_unsure_words("albumin was repeated")
    (('Turin',), ())
    """
    known = _english()
    return tuple(
        word
        for word in find_unknown_words(text)
        if len(word) > 1
        and (word.casefold() not in known or (word[0].isupper() and word.casefold() in _ALSO_NAMES))
    )


@cache
def _english() -> frozenset[str]:
    """Return plain English words, in lower case."""
    path = Path(__file__).parent / "plain_english.txt"
    return frozenset(path.read_text("utf-8").split())
