"""Problems of a workbook: what was found where, what was expected, and what to do."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from srns.cohort.wording import LONGEST_QUOTE, shorten_quotes
from srns.languages.messages import Sentence, _, in_language
from srns.languages.sentences import nsentence, sentence

Severity = Literal["error", "query", "note"]

OTHER_SHAPE = sentence(
    "A workbook of another shape is read by a recipe, which 'srns recipe' proposes."
)
"""The remedy where a sheet or a column of the template is missing."""

_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True)
class Problem:
    """One thing to correct, to check, or to know, in one place.

    Attributes
    ----------
    severity
        `error`: to correct; `query`: credible but odd; `note`: good to know.
    sheet, cell
        Where it is; both empty where it concerns the whole file.
    found, expected
        What is there, quoted as typed, and what should be.
    remedy
        What to do, in the imperative; ends with a full stop.
    acknowledged
        What a person noted who checked a query; from then on it is a note.
    spoils_itself
        Whether an error is of one cell, without which all the rest can be judged: its result is
        unknown, or its row is left out. Any other error stops the analysis.
    may_be
        What the cell may have been meant to hold, as it would be typed; empty where nothing is
        likely. A person may answer with one of them.
    """

    severity: Severity
    sheet: str
    cell: str
    found: str
    expected: str
    remedy: str
    acknowledged: str = ""
    spoils_itself: bool = False
    may_be: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Quote no more of a cell than a person needs to recognize it."""
        for name in ("found", "expected", "remedy"):
            said = getattr(self, name)
            if len(said) > LONGEST_QUOTE:
                short = shorten_quotes(said)
                if isinstance(said, Sentence):
                    short = Sentence.made(short, said.make, *said.parts)
                object.__setattr__(self, name, short)

    @property
    def stops(self) -> bool:
        """Whether nothing can be judged until it is corrected."""
        return self.severity == "error" and not self.spoils_itself

    @property
    def place(self) -> str:
        """Sheet and cell, as Excel writes them."""
        if not self.sheet:
            return sentence("Workbook")
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    @property
    def message(self) -> str:
        """The problem in one line.

        >>> Problem("error", "Labs", "C7", "'x'", "a number", "Type it.").message
        "Labs!C7: found 'x'; expected a number. Type it."
        """
        return self.message_at(self.place)

    def message_at(self, place: str) -> str:
        """Return the problem in one line, with another word for where it is."""
        said = sentence(
            "{place}: found {found}; expected {expected}. {remedy}",
            place=place,
            found=self.found,
            expected=self.expected,
            remedy=self.remedy,
        )
        if not self.acknowledged:
            return said
        return sentence("{problem} Acknowledged: {note}", problem=said, note=self.acknowledged)

    def in_language(self) -> "Problem":
        """Return the problem as a person reads it, in the language in use."""
        found, expected, remedy = map(in_language, (self.found, self.expected, self.remedy))
        return replace(self, found=found, expected=expected, remedy=remedy)

    @property
    def remark(self) -> str:
        """The problem as a comment of its cell tells it, in the language in use."""
        message = {
            "error": _("Error: found {found}; expected {expected}. {remedy}"),
            "query": _("Query: found {found}; expected {expected}. {remedy}"),
            "note": _("Note: found {found}; expected {expected}. {remedy}"),
        }[self.severity]
        return message.format(found=self.found, expected=self.expected, remedy=self.remedy)

    def as_dict(self) -> dict[str, str]:
        """Return what the command line prints as JSON."""
        given = {
            "severity": self.severity,
            "sheet": self.sheet,
            "cell": self.cell,
            "found": self.found,
            "expected": self.expected,
            "remedy": self.remedy,
            "message": self.message,
        }
        return {**given, "acknowledged": self.acknowledged} if self.acknowledged else given


def and_so_many_more(found: str, more: int) -> str:
    """Return what is found, and in how many more places; unchanged where there are none.

    >>> and_so_many_more("the text 'x'", 2), and_so_many_more("the text 'x'", 0)
    ("the text 'x' (and 2 more)", "the text 'x'")
    """
    if not more:
        return found
    return nsentence("{found} (and {n} more)", "{found} (and {n} more)", more, found=found)


def did_you_mean(near: str, remedy: str) -> Sentence:
    """Return a remedy after the question whether something else was meant.

    >>> did_you_mean("tacrolimus", "Correct the name.")
    "Did you mean 'tacrolimus'? Correct the name."
    """
    return sentence("Did you mean '{near}'? {remedy}", near=near, remedy=remedy)


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """Return Excel's letters of a column, counted from 0.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the column, counted from 0, of Excel's letters.

    >>> column_number("AB")
    27
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def address(row: int, column: int) -> str:
    """Return the address of a cell; row and column count from 0.

    >>> address(13, 2)
    'C14'
    """
    return f"{column_letters(column)}{row + 1}"


def position(cell: str) -> tuple[int, int]:
    """Return row and column, from 0, of an address or of the first cell of a range.

    Both are -1 where it is no address.

    >>> position("C14"), position("A1:D1")
    ((13, 2), (0, 0))
    """
    match = _ADDRESS.match(cell)
    return (int(match[2]) - 1, column_number(match[1])) if match else (-1, -1)


def sort_problems(problems: Iterable[Problem], sheets: Sequence[str]) -> tuple[Problem, ...]:
    """Return problems without duplicates, in the order of the workbook; those of the file first."""
    order = {name: place for place, name in enumerate(sheets)}
    unique = dict.fromkeys(problems)
    return tuple(
        sorted(
            unique,
            key=lambda problem: (
                order.get(problem.sheet, -1 if not problem.sheet else len(order)),
                *position(problem.cell),
            ),
        )
    )


_NAMED = 2
_ORDER: tuple[Severity, ...] = ("error", "query", "note")


@dataclass(frozen=True)
class ProblemGroup:
    """Problems of one sheet that say the same of different cells, in the order of the sheet."""

    problems: tuple[Problem, ...]

    @property
    def severity(self) -> Severity:
        """The severity that they share."""
        return self.problems[0].severity

    @property
    def place(self) -> str:
        """The first cells, and how many more there are.

        >>> same = [Problem("note", "Labs", cell, "'x'", "a number", "") for cell in "ABC"]
        >>> ProblemGroup(tuple(same)).place
        'Labs!A, B and 1 more'
        """
        first, *others = self.problems
        named = [first.place, *(one.cell for one in others[: _NAMED - 1])]
        more = len(self.problems) - len(named)
        if len(self.problems) == 1:
            return first.place
        listed = ", ".join(named)
        if not more:
            return listed
        return nsentence("{listed} and {n} more", "{listed} and {n} more", more, listed=listed)

    @property
    def message(self) -> str:
        """The group in one line."""
        return self.problems[0].message_at(self.place)


def group_problems(problems: Iterable[Problem]) -> tuple[ProblemGroup, ...]:
    """Group equal problems: errors first, then in the order of the workbook."""
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
