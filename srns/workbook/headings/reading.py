"""One reading of a heading: from its pieces to the quantity, its unit and its sides."""

from dataclasses import dataclass

from srns.workbook.headings.meaning import Meaning, find_meaning
from srns.workbook.headings.naming import name_concepts
from srns.workbook.headings.parts import TIME_UNITS, HeadingParts, sort_parts
from srns.workbook.headings.pieces import Piece
from srns.workbook.headings.vocabulary import roles

_DECIDING = frozenset(
    (
        *("protein", "albumin", "upcr", "pcr", "dipstick", "total-protein", "protein/creatinine"),
        *("creatinine/protein", "date", "day", "patient", "id", "result", "ratio", "visit"),
        *("collection", "urine", "when", "number", "record-number"),
    )
)
_WHO_AND_WHEN = frozenset(
    ("date", "day", "collection", "when", "visit", "number", "id", "patient", "record-number")
)
_CONTRADICTING = frozenset(("statistic", "person", "specimen", "drug", "identity"))
_HARMLESS_TOPICS = frozenset(("sample", "lab", "test", "patient", "followup"))
_ABOUT_OTHERS = frozenset(("note", "unit", "flag", "reference", "method", "reason", "source"))
_MEANINGLESS = frozenset(("data", "of", "and", "or"))
_NO_RATIO = frozenset(
    (
        *("c3", "c4", "ana", "edema", "hypertension", "upcr", "pcr", "acr", "dipstick", "egfr"),
        *("creatinine-clearance", "cystatin"),
    )
)
_NAMED_RATIOS = {
    "protein/creatinine": "upcr",
    "albumin/creatinine": "acr",
    "albumin/globulin": "albumin-globulin",
}
_AGAINST_BASELINE = frozenset(("until baseline", "since baseline"))
"""Sides of a result that is compared with another, as in "ratio to baseline"."""
_DENOMINATORS = frozenset(("creatinine", "globulin"))


