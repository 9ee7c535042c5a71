"""Groupings of a user's own: which histologies or regimens count as one group, under a name.

As text a grouping is ``NAME (histology): GROUP = VALUE, VALUE; GROUP = VALUE``: the form in which
an address and the command line have it. Values that it does not name stay groups of their own.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote

from srns.cohort.errors import GroupingError

KINDS = ("histology", "maintenance")
"""What can be regrouped, as `srns.analysis.groups.grouping` calls it."""
_FORM = re.compile(rf"([^()]+) \(({'|'.join(KINDS)})\): (.+)")
_MARKS = "%,;=():"
_EXPECTED = (
    "expected 'NAME (histology): GROUP = VALUE, VALUE; GROUP = VALUE', or 'maintenance' in place "
    "of 'histology'"
)


@dataclass(frozen=True)
class CustomGrouping:
    """A grouping of a user's own.

    Attributes
    ----------
    name
        What the grouping is called.
    of
        One of `KINDS`.
    groups
        The name of each new group, and the values that it takes together.
    """

    name: str
    of: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def text(self) -> str:
        """The grouping as text, which `read_custom_grouping` reads.

        >>> CustomGrouping("Lesion", "histology", (("minimal", ("MCD", "MCD variant")),)).text
        'Lesion (histology): minimal = MCD, MCD variant'
        """
        groups = "; ".join(
            f"{_escape(group)} = {', '.join(map(_escape, values))}" for group, values in self.groups
        )
        return f"{_escape(self.name)} ({self.of}): {groups}"

    def group_of(self, value: str) -> str:
        """Return the group that a value is in: the value itself where none is named."""
        return next((group for group, values in self.groups if value in values), value)

    def unknown_values(self, known: Iterable[str]) -> list[str]:
        """Return the values that the grouping names and that are not among these."""
        seen = set(known)
        return [value for _, values in self.groups for value in values if value not in seen]

    def with_group(self, name: str, values: Iterable[str]) -> "CustomGrouping":
        """Return the grouping with one more group; a value leaves the group that it was in."""
        taken = tuple(values)
        others = (
            (group, tuple(value for value in kept if value not in taken))
            for group, kept in self.groups
            if group != name
        )
        left = tuple((group, kept) for group, kept in others if kept)
        return CustomGrouping(self.name, self.of, (*left, (name, taken)))


def read_custom_grouping(text: str) -> CustomGrouping | None:
    """Read a grouping from its text; None for a text that has not its form.

    Raises
    ------
    GroupingError
        Where it has the form, and a group has no name, no value, or a value that another has too.
    """
    form = _FORM.fullmatch(text.strip())
    if form is None:
        return None
    groups: list[tuple[str, tuple[str, ...]]] = []
    for part in form[3].split(";"):
        name, equals, listed = (each.strip() for each in part.partition("="))
        values = tuple(unquote(value.strip()) for value in listed.split(",") if value.strip())
        if not (name and equals and values):
            raise GroupingError(f"found '{part.strip()}' in '{text}'; {_EXPECTED}.")
        groups.append((unquote(name), values))
    everything = [value for _, values in groups for value in values]
    if twice := sorted({value for value in everything if everything.count(value) > 1}):
        raise GroupingError(
            f"found '{twice[0]}' in two groups of '{text}'; expected each value in one group. "
            "Leave it out of one."
        )
    return CustomGrouping(unquote(form[1]), form[2], tuple(groups))


def _escape(part: str) -> str:
    return "".join(quote(each, safe="") if each in _MARKS else each for each in part)
