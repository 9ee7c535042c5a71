"""Which column of the data dictionary each header of a sheet means."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from srns.cohort.dictionary import PATIENTS, Column, Sheet, may_mean
from srns.cohort.terms import fold
from srns.workbook.files.cells import SheetCells, is_blank
from srns.workbook.findings import MatchedColumn
from srns.workbook.problems import OTHER_SHAPE, Problem, address, show_list

_WITH_UNIT = re.compile(r"^(.*?)\s*[(\[]([^()\[\]]*)[)\]]\s*$", re.DOTALL)


@dataclass(frozen=True)
class Headers:
    """What the header row says.

    Attributes
    ----------
    row
        Offset of the header row in the filled area.
    matched
        The columns known and usable.
    ignored, failed
        Offset of each other column, with the reason.
    problems
        What is wrong with the headers.
    """

    row: int
    matched: tuple[MatchedColumn, ...]
    ignored: Mapping[int, str]
    failed: Mapping[int, str]
    problems: tuple[Problem, ...]

    def all_of(self, identity: str) -> tuple[MatchedColumn, ...]:
        """Give the columns with this identity, usually one."""
        return tuple(one for one in self.matched if one.column.id == identity)

    def get(self, identity: str) -> MatchedColumn | None:
        """Give the column with this identity, or None."""
        return next((one for one in self.matched if one.column.id == identity), None)


def _find(sheet: Sheet, text: str) -> tuple[Column | None, str | None]:
    """Find column and unit as written; the unit is None where there are no brackets."""
    by_name = {}
    for column in sheet.columns:
        for name in (column.label, column.id):
            by_name[fold(name)] = column
    for column in sheet.columns:
        for name in column.synonyms:
            by_name.setdefault(fold(name), column)
    match = _WITH_UNIT.match(text)
    if match and fold(match[1]) in by_name:
        return by_name[fold(match[1])], match[2].strip()
    return by_name.get(fold(text)), None


def show_headers(column: Column) -> str:
    """Say which headers would do, as in 'albumin (g/dL)' or 'albumin (g/L)'."""
    if column.quantity:
        return show_list([f"'{column.label} ({unit})'" for unit in column.quantity.units])
    return f"'{column.header}'"


def match_headers(cells: SheetCells, sheet: Sheet) -> Headers:
    """Match the first non-empty row of a sheet with the dictionary."""
    row = next(i for i, values in enumerate(cells.rows) if not all(map(is_blank, values)))
    matched: list[MatchedColumn] = []
    ignored: dict[int, str] = {}
    failed: dict[int, str] = {}
    problems: list[Problem] = []
    unknown: list[tuple[int, str, str]] = []
    for offset, value in enumerate(cells.rows[row]):
        place = address(cells.first_row + row, cells.first_column + offset)
        text = str(value).strip() if isinstance(value, str | float | int) else ""
        if is_blank(value):
            if any(not is_blank(values[offset]) for values in cells.rows[row + 1 :]):
                unknown.append((offset, place, ""))
            continue
        column, written = _find(sheet, text)
        if column is None:
            unknown.append((offset, place, text))
            continue
        problem, unit = _check_unit(cells.name, place, text, column, written)
        same = [one for one in matched if one.column is column]
        if (
            problem is None
            and same
            and (not column.quantity or any(one.unit == unit for one in same))
        ):
            problem = Problem(
                "error",
                cells.name,
                place,
                f"the column '{text}' again (first in {same[0].header_cell})",
                f"one column '{same[0].header}'",
                "Delete one of the two, or give it another name.",
            )
        if problem:
            problems.append(problem)
            failed[offset] = f"its header {place} has a problem"
        else:
            matched.append(MatchedColumn(column, unit, offset, text, place))
    missing = _find_missing(sheet, matched, failed, cells, row)
    wanted = [one.label for one in sheet.columns if not any(m.column is one for m in matched)]
    for offset, place, text in unknown:
        ignored[offset] = "a column that is not in the data dictionary" if text else "no header"
        close = (
            difflib.get_close_matches(_WITH_UNIT.sub(r"\1", text).lower(), wanted, 1, 0.8)
            if text
            else []
        )
        if choices := may_mean(text) if sheet.name == PATIENTS.name else ():
            wanted_headers = show_list([f"'{column.header}'" for column in choices])
            problems.append(
                Problem(
                    "query",
                    cells.name,
                    place,
                    f"the column '{text}', which does not say which",
                    wanted_headers,
                    "Rename it to the one that it is; it is ignored now.",
                )
            )
            continue
        remedy = (
            f"If it is '{close[0]}', rename it; it is ignored now."
            if close
            else "Nothing need be done: it is ignored."
        )
        problems.append(
            Problem(
                "note",
                cells.name,
                place,
                f"the column '{text}'" if text else "a column with no header",
                f"a column that the sheet {sheet.name} has",
                remedy,
            )
        )
    return Headers(row, tuple(matched), ignored, failed, (*problems, *missing))


def _check_unit(
    sheet: str, place: str, text: str, column: Column, written: str | None
) -> tuple[Problem | None, str]:
    quantity = column.quantity
    if written is None:
        if quantity and quantity.analyte in ("upcr", "albumin", "creatinine"):
            return Problem(
                "error",
                sheet,
                place,
                f"'{text}' without a unit",
                show_headers(column),
                f"Write the unit of the whole column into the header {place}, in brackets.",
            ), ""
        return None, quantity.canonical_unit if quantity else column.unit
    unit = column.find_unit(written)
    if unit is not None and (unit or not written):
        return None, unit
    if not quantity and not column.unit:
        return None, ""
    return Problem(
        "error",
        sheet,
        place,
        f"'{text}' with a unit that is not known",
        show_headers(column),
        f"Write the unit of the whole column into the header {place}, in brackets.",
    ), ""


def _find_missing(
    sheet: Sheet,
    matched: list[MatchedColumn],
    failed: Mapping[int, str],
    cells: SheetCells,
    row: int,
) -> list[Problem]:
    present = {one.column.id for one in matched}
    headers = cells.rows[row]
    first = address(cells.first_row + row, cells.first_column)
    last = address(cells.first_row + row, cells.first_column + len(headers) - 1)
    shown = [str(value).strip() for value in headers if not is_blank(value)]
    wanted = [
        (f"a column '{one.label}'", {one.id}, one.label) for one in sheet.columns if one.required
    ]
    if sheet.one_of:
        labels = [f"'{one.label}'" for one in sheet.columns if one.id in sheet.one_of]
        wanted.append((f"a column {show_list(labels)}", set(sheet.one_of), sheet.one_of[0]))
    problems = []
    for expected, ids, label in wanted:
        if present & ids:
            continue
        names = [
            str(value)
            for offset, value in enumerate(headers)
            if isinstance(value, str) and offset not in failed
        ]
        close = difflib.get_close_matches(label, names, 1, 0.75)
        if close:
            place = address(cells.first_row + row, cells.first_column + headers.index(close[0]))
            remedy = f"Rename '{close[0]}' in {place} to '{label}'."
        else:
            remedy = f"Add it, or rename the column that holds it to '{label}'. {OTHER_SHAPE}"
        problems.append(
            Problem(
                "error",
                cells.name,
                first if first == last else f"{first}:{last}",
                f"the columns {', '.join(shown)}",
                expected,
                remedy,
            )
        )
    return problems