@dataclass
class HeadingReading:
    """What one language makes of a heading; most fields are those of `Heading`.

    Attributes
    ----------
    mixed
        Whether English words were needed beside those of the language.
    vague
        Whether no known quantity explains the concepts, none contradicts, and they are not one
        other substance either.
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


def read_pieces(pieces: tuple[Piece, ...]) -> HeadingReading:
    """Read the pieces of a heading."""
    parts = sort_parts(pieces)
    unit = parts.units[0] if parts.units else ""
    parts.unexplained.extend(each for each in parts.units if each != unit)
    slash = any(piece.kind == "sign" and piece.text == "/" for piece in pieces)
    whole, bare = _ratio(parts.whole, slash), _ratio(parts.bare, slash)
    if unit == "m" and whole & {"time", "age", "duration", "trial"}:
        unit = "months"
    reading = HeadingReading(
        unit=unit, sides=tuple(parts.sides), unexplained=tuple(parts.unexplained)
    )
    reading.mixed = any(piece.borrowed for piece in pieces)
    if whole:
        _settle(reading, parts, whole, bare)
    _describe(reading, whole)
    if reading.column and reading.analyte:
        _part_changes(reading, pieces)
    if reading.unexplained:
        reading.column = None
        reading.may_decide = reading.may_decide or _may_hide(whole, slash)
    return reading


def _part_changes(reading: HeadingReading, pieces: tuple[Piece, ...]) -> None:
    """Make what is measured against its baseline a change of it, and no result of its own."""
    percent = any(piece.kind == "sign" and piece.text == "%" for piece in pieces)
    against = _AGAINST_BASELINE | ({"baseline"} if percent else frozenset())
    if against & {*reading.sides}:
        reading.column, reading.may_decide = None, False
        reading.quantity, reading.statistic = f"{reading.quantity} change", "change"


def _may_hide(concepts: frozenset[str], slash: bool) -> bool:
    """Return whether a heading with unexplained words may be what decides a verdict after all."""
    if slash and "creatinine" in concepts:
        return True  # "Eiwit/creatinine": the unexplained word may well be the protein
    # "albumin by xyz method": what is said about it need not make it another quantity
    about = concepts & _ABOUT_OTHERS
    core = concepts & _DECIDING - {"urine", "ratio"}
    return bool(about and core) and not _contradicts(concepts - about)


def _ratio(concepts: list[str], slash: bool) -> frozenset[str]:
    """Make one concept of the two analytes of a ratio, in the order of the heading."""
    known = roles()
    found = set(concepts) - {"of"}
    measured: list[str] = []
    for concept in concepts:
        if known.get(concept) == "analyte" and concept not in _NO_RATIO:
            plain = concept
            if concept == "total-protein" and "creatinine" in concepts:
                plain = "protein"
            if plain not in measured:
                measured.append(plain)
    if len(measured) != 2 or found & {"and", "or", "not"}:
        return frozenset(found)
    if not (slash or "ratio" in found or "until" in found or _DENOMINATORS & set(measured)):
        return frozenset(found)
    found -= {*measured, "total-protein", "until"}
    ratio = "/".join(measured)
    found.add(ratio if "corrected" in found else _NAMED_RATIOS.get(ratio, ratio))
    return frozenset(found)


def _settle(
    reading: HeadingReading, parts: HeadingParts, whole: frozenset[str], bare: frozenset[str]
) -> None:
    """Fill in quantity, column and sides."""
    named = find_meaning(whole, reading.unit) or _with_time(reading, whole)
    beside = find_meaning(bare, reading.unit, with_sides=bool(parts.sides)) if bare else None
    if named:
        meaning, own = named
        _take(reading, meaning)
        reading.sides = tuple(side for side in parts.sides if not set(side.split()) & own)
        if parts.numbered and beside and beside[0].decides and not meaning.column:
            # "albumin infusion 2" may be the albumin on the day of the second infusion.
            reading.column, reading.may_decide = None, True
    elif beside:
        _take(reading, beside[0])
        if beside[0].sides == "times" and _names_occasion(whole - bare):
            reading.column, reading.may_decide = None, True
    elif bare and not whole <= _MEANINGLESS:
        _name(reading, whole)


def _name(reading: HeadingReading, whole: frozenset[str]) -> None:
    """Name concepts that no quantity explains."""
    reading.quantity = name_concepts(whole, reading.unit)
    reading.may_decide = _is_unsure(whole)
    substances = {each for each in whole if roles().get(each) == "analyte"}
    another = len(substances) == 1 and not substances & _DECIDING
    reading.vague = not another and not _contradicts(whole)


def _names_occasion(concepts: frozenset[str]) -> bool:
    topics = {each for each in concepts if roles().get(each) in ("topic", "drug")}
    return not topics <= {"visit", "followup"}


def _with_time(
    reading: HeadingReading, whole: frozenset[str]
) -> tuple[Meaning, frozenset[str]] | None:
    """Read a month that is no side as the unit: age years, time to remission months."""
    times = [concept for concept in TIME_UNITS if concept in whole]
    if reading.unit or len(times) != 1:
        return None
    unit = TIME_UNITS[times[0]]
    found = find_meaning(whole - {times[0]}, unit)
    if found:
        reading.unit = unit
    return found


def _take(reading: HeadingReading, meaning: Meaning) -> None:
    reading.quantity = meaning.name
    reading.column = meaning.column
    reading.may_decide = meaning.decides


def _contradicts(concepts: frozenset[str]) -> bool:
    return any(
        "/" in each or roles().get(each) in ("statistic", "person", "drug", "identity")
        for each in concepts
    )


def _is_unsure(concepts: frozenset[str]) -> bool:
    """Return whether a heading that no quantity explains may still be what decides a verdict."""
    core = concepts & _DECIDING
    if not core or concepts & _ABOUT_OTHERS:
        return False
    if concepts & {"and", "or", "not"}:
        return True
    known = roles()
    rest = concepts - _DECIDING - {"serum", "plasma", "blood"}
    if any("/" in each or known.get(each) in _CONTRADICTING for each in rest):
        return False
    if core <= {"urine", "ratio"} and any(known.get(each) == "analyte" for each in rest):
        return False
    if core <= _WHO_AND_WHEN:
        others = {each for each in rest if known.get(each) in ("topic", "analyte")}
        return others <= _HARMLESS_TOPICS
    return True


def _describe(reading: HeadingReading, concepts: frozenset[str]) -> None:
    """Fill in the words for what is measured, in what and how."""
    known = roles()

    def of(role: str) -> str:
        return " ".join(sorted(each for each in concepts if known.get(each) == role))

    named = {short: ratio for ratio, short in _NAMED_RATIOS.items()}
    ratio = next((each for each in concepts if "/" in each), "")
    reading.analyte = ratio or " ".join(named.get(each, each) for each in of("analyte").split())
    reading.specimen = of("specimen")
    reading.statistic = of("statistic")
    reading.time = of("collection")
