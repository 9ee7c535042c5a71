"""How the rows of one table of the workbook become rows of the dictionary's sheets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

from srns.cohort.terms import fold
from srns.workbook.files.cells import is_blank
from srns.workbook.problems import Problem, address, position
from srns.workbook.recipe.apply_column import ColumnReader, Part, read_courses, settle
from srns.workbook.recipe.arranged_sheets import Arrangement, Cell, Key, Where
from srns.workbook.recipe.detect_tables import Region
from srns.workbook.recipe.match_headings import guess
from srns.workbook.recipe.model import UNKNOWN, ColumnRecipe, Recipe, TableRecipe, question_id
from srns.workbook.values.numbers_and_words import missing_reason
from srns.workbook.values.text import clean

_OF_THE_ROW = ("patient", "date", "day", "note")


@dataclass
class TableReader:
    """One table of the workbook on its way into the sheets of the dictionary."""

    region: Region
    table: TableRecipe
    recipe: Recipe
    made: Arrangement
    _visits: set[int | None] = field(init=False, default_factory=set)

    def read(self) -> None:
        """Take every row to the sheets that its columns mean."""
        readers = self._columns()
        visits = {
            reader.column.day for reader in readers.values() if reader.means not in _OF_THE_ROW
        } - {None}
        self._visits = visits if len(visits) > 1 else set()
        identity = next((n for n, reader in readers.items() if reader.means == "patient"), None)
        fill = self.recipe.answer_to(question_id("blank identity", self.table)) == "the child above"
        above: object = ""
        of_all: Cell = (self.table.patient, (self.region.tab, position(self.region.first)))
        for row, values in enumerate(self.region.rows):
            patient = of_all
            if identity is not None:
                value = values[identity]
                if is_blank(value) and fill:
                    value = above
                above = value
                patient = (value, self._where(row, identity))
            self._read_row(row, values, patient, readers)

    def _columns(self) -> dict[int, ColumnReader]:
        found: dict[int, ColumnReader] = {}
        taken: set[int] = set()
        tab = self.region.tab
        for number, heading in enumerate(self.region.headings):
            index = next(
                (
                    i
                    for i, column in enumerate(self.table.columns)
                    if column.heading == heading and i not in taken
                ),
                None,
            )
            column = None
            if index is not None:
                taken.add(index)
                column = settle(self.recipe, self.table, self.table.columns[index])
            spots = self.region.heading_spots[number], self.region.spots(number)
            if column and column.means != "ignore":
                found[number] = ColumnReader(self.recipe, self.table, column, self.made.epoch)
                self.made.use(tab, chain(*spots))
            else:
                reason = column.why if column else "a column that the recipe does not know"
                if column and heading:
                    self._note_ignored(heading, number, reason)
                self.made.put_aside(tab, chain(*spots), reason)
        if len(found) < len(self.region.headings) and all(
            reader.means in _OF_THE_ROW for reader in found.values()
        ):
            self._say_that_nothing_is_read()
        return found

    def _say_that_nothing_is_read(self) -> None:
        self.made.problems.append(
            Problem(
                "query",
                self.region.tab,
                self.region.first,
                "a table of which nothing is understood but whose row it is, and of which day",
                "a column of which the heading says what it holds, such as 'Up/c (mg/mg)'",
                "Write headings that are known, or what they mean into the recipe. A list with one "
                "test in each row is not read: give each test a column.",
            )
        )

    def _note_ignored(self, heading: str, number: int, reason: str) -> None:
        said = next((one.column.label for one in guess(heading) if one.column.quantity), "")
        asked = bool(said) and reason == UNKNOWN
        if asked:
            remedy = (
                "If it holds results, write into the recipe what it means and of which day it is; "
                "it is ignored now."
            )
        elif reason:
            remedy = f"Nothing need be done: it is ignored ({reason})."
        else:
            remedy = "Nothing need be done: it is ignored, as the recipe says."
        self.made.problems.append(
            Problem(
                "query" if asked else "note",
                self.region.tab,
                self.region.heading_cell(number),
                f"the column '{heading}'" + (f", which speaks of {said}" if asked else ""),
                "a column that the recipe reads",
                remedy,
            )
        )

    def _where(self, row: int, number: int) -> Where:
        return self.region.tab, self.region.spot(row, number)

    def _read_row(
        self,
        row: int,
        values: tuple[object, ...],
        patient: Cell,
        readers: Mapping[int, ColumnReader],
    ) -> None:
        out: dict[tuple[str, int | None], dict[Key, Cell]] = {}
        notes: list[str] = []
        noted: Where | None = None
        shared: dict[int | None, tuple[Key, Cell]] = {}
        for number, reader in readers.items():
            value = values[number]
            if is_blank(value) or reader.means == "patient":
                continue
            where = self._where(row, number)
            if reader.means in ("date", "day"):
                key, cell = (reader.means, reader.kind.unit), (reader.when(value), where)
                before = shared.setdefault(reader.column.day, (key, cell))
                if before[0] == key and before[1] is not cell:
                    self._refuse_second(key, before[1], cell)
                continue
            if reader.means == "note":
                if missing_reason(value) is None:
                    notes.append(f"{reader.column.heading}: {clean(value)}")
                    noted = noted or where
                continue
            if reader.left_out:
                continue
            target = out.setdefault((reader.sheet, reader.visit), {})
            parts = (
                self._courses(reader.column, (value, where), patient)
                if reader.kind.kind == "drug"
                else reader.parts(value)
            )
            for key, part in parts:
                if key in target:
                    self._refuse_second(key, target[key], (value, where))
                    continue
                target[key] = (part, where)
                if (reader.sheet, key) not in self.made.headers:
                    self._name(reader.sheet, key, number)
        if noted:
            out.setdefault(("Patients", None), {})["notes", ""] = ("; ".join(notes), noted)
        for (sheet, visit), cells in out.items():
            self._emit(sheet, visit, cells, patient, shared)

    def _refuse_second(self, key: Key, first: Cell, second: Cell) -> None:
        if fold(str(first[0])) == fold(str(second[0])):
            return
        self.made.problems.append(
            Problem(
                "error",
                *_named(second),
                f"a second {key[0].replace('_', ' ')}, '{clean(second[0])}'",
                f"one in a row; the first, '{clean(first[0])}', stands in {_named(first)[1]}",
                "Let one of the two columns mean something else in the recipe, or ignore it.",
            )
        )

    def _name(self, sheet: str, key: Key, number: int) -> None:
        spots = self.region.heading_spots[number]
        spot = address(*spots[-1]) if spots else "A1"
        self.made.headers[sheet, key] = (self.region.tab, spot, self.region.headings[number])

    def _emit(
        self,
        sheet: str,
        visit: int | None,
        cells: dict[Key, Cell],
        patient: Cell,
        shared: Mapping[int | None, tuple[Key, Cell]],
    ) -> None:
        row: dict[Key, Cell] = {("patient", ""): patient}
        if sheet in ("Labs", "Infusions", "Events"):
            # One date of a row cannot be that of several visits.
            when = shared.get(visit) or (None if visit in self._visits else shared.get(None))
            if when:
                row[when[0]] = when[1]
            elif visit is not None or self.table.day is not None:
                day = visit if visit is not None else self.table.day
                row["day", "days"] = (day, next(iter(cells.values()))[1])
        row.update(cells)
        rows = self.made.rows.setdefault(sheet, [])
        if sheet == "Patients":
            self._say_of_child(rows, row, clean(patient[0]))
        else:
            rows.append(row)

    def _say_of_child(self, rows: list[dict[Key, Cell]], row: dict[Key, Cell], name: str) -> None:
        if name in self.made.children:
            if self._join(rows[self.made.children[name]], row, name):
                return
        else:
            self.made.children[name] = len(rows)
        rows.append(row)

    def _join(self, old: dict[Key, Cell], new: dict[Key, Cell], name: str) -> bool:
        """Join what another table, or another row of samples, says of the same child."""
        constant = self.table.patient or any(
            column.means in ("date", "day") for column in self.table.columns
        )
        if (
            not constant
            and old["patient", ""][1] != new["patient", ""][1]
            and old["patient", ""][1][0] == new["patient", ""][1][0]
        ):
            return False
        for key, cell in new.items():
            if key not in old:
                old[key] = cell
            elif key[0] != "patient" and fold(str(old[key][0])) != fold(str(cell[0])):
                self.made.problems.append(
                    Problem(
                        "error",
                        *_named(cell),
                        f"'{clean(cell[0])}' for patient {name}",
                        f"'{clean(old[key][0])}', as in {'!'.join(_named(old[key]))}",
                        "Correct whichever of the two is wrong.",
                    )
                )
        return True

    def _courses(self, column: ColumnRecipe, here: Cell, patient: Cell) -> list[Part]:
        value = here[0]
        parts, rows = read_courses(column, value)
        if column.purpose == "prior" and isinstance(value, str) and missing_reason(value) is None:
            words: dict[Key, Cell] = {
                ("patient", ""): patient,
                ("prior_immunosuppression", ""): (clean(value), here[1]),
            }
            told = self.made.rows.setdefault("Patients", [])
            self._say_of_child(told, words, clean(patient[0]))
        for row in rows:
            cells: dict[Key, Cell] = {("patient", ""): patient}
            cells.update({(key, ""): (part, here[1]) for key, part in row.items()})
            self.made.rows.setdefault("Treatments", []).append(cells)
        return parts


def _named(cell: Cell) -> tuple[str, str]:
    """Give tab and address of a cell."""
    tab, spot = cell[1]
    return tab, address(*spot)
