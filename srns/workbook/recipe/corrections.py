"""Cells that cannot be read as typed: what many of them may mean, asked at once, and kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from srns.cohort.dipstick import GRADES, read_grade
from srns.cohort.quantities import QUANTITIES
from srns.languages.sentences import sentence
from srns.workbook.files.cells import SheetCells, WorkbookCells
from srns.workbook.problems import Problem, position
from srns.workbook.recipe.model import Correction, Recipe
from srns.workbook.values.numbers_and_words import show_plain, without_range
from srns.workbook.values.text import clean
from srns.workbook.values.typing_errors import COMMA, NUMBER, SPACED


@dataclass(frozen=True)
class Misreading:
    """Cells that cannot be read for the same reason, in the order of the workbook.

    Attributes
    ----------
    kind
        What they have in common, in words.
    problems, found
        Of each cell, the problem and what was typed.
    readings
        Of each cell what it may mean, equally many for all.
    """

    kind: str
    problems: Sequence[Problem]
    found: Sequence[str]
    readings: Sequence[Sequence[str]]

    def corrections(self, reading: int) -> tuple[Correction, ...]:
        """Return all of the cells as their reading of this number, from 0."""
        return tuple(
            Correction(problem.place, found, readings[reading])
            for problem, found, readings in zip(
                self.problems, self.found, self.readings, strict=True
            )
        )


def find_misreadings(
    workbook: WorkbookCells, problems: Iterable[Problem]
) -> tuple[Misreading, ...]:
    """Return the cells with an error that are likely to mean something, those of a kind together.

    Parameters
    ----------
    problems
        What `read_workbook` found in the workbook.
    """
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    groups: dict[tuple[str, int], list[tuple[Problem, str, tuple[str, ...]]]] = {}
    for problem in problems:
        if not problem.spoils_itself or problem.sheet not in sheets:
            continue
        value = _value_at(sheets[problem.sheet], problem.cell)
        found = show_plain(value) if value is not None else ""
        readings = problem.may_be or _as_strip(problem, found)
        if readings:
            key = (_name_kind(problem, found), len(readings))
            groups.setdefault(key, []).append((problem, found, readings))
    return tuple(
        Misreading(
            kind,
            tuple(problem for problem, _, _ in cells),
            tuple(found for _, found, _ in cells),
            tuple(readings for _, _, readings in cells),
        )
        for (kind, _), cells in groups.items()
    )


def _as_strip(problem: Problem, found: str) -> tuple[str, ...]:
    """Return the field of a test strip that a word among numbers of Up/c names."""
    grade = read_grade(found)
    if grade is None or not problem.expected.startswith(QUANTITIES["upcr"].label):
        return ()
    return (GRADES[grade],)


def _name_kind(problem: Problem, found: str) -> str:
    if SPACED.search(found):
        return sentence("a number in parts")
    if COMMA.search(found):
        return sentence("a comma in a number")
    if NUMBER.fullmatch(found):
        what = without_range(problem.expected)
        return sentence("a number in another unit than {what}", what=what)
    return sentence("the word '{word}' among numbers", word=found)


def _value_at(sheet: SheetCells, cell: str) -> object | None:
    row, column = position(cell)
    row, column = row - sheet.first_row, column - sheet.first_column
    if 0 <= row < len(sheet.rows) and 0 <= column < len(sheet.rows[row]):
        return sheet.rows[row][column]
    return None


def correct_cells(workbook: WorkbookCells, recipe: Recipe) -> WorkbookCells:
    """Return the workbook as a person reads it; each corrected cell is named in a note.

    A cell that no longer holds what was corrected stays as it is.
    """
    wanted: dict[str, list[Correction]] = {}
    for one in recipe.corrections:
        wanted.setdefault(one.place.rpartition("!")[0], []).append(one)
    notes: list[Problem] = []
    sheets = [
        _correct_sheet(sheet, wanted[sheet.name], notes) if sheet.name in wanted else sheet
        for sheet in workbook.sheets
    ]
    return replace(workbook, sheets=tuple(sheets), notes=(*workbook.notes, *notes))


def _correct_sheet(
    sheet: SheetCells, corrections: Sequence[Correction], notes: list[Problem]
) -> SheetCells:
    rows = list(sheet.rows)
    for one in corrections:
        cell = one.place.rpartition("!")[2]
        value = _value_at(sheet, cell)
        if value is None or show_plain(value) != one.found:
            continue
        row, column = position(cell)
        changed = list(rows[row - sheet.first_row])
        changed[column - sheet.first_column] = _typed(one.reads)
        rows[row - sheet.first_row] = changed
        notes.append(
            Problem(
                "note",
                sheet.name,
                cell,
                sentence(
                    "'{text}', which a person reads as {reading}",
                    text=clean(value),
                    reading=one.reads,
                ),
                sentence("a cell that can be read as typed"),
                sentence("No action needed; correct it in the file when it is next edited."),
            )
        )
    return replace(sheet, rows=rows)


def _typed(text: str) -> object:
    return float(text) if NUMBER.fullmatch(text) else text


def add_corrections(recipe: Recipe, corrections: Sequence[Correction]) -> Recipe:
    """Return the recipe with corrections added; a later one of the same cell takes its place."""
    places = {one.place for one in corrections}
    kept = tuple(one for one in recipe.corrections if one.place not in places)
    return replace(recipe, corrections=kept + tuple(corrections))
