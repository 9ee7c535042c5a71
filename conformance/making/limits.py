"""Vectors on and on each side of every limit, in every unit, exact and censored."""

from collections.abc import Iterator
from fractions import Fraction

from conformance.making.subject import (
    NOTHING,
    SPACING,
    Subject,
    Vector,
    child,
    needed,
    number,
    size,
)
from tests.rules.oracle_limits import GRADES, PER_CANONICAL, Limits, Result
from tests.rules.oracle_runs import Rule
from tests.rules.oracle_samples import Lab

STEP = {
    "mg/mg": "0.001",
    "g/g": "0.001",
    "mg/g": "1",
    "mg/mmol": "0.001",
    "g/mol": "0.001",
    "g/dL": "0.01",
    "g/L": "0.1",
    "mg/m²/day": "1",
}
"""The smallest step that a laboratory prints."""
CLAUSE_OF = {"upcr": "upcr", "protein_24h": "protein-24h", "dipstick": "dipstick"}
SIDES = (("just-below", -1), ("exactly", 0), ("just-above", 1))
# Height and weight with the surface that they make, and what is collected in mg a day at the limit.
SURFACES = (
    ("90", "10", Fraction(1, 2)),
    ("144", "25", Fraction(1)),
    ("169", "36", Fraction(13, 10)),
)


def decimal(value: Fraction) -> str:
    """Return a number as typed; every value of this suite ends after a few digits."""
    text = f"{float(value):.10f}".rstrip("0").rstrip(".")
    assert Fraction(text) == value, f"{value} has no end"
    return text


def vectors(subject: Subject) -> Iterator[Vector]:
    """Make the vectors of all limits of a definition."""
    rules = [*subject.rules, *([subject.relapse] if subject.relapse else [])]
    for rule in rules:
        for test, limits in rule.arms.items():
            if test == "dipstick":
                yield from _grades(subject, rule, limits)
            elif test == "protein_24h":
                yield from _excretion(subject, rule, limits)
            else:
                yield from _numbers(subject, rule, test, limits)
                yield from _censored(subject, rule, test, limits)
        if rule.albumin is not None:
            yield from _numbers(subject, rule, "albumin", rule.albumin)
            yield from _censored(subject, rule, "albumin", rule.albumin)


def _with(subject: Subject, rule: Rule, test: str, result: Result, last: bool = False) -> list[Lab]:
    """Return a child's results in which a rule is asked of this result at all, or the last, visits.

    A relapse is asked after the best response was reached.
    """
    labs = subject.before()
    start = 30
    if rule is subject.relapse:
        labs += subject.reach(subject.rules[0])
        start = subject.decided(subject.rules[0]) + SPACING
    days = subject.days(rule, start=start)
    arm = test if test in rule.arms else ""
    for day in days:
        changed = {test: result} if day == days[-1] or not last else NOTHING
        labs += subject.good(rule, day, arm, changed=changed)
    return labs


def _sides(limit: Fraction, unit: str) -> Iterator[tuple[str, Fraction]]:
    step = Fraction(STEP[unit])
    for side, times in SIDES:
        yield side, limit + times * step


def _numbers(subject: Subject, rule: Rule, test: str, limits: Limits) -> Iterator[Vector]:
    printed = {unit for unit, _ in limits.printed}
    for unit in PER_CANONICAL[test]:
        for sign, limit in limits.in_unit(unit):
            for side, value in _sides(limit, unit):
                if value < 0:
                    continue
                text = decimal(value)
                clause = CLAUSE_OF.get(test, test) if unit in printed else "units"
                yield Vector(
                    clause,
                    f"{subject.slug(rule)}-{test}-{_signed(sign, limit)}-{_slug(unit)}-{side}",
                    subject.part(rule, test),
                    f"{test} {text} {unit}, {_place(side)} the limit {sign} {decimal(limit)} "
                    f"{unit} of {rule.name}",
                    child(_with(subject, rule, test, number(text, unit))),
                )


