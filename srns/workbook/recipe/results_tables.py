"""Laboratory lists in a recipe: their tests are asked about once."""

from srns.languages.sentences import sentence, term
from srns.workbook.recipe.apply_column import ColumnReader, apply_answer
from srns.workbook.recipe.assembled_sheets import AssembledSheets
from srns.workbook.recipe.child_lines import find_child_line
from srns.workbook.recipe.label_lines import find_label_lines
from srns.workbook.recipe.list_visits import (
    find_list_days,
    first_heading,
    propose_list_visits,
)
from srns.workbook.recipe.match_headings import NUMBERED_CHILD
from srns.workbook.recipe.model import (
    LEAVE_OUT,
    ColumnRecipe,
    Question,
    Recipe,
    TableRecipe,
    name_question,
)
from srns.workbook.recipe.propose_child import (
    CHILD,
    OF_THE_SHEET,
    ask_column_of_child,
    ask_of_sheet,
)
from srns.workbook.recipe.visit_links import VisitLinks
from srns.workbook.results.lab_tests import ANALYTES, NONE, list_units
from srns.workbook.results.result_units import read_unit
from srns.workbook.results.results import LabResults, OpenTest
from srns.workbook.results.results_sheets import ResultsSheet
from srns.workbook.results.visit_days import VisitDays
from srns.workbook.template.listed_results import ListedResults
from srns.workbook.values.date_columns import UNDECIDED
from srns.workbook.values.numbers_and_words import show_plain
from srns.workbook.values.text import clean

_DATE = "sample date"
_ORDERS = ("day first", "month first", "year first")
_IDS = {label: analyte for analyte, label in ANALYTES.items()}


def propose_results(
    sheet: ResultsSheet, questions: dict[str, Question], links: VisitLinks
) -> TableRecipe:
    """Propose a laboratory list; each test that is not understood becomes one question."""
    tab, first = sheet.cells.name, first_heading(sheet)
    why = sentence("{title}, recognized by its headings", title=sheet.dialect.title)
    patient = _find_child(sheet, questions) if sheet.lacks_child else ""
    visits = propose_list_visits(sheet, questions, links) if sheet.lacks_day else None
    dates = _ask_for_date(sheet, questions) if sheet.lacks_day and visits is None else ()
    results = sheet.completed(
        patient or (tab if sheet.lacks_child else ""),
        VisitDays(sheet.headings[visits[0]], {}, {}) if visits else None,
        date=next(iter(dates), ""),
    ).read()
    for test in results.open_tests:
        key = name_question(f"test {test.label}", tab, first)
        questions[key] = Question(
            key,
            _ask_what_it_is(tab, test),
            (*_choices(test), term(NONE)),
            sentence("expected {what}", what=test.ask),
        )
    if _leaves_order_open(results):
        key = name_question("date order", tab, first)
        questions[key] = Question(
            key,
            sentence(
                "Sheet {sheet}: which comes first in its dates, the day or the month?", sheet=tab
            ),
            (*map(term, _ORDERS), LEAVE_OUT),
            sentence("none of the text dates decides it"),
        )
    columns = tuple(
        visits[1]
        if visits and offset == visits[0]
        else ColumnRecipe(text, sheet.roles.get(offset, "ignore"), why=why if not offset else "")
        for offset, text in enumerate(sheet.headings)
    )
    return TableRecipe(tab, first, "rows", columns, patient=patient, tests=sheet.dialect.id)


def _find_child(sheet: ResultsSheet, questions: dict[str, Question]) -> str:
    """Return the child of all rows, asked unless a line above them or the tab numbers it."""
    tab = clean(sheet.cells.name)
    above = sheet.cells.rows[: sheet.head]
    line = find_child_line(list(find_label_lines(above, 0, 0)))
    if line is not None:
        return show_plain(line.value)
    if named := NUMBERED_CHILD.search(tab):
        return named["number"] or named["letters"]
    named = sheet.unnamed_children
    key = name_question(CHILD, sheet.cells.name, first_heading(sheet))
    name = sheet.cells.name
    questions[key] = Question(
        key,
        ask_column_of_child(name) if named else ask_of_sheet(name, tab),
        (*named, OF_THE_SHEET, LEAVE_OUT),
        sentence("one test a row, and no heading names a child"),
    )
    return tab


def _ask_for_date(sheet: ResultsSheet, questions: dict[str, Question]) -> tuple[str, ...]:
    """Ask which column is the sample date; return those that hold dates."""
    dates = sheet.unnamed_dates
    key = name_question(_DATE, sheet.cells.name, first_heading(sheet))
    questions[key] = Question(
        key,
        sentence("Sheet {sheet}: which column is the sample date?", sheet=sheet.cells.name),
        (*dates, LEAVE_OUT),
        sentence("it holds dates, but the heading does not say which")
        if len(dates) == 1
        else sentence("they hold dates, but no heading says which"),
    )
    return dates


