"""Messages in the language in use, from catalogues in the format of GNU gettext.

A message that a catalogue lacks is shown in English. Messages are whole sentences with named
places, filled after the translation: `_("{n} of {of}").format(n=2, of=8)`.
"""

import gettext as catalogues
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import overload

from srns.languages.current import ENGLISH, current_language

LOCALE = Path(__file__).parent / "locale"
DOMAIN = "srns"


def _(message: str) -> str:
    """Return a message in the language in use.

    >>> _("Open your cohort")
    'Open your cohort'
    """
    code = current_language()
    if code == ENGLISH:
        return message
    return _catalogue(code).gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """Return the message for a number, in the form that the language in use has for it.

    >>> ngettext("{n} child", "{n} children", 2).format(n=2)
    '2 children'
    """
    code = current_language()
    if code == ENGLISH:
        return one if n == 1 else many
    return _catalogue(code).ngettext(one, many, n)


def pgettext(context: str, message: str) -> str:
    """Return a message that means different things in different places.

    Parameters
    ----------
    context
        Where it stands, in words for a translator.
    """
    code = current_language()
    if code == ENGLISH:
        return message
    return _catalogue(code).pgettext(context, message)


def mark(message: str) -> str:
    """Return a key as it is, and have it in the catalogues; `translated` shows it."""
    return message


def translated(key: object) -> str:
    """Return a key of the data, such as a response, as it is shown in the language in use.

    A word that is no key, such as one that a person typed, stays as it is. A sentence that keeps
    what it was made of is made again in the language in use.

    >>> translated("complete remission"), translated("FSGS")
    ('complete remission', 'FSGS')
    """
    if isinstance(key, Sentence):
        return key.shown
    text = str(key)
    return _(text) if text else text


@overload
def in_language(value: str) -> str: ...
@overload
def in_language(value: object) -> object: ...
def in_language(value: object) -> object:
    """Return a sentence in the language in use; all else, such as a typed text, as it is."""
    return value.shown if isinstance(value, Sentence) else value


class Sentence(str):
    """An English text that keeps what it was made of; see `srns.languages.sentences`.

    Attributes
    ----------
    make, parts
        What makes the text in the language in use, and what of.
    """

    make: Callable[..., str]
    parts: tuple[object, ...]

    @classmethod
    def made(cls, text: str, make: Callable[..., str], /, *parts: object) -> "Sentence":
        """Return the English text with what makes it in another language."""
        said = cls(text)
        said.make, said.parts = make, parts
        return said

    def __str__(self) -> "Sentence":
        return self

    @property
    def shown(self) -> str:
        """The text in the language in use."""
        return self.make(*self.parts)


@lru_cache
def _catalogue(code: str) -> catalogues.NullTranslations:
    return catalogues.translation(DOMAIN, LOCALE, [code], fallback=True)
