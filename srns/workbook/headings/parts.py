"""The parts of a heading: its concepts, units, sides and unexplained words."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from srns.workbook.headings.naming import show_concept
from srns.workbook.headings.pieces import Piece, is_occasion
from srns.workbook.headings.vocabulary import dimensions, roles

TIME_UNITS = {"hour": "hours", "day": "days", "week": "weeks", "month": "months", "year": "years"}

_OCCASIONS = frozenset(
    (
        *("diagnosis", "onset", "relapse", "remission", "biopsy", "visit", "followup"),
        *("admission", "discharge", "enrollment", "screening"),
    )
)
RATIO_DIMENSIONS = frozenset(("mass-ratio", "molar-ratio"))
_COUNTED = frozenset(("infusion", "followup", "visit", "cycle"))
_TIMED = re.compile(r"(?:day|week|month|year) \d+")
_RANGE_SIGNS = frozenset("<>=,")


@dataclass
class HeadingParts:
    """What the pieces of a heading say, sorted by what they do.

    Attributes
    ----------
    whole
        Every concept, for what is named by its occasion (age at diagnosis).
    bare
        The concepts that are left when the occasions are sides (albumin at diagnosis).
    sides, units, unexplained
        As in `Heading`.
    numbered
        What is counted with a number (infusion 2).
    """

    whole: list[str] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    sides: list[str] = field(default_factory=list)
    numbered: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)


def sort_parts(pieces: tuple[Piece, ...]) -> HeadingParts:
    """Sort the pieces of a heading into its parts."""
    kept = _drop_creatinine_of_unit(_change_brackets(pieces))
    measured = any(
        roles().get(concept) == "analyte" or concept in ("date", "response", "outcome")
        for piece in kept
        for concept in piece.concepts
    )
    parts = HeadingParts()
    at = 0
    while at < len(kept):
        at = _KINDS[kept[at].kind](parts, kept, at, measured)
    return parts


def _change_brackets(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Replace the codes "(1=male 2=female)" by a category; drop a range "(normal <150 mg/g)"."""
    kept: list[Piece] = []
    opened: int | None = None
    for piece in pieces:
        kept.append(piece)
        if piece.kind != "sign":
            continue
        if piece.text in "([":
            opened = len(kept)
        elif piece.text in ")]" and opened is not None:
            kept[opened:-1] = _change_bracket(kept[opened:-1])
            opened = None
    return tuple(kept)


def _change_bracket(inside: list[Piece]) -> list[Piece]:
    if any(piece.text == "=" for piece in inside) and any(
        piece.kind == "words" for piece in inside
    ):
        return [Piece("words", "coded", ("category",))]
    if _holds_range(inside):
        return [piece for piece in inside if not _is_of_range(piece)]
    return inside


def _holds_range(inside: list[Piece]) -> bool:
    """Return whether a bracket gives the normal range: (35-50), (<20 mg/mmol), (normal 3.5)."""
    numbers = sum(piece.kind == "number" for piece in inside)
    if numbers > 1 and all(piece.kind in ("number", "sign") for piece in inside):
        return True
    return numbers > 0 and any(
        piece.kind == "unit" or piece.concepts == ("reference",) or piece.text in ("<", ">")
        for piece in inside
    )


def _is_of_range(piece: Piece) -> bool:
    return (
        piece.kind == "number"
        or piece.concepts == ("reference",)
        or (piece.kind == "sign" and piece.text in _RANGE_SIGNS)
    )


