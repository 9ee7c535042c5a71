"""The sheets of the dictionary, brought together from anywhere in a workbook by a recipe.

Every value keeps the cell it came from, so that the same readers and the same problems serve.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from srns.cohort.columns import Column
from srns.cohort.dictionary import SHEETS, find_column
from srns.cohort.terms import fold

from .cells import SheetCells, WorkbookCells, is_blank
from .dates import find_orders, read_fixed_date, read_wide
from .grid import Grid
from .headers import Headers, Matched
from .layout.headings import clean
from .layout.regions import Layout, Region, Spot, find_layout
from .ledger import Block, Fate
from .mixed import part_cell, read_time
from .problems import Problem, address, show_list
from .prose import read_dose, read_drug_prose
from .recipe import ColumnRecipe, Recipe, TableRecipe
from .values import Place, missing_reason

Key = tuple[str, str]
Cell = tuple[object, str, str]
_SERIAL = range(20000, 60001)


@dataclass(frozen=True)
class ArrangedGrid(Grid):
    """A sheet of the dictionary whose cells stand anywhere in the workbook."""

    spots: tuple[tuple[tuple[str, str], ...], ...] = ()

    def place(self, matched: Matched) -> Place:
        """Give what names the cells of a column."""
        spots = self.spots[matched.offset]
        return Place(self.cells.name, 1, matched.offset, matched, spots)


@dataclass
class Arrangement:
    """What a recipe made of a workbook.

    Attributes
    ----------
    rows
        Of each sheet of the dictionary: from column and unit to value, tab and address.
    used, aside
        By tab and place (row and column from 0); with the reason for what was passed over.
    """

    rows: dict[str, list[dict[Key, Cell]]] = field(default_factory=dict)
    headers: dict[tuple[str, Key], tuple[str, str, str]] = field(default_factory=dict)
    used: set[tuple[str, Spot]] = field(default_factory=set)
    aside: dict[tuple[str, Spot], str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    children: dict[str, int] = field(default_factory=dict)
    epoch: datetime.date = datetime.date(1899, 12, 30)
    otherwise: str = "in no table of the recipe"

    def grids(self) -> dict[str, Grid]:
        """Lay the rows out as sheets that the readers know."""
        grids: dict[str, Grid] = {}
        for sheet in SHEETS:
            rows = self.rows.get(sheet.name, [])
            if not rows:
                continue
            keys = list(dict.fromkeys(key for row in rows for key in row))
            matched = []
            for offset, key in enumerate(keys):
                _, spot, heading = self.headers.get((sheet.name, key), ("", "A1", key[0]))
                matched.append(
                    Matched(find_column(sheet.name, key[0]), key[1], offset, heading, spot)
                )
            first = next(iter(rows[0].values()))
            columns = tuple(
                tuple(row[key][0] if key in row else "" for row in rows) for key in keys
            )
            spots = tuple(
                tuple((row[key] if key in row else next(iter(row.values())))[1:] for row in rows)
                for key in keys
            )
            cells = SheetCells(first[1], [[m.header for m in matched]], 0, 0, (), False, {})
            headers = Headers(0, tuple(matched), {}, {}, ())
            filled = np.ones(len(rows), dtype=bool)
            grids[sheet.name] = ArrangedGrid(sheet, cells, headers, columns, filled, spots)
        return grids

    def blocks(self, workbook: WorkbookCells, problems: tuple[Problem, ...]) -> list[Block]:
        """Say of every filled cell of the workbook whether it was used, ignored or failed."""
        failed: dict[tuple[str, str], str] = {}
        for problem in problems:
            if problem.severity == "error" and problem.cell:
                failed.setdefault((problem.sheet, problem.cell), problem.message)
        blocks = []
        for cells in workbook.sheets:
            for column in range(len(cells.rows[0]) if cells.rows else 0):
                rows = [i for i, row in enumerate(cells.rows) if not is_blank(row[column])]
                fates: list[Fate] = []
                codes = []
                for row in rows:
                    spot = (row + cells.first_row, column + cells.first_column)
                    key = (cells.name, spot)
                    message = failed.get((cells.name, address(*spot)))
                    fate: Fate = (
                        ("failed", message)
                        if message
                        else ("used", "")
                        if key in self.used
                        else ("ignored", self.aside.get(key, self.otherwise))
                    )
                    if fate not in fates:
                        fates.append(fate)
                    codes.append(fates.index(fate))
                if rows:
                    blocks.append(
                        Block(
                            cells.name,
                            column + cells.first_column,
                            np.array(rows) + cells.first_row,
                            np.array(codes, dtype=np.int32),
                            tuple(fates),
                        )
                    )
        return blocks


def arrange(workbook: WorkbookCells, recipe: Recipe) -> Arrangement:
    """Bring the sheets together; what no longer fits the recipe is a problem."""
    made = Arrangement(epoch=_epoch(workbook.content))
    for question in recipe.open_questions:
        made.problems.append(
            Problem(
                "error",
                "",
                "",
                f"the open question '{question.id}' in the recipe: {question.asks}",
                f"the answer {show_list([repr(one) for one in question.options])}",
                "Write it into the recipe under 'answer'.",
            )
        )
    if recipe.open_questions:
        made.otherwise = "nothing is read while a question of the recipe is open"
    layouts = {cells.name: find_layout(cells) for cells in workbook.sheets if cells.rows}
    served: set[tuple[str, int]] = set()
    for tab, layout in layouts.items():
        for spot, reason in layout.aside.items():
            made.aside[tab, spot] = reason
    for table in recipe.tables:
        found = _find_region(table, layouts, served, made)
        if found and not recipe.open_questions:
            _Table(found, table, recipe, made).read()
    for tab, layout in layouts.items():
        for number, region in enumerate(layout.regions):
            if (
                (tab, number) not in served
                and recipe.tables
                and any(
                    one.column.kind == "patient" for h in region.headings for one in _guesses(h)
                )
            ):
                made.problems.append(
                    Problem(
                        "query",
                        tab,
                        region.first,
                        "a table that the recipe does not know",
                        "the tables for which the recipe was made",
                        "Make a new recipe if it matters; it is ignored now.",
                    )
                )
    for tab in layouts:
        if recipe.tables and not any(name == tab for name, _ in served):
            made.problems.append(
                Problem(
                    "note",
                    tab,
                    "A1",
                    f"the sheet '{tab}', from which the recipe reads no table",
                    "a table with a heading for the child",
                    "Nothing need be done: it is ignored.",
                )
            )
    _require_children(made)
    return made


def _epoch(content: bytes) -> datetime.date:
    """Give the day from which the workbook counts its dates."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            head = archive.read("xl/workbook.xml")
    except (zipfile.BadZipFile, KeyError):
        return datetime.date(1899, 12, 30)
    mac = re.search(rb"""date1904=["'](1|true)["']""", head)
    return datetime.date(1904, 1, 1) if mac else datetime.date(1899, 12, 30)


