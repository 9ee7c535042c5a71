"""Laboratory lists in a recipe: their tests asked once, their results put into the sheet Labs."""

import math
from collections.abc import Hashable, Mapping
from typing import Any

from srns.cohort.dictionary import LABS
from srns.cohort.quantities import show_number
from srns.workbook.problems import Problem, address
from srns.workbook.recipe.assembled_sheets import AssembledSheets, Cell, Key, Where
from srns.workbook.recipe.model import (
    LEAVE_OUT,
    ColumnRecipe,
    Question,
    Recipe,
    TableRecipe,
    name_question,
)
from srns.workbook.results.lab_tests import ANALYTES, NONE, list_units
from srns.workbook.results.results import LabResults, OpenTest
from srns.workbook.results.results_sheets import ResultsSheet
from srns.workbook.values.numbers_and_words import UNKNOWN_RESULT

_ORDERS = ("day first", "month first", "year first")
_UNUSED = "not needed to read the results"
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
    """Read a laboratory list as the recipe says, into the rows of the sheet Labs."""
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
    add_results(sheet, sheet.read(mapping, order, left_out), assembled)


def _analyte_of(answer: str) -> str:
    """Return an answer as the reader of results takes it: "upcr in mg/g"."""
    label, _, unit = answer.partition(" in ")
    analyte = _IDS.get(label, label)
    return f"{analyte} in {unit}" if unit else analyte


def add_results(sheet: ResultsSheet, results: LabResults, assembled: AssembledSheets) -> None:
    """Put results into the rows of Labs, and record what became of every cell of the list."""
    tab = sheet.cells.name
    # What is unusual is asked by the sheet Labs, which holds every result in the end.
    assembled.problems.extend(one for one in results.problems if not _is_unusual(one))
    if results.others:
        assembled.problems.append(_note_others(tab, results))
    rows = assembled.rows.setdefault("Labs", [])
    known = {column.id for column in LABS.columns}
    head = sheet.cells.first_row + sheet.head
    missing = 0
    for one in results.frame.to_dict(orient="records"):
        analyte = str(one["analyte"])
        if analyte not in known:
            missing += analyte == "protein_24h"
            continue
        row = int(one["row"]) - sheet.first_row
        offset = sheet.result_offset(row)
        where = (tab, (head + 1 + row, sheet.cells.first_column + offset))
        key, shown = _result(one, analyte)
        child = assembled.spell(one["patient"])
        rows.append({("patient", ""): (child, where), **_day(one, where), key: (shown, where)})
        heading = address(head, where[1][1])
        assembled.headers.setdefault(("Labs", key), (tab, heading, sheet.headings[offset]))
    if missing:
        assembled.problems.append(_refuse_missing(tab, "protein_24h", missing))
    _account(sheet, results, assembled)


def _is_unusual(problem: Problem) -> bool:
    return problem.severity == "query" and ", usually from " in problem.expected


def _result(one: Mapping[Hashable, Any], analyte: str) -> tuple[Key, object]:
    """Return column, unit and value of a result; one that is not known stays on its day."""
    if analyte == "dipstick":
        return (analyte, ""), one["text"]
    value = float(one["value"])
    if math.isnan(value):
        unit = str(one["unit"]) or (list_units(analyte) or ("",))[0]
        return (analyte, unit), UNKNOWN_RESULT
    shown = f"{one['bound']}{show_number(value)}" if one["bound"] else value
    return (analyte, str(one["unit"])), shown


def _day(one: Mapping[Hashable, Any], where: Where) -> dict[Key, Cell]:
    if one["date"] is not None:
        return {("date", ""): (one["date"], where)}
    return {("day", "days"): (float(one["day"]), where)}


def _note_others(tab: str, results: LabResults) -> Problem:
    return Problem(
        "note",
        tab,
        "A1",
        results.others,
        "tests of urine protein, albumin, creatinine, height or weight",
        "No action needed: they are ignored.",
    )


def _refuse_missing(tab: str, analyte: str, count: int) -> Problem:
    return Problem(
        "error",
        tab,
        "A1",
        f"{count} results of {ANALYTES[analyte]}",
        "results that the sheet Labs has a column for",
        f"Answer '{NONE}' for this test in the recipe to leave them out.",
    )


def _account(sheet: ResultsSheet, results: LabResults, assembled: AssembledSheets) -> None:
    """Record the cells of the list as used or ignored, each row by its fate."""
    tab, left = sheet.cells.name, sheet.cells.first_column
    fates = results.fates
    needed = [left + offset for offset in sheet.roles]
    others = [left + n for n in range(len(sheet.headings)) if n not in sheet.roles]
    head = sheet.cells.first_row + sheet.head
    assembled.use(tab, [(head, column) for column in needed])
    assembled.ignore(tab, [(head, column) for column in others], _UNUSED)
    above = range(sheet.cells.first_row, head)
    assembled.ignore(
        tab, [(row, left + n) for row in above for n in range(len(sheet.headings))], "a remark"
    )
    for row in range(len(sheet.rows)):
        outcome, reason = fates.of(row)
        line = head + 1 + row
        if outcome == "used":
            assembled.use(tab, [(line, column) for column in needed])
            assembled.ignore(tab, [(line, column) for column in others], _UNUSED)
        else:
            assembled.ignore(tab, [(line, column) for column in (*needed, *others)], reason)


def in_one_shape(sheet: ResultsSheet) -> bool:
    """Return whether a list can be read without a question about its tests."""
    return not sheet.read().open_tests


__all__ = ["add_results", "in_one_shape", "propose_results", "read_results_table"]
