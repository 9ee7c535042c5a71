"""What one row of the workbook has given so far: cells by sheet and visit, days, notes, dates."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from srns.cohort.terms import fold
from srns.languages.sentences import sentence, term
from srns.workbook.problems import Problem, address
from srns.workbook.recipe.apply_column import ColumnReader
from srns.workbook.recipe.assembled_sheets import Cell, Key, Where
from srns.workbook.values.numbers_and_words import missing_reason
from srns.workbook.values.text import clean
from srns.workbook.values.yes_no import is_given


@dataclass
class VisitRow:
    """What one row of the workbook has given so far.

    Attributes
    ----------
    cells
        By sheet of the dictionary and nominal day of the visit (None for no visit).
    days
        By nominal day of the visit, the column and the cell that date it.
    notes
        Each with its heading and its cell.
    parts
        By meaning, the day, the month and the year of a date in three columns.
    courses
        By the number of the course in the row, the drugs of a cell that names several, or one with
        its dose, and whether they were given together.
    of_drugs, of_events
        The cells of columns that are named for one drug, or for one event.
    marks
        The cells that say with a mark alone that there was an infusion.
    left_out
        Why the results of the row are left out; empty where they are not.
    """

    patient: Cell
    cells: dict[tuple[str, int | None], dict[Key, Cell]] = field(default_factory=dict)
    days: dict[int | None, tuple[Key, Cell]] = field(default_factory=dict)
    notes: list[tuple[str, Where]] = field(default_factory=list)
    parts: dict[str, tuple[ColumnReader, dict[str, Cell]]] = field(default_factory=dict)
    courses: dict[int | None, tuple[list[dict[Key, Cell]], bool]] = field(default_factory=dict)
    of_drugs: list[tuple[ColumnReader, Cell]] = field(default_factory=list)
    of_events: list[tuple[ColumnReader, Cell]] = field(default_factory=list)
    marks: list[Cell] = field(default_factory=list)
    left_out: str = ""

    def add_note(self, heading: str, cell: Cell) -> None:
        """Keep the words of a cell with its heading; nothing where they say why it is missing."""
        if missing_reason(cell[0]) is None:
            self.notes.append((f"{heading}: {clean(cell[0])}", cell[1]))

    def infusions(self) -> list[dict[Key, Cell]]:
        """Return an infusion for each mark or dose that says yes, on the day of the row."""
        day = self.days.get(None)
        given = [one for one in self.marks if is_given(one[0])]
        return [{("patient", ""): self.patient, day[0]: day[1]} for _ in given] if day else []

    def joined_notes(self) -> Cell:
        """Return all notes as one cell, which is where the first of them is."""
        return "; ".join(words for words, _ in self.notes), self.notes[0][1]


def name_place(cell: Cell) -> tuple[str, str]:
    """Return tab and address of a cell."""
    tab, position_in_tab = cell[1]
    return tab, address(*position_in_tab)


def refuse_second(key: Key, first: Cell, second: Cell) -> Problem | None:
    """Return the error of a second value where a row has one; None where both say the same."""
    if fold(str(first[0])) == fold(str(second[0])):
        return None
    return Problem(
        "error",
        *name_place(second),
        sentence(
            "a second {what}, '{text}'",
            what=term(key[0].replace("_", " ")),
            text=clean(second[0]),
        ),
        sentence(
            "one per row; the first, '{text}', is in {cell}",
            text=clean(first[0]),
            cell=name_place(first)[1],
        ),
        sentence("In the recipe, give one of the two columns another meaning, or ignore it."),
        spoils_itself=key[0] in ("dose", "dose_unit", "frequency"),  # no day depends on it
    )


def join_date(parts: Mapping[str, Cell]) -> Cell:
    """Return the date whose parts are in three columns, as ISO text; known in part if need be.

    >>> at = ("Data", (1, 2))
    >>> join_date({"day": (14, at), "month": ("6", at), "year": (2021.0, at)})[0]
    '2021-06-14'
    """
    numbers = {part: show_whole(cell[0]) for part, cell in parts.items()}
    where = (parts.get("day") or next(iter(parts.values())))[1]
    year, month, day = (numbers.get(part, "") for part in ("year", "month", "day"))
    wanted = [year, month.zfill(2), day.zfill(2)] if day else [year, month.zfill(2)]
    return "-".join(wanted if month else [year]), where


def show_whole(value: object) -> str:
    """Return a whole number without its decimal point, any other value as typed."""
    text = clean(value) if isinstance(value, str) else str(value)
    return text.removesuffix(".0")
