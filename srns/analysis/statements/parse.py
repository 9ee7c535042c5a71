"""Parser of the formulas that statements are computed from.

The whole language::

    count CONDITION [where CONDITION]      number of children, of the denominator
    share CONDITION [where CONDITION]      the same, shown as "3 of 4"
    percent CONDITION [where CONDITION]    the same, shown in percent
    children CONDITION [where CONDITION]   names of the children
    median AMOUNT [where CONDITION]        median (range); also min, max

    CONDITION   FIELD = WORDS    !=  <  <=  >  >=    FIELD has WORDS    FIELD known
                FIELD missing    not …    … and …    … or …    ( … )
    AMOUNT      FIELD or NUMBER, with + - and with * / by a number

Formulas are parsed only here; no text from a file is ever executed as code.
"""

import re
from dataclasses import dataclass
from typing import Literal

from srns.analysis.statements.fields import Field, find_field
from srns.cohort.errors import ExpressionError

COUNTING = ("count", "share", "percent", "children")
SPREADING = ("median", "min", "max")
Operator = Literal["=", "!=", "<", "<=", ">", ">=", "has", "known", "missing"]
_SIGNS = {"≤": "<=", "≥": ">=", "==": "=", "≠": "!="}
_KEYWORDS = ("and", "or", "where", "not", "has", "known", "missing")
LONGEST = 1000
_DEEPEST = 40


@dataclass(frozen=True)
class FieldTest:
    """A comparison of a field with text or a number."""

    field: Field
    operator: Operator
    value: str = ""


@dataclass(frozen=True)
class Not:
    """The negation of a condition."""

    of: "Condition"


@dataclass(frozen=True)
class And:
    """The conjunction of two conditions."""

    first: "Condition"
    second: "Condition"


@dataclass(frozen=True)
class Or:
    """The disjunction of two conditions."""

    first: "Condition"
    second: "Condition"


Condition = FieldTest | Not | And | Or | None
"""None is true for every child."""


@dataclass(frozen=True)
class Summand:
    """A field (or the constant 1 if None) times a number."""

    field: Field | None
    times: float


@dataclass(frozen=True)
class Expression:
    """A parsed formula.

    Attributes
    ----------
    operation
        The first word: count, share, percent, children, median, min or max.
    condition
        The condition to count; None for all children.
    amount
        The terms whose sum is summarized; empty for counts.
    where
        The denominator; None for all children.
    """

    operation: str
    condition: Condition
    amount: tuple[Summand, ...]
    where: Condition


def parse(text: str) -> Expression:
    """Parse a formula.

    Raises
    ------
    ExpressionError
        With one sentence on what was found and what was expected.

    Examples
    --------
    >>> where = parse("share response = CR where histology_group = MCD").where
    >>> where.field.id, where.operator, where.value
    ('histology_group', '=', 'MCD')
    """
    if len(text) > LONGEST:
        raise ExpressionError(f"found {len(text)} characters; expected at most {LONGEST}.")
    reader = _Reader(text)
    operation = reader.take().casefold()
    condition: Condition = None
    amount: tuple[Summand, ...] = ()
    if operation in COUNTING:
        if reader.peek() not in ("", "where"):
            condition = reader.either()
    elif operation in SPREADING:
        amount = reader.amount()
    else:
        raise ExpressionError(
            f"found '{operation}' at the beginning; expected one of "
            f"{', '.join(COUNTING + SPREADING)}."
        )
    where: Condition = None
    if reader.peek() == "where":
        reader.take()
        where = reader.either()
    if reader.peek():
        raise ExpressionError(
            f"found '{reader.rest()}' after the end of the formula; expected 'and', 'or', "
            "'where' or nothing. Put words that contain one of these in quotes."
        )
    return Expression(operation, condition, amount, where)


_TOKEN = re.compile(r'\s*(?:"([^"]*)"|(<=|>=|!=|==|[<>=≤≥≠()+*/-])|([^\s()<>=≤≥≠!"+*/-]+)|(.))')