def _signed(sign: str, limit: Fraction) -> str:
    words = {"<": "under", "<=": "at-most", ">": "over", ">=": "at-least"}
    return f"{words[sign]}-{decimal(limit)}"


def _place(side: str) -> str:
    return {"just-below": "just below", "exactly": "exactly at", "just-above": "just above"}[side]


def _slug(unit: str) -> str:
    return unit.replace("/", "-").replace("²", "2")


def _censored(subject: Subject, rule: Rule, test: str, limits: Limits) -> Iterator[Vector]:
    unit, asked = limits.printed[0]
    for sign, limit in asked:
        beside = [("<", limit), ("<=", limit), (">=", limit), (">", limit)]
        step = Fraction(STEP[unit])
        beside += [("<", limit + step), (">", limit - step)]
        for bound, value in beside:
            typed = f"{bound}{decimal(value)} {unit}"
            yield Vector(
                "censored",
                f"{subject.slug(rule)}-{test}-{_signed(sign, limit)}-typed-{_signed(bound, value)}",
                subject.part(rule, test),
                f"{test} {typed} at the visit that would decide, where {rule.name} asks for "
                f"{sign} {decimal(limit)}",
                child(_with(subject, rule, test, number(decimal(value), unit, bound), last=True)),
            )


def _grades(subject: Subject, rule: Rule, limits: Limits) -> Iterator[Vector]:
    asked = " and ".join(
        f"{sign} {GRADES[int(limit)]}" for _, each in limits.printed for sign, limit in each
    )
    for place, name in enumerate(GRADES):
        result = Result(Fraction(place), "", "")
        yield Vector(
            "dipstick",
            f"{subject.slug(rule)}-{name.replace('+', '-plus')}",
            subject.part(rule, "dipstick"),
            f"dipstick {name} at {needed(rule)} visits, where {rule.name} asks for {asked}",
            child(_with(subject, rule, "dipstick", result)),
        )


def _excretion(subject: Subject, rule: Rule, limits: Limits) -> Iterator[Vector]:
    (unit, asked) = limits.printed[0]
    for sign, limit in asked:
        for side, value in _sides(limit, unit):
            yield _collected(subject, rule, limit, side, number(decimal(value), unit), unit, sign)
        for height, weight, surface in SURFACES:
            for side, times in SIDES:
                amount = limit * surface + times
                for other, per in (("mg/day", 1), ("g/day", 1000)):
                    result = number(decimal(amount / per), other)
                    yield _collected(
                        subject, rule, limit, side, result, other, sign, height, weight
                    )
        for side, times in SIDES:
            per_weight = number(decimal(limit / 25 + times * Fraction("0.01")), "mg/kg/day")
            yield _collected(subject, rule, limit, side, per_weight, "mg/kg/day", sign)
        for side, beside in (("just-below", 0), ("just-above", 1)):
            hourly = Fraction(int(limit * 100 / 24) + beside, 100)
            yield _collected(
                subject, rule, limit, side, number(decimal(hourly), "mg/m²/h"), "mg/m²/h", sign
            )


def _collected(
    subject: Subject,
    rule: Rule,
    limit: Fraction,
    side: str,
    result: Result,
    unit: str,
    sign: str,
    height: str = "144",
    weight: str = "25",
) -> Vector:
    labs = [lab for lab in _with(subject, rule, "protein_24h", result)
            if lab.analyte not in ("height", "weight")]  # fmt: skip
    days = {lab.day for lab in labs if lab.analyte == "protein_24h" and lab.day}
    body = [lab for day in sorted(days) for lab in size(day, height, weight)]
    assert result.value is not None
    return Vector(
        "protein-24h" if unit == "mg/m²/day" else "units",
        f"{subject.slug(rule)}-24h-{_slug(unit)}-{height}-cm-{weight}-kg-{side}",
        subject.part(rule, "protein_24h"),
        f"{decimal(result.value)} {unit} at {height} cm and {weight} kg, {_place(side)} the limit "
        f"{sign} {decimal(limit)} mg/m²/day of {rule.name}",
        child(labs, body),
    )
