"""Visits that the rows of a table name: their days, as a person or another table says."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from srns.languages.sentences import sentence
from srns.workbook.problems import Problem
from srns.workbook.recipe.apply_column import ColumnReader
from srns.workbook.recipe.assembled_sheets import Cell
from srns.workbook.recipe.propose_visits import name_visit
from srns.workbook.recipe.visit_dates import VisitDates
from srns.workbook.recipe.visit_row import VisitRow, name_place
from srns.workbook.values.numbers_and_words import show_plain

_ANSWERED = sentence("its visit was left out, as answered")
_UNKNOWN = sentence("the day of its visit is not known")


@dataclass
class RowVisits:
    """What is known of the visits of one table.

    Attributes
    ----------
    dates
        The dates of visits that other tables hold.
    firsts
        Of each child the day of its first visit, where days count from it.
    """

    dates: VisitDates
    firsts: dict[str, float] = field(default_factory=dict)

    def find_firsts(self, reader: ColumnReader, cells: Iterable[tuple[object, object]]) -> None:
        """Find the first visit of each child among the children and the visits of all rows."""
        counting = reader.counting
        if counting is None or counting.origin != "first visit":
            return
        for patient, visit in cells:
            if (day := counting.read(visit)) is not None:
                name = show_plain(patient)
                self.firsts[name] = min(day, self.firsts.get(name, day))

    def date(self, made: VisitRow, reader: ColumnReader, cell: Cell) -> Problem | None:
        """Date a row by its visit; return the error of one of which nothing says the day.

        The results of a row without a day are left out.
        """
        patient, visit = made.patient[0], cell[0]
        if dated := self.dates.find(patient, visit):
            made.days.setdefault(None, (("date", ""), dated))
            return None
        if (day := reader.read_visit(visit)) is not None:
            day = float(round(day - self.firsts.get(show_plain(patient), 0)))
            made.days.setdefault(None, (("day", "days"), (day, cell[1])))
            return None
        made.left_out = _ANSWERED if reader.leaves_out(name_visit(visit)) else _UNKNOWN
        if made.left_out == _ANSWERED:
            return None
        known = sentence("a visit of which the day is known")
        return Problem(
            "error",
            *name_place(cell),
            sentence(
                "the visit '{visit}' of patient {name}",
                visit=name_visit(visit),
                name=show_plain(patient),
            ),
            self.dates.expected if self.dates.tabs else known,
            sentence("Add its day; until then the results of the row are left out."),
            spoils_itself=True,
        )