def _guesses(heading: str):
    from .layout.headings import guess

    return [one for one in guess(heading) if one.whole]


def _find_region(
    table: TableRecipe,
    layouts: Mapping[str, Layout],
    served: set[tuple[str, int]],
    made: Arrangement,
) -> Region | None:
    layout = layouts.get(table.sheet)
    if layout is None:
        made.problems.append(
            Problem(
                "error",
                "",
                "",
                f"no sheet '{table.sheet}'",
                f"the sheets for which the recipe was made, among them '{table.sheet}'",
                "Give the sheet its old name, or make a new recipe.",
            )
        )
        return None
    wanted = {column.heading for column in table.columns}
    ranked = sorted(
        (
            (len(wanted & set(region.headings)), -number)
            for number, region in enumerate(layout.regions)
            if (table.sheet, number) not in served
        ),
        reverse=True,
    )
    if not ranked or not ranked[0][0]:
        made.problems.append(
            Problem(
                "error",
                table.sheet,
                table.first_heading,
                "none of the headings that the recipe knows",
                "a table with the headings "
                + show_list([column.heading for column in table.columns][:6], "and"),
                "Restore the headings, or make a new recipe.",
            )
        )
        return None
    number = -ranked[0][1]
    served.add((table.sheet, number))
    region = layout.regions[number]
    for column in table.columns:
        if column.heading and column.means != "ignore" and column.heading not in region.headings:
            made.problems.append(
                Problem(
                    "error",
                    table.sheet,
                    region.first,
                    f"no heading '{column.heading}'",
                    f"the heading that the recipe reads as {column.means}",
                    "Restore the heading, or change it in the recipe.",
                )
            )
    for name, spots in zip(region.headings, region.heading_spots, strict=True):
        if name not in wanted and name:
            made.problems.append(
                Problem(
                    "query",
                    table.sheet,
                    address(*spots[-1]),
                    f"the column '{name}', which the recipe does not know",
                    "the columns for which the recipe was made",
                    "Add it to the recipe if it matters; it is ignored now.",
                )
            )
    return region


