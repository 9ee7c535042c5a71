"""One reading of a heading: from its pieces to the quantity, its unit and its sides."""

from dataclasses import dataclass, field

from srns.workbook.headings.meaning import Meaning, find_meaning
from srns.workbook.headings.pieces import Piece, is_occasion
from srns.workbook.headings.vocabulary import dimensions, roles

_OCCASIONS = frozenset(
    (
        *("diagnosis", "onset", "relapse", "remission", "biopsy", "visit", "followup"),
        *("admission", "discharge", "enrollment", "screening"),
    )
)
_RATIOS = frozenset(("mass-ratio", "molar-ratio"))
_TIMES = {"hour": "hours", "day": "days", "week": "weeks", "month": "months", "year": "years"}
_DECIDING = frozenset(
    (
        *("protein", "albumin", "upcr", "pcr", "dipstick", "total-protein", "protein/creatinine"),
        *("creatinine/protein", "date", "day", "patient", "id", "result", "ratio", "visit"),
        *("collection", "urine", "when", "number", "record-number"),
    )
)
_CONTRADICTING = frozenset(("statistic", "person", "specimen", "drug", "analyte", "identity"))
_ABOUT_OTHERS = frozenset(("note", "unit", "flag", "reference", "method", "reason", "source"))
_NOT_MEASURED = frozenset(
    (
        "c3",
        "c4",
        "ana",
        "edema",
        "hypertension",
        "upcr",
        "pcr",
        "acr",
        "dipstick",
        "egfr",
        "creatinine-clearance",
        "cystatin",
    )
)
_BEFORE_ALL = frozenset(
    (
        *("mean", "median", "minimum", "maximum", "target", "corrected", "cumulative"),
        *("fractional", "logarithm"),
    )
)
_NAMES = {
    "mother": "mother's",
    "father": "father's",
    "24-hour": "24-hour",
    "12-hour": "12-hour",
    "first-morning": "first-morning",
    "upcr": "urine protein/creatinine ratio",
    "acr": "urine albumin/creatinine ratio",
    "pcr": "PCR",
    "egfr": "eGFR",
    "csf": "CSF",
    "bmi": "BMI",
    "z-score": "z-score",
    "followup": "follow-up",
    "logarithm": "logarithm of",
}
_MEANINGLESS = frozenset(("data", "of", "and", "or", "measure"))
_ORDER = ("person", "collection", "specimen", "analyte", "drug", "identity", "topic")


@dataclass
class Reading:
    """What one language makes of a heading; most fields are those of `Heading`.

    Attributes
    ----------
    mixed
        Whether English words were needed beside those of the language.
    vague
        Whether no known quantity explains the concepts, and none of them contradicts.
    """

    column: str | None = None
    quantity: str = ""
    analyte: str = ""
    specimen: str = ""
    statistic: str = ""
    unit: str = ""
    time: str = ""
    sides: tuple[str, ...] = ()
    unexplained: tuple[str, ...] = ()
    may_decide: bool = False
    mixed: bool = False
    vague: bool = False


@dataclass
class _Parts:
    """The pieces sorted by what they do.

    `whole` holds every concept, for what is named by its occasion (age at diagnosis); `bare` those
    that are left when the occasions are sides (albumin at diagnosis).
    """

    whole: list[str] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    sides: list[str] = field(default_factory=list)
    numbered: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)


def read_pieces(pieces: tuple[Piece, ...]) -> Reading:
    """Read the pieces of a heading."""
    pieces = _drop_code_list(pieces)
    parts = _sort(_drop_creatinine_of_unit(pieces))
    unit = parts.units[0] if parts.units else ""
    if any(each != unit for each in parts.units):
        parts.unexplained.extend(each for each in parts.units if each != unit)
    reading = Reading(unit=unit, unexplained=tuple(parts.unexplained))
    reading.mixed = any(piece.borrowed for piece in pieces)
    whole = _ratio(parts.whole)
    bare = _ratio(parts.bare)
    unit = _settle(reading, parts, whole, bare, unit)
    reading.unit = unit
    _describe(reading, whole)
    if reading.unexplained:
        reading.column = None
        reading.may_decide = reading.may_decide or _may_hide(whole, pieces, reading)
    return reading


