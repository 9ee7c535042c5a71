"""Rows of one table of the workbook, turned into rows of the dictionary's sheets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from srns.cohort.terms import fold
from srns.cohort.wording import join_words
from srns.workbook.files.cells import is_blank
from srns.workbook.problems import Problem, address, position
from srns.workbook.recipe.apply_column import ColumnReader, Part, apply_answer, read_courses
from srns.workbook.recipe.apply_columns import read_whole_columns
from srns.workbook.recipe.assembled_sheets import AssembledSheets, Cell, Key, Where
from srns.workbook.recipe.match_headings import guess
from srns.workbook.recipe.model import (
    LEAVE_OUT,
    UNKNOWN,
    ColumnRecipe,
    Recipe,
    TableRecipe,
    question_id,
)
from srns.workbook.recipe.pair_columns import pair_columns
from srns.workbook.recipe.propose_child import CHILD
from srns.workbook.recipe.propose_commas import A_POINT, COMMAS, query_commas
from srns.workbook.recipe.region import Position, Region
from srns.workbook.values.numbers_and_words import missing_reason
from srns.workbook.values.text import clean

_OF_THE_ROW = ("patient", "date", "day", "visit", "note")


@dataclass
class _Row:
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
    left_out
        Whether the row's visit is left out.
    """

    patient: Cell
    cells: dict[tuple[str, int | None], dict[Key, Cell]] = field(default_factory=dict)
    days: dict[int | None, tuple[Key, Cell]] = field(default_factory=dict)
    notes: list[tuple[str, Where]] = field(default_factory=list)
    parts: dict[str, tuple[ColumnReader, dict[str, Cell]]] = field(default_factory=dict)
    left_out: bool = False

    def add_note(self, heading: str, cell: Cell) -> None:
        """Keep the words of a cell with its heading; nothing where they say why it is missing."""
        if missing_reason(cell[0]) is None:
            self.notes.append((f"{heading}: {clean(cell[0])}", cell[1]))

    def joined_notes(self) -> Cell:
        """Return all notes as one cell, which is where the first of them is."""
        return "; ".join(words for words, _ in self.notes), self.notes[0][1]


