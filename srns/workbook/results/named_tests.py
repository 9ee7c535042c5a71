"""Names of laboratory tests, understood by their words and their specimen."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from srns.languages.sentences import sentence, term
from srns.workbook.headings.heading import Heading, parse_heading
from srns.workbook.results.result_units import read_unit

INVERSE = "inverse"
"""A creatinine/protein ratio."""
_PROPERTY = re.compile(r"\[[^\[\]]*\]")
_UNIT_IN_NAME = re.compile(r"[(\[]([^()\[\]]+)[)\]]\s*$")
_METHOD = re.compile(
    r"\b(?:by [\w -]+ method|enzymatic|jaffe|bcg|bcp|calculated|random|spot)\b", re.I
)
_SPOT = ("first-morning", "spot")
_MOST_UNEXPLAINED = 4
_NEAR = ("creatinine", "protein/creatinine", "creatinine/protein", "pcr")
"""Analytes of which a name may be that of one of ours, though it decides nothing by itself."""
_HINT = re.compile(
    r"\bprot(?!hro|rom|ocol)|crea|krea|album|\balb\b|\bupc|\bu?pcr\b|strip|dipst|eiwei|蛋白|尿",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class NamedTest:
    """What a name says: analytes that it may be, or another quantity; `vague` where two ("PCR")."""

    analytes: tuple[str, ...] = ()
    other: str = ""
    unit: str = ""
    may_decide: bool = False
    specimen: bool = True
    vague: bool = False


def _specimen_of(heading: Heading) -> str:
    words = heading.specimen.split()
    if "urine" in words:
        return "urine"
    return "blood" if {"serum", "plasma", "blood"} & set(words) else " ".join(words)


def _creatinine(heading: Heading, specimen: str, time: str) -> tuple[str, ...]:
    if time or "clearance" in heading.quantity:
        return ()
    if specimen == "":
        return ("creatinine",) if heading.column == "Labs.creatinine" else ()
    return {"urine": ("urine_creatinine",), "blood": ("creatinine",)}.get(specimen, ())


def _protein(heading: Heading, specimen: str, time: str) -> tuple[str, ...]:
    if specimen not in ("urine", "") or not heading.may_decide:
        return ()
    if time:
        return ("protein_24h",) if time == "24-hour" else ()
    # Of protein without a specimen only an excretion is surely one of urine.
    return (*(("urine_protein",) if specimen else ()), "protein_24h", "dipstick", "upcr")


def _albumin(heading: Heading, specimen: str, time: str) -> tuple[str, ...]:
    sure = specimen in ("blood", "") and heading.may_decide and not time
    return ("albumin",) if sure else ()


_BY_ANALYTE = {"creatinine": _creatinine, "protein": _protein, "albumin": _albumin}


def _analytes_of(heading: Heading, specimen: str, time: str) -> tuple[str, ...]:
    """Return our analytes that a heading may be; none where it is another quantity."""
    what = heading.analyte
    if ratio := {"creatinine/protein": INVERSE, "protein/creatinine": "upcr"}.get(what):
        return (ratio,) if heading.may_decide and specimen in ("urine", "") else ()
    if "dipstick" in what.split():
        return ("dipstick",) if "protein" in what or heading.column == "Labs.dipstick" else ()
    if heading.statistic or heading.sides:
        return ()
    if what in _BY_ANALYTE:
        return _BY_ANALYTE[what](heading, specimen, time)
    column = (heading.column or "").removeprefix("Labs.")
    return (column,) if column in ("height", "weight") else ()


@dataclass(frozen=True)
class _Specimen:
    """A specimen: urine, blood or another; `unclear` where its words are not understood."""

    kind: str = ""
    time: str = ""
    unclear: bool = False


def _read_specimen(typed: str) -> _Specimen:
    if _is_no_specimen(typed):
        return _Specimen()
    heading = parse_heading(typed)
    kind = _specimen_of(heading)
    return _Specimen(kind, heading.time, not kind)


def is_of_urine(text: str) -> bool:
    """Return whether a specimen, or a category of tests, is urine.

    >>> is_of_urine("URINALYSIS"), is_of_urine("CHEMISTRY"), is_of_urine("")
    (True, False, False)
    """
    return _read_specimen(text).kind == "urine"


@lru_cache(maxsize=20_000)
def read_test_name(name: str, specimen: str) -> NamedTest:
    """Understand a test's name together with its specimen.

    >>> read_test_name("Creatinine", "Urine, random").analytes
    ('urine_creatinine',)
    >>> read_test_name("Albumin", "Ascites").other
    'ascites albumin'
    """
    in_name = read_unit_in(name)
    heading = parse_heading(_METHOD.sub(" ", name if in_name else _PROPERTY.sub(" ", name)))
    place = _read_specimen(specimen)
    own = _specimen_of(heading)
    unit = heading.unit or in_name
    if own and place.kind and own != place.kind:
        test = term(heading.quantity) if heading.quantity else name
        other = sentence("{test} with the specimen {specimen}", test=test, specimen=specimen)
        return NamedTest((), other, unit, may_decide=True)
    analytes = _analytes_in(heading, own or place.kind, heading.time or place.time)
    if analytes:
        if place.unclear and analytes[0] not in ("height", "weight"):
            return NamedTest((), "", unit, may_decide=True)
        return NamedTest(analytes, "", unit, may_decide=True, specimen=bool(own or place.kind))
    return replace(_another(name, heading, "" if own else place.kind), unit=unit)


def _analytes_in(heading: Heading, specimen: str, time: str) -> tuple[str, ...]:
    if heading.unexplained and not heading.column:
        return ()
    return _analytes_of(heading, specimen, "" if time in _SPOT else time)


def _another(name: str, heading: Heading, specimen: str) -> NamedTest:
    """Name a test that is none of ours, and tell whether it must be asked about all the same."""
    # A heading may also decide by a child or a date; the name of a test only by its analyte.
    # A sentence of many other words, such as a question to the patient, is the name of no test.
    wordy = len(heading.unexplained) > _MOST_UNEXPLAINED
    decides = heading.may_decide and bool(heading.analyte) and not wordy
    if not heading.quantity or (heading.unexplained and not heading.column):
        # Of another test only the words that are not understood may still hint at one of ours.
        another = bool(heading.analyte) and not heading.may_decide and heading.analyte not in _NEAR
        hinting = " ".join(heading.unexplained) if another else name
        return NamedTest(may_decide=decides or bool(_HINT.search(hinting)))
    if specimen and heading.analyte:
        ratio = "/" in heading.analyte  # of blood there is none
        return NamedTest(other=f"{specimen} {heading.analyte}", may_decide=decides and ratio)
    return NamedTest(other=heading.quantity, may_decide=decides, vague=heading.analyte == "pcr")


def read_unit_in(name: str) -> str:
    """Return the unit in brackets at the end of a test's name, as ADaM's PARAM has it."""
    match = _UNIT_IN_NAME.search(name)
    return read_unit(match[1]) if match else ""


def _is_no_specimen(text: str) -> bool:
    return text.strip().casefold() in (
        "",
        "unknown",
        "unk",
        "other",
        "not specified",
        "ni",
        "un",
        "ot",
    )
