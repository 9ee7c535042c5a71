"""Clean the text of a cell before it is matched."""

import unicodedata


def clean(value: object) -> str:
    """Return a text on one line, with plain spaces, quotes and digits.

    >>> clean("０,２５ g/dL")
    '0,25 g/dL'
    """
    if not isinstance(value, str):
        return f"{value:.15g}" if isinstance(value, float) else str(value)
    kept = value.replace("²", "^2").replace("µ", "\ue000")
    text = unicodedata.normalize("NFKC", kept).replace("^2", "²").replace("\ue000", "µ")
    return " ".join(text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'}).split())
