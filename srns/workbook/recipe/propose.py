"""Proposed recipe of a workbook: meanings of its columns, evidence, and open questions."""

from collections.abc import Sequence
from dataclasses import replace

from srns.cohort.dictionary import IGNORED_SHEETS, SHEETS, find_column, find_sheet
from srns.languages.sentences import sentence
from srns.workbook.files.cells import SheetCells, WorkbookCells
from srns.workbook.files.own_marks import is_issue_list
from srns.workbook.findings import Findings
from srns.workbook.headings.heading import parse_heading
from srns.workbook.problems import Problem
from srns.workbook.recipe.column_evidence import Asker, fits
from srns.workbook.recipe.counted_time import counts_visits
from srns.workbook.recipe.match_headings import Guess, find_visit, guess, names_child
from srns.workbook.recipe.model import ColumnRecipe, Question, Recipe, TableRecipe
from srns.workbook.recipe.propose_cells import propose_cells, propose_numbers_across
from srns.workbook.recipe.propose_child import (
    NamedBy,
    ask_as_elsewhere,
    ask_for_child,
    find_results,
)
from srns.workbook.recipe.propose_column import propose_column
from srns.workbook.recipe.propose_commas import ask_about_commas
from srns.workbook.recipe.propose_courses import (
    drop_courses_without_drugs,
    let_dates_start_courses,
    number_courses,
    start_courses,
)
from srns.workbook.recipe.propose_dates import ask_whether_sampled
from srns.workbook.recipe.propose_doses import ask_about_doses
from srns.workbook.recipe.propose_drug_sheet import CYCLOPHOSPHAMIDE, propose_days_of_drug
from srns.workbook.recipe.propose_equal_ids import ask_about_equal_ids
from srns.workbook.recipe.propose_infusions import part_infusion_dates, propose_infusion_days
from srns.workbook.recipe.propose_orders import carry_orders
from srns.workbook.recipe.propose_spellings import ask_about_spellings, find_children
from srns.workbook.recipe.propose_visits import (
    find_date_parts,
    find_nominal_days,
    holds_visits,
    names_baseline,
    propose_visits,
    settle_sides,
)
from srns.workbook.recipe.region import Region
from srns.workbook.recipe.results_tables import in_one_shape, propose_results
from srns.workbook.recipe.table_children import (
    ask_about_blank_identities,
    find_known_children,
    is_dated,
    name_children,
)
from srns.workbook.recipe.unit_columns import find_unit_columns, propose_unit_columns
from srns.workbook.recipe.unknown_tables import ask_about_columns, may_hold_visits
from srns.workbook.recipe.visit_dates import key_of_visit
from srns.workbook.recipe.visit_links import VisitLinks, dates_the_row, link_visits
from srns.workbook.recipe.workbook_layout import WorkbookLayout
from srns.workbook.results.results_sheets import ResultsSheet
from srns.workbook.template.headers import match_headers
from srns.workbook.template.match_sheets import choose_sheets
from srns.workbook.values.drug_names import find_named_drug
from srns.workbook.values.text import clean

_DATE = find_column("Labs", "date")
_WITHOUT_DATA = tuple(name for name in IGNORED_SHEETS if name != "Lists")
"""Sheets of the template that explain it; a clinic may call a sheet of results Lists."""
_GIVEN_OR_MEASURED = ("Labs.", "Diary.", "Infusions.", "Treatments.", "Events.")


def propose(workbook: WorkbookCells | WorkbookLayout, name: str = "") -> Recipe:
    """Propose the recipe of a workbook; whatever is ambiguous becomes a question."""
    layout = WorkbookLayout.of(workbook)
    tables: list[TableRecipe] = []
    questions: dict[str, Question] = {}
    names: list[str] = []
    read: list[tuple[Region, TableRecipe]] = []
    filled = list(filter(_may_hold_data, layout.workbook.sheets))
    lists, others = layout.part_lists(filled)
    found = [(cells, layout.tables_of(cells).regions) for cells in others]
    links = link_visits([region for _, regions in found for region in regions], lists)
    for sheet in lists:
        tables.append(propose_results(sheet, questions, links))
        names += sheet.children()
    named = _name_tables(found, questions)
    for cells, region, guesses, each in named:
        by = each or (ask_as_elsewhere(region, questions))
        if by is not None:
            table = _propose_table(cells, region, guesses, by, questions, links)
            tables.append(table)
            read.append((region, table))
            names += find_children(region, table)
    if not tables:
        read += _propose_unknown(named, questions, links)
        tables += [table for _, table in read]
    _carry_orders(layout.workbook, tables, read, questions, lists)
    ask_about_spellings(names, questions)
    ask_about_equal_ids(read, questions)
    return Recipe(name, tuple(tables), tuple(questions.values()))


_Named = tuple[SheetCells, Region, list[tuple[Guess, ...]], NamedBy | None]


