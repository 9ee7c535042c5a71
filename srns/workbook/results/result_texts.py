"""Texts of results, taken apart into sign, number, unit and flag, or understood as words."""

import datetime
import math
import re
from dataclasses import dataclass
from typing import Literal

from srns.cohort.quantities import read_bound, show_number
from srns.workbook.results.result_units import read_unit
from srns.workbook.results.result_words import read_comment, read_strip
from srns.workbook.values.result_text import ARROWS
from srns.workbook.values.text import clean
from srns.workbook.values.typing_errors import CONTINENTAL, POINTED

Kind = Literal["blank", "number", "strip", "unknown", "not done", "pending", "unreadable"]

_PLAIN = re.compile(r"\d{1,15}(\.\d{1,15})?")
_NUMBER = re.compile(r"([+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d+)?)\s*(.*)", re.DOTALL)
_FLAG = re.compile(
    rf"\s*(?:\*+|[†‡#!]+|[{ARROWS}]+|\(?\b(?:HH?|LL?|A|AA|high|low|abnormal|crit(?:ical)?)\b\)?[*!]?)\s*$",
    re.IGNORECASE,
)
_FIRST_FLAG = re.compile(
    rf"^(?:\*+|[{ARROWS}]+|\((?:HH?|LL?|A)\)|(?:HH?|LL?)(?=\s))\s*", re.IGNORECASE
)
_LAST_FLAG = re.compile(r"(.*\d)\s+(\+{1,3}|[-−–]{1,3})", re.DOTALL)
"""Signs behind a space, by which German laboratories say above or below the normal range."""
_SIGN_WORDS = (
    (re.compile(r"^(?:less than or equal to|at most)\s*", re.I), "<="),
    (re.compile(r"^(?:greater than or equal to|at least)\s*", re.I), ">="),
    (
        re.compile(
            r"^(?:less than|below|under|kleiner als|inférieur à|menor que|menor de)\s+", re.I
        ),
        "<",
    ),
    (
        re.compile(
            r"^(?:greater than|more than|above|over|größer als|supérieur à|mayor que|maior que)\s+",
            re.I,
        ),
        ">",
    ),
)
_CONTINENTAL = re.compile(rf"({CONTINENTAL.pattern})\s*(.*)")
_COMMA = re.compile(r"[+-]?\d*,\d+")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+")


@dataclass(frozen=True)
class ResultText:
    """One text of a result.

    Attributes
    ----------
    kind
        What it is.
    number, bound
        NaN where it is no number.
    unit
        A unit that stood behind the number; empty where none did.
    flag
        What a laboratory's mark says: "H", "*".
    strip
        The reading of a test strip.
    comma
        "decimal" where the number has a comma, "thousands" where that comma may part thousands,
        "point" where it has a point, "open" where that point may part thousands, "groups"
        where it surely does, before a decimal comma.
    text
        As typed, on one line.
    """

    kind: Kind
    number: float = math.nan
    bound: str = ""
    unit: str = ""
    flag: str = ""
    strip: str = ""
    comma: str = ""
    text: str = ""


def _exact(text: str) -> float:
    return float(f"{float(text):.15g}")


def read_result_text(value: object) -> ResultText:
    """Take a result apart; a sign is never dropped, and what is not understood is unreadable.

    >>> read = read_result_text("< 900.0 mg/mmol (H)")
    >>> read.bound, read.number, read.unit, read.flag
    ('<', 900.0, 'mg/mmol', '(H)')
    >>> read_result_text("haemolysed").kind, read_result_text("++").strip
    ('unknown', '2+')
    >>> read_result_text("0.3-0.5").kind
    'unreadable'
    """
    if isinstance(value, str) and _PLAIN.fullmatch(value):
        return ResultText("number", float(value), comma=_kind_of_point(value), text=value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = _exact(repr(float(value)))
        comma = "" if number.is_integer() else "point"
        return ResultText("number", number, comma=comma, text=show_number(number))
    if isinstance(value, datetime.date | datetime.time) or not isinstance(value, str):
        return ResultText("unreadable", text=str(value))
    text = clean(value)
    if not text:
        return ResultText("blank")
    if strip := read_strip(text):
        return ResultText("strip", strip=strip, text=text)
    if (number := _read_number(text)) is not None:
        return number
    kind = read_comment(text)
    if kind in ("unknown", "not done", "pending"):
        return ResultText(kind, text=text)
    return ResultText("unreadable", text=text)


def _read_number(text: str) -> ResultText | None:
    said = text
    flags = []
    if first := _FIRST_FLAG.match(said):
        flags.append(first[0].strip())
        said = said[first.end() :]
    if last := _LAST_FLAG.fullmatch(said):
        said, mark = last.groups()
        flags.append(mark)
    for pattern, sign in _SIGN_WORDS:
        if match := pattern.match(said):
            said = sign + said[match.end() :]
            break
    bound, rest = read_bound(said)
    parts = _NUMBER.fullmatch(rest)
    if not parts:
        return None
    digits, behind = parts.groups()
    unit = ""
    if behind:
        behind, unit, mark = _split_behind(behind)
        flags += [mark] * bool(mark)
    if behind and not unit:
        return _thousands(text, bound, rest, flags)
    comma = _kind_of_point(digits)
    if _COMMA.fullmatch(digits):
        comma = "thousands" if _THOUSANDS.fullmatch(digits) else "decimal"
    number = _exact(digits.replace(",", "."))
    if not math.isfinite(number):
        return None
    return ResultText("number", number, bound, unit, " ".join(flags), "", comma, text)


def _kind_of_point(digits: str) -> str:
    return "" if "." not in digits else "open" if POINTED.fullmatch(digits) else "point"


def _split_behind(text: str) -> tuple[str, str, str]:
    """Return what is behind a number without its flag, as a unit (or empty), and the flag."""
    flag = _FLAG.search(text)
    if flag and (flag.start() == 0 or not text[flag.start()].isalnum()):
        rest = text[: flag.start()].strip()
        if not rest or read_unit(rest):
            return rest, read_unit(rest), flag[0].strip()
    return text, read_unit(text), ""


def _thousands(text: str, bound: str, rest: str, flags: list[str]) -> ResultText | None:
    """Read 1,234,567 and 1,234.5, where the comma can only part thousands, and 1.234,5."""
    if match := _CONTINENTAL.fullmatch(rest):
        digits, behind = match[1].replace(".", "").replace(",", "."), match[2]
        unit = read_unit(behind)
        if behind and not unit:
            return None
        return ResultText(
            "number", _exact(digits), bound, unit, " ".join(flags), "", "groups", text
        )
    match = re.fullmatch(r"([1-9]\d{0,2}(?:,\d{3})+\.\d+|[1-9]\d{0,2}(?:,\d{3}){2,})\s*(.*)", rest)
    if not match:
        return None
    unit = read_unit(match[2])
    if match[2] and not unit:
        return None
    return ResultText(
        "number", _exact(match[1].replace(",", "")), bound, unit, " ".join(flags), "", "point", text
    )
