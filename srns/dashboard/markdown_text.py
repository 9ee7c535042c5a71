"""Markdown escaping of workbook text, and plurals and lists for sentences."""

import re

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=&@\"'/])")


def escape(text: object) -> str:
    r"""Return the text on one line, with every Markdown character escaped.

    >>> print(escape("**a** [b](http://c)"))
    \*\*a\*\* \[b\]\(http\:\/\/c\)
    """
    return _MARKDOWN.sub(r"\\\1", " ".join(str(text).split()))


_IN_LABEL = re.compile(
    r"[\\`*\[\]<>~$@&]"  # opens markup anywhere
    r"|:(?=\S)"  # a color, an icon, an address
    r"|(?<!\w)_|_(?!\w)"
    r"|(?<=\bwww)\."
    r"|^[-+#](?=\s)|(?<=^\d)[.)]|(?<=^\d\d)[.)]"  # a list or a heading
)


def escape_label(text: object) -> str:
    r"""Return the text of a widget's label on one line, with only what is markup escaped.

    A screen reader reads a label as it is written, so that it should hold few backslashes.

    >>> print(escape_label("Sheet A: in which unit is 'Up/c (g_g)'? :red[x] **b** http://c"))
    Sheet A: in which unit is 'Up/c (g_g)'? \:red\[x\] \*\*b\*\* http\://c
    """
    return _IN_LABEL.sub(lambda found: "\\" + found[0], " ".join(str(text).split()))


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