def _name_tables(
    found: Sequence[tuple[SheetCells, Sequence[Region]]], questions: dict[str, Question]
) -> list[_Named]:
    """Return every table with what names its children, asked where need be."""
    children = find_known_children([region for _, regions in found for region in regions])
    named: list[_Named] = []
    for cells, regions in found:
        guessed = [(region, _guess_columns(region)) for region in regions]
        by = name_children(guessed, children, questions)
        named += [(cells, *one, each) for one, each in zip(guessed, by, strict=True)]
    return named


def _propose_unknown(
    named: Sequence[_Named],
    questions: dict[str, Question],
    links: VisitLinks,
) -> list[tuple[Region, TableRecipe]]:
    """Propose tables of which no heading is known, and ask; those that can hold no visits stay."""
    found: list[tuple[Region, TableRecipe]] = []
    for cells, region, guesses, _ in named:
        if not may_hold_visits(region):
            continue
        by = ask_for_child(region, guesses, questions, repeated=False, dated=True, unknown=True)
        if by is not None:
            table = _propose_table(cells, region, guesses, by, questions, links)
            found.append((region, ask_about_columns(region, table, questions)))
    return found


def _carry_orders(
    workbook: WorkbookCells,
    tables: list[TableRecipe],
    read: list[tuple[Region, TableRecipe]],
    questions: dict[str, Question],
    lists: Sequence[ResultsSheet],
) -> None:
    """Put tables of which other columns decide the order of dates in the place of the old ones."""
    # Several files that are opened together may come from people who write dates differently.
    one_file = workbook.kind != "csv" or len(workbook.sheets) == 1
    for place, table in carry_orders(read, questions, one_file=one_file, lists=lists).items():
        region, before = read[place]
        tables[next(n for n, one in enumerate(tables) if one is before)] = table
        read[place] = region, table


def in_template_shape(workbook: WorkbookCells | WorkbookLayout) -> bool:
    """Return whether a workbook can be read as it is, without a question about its columns."""
    findings = Findings()
    layout = WorkbookLayout.of(workbook)
    lists, others = layout.part_lists(layout.workbook.sheets)
    chosen, _ = choose_sheets(others, findings, with_results=bool(lists))
    needed = [{sheet.name, sheet.or_sheet} for sheet in SHEETS if sheet.required]
    present = {*chosen, *(("Labs",) if lists else ())}
    readable = all(map(in_one_shape, lists)) and all(each & present for each in needed)
    if not readable or _have_errors(findings.problems):
        return False
    headers = [
        match_headers(cells, next(one for one in SHEETS if one.name == name))
        for name, cells in chosen.items()
    ]
    return not _have_errors([one for each in headers for one in each.problems])


def reads_more(workbook: WorkbookCells | WorkbookLayout, recipe: Recipe) -> bool:
    """Return whether a proposed recipe reads sheets or drugs that the template's readers leave out.

    Parameters
    ----------
    workbook
        In the template's shape.
    """
    layout = WorkbookLayout.of(workbook)
    lists, others = layout.part_lists(layout.workbook.sheets, whole=True)
    chosen, _ = choose_sheets(others, Findings(), with_results=bool(lists))
    known = {
        cells.name: {
            one.header
            for one in match_headers(cells, next(s for s in SHEETS if s.name == name)).matched
        }
        for name, cells in chosen.items()
    }
    known |= {one.cells.name: set(one.headings) for one in lists}
    return any(
        column.means.startswith(_GIVEN_OR_MEASURED) and column.heading not in known.get(sheet, ())
        for table in recipe.tables
        for sheet, column in ((table.sheet, column) for column in table.columns)
    )


def _may_hold_data(cells: SheetCells) -> bool:
    return bool(cells.rows) and not is_issue_list(cells) and cells.name not in _WITHOUT_DATA


def _have_errors(problems: Sequence[Problem]) -> bool:
    return any(one.severity == "error" for one in problems)


def _guess_columns(region: Region) -> list[tuple[Guess, ...]]:
    return settle_sides(region.headings, [guess(heading) for heading in region.headings])


