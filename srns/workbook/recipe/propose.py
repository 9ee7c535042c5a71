"""Proposed recipe of a workbook: meanings of its columns, evidence, and open questions."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from srns.cohort.dictionary import SHEETS, find_column, find_sheet
from srns.workbook.files.cells import SheetCells, WorkbookCells, is_blank
from srns.workbook.files.own_marks import is_issue_list
from srns.workbook.findings import Findings
from srns.workbook.headings.heading import parse_heading
from srns.workbook.problems import Problem, address
from srns.workbook.recipe.column_evidence import Asker, fits
from srns.workbook.recipe.match_headings import (
    NUMBERED_CHILD,
    Guess,
    find_visit,
    guess,
    identifies,
    names_child,
    numbers_rows,
)
from srns.workbook.recipe.model import ColumnRecipe, Question, Recipe, TableRecipe, name_question
from srns.workbook.recipe.propose_cells import propose_cells
from srns.workbook.recipe.propose_child import NamedBy, ask_for_child, find_results
from srns.workbook.recipe.propose_column import propose_column
from srns.workbook.recipe.propose_commas import ask_about_commas
from srns.workbook.recipe.propose_dates import ask_whether_sampled, dates_rows, holds_dates
from srns.workbook.recipe.propose_infusions import part_infusion_dates, propose_infusion_days
from srns.workbook.recipe.propose_spellings import ask_about_spellings, find_children
from srns.workbook.recipe.propose_visits import (
    find_date_parts,
    holds_visits,
    propose_visits,
    settle_sides,
)
from srns.workbook.recipe.region import Region
from srns.workbook.recipe.results_tables import in_one_shape, propose_results
from srns.workbook.recipe.workbook_layout import WorkbookLayout
from srns.workbook.template.headers import match_headers
from srns.workbook.template.match_sheets import choose_sheets
from srns.workbook.values.text import clean

_DATE = find_column("Labs", "date")


def propose(workbook: WorkbookCells | WorkbookLayout, name: str = "") -> Recipe:
    """Propose the recipe of a workbook; whatever is ambiguous becomes a question."""
    layout = WorkbookLayout.of(workbook)
    tables: list[TableRecipe] = []
    questions: dict[str, Question] = {}
    names: list[str] = []
    filled = [cells for cells in layout.workbook.sheets if cells.rows and not is_issue_list(cells)]
    lists, others = layout.part_lists(filled)
    found = [(cells, region) for cells in others for region in layout.tables_of(cells).regions]
    for sheet in lists:
        tables.append(propose_results(sheet, questions))
        names += sheet.children()
    children = _children_named([region for _, region in found])
    for cells, region in found:
        table = _propose_table(cells, region, children, questions)
        if table:
            tables.append(table)
            names += find_children(region, table)
    ask_about_spellings(names, questions)
    return Recipe(name, tuple(tables), tuple(questions.values()))


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


def _have_errors(problems: Sequence[Problem]) -> bool:
    return any(one.severity == "error" for one in problems)


def _propose_table(
    cells: SheetCells, region: Region, children: "_Children", questions: dict[str, Question]
) -> TableRecipe | None:
    guesses = settle_sides(region.headings, [guess(heading) for heading in region.headings])
    by = _find_child(region, guesses, children, questions)
    if by is None:
        return None
    patient, identity = by.patient, by.column
    day, _ = find_visit(clean(cells.name).replace("_", " "))
    dated = _is_dated(region)
    tab = find_sheet(cells.name)
    sheet = tab.name if tab else _sheet_by_name(cells.name) or _sheet_of_columns(guesses)
    fixed = {
        **find_date_parts(region.headings, sheet),
        **_propose_visits(region, guesses, questions),
        **propose_cells(region, questions),
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
    _choose_date_column(columns, region, questions)
    _start_courses(columns, guesses)
    propose_infusion_days(columns, region, sheet, questions)
    _drop_courses_without_drugs(columns)
    ask_about_commas(columns, region, questions)
    if identity is not None:
        _ask_about_blank_identities(region, identity, questions)
    return TableRecipe(
        cells.name,
        region.first,
        "columns" if region.turned else "rows",
        tuple(columns),
        patient,
        day,
    )


def _find_child(
    region: Region,
    guesses: list[tuple[Guess, ...]],
    children: "_Children",
    questions: dict[str, Question],
) -> NamedBy | None:
    """Return what names the children of a table, asked where need be; None where nothing does."""
    identity = _identity_of(region, children.names)
    if identity is not None:
        return NamedBy(column=identity)
    if not any(guesses):
        return None
    if named := NUMBERED_CHILD.search(clean(region.tab)):
        return NamedBy(patient=named["number"] or named["letters"])
    repeated = children.unnamed[find_results(guesses)] > 1
    return ask_for_child(region, guesses, questions, repeated=repeated, dated=_is_dated(region))


def _drop_courses_without_drugs(columns: list[ColumnRecipe]) -> None:
    """Leave out what describes a course in a table of something else that names no drug."""
    others = ("Labs", "Patients", "Infusions", "Events")
    if any(one.means == "Treatments.drug" or one.drug for one in columns):
        return
    if not any(one.means.partition(".")[0] in others for one in columns):
        return  # a table of courses: that it names no drug is an error
    for number, column in enumerate(columns):
        if column.means.startswith("Treatments."):
            why = "it describes a course, and the table names no drug"
            columns[number] = ColumnRecipe(column.heading, "ignore", why=why)


def _start_courses(columns: list[ColumnRecipe], guesses: list[tuple[Guess, ...]]) -> None:
    """Let a start date be that of the course, in a table with a column of drugs."""
    if not any(one.means == "Treatments.drug" for one in columns):
        return
    for number, column in enumerate(columns):
        may_start = any(one.column.id == "start_date" for one in guesses[number])
        if column.means == "Patients.index_date" and may_start:
            columns[number] = replace(column, means="Treatments.start_date")


def _propose_visits(
    region: Region, guesses: list[tuple[Guess, ...]], questions: dict[str, Question]
) -> dict[int, ColumnRecipe]:
    """Return the column of visits, where no other column gives the day of the rows."""
    visits = [
        number
        for number, heading in enumerate(region.headings)
        if holds_visits(heading, region.column(number))
    ]
    for number, heading in enumerate(region.headings):
        whole = any(one.column.id in ("date", "day") and one.whole for one in guesses[number])
        if number not in visits and (whole or holds_dates(heading, region.column(number))):
            why = "another column gives the day"
            return {each: ColumnRecipe(region.headings[each], "ignore", why=why) for each in visits}
    return {number: propose_visits(Asker(region, number, questions)) for number in visits[:1]}


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
                columns[number].heading, "ignore", why="another column gives the day"
            )
        elif len(holding) > 1:
            ask_whether_sampled(Asker(region, number, questions))


@dataclass(frozen=True)
class _Children:
    """What all tables say of the children.

    Attributes
    ----------
    names
        The children of the tables that identify them on their own.
    unnamed
        Number of tables that name no child, by the results that they hold.
    """

    names: set[str]
    unnamed: Counter[frozenset[str]]


def _children_named(regions: list[Region]) -> _Children:
    """Return what all tables say of the children."""
    children: set[str] = set()
    unnamed: Counter[frozenset[str]] = Counter()
    for region in regions:
        identity = _identity_of(region, set())
        if identity is None:
            unnamed[find_results([guess(heading) for heading in region.headings])] += 1
        else:
            children |= _identities(region, identity)
    return _Children(children, unnamed)


def _identity_of(region: Region, children: set[str]) -> int | None:
    """Return the column that identifies the child: by its heading, else by its numbers."""
    named = [number for number, heading in enumerate(region.headings) if names_child(heading)]
    several = [number for number in named if len(_identities(region, number)) > 1]
    named = several or named  # a number that is the same in all rows is that of the study
    # A study number before a number of the hospital.
    named.sort(key=lambda number: identifies(region.headings[number]))
    return named[0] if named else _numbers_of_children(region, children)


def _why_child(heading: str) -> str:
    if names_child(heading):
        return "the heading names the child"
    if not heading:
        return "no heading; its cells name children"
    return "its numbers match those of the children"


def _is_dated(region: Region) -> bool:
    return any(
        any(one.column.id in ("date", "day") and one.whole for one in guess(heading))
        or dates_rows(region, number)
        or holds_visits(heading, region.column(number))
        for number, heading in enumerate(region.headings)
    )


def _identities(region: Region, number: int) -> set[str]:
    return {clean(value) for value in region.column(number) if not is_blank(value)}


def _numbers_of_children(region: Region, children: set[str]) -> int | None:
    """Return a column such as 'No.' if it numbers the children and not the rows.

    It does if the table has no day, so that each row is a child; if a number is repeated, or rows
    without one follow; or if every number is that of a child in another table.
    """
    dated = _is_dated(region)
    for number, heading in enumerate(region.headings):
        if numbers_rows(heading):
            numbers = _identities(region, number)
            if numbers and (not dated or len(numbers) < len(region.rows) or numbers <= children):
                return number
    return None


def _ask_about_blank_identities(
    region: Region, identity: int, questions: dict[str, Question]
) -> None:
    blank = [
        number
        for number, row in enumerate(region.rows)
        if is_blank(row[identity]) and any(not is_blank(value) for value in row)
    ]
    if blank:
        first = address(*region.cell_position(blank[0], identity))
        asks = (
            f"the filled row at {first} names no child. Does it belong to the child above?"
            if len(blank) == 1
            else f"{len(blank)} filled rows name no child, the first at {first}. "
            "Do they belong to the child above?"
        )
        key = name_question("blank identity", region.tab, region.first)
        questions[key] = Question(
            key,
            f"Sheet {region.tab}: {asks}",
            ("the child above", "no: I will fill them in"),
            "an empty cell under a child often means the same child again",
        )


__all__ = ["in_template_shape", "propose"]
