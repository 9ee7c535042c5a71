"""The pieces of a heading: its known words, units, numbers with their time, and what is left."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from srns.workbook.headings.atoms import Atom, join
from srns.workbook.headings.vocabulary import Entry, Lexicon, roles

_MOST_ATOMS = 14
_SHORTEST_PART = 4
_INTERNATIONAL = frozenset(("analyte", "drug", "specimen"))
_SHORT_PARTS = frozenset(("alb", "lab", "upc"))
_GLUED_UNITS = {
    "cm": "cm",
    "kg": "kg",
    "gdl": "g/dL",
    "mgdl": "mg/dL",
    "umoll": "µmol/L",
    "mgmg": "mg/mg",
}
_SIDE_WORDS = {"number": "", "arm": "arm"}
_TIME_UNITS = {
    "hours": "hour",
    "days": "day",
    "weeks": "week",
    "months": "month",
    "years": "year",
}
_OPENING, _CLOSING = frozenset("(["), frozenset(")]")


@dataclass(frozen=True)
class Piece:
    """One piece of a heading.

    Attributes
    ----------
    kind
        `words`, `unit`, `number`, `side` (a word with its number: month 3), `sign` or `unknown`.
    concepts
        What the words mean; of a side what is numbered.
    text
        The canonical unit, the side in words (`month 3`), the sign, or what was typed.
    borrowed
        Whether it is an English word in a reading of another language; names of substances are
        never borrowed.
    attached
        Whether nothing parts it from the piece before.
    """

    kind: str
    text: str
    concepts: tuple[str, ...] = ()
    borrowed: bool = False
    attached: bool = False


_Found = tuple[int, int, tuple[Piece, ...]]
"""How many letters are not explained, the atom after the pieces, and the pieces."""


def find_pieces(atoms: tuple[Atom, ...], lexicon: Lexicon) -> tuple[int, tuple[Piece, ...]]:
    """Part a heading so that as few letters as possible are not explained, in few pieces.

    Returns
    -------
    The number of letters that are not explained, and the pieces in their order.
    """
    best: list[tuple[tuple[int, int], int, tuple[Piece, ...]]] = [((0, 0), len(atoms), ())]
    for start in range(len(atoms) - 1, -1, -1):
        chosen: tuple[tuple[int, int], int, tuple[Piece, ...]] | None = None
        for missed, end, pieces in _options(atoms, start, lexicon):
            rest = best[len(atoms) - end][0]
            cost = (missed + rest[0], len(pieces) + rest[1])
            if chosen is None or cost < chosen[0]:
                chosen = (cost, end, pieces)
        assert chosen is not None
        best.append(chosen)
    found: list[Piece] = []
    at = 0
    while at < len(atoms):
        _, end, pieces = best[len(atoms) - at]
        found.extend(pieces)
        at = end
    if lexicon.postpositions:
        found = _turn_postpositions(found)
    return best[-1][0][0], tuple(found)


def is_occasion(piece: Piece) -> bool:
    """Return whether a piece may be what "at" or "after" goes with: infusion, month 3, first."""
    role = roles().get(piece.concepts[0]) if piece.concepts else ""
    return piece.kind in ("number", "side") or (
        piece.kind == "words" and role in ("topic", "drug", "side", "filler")
    )


def _turn_postpositions(pieces: list[Piece]) -> list[Piece]:
    """Put "after" before its occasion, as in English."""
    turned: list[Piece] = []
    for piece in pieces:
        if piece.kind == "words" and roles()[piece.concepts[0]] == "relation":
            start = len(turned)
            while start and is_occasion(turned[start - 1]):
                start -= 1
            turned.insert(start, piece)
        else:
            turned.append(piece)
    return turned


def _options(atoms: tuple[Atom, ...], start: int, lexicon: Lexicon) -> Iterator[_Found]:
    """List the pieces that may begin at an atom, the longest first."""
    atom = atoms[start]
    if atom.kind == "sign" and atom.text not in "%‰#@&+":
        yield 0, start + 1, (Piece("sign", atom.text),)
        return
    found: list[_Found] = []
    text = ""
    gaps: set[int] = set()
    for end in range(start + 1, min(len(atoms), start + _MOST_ATOMS) + 1):
        here = atoms[end - 1]
        if text and here.gap:
            gaps.add(len(text))
        text += here.text
        piece = _known(atoms, start, end, text, frozenset(gaps), lexicon)
        if piece:
            found.append((0, end, (piece,)))
        if text not in lexicon.prefixes:
            break
    found.extend(_numbered(atoms, start, lexicon))
    yield from sorted(found, key=lambda each: -each[1])
    if atom.kind == "number":
        yield 0, start + 1, (Piece("number", atom.text),)
    elif atom.kind == "sign":
        yield 0, start + 1, (Piece("sign", atom.text),)
    else:
        parts = _compound(atom.text, lexicon) if atom.kind == "word" else None
        if parts and not found:
            yield 0, start + 1, parts
        yield len(atom.text), start + 1, (Piece("unknown", atom.typed, attached=not atom.gap),)


def _fitting(entries: tuple[Entry, ...], gaps: frozenset[int]) -> Entry | None:
    fitting = [entry for entry in entries if gaps <= entry.gaps]
    return min(fitting, key=lambda entry: len(entry.gaps - gaps)) if fitting else None


def _known(
    atoms: tuple[Atom, ...],
    start: int,
    end: int,
    text: str,
    gaps: frozenset[int],
    lexicon: Lexicon,
) -> Piece | None:
    word = _fitting(lexicon.words.get(text, ()), gaps) or _ending(text, gaps, lexicon)
    unit = _fitting(lexicon.units.get(text, ()), gaps)
    if unit and (not unit.weak or _may_be_short_unit(atoms, start, end, bool(word))):
        return Piece("unit", unit.unit)
    if word:
        typed = " ".join(atom.typed for atom in atoms[start:end])
        return Piece("words", typed, word.concepts, _is_borrowed(word, lexicon))
    return None


def _may_be_short_unit(atoms: tuple[Atom, ...], start: int, end: int, word: bool) -> bool:
    """Return whether m, y or in is a unit where it stands: in brackets, or last and no word."""
    before = atoms[start - 1].text if start else ""
    closed = end == len(atoms) or atoms[end].text in _CLOSING
    if before in _OPENING or before == ",":
        return closed
    return closed and start > 0 and not word


def _is_borrowed(entry: Entry, lexicon: Lexicon) -> bool:
    known = roles()
    return entry.language != lexicon.language and any(
        known.get(concept) not in _INTERNATIONAL for concept in entry.concepts
    )


def _ending(text: str, gaps: frozenset[int], lexicon: Lexicon) -> Entry | None:
    for ending in lexicon.endings:
        stem = text.removesuffix(ending)
        if stem != text and len(stem) >= _SHORTEST_PART:
            word = _fitting(lexicon.words.get(stem, ()), gaps)
            if word:
                return word
    return None


def _numbered(atoms: tuple[Atom, ...], start: int, lexicon: Lexicon) -> Iterator[_Found]:
    """List the sides that begin at an atom: month 3, 3 months, 3rd month, visit 2, M3."""
    if atoms[start].kind == "number":
        at = start + 1
        ordinal = at < len(atoms) and not atoms[at].gap and atoms[at].text in lexicon.ordinals
        at += ordinal
        for end, what in _counted(atoms, at, lexicon):
            yield 0, end, (_side(what, atoms[start].text),)
        if ordinal:
            yield 0, at, (Piece("number", atoms[start].text),)
        return
    for end, what in _counted(atoms, start, lexicon):
        number = end + (end < len(atoms) and atoms[end].text == "#")
        if what != "hour" and number < len(atoms) and atoms[number].kind == "number":
            yield 0, number + 1, (_side(what, atoms[number].text),)


def _counted(atoms: tuple[Atom, ...], at: int, lexicon: Lexicon) -> Iterator[tuple[int, str]]:
    """List what may be numbered from an atom on, each with the atom after it."""
    for end in range(at + 1, min(len(atoms), at + 4) + 1):
        text, gaps = join(atoms[at:end])
        entry = _fitting(lexicon.numbered.get(text, ()), gaps)
        unit = _fitting(lexicon.units.get(text, ()), gaps)
        if entry:
            yield end, entry.concepts[0]
        elif unit and unit.unit in _TIME_UNITS and len(text) > 1:
            yield end, _TIME_UNITS[unit.unit]
        if text not in lexicon.prefixes:
            return


def _side(what: str, number: str) -> Piece:
    digits = number.lstrip("0") or "0"
    if what == "hour":
        hours = f"{digits}-hour"
        return Piece("words", hours, (hours if hours in ("24-hour", "12-hour") else "timed",))
    return Piece("side", f"{_SIDE_WORDS.get(what, what)} {digits}".strip(), (what,))


@lru_cache(maxsize=8192)
def _compound(text: str, lexicon_words: Lexicon) -> tuple[Piece, ...] | None:
    """Part a compound (Serumalbumin, Urinproteinwert) into known words, or return None."""
    if len(text) < 2 * _SHORTEST_PART - 1 or len(text) > 60:
        return None
    ways: list[tuple[Piece, ...] | None] = [None] * (len(text) + 1)
    ways[0] = ()
    for end in range(3, len(text) + 1):
        for start in range(end - 2):
            before = ways[start]
            if before is None or (
                ways[end] is not None and len(before) + 1 >= len(ways[end] or ())
            ):
                continue
            piece = _part(text[start:end], start > 0 and end == len(text), lexicon_words)
            if piece:
                ways[end] = (*before, piece)
    return ways[len(text)]


def _part(text: str, last: bool, lexicon: Lexicon) -> Piece | None:
    """Find one word of a compound, with what joins it to the next."""
    if last and text in _GLUED_UNITS:
        return Piece("unit", _GLUED_UNITS[text])
    stems = [text, *(text.removesuffix(link) for link in lexicon.links if text.endswith(link))]
    for stem in stems[:1] if last else stems:
        entries = lexicon.words.get(stem, ())
        if entries and (len(stem) >= _SHORTEST_PART or stem in _SHORT_PARTS):
            return Piece("words", stem, entries[0].concepts, _is_borrowed(entries[0], lexicon))
    entry = _ending(text, frozenset(), lexicon) if last else None
    if entry:
        return Piece("words", text, entry.concepts, _is_borrowed(entry, lexicon))
    return None