def _ask_what_it_is(tab: str, test: OpenTest) -> str:
    if test.found:
        return sentence(
            "Sheet {sheet}: what is the test '{test}' ({n} results; found {found})?",
            sheet=tab,
            test=test.label,
            n=test.rows,
            found=test.found,
        )
    return sentence(
        "Sheet {sheet}: what is the test '{test}' ({n} results)?",
        sheet=tab,
        test=test.label,
        n=test.rows,
    )


def _choices(test: OpenTest) -> list[str]:
    """Return what a test may be, with its unit where its rows have none that fits."""
    analytes = [test.analyte] if test.analyte else list(ANALYTES)
    stated = "" if test.analyte else read_unit(test.unit)
    found: list[str] = []
    for analyte in analytes:
        units = list_units(analyte)
        if stated and units and stated not in units:
            continue  # a unit that is stated and known is kept
        if not units or (test.unit and not test.analyte):
            found.append(term(ANALYTES[analyte]))
        else:
            what = term(ANALYTES[analyte])
            found += [sentence("{what} in {unit}", what=what, unit=unit) for unit in units]
    return found


def read_results_table(
    sheet: ResultsSheet, table: TableRecipe, recipe: Recipe, assembled: AssembledSheets
) -> None:
    """Read a laboratory list as the recipe says."""
    tab = sheet.cells.name
    whole = _complete(sheet, table, recipe, assembled)
    if whole is None:
        reason = sentence(
            "who the child is, or when the samples were taken, was left out, as answered"
        )
        cells = sheet.cells
        positions = (
            (row + cells.first_row, column + cells.first_column)
            for row in range(len(cells.rows))
            for column in range(len(sheet.headings))
        )
        assembled.ignore(tab, positions, reason)
        return
    sheet, read = whole, sheet.roles
    start = "test "
    mapping: dict[str, str] = {}
    for question in recipe.questions:
        kind, _, about = question.id.rpartition(": ")
        if kind.startswith(start) and about.startswith(f"{tab}!"):
            mapping[kind.removeprefix(start)] = _analyte_of(question.answer)
    order = recipe.answer_to(name_question("date order", tab, table.first_heading))
    orders = [order, *(column.order for column in table.columns)]
    order = next((one for one in orders if one in _ORDERS), "")
    left_out = [
        column.heading
        for offset, column in enumerate(table.columns)
        if column.means == "ignore" and offset in read
    ]
    listed = ListedResults(sheet, sheet.read(mapping, order, left_out), assembled.spellings)
    assembled.lists.append(listed)
    assembled.problems += listed.problems


def _complete(
    sheet: ResultsSheet, table: TableRecipe, recipe: Recipe, assembled: AssembledSheets
) -> ResultsSheet | None:
    """Return a list with what the recipe says of its child and its date; None if it is left out."""
    said = dict.fromkeys(("patient", "date"), "")
    for offset, column in enumerate(table.columns):
        if column.means in said and offset not in sheet.roles:
            said[column.means] = column.heading
    child = recipe.answer_to(name_question(CHILD, table.sheet, table.first_heading))
    date = recipe.answer_to(name_question(_DATE, table.sheet, table.first_heading))
    if LEAVE_OUT in (child, date):
        return None
    said["patient"] = said["patient"] or ("" if child == OF_THE_SHEET else child)
    said["date"] = said["date"] or date
    one = table.patient if sheet.lacks_child and not said["patient"] else ""
    return _with_visits(sheet.completed(one, **said), table, recipe, assembled)


def _with_visits(
    sheet: ResultsSheet, table: TableRecipe, recipe: Recipe, assembled: AssembledSheets
) -> ResultsSheet | None:
    """Return a list with the days of its visits, if it has no others; None if they are left out."""
    visits = [column for column in table.columns if column.means == "visit"]
    if not (visits and sheet.lacks_day):
        return sheet
    column = apply_answer(recipe, table, visits[0])
    if column.means != "visit" or column.heading not in sheet.headings:
        return None
    reader = ColumnReader(recipe, table, column, assembled.epoch)
    days = find_list_days(sheet, sheet.headings.index(column.heading), reader, assembled)
    return sheet.completed(visits=days)


def _analyte_of(answer: str) -> str:
    """Return an answer as the reader of results takes it: "upcr in mg/g"."""
    label, _, unit = answer.partition(" in ")
    analyte = _IDS.get(label, label)
    return f"{analyte} in {unit}" if unit else analyte


def in_one_shape(sheet: ResultsSheet) -> bool:
    """Return whether a list can be read without a question."""
    if not sheet.is_whole:
        return False
    results = sheet.read()
    return not (results.open_tests or _leaves_order_open(results))


def _leaves_order_open(results: LabResults) -> bool:
    """Return whether a person must say which comes first in the dates, the day or the month."""
    return any(UNDECIDED in one.found or "one order" in one.expected for one in results.problems)