def _drop_code_list(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Replace "(1=male 2=female)" by the one concept of a category."""
    if not any(piece.text == "=" for piece in pieces):
        return pieces
    kept: list[Piece] = []
    opened: int | None = None
    for piece in pieces:
        if piece.kind == "sign" and piece.text in "([":
            opened = len(kept)
        kept.append(piece)
        if piece.kind == "sign" and piece.text in ")]" and opened is not None:
            if any(each.text == "=" for each in kept[opened:]):
                kept[opened:] = [Piece("words", "coded", ("category",))]
            opened = None
    return tuple(kept)


def _drop_creatinine_of_unit(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Drop the creatinine of "mg/g creatinine", which belongs to the unit."""
    kept: list[Piece] = []
    for piece in pieces:
        after_unit = (
            bool(kept) and kept[-1].kind == "unit" and dimensions().get(kept[-1].text) in _RATIOS
        )
        if not (after_unit and piece.concepts == ("creatinine",)):
            kept.append(piece)
    return tuple(kept)


def _sort(pieces: tuple[Piece, ...]) -> _Parts:
    parts = _Parts()
    measured = any(
        roles().get(concept) == "analyte" or concept in ("date", "response", "outcome")
        for piece in pieces
        for concept in piece.concepts
    )
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        at += 1
        if piece.kind == "unknown":
            if piece.attached and parts.unexplained and pieces[at - 2].kind == "unknown":
                parts.unexplained[-1] += piece.text
            else:
                parts.unexplained.append(piece.text)
        elif piece.kind == "unit":
            parts.units.append(piece.text)
        elif piece.kind == "number":
            _add_number(parts, pieces, at - 1)
        elif piece.kind == "side":
            parts.sides.append(piece.text)
            if piece.concepts[0] in ("infusion", "followup", "visit", "cycle"):
                if piece.text.endswith(" 1"):
                    parts.whole.append("first")
                parts.numbered.append(piece.concepts[0])
                parts.whole.append(piece.concepts[0])
        elif piece.kind == "words":
            role = roles()[piece.concepts[0]]
            parts.whole.extend(piece.concepts)
            if role == "relation":
                at = _take_occasion(parts, pieces, at, piece)
            elif role == "side":
                parts.sides.extend(piece.concepts)
            elif measured and set(piece.concepts) <= _OCCASIONS:
                what = _show(piece.concepts[0])
                parts.sides.append(what if what in ("visit", "follow-up") else f"at {what}")
            else:
                parts.bare.extend(piece.concepts)
    return parts


def _add_number(parts: _Parts, pieces: tuple[Piece, ...], at: int) -> None:
    following = pieces[at + 1] if at + 1 < len(pieces) else None
    if pieces[at].text == "1" and following and "infusion" in following.concepts:
        parts.whole.append("first")
        parts.sides.append("first")
    else:
        parts.sides.append(pieces[at].text)


def _take_occasion(parts: _Parts, pieces: tuple[Piece, ...], at: int, relation: Piece) -> int:
    """Take the occasion after "at", "before" or "after"; return the piece after it."""
    end = at
    while end < len(pieces) and is_occasion(pieces[end]):
        end += 1
    taken = pieces[at:end]
    words = [
        each.text if each.kind != "words" else " ".join(map(_show, each.concepts))
        for each in taken
        if each.concepts != ("of",)
    ]
    if not words:
        parts.bare.extend(relation.concepts)
        if relation.concepts[0] in ("before", "after", "during"):
            parts.bare[-1:] = []
            parts.sides.append(relation.concepts[0])
        return at
    timed = (
        taken[0].kind == "side"
        and taken[0].concepts[0] in _TIMES
        and relation.concepts[0] in ("at", "after")
    )
    parts.sides.append(" ".join(words if timed else (*relation.concepts, *words)))
    for each in taken:
        if each.kind == "number" and each.text == "1":
            parts.whole.append("first")
        parts.whole.extend(each.concepts)
    return end


def _ratio(concepts: list[str]) -> frozenset[str]:
    """Make one concept of the two analytes of a ratio."""
    known = roles()
    measured: list[str] = []
    for concept in concepts:
        if known.get(concept) == "analyte" and concept not in _NOT_MEASURED:
            plain = (
                "protein" if concept == "total-protein" and "creatinine" in concepts else concept
            )
            if plain not in measured:
                measured.append(plain)
    found = set(concepts) - {"of"}
    if len(measured) == 2 and not found & {"and", "or", "not"}:
        found -= {*measured, "total-protein", "until"}
        found.add("/".join(measured))
    return frozenset(found)


def _settle(
    reading: Reading, parts: _Parts, whole: frozenset[str], bare: frozenset[str], unit: str
) -> str:
    """Fill in quantity, column and sides, and return the unit."""
    if unit == "m" and whole & {"time", "age", "duration", "trial"}:
        unit = "months"
    if not whole and not bare:
        reading.sides = tuple(parts.sides)
        return unit
    named = find_meaning(whole, unit) or _with_time(whole, unit)
    beside = find_meaning(bare, unit, with_sides=bool(parts.sides)) if bare else None
    if named:
        meaning, own = named[0], named[1]
        unit = named[2] if len(named) > 2 else unit
        reading.sides = tuple(
            side for side in parts.sides if not set(side.split()) & own - {"number"}
        )
        _take(reading, meaning)
        if parts.numbered and beside and beside[0].decides and not meaning.column:
            reading.column, reading.may_decide = None, True
    elif beside:
        reading.sides = tuple(parts.sides)
        _take(reading, beside[0])
    elif not bare:
        reading.sides = tuple(parts.sides)
    else:
        reading.sides = tuple(parts.sides)
        reading.quantity = "" if whole <= _MEANINGLESS else _compose(whole, unit)
        reading.vague = not _contradicts(whole)
        reading.may_decide = _is_unsure(whole if not parts.sides else bare | whole, unit)
    return unit


def _with_time(whole: frozenset[str], unit: str) -> tuple[Meaning, frozenset[str], str] | None:
    """Read a month that is no side as the unit: age years, time to remission months."""
    times = [concept for concept in _TIMES if concept in whole]
    if unit or len(times) != 1:
        return None
    found = find_meaning(whole - {times[0]}, _TIMES[times[0]])
    return (*found, _TIMES[times[0]]) if found else None


def _take(reading: Reading, meaning: Meaning) -> None:
    reading.quantity = meaning.name
    reading.column = meaning.column
    reading.may_decide = meaning.decides


def _contradicts(concepts: frozenset[str]) -> bool:
    known = roles()
    analytes = [each for each in concepts if "/" in each or known.get(each) == "analyte"]
    return len(analytes) > 1 or any(
        known.get(each) in ("statistic", "person", "drug", "identity") for each in concepts
    )


def _is_unsure(concepts: frozenset[str], unit: str) -> bool:
    """Tell whether a heading that no quantity explains may still be what decides a verdict."""
    core = concepts & _DECIDING
    if not core:
        return False
    if concepts & _ABOUT_OTHERS:
        return False
    if concepts & {"and", "or", "not"}:
        return True
    others = {
        concept
        for concept in concepts - _DECIDING
        if "/" in concept or roles().get(concept) in _CONTRADICTING
    }
    others -= {"serum", "plasma", "blood"}
    if core <= {"date", "day", "collection", "when", "visit", "number", "id", "patient"}:
        topics = {each for each in concepts - core if roles().get(each) in ("topic", "statistic")}
        return not others and not topics - {"sample", "lab", "test", "patient", "followup"}
    return not others


def _may_hide(concepts: frozenset[str], pieces: tuple[Piece, ...], reading: Reading) -> bool:
    """Tell whether unexplained words may hide what decides a verdict."""
    if reading.quantity and "creatinine" not in concepts:
        return False
    slash = any(piece.kind == "sign" and piece.text == "/" for piece in pieces)
    return "creatinine" in concepts and slash


def _show(concept: str) -> str:
    if "/" in concept:
        return f"{concept} ratio"
    return _NAMES.get(concept, concept.replace("-", " "))


def _compose(concepts: frozenset[str], unit: str) -> str:
    """Return a plain name of concepts that no quantity has, such as "mean serum albumin"."""
    known = roles()

    def place(concept: str) -> tuple[int, str]:
        role = "analyte" if "/" in concept else known.get(concept, "")
        if concept in _BEFORE_ALL:
            return -1, concept
        return (_ORDER.index(role) if role in _ORDER else len(_ORDER)), concept

    said = concepts - {"and", "or", "not", "at", "until", "since", "of"}
    if any("/" in each for each in said):
        said -= {"ratio"}
    return " ".join(map(_show, sorted(said, key=place))) + (f" in {unit}" if unit else "")


def _describe(reading: Reading, concepts: frozenset[str]) -> None:
    known = roles()

    def of(role: str) -> str:
        return " ".join(sorted(each for each in concepts if known.get(each) == role))

    ratio = next((each for each in concepts if "/" in each), "")
    reading.analyte = ratio or of("analyte")
    if reading.analyte == "upcr":
        reading.analyte = "protein/creatinine"
    reading.specimen = of("specimen")
    reading.statistic = of("statistic")
    reading.time = of("collection")