@dataclass
class TableReader:
    """Reader of one table of the workbook into the sheets of the dictionary."""

    region: Region
    table: TableRecipe
    recipe: Recipe
    assembled: AssembledSheets
    _visits: set[int | None] = field(init=False, default_factory=set)
    _doses: dict[tuple[str, str], object] = field(init=False, default_factory=dict)

    def read(self) -> None:
        """Add every row to the sheets that its columns mean."""
        if self.recipe.answer_to(question_id(CHILD, self.table)) == LEAVE_OUT:
            self._leave_out()
            return
        readers = self._columns()
        visits = {
            reader.column.day for reader in readers.values() if reader.means not in _OF_THE_ROW
        } - {None}
        self._visits = visits if len(visits) > 1 else set()
        if self.recipe.answer_to(question_id(COMMAS, self.table)) == A_POINT:
            read = {number: reader.column for number, reader in readers.items()}
            self.assembled.problems += query_commas(read, self.region)
        identity = next((n for n, reader in readers.items() if reader.means == "patient"), None)
        fill = self.recipe.answer_to(question_id("blank identity", self.table)) == "the child above"
        self._note_child_of_tab(identity)
        stray = self._stray_columns()
        if not (self._visits or stray or fill) and self.table.day is None:
            whole = read_whole_columns(
                self.region, readers, identity, self.table.patient, self.assembled.spell
            )
            if whole is not None:
                self.assembled.whole.append(whole)
                return
        for row, (values, patient) in enumerate(self._rows(identity, fill=fill)):
            if any(not is_blank(values[number]) for number in stray):
                self._refuse_shifted(row, values, stray)
                continue
            self._read_row(row, values, patient, readers)

    def _leave_out(self) -> None:
        """Ignore the table, because nobody knows who its children are."""
        for number in range(len(self.region.headings)):
            reason = "who the child is was left out, as answered"
            self.assembled.ignore(self.region.tab, self._positions(number), reason)

    def _note_child_of_tab(self, identity: int | None) -> None:
        """Record the child of a table that is about one child alone."""
        if identity is None or not self.region.has_day_of_row(identity):
            for _, patient in self._rows(identity, fill=False):
                self.assembled.of_tabs.setdefault(self.region.tab, patient)

    def _rows(self, identity: int | None, *, fill: bool) -> Iterator[tuple[Sequence[object], Cell]]:
        """Yield the values of each row and its child; with `fill` a blank is the child above."""
        named = self.assembled.spell(self.table.patient)
        patient: Cell = (named, (self.region.tab, position(self.region.first)))
        above: object = ""
        for row, values in enumerate(self.region.rows):
            if identity is not None:
                value = values[identity]
                if is_blank(value) and fill:
                    value = above
                above = value
                patient = (self.assembled.spell(value), self._where(row, identity))
            yield values, patient

    def _columns(self) -> dict[int, ColumnReader]:
        found: dict[int, ColumnReader] = {}
        tab = self.region.tab
        headings = self.region.headings
        for number, index in enumerate(pair_columns(headings, self.table)):
            heading = headings[number]
            column = None
            if index is not None:
                column = apply_answer(self.recipe, self.table, self.table.columns[index])
            if column and column.means != "ignore":
                reader = ColumnReader(self.recipe, self.table, column, self.assembled.epoch)
                if reader.lacks_unit:
                    self._refuse_unitless(reader, number)
                    self.assembled.ignore(
                        tab, self._positions(number), "no unit of the column is known"
                    )
                    continue
                found[number] = reader
                self.assembled.use_column(self.region, number)
            else:
                reason = column.why if column else "a column that is not in the recipe"
                if column and heading:
                    self._note_ignored(heading, number, reason)
                self.assembled.ignore(tab, self._positions(number), reason)
        self._query_table_without_results(found)
        return found

    def _query_table_without_results(self, found: Mapping[int, ColumnReader]) -> None:
        """Ask about a table of which only children, days and notes are known; days say nothing."""
        means = {reader.means for reader in found.values()}
        if not means <= {*_OF_THE_ROW}:
            return
        days = [n for n, reader in found.items() if reader.means in ("date", "day", "visit")]
        if days or len(found) < len(self.region.headings):
            self._query_unread_table()
        for number in days:
            self.assembled.leave_out(
                self.region.tab, self._positions(number), "a day for which nothing else is read"
            )

    def _positions(self, number: int) -> list[Position]:
        region = self.region
        return [*region.heading_positions[number], *region.column_positions(number)]

    def _refuse_unitless(self, reader: ColumnReader, number: int) -> None:
        units = reader.kind.quantity.common_units if reader.kind.quantity else ()
        self.assembled.problems.append(
            Problem(
                "error",
                self.region.tab,
                self.region.heading_cell(number),
                f"the column '{reader.column.heading}', which means {reader.kind.label}, and no "
                "unit of it",
                join_words([f"'{unit}'" for unit in units], "or"),
                "Set its unit in the recipe.",
            )
        )

    def _stray_columns(self) -> list[int]:
        """Return the columns behind the last heading in which only a few rows hold anything."""
        last = max((n for n, heading in enumerate(self.region.headings) if heading), default=-1)
        stray = range(last + 1, len(self.region.headings))
        filled = [sum(not is_blank(row[number]) for row in self.region.rows) for number in stray]
        few = max(1, len(self.region.rows) // 2)
        return [number for number, count in zip(stray, filled, strict=True) if 0 < count <= few]

    def _refuse_shifted(self, row: int, values: Sequence[object], stray: list[int]) -> None:
        """Leave a row out that has values behind the last heading, and name it."""
        first = next(number for number in stray if not is_blank(values[number]))
        tab, (line, across) = self._where(row, first)
        self.assembled.problems.append(
            Problem(
                "error",
                tab,
                address(line, across),
                f"'{clean(values[first])}' in a column without a heading",
                "nothing behind the last heading",
                "The values of this row seem to be shifted, and it is not read: correct the row, "
                "or give the column a heading.",
                spoils_itself=True,
            )
        )
        positions = [self.region.cell_position(row, number) for number in range(len(values))]
        self.assembled.leave_out(tab, positions, "a row with values behind the last heading")

    def _query_unread_table(self) -> None:
        self.assembled.problems.append(
            Problem(
                "query",
                self.region.tab,
                self.region.first,
                "a table in which only the patient and the day were recognized",
                "a column with a known heading, such as 'Up/c (mg/mg)'",
                "Use known headings, or set their meaning in the recipe. A list with one test a "
                "row needs columns for the patient, the date, the test and the result.",
            )
        )

    def _note_ignored(self, heading: str, number: int, reason: str) -> None:
        result = next((one.column.label for one in guess(heading) if one.column.quantity), "")
        asked = bool(result) and reason == UNKNOWN
        if asked:
            remedy = (
                "If it holds results, set its meaning and its day in the recipe; for now it is "
                "ignored."
            )
        elif reason:
            remedy = f"No action needed: it is ignored ({reason})."
        else:
            remedy = "No action needed: it is ignored, as the recipe says."
        self.assembled.problems.append(
            Problem(
                "query" if asked else "note",
                self.region.tab,
                self.region.heading_cell(number),
                f"the column '{heading}'" + (f", which mentions {result}" if asked else ""),
                "a column that the recipe reads",
                remedy,
            )
        )

    def _where(self, row: int, number: int) -> Where:
        return self.region.tab, self.region.cell_position(row, number)

    def _read_row(
        self,
        row: int,
        values: Sequence[object],
        patient: Cell,
        readers: Mapping[int, ColumnReader],
    ) -> None:
        made = _Row(patient)
        courses: list[tuple[ColumnReader, Cell]] = []
        for number, reader in readers.items():
            value = values[number]
            if is_blank(value) or reader.means == "patient":
                continue
            cell: Cell = (value, self._where(row, number))
            if reader.column.part or reader.means in ("date", "day", "visit"):
                self._read_when(made, reader, cell)
            elif reader.means == "note":
                made.add_note(reader.column.heading, cell)
            elif reader.column.drug:
                courses.append((reader, cell))
            elif not reader.left_out:
                self._read_value(made, number, reader, cell)
        for reader, parts in made.parts.values():
            self._read_parts(made, reader, parts)
        for reader, cell in courses:
            self._add_dose(made, reader, cell)
        if made.notes:
            made.cells.setdefault(("Patients", None), {})["notes", ""] = made.joined_notes()
        for (sheet, visit), cells in made.cells.items():
            if not (made.left_out and sheet in ("Labs", "Infusions")):
                self._emit(sheet, visit, cells, made)

    def _add_dose(self, made: "_Row", reader: ColumnReader, cell: Cell) -> None:
        """Start a course with a dose of a visit; the same dose again continues it."""
        child, drug = clean(made.patient[0]), reader.column.drug
        if missing_reason(cell[0]) is not None or self._doses.get((child, drug)) == cell[0]:
            return
        self._doses[child, drug] = cell[0]
        row: dict[Key, Cell] = {
            ("patient", ""): made.patient,
            ("drug", ""): (drug, cell[1]),
            ("dose", ""): cell,
        }
        if reader.column.unit:
            row["dose_unit", ""] = (reader.column.unit, cell[1])
        if day := made.days.get(None):
            (kind, unit), value = day
            row[f"start_{kind}", unit] = value
        self.assembled.rows.setdefault("Treatments", []).append(row)

    def _read_when(self, made: "_Row", reader: ColumnReader, cell: Cell) -> None:
        if reader.column.part:
            made.parts.setdefault(reader.means, (reader, {}))[1][reader.column.part] = cell
        elif reader.means == "visit":
            self._read_visit(made, reader, cell)
        else:
            self._read_day(made, reader, cell)

    def _read_visit(self, made: "_Row", reader: ColumnReader, cell: Cell) -> None:
        day = reader.read_visit(cell[0])
        made.left_out = day is None
        if day is not None:
            made.days.setdefault(None, (("day", "days"), (float(day), cell[1])))

    def _read_parts(self, made: "_Row", reader: ColumnReader, parts: dict[str, Cell]) -> None:
        """Put the day, the month and the year of a date together; the day may be unknown."""
        cell = join_date(parts)
        if reader.means == "date":
            made.days.setdefault(None, (("date", ""), cell))
            return
        key = (reader.kind.id, "")
        made.cells.setdefault((reader.sheet, None), {})[key] = cell

    def _read_day(self, made: "_Row", reader: ColumnReader, cell: Cell) -> None:
        key = (reader.means, reader.kind.unit)
        day: Cell = (reader.read_day(cell[0]), cell[1])
        first_key, first = made.days.setdefault(reader.column.day, (key, day))
        if first_key == key and first is not day:
            self._refuse_second(key, first, day)

    def _read_value(self, made: "_Row", number: int, reader: ColumnReader, cell: Cell) -> None:
        target = made.cells.setdefault((reader.sheet, reader.visit), {})
        parts = (
            self._courses(reader.column, cell, made.patient)
            if reader.kind.kind == "drug"
            else reader.parts(cell[0])
        )
        for key, part in parts:
            if key in target and key[0] == "race_ethnicity":
                target[key] = (f"{clean(target[key][0])}; {clean(part)}", target[key][1])
                continue
            if key in target:
                self._refuse_second(key, target[key], cell)
                continue
            target[key] = (part, cell[1])
            if (reader.sheet, key) not in self.assembled.headers:
                self._name(reader.sheet, key, number)

    def _refuse_second(self, key: Key, first: Cell, second: Cell) -> None:
        if fold(str(first[0])) == fold(str(second[0])):
            return
        self.assembled.problems.append(
            Problem(
                "error",
                *_named(second),
                f"a second {key[0].replace('_', ' ')}, '{clean(second[0])}'",
                f"one per row; the first, '{clean(first[0])}', is in {_named(first)[1]}",
                "In the recipe, give one of the two columns another meaning, or ignore it.",
            )
        )

    def _name(self, sheet: str, key: Key, number: int) -> None:
        positions = self.region.heading_positions[number]
        cell = address(*positions[-1]) if positions else "A1"
        self.assembled.headers[sheet, key] = (self.region.tab, cell, self.region.headings[number])

    def _emit(self, sheet: str, visit: int | None, cells: dict[Key, Cell], made: "_Row") -> None:
        row: dict[Key, Cell] = {("patient", ""): made.patient}
        own = any(key[0] in ("date", "day") for key in cells)
        if sheet in ("Labs", "Diary", "Infusions", "Events") and not own:
            # One date of a row cannot be that of several visits.
            undated = None if visit in self._visits else made.days.get(None)
            day_cell = made.days.get(visit) or undated
            day = self.table.day if visit is None else visit
            if day_cell:
                row[day_cell[0]] = day_cell[1]
            elif day is not None:
                row["day", "days"] = (day, next(iter(cells.values()))[1])
        row.update(cells)
        rows = self.assembled.rows.setdefault(sheet, [])
        if sheet == "Patients":
            self._add_child(rows, row, clean(made.patient[0]))
        else:
            rows.append(row)

    def _add_child(self, rows: list[dict[Key, Cell]], row: dict[Key, Cell], name: str) -> None:
        if name in self.assembled.children:
            if self._join(rows[self.assembled.children[name]], row, name):
                return
        else:
            self.assembled.children[name] = len(rows)
        rows.append(row)

    def _join(self, old: dict[Key, Cell], new: dict[Key, Cell], name: str) -> bool:
        """Merge what another table, or another row of samples, says about the same child."""
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
                self.assembled.problems.append(
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
            children = self.assembled.rows.setdefault("Patients", [])
            self._add_child(children, words, clean(patient[0]))
        for row in rows:
            cells: dict[Key, Cell] = {("patient", ""): patient}
            cells.update({(key, ""): (part, here[1]) for key, part in row.items()})
            self.assembled.rows.setdefault("Treatments", []).append(cells)
        return parts


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


def _named(cell: Cell) -> tuple[str, str]:
    """Return tab and address of a cell."""
    tab, position_in_tab = cell[1]
    return tab, address(*position_in_tab)
