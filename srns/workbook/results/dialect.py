"""Dialects of laboratory lists: which columns hold the child, the time, the test and the result.

Each is a TOML file in `dialects`, recognized by the headings that it must have.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from srns.cohort.terms import fold
from srns.workbook.headings.heading import parse_heading

_FOLDER = Path(__file__).parent / "dialects"
LIST = "list"
"""The dialect of a plain list, whose headings are understood by their words."""
TIMES = ("collected", "collected_time", "unsaid", "received", "resulted", "day", "study_day")
"""When a sample was taken, in order of preference; `unsaid` is a date of which nothing is said."""


@dataclass(frozen=True)
class ResultColumns:
    """A result with its unit and its sign; each names headings, the preferred one first."""

    result: tuple[str, ...]
    unit: tuple[str, ...] = ()
    sign: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodePattern:
    """How a text that holds a code, and perhaps a unit, is split; `system` is the code's."""

    pattern: re.Pattern[str]
    system: str


@dataclass(frozen=True)
class Dialect:
    """What the columns of one kind of export mean.

    Attributes
    ----------
    id, title
        The file's name, and the name that people read.
    must
        At least one heading of each group must be there.
    system
        Whose codes they are: `loinc`, `omop`, `mimic`, `sdtm`. A LOINC code is known in any.
    roles
        Headings of the roles `patient`, `test`, `code`, `specimen`, `category` (of tests, which may
        be urine), `accession`, `status`, `version` (when a version was resulted) and `comment`, the
        preferred one first.
    readings
        The columns of the result: the text before the number.
    times
        Headings by what they date; see `TIMES`.
    signs, units, statuses
        Codes of the dialect: sign, unit, and what a status means.
    not_numbers
        What a column of numbers holds where the result is no number.
    code_patterns
        How a code is split.
    days_from_1960, seconds_from_1960
        Headings whose numbers count as SAS does.
    row_word
        What a row is where the source is no table: "Observation", "line".
    """

    id: str
    title: str
    must: tuple[tuple[str, ...], ...]
    system: str
    roles: Mapping[str, tuple[str, ...]]
    readings: tuple[ResultColumns, ...]
    times: Mapping[str, tuple[str, ...]]
    signs: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    not_numbers: frozenset[str] = frozenset()
    code_patterns: tuple[CodePattern, ...] = ()
    days_from_1960: frozenset[str] = frozenset()
    seconds_from_1960: frozenset[str] = frozenset()
    row_word: str = ""

    def is_whole(self, headings: Sequence[str]) -> bool:
        """Return whether some of these headings are the child, the time and the test."""
        there = {fold(heading) for heading in headings}
        times = [name for names in self.times.values() for name in names]
        tests = (*self.roles["test"], *self.roles["code"])
        return all(there & {*names} for names in (self.roles["patient"], times, tests))

    def with_column(self, role: str, heading: str) -> "Dialect":
        """Return the dialect with a heading in this role alone, or as the `date`, before others."""
        name = fold(heading)
        roles = {each: tuple(one for one in those if one != name)
                 for each, those in self.roles.items()}  # fmt: skip
        if role == "date":
            times = {**self.times, "collected": (name, *self.times["collected"])}
            return replace(self, roles=roles, times=times)
        return replace(self, roles={**roles, role: (name, *roles[role])})


ROLES = (
    "patient",
    "test",
    "code",
    "specimen",
    "category",
    "accession",
    "status",
    "version",
    "comment",
)


def _dialect(name: str, data: Mapping[str, Any]) -> Dialect:
    settings = data.get("settings", {})
    times = data["time"]
    if unknown := set(times) - set(TIMES):
        raise ValueError(f"{name}.toml: unknown kind of time {sorted(unknown)[0]}")
    return Dialect(
        name,
        data["title"],
        tuple(tuple(map(fold, group)) for group in data["must"]),
        data["system"],
        {role: tuple(map(fold, data.get(role, ()))) for role in ROLES},
        tuple(
            ResultColumns(
                *(tuple(map(fold, each.get(key, ()))) for key in ("result", "unit", "sign"))
            )
            for each in data["reading"]
        ),
        {kind: tuple(map(fold, times.get(kind, ()))) for kind in TIMES},
        data.get("signs", {}),
        data.get("units", {}),
        data.get("statuses", {}),
        frozenset(data.get("not_numbers", ())),
        tuple(
            CodePattern(re.compile(each["pattern"]), each["system"])
            for each in data.get("code_pattern", ())
        ),
        frozenset(map(fold, settings.get("days_from_1960", ()))),
        frozenset(map(fold, settings.get("seconds_from_1960", ()))),
        data.get("row_word", ""),
    )


@cache
def load_dialects() -> Mapping[str, Dialect]:
    """Load the dialects by their id.

    Raises
    ------
    ValueError
        If a file names a kind of time that there is not.
    """
    return {
        path.stem: _dialect(path.stem, tomllib.loads(path.read_text("utf-8")))
        for path in sorted(_FOLDER.glob("*.toml"))
    }


