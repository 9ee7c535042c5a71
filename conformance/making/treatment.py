"""Vectors on treatment: rescue drugs under each strategy, and lines of treatment."""

from collections.abc import Iterator

from conformance.making.subject import SPACING, START, Subject, Vector, child, needed
from tests.rules.oracle_samples import Course, Event, Lab

STRATEGIES = ("treatment policy", "rescue is no response", "until rescue")


def vectors(subject: Subject) -> Iterator[Vector]:
    """Make the vectors on treatment of a definition."""
    yield from _rescue(subject)
    yield from _lines(subject)


def _on(day: int | None, drug: str = "rituximab", purpose: str = "rescue") -> Course:
    return Course(drug, None if day is None else (day, day), None, purpose)


def _rescue(subject: Subject) -> Iterator[Vector]:
    rule = subject.rules[0]
    good, last = [*subject.before(), *subject.reach(rule)], subject.decided(rule)
    poor = [*subject.before(), *(lab for day in (30, 60, 90) for lab in subject.poor(day))]
    part = Course("rituximab", (last - 5, last + 5), None, "rescue")
    running = Course("tacrolimus", (-40, -40), None, "")
    rows: list[tuple[str, str, list[Lab], tuple[Course, ...]]] = [
        ("before", "a rescue on the day before it decides", good, (_on(last - 1),)),
        ("on", "a rescue on the day on which it decides", good, (_on(last),)),
        ("after", "a rescue on the day after it decides", good, (_on(last + 1),)),
        ("poor", "visits that meet nothing, then a rescue", poor, (_on(80),)),
        ("poor-late", "visits that meet nothing, a rescue after the last", poor, (_on(200),)),
        ("on-day-0", "a rescue on day 0", good, (_on(0),)),
        ("on-day-1", "a rescue on day 1", good, (_on(1),)),
        ("unnamed", "a drug without a purpose, on the day before", good,
         (_on(last - 1, "tacrolimus", ""),)),
        ("unnamed-poor", "visits that meet nothing, a drug without a purpose", poor,
         (_on(80, "tacrolimus", ""),)),
        ("unnamed-of-a-running-class", "another drug of a class that is given", good,
         (running, _on(last - 1, "ciclosporin", ""))),
        ("unnamed-steroid", "a steroid without a purpose", good,
         (_on(last - 1, "prednisolone", ""),)),
        ("maintenance", "a drug for maintenance", good,
         (_on(last - 1, "tacrolimus", "maintenance"),)),
        ("around", f"a rescue between days {last - 5} and {last + 5}", good, (part,)),
        ("around-poor", f"visits that meet nothing, a rescue between days {last - 5} and "
         f"{last + 5}", poor, (part,)),
        ("without-a-day", "a rescue without a day", good, (_on(None),)),
        ("without-a-day-poor", "visits that meet nothing, a rescue without a day", poor,
         (_on(None),)),
    ]  # fmt: skip
    for strategy in STRATEGIES:
        for detail, why, labs, courses in rows:
            if strategy == STRATEGIES[0] and detail not in ("before", "poor", "without-a-day"):
                continue
            yield Vector(
                "rescue",
                f"{strategy.replace(' ', '-')}-{detail}",
                "",
                f"{rule.name} would be decided on day {last}: {why}",
                child(labs, courses=courses),
                strategy,
            )


def _lines(subject: Subject) -> Iterator[Vector]:
    """Start a second drug, after infusions from day 0, beside what decides and later."""
    rule = subject.rules[0]
    good, last = [*subject.before(), *subject.reach(rule)], subject.decided(rule)
    for when, day in (("before", last - 1), ("on", last), ("after", last + 1)):
        courses = (_on(day, "tacrolimus", ""),)
        yield Vector(
            "lines",
            f"first-line-next-starts-{when}",
            "",
            f"{rule.name} would be decided on day {last}; the next line starts on day {day}",
            child(good, courses=courses),
            line=1,
        )
    second = last + 100
    turned = [
        *good[: len(subject.before())],
        *(lab for day in (30, 60) for lab in subject.poor(day)),
        *subject.reach(rule, second + START),
    ] if rule.at is None else [*subject.before(), *subject.poor(60), *subject.poor(second - 3),
                              *subject.good(rule, second + rule.at)]  # fmt: skip
    start = (_on(second, "tacrolimus", ""),)
    yield Vector(
        "lines",
        "remission-in-the-second-1",
        "",
        "poor in the first line, good in the second",
        child(turned, courses=start),
        line=1,
    )
    yield Vector(
        "lines",
        "remission-in-the-second-2",
        "",
        "poor in the first line, good in the second",
        child(turned, courses=start),
        line=2,
    )
    before = [lab for place in range(needed(rule)) for lab in
              subject.good(rule, second - 7 * (needed(rule) - place))]  # fmt: skip
    kept = [*subject.before(), *before, *subject.good(rule, second + SPACING)]
    yield Vector(
        "lines",
        "remission-when-the-second-starts",
        "",
        "in remission when the second line starts",
        child(kept, courses=start),
        line=2,
    )
    rows: list[tuple[str, str, tuple[Course, ...], tuple[Event, ...], int]] = [
        ("change-of-dose", "the same drug again opens no line",
         (*start, _on(second + 40, "tacrolimus", "")), (), 2),
        ("two-drugs-on-one-day", "two drugs that start on one day are one line",
         (*start, _on(second, "mycophenolate mofetil", "")), (), 2),
        ("steroid", "a steroid opens no line", (_on(last - 1, "prednisolone", ""),), (), 1),
        ("prior", "a drug given before is a line of its own",
         (_on(-200, "tacrolimus", "prior"), *start), (), 1),
        ("death-in-the-second-1", "death in the second line", start,
         (Event("death", (second + 1, second + 1)),), 1),
        ("death-in-the-second-2", "death in the second line", start,
         (Event("death", (second + 1, second + 1)),), 2),
        ("relapse-in-the-second", "a relapse recorded in the second line", start,
         (Event("relapse", (second + 10, second + 10)),), 1),
    ]  # fmt: skip
    for detail, why, courses, events, line in rows:
        yield Vector(
            "lines", detail, "", why, child(good, courses=courses, events=events), line=line
        )
