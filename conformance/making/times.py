"""Vectors on time: deadlines, a fixed week, the window, baseline and remission before day 0."""

from collections.abc import Iterator
from fractions import Fraction

from conformance.making.limits import decimal
from conformance.making.subject import (
    SPACING,
    Subject,
    Vector,
    child,
    day_slug,
    needed,
    number,
    unreadable,
)
from tests.rules.oracle_limits import PER_CANONICAL
from tests.rules.oracle_runs import Rule
from tests.rules.oracle_samples import KIDNEY, Event, Lab


def vectors(subject: Subject) -> Iterator[Vector]:
    """Make the vectors on time of a definition."""
    for rule in subject.rules:
        if rule.by is not None:
            yield from _by(subject, rule, int(rule.by))
        if rule.at is not None:
            yield from _at(subject, rule, rule.at)
        if rule.fall is None:
            yield from _before_day_0(subject, rule)
        else:
            yield from _baseline(subject, rule)
    yield from _window(subject, subject.rules[0])


def _by(subject: Subject, rule: Rule, last: int) -> Iterator[Vector]:
    part, until_dated = subject.part(rule), 0
    if rule.dated_by == "last":
        until_dated = SPACING * (needed(rule) - 1)
    for day in (last - 1, last, last + 1):
        slug = f"{subject.slug(rule)}-on-{day_slug(day)}"
        why = f"{rule.name} on day {day}, where day {last} is the last that counts"
        reached = subject.reach(rule, day - until_dated)
        poor = subject.poor(max(1, day - until_dated - 200))
        yield Vector("deadline", slug, part, why, child(subject.before(), reached))
        yield Vector(
            "deadline",
            f"{slug}-after-poor",
            part,
            f"a visit that meets nothing, then {why}",
            child(subject.before(), poor, reached),
        )


def _at(subject: Subject, rule: Rule, at: int) -> Iterator[Vector]:
    part, slug, within = subject.part(rule), subject.slug(rule), rule.at_days

    def good(by: int) -> list[Lab]:
        return subject.good(rule, at + by)

    def poor(by: int) -> list[Lab]:
        return subject.poor(at + by)

    rows: list[tuple[str, str, list[Lab]]] = [
        (f"{'minus' if by < 0 else 'plus'}-{abs(by)}", f"the only visit {by:+} days from it",
         good(by))
        for by in (-within - 1, -within, -within + 1, -1, 0, 1, within - 1, within, within + 1)
    ] + [
        ("equally-near-good-first", "two visits equally near, the earlier meets it",
         good(-5) + poor(5)),
        ("equally-near-poor-first", "two visits equally near, the later meets it",
         poor(-5) + good(5)),
        ("nearest-poor", "the nearest visit does not meet it, the next one does",
         poor(1) + good(-3)),
        ("nearest-good", "the nearest visit meets it, those beside do not",
         good(2) + poor(-4) + poor(9)),
        ("nobody-looked", "good visits long before, none at the time", good(-200) + good(-100)),
        ("nobody-looked-poor", "poor visits long before, none at the time",
         poor(-200) + poor(-100)),
        ("unreadable", "the visit at the time cannot be read",
         [Lab(at, "upcr", unreadable("upcr")), *good(3)]),
    ]  # fmt: skip
    for detail, why, labs in rows:
        yield Vector(
            "at-a-time",
            f"{slug}-{detail}",
            part,
            f"{rule.name} at day {at}: {why}",
            child(subject.before(), labs),
        )
    for name in (*KIDNEY, "death", "last follow-up"):
        for by in (-within - 1, -within, -1):
            day = (at + by, at + by)
            ended = (
                {"last_follow_up": day}
                if name == "last follow-up"
                else {"events": (Event(name, day),)}
            )
            yield Vector(
                "at-a-time",
                f"{slug}-{name.replace(' ', '-')}-minus-{-by}",
                part,
                f"{rule.name} at day {at}: {name} {-by} days before it, one good visit long before",
                child(subject.before(), good(-100), **ended),
            )