def _propose_table(
    cells: SheetCells,
    region: Region,
    guesses: list[tuple[Guess, ...]],
    by: NamedBy,
    questions: dict[str, Question],
    links: VisitLinks,
) -> TableRecipe:
    patient, identity = by.patient, by.column
    day, _ = find_visit(clean(cells.name).replace("_", " "))
    dated = is_dated(region)
    drug = find_named_drug(cells.name) if not find_results(guesses) else ""
    infused = drug == CYCLOPHOSPHAMIDE and any(map(_is_by_surface, region.headings))
    drug = "" if drug == CYCLOPHOSPHAMIDE else drug
    sheet = "Treatments" if drug else "Infusions" if infused else _find_sheet(cells.name, guesses)
    fixed = {
        **_propose_visits(region, questions, links),
        **find_date_parts(region.headings, sheet),
        **propose_cells(region, questions),
        **propose_numbers_across(region, questions),
    }
    columns = [
        ColumnRecipe(heading, "patient", why=_why_child(heading))
        if number == identity
        else fixed.get(number)
        or propose_column(
            Asker(region, number, questions),
            each,
            sheet if region.has_day_of_row(number) else "Patients",
            dated and region.has_day_of_row(number),
            day,
        )
        for number, (heading, each) in enumerate(zip(region.headings, guesses, strict=True))
    ]
    propose_unit_columns(columns, region, find_unit_columns(region), questions)
    _choose_date_column(columns, region, questions)
    start_courses(columns, guesses, region, questions)
    _keep_one_index_date(columns, region)
    let_dates_start_courses(columns, region, identity)
    if drug:
        propose_days_of_drug(columns, region, drug, questions)
    else:
        propose_infusion_days(columns, region, sheet, questions)
    drop_courses_without_drugs(columns, cells.name)
    number_courses(columns)
    ask_about_commas(columns, region, questions)
    ask_about_doses(columns, region, questions)
    if identity is not None:
        ask_about_blank_identities(region, identity, questions)
    return TableRecipe(
        cells.name,
        region.first,
        "columns" if region.turned else "rows",
        tuple(columns),
        patient,
        day,
    )


def _is_by_surface(heading: str) -> bool:
    """Return whether a heading is that of doses by body surface, as infusions are."""
    parsed = parse_heading(clean(heading))
    return parsed.unit == "mg/m2" and "dose" in parsed.quantity


def _keep_one_index_date(columns: list[ColumnRecipe], region: Region) -> None:
    """Let the date below a baseline visit date its samples, where another is the index date."""
    found = [n for n, one in enumerate(columns) if one.means == "Patients.index_date"]
    below = [n for n in found if len(region.heading_positions[n]) > 1]
    of_visits = [n for n in below if names_baseline(region.headings[n])]
    if 0 < len(of_visits) < len(found):
        for number in of_visits:
            columns[number] = replace(columns[number], means="date", day=0)


def _propose_visits(
    region: Region, questions: dict[str, Question], links: VisitLinks
) -> dict[int, ColumnRecipe]:
    """Return the column of visits, where no other column gives the day of the rows."""
    columns = range(len(region.headings))
    visits = [number for number in columns if holds_visits(region, number)]
    if any(dates_the_row(region, number) for number in columns):
        return {number: _beside_days(region, number, links) for number in visits}
    if linked := links.tables.get(id(region)):
        number, table = linked
        asker, dated = Asker(region, number, questions), table.names()
        visits = find_nominal_days(asker.values)
        undated = [visit for visit in visits if key_of_visit(visit) not in dated]
        return {number: propose_visits(asker, undated)}
    visits.sort(key=lambda number: not counts_visits(region, number))
    return {number: propose_visits(Asker(region, number, questions)) for number in visits[:1]}


def _beside_days(region: Region, number: int, links: VisitLinks) -> ColumnRecipe:
    """Return a column of visits in a table with days: it tells other tables their dates, or not."""
    heading = region.headings[number]
    if links.dating.get(id(region)) == number:
        return ColumnRecipe(
            heading, "visit", why=sentence("other tables take the dates of visits from here")
        )
    return ColumnRecipe(heading, "ignore", why=sentence("another column gives the day"))


def _find_sheet(name: str, guesses: list[tuple[Guess, ...]]) -> str:
    """Return the sheet of the dictionary that a table is of, by its tab or its columns."""
    tab = find_sheet(name)
    return tab.name if tab else _sheet_by_name(name) or _sheet_of_columns(guesses)


def _sheet_by_name(name: str) -> str:
    """Return Infusions where the sheet's name says so in another language."""
    named = parse_heading(clean(name)).quantity
    return "Infusions" if named in ("infusion", "infusion iv") else ""


def _sheet_of_columns(guesses: list[tuple[Guess, ...]]) -> str:
    """Return Treatments where a column names the drug; else empty."""
    named = {each[0].column.id for each in guesses if each and each[0].whole}
    return "Treatments" if "drug" in named and "upcr" not in named else ""


def _choose_date_column(
    columns: list[ColumnRecipe], region: Region, questions: dict[str, Question]
) -> None:
    """Leave one column to date the rows: the one that holds dates, else ask which."""
    part_infusion_dates(columns)
    dated = [
        n
        for n, one in enumerate(columns)
        if one.means == "date" and one.day is None and not one.part
    ]
    holding = [n for n in dated if fits(_DATE, region.column(n))]
    if len(dated) < 2 or not holding:
        return
    for number in dated:
        if number not in holding:
            columns[number] = ColumnRecipe(
                columns[number].heading, "ignore", why=sentence("another column gives the day")
            )
        elif len(holding) > 1:
            ask_whether_sampled(Asker(region, number, questions))


def _why_child(heading: str) -> str:
    if names_child(heading):
        return sentence("the heading names the child")
    if not heading:
        return sentence("no heading; its cells name children")
    return sentence("its numbers match those of the children")
