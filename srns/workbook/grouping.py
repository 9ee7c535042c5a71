"""Many equal problems as one: 'Labs!C7, C9 and 12 more'."""

from collections.abc import Iterable
from dataclasses import dataclass

from .problems import Problem, Severity

_NAMED = 2
_ORDER: tuple[Severity, ...] = ("error", "query", "note")


@dataclass(frozen=True)
class ProblemGroup:
    """Problems of one sheet that say the same of different cells, in their order."""

    problems: tuple[Problem, ...]

    @property
    def severity(self) -> Severity:
        """Give the severity that they share."""
        return self.problems[0].severity

    @property
    def place(self) -> str:
        """Name the first cells, and how many more there are.

        >>> same = [Problem("note", "Labs", cell, "'x'", "a number", "") for cell in "ABC"]
        >>> ProblemGroup(tuple(same)).place
        'Labs!A, B and 1 more'
        """
        first, *others = self.problems
        named = [first.place, *(one.cell for one in others[: _NAMED - 1])]
        more = len(self.problems) - len(named)
        return ", ".join(named) + (f" and {more} more" if more else "")

    @property
    def message(self) -> str:
        """Say all of it in one line."""
        return self.problems[0].message.replace(self.problems[0].place, self.place, 1)


def group_problems(problems: Iterable[Problem]) -> tuple[ProblemGroup, ...]:
    """Bring equal problems together: errors first, then in the order of the workbook."""
    groups: dict[tuple[str, ...], list[Problem]] = {}
    for one in problems:
        key = (one.severity, one.sheet, one.found, one.expected, one.remedy, one.acknowledged)
        groups.setdefault(key, []).append(one)
    return tuple(
        sorted(
            (ProblemGroup(tuple(each)) for each in groups.values()),
            key=lambda group: _ORDER.index(group.severity),
        )
    )
