"""Read a workbook: the cohort, its problems, and the outcome of every cell."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from srns.cohort.dictionary import SHEETS
from srns.cohort.quantities import URINE_TESTS
from srns.cohort.tables import Cohort
from srns.languages.sentences import sentence
from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.file_types import Source
from srns.workbook.files.marked_cells import find_marked
from srns.workbook.files.open_workbook import name_of
from srns.workbook.files.unread_content import note_unread_content
from srns.workbook.findings import Findings
from srns.workbook.ledger import Block, Fate, Ledger
from srns.workbook.problems import Problem, sort_problems
from srns.workbook.recipe.apply import apply_recipe
from srns.workbook.recipe.corrections import correct_cells
from srns.workbook.recipe.model import Recipe, acknowledge
from srns.workbook.recipe.workbook_layout import WorkbookLayout
from srns.workbook.results.open_export import open_file
from srns.workbook.template.build_cohort import read_tables
from srns.workbook.template.cell_accounting import account_for
from srns.workbook.template.deciding_results import NO_URINE, require_urine_results
from srns.workbook.template.format_queries import query_formats
from srns.workbook.template.grid import Grid, make_grid, usable
from srns.workbook.template.list_accounting import account_for_list
from srns.workbook.template.listed_results import ListedResults
from srns.workbook.template.match_sheets import choose_sheets, read_version
from srns.workbook.template.origins import offered_origins


@dataclass(frozen=True)
class Reading:
    """The result of reading one workbook.

    Attributes
    ----------
    name
        The name of the file.
    cohort
        The tables; None where an error stops the analysis. An error of one cell does not: its
        result is unknown, or its row left out. Nor does it that no urine result was read; see
        `for_verdicts`.
    problems
        Sorted by sheet, row and column.
    ledger
        The outcome of every filled cell.
    readable
        False where the file is no workbook that can be opened.
    template_version
        The version of the template that the workbook was made from; empty where it was not.
    origins
        Where the workbook leaves its day 0 open: the names that it offers, each with the number
        of children who have it. One of them is what `read_workbook` takes as `day_zero`.
    """

    name: str
    cohort: Cohort | None
    problems: tuple[Problem, ...]
    ledger: Ledger = field(default_factory=Ledger)
    readable: bool = True
    template_version: str = ""
    origins: Mapping[str, int] = field(default_factory=dict)

    def __repr__(self) -> str:
        children, errors = len(self.cohort.patients) if self.cohort else 0, len(self.errors)
        found = f"{children} child{'' if children == 1 else 'ren'}" if self.cohort else "no cohort"
        return f"<Reading {self.name}: {found}, {errors} error{'' if errors == 1 else 's'}>"

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems to correct; those of one cell do not stop the analysis."""
        return tuple(one for one in self.problems if one.severity == "error")

    @property
    def unknown_results(self) -> int:
        """Number of results that are there and cannot be read: unknown on their day."""
        return 0 if self.cohort is None else int(self.cohort.labs["value"].isna().sum())

    @property
    def unknown_words(self) -> str:
        """How many results are unknown, as one sentence; empty where none is."""
        number = self.unknown_results
        if number == 1:
            return sentence(
                "1 result that cannot be read is unknown: it may be any value on its day."
            )
        several = sentence(
            "{number} results that cannot be read are unknown: each may be any value.",
            number=number,
        )
        return several if number else ""

    def strict(self) -> "Reading":
        """Return the reading without a cohort where there is any error."""
        return replace(self, cohort=None) if self.errors else self

    def for_verdicts(self) -> "Reading":
        """Return the reading as everything that judges takes it.

        It has no tables where no urine result was read: "0 of n" would be no finding.
        """
        lacking = any(one.found == NO_URINE for one in self.errors)
        return replace(self, cohort=None) if lacking else self

    def acknowledged(self, recipe: Recipe) -> "Reading":
        """Return the reading with the queries that the recipe acknowledges as notes."""
        return replace(self, problems=acknowledge(self.problems, recipe))


