"""Which analyte a laboratory test is: by its code, then its name, with the unit as a check."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from srns.workbook.headings.heading import Heading, parse_heading
from srns.workbook.headings.vocabulary import dimensions
from srns.workbook.problems import show_list
from srns.workbook.results.result_units import is_no_unit, read_unit

ANALYTES: Mapping[str, str] = {
    "upcr": "urine protein/creatinine ratio",
    "albumin": "serum albumin",
    "creatinine": "serum creatinine",
    "height": "height",
    "weight": "weight",
    "dipstick": "urine protein by test strip",
    "protein_24h": "24-hour urine protein",
    "urine_protein": "urine protein concentration",
    "urine_creatinine": "urine creatinine",
}
"""Our analytes, and the name that people read."""
NONE = "none of these"
INVERSE = "inverse"
_FILE = Path(__file__).parent / "analytes.toml"
_LOINC = re.compile(r"\d{1,5}-\d")
_PROPERTY = re.compile(r"\[[^\[\]]*\]")
_UNIT_IN_NAME = re.compile(r"[(\[]([^()\[\]]+)[)\]]\s*$")
_METHOD = re.compile(
    r"\b(?:by [\w -]+ method|enzymatic|jaffe|bcg|bcp|calculated|random|spot)\b", re.I
)
_HINT = re.compile(
    r"\bprot(?!hro)|crea|krea|album|\balb\b|\bupc|\bu?pcr\b|strip|dipst|eiwei|蛋白|尿",
    re.IGNORECASE,
)
_RATIO = ("mass-ratio", "molar-ratio", "inverse-ratio", "day-mass", "day-area")
_CONCENTRATION = ("g-concentration",)


@dataclass(frozen=True)
class KnownTest:
    """One test of `analytes.toml`: its name, its analyte (empty for another quantity)."""

    name: str
    analyte: str
    note: str


@dataclass(frozen=True)
class LabTestAnswer:
    """What a person said of a test: its analyte or `none of these`, and its unit if none stands."""

    analyte: str
    unit: str = ""

    def __post_init__(self) -> None:
        if self.analyte not in (*ANALYTES, INVERSE, NONE):
            known = show_list([*ANALYTES, f"'{NONE}'"])
            raise ValueError(f"found the analyte '{self.analyte}'; expected {known}.")


@dataclass(frozen=True)
class LabTest:
    """A test as the export names it: system and code, name, specimen, unit, all as typed."""

    system: str
    code: str
    name: str
    specimen: str
    unit: str

    @property
    def label(self) -> str:
        """The name by which a person is asked about it: its name or code, then the specimen."""
        label = self.name or self.code or "no name"
        return f"{label} [{self.specimen}]" if self.specimen else label


@dataclass(frozen=True)
class LabTestMeaning:
    """What was decided about a test.

    Attributes
    ----------
    analyte
        One of ours; empty where it is another test or is not understood.
    unit, factor
        The unit that results are kept in, and what they are multiplied with; empty where the unit
        is missing or does not fit.
    inverse
        Whether a result is `factor` over the value.
    name
        What the test is, in words.
    ask
        What a person must say, as a sentence's "expected"; empty where nothing is open.
    conflict
        What contradicts what; empty where nothing does.
    or_strip
        Whether rows with a strip's reading are readings of a test strip.
    by
        "code", "name" or "answer".
    note
        What is worth knowing about it.
    """

    analyte: str = ""
    unit: str = ""
    factor: Fraction = Fraction(1)
    inverse: bool = False
    name: str = ""
    ask: str = ""
    conflict: str = ""
    or_strip: bool = False
    by: str = "name"
    note: str = ""


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def known_codes() -> Mapping[tuple[str, str], KnownTest]:
    """Return the tests by system (`loinc`, `omop`, `mimic`) and code.

    Raises
    ------
    ValueError
        If one code stands at two tests, or a certainty is missing.
    """
    found: dict[tuple[str, str], KnownTest] = {}
    for row in _data()["test"]:
        if row["certainty"] not in ("read", "common"):
            raise ValueError(f"analytes.toml: '{row['name']}' has no certainty")
        analyte = INVERSE if row.get("inverse") else row.get("analyte", "")
        for system in ("loinc", "omop", "mimic"):
            for code in row.get(system, ()):
                if (system, str(code)) in found:
                    raise ValueError(f"analytes.toml: {system} {code} stands twice")
                found[system, str(code)] = KnownTest(row["name"], analyte, row.get("note", ""))
    return found


def find_code(system: str, code: str) -> KnownTest | None:
    """Return the test of a code; a LOINC code is known in every system."""
    code = code.strip().removesuffix(".0")
    return known_codes().get(("loinc" if _LOINC.fullmatch(code) else system, code))


@dataclass(frozen=True)
class _Named:
    """What a name says: analytes that it may be, or another quantity, and whether of a specimen."""

    analytes: tuple[str, ...] = ()
    other: str = ""
    unit: str = ""
    may_decide: bool = False
    specimen: bool = True


def _specimen_of(heading: Heading) -> str:
    words = heading.specimen.split()
    if "urine" in words:
        return "urine"
    return "blood" if {"serum", "plasma", "blood"} & set(words) else " ".join(words)


def _analytes_of(heading: Heading, specimen: str, time: str) -> tuple[str, ...]:
    """Return our analytes that a heading may be; none where it is another quantity."""
    column = (heading.column or "").removeprefix("Labs.")
    what = heading.analyte
    if what == "creatinine/protein":
        return (INVERSE,)
    if what == "protein/creatinine" and heading.may_decide:
        return ("upcr",)
    if "dipstick" in what.split():
        return ("dipstick",) if "protein" in what.split() or column == "dipstick" else ()
    if heading.statistic or heading.sides:
        return ()
    if what == "protein" and specimen in ("urine", "") and heading.may_decide:
        if time:
            return ("protein_24h",) if time == "24-hour" else ()
        # Of protein without a specimen only an excretion is surely one of urine.
        return (*(("urine_protein",) if specimen else ()), "protein_24h", "dipstick", "upcr")
    if what == "creatinine" and not time:
        plain = column == "creatinine" or "urine" in heading.quantity or specimen
        if plain and "clearance" not in heading.quantity:
            return {
                "urine": ("urine_creatinine",),
                "blood": ("creatinine",),
                "": ("creatinine",),
            }.get(specimen, ())
    if what == "albumin" and specimen in ("blood", "") and heading.may_decide:
        return ("albumin",)
    return (column,) if column in ("height", "weight") else ()


@lru_cache(maxsize=20_000)
def _read_name(name: str, specimen: str) -> _Named:
    """Understand a test's name with its specimen."""
    said = _PROPERTY.sub(" ", name) if not read_unit_in(name) else name
    said = _METHOD.sub(" ", said)
    heading = parse_heading(said)
    place = parse_heading(specimen) if specimen else None
    own = _specimen_of(heading)
    theirs = _specimen_of(place) if place else ""
    unclear = bool(place and not theirs and not _is_no_specimen(specimen))
    time = heading.time or (place.time if place else "")
    if time not in ("", "24-hour"):
        time = "" if time in ("first-morning", "spot") else time
    unit = heading.unit or read_unit_in(name)
    if own and theirs and own != theirs:
        other = f"{heading.quantity or name} with the specimen {specimen}"
        return _Named((), other, unit, may_decide=True)
    quantity = heading.quantity
    where = own or theirs
    blocked = heading.unexplained and not heading.column
    analytes = (
        () if blocked else _analytes_of(heading, where, "24-hour" if time == "24-hour" else time)
    )
    if analytes and unclear and "height" not in analytes and "weight" not in analytes:
        return _Named((), "", unit, may_decide=True)
    if analytes:
        return _Named(analytes, "", unit, may_decide=True, specimen=bool(where))
    # A heading may also decide by a child or a date; the name of a test only by its analyte.
    may_decide = bool(heading.may_decide and heading.analyte) or bool(_HINT.search(name))
    if blocked or not quantity:
        return _Named((), "", unit, may_decide)
    if theirs and not own and heading.analyte:
        return _Named((), f"{theirs} {heading.analyte}", unit)
    return _Named((), quantity, unit, bool(heading.may_decide and heading.analyte))


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


