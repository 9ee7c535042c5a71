"""What would a definition say if one of its choices were made otherwise?

A variant is a definition like any other: it judges, and its words say what it asks. Its id, name
and hash say that it is no published one.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from srns.rules.definition import Definition, Response
from srns.rules.limits import Edge, Limit, Window

ALBUMIN_RULES = ("each", "confirming", "if measured", "not asked")
"""Albumin at every occasion of the run, at the confirming one, only if measured, or not at all."""


def vary(definition: Definition, change: str, **fields: object) -> Definition:
    """Make a variant: the definition with other fields, named by what was changed.

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
    """Make a variant by changing each of its responses."""
    return vary(definition, change, responses=tuple(map(mend, definition.responses)))


def with_occasions(definition: Definition, place: int, occasions: int) -> Definition:
    """Ask for another number of consecutive occasions for one response."""
    response = definition.responses[place]
    return _one(
        definition,
        place,
        f"{response.name} on {occasions} occasion{'' if occasions == 1 else 's'}",
        replace(response, occasions=occasions),
    )


def with_window(definition: Definition, days: int) -> Definition:
    """Pair albumin within another number of days."""
    return vary(definition, f"albumin within {days} days", albumin_window_days=days)


def dated_by(definition: Definition, which: str) -> Definition:
    """Date a remission by the ``first`` or the ``last`` of its confirming occasions."""
    return vary(definition, f"dated by the {which} occasion", dated_by=which)


def with_albumin_rule(definition: Definition, rule: str) -> Definition:
    """Ask for albumin by one of `ALBUMIN_RULES`, in every response that asks for it."""
    words = {
        "each": "albumin at each occasion",
        "confirming": "albumin at the confirming occasion",
        "if measured": "albumin only where measured",
        "not asked": "albumin not asked",
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
    """Judge every Up/c by the threshold printed in one unit; None where it is not printed."""
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
    """Move one threshold, in every unit printed, to so many times what it is."""
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
    """Print an exact number with as many digits as it has, and no more than six.

    >>> show_fraction(Fraction("0.23")), show_fraction(Fraction(20) / Fraction("113.12"))
    ('0.23', '0.176803')
    """
    return f"{float(number):.6g}"


def _one(definition: Definition, place: int, change: str, response: Response) -> Definition:
    responses = list(definition.responses)
    responses[place] = response
    return vary(definition, change, responses=tuple(responses))


def _window_in(limit: Limit | None, unit: str) -> Window | None:
    if limit is None:
        return None
    return next((window for window in limit.printed if window.unit == unit), None)


def _moved(window: Window, edge: int, ratio: Fraction) -> Window:
    edges = list(window.edges)
    number = edges[edge].number * ratio
    edges[edge] = Edge(edges[edge].sign, number, show_fraction(number))
    return Window(tuple(edges), window.unit)