def read_workbook(
    source: Source | WorkbookCells | WorkbookLayout,
    *,
    name: str = "",
    today: datetime.date | None = None,
    recipe: Recipe | None = None,
    day_zero: str = "",
    whole: bool = True,
) -> Reading:
    """Read a workbook in the template's shape, or any other by its recipe.

    Parameters
    ----------
    source
        A path, the bytes of a file, an open file, or what `open_workbook` returned; the layout of
        that where it was found before.
    name
        The name of the file, where `source` has none.
    today
        Dates after it are errors; without it none is.
    recipe
        How to read a workbook that is not in the template's shape. A recipe without tables only
        holds acknowledged queries, of a workbook in the template's shape.
    day_zero
        The name of day 0, such as ``first tacrolimus``; see `srns.cohort.day_zero`. Without it the
        recipe's, else the index date, else the first infusion. Where a workbook has none of these,
        the reading has no cohort, and `origins` says what it offers.
    whole
        False for some children of a registry: that none of them has a day 0 or a urine result is no
        error, for others may have one.
    """
    from_recipe = recipe.day_zero if recipe else ""
    reading = _read(source, name_of(source, name), today, recipe, day_zero or from_recipe, whole)
    return reading.acknowledged(recipe) if recipe else reading


def _read(
    source: Source | WorkbookCells | WorkbookLayout,
    name: str,
    today: datetime.date | None,
    recipe: Recipe | None,
    day_zero: str,
    whole: bool,
) -> Reading:
    layout = _open(source, name, recipe)
    if isinstance(layout, Problem):
        return Reading(name, None, (layout,), readable=False)
    if recipe is not None and (recipe.tables or recipe.open_questions):
        return _read_by_recipe(layout, recipe, name, today, day_zero)
    return _read_template(layout, name, today, day_zero, whole)


def _read_template(
    layout: WorkbookLayout, name: str, today: datetime.date | None, day_zero: str, whole: bool
) -> Reading:
    """Read a workbook as it stands: the template's sheets, and laboratory lists."""
    workbook = layout.workbook
    marked = find_marked(workbook)
    findings = Findings(problems=[*workbook.notes, *note_unread_content(workbook, marked)])
    lists, others = layout.part_lists(workbook.sheets, whole=True)
    chosen, fates = choose_sheets(others, findings, with_results=bool(lists))
    grids: dict[str, Grid] = {
        sheet: make_grid(cells, next(s for s in SHEETS if s.name == sheet))
        for sheet, cells in chosen.items()
    }
    for grid in grids.values():
        findings.problems.extend(grid.headers.problems)
    listed = [ListedResults(sheet, sheet.read()) for sheet in lists]
    findings.problems += _problems_of(listed, whole)
    examples: dict[str, Mapping[int, Fate]] = {}
    cohort = read_tables(grids, listed, findings, examples, today, day_zero, whole=whole)
    findings.problems += query_formats(workbook, marked, cohort)
    lacking = require_urine_results(cohort, grids, findings.problems) if whole else []
    problems = sort_problems(
        [*findings.problems, *lacking], [sheet.name for sheet in workbook.sheets]
    )
    by_sheet = _by_sheet(problems)
    blocks: list[Block] = []
    grids_by_tab = {grid.cells.name: grid for grid in grids.values()}
    for one in listed:
        blocks += account_for_list(one, by_sheet.get(one.tab, []))
    for cells in others:
        blocks += account_for(
            cells,
            grids_by_tab.get(cells.name),
            fates.get(cells.name),
            examples.get(cells.name, {}),
            by_sheet.get(cells.name, []),
        )
    stopped = _is_stopped(findings.problems, cohort, whole=whole)
    return Reading(
        name,
        None if stopped else cohort,
        problems,
        Ledger(tuple(blocks)),
        template_version=read_version(workbook.sheets),
        origins=offered_origins(cohort) if cohort else {},
    )