def _fit_unit(meaning: LabTestMeaning, key: LabTest, named_unit: str) -> LabTestMeaning:
    """Add the unit to a meaning whose analyte is known; one that does not fit is asked."""
    analyte = INVERSE if meaning.inverse else meaning.analyte
    table: Mapping[str, list[str]] = _data()["units"].get(analyte, {})
    if analyte == "dipstick":
        return meaning
    stated = "" if is_no_unit(key.unit) else key.unit
    unit = read_unit(stated) if stated else named_unit
    if stated and named_unit and unit and unit != named_unit:
        return replace(
            meaning, conflict=f"the unit {named_unit} in its name and {stated} in its row"
        )
    if unit in table:
        kept, factor = table[unit]
        return replace(meaning, unit=kept, factor=Fraction(factor))
    shown = show_list(list(table))
    if stated or unit:
        return replace(
            meaning, conflict=f"the unit {stated or unit}", ask=f"{meaning.name} in {shown}"
        )
    return replace(meaning, ask=f"its unit: {shown}")


def _by_name(key: LabTest, named: _Named) -> LabTestMeaning:
    """Decide by the name; where it may be several analytes, the unit tells."""
    unit = named.unit if is_no_unit(key.unit) else read_unit(key.unit)
    if named.analytes:
        fits = [one for one in named.analytes if unit in _data()["units"].get(one, {})]
        if len(named.analytes) == 1:
            return _of(named.analytes[0], key, named, "name")
        if len(fits) == 1 and fits[0] != "upcr":  # a ratio is called one
            meaning = _of(fits[0], key, named, "name")
            return replace(meaning, or_strip=fits[0] == "urine_protein")
        named_ = show_list([ANALYTES[one] for one in named.analytes])
        return LabTestMeaning(ask=f"which it is: {named_}", or_strip=not fits, name="urine protein")
    if named.other and not named.may_decide:
        return LabTestMeaning(name=named.other)
    if named.other:
        return LabTestMeaning(ask="what it is", name=named.other)
    if _may_be_ours(key, named, dimensions().get(unit, "")):
        return LabTestMeaning(ask="what it is")
    return LabTestMeaning(name=key.label)


