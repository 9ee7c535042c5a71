"""Vectors on the course after a remission: relapse, what is sustained, and better remissions."""

from collections.abc import Iterator

from conformance.making.subject import SPACING, Subject, Vector, child, needed, number, unreadable
from tests.rules.oracle_samples import Event, Lab


def vectors(subject: Subject) -> Iterator[Vector]:
    """Make the vectors of the course of a definition."""
    yield from _recorded(subject)
    yield from _between_responses(subject)
    if subject.relapse is not None:
        yield from _measured(subject)


def _recorded(subject: Subject) -> Iterator[Vector]:
    rule = subject.rules[0]
    days = subject.days(rule)
    last = days[-1]
    labs = [*subject.before(), *subject.reach(rule), *subject.good(rule, last + SPACING)]
    for when, day in (
        ("before-onset", days[0] - 1),
        ("on-the-day-of-onset", days[0]),
        ("on-the-confirming-day", last),
        ("on-the-day-after", last + 1),
        ("on-the-next-visit", last + SPACING),
        ("after-the-last-visit", last + 2 * SPACING),
    ):
        yield Vector(
            "relapse",
            f"recorded-{when}",
            "",
            f"a relapse recorded on day {day}; {rule.name} has its onset on day {days[0]} "
            f"and is confirmed on day {last}",
            child(labs, events=(Event("relapse", (day, day)),)),
        )
    day = last + 40
    ended = child(labs, events=(Event("relapse", (day, day)),), last_follow_up=(day - 1, day - 1))
    yield Vector(
        "relapse",
        "recorded-after-the-window",
        "",
        "a relapse recorded on the day after the last follow-up",
        ended,
    )
    twice = tuple(Event("relapse", (day, day)) for day in (last + 50, last + 10))
    yield Vector(
        "relapse",
        "recorded-twice",
        "",
        "two relapses recorded, the later one first",
        child(labs, events=twice),
    )


def _measured(subject: Subject) -> Iterator[Vector]:
    rule, relapse = subject.rules[0], subject.relapse
    assert relapse is not None
    count, last = needed(relapse), subject.decided(rule)
    days = [last + SPACING * place for place in range(1, count + 2)]
    labs = [*subject.before(), *subject.reach(rule)]

    def relapsing(*chosen: int) -> list[Lab]:
        return [lab for day in chosen for lab in subject.good(relapse, day, "upcr")]

    again = [days[count - 1] + SPACING * place for place in range(1, needed(rule) + 1)]
    remission = [lab for day in again for lab in subject.good(rule, day)]
    met, fewer = days[:count], days[: count - 1]
    lost = Lab(met[-1], "upcr", unreadable("upcr"))
    rows: list[tuple[str, str, list[Lab], dict[str, object]]] = [
        ("measured", f"{count} visits that meet the relapse", relapsing(*met), {}),
        ("measured-then-remission", "a relapse, then the remission again",
         relapsing(*met) + remission, {}),
        ("good-between", "a good visit before the last that meets the relapse",
         relapsing(*fewer) + subject.good(rule, met[-1] - 5) + relapsing(met[-1]), {}),
        ("last-unreadable", "the last visit of the relapse cannot be read",
         [*relapsing(*fewer), lost], {}),
        ("after-last-follow-up", "the last follow-up on the day before the relapse",
         relapsing(*met), {"last_follow_up": (met[-1] - 1, met[-1] - 1)}),
        ("on-last-follow-up", "the last follow-up on the day of the relapse",
         relapsing(*met), {"last_follow_up": (met[-1], met[-1])}),
        ("death-after", "death after the relapse", relapsing(*met),
         {"events": (Event("death", (met[-1] + 5, met[-1] + 5)),)}),
        ("recorded-and-measured", "a relapse recorded five days before it is measured",
         relapsing(*met), {"events": (Event("relapse", (met[0] - 5, met[0] - 5)),)}),
        ("stays", "no relapse: two good visits more",
         [lab for day in days[:2] for lab in subject.good(rule, day)], {}),
    ]  # fmt: skip
    if count > 1:
        rows.append(
            ("one-too-few", f"{count - 1} visits that meet the relapse", relapsing(*fewer), {})
        )
    for detail, why, more, ends in rows:
        yield Vector(
            "relapse",
            detail,
            subject.part(relapse),
            f"after {rule.name}: {why}",
            child(labs, more, **ends),
        )
    at_start = [
        lab
        for place in range(needed(rule))
        for lab in subject.good(rule, -7 * (needed(rule) - place))
    ]
    yield Vector(
        "relapse",
        "after-remission-at-start",
        subject.part(relapse),
        f"{rule.name} before day 0, then a relapse",
        child(at_start, relapsing(30, *(30 + SPACING * n for n in range(1, count)))),
    )


def _between_responses(subject: Subject) -> Iterator[Vector]:
    """Go from one response to another, and above the limits of the one that was reached."""
    for better, worse in zip(subject.rules, subject.rules[1:], strict=False):
        if better.name == worse.name or better.at is not None or worse.at is not None:
            continue
        up = subject.reach(worse), subject.reach(better, subject.decided(worse) + SPACING)
        down = subject.reach(better), subject.reach(worse, subject.decided(better) + SPACING)
        slug = f"{subject.slug(worse)}-and-{subject.slug(better)}"
        part = subject.part(better)
        yield Vector(
            "relapse",
            f"{slug}-up",
            part,
            f"{worse.name}, then {better.name}",
            child(subject.before(), *up),
        )
        yield Vector(
            "relapse",
            f"{slug}-down",
            part,
            f"{better.name}, then {worse.name}",
            child(subject.before(), *down),
        )
    rule = subject.rules[0]
    above = Lab(subject.decided(rule) + SPACING, "upcr", number("0.5", "mg/mg"))
    yield Vector(
        "relapse",
        "above-the-limits",
        subject.part(rule),
        f"{rule.name}, then a ratio above its limit and below the relapse",
        child(subject.before(), subject.reach(rule), [above]),
    )