def _window(subject: Subject, rule: Rule) -> Iterator[Vector]:
    labs, last = [*subject.before(), *subject.reach(rule)], subject.decided(rule)
    for name in (*KIDNEY, "death", "last follow-up", "acute dialysis"):
        slug = name.replace(" ", "-")
        for when, day in (("before", last - 1), ("on", last), ("after", last + 1)):
            days = (day, day)
            ended = (
                {"last_follow_up": days}
                if name == "last follow-up"
                else {"events": (Event(name, days),)}
            )
            yield Vector(
                "window",
                f"{slug}-{when}-the-deciding-day",
                "",
                f"{name} on day {day}; {rule.name} would be decided on day {last}",
                child(labs, **ended),
            )
    poor = [lab for day in (30, 60, 90) for lab in subject.poor(day)]
    rows: list[tuple[str, str, list[Lab], dict[str, object]]] = [
        ("kidney-failure-on-day-0", "kidney failure on day 0", labs,
         {"events": (Event("kidney failure", (0, 0)),)}),
        ("kidney-failure-before-day-0", "kidney failure on day -10", labs,
         {"events": (Event("kidney failure", (-10, -10)),)}),
        ("death-and-last-follow-up", "death and last follow-up on the deciding day", labs,
         {"events": (Event("death", (last, last)),), "last_follow_up": (last, last)}),
        ("two-ends", "a transplant before, kidney failure after the deciding day", labs,
         {"events": (Event("kidney failure", (last + 5, last + 5)),
                     Event("transplant", (last - 5, last - 5)))}),
        ("poor-then-death", "visits that meet nothing, then death", poor,
         {"events": (Event("death", (95, 95)),)}),
        ("last-follow-up-on-day-0", "last follow-up on day 0", labs, {"last_follow_up": (0, 0)}),
        ("infection", "an infection on the day before", labs,
         {"events": (Event("infection", (last - 1, last - 1)),)}),
    ]  # fmt: skip
    for detail, why, measured, more in rows:
        yield Vector("window", detail, "", f"{rule.name}: {why}", child(measured, **more))


def _before_day_0(subject: Subject, rule: Rule) -> Iterator[Vector]:
    count, slug, part = needed(rule), subject.slug(rule), subject.part(rule)
    test = next(iter(rule.arms))

    def ending(last: int, visits: int = count) -> list[Lab]:
        days = [last - 7 * place for place in reversed(range(visits))]
        return [lab for day in days for lab in subject.good(rule, day)]

    after = [lab for day in (30, 60) for lab in subject.poor(day)]
    rows: list[tuple[str, str, list[Lab], tuple[Event, ...]]] = [
        *((f"ending-on-{day_slug(last)}", f"{count} visits that meet it, the last on day {last}",
           ending(last), ()) for last in (-90, -89, -1, 0, 1)),
        ("all-before-day-90", "met long before, nothing from day -90 on", ending(-91), ()),
        ("last-visit-poor", "met, and lost at the last visit before day 0",
         ending(-7) + subject.poor(-2), ()),
        ("last-visit-unreadable", "met, the last visit before day 0 cannot be read",
         [*ending(-7), Lab(-2, test, unreadable(test))], ()),
        ("kidney-failure-before", "met, after kidney failure", ending(-7),
         (Event("kidney failure", (-80, -80)),)),
        ("kidney-failure-perhaps-before", "met, kidney failure between days -10 and 10", ending(-7),
         (Event("kidney failure", (-10, 10)),)),
        ("relapse-recorded-before", "met, with a relapse recorded on the day of the last visit",
         ending(-7), (Event("relapse", (-7, -7)),)),
    ]  # fmt: skip
    if count > 1:
        rows.append(("one-too-few", f"{count - 1} visits that meet it", ending(-7, count - 1), ()))
    if rule.albumin is not None:
        bare = [lab for lab in ending(-7) if lab.analyte != "albumin" or lab.day != -7]
        rows.append(("no-albumin", "met, without an albumin at the last visit", bare, ()))
    for detail, why, labs, events in rows:
        yield Vector(
            "at-start",
            f"{slug}-{detail}",
            part,
            f"{rule.name} before day 0: {why}",
            child(labs, after, events=events),
        )