class _Reader:
    """Recursive-descent reader of the tokens of one formula."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = [match for match in _TOKEN.finditer(text) if match.group().strip()]
        self._at = 0
        self._depth = 0

    def peek(self) -> str:
        """Return the next token, keywords in lower case; empty at the end."""
        if self._at >= len(self._tokens):
            return ""
        match = self._tokens[self._at]
        if match.group(1) is not None:
            return f'"{match.group(1)}"'
        text = match.group(2) or match.group(3) or match.group(4)
        folded = text.casefold()
        return folded if folded in _KEYWORDS else _SIGNS.get(text, text)

    def take(self) -> str:
        found = self.peek()
        self._at += 1
        return found

    def rest(self) -> str:
        return self._text[self._tokens[self._at].start() :].strip()

    def either(self) -> Condition:
        found = self._both()
        while self.peek() == "or":
            self.take()
            found = Or(found, self._both())
        return found

    def _both(self) -> Condition:
        found = self._one()
        while self.peek() == "and":
            self.take()
            found = And(found, self._one())
        return found

    def _one(self) -> Condition:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ExpressionError(f"found more than {_DEEPEST} brackets; expected fewer.")
        try:
            if self.peek() == "not":
                self.take()
                return Not(self._one())
            if self.peek() == "(":
                self.take()
                found = self.either()
                if self.take() != ")":
                    raise ExpressionError("found '(' without its ')'; expected both.")
                return found
            return self._test()
        finally:
            self._depth -= 1

    def _test(self) -> FieldTest:
        field = self._field()
        operator = self.take()
        if operator in ("known", "missing"):
            return FieldTest(field, operator)
        if operator not in ("=", "!=", "<", "<=", ">", ">=", "has"):
            raise ExpressionError(
                f"found {_quoted(operator)} after {field.id}; expected =, !=, <, <=, >, >=, has, "
                "known or missing."
            )
        value = self._value()
        if not value:
            raise ExpressionError(f"found nothing after '{field.id} {operator}'; expected a value.")
        if operator in ("<", "<=", ">", ">=") and field.kind != "number":
            raise ExpressionError(
                f"found {field.id} {operator} {value}; expected = or has for words."
            )
        if field.kind == "number" and operator != "has":
            number_in(value, field)
        return FieldTest(field, operator, value)

    def _field(self) -> Field:
        words = []
        while self._at < len(self._tokens) and self._tokens[self._at].group(3):
            if self.peek() in _KEYWORDS:
                break
            words.append(self.take())
        if not words:
            raise ExpressionError(
                f"found {_quoted(self.peek())}; expected a field such as response, "
                "histology_group or baseline_albumin."
            )
        return find_field(" ".join(words))

    def _value(self) -> str:
        if self.peek().startswith('"'):
            return self.take().strip('"')
        start = self._at
        while self.peek() not in ("", "and", "or", "where", ")"):
            self._at += 1
        if start == self._at:
            return ""
        first, last = self._tokens[start], self._tokens[self._at - 1]
        return self._text[first.start() : last.end()].strip()

    def amount(self) -> tuple[Summand, ...]:
        """Read a sum; the first term may have a sign."""
        terms, sign = [], 1.0
        if self.peek() == "-":
            self.take()
            sign = -1.0
        while True:
            terms.append(self._term(sign))
            if self.peek() not in ("+", "-"):
                return tuple(terms)
            sign = 1.0 if self.take() == "+" else -1.0

    def _term(self, times: float) -> Summand:
        field = None
        if _is_number(self.peek()):
            times *= float(self.take())
        else:
            field = self._field()
            if field.kind != "number":
                raise ExpressionError(f"found {field.id}; expected a numeric field.")
        while self.peek() in ("*", "/"):
            operator, by = self.take(), self.take()
            if not _is_number(by) or (operator == "/" and float(by) == 0):
                raise ExpressionError(f"found {_quoted(by)} after '{operator}'; expected a number.")
            times = times * float(by) if operator == "*" else times / float(by)
        return Summand(field, times)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"\d+(\.\d+)?", text) is not None


def _quoted(text: str) -> str:
    return f"'{text}'" if text else "the end"


def number_in(value: str, field: Field) -> float:
    """Read the number that a numeric field is compared with."""
    if not re.fullmatch(r"-?\d+(\.\d+)?", value.replace(" ", "")):
        raise ExpressionError(f"found {field.id} and '{value}'; expected a number.")
    return float(value.replace(" ", ""))
