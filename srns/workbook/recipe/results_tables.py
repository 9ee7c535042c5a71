"""Laboratory lists in a recipe: their tests are asked about once."""

from srns.workbook.problems import address
from srns.workbook.recipe.assembled_sheets import AssembledSheets
from srns.workbook.recipe.model import (
    LEAVE_OUT,
    ColumnRecipe,
    Question,
    Recipe,
    TableRecipe,
    name_question,
)
from srns.workbook.results.lab_tests import ANALYTES, NONE, list_units
from srns.workbook.results.results import OpenTest
from srns.workbook.results.results_sheets import ResultsSheet
from srns.workbook.template.listed_results import ListedResults

_ORDERS = ("day first", "month first", "year first")
_IDS = {label: analyte for analyte, label in ANALYTES.items()}


def propose_results(sheet: ResultsSheet, questions: dict[str, Question]) -> TableRecipe:
    """Propose a laboratory list; each test that is not understood becomes one question."""
    tab, first = sheet.cells.name, _first(sheet)
    results = sheet.read()
    for test in results.open_tests:
        key = name_question(f"test {test.label}", tab, first)
        what = f"; found {test.found}" if test.found else ""
        questions[key] = Question(
            key,
            f"Sheet {tab}: what is the test '{test.label}' ({test.rows} results{what})?",
            (*_choices(test), NONE),
            f"expected {test.ask}",
        )
    if any("order" in one.expected or "first" in one.expected for one in results.problems):
        key = name_question("date order", tab, first)
        questions[key] = Question(
            key,
            f"Sheet {tab}: which comes first in its dates, the day or the month?",
            (*_ORDERS, LEAVE_OUT),
            "none of the text dates decides it",
        )
    why = f"{sheet.dialect.title}, recognized by its headings"
    columns = tuple(
        ColumnRecipe(text, sheet.roles.get(offset, "ignore"), why=why if not offset else "")
        for offset, text in enumerate(sheet.headings)
    )
    return TableRecipe(tab, first, "rows", columns, tests=sheet.dialect.id)


def _first(sheet: ResultsSheet) -> str:
    return address(sheet.cells.first_row + sheet.head, sheet.cells.first_column)


def _choices(test: OpenTest) -> list[str]:
    """Return what a test may be, with its unit where its rows have none that fits."""
    analytes = [test.analyte] if test.analyte else list(ANALYTES)
    found: list[str] = []
    for analyte in analytes:
        units = list_units(analyte)
        if not units or (test.unit and not test.analyte):
            found.append(ANALYTES[analyte])
        else:
            found += [f"{ANALYTES[analyte]} in {unit}" for unit in units]
    return found


def read_results_table(
    sheet: ResultsSheet, table: TableRecipe, recipe: Recipe, assembled: AssembledSheets
) -> None:
    """Read a laboratory list as the recipe says."""
    tab = sheet.cells.name
    start = "test "
    mapping: dict[str, str] = {}
    for question in recipe.questions:
        kind, _, about = question.id.rpartition(": ")
        if kind.startswith(start) and about.startswith(f"{tab}!"):
            mapping[kind.removeprefix(start)] = _analyte_of(question.answer)
    order = recipe.answer_to(name_question("date order", tab, table.first_heading))
    orders = [order, *(column.order for column in table.columns)]
    order = next((one for one in orders if one in _ORDERS), "")
    left_out = [column.heading for column in table.columns if column.means == "ignore"]
    listed = ListedResults(sheet, sheet.read(mapping, order, left_out), assembled.spellings)
    assembled.lists.append(listed)
    assembled.problems += listed.problems


def _analyte_of(answer: str) -> str:
    """Return an answer as the reader of results takes it: "upcr in mg/g"."""
    label, _, unit = answer.partition(" in ")
    analyte = _IDS.get(label, label)
    return f"{analyte} in {unit}" if unit else analyte


def in_one_shape(sheet: ResultsSheet) -> bool:
    """Return whether a list can be read without a question about its tests."""
    return not sheet.read().open_tests
