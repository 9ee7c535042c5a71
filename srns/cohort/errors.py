"""Errors of srns: one tree of exceptions, raised when an input cannot be used.

Every message is one sentence or a few: where, what was found, what was expected, how to fix it.

::

    SrnsError
    ├── InputError            a file, a setting or an argument that cannot be used
    │   ├── SampleError       typed samples
    │   ├── OverrideError     overrides of a verdict
    │   ├── LimitError        a threshold in a definition
    │   ├── DefinitionError   a definition file
    │   ├── CaseError         a worked case
    │   ├── RecipeError       a recipe for a workbook
    │   ├── StatementsError   a file of printed statements
    │   ├── ExpressionError   how a printed number is computed
    │   ├── GroupingError     a column to group by
    │   ├── DayZeroError      a day 0 that no child has
    │   ├── ComparisonError   definitions to compare
    │   ├── SettingsError     a setting of the server
    │   └── CanonicalError    a cohort that cannot be written as canonical JSON
    └── StoreError            saving and sharing
        ├── StoreOffError     saving is switched off
        ├── GateError         a cohort that must not be stored as it is
        │   └── UnknownWordsError   typed words that may be names
        ├── KeyFileError      a file that is not a pseudonym key
        └── AccessError       a link that is wrong, has expired or was revoked
            └── PasswordNeededError
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from srns.cohort.wording import shorten_quotes


class SrnsError(Exception):
    """Root of every error that this package raises on purpose; it quotes no long text."""

    def __init__(self, message: str = "") -> None:
        super().__init__(shorten_quotes(message))


class InputError(SrnsError, ValueError):
    """An input that cannot be used; the message is one sentence with the remedy."""


class SampleError(InputError):
    """Samples that cannot be read; the message has one sentence for each mistake."""


class OverrideError(InputError):
    """Overrides that cannot be used; the message is one sentence with the remedy."""


class LimitError(InputError):
    """A limit that cannot be read; it carries what was expected and how to fix it."""

    def __init__(self, found: str, expected: str, remedy: str) -> None:
        super().__init__(f"found {found}; expected {expected}. {remedy}")
        self.expected = expected
        self.remedy = remedy


@dataclass(frozen=True)
class Mistake:
    """One mistake in a definition file.

    Attributes
    ----------
    place
        The file, the line if it is known, and the section: ``ours.toml, line 9, response 1``.
    """

    place: str
    found: str
    expected: str
    remedy: str

    @property
    def line(self) -> int | None:
        """The line of the file, or None if it is not known."""
        match = re.search(r", line (\d+)", self.place)
        return int(match[1]) if match else None

    @property
    def message(self) -> str:
        """The mistake in one sentence, with the remedy."""
        said = f"{self.place}: found {self.found}; expected {self.expected}. {self.remedy}"
        return shorten_quotes(said)


class DefinitionError(InputError):
    """A definition that cannot be used; the message has one line for each mistake."""

    def __init__(self, message: str, mistakes: Sequence[Mistake] = ()) -> None:
        super().__init__(message)
        self.mistakes = tuple(mistakes)


class CaseError(InputError):
    """A worked case that cannot be read; the message names the line and what was expected."""


class RecipeError(InputError):
    """A recipe file that cannot be used; the message says why in one sentence."""


class StatementsError(InputError):
    """A file of statements that cannot be used; the message is one sentence."""


class GroupingError(InputError):
    """A column to group by that does not exist; the message lists those that do."""


class DayZeroError(InputError):
    """A day 0 that no child of the cohort has; the message names those that it has."""


class ComparisonError(InputError):
    """A comparison that cannot be made; the message is one sentence with the remedy."""


class ExpressionError(InputError):
    """An expression that cannot be parsed; the message is one sentence."""


class SettingsError(InputError):
    """A server setting that cannot be used; the message is one sentence with the remedy."""


class StoreError(SrnsError, RuntimeError):
    """Something that could not be saved or read; the message is one sentence with the remedy."""


class StoreOffError(StoreError):
    """Saving is switched off on this server."""


class AccessError(StoreError):
    """A link that is wrong, has expired or was revoked; the message is one sentence."""


class PasswordNeededError(AccessError):
    """A link that asks for its password."""


class GateError(StoreError):
    """A cohort that must not be stored as it is; the message is one sentence with the remedy."""


class UnknownWordsError(GateError):
    """Typed words that may be names, which the person has to confirm; it carries them."""

    def __init__(self, message: str, words: Sequence[str]) -> None:
        super().__init__(message)
        self.words = tuple(words)


class KeyFileError(StoreError):
    """A file that is not a pseudonym key; the message is one sentence with the remedy."""


class CanonicalError(InputError):
    """A cohort that cannot be written as canonical JSON; the message gives the remedy."""
