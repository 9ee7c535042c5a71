"""Typing errors in cells for numbers: what was most likely meant, and how to type it."""

import datetime
import re

from srns.cohort.quantities import show_number
from srns.languages.sentences import sentence

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
COMMA = re.compile(r"[+-]?\d+,\d+")
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
POINTED = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")
"""A number such as 3.900, whose point may part thousands."""
CONTINENTAL = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+,\d+")
"""A number such as 4.120,5, whose point can only part thousands."""
SPACED = re.compile(r"[+-]?[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f'’]\d{3})+(?:[.,]\d+)?")
"""A number whose thousands are parted by spaces or, as in Switzerland, by apostrophes."""
_PARTED = re.compile(r"[ \u00a0\u2009\u202f'’]")
_LIMIT = re.compile(
    r"[<≤]?\s*(?:ll?od|lloq|loq|bdl|bld|blq|lod/2|below (?:the )?(?:detection|limit)(?: limit)?"
    r"|(?:under|below) (?:the )?(?:detection )?limit(?: of detection)?)\.?",
    re.IGNORECASE,
)
_CODES = frozenset((-1.0, -8.0, -9.0, -88.0, -99.0, -999.0, -9999.0, 99.0, 888.0, 999.0, 9999.0))
_SERIALS = range(20000, 60001)
_EPOCH = datetime.date(1899, 12, 30)


def how_to_type_the_number(value: object, bound: str, typed: str) -> str:
    """Return the remedy for a cell that is no number.

    Parameters
    ----------
    value
        The cell.
    bound, typed
        Of a text, its bound, such as ``<``, and what follows; else empty.
    """
    if POINTED.fullmatch(typed):
        fraction, whole = may_be_numbers("", typed)
        return sentence(
            "Say what the point means: type {fraction} or {whole}.", fraction=fraction, whole=whole
        )
    if bound and NUMBER.fullmatch(typed):
        return sentence("Type the number without a sign, or leave the cell blank.")
    if typed.casefold() in ("nd", "n.d."):
        return sentence("Type 'not done' or 'not detected': it is written for both.")
    if THOUSANDS.fullmatch(typed):
        whole, fraction = typed.replace(",", ""), typed.replace(",", ".")
        return sentence(
            "Say what the comma means: type {fraction} or {whole}.", fraction=fraction, whole=whole
        )
    if CONTINENTAL.fullmatch(typed):
        return sentence("Type the number in one piece: {value}.", value=_in_one_piece(typed))
    if COMMA.fullmatch(typed):
        return sentence(
            "Type a point instead of the comma: {value}.", value=typed.replace(",", ".")
        )
    if SPACED.fullmatch(typed):
        return sentence("Type the number in one piece: {value}.", value=_in_one_piece(typed))
    if isinstance(value, datetime.date):
        return explain_date(value)
    explained = explain_text(value) if isinstance(value, str) else None
    return explained or sentence("Type a number, or leave the cell blank.")


def may_be_numbers(bound: str, typed: str) -> tuple[str, ...]:
    """Return the numbers that a text with a comma or in parts may mean, as they would be typed.

    >>> may_be_numbers("", "1,6"), may_be_numbers("<", "1,234"), may_be_numbers("", "abc")
    (('1.6',), ('<1.234', '<1234'), ())
    >>> may_be_numbers(">", "1 250"), may_be_numbers("", "12'250,5")
    (('>1250',), ('12250.5',))
    >>> may_be_numbers("", "3.900"), may_be_numbers("", "4.120,5")
    (('3.900', '3900'), ('4120.5',))
    """
    if POINTED.fullmatch(typed):
        return (f"{bound}{typed}", f"{bound}{typed.replace('.', '')}")
    if SPACED.fullmatch(typed) or CONTINENTAL.fullmatch(typed):
        return (f"{bound}{_in_one_piece(typed)}",)
    if not COMMA.fullmatch(typed):
        return ()
    readings = [typed.replace(",", ".")]
    if THOUSANDS.fullmatch(typed):
        readings.append(typed.replace(",", ""))
    return tuple(f"{bound}{one}" for one in readings)


def _in_one_piece(typed: str) -> str:
    if CONTINENTAL.fullmatch(typed):
        typed = typed.replace(".", "")
    return _PARTED.sub("", typed).replace(",", ".")


def explain_text(text: str) -> str | None:
    """Return how to type a result below a limit that the cell does not give; else None."""
    if _LIMIT.fullmatch(text.strip()):
        return sentence(
            "It is below a limit that is not given: type the laboratory's "
            "limit with its sign, such as <0.05, or 'not detected'."
        )
    return None


def explain_date(day: datetime.date) -> str:
    """Return what was most likely typed before Excel turned it into a date.

    >>> explain_date(datetime.date(2021, 1, 2))
    '2 Jan 2021 looks like the text 1-2 or 2-1, or the number 1.2 or 2.1, that Excel took for a \
date: format the cell as text and type again what was meant.'
    """
    month, number = day.month, day.day
    pairs = [(month, number)] + ([(number, month)] if number != month else [])
    texts = [f"{one}-{two}" for one, two in pairs]
    if number == 1:
        texts.append(f"{month}-{day.year % 100:02d}")
    numbers = [f"{one}.{two}" for one, two in pairs]
    shown = f"{number} {day:%b} {day.year}"
    return sentence(
        "{shown} looks like the text {texts}, or the number {numbers}, "
        "that Excel took for a date: format the cell as text and type "
        "again what was meant.",
        shown=shown,
        texts=" or ".join(texts),
        numbers=" or ".join(numbers),
    )


def explain_number(number: float) -> str | None:
    """Return what an impossible number most likely stands for; None where nothing is likely."""
    if number in _CODES:
        return sentence(
            "{number} is often typed for a missing value: if so, type 'not "
            "done' or 'unknown', or leave the cell blank.",
            number=show_number(number),
        )
    if number in _SERIALS:
        day = _EPOCH + datetime.timedelta(days=int(number))
        return sentence(
            "{number} is how Excel stores a date. {day}",
            number=show_number(number),
            day=explain_date(day),
        )
    return None