@dataclass
class _Table:
    """One table of the workbook on its way into the sheets of the dictionary."""

    region: Region
    table: TableRecipe
    recipe: Recipe
    made: Arrangement

    def read(self) -> None:
        """Take every row to the sheets that its columns mean."""
        numbers = self._columns()
        identity = next((n for n, column in numbers.items() if column.means == "patient"), None)
        fill = (
            self.recipe.answer_to(f"blank identity: {self.table.sheet}!{self.table.first_heading}")
            == "the child above"
        )
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
            column = self.table.columns[index] if index is not None else None
            if index is not None:
                taken.add(index)
            if column and column.means != "ignore":
                found[number] = column
                for spot in self.region.heading_spots[number]:
                    self.made.used.add((self.region.tab, spot))
            else:
                reason = column.why if column else "a column that the recipe does not know"
                for spot in self.region.heading_spots[number]:
                    self.made.aside.setdefault((self.region.tab, spot), reason)
                for spots in self.region.spots:
                    self.made.aside.setdefault((self.region.tab, spots[number]), reason)
        return found

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
                    (self._when(value, column, kind), self.region.tab, self._cell(row, number)),
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
            answer = self._answer("day", number, column)
            if answer == "ignore it":
                continue
            if answer:
                visit = 0
            target = out.setdefault((sheet, visit), {})
            for key, part in self._parts(sheet, kind, number, column, here, patient):
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

    def _answer(self, kind: str, number: int, column: ColumnRecipe) -> str:
        spots = self.region.heading_spots[number]
        if not spots:
            return ""
        ending = f" {column.heading}"
        start = f"{kind}: {self.region.tab}!"
        return next(
            (
                one.answer
                for one in self.recipe.questions
                if one.id.startswith(start) and one.id.endswith(ending)
            ),
            "",
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

    def _when(self, value: object, column: ColumnRecipe, kind: Column) -> object:
        if kind.kind == "day":
            days = read_time(value)
            return value if days is None else float(round(days))
        return self._date(value, column)

    def _date(self, value: object, column: ColumnRecipe) -> object:
        if isinstance(value, float | int) and not isinstance(value, bool) and value in _SERIAL:
            return self.made.epoch + datetime.timedelta(days=int(value))
        if not isinstance(value, str):
            return value
        text = clean(value)
        number = next((n for n, c in enumerate(self.table.columns) if c is column), 0)
        order = column.order or self._answer(
            "date order", min(number, len(self.region.headings) - 1), column
        )
        if order and read_fixed_date(text) is None and find_orders(text):
            day = read_wide(text, order)
            if day is not None:
                return datetime.date.fromordinal(day)
        return text

    def _parts(
        self,
        sheet: str,
        kind: Column,
        number: int,
        column: ColumnRecipe,
        here: Cell,
        patient: Cell,
    ) -> list[tuple[Key, object]]:
        value = here[0]
        meaning = self.recipe.answer_to("ND")
        if isinstance(value, str) and fold(value) == "nd" and meaning:
            value = meaning
        if kind.kind == "date":
            return [((kind.id, ""), self._date(value, column))]
        if kind.kind == "drug":
            return self._drugs(column, here, patient)
        if kind.id == "dose" and isinstance(value, str) and (dose := read_dose(value)):
            parts: list[tuple[Key, object]] = [
                (("dose", ""), dose[0]),
                (("dose_unit", ""), dose[1]),
            ]
            return [*parts, (("frequency", ""), dose[2])] if dose[2] else parts
        if kind.kind == "day":
            return [((kind.id, kind.unit), self._when(value, column, kind))]
        if kind.id == "recorded_outcome":
            return self._outcome(number, column, value)
        if not kind.quantity:
            return [((kind.id, kind.unit), clean(value) if isinstance(value, str) else value)]
        unit = column.unit or self.recipe.answer_to(
            f"unit: {self.table.sheet}!{self.table.first_heading} {kind.label}"
        )
        cell = part_cell(value)
        if cell.dipstick and sheet == "Labs":
            return [(("dipstick", ""), cell.dipstick)]
        if cell.number is None:
            return [((kind.id, unit), clean(value) if isinstance(value, str) else value)]
        if cell.unit:
            unit = kind.find_unit(cell.unit) or unit
        elif (
            column.above is not None
            and cell.number >= column.above
            and self._answer("mixed units", number, column).startswith("yes")
        ):
            unit = column.above_unit
        return [((kind.id, unit), cell.text)]

    def _outcome(
        self, number: int, column: ColumnRecipe, value: object
    ) -> list[tuple[Key, object]]:
        parts: list[tuple[Key, object]] = [(("recorded_outcome", ""), clean(value))]
        answer = self._answer("two facts", number, column)
        found = re.search(r"\((\d+(?:[.,]\d+)?)\)", clean(value))
        if found and answer.startswith(("years", "months")):
            days = 365.25 if answer.startswith("years") else 30.4375
            day = round(float(found[1].replace(",", ".")) * days)
            parts.append((("last_follow_up_day", "days"), float(day)))
        return parts

    def _drugs(self, column: ColumnRecipe, here: Cell, patient: Cell) -> list[tuple[Key, object]]:
        value = here[0]
        if missing_reason(value):
            return []
        courses = read_drug_prose(value) if isinstance(value, str) else ()
        if isinstance(value, str) and column.purpose == "prior":
            told = self.made.rows.setdefault("Patients", [])
            words: dict[Key, Cell] = {
                ("patient", ""): patient,
                ("prior_immunosuppression", ""): (clean(value), *here[1:]),
            }
            self._say_of_child(told, words, str(clean(patient[0])))
        alone = not column.purpose and (not courses or courses[0].dose is None)
        if not courses or (len(courses) == 1 and alone):
            parts: list[tuple[Key, object]] = [(("drug", ""), value)]
            return [*parts, (("purpose", ""), column.purpose)] if column.purpose else parts
        for course in courses:
            row: dict[Key, Cell] = {
                ("patient", ""): patient,
                ("drug", ""): (course.typed, *here[1:]),
            }
            for key, part in (
                ("purpose", column.purpose),
                ("dose", course.dose),
                ("dose_unit", course.dose_unit),
                ("frequency", course.frequency),
            ):
                if part or part == 0:
                    row[key, ""] = (part, *here[1:])
            self.made.rows.setdefault("Treatments", []).append(row)
        return []


def _require_children(made: Arrangement) -> None:
    """List every child that any table names, where no table of children does."""
    for sheet, rows in list(made.rows.items()):
        made.rows[sheet] = [row for row in rows if len(row) > 1]
    known = made.rows.setdefault("Patients", [])
    names = {str(clean(row["patient", ""][0])) for row in known}
    if known and any(len(row) > 1 for row in known):
        return
    for rows in list(made.rows.values()):
        for row in rows:
            cell = row["patient", ""]
            name = str(clean(cell[0]))
            if name and name not in names and not is_blank(cell[0]):
                names.add(name)
                known.append({("patient", ""): cell})
