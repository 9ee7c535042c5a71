"""How the rows of one table of the workbook become rows of the dictionary's sheets."""

from collections.abc import Mapping
from dataclasses import dataclass

from srns.cohort.dictionary import find_column
from srns.cohort.terms import fold

from ..cells import is_blank
from ..layout.headings import clean
from ..layout.regions import Region
from ..problems import Problem, address
from ..recipe import ColumnRecipe, Recipe, TableRecipe, question_id
from ..values import missing_reason
from .arrangement import Arrangement, Cell, Key
from .values import Part, ValueReader, read_courses


@dataclass
class TableReader:
    """One table of the workbook on its way into the sheets of the dictionary."""

    region: Region
    table: TableRecipe
    recipe: Recipe
    made: Arrangement

    def __post_init__(self) -> None:
        """Know how the cells are read."""
        self._values = ValueReader(self.recipe, self.table, self.made.epoch)

    def read(self) -> None:
        """Take every row to the sheets that its columns mean."""
        numbers = self._columns()
        identity = next((n for n, column in numbers.items() if column.means == "patient"), None)
        fill = self.recipe.answer_to(question_id("blank identity", self.table)) == "the child above"
        above: object = ""
        for row, values in enumerate(self.region.rows):
            patient: Cell = (self.table.patient, self.region.tab, self.region.first)
            if identity is not None:
                value = values[identity]
                if is_blank(value) and fill:
                    value = above
                above = value
                patient = (value, self.region.tab, self._cell(row, identity))
                self._use(row, identity)
            self._read_row(row, values, patient, numbers)

    def _columns(self) -> dict[int, ColumnRecipe]:
        found: dict[int, ColumnRecipe] = {}
        taken: set[int] = set()
        for number, heading in enumerate(self.region.headings):
            index = next(
                (
                    i
                    for i, column in enumerate(self.table.columns)
                    if column.heading == heading and i not in taken
                ),
                None,
            )
            column = self._values.settled(self.table.columns[index]) if index is not None else None
            if index is not None:
                taken.add(index)
            if column and column.means != "ignore":
                found[number] = column
                for spot in self.region.heading_spots[number]:
                    self.made.used.add((self.region.tab, spot))
            else:
                reason = column.why if column else "a column that the recipe does not know"
                if column and heading:
                    self._note_ignored(heading, number, reason)
                for spot in self.region.heading_spots[number]:
                    self.made.aside.setdefault((self.region.tab, spot), reason)
                for spots in self.region.spots:
                    self.made.aside.setdefault((self.region.tab, spots[number]), reason)
        return found

    def _note_ignored(self, heading: str, number: int, reason: str) -> None:
        spots = self.region.heading_spots[number]
        self.made.problems.append(
            Problem(
                "note",
                self.region.tab,
                address(*spots[-1]) if spots else self.region.first,
                f"the column '{heading}'",
                "a column that the recipe reads",
                f"Nothing need be done: it is ignored ({reason})."
                if reason
                else "Nothing need be done: it is ignored, as the recipe says.",
            )
        )

    def _cell(self, row: int, column: int) -> str:
        return address(*self.region.spots[row][column])

    def _use(self, row: int, column: int) -> None:
        self.made.used.add((self.region.tab, self.region.spots[row][column]))

    def _read_row(
        self,
        row: int,
        values: tuple[object, ...],
        patient: Cell,
        numbers: Mapping[int, ColumnRecipe],
    ) -> None:
        out: dict[tuple[str, int | None], dict[Key, Cell]] = {}
        notes: list[str] = []
        last_note: Cell | None = None
        shared: dict[int | None, tuple[Key, Cell]] = {}
        for number, column in numbers.items():
            value = values[number]
            if column.means in ("date", "day") and not is_blank(value):
                self._use(row, number)
                kind = find_column("Labs", column.means)
                shared[column.day] = (
                    (column.means, kind.unit),
                    (
                        self._values.when(value, column, kind),
                        self.region.tab,
                        self._cell(row, number),
                    ),
                )
        for number, column in numbers.items():
            value = values[number]
            if is_blank(value) or column.means in ("patient", "date", "day"):
                continue
            self._use(row, number)
            here: Cell = (value, self.region.tab, self._cell(row, number))
            if column.means == "note":
                if missing_reason(value) is None:
                    notes.append(f"{column.heading}: {clean(value)}")
                    last_note = last_note or here
                continue
            sheet, _, identity = column.means.partition(".")
            kind = find_column(sheet, identity)
            visit = column.day if sheet in ("Labs", "Infusions") else None
            answer = self._values.answer("day", column)
            if answer == "ignore it":
                continue
            if answer:
                visit = 0
            target = out.setdefault((sheet, visit), {})
            parts = (
                self._courses(column, here, patient)
                if kind.kind == "drug"
                else self._values.parts(sheet, kind, column, value)
            )
            for key, part in parts:
                if key in target:
                    self._refuse_second(key, target[key], here)
                    continue
                target[key] = (part, *here[1:])
                self._name(sheet, key, number)
        if notes and last_note:
            out.setdefault(("Patients", None), {})["notes", ""] = ("; ".join(notes), *last_note[1:])
        for (sheet, visit), cells in out.items():
            self._emit(sheet, visit, cells, patient, shared)

    def _refuse_second(self, key: Key, first: Cell, second: Cell) -> None:
        if fold(str(first[0])) == fold(str(second[0])):
            return
        self.made.problems.append(
            Problem(
                "error",
                second[1],
                second[2],
                f"a second {key[0].replace('_', ' ')}, '{clean(second[0])}'",
                f"one in a row; the first, '{clean(first[0])}', stands in {first[2]}",
                "Let one of the two columns mean something else in the recipe, or ignore it.",
            )
        )

    def _name(self, sheet: str, key: Key, number: int) -> None:
        spots = self.region.heading_spots[number]
        spot = address(*spots[-1]) if spots else "A1"
        self.made.headers.setdefault(
            (sheet, key), (self.region.tab, spot, self.region.headings[number])
        )

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
            when = shared.get(visit) or shared.get(None)
            if when:
                row[when[0]] = when[1]
            elif visit is not None or self.table.day is not None:
                day = visit if visit is not None else self.table.day
                row["day", "days"] = (day, *next(iter(cells.values()))[1:])
        row.update(cells)
        rows = self.made.rows.setdefault(sheet, [])
        name = str(clean(patient[0]))
        if sheet == "Patients":
            self._say_of_child(rows, row, name)
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
            and old["patient", ""][1:] != new["patient", ""][1:]
            and (old["patient", ""][1] == new["patient", ""][1])
        ):
            return False
        for key, cell in new.items():
            if key not in old:
                old[key] = cell
            elif key[0] != "patient" and fold(str(old[key][0])) != fold(str(cell[0])):
                self.made.problems.append(
                    Problem(
                        "error",
                        cell[1],
                        cell[2],
                        f"'{clean(cell[0])}' for patient {name}",
                        f"'{clean(old[key][0])}', as in {old[key][1]}!{old[key][2]}",
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
                ("prior_immunosuppression", ""): (clean(value), *here[1:]),
            }
            told = self.made.rows.setdefault("Patients", [])
            self._say_of_child(told, words, str(clean(patient[0])))
        for row in rows:
            cells: dict[Key, Cell] = {("patient", ""): patient}
            cells.update({(key, ""): (part, *here[1:]) for key, part in row.items()})
            self.made.rows.setdefault("Treatments", []).append(cells)
        return parts
