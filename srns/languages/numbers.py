"""Large numbers, as the language in use parts their digits."""

from collections.abc import Mapping

from srns.languages.current import current_language

_BETWEEN: Mapping[str, str] = dict.fromkeys(("de", "es", "fr", "pt"), "\N{NARROW NO-BREAK SPACE}")
"""Where a comma is a decimal mark, and the decimal point of a paper stays: neither of the two."""


def grouped(n: int) -> str:
    """Return a whole number in groups of three digits.

    >>> from srns.languages.current import language
    >>> with language("de"):
    ...     print(grouped(3926))
    3 926
    >>> grouped(3926)
    '3,926'
    """
    return f"{int(n):,}".replace(",", _BETWEEN.get(current_language(), ","))


class Grouped(int):
    """A whole number that a message with ``{n:,}`` shows in groups of three digits."""

    def __format__(self, spec: str) -> str:
        return grouped(self) if spec == "," else int.__format__(self, spec)
