"""Markdown escaping of text; a sentence made earlier is put into the language in use."""

import re

from srns.languages.messages import in_language

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=&@\"'/])")


def escape(text: object) -> str:
    r"""Return the text on one line, with every Markdown character escaped.

    >>> print(escape("**a** [b](http://c)"))
    \*\*a\*\* \[b\]\(http\:\/\/c\)
    """
    return _MARKDOWN.sub(r"\\\1", " ".join(str(in_language(text)).split()))


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
    return _IN_LABEL.sub(lambda found: "\\" + found[0], " ".join(str(in_language(text)).split()))
