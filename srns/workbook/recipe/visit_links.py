"""Tables and lists that name visits alone, each with the table that dates its visits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from srns.workbook.recipe.column_evidence import holds_only_dates
from srns.workbook.recipe.match_headings import guess, names_child
from srns.workbook.recipe.propose_dates import holds_dates
from srns.workbook.recipe.propose_visits import holds_visits, names_visits
from srns.workbook.recipe.region import Region
from srns.workbook.recipe.visit_dates import Pair, VisitTable, key_of
from srns.workbook.results.results_sheets import ResultsSheet

_FEWEST = 0.5
"""Share of the visits that another table must date."""


def find_visit_tables(regions: Iterable[Region]) -> list[VisitTable]:
    """Return the tables that date visits, by their headings and cells; one for each such column."""
    found: list[VisitTable] = []
    for region in regions:
        headings = list(enumerate(region.headings))
        children = [n for n, heading in headings if names_child(heading)]
        visits = [n for n, heading in headings if names_visits(heading, region.column(n))]
        dates = [n for n, heading in headings if _is_date(region, n, heading)]
        if children and len(dates) == 1:
            found += [VisitTable(region, children[0], visit, dates[0]) for visit in visits]
    return found


def _is_date(region: Region, number: int, heading: str) -> bool:
    dated = any(one.whole and one.column.id == "date" and one.day is None for one in guess(heading))
    return dated and holds_only_dates(region.column(number))


def choose_visit_table(
    columns: Mapping[int, Iterable[Pair]], tables: Sequence[VisitTable]
) -> tuple[int, VisitTable] | None:
    """Return the column of visits of which most are dated, and where; None below half of them.

    Parameters
    ----------
    columns
        By the number of each column that names visits, the child and the visit of its rows.
    """
    best: tuple[tuple[float, bool], int, VisitTable] | None = None
    dated = [(one, set(one.pairs())) for one in tables]
    for number, pairs in columns.items():
        wanted = {pair for pair in pairs if all(pair)}
        for one, known in dated:
            share = len(wanted & known) / max(len(wanted), 1)
            rank = share, not all(visit.isdigit() for _, visit in wanted)  # words say more
            if share >= _FEWEST and (best is None or rank > best[0]):
                best = rank, number, one
    return best[1:] if best else None


@dataclass(frozen=True)
class VisitLinks:
    """Which tables and lists without dates take those of their visits from which table.

    Attributes
    ----------
    tables
        By the `id` of a region, its column of visits and the table that dates them.
    lists
        By the name of a sheet with a laboratory list, the heading and the table.
    dating
        By the `id` of a region that dates others, its column of visits.
    """

    tables: Mapping[int, tuple[int, VisitTable]]
    lists: Mapping[str, tuple[str, VisitTable]]
    dating: Mapping[int, int]


def link_visits(regions: Sequence[Region], lists: Sequence[ResultsSheet]) -> VisitLinks:
    """Find the dates of the visits of tables and lists that have none themselves."""
    dated = find_visit_tables(regions)
    tables: dict[int, tuple[int, VisitTable]] = {}
    of_lists: dict[str, tuple[str, VisitTable]] = {}
    for region in regions if dated else ():
        if found := choose_visit_table(_visits_of(region), dated):
            tables[id(region)] = found
    for sheet in lists if dated else ():
        if sheet.lacks_day and (found := choose_visit_table(_visits_of_list(sheet), dated)):
            of_lists[sheet.cells.name] = (sheet.headings[found[0]], found[1])
    used = [table for _, table in (*tables.values(), *of_lists.values())]
    return VisitLinks(tables, of_lists, {id(one.region): one.visit for one in used})


def _visits_of(region: Region) -> dict[int, list[Pair]]:
    """Return the children and visits of each column of visits; none where rows have their day."""
    headings = list(enumerate(region.headings))
    children = [n for n, heading in headings if names_child(heading)]
    visits = [n for n, heading in headings if holds_visits(region, n)]
    if not (children and visits) or any(dates_the_row(region, n) for n, _ in headings):
        return {}
    return {one: VisitTable(region, children[0], one, one).pairs() for one in visits}


def dates_the_row(region: Region, number: int) -> bool:
    """Return whether a column gives the date or the day of its row, and names no visit."""
    heading, values = region.headings[number], region.column(number)
    whole = any(one.column.id in ("date", "day") and one.whole for one in guess(heading))
    return not holds_visits(region, number) and (whole or holds_dates(heading, values))


def _visits_of_list(sheet: ResultsSheet) -> dict[int, set[Pair]]:
    child = next((n for n, role in sheet.roles.items() if role == "patient"), None)
    if child is None:
        return {}
    offsets = [sheet.headings.index(heading) for heading in sheet.unnamed_visits]
    return {
        offset: {key_of(*each) for each in {(row[child], row[offset]) for row in sheet.rows}}
        for offset in offsets
    }
