"""Events that the columns of a row tell of, each a row of the sheet Events."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from srns.workbook.recipe.apply_column import ColumnReader
from srns.workbook.recipe.assembled_sheets import Cell, Key
from srns.workbook.recipe.visit_row import VisitRow
from srns.workbook.values.numbers_and_words import missing_reason
from srns.workbook.values.text import clean
from srns.workbook.values.yes_no import read_yes_no


@dataclass
class RowEvents:
    """Events of the rows of one table; what each row repeats is told once."""

    _told: set[tuple[str, str, object]] = field(default_factory=set)

    def told(
        self, made: VisitRow, given: Sequence[tuple[ColumnReader, Cell]]
    ) -> Iterator[dict[Key, Cell]]:
        """Yield an event for each day of it; where a cell says only yes, on the day of the row."""
        for reader, cell in given:
            answer = read_yes_no(cell[0])
            if answer is False or (answer is None and missing_reason(cell[0]) is not None):
                continue
            row: dict[Key, Cell] = {
                ("patient", ""): made.patient,
                ("event", ""): (reader.column.event, cell[1]),
            }
            day: object = ""
            if answer is None:
                ((key, day),) = reader.parts(cell[0])
                row[key] = (day, cell[1])
            elif of_the_row := made.days.get(None):
                row[of_the_row[0]] = of_the_row[1]
            known = (clean(made.patient[0]), reader.column.event, day)
            if known not in self._told:
                self._told.add(known)
                yield row
