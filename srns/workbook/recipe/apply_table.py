"""Rows of one table of the workbook, turned into rows of the dictionary's sheets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from srns.cohort.dictionary import SHEETS
from srns.cohort.terms import fold
from srns.languages.sentences import sentence
from srns.workbook.files.cells import is_blank
from srns.workbook.problems import Problem, address, position
from srns.workbook.recipe.apply_column import ColumnReader, Part, apply_answer
from srns.workbook.recipe.apply_columns import read_whole_columns
from srns.workbook.recipe.assembled_sheets import AssembledSheets, Cell, Key, Where
from srns.workbook.recipe.dated_events import LAST_FOLLOW_UP, note_dated_event
from srns.workbook.recipe.listed_days import LISTABLE, split_days
from srns.workbook.recipe.model import LEAVE_OUT, Recipe, TableRecipe, question_id
from srns.workbook.recipe.pair_columns import pair_columns
from srns.workbook.recipe.propose_child import CHILD, OF_THE_ROW, OF_THE_SHEET
from srns.workbook.recipe.propose_commas import A_POINT, COMMAS, query_commas
from srns.workbook.recipe.propose_equal_ids import find_surname, name_apart
from srns.workbook.recipe.propose_orders import note_carried
from srns.workbook.recipe.region import Position, Region
from srns.workbook.recipe.row_courses import (
    RowCourses,
    courses_of_text,
    share_dates,
    sum_up_doses,
)
from srns.workbook.recipe.row_events import RowEvents
from srns.workbook.recipe.row_visits import RowVisits
from srns.workbook.recipe.unit_columns import UNIT, find_unit_columns
from srns.workbook.recipe.unread_tables import (
    note_ignored,
    query_drug_in_note,
    query_unread_table,
    refuse_unitless,
)
from srns.workbook.recipe.visit_row import VisitRow, join_date, name_place, refuse_second
from srns.workbook.values.dated_events import DatedEvent, read_dated_event
from srns.workbook.values.drug_text import given_together
from srns.workbook.values.numbers_and_words import missing_reason
from srns.workbook.values.text import clean

_OF_THE_ROW = ("patient", "date", "day", "visit", "note")


_UNKNOWN = "unknown"
_NOT_IN_RECIPE = sentence("a column that is not in the recipe")
_DAY_ALONE = sentence("a day for which nothing else is read")
_SHIFTED = sentence("a row with values behind the last heading")
_DAYS = frozenset(
    column.id for sheet in SHEETS for column in sheet.columns if column.kind in ("date", "day")
)


@dataclass
class TableReader:
    """Reader of one table of the workbook into the sheets of the dictionary."""

    region: Region
    table: TableRecipe
    recipe: Recipe
    assembled: AssembledSheets
    _center: int | None = field(init=False, default=None)
    _sheet: str = field(init=False, default="")
    _units: dict[int, int] = field(init=False, default_factory=dict)
    _visits: set[int | None] = field(init=False, default_factory=set)
    _courses: RowCourses = field(init=False, default_factory=RowCourses)
    _events: RowEvents = field(init=False, default_factory=RowEvents)
    _visits_of_rows: RowVisits = field(init=False)
    _dated: bool = field(init=False, default=False)

    def read(self) -> None:
        """Add every row to the sheets that its columns mean."""
        if self._child_left_out():
            self._leave_out()
            return
        readers = self._columns()
        visits = {
            reader.column.day for reader in readers.values() if reader.means not in _OF_THE_ROW
        } - {None}
        self._visits = visits if len(visits) > 1 else set()
        identity = next((n for n, reader in readers.items() if reader.means == "patient"), None)
        fill = self.recipe.answer_to(question_id("blank identity", self.table)) == "the child above"
        self._find_neighbors(readers)
        self._find_visits(readers, identity, fill=fill)
        self._note_child_of_tab(identity)
        self._query_commas(readers)
        stray = self._stray_columns()
        if not (stray or fill) and self._read_whole(readers, identity):
            return
        for row, (values, patient) in enumerate(self._rows(identity, fill=fill)):
            if any(not is_blank(values[number]) for number in stray):
                self._refuse_shifted(row, values, stray)
                continue
            self._read_row(row, values, patient, readers)

    def _find_visits(
        self, readers: Mapping[int, ColumnReader], identity: int | None, *, fill: bool
    ) -> None:
        """Find what dates the visits of the rows; where each row has a date, they only name it."""
        self._dated = any(reader.means in ("date", "day") for reader in readers.values())
        self._visits_of_rows = RowVisits(self.assembled.visit_dates)
        for number, reader in readers.items():
            if reader.means == "visit" and not self._dated:
                rows = self._rows(identity, fill=fill)
                named = ((patient[0], values[number]) for values, patient in rows)
                self._visits_of_rows.find_firsts(reader, named)

    def _find_neighbors(self, readers: Mapping[int, ColumnReader]) -> None:
        """Find the columns that belong to others: the units of results, the centers of children."""
        self._units = {
            result: number
            for number, result in find_unit_columns(self.region).items()
            if number in readers and readers[number].means == UNIT
        }
        self._center, self._sheet = find_surname(self.recipe, self.region, self.table)
        if self._center is not None:
            self.assembled.use_column(self.region, self._center)

    def _read_whole(self, readers: Mapping[int, ColumnReader], identity: int | None) -> bool:
        """Read the table column by column, if it can be; return whether it was."""
        apart = self._visits or self._sheet or self._center is not None or self._by_row
        if apart or self.table.day is not None:
            return False
        spell = self.assembled.spell if self.assembled.spellings else None
        patient = self.table.patient
        whole = read_whole_columns(self.region, readers, identity, patient, spell)
        if whole is not None:
            self.assembled.whole.append(whole)
        return whole is not None

    @property
    def _by_row(self) -> bool:
        """Whether each row is another child, called by the row's number."""
        return self.recipe.answer_to(question_id(CHILD, self.table)) == OF_THE_ROW

    def _child_left_out(self) -> bool:
        """Return whether nobody says who the child is, here or in a table of the same child."""
        left_out = [
            one
            for one in self.recipe.questions
            if one.id.startswith(f"{CHILD}: ") and one.answer == LEAVE_OUT
        ]
        if question_id(CHILD, self.table) in {one.id for one in left_out}:
            return True
        whole = {one.id for one in left_out if OF_THE_SHEET in one.options}
        return bool(self.table.patient) and any(
            question_id(CHILD, one) in whole
            for one in self.recipe.tables
            if (one.sheet, one.patient) == (self.table.sheet, self.table.patient)
        )

    def _leave_out(self) -> None:
        """Ignore the table, because nobody knows who its children are."""
        for number in range(len(self.region.headings)):
            reason = sentence("who the child is was left out, as answered")
            self.assembled.ignore(self.region.tab, self._positions(number), reason)

    def _note_child_of_tab(self, identity: int | None) -> None:
        """Record the child of a table that is about one child alone."""
        if self._by_row:
            return
        if identity is None or not self.region.has_day_of_row(identity):
            for _, patient in self._rows(identity, fill=False):
                self.assembled.of_tabs.setdefault(self.region.tab, patient)

    def _query_commas(self, readers: Mapping[int, ColumnReader]) -> None:
        """Record which cells are read with their comma as a decimal point."""
        if self.recipe.answer_to(question_id(COMMAS, self.table)) == A_POINT:
            read = {number: reader.column for number, reader in readers.items()}
            self.assembled.problems += query_commas(read, self.region)

    def _rows(self, identity: int | None, *, fill: bool) -> Iterator[tuple[Sequence[object], Cell]]:
        """Yield the values of each row and its child; with `fill` a blank is the child above."""
        named = self.assembled.spell(self.table.patient)
        patient: Cell = (named, (self.region.tab, position(self.region.first)))
        above: object = ""
        by_row = self._by_row
        for row, values in enumerate(self.region.rows):
            if by_row:
                line, across = self.region.cell_position(row, 0)
                patient = (f"row {line + 1}", (self.region.tab, (line, across)))
            elif identity is not None:
                value = values[identity]
                if is_blank(value) and fill:
                    value = above
                above = value
                patient = (self.assembled.spell(value), self._where(row, identity))
            where = self._sheet if self._center is None else values[self._center]
            if not is_blank(where):
                patient = (name_apart(patient[0], where), patient[1])
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
                    self.assembled.problems.append(refuse_unitless(self.region, reader, number))
                    self.assembled.ignore(
                        tab, self._positions(number), sentence("no unit of the column is known")
                    )
                    continue
                found[number] = reader
                self.assembled.use_column(self.region, number)
                if carried := note_carried(self.region, number, column):
                    self.assembled.problems.append(carried)
                if column.means == "note" and (told := query_drug_in_note(self.region, number)):
                    self.assembled.problems.append(told)
            else:
                reason = column.why if column else _NOT_IN_RECIPE
                if column and heading:
                    self.assembled.problems.append(note_ignored(self.region, number, reason))
                self.assembled.ignore(tab, self._positions(number), reason)
        self._query_table_without_results(found)
        return found

    def _query_table_without_results(self, found: Mapping[int, ColumnReader]) -> None:
        """Ask about a table of which only children, days and notes are known; days say nothing."""
        means = {reader.means for reader in found.values()}
        if not means <= {*_OF_THE_ROW}:
            return
        if self.region.tab in self.assembled.visit_dates.tabs and "visit" in means:
            return
        days = [n for n, reader in found.items() if reader.means in ("date", "day", "visit")]
        if days or len(found) < len(self.region.headings):
            self.assembled.problems.append(query_unread_table(self.region))
        for number in days:
            self.assembled.leave_out(self.region.tab, self._positions(number), _DAY_ALONE)

    def _positions(self, number: int) -> list[Position]:
        region = self.region
        return [*region.heading_positions[number], *region.column_positions(number)]

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
                sentence("'{text}' in a column without a heading", text=clean(values[first])),
                sentence("nothing behind the last heading"),
                sentence(
                    "The values of this row seem to be shifted, and it is not read: correct the "
                    "row, or give the column a heading."
                ),
                spoils_itself=True,
            )
        )
        positions = [self.region.cell_position(row, number) for number in range(len(values))]
        self.assembled.leave_out(tab, positions, _SHIFTED)

    def _where(self, row: int, number: int) -> Where:
        return self.region.tab, self.region.cell_position(row, number)

    def _read_row(
        self,
        row: int,
        values: Sequence[object],
        patient: Cell,
        readers: Mapping[int, ColumnReader],
    ) -> None:
        made = VisitRow(patient)
        for number, reader in readers.items():
            if not is_blank(values[number]) and reader.means not in ("patient", UNIT):
                cell: Cell = (self._with_unit(values, number), self._where(row, number))
                self._read_cell(made, number, reader, cell)
        for reader, parts in made.parts.values():
            self._read_parts(made, reader, parts)
        for sheet, told in (
            ("Treatments", self._courses.begun(made, made.of_drugs)),
            ("Events", self._events.told(made, made.of_events)),
            ("Infusions", made.infusions()),
        ):
            if rows := list(told):
                self.assembled.rows.setdefault(sheet, []).extend(rows)
        if made.notes:
            made.cells.setdefault(("Patients", None), {})["notes", ""] = made.joined_notes()
        self._finish_courses(made)
        for (sheet, visit), cells in made.cells.items():
            if made.left_out and sheet in ("Labs", "Infusions"):
                places = [where[1] for _, where in cells.values()]
                self.assembled.leave_out(self.region.tab, places, made.left_out)
            else:
                self._emit(sheet, visit, cells, made)

    def _read_cell(self, made: VisitRow, number: int, reader: ColumnReader, cell: Cell) -> None:
        if reader.column.part or reader.means in ("date", "day", "visit"):
            self._read_when(made, reader, cell)
        elif reader.means == "note":
            made.add_note(reader.column.heading, cell)
        elif reader.is_marked:
            made.marks.append(cell)
        elif reader.column.drug:
            made.of_drugs.append((reader, cell))
        elif reader.means in LISTABLE and (days := split_days(cell[0])):
            self._read_listed(made, reader, [(day, cell[1]) for day in days])
        elif reader.column.event:
            made.of_events.append((reader, cell))
        elif not reader.left_out:
            dated = read_dated_event(cell[0]) if reader.means == LAST_FOLLOW_UP else None
            if dated is not None:
                cell = self._read_dated(made, reader, cell, dated)
            self._read_value(made, number, reader, cell)

    def _read_listed(self, made: VisitRow, reader: ColumnReader, days: Sequence[Cell]) -> None:
        """Add an infusion, or an event, for each day that a cell lists."""
        if reader.column.event:
            made.of_events += [(reader, day) for day in days]
            return
        rows = self.assembled.rows.setdefault(reader.sheet, [])
        for day, where in days:
            parts = reader.parts(day)
            rows.append({("patient", ""): made.patient, **{key: (d, where) for key, d in parts}})

    def _read_dated(
        self, made: VisitRow, reader: ColumnReader, cell: Cell, dated: DatedEvent
    ) -> Cell:
        """Add the event that a cell tells beside its date; return the date."""
        self.assembled.problems.append(note_dated_event(cell, dated))
        date: Cell = (dated.date, cell[1])
        if dated.event:
            row: dict[Key, Cell] = {
                ("patient", ""): made.patient,
                ("event", ""): (dated.event, cell[1]),
                ("date", ""): (reader.read_day(dated.date), cell[1]),
            }
            self.assembled.rows.setdefault("Events", []).append(row)
        return date

    def _finish_courses(self, made: VisitRow) -> None:
        """Add the courses of cells that name several drugs, or one with its dose."""
        for number, (courses, together) in made.courses.items():
            rest = made.cells.get(("Treatments", number), {})
            if ("drug", "") not in rest:
                made.cells.pop(("Treatments", number), None)
                courses, problems = share_dates(courses, rest, together=together)
                self.assembled.problems += problems
            self.assembled.rows.setdefault("Treatments", []).extend(map(sum_up_doses, courses))

    def _with_unit(self, values: Sequence[object], number: int) -> object:
        """Return a value of a row with the unit that the column beside it states."""
        stated = self._units.get(number)
        if stated is None or is_blank(values[stated]):
            return values[number]
        return f"{clean(values[number])} {clean(values[stated])}"

    def _read_when(self, made: VisitRow, reader: ColumnReader, cell: Cell) -> None:
        if reader.column.part:
            made.parts.setdefault(reader.means, (reader, {}))[1][reader.column.part] = cell
        elif reader.means != "visit":
            self._read_day(made, reader, cell)
        elif not self._dated and (problem := self._visits_of_rows.date(made, reader, cell)):
            self.assembled.problems.append(problem)

    def _read_parts(self, made: VisitRow, reader: ColumnReader, parts: dict[str, Cell]) -> None:
        """Put the day, the month and the year of a date together; the day may be unknown."""
        cell = join_date(parts)
        if reader.means == "date":
            made.days.setdefault(None, (("date", ""), cell))
            return
        key = (reader.kind.id, "")
        made.cells.setdefault((reader.sheet, None), {})[key] = cell

    def _read_day(self, made: VisitRow, reader: ColumnReader, cell: Cell) -> None:
        key = (reader.means, reader.kind.unit)
        day: Cell = (reader.read_day(cell[0]), cell[1])
        first_key, first = made.days.setdefault(reader.column.day, (key, day))
        if first_key == key and first is not day:
            self._refuse_second(key, first, day)

    def _read_value(self, made: VisitRow, number: int, reader: ColumnReader, cell: Cell) -> None:
        which = reader.column.course if reader.sheet == "Treatments" else reader.visit
        target = made.cells.setdefault((reader.sheet, which), {})
        parts = (
            self._read_drugs(made, reader, cell)
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
        if problem := refuse_second(key, first, second):
            self.assembled.problems.append(problem)

    def _name(self, sheet: str, key: Key, number: int) -> None:
        positions = self.region.heading_positions[number]
        cell = address(*positions[-1]) if positions else "A1"
        self.assembled.headers[sheet, key] = (self.region.tab, cell, self.region.headings[number])

    def _emit(self, sheet: str, visit: int | None, cells: dict[Key, Cell], made: VisitRow) -> None:
        row: dict[Key, Cell] = {("patient", ""): made.patient}
        own = any(key[0] in ("date", "day") for key in cells)
        if sheet in ("Labs", "Diary", "Infusions", "Events") and not own:
            # One date of a row cannot be that of several visits.
            undated = None if visit in self._visits else made.days.get(None)
            day_cell = made.days.get(visit) or undated
            day = self.table.day if visit is None else visit
            if day_cell and not (day is not None and _was_missed(day_cell[1], cells)):
                row[day_cell[0]] = day_cell[1]
            elif day is not None:
                row["day", "days"] = (day, next(iter(cells.values()))[1])
        row.update(cells)
        if sheet == "Treatments":
            row = sum_up_doses(row)
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
        """Merge what another table, or another row of samples, says about the same child.

        What two rows contradict each other in is unknown of this child; a day of which that is so
        would move all its others, and stops the reading.
        """
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
                continue
            first = self.assembled.contradicted.get((name, key), old[key])
            if key[0] == "patient" or fold(str(first[0])) == fold(str(cell[0])):
                continue
            if key[0] == "notes":  # what is noted of several visits is no contradiction
                old[key] = (f"{clean(old[key][0])}; {clean(cell[0])}", old[key][1])
                continue
            moves = key[0] in _DAYS
            self.assembled.problems.append(
                Problem(
                    "error",
                    *name_place(cell),
                    sentence("'{text}' for patient {name}", text=clean(cell[0]), name=name),
                    sentence(
                        "'{text}', as in {place}",
                        text=clean(first[0]),
                        place="!".join(name_place(first)),
                    ),
                    sentence("Correct whichever of the two is wrong.")
                    if moves
                    else sentence(
                        "Correct whichever of the two is wrong; until then it is unknown of this "
                        "child."
                    ),
                    spoils_itself=not moves,
                )
            )
            if not moves:
                self.assembled.contradicted[name, key] = first
                old[key] = (_UNKNOWN, first[1])
        return True

    def _read_drugs(self, made: VisitRow, reader: ColumnReader, here: Cell) -> list[Part]:
        """Return the drug of a cell as a value of the row; keep courses that it makes alone."""
        value, number = here[0], reader.column.course
        parts, courses = courses_of_text(reader, here, made.patient)
        prior = reader.column.purpose == "prior"
        if prior and isinstance(value, str) and missing_reason(value) is None:
            words: dict[Key, Cell] = {
                ("patient", ""): made.patient,
                ("prior_immunosuppression", ""): (clean(value), here[1]),
            }
            children = self.assembled.rows.setdefault("Patients", [])
            self._add_child(children, words, clean(made.patient[0]))
        if prior:
            self.assembled.rows.setdefault("Treatments", []).extend(courses)
        elif courses:
            before, _ = made.courses.get(number, ([], True))
            together = not before and given_together(clean(value))
            made.courses[number] = ([*before, *courses], together)
        return parts


def _was_missed(day: Cell, cells: Mapping[Key, Cell]) -> bool:
    """Return whether a visit did not take place: neither its date nor any of its cells has a value.

    Such a visit stays on its planned day, where it is no occasion.
    """
    return all(missing_reason(value) is not None for value, _ in (day, *cells.values()))
