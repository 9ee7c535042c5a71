"""The vocabulary of headings, read from one TOML file for each language.

A file of a language has sections (roles) with keys (concepts), each with its words and phrases.
`en.toml` lists every concept; the other files use the same sections and keys.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from srns.workbook.headings.atoms import join, split_atoms

_HERE = Path(__file__).parent
LANGUAGES = (
    "en",
    "es",
    "pt",
    "fr",
    "de",
    "it",
    "tr",
    "zh",
    "ja",
    "ko",
    "ru",
    "hi",
    "nl",
    "pl",
    "cs",
    "sv",
    "ar",
)
_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue"}
_ATTACHED_ONLY = frozenset(("d", "h", "j"))


@dataclass(frozen=True)
class Entry:
    """One spelling: what it means, and where it may have gaps.

    Attributes
    ----------
    weak
        Whether it is a unit only at the end of a heading or alone in brackets.
    language
        The file that has it.
    """

    gaps: frozenset[int]
    concepts: tuple[str, ...] = ()
    unit: str = ""
    weak: bool = False
    language: str = ""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The spellings that one language knows, together with the English ones.

    Attributes
    ----------
    language
        Its code.
    words, numbered, units
        Folded spelling without gaps to its entries; `numbered` holds those that mean something
        only with a number (M3).
    prefixes
        Every beginning of a spelling.
    endings, links, ordinals
        What a known word may end in, what may join two words of a compound, and what follows an
        ordinal number.
    postpositions
        Whether "after" stands behind its word (infusion ke baad).
    """

    language: str
    words: Mapping[str, tuple[Entry, ...]]
    numbered: Mapping[str, tuple[Entry, ...]]
    units: Mapping[str, tuple[Entry, ...]]
    prefixes: frozenset[str]
    endings: tuple[str, ...]
    links: tuple[str, ...]
    ordinals: frozenset[str]
    postpositions: bool


def _read(path: Path) -> dict[str, object]:
    with path.open("rb") as file:
        return tomllib.load(file)


@cache
def roles() -> Mapping[str, str]:
    """Return the role of every concept, such as `albumin`: `analyte`."""
    found: dict[str, str] = {}
    for section, concepts in _read(_HERE / "vocabulary" / "en.toml").items():
        if section not in ("numbered", "phrases") and isinstance(concepts, dict):
            for concept in concepts:
                if concept in found:
                    raise ValueError(f"en.toml: {concept} is in [{found[concept]}] and [{section}]")
                found[concept] = section
    return MappingProxyType(found)


def _spellings(spelling: str) -> set[str]:
    """Return a spelling, also with ae for ä and so on."""
    expanded = spelling
    for umlaut, pair in _UMLAUTS.items():
        expanded = expanded.replace(umlaut, pair)
    return {spelling, expanded}


def _check(name: str, section: str, concept: str) -> None:
    known = roles()
    if section == "phrases":
        unknown = [each for each in concept.split() if each not in known]
    elif section == "numbered":
        unknown = [] if concept in known or concept == "arm" else [concept]
    else:
        unknown = [] if known.get(concept) == section else [concept]
    if unknown:
        raise ValueError(f"{name}.toml: [{section}] has the unknown concept {unknown[0]}")


def _entries(
    name: str, tables: Mapping[str, object], numbered: bool
) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, dict[frozenset[int], Entry]] = {}
    for section, concepts in tables.items():
        if not isinstance(concepts, dict) or (section == "numbered") != numbered:
            continue
        for concept, spellings in concepts.items():
            _check(name, section, concept)
            for typed in spellings:
                for spelling in _spellings(typed):
                    key, gaps = join(split_atoms(spelling))
                    entry = Entry(gaps, tuple(concept.split()), language=name)
                    kept = found.setdefault(key, {})
                    if gaps in kept and kept[gaps].concepts != entry.concepts:
                        raise ValueError(
                            f"{name}.toml: '{spelling}' means {concept} and "
                            f"{' '.join(kept[gaps].concepts)}"
                        )
                    kept[gaps] = entry
    return {key: tuple(entries.values()) for key, entries in found.items()}


