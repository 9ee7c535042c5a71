"""Sentences whose every number is a row of the analysis results data."""

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from srns.analysis.results_data.rows import EVERYONE, Statistic, by_variable
from srns.languages.sentences import filled, first_of, joined, list_and, sentence

MOST_NAMES = 20
"""Children of one group who are listed by name in a sentence."""


@dataclass(frozen=True)
class ArdSentence:
    """A sentence with where its numbers come from.

    Attributes
    ----------
    rows
        Positions in the analysis results data, in the order of the sentence.
    names
        The children it names; a name may look like a number.
    """

    text: str
    rows: tuple[int, ...] = ()
    names: tuple[str, ...] = ()


class ArdNumbers:
    """Look up statistics of analysis results data, and write sentences with them.

    Parameters
    ----------
    ard
        What `srns.analysis.results_data.summary.results_data` returns.

    Attributes
    ----------
    groups, grouped_by
        The groups of which responses are counted, and what they are groups of.
    variables, levels
        The variables, and the levels of "response" and "unknown".
    remissions, curve_origin
        The curves of relapse, and what the curve of remission counts from.
    """

    def __init__(self, ard: pd.DataFrame) -> None:
        self._found = by_variable(ard)
        response = ard[(ard["variable"] == "response") & ard["group1"].notna()]
        curves = ard[ard["variable"] == "prob"]
        self.groups = _distinct(response["group1_level"])
        self.grouped_by = next(iter(_distinct(response["group1"])), "")
        self.variables = _distinct(ard["variable"])
        self.levels = {
            name: _distinct(ard.loc[ard["variable"] == name, "variable_level"])
            for name in ("response", "unknown")
        }
        self.remissions = _distinct(curves.loc[curves["group1"] == "remission", "group1_level"])
        origins = _distinct(curves.loc[curves["group1"] == "origin", "group1_level"])
        self.curve_origin = next(iter(origins), "")

    def of(
        self, variable: str, level: object = None, group: str = EVERYONE
    ) -> Mapping[str, Statistic]:
        """Return the statistics of a level of a variable by their name; empty if there are none."""
        named = "" if level is None else str(level)
        return self._found.get(variable, {}).get((group, named), {})

    def value(self, variable: str, level: object, stat: str, group: str = EVERYONE) -> Any:
        """Return the value of a statistic; None where there is none or it is not estimable."""
        found = self.of(variable, level, group).get(stat)
        return None if found is None else found.stat

    def say(
        self,
        message: str,
        parts: Mapping[str, Statistic | str],
        names: Sequence[str] = (),
    ) -> ArdSentence:
        """Fill a sentence.

        Parameters
        ----------
        message
            The sentence, with names in braces such as ``{conf_low}`` for the statistic
            ``conf.low``. ``{who}`` is the list of `names`.
        parts
            By name a statistic, or words without any number.
        """
        known = {name.replace(".", "_"): part for name, part in parts.items()}
        values: dict[str, str] = {}
        rows: list[int] = []
        for _text, name, _format, _conversion in string.Formatter().parse(message):
            if name is None:
                continue
            part = list_children(names) if name == "who" else known[name]
            if isinstance(part, str):
                values[name] = part
            else:
                rows.append(part.place)
                values[name] = part.words
        return ArdSentence(filled(message, values), tuple(rows), tuple(names))


def _distinct(values: pd.Series) -> list[str]:
    """Return the values as text, each once, in their order."""
    return list(dict.fromkeys(map(str, values)))


def list_children(names: Sequence[str]) -> str:
    """Return the children in words.

    >>> list_children(["1"]), list_children(["1", "2", "7"])
    ('child 1', 'children 1, 2 and 7')
    """
    if len(names) == 1:
        return sentence("child {child}", child=names[0])
    listed = list_and(names) if len(names) <= MOST_NAMES else first_of(names, MOST_NAMES)
    return sentence("children {children}", children=listed)


def paragraph(sentences: Sequence[ArdSentence]) -> str:
    """Return sentences as one paragraph."""
    return joined((each.text for each in sentences), " ")
