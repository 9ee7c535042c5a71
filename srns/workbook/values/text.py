"""Clean the text of a cell before it is matched."""

import re
import unicodedata

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED_NUMBER = re.compile(rf"(?<=[\d{_RAISED}])[{_RAISED}]")

_STRAIGHT = {
    0x2018: "'",
    0x2019: "'",
    0x201C: '"',
    0x201D: '"',
    # The digits of Arabic and Persian, with their decimal point and their mark of thousands.
    **{first + digit: str(digit) for first in (0x0660, 0x06F0) for digit in range(10)},
    0x066B: ".",
    0x066C: "",
}
_PLAIN = {0xE000 + place: raised for place, raised in enumerate(_RAISED)}


def clean(value: object) -> str:
    """Return a text on one line, with plain spaces, quotes and digits.

    A raised digit behind a digit is the mark of a footnote or a power, and stays as it is.

    >>> clean("０,２５ g/dL"), clean("0.1⁵"), clean("٧٫٢")
    ('0,25 g/dL', '0.1⁵', '7.2')
    """
    if not isinstance(value, str):
        return f"{value:.15g}" if isinstance(value, float) else str(value)
    if value.isascii():
        return " ".join(value.split())
    kept = value.replace("²", "\ue002").replace("µ", "\ue00a")
    kept = _RAISED_NUMBER.sub(lambda found: chr(0xE000 + _RAISED.index(found[0])), kept)
    text = unicodedata.normalize("NFKC", kept).replace("\ue00a", "µ").translate(_PLAIN)
    return " ".join(text.translate(_STRAIGHT).split())
