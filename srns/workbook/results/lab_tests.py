"""Which analyte a laboratory test is: by its code, then its name, with the unit as a check."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from srns.cohort.wording import join_words
from srns.languages.sentences import list_or, sentence, term
from srns.workbook.headings.vocabulary import dimensions
from srns.workbook.results.named_tests import INVERSE, NamedTest, read_test_name
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
WHAT_IT_IS = sentence("what it is")
"""What is asked of a test of which nothing is known."""
_FILE = Path(__file__).parent / "analytes.toml"
_LOINC = re.compile(r"\d{1,5}-\d")
_PROTEINS = ("urine_protein", "protein_24h", "dipstick", "upcr")
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
    """What a person said of a test: its analyte or `none of these`, and its unit if none stands.

    `overrules` where the answer is about the very unit that stands there.
    """

    analyte: str
    unit: str = ""
    overrules: bool = False

    def __post_init__(self) -> None:
        if self.analyte not in (*ANALYTES, INVERSE, NONE):
            known = join_words([*ANALYTES, f"'{NONE}'"], "or")
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

    @property
    def unit_label(self) -> str:
        """The name by which a person is asked about a unit that does not fit."""
        return f"{self.label} in {self.unit}"


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


def list_units(analyte: str) -> list[str]:
    """Return the units in which an analyte is reported, each once; none for a test strip."""
    return list(dict.fromkeys(_data()["units"].get(analyte, {})))


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
            meaning,
            conflict=sentence(
                "the unit {named} in its name and {stated} in its row",
                named=named_unit,
                stated=stated,
            ),
        )
    if unit in table:
        kept, factor = table[unit]
        return replace(meaning, unit=kept, factor=Fraction(factor))
    shown = list_or(table)
    if stated or unit:
        return replace(
            meaning,
            conflict=sentence("the unit {unit}", unit=stated or unit),
            ask=sentence("{what} in {unit}", what=term(meaning.name), unit=shown),
        )
    return replace(meaning, ask=sentence("its unit: {units}", units=shown))


def _by_name(key: LabTest, named: NamedTest) -> LabTestMeaning:
    """Decide by the name; where it may be several analytes, the unit tells."""
    unit = named.unit if is_no_unit(key.unit) else read_unit(key.unit)
    if named.analytes:
        fits = [one for one in named.analytes if unit in _data()["units"].get(one, {})]
        if len(named.analytes) == 1:
            return _of(named.analytes[0], key, named, "name")
        if len(fits) == 1 and fits[0] != "upcr":  # a ratio is called one
            meaning = _of(fits[0], key, named, "name")
            return replace(meaning, or_strip=fits[0] == "urine_protein")
        every = list_or(term(ANALYTES[one]) for one in _PROTEINS)
        ask = sentence("one of {listed}", listed=every)
        return LabTestMeaning(ask=ask, or_strip=not fits, name="urine protein")
    if named.other and not named.may_decide:
        return LabTestMeaning(name=named.other)
    if named.other:
        return LabTestMeaning(ask=WHAT_IT_IS, name=named.other)
    if _may_be_ours(key, named, dimensions().get(unit, "")):
        return LabTestMeaning(ask=WHAT_IT_IS)
    return LabTestMeaning(name=key.label)


def _may_be_ours(key: LabTest, named: NamedTest, dimension: str) -> bool:
    """Return whether a test whose name is not understood must be asked about."""
    if dimension in _RATIO:
        return True
    if _LOINC.fullmatch(key.code.strip()):  # another code: its name alone tells little
        return named.may_decide and (not dimension or dimension in _CONCENTRATION)
    return named.may_decide and (not dimension or dimension.endswith("concentration"))


def _of(analyte: str, key: LabTest, named: NamedTest, by: str) -> LabTestMeaning:
    plain = "upcr" if analyte == INVERSE else analyte
    name = "urine creatinine/protein ratio" if analyte == INVERSE else ANALYTES[plain]
    meaning = LabTestMeaning(plain, inverse=analyte == INVERSE, name=name, by=by)
    return _fit_unit(meaning, key, named.unit)


def _answered(key: LabTest, named: NamedTest, answer: LabTestAnswer) -> LabTestMeaning:
    """Decide as a person said; a unit that stands in the row is kept unless it was asked about."""
    if answer.analyte == NONE:
        left_out = sentence("{test}, left out by an answer", test=key.label)
        return LabTestMeaning(name=left_out, by="answer")
    stated = "" if answer.overrules else read_unit(key.unit)
    unit = key.unit if stated or not answer.unit else answer.unit
    return _of(answer.analyte, replace(key, unit=unit), replace(named, unit=""), "answer")


_LOOSE: Mapping[str, tuple[str, ...]] = {
    "albumin": ("albumin", "urine albumin", "serum albumin in moles"),
    "creatinine": ("creatinine", "urine_creatinine", "24-hour urine creatinine"),
    "protein_24h": ("urine_protein", "protein_24h", "dipstick", "upcr", "serum total protein"),
}
"""Without a specimen a name says less than a code: what "albumin" may be the code of."""


def _agree(known: KnownTest, named: NamedTest) -> bool:
    """Return whether a name may be that of a code's test."""
    if not named.analytes:
        # What the name says is another quantity than ours; so must the code's be.
        return not named.other or not known.analyte or (named.vague and known.analyte == "upcr")
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
        read = read_test_name(name, specimen)
        named = read if read.analytes or read.other else read_test_name(alias, specimen)
        named = replace(named, unit=read.unit)
    else:
        named = read_test_name(name, specimen)
    if answer:
        return _answered(key, named, answer)
    known = find_code(system, code) if code.strip() else None
    if known is None and _LOINC.fullmatch(name.strip()):  # the code stands in place of a name
        known, named = find_code("loinc", name), read_test_name("", specimen)
    if known is None:
        return _by_name(key, named)
    if not _agree(known, named):
        says = named.analytes or (named.other,)
        return LabTestMeaning(
            conflict=sentence(
                "the code {code} for {test}, and a name that says {name}",
                code=code,
                test=term(known.name),
                name=list_or(term(ANALYTES.get(one, one)) for one in says),
            ),
            ask=sentence("a code and a name that agree"),
            name=known.name,
        )
    if not known.analyte:
        return LabTestMeaning(name=known.name, by="code")
    return replace(_of(known.analyte, key, named, "code"), note=known.note)