def _may_be_ours(key: LabTest, named: _Named, dimension: str) -> bool:
    """Tell whether a test whose name is not understood must be asked about."""
    if dimension in _RATIO:
        return True
    if _LOINC.fullmatch(key.code.strip()):  # another code: its name alone tells little
        return named.may_decide and (not dimension or dimension in _CONCENTRATION)
    return named.may_decide and (not dimension or dimension.endswith("concentration"))


def _of(analyte: str, key: LabTest, named: _Named, by: str) -> LabTestMeaning:
    plain = "upcr" if analyte == INVERSE else analyte
    name = "urine creatinine/protein ratio" if analyte == INVERSE else ANALYTES[plain]
    meaning = LabTestMeaning(plain, inverse=analyte == INVERSE, name=name, by=by)
    return _fit_unit(meaning, key, named.unit)


_LOOSE: Mapping[str, tuple[str, ...]] = {
    "albumin": ("albumin", "urine albumin", "serum albumin in moles"),
    "creatinine": ("creatinine", "urine_creatinine", "24-hour urine creatinine"),
    "protein_24h": ("urine_protein", "protein_24h", "dipstick", "upcr", "serum total protein"),
}
"""Without a specimen a name says less than a code: what "albumin" may be the code of."""


def _agree(known: KnownTest, named: _Named) -> bool:
    """Tell whether a name may be that of a code's test."""
    if not named.analytes:
        # What the name says is another quantity than ours; so must the code's be.
        return not named.other or not known.analyte
    if known.analyte in named.analytes:
        return True
    if named.specimen:
        return known.analyte == "upcr" and named.analytes == ("protein_24h",)
    return (known.analyte or known.name) in _LOOSE.get(named.analytes[0], ())


def decide_test(key: LabTest, answer: LabTestAnswer | None = None) -> LabTestMeaning:
    """Decide which analyte a test is.

    The code is asked first, then the name; where both speak they must agree. The unit must be one
    in which the analyte is reported. A person's answer stands above all three.

    >>> decide_test(LabTest("loinc", "2890-2", "", "", "mg/g{creat}")).unit
    'mg/g'
    >>> decide_test(LabTest("loinc", "", "Albumin", "Urine", "mg/L")).name
    'urine albumin'
    """
    system, code = key.system, key.code
    name, specimen = key.name, key.specimen
    alias = _data()["short_names"].get(code.strip().upper()) if system == "sdtm" else None
    if alias:
        # The long name of CDISC repeats the short one, and may have words of its own.
        read = _read_name(name, specimen)
        named = read if read.analytes or read.other else _read_name(alias, specimen)
        named = replace(named, unit=read.unit)
    else:
        named = _read_name(name, specimen)
    if answer:
        if answer.analyte == NONE:
            return LabTestMeaning(name=f"{key.label}, left out by an answer", by="answer")
        return _of(
            answer.analyte,
            replace(key, unit=key.unit if read_unit(key.unit) else answer.unit),
            named,
            "answer",
        )
    known = find_code(system, code) if code.strip() else None
    if known is None:
        return _by_name(key, named)
    if not _agree(known, named):
        says = named.analytes or (named.other,)
        told = show_list([ANALYTES.get(one, one) for one in says])
        return LabTestMeaning(
            conflict=f"the code {code} for {known.name}, and a name that says {told}",
            ask="a code and a name that agree",
            name=known.name,
        )
    if not known.analyte:
        return LabTestMeaning(name=known.name, by="code")
    return replace(_of(known.analyte, key, named, "code"), note=known.note)
