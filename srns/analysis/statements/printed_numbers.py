"""Printed numbers: parsing, and agreement with computed values at the printed precision."""

import re
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from srns.analysis.tables.censored_values import Bounded
from srns.cohort.errors import ExpressionError
from srns.cohort.quantities import read_bound
from srns.languages.messages import mark
from srns.languages.sentences import run_on, sentence, term

_NUMBER = r"-?\d+(?:[.,]\d+)?"
_RANGE = rf"({_NUMBER})\s*(?:–|-|—|to)\s*({_NUMBER})"
_UNIT = r"(?:\s*[A-Za-zµ/²]+(?:\s[A-Za-z]+)?)?"


@dataclass(frozen=True)
class Printed:
    """A number as printed, with its precision and its bound.

    >>> printed("≥3").bound, printed("50.0").decimals
    ('>=', 1)
    """

    number: Decimal
    bound: str = ""

    @property
    def decimals(self) -> int:
        """Number of decimals printed."""
        return max(0, -int(self.number.as_tuple().exponent))


@dataclass(frozen=True)
class Claim:
    """The parts of a stated value; None for parts not stated."""

    number: Printed | None = None
    of: Printed | None = None
    percent: Printed | None = None
    low: Printed | None = None
    high: Printed | None = None
    children: tuple[str, ...] | None = None


def printed(text: str) -> Printed:
    """Read one printed number; a sum such as ``2+4+1+1`` is added up."""
    bound, rest = read_bound(text)
    parts = [part.strip().replace(",", ".") for part in rest.split("+")]
    if not all(re.fullmatch(_NUMBER, part) for part in parts):
        raise ExpressionError(
            f"found the value '{text}'; expected a number such as 4, 50 %, 3 of 4, 6.5 (0.5–8) "
            "or a sum such as 2+4+1+1."
        )
    return Printed(sum((Decimal(part) for part in parts), Decimal(0)), bound)


def read_claim(text: str, *, children: bool) -> Claim:
    """Parse a stated value into its parts.

    Parameters
    ----------
    children
        Whether the value is a list of children: ``1, 2``, ``#5``, ``none``.

    Examples
    --------
    >>> claim = read_claim("4 (50 %)", children=False)
    >>> str(claim.number.number), str(claim.percent.number)
    ('4', '50')
    """
    text = text.strip()
    if children:
        listed = [] if text.casefold() == "none" else re.split(r"\s*(?:,|;|\band\b)\s*", text)
        return Claim(children=tuple(part.strip().removeprefix("#") for part in listed if part))
    share = re.fullmatch(
        rf"({_NUMBER})\s*(?:of|/)\s*({_NUMBER})\s*(?:\(\s*({_NUMBER})\s*%\s*\))?", text
    )
    if share:
        n, of, percent = share.groups()
        return Claim(printed(n), printed(of), percent=printed(percent) if percent else None)
    whole = re.fullmatch(rf"([<>≤≥=]*\s*{_NUMBER})\s*%", text)
    if whole:
        return Claim(percent=printed(whole.group(1)))
    with_percent = re.fullmatch(rf"({_NUMBER})\s*\(\s*({_NUMBER})\s*%\s*\)", text)
    if with_percent:
        return Claim(printed(with_percent.group(1)), percent=printed(with_percent.group(2)))
    ranged = re.fullmatch(
        rf"([<>≤≥]*\s*{_NUMBER}){_UNIT}\s*\((?:range:?\s*)?{_RANGE}\){_UNIT}", text
    )
    if ranged:
        return Claim(*(printed(ranged.group(1)),), low=printed(ranged.group(2)),
                     high=printed(ranged.group(3)))  # fmt: skip
    ends = re.fullmatch(rf"{_RANGE}{_UNIT}", text)
    if ends:
        return Claim(low=printed(ends.group(1)), high=printed(ends.group(2)))
    return Claim(printed(re.sub(rf"^([<>≤≥=]*\s*{_NUMBER}){_UNIT}$", r"\1", text)))


@dataclass(frozen=True)
class NumberCheck:
    """Whether a number agrees: True, False, or None if undetermined; `why` in words."""

    agrees: bool | None
    why: str = ""


def compare_number(stated: Printed, found: Bounded, what: str = "") -> NumberCheck:
    """Compare a printed number with a computed one.

    It agrees if the computed number rounds to it, halves up or to even. A number printed with a
    bound agrees if the computed number certainly satisfies the bound.

    >>> compare_number(printed("6.7"), Bounded(6.75, 6.75), "highest").why
    'highest: 6.75 was truncated, not rounded, to 6.7; it rounds to 6.8.'
    """
    is_stated = sentence("{number} is stated.", number=stated.number)
    differs = NumberCheck(False, _about(what, is_stated) if what else "")
    if stated.bound:
        return _compare_bound(stated, found, differs)
    value = stated.number
    if found.known:
        exact = Decimal(
            f"{found.low:.12g}"
        )  # twelve significant digits: without floating-point error
        quantum = Decimal(1).scaleb(-stated.decimals)
        rounded = {exact.quantize(quantum, way) for way in (ROUND_HALF_UP, ROUND_HALF_EVEN)}
        if value in rounded:
            return NumberCheck(True)
        if stated.decimals and value == exact.quantize(quantum, ROUND_DOWN):
            right = exact.quantize(quantum, ROUND_HALF_UP)
            return NumberCheck(
                False,
                _about(
                    what,
                    sentence(
                        "{number} was truncated, not rounded, to {value}; it rounds to {right}.",
                        number=format(exact.normalize(), "f"),
                        value=value,
                        right=right,
                    ),
                ),
            )
        return differs
    below = found.low > float(value) or (found.low_open and found.low == float(value))
    above = found.high < float(value) or (found.high_open and found.high == float(value))
    if below or above:
        return NumberCheck(False, _about(what, sentence("It cannot be {value}.", value=value)))
    return NumberCheck(None, _about(what, sentence("It may be {value}.", value=value)))


def _about(what: str, said: str) -> str:
    """Return a sentence on a number with the part of the statement that it is of."""
    return sentence("{part}: {words}", part=term(what), words=said) if what else said


PARTS = (mark("lowest"), mark("highest"), mark("percent"), mark("of"), mark("mean"), mark("median"))
"""Parts of a statement that are compared; others are named by the operation."""


def _compare_bound(stated: Printed, found: Bounded, differs: NumberCheck) -> NumberCheck:
    limit = float(stated.number)
    low, high = float(f"{found.low:.12g}"), float(f"{found.high:.12g}")
    low_open, high_open = found.low_open, found.high_open
    if stated.bound in ("<", "<="):  # mirrored, so that only lower bounds are compared
        limit, low, high = -limit, -high, -low
        low_open, high_open = high_open, low_open
    strict = stated.bound in (">", "<")
    if _is_above(low, limit, or_equal=low_open or not strict):
        return NumberCheck(True)
    if _is_above(limit, high, or_equal=high_open or strict):
        return differs
    return NumberCheck(None, sentence("It may or may not agree."))


def _is_above(value: float, limit: float, *, or_equal: bool) -> bool:
    return value > limit or (or_equal and value == limit)


def combine(answers: list[NumberCheck]) -> NumberCheck:
    """Combine the checks of the parts of a statement; one that differs decides."""
    why = run_on(answer.why for answer in answers)
    if any(answer.agrees is False for answer in answers):
        return NumberCheck(False, why)
    if any(answer.agrees is None for answer in answers):
        return NumberCheck(None, why)
    return NumberCheck(True, why)
