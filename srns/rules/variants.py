"""Variants of a definition in which one choice is made differently.

A variant is a definition like any other: it judges children, and its words state what it needs. Its
id, name and hash show that it is not a published one.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from srns.cohort.wording import plural
from srns.languages.messages import mark
from srns.rules.definition import Definition, Response
from srns.rules.limits import Edge, Limit, UnitLimit

ALBUMIN_RULES = ("each", "confirming", "if measured", "not asked")
"""Albumin at every visit of the run, at the confirming visit, only if measured, or not at all."""


def vary(definition: Definition, change: str, **fields: object) -> Definition:
    """Return a variant: the definition with other fields, named by what was changed.

    >>> from srns.rules.load_definition import load_definition
    >>> haddad = load_definition("haddad_2021")
    >>> print(vary(haddad, "albumin within 28 days", albumin_window_days=28).name)
    Haddad 2021, as written; albumin within 28 days
    """
    if all(getattr(definition, name) == value for name, value in fields.items()):
        return definition
    return replace(
        definition,
        id=f"{definition.id}; {change}",
        name=f"{definition.name}; {change}",
        sha256=hashlib.sha256(f"{definition.sha256} {change}".encode()).hexdigest(),
        **fields,
    )


def vary_responses(
    definition: Definition, change: str, mend: Callable[[Response], Response]
) -> Definition:
    """Return a variant in which each response is changed by `mend`."""
    return vary(definition, change, responses=tuple(map(mend, definition.responses)))


def with_occasions(definition: Definition, place: int, occasions: int) -> Definition:
    """Return a variant that needs another number of consecutive visits for one response."""
    response = definition.responses[place]
    return _one(
        definition,
        place,
        f"{response.name} at {plural(occasions, 'visit')}",
        replace(response, occasions=occasions),
    )


def with_window(definition: Definition, days: int) -> Definition:
    """Return a variant that pairs albumin within another number of days."""
    return vary(definition, f"albumin within {days} days", albumin_window_days=days)


def dated_by(definition: Definition, which: str) -> Definition:
    """Return a variant that dates a remission by the ``first`` or ``last`` confirming visit."""
    return vary(definition, f"dated by the {which} visit", dated_by=which)


def with_albumin_rule(definition: Definition, rule: str) -> Definition:
    """Return a variant with one of `ALBUMIN_RULES` in every response that needs albumin."""
    words = {
        "each": mark("albumin at each visit"),
        "confirming": mark("albumin at the confirming visit"),
        "if measured": mark("albumin only if measured"),
        "not asked": mark("albumin not required"),
    }

    def mend(response: Response) -> Response:
        if response.albumin is None:
            return response
        if rule == "not asked":
            return replace(response, albumin=None)
        if rule == "if measured":
            return replace(response, albumin=replace(response.albumin, if_measured=True))
        return replace(response, albumin_at=rule)

    return vary_responses(definition, words[rule], mend)


def reading_in(definition: Definition, unit: str) -> Definition | None:
    """Return a variant that judges every Up/c by the threshold printed in one unit.

    None if no threshold is printed in that unit.
    """
    if not any(_window_in(response.upcr, unit) for response in definition.responses):
        return None

    def mend(response: Response) -> Response:
        window = _window_in(response.upcr, unit)
        if response.upcr is None or window is None:
            return response
        return replace(response, upcr=replace(response.upcr, printed=(window,)))

    return vary_responses(definition, f"Up/c converted to {unit}", mend)


def moved(
    definition: Definition, place: int, analyte: str, edge: int, ratio: Fraction
) -> Definition:
    """Return a variant with one threshold multiplied by `ratio`, in every printed unit."""
    response = definition.responses[place]
    limit = response.upcr if analyte == "upcr" else response.albumin
    if limit is None:
        return definition
    changed = Limit(
        limit.quantity,
        tuple(_moved(window, edge, ratio) for window in limit.printed),
        limit.if_measured,
    )
    shown = changed.printed[0]
    label = "Up/c" if analyte == "upcr" else "albumin"
    return _one(
        definition,
        place,
        f"{response.name} with {label} {shown.edges[edge]} {shown.unit}",
        replace(response, **{analyte: changed}),
    )


def show_fraction(number: Fraction) -> str:
    """Return an exact number with as many digits as it has, at most six.

    >>> show_fraction(Fraction("0.23")), show_fraction(Fraction(20) / Fraction("113.12"))
    ('0.23', '0.176803')
    """
    return f"{float(number):.6g}"


def _one(definition: Definition, place: int, change: str, response: Response) -> Definition:
    responses = list(definition.responses)
    responses[place] = response
    return vary(definition, change, responses=tuple(responses))


def _window_in(limit: Limit | None, unit: str) -> UnitLimit | None:
    if limit is None:
        return None
    return next((window for window in limit.printed if window.unit == unit), None)


def _moved(window: UnitLimit, edge: int, ratio: Fraction) -> UnitLimit:
    edges = list(window.edges)
    number = edges[edge].number * ratio
    edges[edge] = Edge(edges[edge].sign, number, show_fraction(number))
    return UnitLimit(tuple(edges), window.unit)