def recognize(headings: Sequence[str]) -> Dialect | None:
    """Return the dialect whose columns are all there, or None where these are no results.

    Several may fit (every export is also a list): the one that asks for most headings wins.
    A plain list must have a child, a test, a result and a date or a day.

    >>> recognize(["person_id", "measurement_concept_id", "measurement_date"]).id
    'omop'
    >>> recognize(["Patient", "Datum", "Untersuchung", "Ergebnis", "Einheit"]).id
    'list'
    >>> recognize(["patient", "date", "Up/c (mg/mg)", "albumin (g/dL)"]) is None
    True
    """
    folded = {fold(str(heading)) for heading in headings}
    fits = [
        dialect
        for dialect in load_dialects().values()
        if dialect.must and all(folded & set(group) for group in dialect.must)
    ]
    if fits:
        return max(fits, key=lambda dialect: (len(dialect.must), dialect.id))
    if len(headings) > _MOST_HEADINGS:
        return None  # a test a row needs few columns, and each heading takes 0.2 ms
    base = load_dialects()[LIST]
    found = _find_roles(tuple(headings))
    groups = (("patient",), ("test", "code"), ("result",), TIMES)
    whole = all(any(role in found for role in group) for group in groups)
    return _with_headings(base, found) if whole else None


def recognize_in_part(headings: Sequence[str]) -> Dialect:
    """Return the dialect of which only the child is missing, else the plain list.

    Of the plain list, any role may be named by none of the headings.

    >>> "marker" in recognize_in_part(["date", "marker", "value", "units"]).roles["test"]
    True
    >>> recognize_in_part(["HADM_ID", "ITEMID", "CHARTTIME", "VALUE", "VALUEUOM"]).id
    'mimic'
    """
    folded = {fold(str(heading)) for heading in headings}
    for dialect in load_dialects().values():
        lacking = [group for group in dialect.must if not folded & set(group)]
        is_child = len(lacking) == 1 and set(lacking[0]) <= set(dialect.roles["patient"])
        if is_child and len(dialect.must) >= _FEWEST_GROUPS:
            return dialect
    base = load_dialects()[LIST]
    few = headings if len(headings) <= _MOST_HEADINGS else ()
    return _with_headings(base, _find_roles(tuple(few)))


def _meaning(heading: str) -> str:
    """Return the role that a heading's words say; empty where it has none."""
    parsed = parse_heading(heading)
    if parsed.unexplained or parsed.sides:
        return ""
    if parsed.column == "patient":
        return "patient"
    if parsed.column in ("Labs.date", "Labs.day"):
        return "unsaid" if parsed.column == "Labs.date" else "day"
    return {
        "name of the test": "test",
        "result": "result",
        "unit": "unit",
        "accession": "accession",
        "sample": "specimen",
        "date of the report": "resulted",
    }.get(parsed.quantity, "")


_TEST_WORDS = frozenset(
    map(fold, ("Untersuchung", "Laboruntersuchung", "Bestimmung", "análisis", "determinación"))
)


_NUMBERED = re.compile(r"(?<=[^\W\d])[._ ]?\d$")
_MOST_HEADINGS = 1000
_FEWEST_GROUPS = 4
"""Groups of headings of a dialect that is known though one of them is missing."""


@lru_cache(maxsize=64)
def _find_roles(headings: tuple[str, ...]) -> Mapping[str, Sequence[str]]:
    """Return the folded headings by role in a plain list: those listed, else by their words."""
    base = load_dialects()[LIST]
    listed = {
        name: role
        for role, names in (
            *base.roles.items(),
            *base.times.items(),
            *((role, each) for one in base.readings[::-1] for role, each in _parts(one)),
        )
        for name in names
    }
    found: dict[str, list[str]] = {}
    if len(headings) > _MOST_HEADINGS:
        return found  # a test a row needs few columns, and each heading takes 0.2 ms
    for heading in map(str, headings):
        name = fold(heading)
        # A second column of a name is numbered by many programs, as in "result.1".
        said = _NUMBERED.sub("", heading)
        role = "test" if fold(said) in _TEST_WORDS else listed.get(fold(said)) or _meaning(said)
        if role and name:
            found.setdefault(role, []).append(name)
    return found


def _with_headings(base: Dialect, found: Mapping[str, Sequence[str]]) -> Dialect:
    """Return the plain list with the headings that are understood added to its own."""

    def add(role: str, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*names, *found.get(role, ()))))

    first = base.readings[0]
    return replace(
        base,
        roles={role: add(role, names) for role, names in base.roles.items()},
        times={kind: add(kind, names) for kind, names in base.times.items()},
        readings=(
            replace(first, result=add("result", first.result), unit=add("unit", first.unit)),
            *base.readings[1:],
        ),
    )


def _parts(columns: ResultColumns) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (("result", columns.result), ("unit", columns.unit))
