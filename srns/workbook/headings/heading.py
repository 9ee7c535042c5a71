"""A heading, understood by all its words."""

from dataclasses import dataclass
from functools import lru_cache

from srns.workbook.headings.atoms import split_atoms
from srns.workbook.headings.pieces import find_pieces
from srns.workbook.headings.reading import HeadingReading, read_pieces
from srns.workbook.headings.unit_names import shorten_unit_names
from srns.workbook.headings.vocabulary import LANGUAGES, load_lexicon

_LONGEST = 400


@dataclass(frozen=True)
class Heading:
    """What the heading of a column, or the name of a laboratory test, says.

    Attributes
    ----------
    typed
        As it was typed.
    column
        The column of the data dictionary that it surely means (`Labs.upcr`, `patient`), or None.
        What several sheets have stands under the first that fits (`Labs.date`, `Patients.notes`).
    quantity
        What it is, in plain English, also where the dictionary has no column for it
        ("albumin/globulin ratio"); empty where nothing is understood.
    analyte, specimen, statistic, time
        The words for what is measured, in what, what was computed of it, and how the sample was
        collected ("24-hour", "first-morning"); empty where there are none.
    unit
        The stated unit in its canonical spelling; empty where none is stated.
    sides
        Which of several it is: "baseline", "last", "month 3", "visit 2", "after infusion".
    unexplained
        Words that are not understood. Where there are any, `column` is None.
    may_decide
        Whether it may be Up/c, albumin, the dipstick, 24-hour protein, a date of samples or the
        child, so that it must never be ignored without a person's word. It is false where nothing
        is understood: there only the values tell.
    """

    typed: str
    column: str | None
    quantity: str
    analyte: str
    specimen: str
    statistic: str
    unit: str
    time: str
    sides: tuple[str, ...]
    unexplained: tuple[str, ...]
    may_decide: bool


def _choose(readings: list[HeadingReading]) -> list[HeadingReading]:
    """Keep the readings that tell most: pure ones before mixed, known quantities before vague."""
    for tells in (
        lambda reading: reading.quantity != "",
        lambda reading: not reading.mixed,
        lambda reading: not reading.vague,
    ):
        readings = [reading for reading in readings if tells(reading)] or readings
    return readings


def _merge(typed: str, readings: list[HeadingReading]) -> Heading:
    """Return what all the languages that explain most of a heading agree on."""
    telling = _choose(readings)
    first = telling[0]
    column = first.column if len({each.column for each in telling}) == 1 else None
    names = list(dict.fromkeys(each.quantity for each in telling if each.quantity))
    return Heading(
        typed,
        column,
        names[0] if column else " or ".join(names),
        first.analyte,
        first.specimen,
        first.statistic,
        first.unit,
        first.time,
        first.sides,
        first.unexplained,
        any(each.may_decide for each in telling),
    )


@lru_cache(maxsize=20_000)
def parse_heading(text: str) -> Heading:
    """Read a heading in every language, and return what is sure.

    Every word must be explained: a word that contradicts makes another quantity, an unexplained
    word leaves the column open. The time is linear in the length; a text of more than 400
    characters is no heading and not understood.

    >>> parse_heading("Serum albumin (g/dL)").column
    'Labs.albumin'
    >>> heading = parse_heading("Creatinine clearance (mL/min)")
    >>> heading.column, heading.quantity
    (None, 'creatinine clearance')
    """
    if len(text) > _LONGEST:
        return Heading(text, None, "", "", "", "", "", "", (), (), False)
    atoms = split_atoms(shorten_unit_names(text))
    parted = [find_pieces(atoms, load_lexicon(language)) for language in LANGUAGES]
    least = min((missed for missed, _ in parted), default=0)
    pieces = dict.fromkeys(pieces for missed, pieces in parted if missed == least)
    return _merge(text, [read_pieces(each) for each in pieces])