def _unit_spellings(spelling: str) -> set[str]:
    parts = spelling.split("/")
    if len(parts) == 1 or not all(parts):
        return {spelling}
    loose = parts[-1] not in _ATTACHED_ONLY
    joints = ("/", " per ", " ", " / ") if loose else ("/", " per ", " / ")
    return {joint.join(parts) for joint in joints} | {f"{parts[0]} {'inv '.join(parts[1:])}inv"}


@cache
def dimensions() -> Mapping[str, str]:
    """Return the dimension of every unit, such as `g/dL`: `g-concentration`."""
    units = _read(_HERE / "units.toml")
    return MappingProxyType(
        {
            unit: dimension
            for dimension, table in units.items()
            if isinstance(table, dict)
            for unit in table
        }
    )


@cache
def _units() -> Mapping[str, tuple[Entry, ...]]:
    found: dict[str, tuple[Entry, ...]] = {}
    for dimension, table in _read(_HERE / "units.toml").items():
        assert isinstance(table, dict)
        for unit, others in table.items():
            for typed in (unit, *others):
                for spelling in _unit_spellings(typed):
                    key, gaps = join(split_atoms(spelling))
                    short = "/" not in typed and (dimension == "time" or len(key) < 2)
                    weak = short or key in ("in", "gr", "ft", "mm", "kilo")
                    entry = Entry(gaps, unit=unit, weak=weak)
                    kept = found.get(key, ())
                    same = next((each for each in kept if each.gaps == gaps), entry)
                    if same.unit != unit:
                        raise ValueError(f"units.toml: '{typed}' is {unit} and {same.unit}")
                    found[key] = (*kept, entry) if same is entry else kept
    return MappingProxyType(found)


@dataclass(frozen=True, eq=False)
class _Language:
    """What one file holds."""

    words: Mapping[str, tuple[Entry, ...]]
    numbered: Mapping[str, tuple[Entry, ...]]
    settings: Mapping[str, tuple[str, ...]]
    postpositions: bool


@cache
def _load(language: str) -> _Language:
    tables = _read(_HERE / "vocabulary" / f"{language}.toml")
    settings: dict[str, tuple[str, ...]] = {}
    for setting in ("endings", "links", "ordinals"):
        values = tables.get(setting, [])
        assert isinstance(values, list)
        settings[setting] = tuple(values)
    return _Language(
        _entries(language, tables, False),
        _entries(language, tables, True),
        settings,
        tables.get("postpositions") is True,
    )


def _beginnings(*tables: Mapping[str, tuple[Entry, ...]]) -> frozenset[str]:
    return frozenset(
        key[:end] for table in tables for key in table for end in range(1, len(key) + 1)
    )


@cache
def _common_beginnings() -> frozenset[str]:
    english = _load("en")
    return _beginnings(english.words, english.numbered, _units())


def _put_over(
    english: Mapping[str, tuple[Entry, ...]], own: Mapping[str, tuple[Entry, ...]]
) -> Mapping[str, tuple[Entry, ...]]:
    """Let a language's own meaning of a spelling go before the English one."""
    both = {**english, **own}
    for spelling in english.keys() & own.keys():
        meant = {entry.concepts for entry in own[spelling]}
        same = tuple(entry for entry in english[spelling] if entry.concepts in meant)
        both[spelling] = own[spelling] + same
    return MappingProxyType(both)


@cache
def load_lexicon(language: str) -> Lexicon:
    """Load the words of a language; where it says nothing, the English words hold.

    Raises
    ------
    ValueError
        If the file has a concept that English has not, or one word with two meanings.
    """
    english, own = _load("en"), _load(language)

    def both(setting: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(english.settings[setting] + own.settings[setting]))

    return Lexicon(
        language,
        _put_over(english.words, own.words),
        _put_over(english.numbered, own.numbered),
        _units(),
        _common_beginnings() | _beginnings(own.words, own.numbered),
        tuple(sorted(both("endings"), key=lambda ending: (-len(ending), ending))),
        both("links"),
        frozenset(both("ordinals")),
        own.postpositions,
    )