def _problems_of(listed: Sequence[ListedResults], whole: bool) -> list[Problem]:
    """Return what the readers of the lists found.

    A test that is not understood costs a part of a registry its rows, and not the others.
    """
    found = [each for one in listed for each in one.problems]
    return found if whole else [replace(each, spoils_itself=True) for each in found]


def _open(
    source: Source | WorkbookCells | WorkbookLayout, name: str, recipe: Recipe | None
) -> WorkbookLayout | Problem:
    """Open a workbook, with cells as the recipe corrects them."""
    opened = source if isinstance(source, WorkbookLayout) else open_file(source, name)
    if isinstance(opened, Problem):
        return opened
    layout = WorkbookLayout.of(opened)
    if recipe is not None:
        layout = layout.arranged_as(
            {one.sheet: one.arranged for one in recipe.tables if one.arranged}
        )
    if recipe is None or not recipe.corrections:
        return layout
    return layout.with_sheets_of(correct_cells(layout.workbook, recipe))


def _is_stopped(problems: Sequence[Problem], cohort: Cohort | None, *, whole: bool = True) -> bool:
    """Return whether nothing can be judged: by the workbook's shape, or for want of any urine."""
    if cohort is None or any(problem.stops for problem in problems):
        return True
    spoilt = any(problem.severity == "error" for problem in problems)
    return whole and spoilt and not cohort.labs["analyte"].isin(list(URINE_TESTS)).any()


def _by_sheet(problems: Sequence[Problem]) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.sheet, []).append(problem)
    return found


def _refuse_undated(grid: Grid) -> Problem:
    """Return the error for a table of which no row gives its day, so that none can be read."""
    return grid.place(grid.headers.matched[-1]).stop(
        0,
        sentence("{sheet} of which no row says the day", sheet=grid.sheet.name.lower()),
        sentence("a date, a day or a visit for each"),
        sentence(
            "Let a column mean 'date' or 'day' in the recipe, or leave these columns out of it."
        ),
    )


def _refuse_empty(recipe: Recipe) -> Problem:
    """Return the error that nothing of any child was read."""
    if any(table.tests for table in recipe.tables):
        return Problem(
            "error",
            "",
            "",
            sentence("a laboratory list of which no result is of ours"),
            sentence("tests of urine protein, albumin, creatinine, height or weight"),
            sentence(
                "Give the list that holds them; without urine results no verdict can be computed."
            ),
        )
    return Problem(
        "error",
        "",
        "",
        sentence("no table that names children in this workbook"),
        sentence("a column or a row of patients' numbers"),
        sentence("Name it 'patient', or type the data into the template."),
    )


def _read_by_recipe(
    layout: WorkbookLayout,
    recipe: Recipe,
    name: str,
    today: datetime.date | None,
    day_zero: str,
) -> Reading:
    """Assemble the sheets as the recipe says, and read them like the template's."""
    workbook = layout.workbook
    marked = find_marked(workbook)
    findings = Findings(problems=[*workbook.notes, *note_unread_content(workbook, marked)])
    assembled = apply_recipe(layout, recipe)
    findings.problems.extend(assembled.problems)
    grids = assembled.grids()
    findings.problems.extend(_refuse_undated(grid) for grid in grids.values() if not usable(grid))
    orders = recipe.date_orders()
    cohort = read_tables(grids, assembled.lists, findings, {}, today, day_zero, orders=orders)
    if cohort is None and not any(one.severity == "error" for one in findings.problems):
        findings.problems.append(_refuse_empty(recipe))
    findings.problems += query_formats(workbook, marked, cohort)
    lacking = require_urine_results(cohort, grids, findings.problems)
    problems = sort_problems(
        [*findings.problems, *lacking], [sheet.name for sheet in workbook.sheets]
    )
    stopped = _is_stopped(findings.problems, cohort)
    return Reading(
        name,
        None if stopped else cohort,
        problems,
        Ledger(tuple(assembled.blocks(workbook.sheets, problems))),
        origins=offered_origins(cohort) if cohort else {},
    )