def _baseline(subject: Subject, rule: Rule) -> Iterator[Vector]:
    """Fall by exactly as much as is asked, from every baseline that may or may not count."""
    assert rule.fall is not None
    part, slug = subject.part(rule, "fall_from_baseline"), subject.slug(rule)
    remaining = 2 * (1 - rule.fall[1])
    day = rule.at or SPACING

    def at(value: Fraction) -> list[Lab]:
        return subject.good(rule, day, changed={"upcr": number(decimal(value), "mg/mg")})

    def baseline(*measured: tuple[int, str]) -> list[Lab]:
        return [Lab(on, "upcr", number(text, "mg/mg")) for on, text in measured]

    step = Fraction("0.001")
    two = baseline((-30, "2"), (-7, "2"))
    lost = Lab(-7, "upcr", unreadable("upcr"))
    fallen = at(remaining - step)
    rows: list[tuple[str, str, list[Lab]]] = [
        *((f"{side}-the-share", f"{decimal(remaining + by)} from a baseline of 2 mg/mg",
           two + at(remaining + by))
          for side, by in (("below", -step), ("at", Fraction(0)), ("above", step))),
        *((f"only-baseline-on-{day_slug(on)}",
           f"the only results before it on days {on - 1} and {on}",
           baseline((on - 1, "2"), (on, "2")) + fallen) for on in (-91, -90, -89, -1, 0, 1)),
        ("one-baseline", "one result before day 0", baseline((-7, "2")) + fallen),
        ("no-baseline", "no result before day 0", fallen),
        ("unreadable-baseline", "the last result before day 0 cannot be read",
         [*baseline((-30, "2")), lost, *fallen]),
        ("unreadable-alone", "the only result before day 0 cannot be read", [lost, *fallen]),
        ("baseline-of-0", "no protein before day 0, none after",
         baseline((-30, "0"), (-7, "0")) + at(Fraction(0))),
        ("unequal", "1 mg/mg, then 3 mg/mg before day 0",
         baseline((-30, "1"), (-7, "3")) + at(remaining)),
        ("unequal-down", "3 mg/mg, then 1 mg/mg before day 0",
         baseline((-30, "3"), (-7, "1")) + at(remaining)),
        ("three", "8, then 2 and 2 mg/mg before day 0",
         baseline((-60, "8"), (-30, "2"), (-7, "2")) + at(remaining + step)),
        ("twice-on-one-day", "1 and 2 mg/mg on one day, after 2 mg/mg",
         baseline((-30, "2"), (-7, "1"), (-7, "2")) + at(remaining)),
        ("baseline-above-a-bound", "a baseline typed >2 mg/mg",
         [Lab(on, "upcr", number("2", "mg/mg", ">")) for on in (-30, -7)] + at(remaining + step)),
        ("baseline-below-a-bound", "a baseline typed <2 mg/mg",
         [Lab(on, "upcr", number("2", "mg/mg", "<")) for on in (-30, -7)] + at(remaining - step)),
        ("below-a-bound", "a result typed as below what the fall leaves",
         two + subject.good(rule, day, changed={"upcr": number(decimal(remaining), "mg/mg", "<")})),
        ("baseline-in-mg-per-mmol", "a baseline in mg/mmol",
         [Lab(on, "upcr", number(decimal(2 * PER_CANONICAL["upcr"]["mg/mmol"]), "mg/mmol"))
          for on in (-30, -7)] + at(remaining)),
    ]  # fmt: skip
    for detail, why, labs in rows:
        yield Vector("fall", f"{slug}-{detail}", part, f"{rule.name}: {why}", child(labs))
