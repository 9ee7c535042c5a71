"""Courses of drugs that one row of a table tells of, each a row of the sheet Treatments."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from srns.languages.sentences import sentence
from srns.workbook.problems import Problem, address
from srns.workbook.recipe.apply_column import ColumnReader, Part, read_courses
from srns.workbook.recipe.assembled_sheets import Cell, Key
from srns.workbook.recipe.visit_row import VisitRow, refuse_second
from srns.workbook.values.drug_periods import part_day
from srns.workbook.values.drug_text import sum_up_day
from srns.workbook.values.numbers_and_words import missing_reason
from srns.workbook.values.text import clean

Row = dict[Key, Cell]
Given = Sequence[tuple[ColumnReader, Cell]]
"""The columns of a row that are about one drug, each with its cell."""


@dataclass
class RowCourses:
    """Courses of the rows of one table; a dose that a visit repeats goes on."""

    _doses: dict[tuple[str, str], object] = field(default_factory=dict)

    def begun(self, made: VisitRow, given: Given) -> Iterator[Row]:
        """Yield a course for each day of a drug, else for each dose of the row's visit."""
        for drug in dict.fromkeys(reader.column.drug for reader, _ in given):
            yield from self._of_drug(made, [one for one in given if one[0].column.drug == drug])

    def _of_drug(self, made: VisitRow, given: Given) -> Iterator[Row]:
        days = ("Treatments.start", "Treatments.stop")
        given, remarks = _part_days(given, days)
        starts = [one for one in given if one[0].means.startswith(days[0])]
        starts = starts or [one for one in given if one[0].means.startswith(days[1])]
        about = [one for one in given if one not in starts]
        for reader, cell in starts:
            row: Row = {("patient", ""): made.patient, ("drug", ""): (reader.column.drug, cell[1])}
            for each, there in [(reader, cell), *about]:
                row.update({key: (part, there[1]) for key, part in each.parts(there[0])})
            if remarks:
                row["note", ""] = ("; ".join(remarks), cell[1])
            yield sum_up_doses(row)
        if not starts:
            yield from filter(None, (self._at_visit(made, *one) for one in about))

    def _at_visit(self, made: VisitRow, reader: ColumnReader, cell: Cell) -> Row | None:
        """Return the course that a dose of a visit begins; None where it goes on."""
        child, drug = clean(made.patient[0]), reader.column.drug
        if missing_reason(cell[0]) is not None or self._doses.get((child, drug)) == cell[0]:
            return None
        self._doses[child, drug] = cell[0]
        row: Row = {("patient", ""): made.patient, ("drug", ""): (drug, cell[1])}
        row.update({key: (part, cell[1]) for key, part in reader.parts(cell[0])})
        if reader.column.unit:
            row.setdefault(("dose_unit", ""), (reader.column.unit, cell[1]))
        if day := made.days.get(None):
            (kind, unit), value = day
            row[f"start_{kind}", unit] = value
        return sum_up_doses(row)


def _part_days(given: Given, days: tuple[str, ...]) -> tuple[Given, list[str]]:
    """Return the cells of a drug, the days without what is remarked behind them, and the remarks.

    A cell in place of a day that says that the drug was never given, or goes on, gives none.
    """
    found: list[tuple[ColumnReader, Cell]] = []
    remarks: list[str] = []
    for reader, cell in given:
        said, remark = part_day(cell[0]) if reader.means.startswith(days) else (cell[0], "")
        if said != "":
            found.append((reader, (said, cell[1])))
            remarks += [remark] * bool(remark)
    return found, remarks


def sum_up_doses(row: Row) -> Row:
    """Return a course with the dose of a whole day, where it is taken several times every day."""
    drug, dose, often = (row.get((key, "")) for key in ("drug", "dose", "frequency"))
    unit = row.get(("dose_unit", ""))
    if not (drug and dose and often and unit):
        return row
    found = sum_up_day(clean(drug[0]), dose[0], clean(unit[0]), clean(often[0]))
    keys = ("dose", "dose_unit", "frequency")
    return row | {(key, ""): (part, row[key, ""][1]) for key, part in zip(keys, found, strict=True)}


def share_dates(
    courses: Sequence[Row], rest: Row, *, together: bool
) -> tuple[list[Row], list[Problem]]:
    """Return the courses of one cell with what other columns of their row tell of them.

    Parameters
    ----------
    rest
        Dates and dose of the row. One drug has all of it; drugs that were given together have the
        dates. Else nobody knows whose they are, and the first is an error.
    together
        Whether the drugs were given at the same time, as in "tacrolimus + MMF".
    """
    if not rest:
        return list(courses), []
    dates = all(key[0].startswith(("start_", "stop_")) for key in rest)
    if len(courses) == 1 or (together and dates):
        seconds = [
            refuse_second(key, course[key], cell)
            for course in courses
            for key, cell in rest.items()
            if key in course
        ]
        return [{**rest, **course} for course in courses], list(filter(None, seconds))
    cell = next(iter(rest.values()))
    problem = Problem(
        "error",
        cell[1][0],
        address(*cell[1][1]),
        sentence("'{text}' beside a cell with several drugs", text=clean(cell[0])),
        sentence("one drug per row, where it has dates or a dose"),
        sentence(
            "List the courses in a sheet Treatments, one a row; until then the drugs have no dates."
        ),
        spoils_itself=True,
    )
    return list(courses), [problem]


def courses_of_text(
    reader: ColumnReader, cell: Cell, patient: Cell
) -> tuple[list[Part], list[Row]]:
    """Read the drugs that a cell names: as values of its own row, or as rows of their own."""
    parts, rows = read_courses(reader.column, reader.answered_dose(cell[0]))
    courses: list[Row] = []
    for row in rows:
        cells: Row = {("patient", ""): patient}
        cells.update({(key, ""): (part, cell[1]) for key, part in row.items()})
        courses.append(cells)
    return parts, courses
