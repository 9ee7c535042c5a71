"""How text from a workbook is made inert before it stands in a sentence."""

import re

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=&@\"'/])")


def inert(text: object) -> str:
    r"""Escape everything that Markdown would act on, and put the text on one line.

    >>> print(inert("**a** [b](http://c)"))
    \*\*a\*\* \[b\]\(http\:\/\/c\)
    """
    return _MARKDOWN.sub(r"\\\1", " ".join(str(text).split()))


def count(number: int, one: str, many: str | None = None) -> str:
    """Say a number of things.

    >>> count(1, "child", "children"), count(3, "lab result")
    ('1 child', '3 lab results')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def join(words: list[str]) -> str:
    """Join words as a sentence does.

    >>> join(["a", "b", "c"])
    'a, b and c'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
