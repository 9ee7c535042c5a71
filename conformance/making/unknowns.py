"""Vectors on what is not known: unreadable results, albumin that is missing, days known in part."""

from collections.abc import Iterator
from dataclasses import replace

from conformance.making.subject import Subject, Vector, child, number, unreadable
from tests.rules.oracle_runs import Rule
from tests.rules.oracle_samples import KIDNEY, Child, Event, Lab


def vectors(subject: Subject) -> Iterator[Vector]:
    """Make the three-valued vectors of a definition."""
    for rule in subject.rules:
        for test in rule.arms:
            yield from _unreadable(subject, rule, test)
        yield from _albumin(subject, rule)
    yield from _ends_known_in_part(subject, subject.rules[0])
    yield from _relapses_known_in_part(subject, subject.rules[0])


def _unreadable(subject: Subject, rule: Rule, test: str) -> Iterator[Vector]:
    labs, days = subject.reach(rule, test=test), subject.days(rule)
    slug = f"{subject.slug(rule)}-{test.replace('_', '-')}"
    chosen = {"first": days[:1], "last": days[-1:], "every": days}
    for which, lost in chosen.items():
        if which != "every" and len(days) == 1:
            continue
        read = [
            replace(lab, result=unreadable(test))
            if lab.analyte == test and lab.day in lost
            else lab
            for lab in labs
        ]
        yield Vector(
            "unreadable",
            f"{slug}-{which}",
            subject.part(rule, test),
            f"{rule.name}: the {test} of the {which} visit cannot be read",
            child(subject.before(), read),
        )
        again = subject.good(rule, days[-1] + 30, test)
        yield Vector(
            "unreadable",
            f"{slug}-{which}-then-one-more",
            subject.part(rule, test),
            f"{rule.name}: the {test} of the {which} visit cannot be read, and one more "
            "visit meets it",
            child(subject.before(), read, again),
        )
    poor = [lab for day in days for lab in subject.poor(day)]
    later = Lab(days[-1] + 30, test, unreadable(test))
    yield Vector(
        "unreadable",
        f"{slug}-after-poor",
        subject.part(rule, test),
        f"visits that meet nothing, then a {test} that cannot be read",
        child(subject.before(), poor, [later]),
    )


def _albumin(subject: Subject, rule: Rule) -> Iterator[Vector]:
    labs, days = subject.reach(rule), subject.days(rule)
    part = subject.part(rule, "albumin") if rule.albumin else subject.part(rule)
    rows = {"last": days[-1:], "every": days} | ({"first": days[:1]} if len(days) > 1 else {})
    for which, missing in rows.items():
        left = [lab for lab in labs if lab.analyte != "albumin" or lab.day not in missing]
        yield Vector(
            "missing-albumin",
            f"{subject.slug(rule)}-{which}",
            part,
            f"{rule.name}: no albumin at the {which} visit",
            child(subject.before(), left),
        )
        lost = [Lab(day, "albumin", unreadable("albumin")) for day in missing]
        yield Vector(
            "unreadable",
            f"{subject.slug(rule)}-albumin-{which}",
            part,
            f"{rule.name}: the albumin of the {which} visit cannot be read",
            child(subject.before(), left, lost),
        )
        low = [Lab(day, "albumin", number("1", "g/dL")) for day in missing]
        yield Vector(
            "missing-albumin",
            f"{subject.slug(rule)}-{which}-low",
            part,
            f"{rule.name}: an albumin of 1 g/dL at the {which} visit",
            child(subject.before(), left, low),
        )
    poor = [Lab(day, "upcr", number("8", "mg/mg")) for day in days]
    yield Vector(
        "missing-albumin",
        f"{subject.slug(rule)}-nephrotic-urine",
        part,
        "nephrotic urine without any albumin",
        child(subject.before(), poor),
    )


def _ends_known_in_part(subject: Subject, rule: Rule) -> Iterator[Vector]:
    labs, last = [*subject.before(), *subject.reach(rule)], subject.decided(rule)
    spans = {
        "until-the-day-before": (last - 20, last - 1),
        "until-that-day": (last - 20, last),
        "around-that-day": (last - 5, last + 5),
        "from-that-day": (last, last + 20),
        "from-the-day-after": (last + 1, last + 20),
        "from-before-day-0": (-20, last + 5),
    }
    for name in ("kidney failure", "death"):
        slug = name.replace(" ", "-")
        for when, days in spans.items():
            yield Vector(
                "partial-dates",
                f"{slug}-{when}",
                "",
                f"{name} between days {days[0]} and {days[1]}; "
                f"{rule.name} would be decided on day {last}",
                child(labs, events=(Event(name, days),)),
            )
    for name in (*KIDNEY, "death"):
        yield Vector(
            "partial-dates",
            f"{name.replace(' ', '-')}-without-a-day",
            "",
            f"{name} recorded without any day",
            child(labs, events=(Event(name, None),)),
        )
    for when, days in spans.items():
        yield Vector(
            "partial-dates",
            f"last-follow-up-{when}",
            "",
            f"last follow-up between days {days[0]} and {days[1]}; "
            f"{rule.name} would be decided on day {last}",
            child(labs, last_follow_up=days),
        )
    poor = [lab for day in (30, 60, 90) for lab in subject.poor(day)]
    yield Vector(
        "partial-dates",
        "poor-kidney-failure-without-a-day",
        "",
        "visits that meet nothing, kidney failure without any day",
        child(subject.before(), poor, events=(Event("kidney failure", None),)),
    )


def _relapses_known_in_part(subject: Subject, rule: Rule) -> Iterator[Vector]:
    """Record a relapse about which only a month or a year is known."""
    days = subject.days(rule)
    last = days[-1]
    more = [lab for by in (30, 60) for lab in subject.good(rule, last + by)]
    labs = [*subject.before(), *subject.reach(rule), *more]
    spans = {
        "after-confirmation": (last + 1, last + 29),
        "around-confirmation": (last - 10, last + 10),
        "around-a-visit": (last + 20, last + 40),
        "from-onset": (days[0] - 10, days[0] + 10),
        "beyond-follow-up": (last + 40, last + 400),
    }
    for when, span in spans.items():
        yield Vector(
            "partial-dates",
            f"relapse-{when}",
            "",
            f"a relapse recorded between days {span[0]} and {span[1]}; {rule.name} is "
            f"confirmed on day {last}",
            Child(tuple(labs), (Event("relapse", span),)),
        )
    yield Vector(
        "partial-dates",
        "relapse-without-a-day",
        "",
        "a relapse recorded without any day",
        Child(tuple(labs), (Event("relapse", None),)),
    )
    ended = Child(tuple(labs), (Event("relapse", spans["around-a-visit"]),), (last + 30, last + 30))
    yield Vector(
        "partial-dates",
        "relapse-around-the-last-follow-up",
        "",
        f"a relapse recorded around day {last + 30}, the day of the last follow-up",
        ended,
    )
