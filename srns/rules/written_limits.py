"""Limits as a clinician writes them, read into limits on results."""

import re
from fractions import Fraction

from srns.cohort.dipstick import GRADES
from srns.cohort.errors import LimitError
from srns.cohort.quantities import DIPSTICK, Quantity, find_unit
from srns.rules.limits import Edge, Limit, Sign, UnitLimit

_SIGNS: dict[str, Sign] = {"<": "<", "<=": "<=", "≤": "<=", ">": ">", ">=": ">=", "≥": ">="}
_EDGE = re.compile(r"(<=|>=|<|>|≤|≥)\s*(\d+(?:\.\d+)?)")
_LIMIT = re.compile(
    rf"^\s*(?P<edges>{_EDGE.pattern}(?:\s+and\s+{_EDGE.pattern})?)\s*"
    r"(?P<unit>[^\W\d].*?)\s*(?P<if_measured>\bif measured)?\s*$"
)
_GRADE = re.compile(rf"(?P<sign><=|>=|<|>|≤|≥)\s*(?P<grade>{'|'.join(map(re.escape, GRADES))})")
_EXAMPLES = {"upcr": "< 0.2 mg/mg", "albumin": "> 3.5 g/dL", "protein_24h": "< 100 mg/m2/day"}
_COMMA = re.compile(r"(\d),(\d)")


def parse_grade_limit(written: object) -> Limit:
    """Read a limit of the dipstick: ``<= trace``, ``>= 3+``, ``>= 1+ and <= 2+``.

    Raises
    ------
    LimitError
        Where the sign or the grade cannot be read.

    Examples
    --------
    >>> print(parse_grade_limit("<= trace"))
    ≤ trace
    """
    example = "a sign and a grade, such as '<= trace' or '>= 3+'"
    parts = re.split(r"\s+and\s+", written.strip()) if isinstance(written, str) else []
    edges = []
    for part in parts:
        match = _GRADE.fullmatch(part)
        if match is None:
            raise LimitError(f"'{written}'", example, f"The grades are {', '.join(GRADES)}.")
        grade = match["grade"]
        edges.append(Edge(_SIGNS[match["sign"]], Fraction(GRADES.index(grade)), grade))
    if not 1 <= len(edges) <= 2:
        raise LimitError(repr(written), example, "Write one limit, or two joined by 'and'.")
    if len(edges) == 2:
        _check_pair(str(written), *edges)
    return Limit(DIPSTICK, (UnitLimit(tuple(edges), ""),))


def parse_limit(written: str | list[str], quantity: Quantity) -> Limit:
    """Read a limit as a clinician writes it.

    Parameters
    ----------
    written
        ``"> 0.2 and <= 1.0 mg/mg"``, or a list with one such text per printed unit.
        ``if measured`` may follow the unit.

    Raises
    ------
    LimitError
        If the sign, the number or the unit cannot be read, or if no number can meet the limit.

    Examples
    --------
    >>> from srns.cohort.quantities import ALBUMIN
    >>> print(parse_limit(">= 2.5 and <= 3.4 g/dL", ALBUMIN))
    ≥ 2.5 and ≤ 3.4 g/dL
    """
    if quantity is DIPSTICK:
        return parse_grade_limit(written)
    texts = [written] if isinstance(written, str) else written
    example = _EXAMPLES.get(quantity.analyte, f"< 1 {quantity.canonical_unit}")
    if not isinstance(texts, list) or not texts or not all(isinstance(one, str) for one in texts):
        raise LimitError(
            repr(written),
            f"a text such as '{example}'",
            "Write the sign, the number and the unit in double quotes.",
        )
    read = [_read_window(text, quantity, example) for text in texts]
    windows = [window for window, _ in read]
    if len({tuple(edge.sign for edge in window.edges) for window in windows}) > 1:
        raise LimitError(
            repr(texts),
            "the same signs in the same order in every unit",
            "Write the same sign before each number.",
        )
    if len({window.unit for window in windows}) < len(windows):
        raise LimitError(repr(texts), "each unit once", "Remove one of the two.")
    return Limit(quantity, tuple(windows), any(if_measured for _, if_measured in read))


def _read_window(text: str, quantity: Quantity, example: str) -> tuple[UnitLimit, bool]:
    match = _LIMIT.match(text)
    if match is None:
        raise LimitError(
            f"'{text}'", f"a sign, a number and a unit, such as '{example}'", _mended(text, example)
        )
    unit = find_unit(quantity, match["unit"])
    if unit is None:
        raise LimitError(
            f"the unit '{match['unit']}' in '{text}'",
            f"{quantity.label} in one of {', '.join(quantity.common_units)}",
            "Write one of these units after the number.",
        )
    edges = tuple(
        Edge(_SIGNS[sign], Fraction(number), number)
        for sign, number in _EDGE.findall(match["edges"])
    )
    if len(edges) == 2:
        _check_pair(text, *edges)
    return UnitLimit(edges, unit), match["if_measured"] is not None


def _check_pair(text: str, first: Edge, second: Edge) -> None:
    if first.is_upper == second.is_upper:
        raise LimitError(
            f"'{text}', two limits on the same side", "one lower and one upper limit", "Remove one."
        )
    lower, upper = (second, first) if first.is_upper else (first, second)
    none = lower.number > upper.number or (
        lower.number == upper.number and (lower.is_strict or upper.is_strict)
    )
    if none:
        raise LimitError(
            f"'{text}', which no number meets",
            "a lower limit below the upper one",
            "Change one of the two numbers.",
        )


def _with_point(text: str) -> str | None:
    mended = _COMMA.sub(r"\1.\2", text)
    return f"Put a point instead of the comma: '{mended}'." if mended != text else None


def _mended(text: str, example: str) -> str:
    """Return the remedy for a limit, with the corrected limit if its meaning is plain."""
    for wrong, right in (("=<", "<="), ("=>", ">="), ("< =", "<="), ("> =", ">=")):
        if wrong in text:
            return f"Write {right}: '{text.replace(wrong, right)}'."
    if point := _with_point(text):
        return point
    if re.fullmatch(rf"\s*{_EDGE.pattern}\s*", text):
        return f"Add the unit: '{text.strip()} {example.split()[-1]}'."
    return "Write one of the signs <, <=, >, >= before the number, and the unit after it."
