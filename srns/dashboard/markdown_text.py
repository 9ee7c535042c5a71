"""Markdown escaping of workbook text, and plurals and lists for sentences."""

import re

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=&@\"'/])")


def escape(text: object) -> str:
    r"""Return the text on one line, with every Markdown character escaped.

    >>> print(escape("**a** [b](http://c)"))
    \*\*a\*\* \[b\]\(http\:\/\/c\)
    """
    return _MARKDOWN.sub(r"\\\1", " ".join(str(text).split()))


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun, in the singular or the plural.

    >>> count(1, "child", "children"), count(3, "lab result")
    ('1 child', '3 lab results')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def join(words: list[str]) -> str:
    """Return the words as a list in a sentence.

    >>> join(["a", "b", "c"])
    'a, b and c'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