def _drop_creatinine_of_unit(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Drop the creatinine of "mg/g creatinine", which belongs to the unit."""
    kept: list[Piece] = []
    for piece in pieces:
        after_unit = (
            bool(kept)
            and kept[-1].kind == "unit"
            and dimensions().get(kept[-1].text) in RATIO_DIMENSIONS
        )
        if not (after_unit and piece.concepts == ("creatinine",)):
            kept.append(piece)
    return tuple(kept)


def _add_unknown(parts: HeadingParts, pieces: tuple[Piece, ...], at: int, _: bool) -> int:
    if pieces[at].attached and parts.unexplained and at and pieces[at - 1].kind == "unknown":
        parts.unexplained[-1] += pieces[at].text
    else:
        parts.unexplained.append(pieces[at].text)
    return at + 1


def _add_unit(parts: HeadingParts, pieces: tuple[Piece, ...], at: int, _: bool) -> int:
    parts.units.append(pieces[at].text)
    return at + 1


def _skip(_parts: HeadingParts, _pieces: tuple[Piece, ...], at: int, _: bool) -> int:
    return at + 1


def _add_number(parts: HeadingParts, pieces: tuple[Piece, ...], at: int, _: bool) -> int:
    following = pieces[at + 1] if at + 1 < len(pieces) else None
    if pieces[at].text == "1" and following and "infusion" in following.concepts:
        parts.whole.append("first")
        parts.sides.append("first")
    else:
        parts.sides.append(pieces[at].text)
    return at + 1


def _add_side(parts: HeadingParts, pieces: tuple[Piece, ...], at: int, _: bool) -> int:
    what = pieces[at].concepts[0]
    parts.sides.append(pieces[at].text)
    if what in _COUNTED:
        parts.numbered.append(what)
        parts.whole.append(what)
        if pieces[at].text.endswith(" 1"):
            parts.whole.append("first")
    return at + 1


def _add_words(parts: HeadingParts, pieces: tuple[Piece, ...], at: int, measured: bool) -> int:
    piece = pieces[at]
    role = roles()[piece.concepts[0]]
    parts.whole.extend(piece.concepts)
    if role == "relation":
        return _take_occasion(parts, pieces, at)
    if role == "side":
        parts.sides.extend(piece.concepts)
    elif measured and piece.concepts == ("treatment",) and _is_beside_time(pieces, at):
        pass  # "after 3 months of treatment" is month 3
    elif measured and set(piece.concepts) <= _OCCASIONS:
        what = show_concept(piece.concepts[0])
        parts.sides.append(what if what in ("visit", "follow-up") else f"at {what}")
    else:
        parts.bare.extend(piece.concepts)
    return at + 1


def _is_beside_time(pieces: tuple[Piece, ...], at: int) -> bool:
    """Return whether a numbered time stands directly before or behind a piece, but for "of"."""
    others = [
        [one for one in side if one.concepts != ("of",)]
        for side in (pieces[:at][::-1], pieces[at + 1 :])
    ]
    return any(side and _TIMED.fullmatch(side[0].text) is not None for side in others)


def _take_occasion(parts: HeadingParts, pieces: tuple[Piece, ...], at: int) -> int:
    """Take the occasion after "at", "before" or "after"; return the piece after it."""
    relation = pieces[at].concepts
    end = at + 1
    while end < len(pieces) and is_occasion(pieces[end]):
        end += 1
    taken = pieces[at + 1 : end]
    words = [
        each.text if each.kind != "words" else " ".join(map(show_concept, each.concepts))
        for each in taken
        if each.concepts != ("of",)
    ]
    if not words:
        if relation[0] in ("before", "after", "during"):
            parts.sides.append(relation[0])
        else:
            parts.bare.extend(relation)
        return at + 1
    timed = relation[0] in ("at", "after") and (
        taken[0].kind == "side" and taken[0].concepts[0] in TIME_UNITS
    )
    parts.sides.append(" ".join(words if timed else (*relation, *words)))
    for each in taken:
        if each.kind == "number" and each.text == "1":
            parts.whole.append("first")
        parts.whole.extend(each.concepts)
    return end


_KINDS: dict[str, Callable[[HeadingParts, tuple[Piece, ...], int, bool], int]] = {
    "unknown": _add_unknown,
    "unit": _add_unit,
    "sign": _skip,
    "number": _add_number,
    "side": _add_side,
    "words": _add_words,
}
