"""Vectors on visits: how many in a row, which results of a day count, which albumin belongs."""

from collections.abc import Iterator, Sequence

from conformance.making.subject import (
    SPACING,
    Subject,
    Vector,
    child,
    day_slug,
    grade,
    inside,
    needed,
    number,
    size,
    unreadable,
)
from tests.rules.oracle_runs import Rule
from tests.rules.oracle_samples import Event, Lab


def vectors(subject: Subject) -> Iterator[Vector]:
    """Make the vectors of the visits of a definition."""
    for rule in subject.rules:
        if rule.at is None:
            yield from _in_a_row(subject, rule)
        if rule.albumin is not None:
            yield from _pairing(subject, rule)
        yield from _on_one_day(subject, rule)
        if "protein_24h" in rule.arms:
            yield from _body_size(subject, rule)
    yield from _kinds_of_test(subject)
    yield from _from_day_0(subject)


def _in_a_row(subject: Subject, rule: Rule) -> Iterator[Vector]:
    asked, before = needed(rule), subject.before()
    days = subject.days(rule, asked + 1)

    def good(*chosen: int) -> list[Lab]:
        return [lab for place in chosen for lab in subject.good(rule, days[place])]

    every = range(asked)
    rows: list[tuple[str, str, list[Lab], dict[str, tuple[Event, ...]]]] = [
        ("enough", f"{asked} visits that meet it", good(*every), {}),
        ("one-more", f"{asked + 1} visits that meet it", good(*every, asked), {}),
        ("then-poor", f"{asked} visits that meet it, then one that does not",
         good(*every) + subject.poor(days[asked]), {}),
        ("poor-first", f"one visit that does not meet it, then {asked} that do",
         subject.poor(days[0] - SPACING // 2) + good(*every), {}),
        ("any-order", f"{asked} visits that meet it, the rows in no order",
         good(*every)[::-1], {}),
        ("far-apart", f"{asked} visits 400 days apart",
         [lab for place in every for lab in subject.good(rule, 30 + 400 * place)], {}),
        ("other-test-between", "a measurement that is no urine test between the visits",
         [*good(*every), Lab(days[0] + 7, "height", number("110", "cm"))], {}),
    ]  # fmt: skip
    if asked > 1:
        last = good(asked - 1)
        relapsed = {
            "on-the-visit-before": days[asked - 2],
            "between": days[asked - 1] - 1,
            "on-the-last-visit": days[asked - 1],
            "after-the-last-visit": days[asked - 1] + 1,
        }
        rows += [
            ("one-too-few", f"{asked - 1} visits that meet it", good(*range(asked - 1)), {}),
            ("interrupted", f"{asked} visits that meet it, one that does not before the last",
             good(*range(asked - 1)) + subject.poor(days[asked - 1] - 5) + last, {}),
            ("twice-on-one-day", f"{asked - 1} days, on one of them measured twice",
             good(*range(asked - 1)) + good(0), {}),
            ("unknown-between", "a result that cannot be read before the last visit",
             good(*range(asked - 1)) + last + [
                 Lab(days[asked - 1] - 5, next(iter(rule.arms)),
                     unreadable(next(iter(rule.arms))))], {}),
        ]  # fmt: skip
        rows += [
            (f"relapse-{when}", f"a relapse recorded {when.replace('-', ' ')}", good(*every),
             {"events": (Event("relapse", (day, day)),)})
            for when, day in relapsed.items()
        ]  # fmt: skip
    for detail, why, labs, more in rows:
        yield Vector(
            "occasions",
            f"{subject.slug(rule)}-{detail}",
            subject.part(rule, "occasions"),
            f"{rule.name}: {why}",
            child(before, labs, **more),
        )


def _pairing(subject: Subject, rule: Rule) -> Iterator[Vector]:
    assert rule.albumin is not None
    days, within = subject.days(rule), subject.oracle.albumin_days
    last, good, poor = days[-1], inside(rule.albumin), number("2", "g/dL")
    labs = [lab for day in days[:-1] for lab in subject.good(rule, day)]
    labs += subject.good(rule, last, changed={"albumin": None})
    offsets = (-within - 1, -within, -within + 1, within - 1, within, within + 1)
    rows: list[tuple[str, str, list[tuple[int, bool]]]] = [
        (f"albumin-{abs(by)}-days-{'before' if by < 0 else 'after'}",
         f"the only albumin of the last visit {abs(by)} days {'before' if by < 0 else 'after'} it",
         [(by, True)])
        for by in offsets
    ] + [
        ("equally-near-good-first", "two albumins equally near, the earlier one meets it",
         [(-5, True), (5, False)]),
        ("equally-near-poor-first", "two albumins equally near, the later one meets it",
         [(-5, False), (5, True)]),
        ("nearer-poor", "the nearer of two albumins does not meet it",
         [(-6, True), (5, False)]),
        ("nearer-good", "the nearer of two albumins meets it", [(-6, False), (5, True)]),
        ("same-day-poor", "an albumin of the day that does not meet it, one of the day after does",
         [(0, False), (1, True)]),
    ]  # fmt: skip
    for detail, why, measured in rows:
        albumin = [Lab(last + by, "albumin", good if met else poor) for by, met in measured]
        yield Vector(
            "pairing",
            f"{subject.slug(rule)}-{detail}",
            subject.part(rule, "albumin"),
            f"{rule.name}: {why}",
            child(subject.before(), labs, albumin),
        )
    after = Lab(last + 5, "albumin", good)
    yield Vector(
        "pairing",
        f"{subject.slug(rule)}-after-the-window",
        subject.part(rule, "albumin"),
        f"{rule.name}: the only albumin of the last visit after the last follow-up",
        child(subject.before(), labs, [after], last_follow_up=(last, last)),
    )


def _on_one_day(subject: Subject, rule: Rule) -> Iterator[Vector]:
    test = next(iter(rule.arms))
    days, good = subject.days(rule), inside(rule.arms[test])
    poor = grade("4+") if test == "dipstick" else number("8", "mg/mg")
    before = [lab for day in days[:-1] for lab in subject.good(rule, day)]
    last = subject.good(rule, days[-1], changed={test: None})
    prefer = subject.oracle.specimen or "first morning"

    def on_last(*results: tuple[bool | None, str, str]) -> list[Lab]:
        of = {True: good, False: poor, None: unreadable(test)}
        return [Lab(days[-1], test, of[met], source, specimen) for met, source, specimen in results]

    rows: list[tuple[str, str, Sequence[Lab]]] = [
        ("worst", "two results of the last day, one meets it",
         on_last((True, "", ""), (False, "", ""))),
        ("worst-listed-first", "the same, the worse one listed first",
         on_last((False, "", ""), (True, "", ""))),
        ("readable-before-unreadable", "two results of the last day, one cannot be read",
         on_last((None, "", ""), (True, "", ""))),
        ("preferred-specimen-good", f"the {prefer} sample of the last day meets it, another not",
         on_last((True, "", prefer), (False, "", "random"))),
        ("preferred-specimen-poor", f"the {prefer} sample of the last day does not meet it",
         on_last((False, "", prefer), (True, "", "random"))),
        ("preferred-specimen-unreadable", f"the {prefer} sample of the last day cannot be read",
         on_last((None, "", prefer), (True, "", "random"))),
        ("clinic-before-diary", "the same result twice, from the diary and from the clinic",
         on_last((True, "diary", ""), (True, "", ""))),
    ]  # fmt: skip
    if rule.albumin is not None:
        twice = [Lab(days[-1], "albumin", number("2", "g/dL")), *on_last((True, "", ""))]
        rows.append(("worst-albumin", "two albumins of the last day, one meets it", twice))
    for detail, why, labs in rows:
        yield Vector(
            "same-day",
            f"{subject.slug(rule)}-{detail}",
            subject.part(rule, test),
            f"{rule.name}: {why}",
            child(subject.before(), before, last, labs),
        )


def _kinds_of_test(subject: Subject) -> Iterator[Vector]:
    """Set strips beside ratios, for the first response that has a limit of the ratio."""
    rule = next(each for each in subject.rules if "upcr" in each.arms)
    days = subject.days(rule)
    labs, last = subject.reach(rule), days[-1]
    without = [lab for lab in labs if not (lab.day == last and lab.analyte == "upcr")]
    strip, dark = Lab(last, "dipstick", grade("negative")), Lab(last, "dipstick", grade("4+"))
    little = Lab(last, "protein_24h", number("20", "mg/m²/day"))
    much = Lab(last, "protein_24h", number("4000", "mg/m²/day"))
    low = Lab(last, "upcr", inside(rule.arms["upcr"]))
    high, lost = Lab(last, "upcr", number("8", "mg/mg")), Lab(last, "upcr", unreadable("upcr"))
    between = last - 5
    rows: list[tuple[str, str, list[Lab]]] = [
        ("dark-strip-beside-ratio", "a strip of 4+ beside a ratio that meets it", [low, dark]),
        ("clear-strip-beside-high-ratio", "a negative strip beside a nephrotic ratio",
         [high, strip]),
        ("clear-strip-beside-lost-ratio", "a negative strip beside a ratio that cannot be read",
         [lost, strip]),
        ("clear-strip-alone", "a negative strip in place of the ratio", [strip]),
        ("dark-strip-alone", "a strip of 4+ in place of the ratio", [dark]),
        ("little-in-24-hours", "20 mg/m²/day beside a ratio that meets it", [low, little]),
        ("much-in-24-hours", "4000 mg/m²/day beside a ratio that meets it", [low, much]),
        ("little-in-24-hours-beside-high-ratio", "20 mg/m²/day beside a nephrotic ratio",
         [high, little]),
        ("24-hours-alone", "20 mg/m²/day in place of the ratio", [little]),
        ("strip-between", "a strip of 4+ on a day between the visits",
         [low, Lab(between, "dipstick", grade("4+"))]),
        ("24-hours-between", "4000 mg/m²/day on a day between the visits",
         [low, Lab(between, "protein_24h", number("4000", "mg/m²/day"))]),
        ("lost-strip-between", "a strip that cannot be read on a day between the visits",
         [low, Lab(between, "dipstick", unreadable("dipstick"))]),
    ]  # fmt: skip
    for detail, why, on_last in rows:
        yield Vector(
            "strips-and-ratios",
            detail,
            subject.part(rule),
            f"{rule.name}: {why}",
            child(subject.before(), without, on_last),
        )
    if any("protein_24h" in each.arms for each in subject.rules):
        yield from _beside_what_is_not_asked(subject)


def _beside_what_is_not_asked(subject: Subject) -> Iterator[Vector]:
    """Set a 24-hour protein beside the ratio of each response that asks the ratio alone."""
    for rule in subject.rules:
        if "upcr" in rule.arms and "protein_24h" not in rule.arms:
            labs = subject.reach(rule)
            much = [Lab(day, "protein_24h", number("4000", "mg/m²/day"))
                    for day in subject.days(rule)]  # fmt: skip
            yield Vector(
                "strips-and-ratios",
                "24-hours-not-asked",
                subject.part(rule),
                f"{rule.name}: 4000 mg/m²/day, which it does not ask, beside a ratio that meets it",
                child(subject.before(), labs, much),
            )


def _from_day_0(subject: Subject) -> Iterator[Vector]:
    """Begin before, on and after day 1, the first day that counts."""
    rule = subject.rules[0]
    for first in (-1, 0, 1):
        days = [first + SPACING * place for place in range(needed(rule))]
        labs = [lab for day in days for lab in subject.good(rule, day)]
        yield Vector(
            "day-0",
            f"first-good-visit-on-{day_slug(first)}",
            "",
            f"{rule.name}: the first of {len(days)} visits on day {first}",
            child(subject.poor(-7), labs),
        )
    undated = [Lab(None, lab.analyte, lab.result) for lab in subject.good(rule, 30)]
    days = subject.days(rule)[:-1]
    labs = [lab for day in days for lab in subject.good(rule, day)]
    yield Vector(
        "day-0",
        "without-a-day",
        "",
        f"{rule.name}: the last result has no day",
        child(subject.before(), labs, undated),
    )
    yield Vector("day-0", "nothing-measured", "", "a child without any result", child())
    yield Vector(
        "day-0",
        "baseline-alone",
        "",
        "a child with results before day 0 alone",
        child(subject.before()),
    )
    yield Vector(
        "day-0",
        "poor-throughout",
        "",
        "three visits that meet nothing",
        child(subject.before(), *(subject.poor(day) for day in (30, 60, 90))),
    )


def _body_size(subject: Subject, rule: Rule) -> Iterator[Vector]:
    """Collect mg a day, with heights and weights that may or may not make the surface."""
    days = subject.days(rule)
    last = days[-1]
    rest = [
        lab
        for day in days[:-1]
        for lab in subject.good(rule, day, "protein_24h")
        if lab.analyte not in ("height", "weight")  # a result per m² needs neither
    ]
    collected = Lab(last, "protein_24h", number("90", "mg/day"))
    height, weight = size(last)

    def moved(lab: Lab, by: int) -> Lab:
        return Lab(last + by, lab.analyte, lab.result)

    rows: list[tuple[str, str, list[Lab]]] = [
        ("both-on-the-day", "height and weight of the day", [height, weight]),
        ("neither", "neither height nor weight", []),
        ("no-height", "weight alone", [weight]),
        ("no-weight", "height alone", [height]),
        ("after-the-day", "height and weight of the day after",
         [moved(height, 1), moved(weight, 1)]),
        ("height-in-metres", "height in metres",
         [Lab(last, "height", number("1.44", "m")), weight]),
        ("small-child", "half a square metre", size(last, "90", "10")),
        *((f"height-{by}-days-before", f"height of {by} days before",
           [moved(height, -by), weight]) for by in (179, 180, 181)),
        *((f"weight-{by}-days-before", f"weight of {by} days before",
           [height, moved(weight, -by)]) for by in (89, 90, 91)),
    ]  # fmt: skip
    for detail, why, sizes in rows:
        yield Vector(
            "body-size",
            f"{subject.slug(rule)}-{detail}",
            subject.part(rule, "protein_24h"),
            f"{rule.name}: 90 mg/day at the last visit, with {why}",
            child(subject.before(), rest, [collected], sizes),
        )
