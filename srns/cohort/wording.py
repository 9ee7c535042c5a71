"""Word lists, plurals and short quotes for the sentences that people read."""

import re
from collections.abc import Iterable


def join_words(items: Iterable[object], last: str = "and") -> str:
    """Join items as a sentence does, with `last` before the last one and no comma there.

    >>> join_words(["a"]), join_words(["a", "b"]), join_words(["a", "b", "c"], "or")
    ('a', 'a and b', 'a, b or c')
    >>> join_words([])
    ''
    """
    words = [str(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def and_more(items: Iterable[object], shown: int = 12, *, separator: str = ", ") -> str:
    """List the first items and count the rest.

    Parameters
    ----------
    shown
        How many items to list; at least 1.
    separator
        Goes between items. One other than the comma also goes before "and", as it must where the
        items themselves contain commas.

    Examples
    --------
    >>> and_more(["1", "2", "3", "4"], shown=2), and_more([1, 2], shown=2)
    ('1, 2 and 2 more', '1, 2')
    >>> and_more(["4 from CR to PR", "7 from PR to NR"], shown=1, separator="; ")
    '4 from CR to PR; and 1 more'
    """
    words = [str(item) for item in items]
    listed, rest = separator.join(words[:shown]), len(words) - shown
    if rest <= 0:
        return listed
    return f"{listed}{' ' if separator == ', ' else separator}and {rest} more"


def plural(count: int, noun: str, nouns: str | None = None) -> str:
    """Return the count with its noun; `nouns` is the plural where an "s" does not make it.

    >>> plural(1, "visit"), plural(0, "visit"), plural(2, "child", "children")
    ('1 visit', '0 visits', '2 children')
    """
    return f"{count} {noun if count == 1 else nouns or noun + 's'}"


def with_capital(text: str) -> str:
    """Return a text with a capital first letter; the others stay as they are.

    >>> with_capital("complete remission"), with_capital("of FSGS"), with_capital("")
    ('Complete remission', 'Of FSGS', '')
    """
    return text[:1].upper() + text[1:]


LONGEST_QUOTE = 80
# What a terminal would obey, or hide.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LONGEST_PART = 2000
# A mark opens a quote where no word ends before it, and no sentence goes on behind it.
_QUOTED = re.compile(
    "|".join(
        rf"(?<!\w){opening}(?![;,.:)\s])[^{closing}\n]{{{LONGEST_QUOTE + 1},}}{closing}"
        for opening, closing in ("''", '""', "“”")
    )
)


def list_headings(headings: Iterable[object]) -> str:
    """Return the headings that were found, in at most 80 characters; "none" where there are none.

    >>> list_headings(["day", "upcr"]), list_headings([]), len(list_headings("x" * 100))
    ('day, upcr', 'none', 81)
    """
    text = ", ".join(map(str, headings)) or "none"
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"


def shorten_quotes(text: str) -> str:
    r"""Return a message that quotes at most 80 characters of what somebody typed, and no control.

    >>> print(shorten_quotes("found '\x1b[31m'"))
    found '\x1b[31m'
    >>> shorten_quotes("found '" + "x" * 100 + "'; expected a number") == (
    ...     "found '" + "x" * 79 + "…'; expected a number")
    True
    """
    text = _CONTROL.sub(lambda sign: f"\\x{ord(sign[0]):02x}", text)
    if len(text) <= LONGEST_QUOTE:
        return text
    short = _QUOTED.sub(lambda quoted: _short(quoted[0]), text[: 50 * _LONGEST_PART])
    # What is quoted without marks, or with marks inside, is bounded line by line.
    lines = [
        line if len(line) <= _LONGEST_PART else f"{line[:_LONGEST_PART]}…"
        for line in short.splitlines()
    ]
    return "\n".join(lines)


def _short(quoted: str) -> str:
    return f"{quoted[:LONGEST_QUOTE]}…{quoted[-1]}"
