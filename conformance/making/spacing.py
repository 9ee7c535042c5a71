"""Vectors on the days between two visits: on each bound, and a day to either side."""

from collections.abc import Iterator, Sequence

from conformance.making.subject import START, Subject, Vector, child, needed
from tests.rules.oracle_runs import Rule
from tests.rules.oracle_samples import Lab


def vectors(subject: Subject) -> Iterator[Vector]:
    """Make the vectors of the bounds on days between visits that a definition has."""
    for rule in (*subject.rules, *([subject.relapse] if subject.relapse else [])):
        for key, bound in (
            ("min_days_between", rule.min_days or None),
            ("max_days_between", rule.max_days),
        ):
            if bound is not None:
                yield from _around(subject, rule, key, bound)
        if rule.min_days:
            yield from _too_near_between(subject, rule)


def _around(subject: Subject, rule: Rule, key: str, bound: int) -> Iterator[Vector]:
    count, usual = needed(rule), rule.max_days or rule.min_days
    for gap in (bound - 1, bound, bound + 1):
        every = [gap * place for place in range(count)]
        last = [usual * place for place in range(count - 1)]
        last.append(last[-1] + gap)
        for which, days in (("every", every), ("last", last)):
            if which == "last" and count == 2:
                continue  # the last gap is the only one
            words = "each" if which == "every" else "the last"
            yield _spaced(
                subject,
                rule,
                key,
                f"{key.split('_')[0]}-{which}-{gap}",
                days,
                f"{count} visits, {gap} days before {words}, where the bound is {bound}",
            )


def _too_near_between(subject: Subject, rule: Rule) -> Iterator[Vector]:
    """Add visits that are too near to count and must not break the run either."""
    least, count = rule.min_days, needed(rule)
    counted = [least * place for place in range(count)]
    near = [day + 1 for day in counted[:-1]]
    yield _spaced(
        subject,
        rule,
        "min_days_between",
        "near-between",
        sorted(counted + near),
        f"{count} visits {least} days apart, and others a day after them",
    )
    yield _spaced(
        subject,
        rule,
        "min_days_between",
        "daily",
        list(range(least * (count - 1))),
        f"a visit every day, the last one day short of {least * (count - 1)} days",
    )


def _spaced(
    subject: Subject, rule: Rule, key: str, detail: str, days: Sequence[int], why: str
) -> Vector:
    labs: list[Lab] = subject.before()
    start = START
    if rule is subject.relapse:
        labs += subject.reach(subject.rules[0])
        start = subject.decided(subject.rules[0]) + 10
    labs += [lab for day in days for lab in subject.good(rule, start + day)]
    return Vector(
        "spacing",
        f"{subject.slug(rule)}-{detail}",
        subject.part(rule, key),
        f"{rule.name}: {why}",
        child(labs),
    )
