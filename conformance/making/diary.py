"""Vectors on days: a home diary read on successive days, with holes and bad days."""

from collections.abc import Iterator
from itertools import product

from conformance.making.subject import START, Subject, Vector, child, needed
from tests.rules.oracle_runs import Rule
from tests.rules.oracle_samples import Lab

MARKS = {"+": "meets it", "-": "does not meet it", ".": "has no entry"}


def vectors(subject: Subject) -> Iterator[Vector]:
    """Make the vectors of a definition's diary."""
    asked = [*subject.rules, *([subject.relapse] if subject.relapse else [])]
    for rule in asked:
        if rule.days is not None:
            yield from _patterns(subject, rule)
    if not any(rule.days for rule in asked):
        yield from _diary_without_days(subject)


def _patterns(subject: Subject, rule: Rule) -> Iterator[Vector]:
    """Every way in which the days around the number asked may meet, fail or be left out."""
    assert rule.days is not None
    least, within = rule.days
    length = within if least < within else least + 1
    test = "dipstick" if "dipstick" in rule.arms else next(iter(rule.arms))
    patterns = [
        "".join(marks)
        for other in ("-", ".")
        for marks in product("+" + other, repeat=length)
        if marks.count("+") >= least - 1
    ]
    patterns += [
        "+" * (least - 1) + "-" + "+" * least,
        "+.." + "+" * (least - 1),
        "+" * (least + 2),
    ]
    for pattern in dict.fromkeys(patterns):
        yield _diary(subject, rule, test, pattern)
    yield _diary(subject, rule, test, "+" * least, clinic=True)
    yield _diary(subject, rule, test, "+" * (least - 1) + ".+", clinic=True)


def _diary(
    subject: Subject, rule: Rule, test: str, pattern: str, *, clinic: bool = False
) -> Vector:
    labs, start = subject.before(), START
    if rule is subject.relapse:
        labs += subject.reach(subject.rules[0])
        start = subject.decided(subject.rules[0]) + 10
    source = "" if clinic else "diary"
    for place, mark in enumerate(pattern):
        if mark == "+":
            labs += subject.good(rule, start + place, test, source)
        elif mark == "-":
            labs += _failing(subject, rule, start + place, test, source)
    words = pattern.replace("+", "y").replace("-", "n").replace(".", "o")
    kind = "clinic" if clinic else "diary"
    return Vector(
        "days",
        f"{subject.slug(rule)}-{kind}-{words}",
        subject.part(rule, "days"),
        f"{rule.name}: {kind} of {len(pattern)} days, each of which "
        + ", ".join(MARKS[mark] for mark in pattern),
        child(labs),
    )


def _failing(subject: Subject, rule: Rule, day: int, test: str, source: str) -> list[Lab]:
    if rule is subject.relapse:  # what is no relapse is a remission
        return subject.good(subject.rules[0], day, "", source)
    return subject.poor(day, test, source)


def _diary_without_days(subject: Subject) -> Iterator[Vector]:
    """Keep a diary under a definition that counts visits: it lengthens no run and breaks one."""
    rule = subject.rules[0]
    days = subject.days(rule)
    home = [lab for day in days for lab in subject.good(rule, day, source="diary")]
    part = subject.part(rule, "occasions")
    yield Vector(
        "days",
        "diary-alone",
        part,
        f"{rule.name}: {needed(rule)} entries of a diary",
        child(subject.before(), home),
    )
    clinic = subject.reach(rule)
    entry = subject.good(rule, days[-1] - 3, source="diary")
    yield Vector(
        "days",
        "good-diary-between",
        part,
        f"{rule.name}: a good entry of a diary between",
        child(subject.before(), clinic, entry),
    )
    dark = subject.poor(days[-1] - 3, source="diary")
    yield Vector(
        "days",
        "poor-diary-between",
        part,
        f"{rule.name}: a poor entry of a diary between",
        child(subject.before(), clinic, dark),
    )
    rest = [lab for lab in clinic if lab.day != days[-1]]
    yield Vector(
        "days",
        "last-from-diary",
        part,
        f"{rule.name}: the last visit is a diary's",
        child(subject.before(), rest, subject.good(rule, days[-1], source="diary")),
    )
