"""A definition under test, and the ordinary children that its vectors vary."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.rules.oracle import Oracle, read_definition
from tests.rules.oracle_limits import GRADES, Limits, Result
from tests.rules.oracle_runs import Rule
from tests.rules.oracle_samples import Child, Lab

PUBLISHED = Path(__file__).parents[2] / "srns" / "rules" / "published"
MADE_UP = Path(__file__).parents[1] / "made_up"
"""Definitions with keys that no published one has."""
SPACING = 30
"""Days between two visits: more than twice as far as albumin is paired."""
START = 30
"""The day of the first visit."""
NOTHING: Mapping[str, Result | None] = {}


@dataclass(frozen=True)
class Vector:
    """One child, what it is judged by, and the clause that it probes.

    Attributes
    ----------
    clause
        One of `conformance.making.clauses.CLAUSES`.
    detail
        What sets it apart among the vectors of its clause; a part of its id.
    part
        The part of the definition that it probes, as a JSON pointer; empty for the common rules.
    line
        Which line of treatment is judged, counted from 1; None: the whole child.
    """

    clause: str
    detail: str
    part: str
    why: str
    child: Child
    strategy: str = "treatment policy"
    line: int | None = None


@dataclass(frozen=True)
class Subject:
    """A definition with the children that are built for it."""

    id: str
    text: str
    oracle: Oracle = field(repr=False)

    @cached_property
    def typed(self) -> Mapping[str, Any]:
        """All keys of the definition's file."""
        return tomllib.loads(self.text)

    @property
    def rules(self) -> list[Rule]:
        """The responses, the best first; ways to one response stand as several."""
        return self.oracle.responses

    @property
    def relapse(self) -> Rule | None:
        """The relapse, where the definition has one."""
        return self.oracle.relapse

    def part(self, rule: Rule, key: str = "") -> str:
        """Return where a rule, or one key of it, stands in definitions.json."""
        place = "relapse" if rule is self.relapse else f"response/{self.rules.index(rule)}"
        return f"/{self.id}/{place}" + (f"/{key}" if key else "")

    def slug(self, rule: Rule) -> str:
        """Return the name of a rule as it stands in ids."""
        if rule is self.relapse:
            return "relapse"
        before = [each.name for each in self.rules[: self.rules.index(rule)]].count(rule.name)
        return rule.name.replace(" ", "-") + (f"-way-{before + 1}" if before else "")

    # --- children -------------------------------------------------------------------------------

    def poor(self, day: int, test: str = "upcr", source: str = "") -> list[Lab]:
        """Return a visit that meets nothing: nephrotic urine and a low albumin."""
        urine = {
            "upcr": number("8", "mg/mg"),
            "protein_24h": number("4000", "mg/m²/day"),
            "dipstick": grade("4+"),
        }[test]
        return [Lab(day, test, urine, source), Lab(day, "albumin", number("2", "g/dL"))]

    def before(self) -> list[Lab]:
        """Return the baseline of a nephrotic child: two visits."""
        return [*self.poor(-30), *self.poor(-7)]

    def good(
        self,
        rule: Rule,
        day: int,
        test: str = "",
        source: str = "",
        changed: Mapping[str, Result | None] = NOTHING,
    ) -> list[Lab]:
        """Return a visit well inside a rule's limits; a result that is None is left out."""
        test = test or next(iter(rule.arms))
        results: dict[str, Result | None] = {test: inside(rule.arms[test])}
        if rule.albumin is not None:
            results["albumin"] = inside(rule.albumin)
        results.update(changed)
        labs = [
            Lab(day, name, result, source if name != "albumin" else "")
            for name, result in results.items()
            if result is not None
        ]
        return labs + (size(day) if test == "protein_24h" else [])

    def days(self, rule: Rule, count: int | None = None, start: int = START) -> list[int]:
        """Return the days of as many visits as a rule asks for, or of so many."""
        if rule.at is not None and count is None:
            return [rule.at]
        return [start + SPACING * place for place in range(count or needed(rule))]

    def reach(self, rule: Rule, start: int = START, test: str = "") -> list[Lab]:
        """Return the visits by which a child reaches a rule."""
        return [lab for day in self.days(rule, start=start) for lab in self.good(rule, day, test)]

    def decided(self, rule: Rule) -> int:
        """Return the day on which `reach` decides."""
        return self.days(rule)[-1]


def read_subjects() -> list[Subject]:
    """Read every published definition in the order of the names, then those made up."""
    found = [*sorted(PUBLISHED.glob("*.toml")), *sorted(MADE_UP.glob("*.toml"))]
    return [
        Subject(path.stem, text := path.read_text("utf-8"), read_definition(text)) for path in found
    ]


def child(*labs: Sequence[Lab], **more: Any) -> Child:
    """Return a child with these results."""
    return Child(tuple(lab for group in labs for lab in group), **more)


def needed(rule: Rule) -> int:
    """Return how many clinic visits in a row a rule asks for; days stand for as many visits."""
    return rule.occasions or (rule.days[0] if rule.days else 1)


def day_slug(day: int) -> str:
    """Return a day as it stands in ids."""
    return f"day-{'minus-' if day < 0 else ''}{abs(day)}"


def number(text: str, unit: str, sign: str = "") -> Result:
    """Return a result as a laboratory would print it."""
    return Result(Fraction(text), sign, unit)


def grade(name: str) -> Result:
    """Return the reading of a test strip."""
    return Result(Fraction(GRADES.index(name)), "", "")


def unreadable(test: str) -> Result:
    """Return a result that is there and cannot be read."""
    units = {"albumin": "g/dL", "upcr": "mg/mg", "dipstick": "", "protein_24h": "mg/m²/day"}
    return Result(None, "", units[test])


def size(day: int, height: str = "144", weight: str = "25") -> list[Lab]:
    """Return height and weight; those of the default make exactly 1 m²."""
    return [
        Lab(day, "height", number(height, "cm")),
        Lab(day, "weight", number(weight, "kg")),
    ]


def inside(limits: Limits) -> Result:
    """Return a result well inside some limits, in the unit that is printed first."""
    if limits.analyte == "dipstick":
        every = (Result(Fraction(place), "", "") for place in range(len(GRADES)))
        return next(result for result in every if limits.test(result))
    unit, asked = limits.printed[0]
    lower = [limit for sign, limit in asked if sign in (">", ">=")]
    upper = [limit for sign, limit in asked if sign in ("<", "<=")]
    if lower and upper:
        return Result((max(lower) + min(upper)) / 2, "", unit)
    if upper:
        return Result(min(upper) / 2, "", unit)
    above = Fraction(6, 5) if limits.analyte == "albumin" else Fraction(3, 2)
    return Result(max(lower) * above, "", unit)
