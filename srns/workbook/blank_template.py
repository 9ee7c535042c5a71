"""Blank template workbook, made from the data dictionary."""

from datetime import date
from pathlib import Path
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from srns.cohort.dictionary import EXAMPLE_PATIENT, SHEETS, TEMPLATE_VERSION, Column, Sheet
from srns.cohort.terms import DRUG_SPELLINGS
from srns.workbook.values.dates import read_fixed_date, show_date

_HEADER = PatternFill("solid", fgColor="1F4E79")
_REQUIRED = PatternFill("solid", fgColor="7F3F00")
_LAST_ROW = 5000
_LONGEST_LIST = 255


def write_template(target: str | Path | BinaryIO) -> None:
    """Write the blank workbook: five sheets with drop-down lists, and their definitions."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.title = "SRNS workbook"
    workbook.properties.version = TEMPLATE_VERSION
    pages = [(sheet, workbook.create_sheet(sheet.name)) for sheet in SHEETS]
    _write_definitions(workbook.create_sheet("Definitions"))
    lists = workbook.create_sheet("Lists")
    for sheet, page in pages:
        _write_sheet(page, sheet, lists)
    workbook.save(target)


def _vocabulary(column: Column) -> tuple[str, ...]:
    if column.kind == "drug":
        return tuple(dict.fromkeys(DRUG_SPELLINGS.values()))
    return column.words


def _write_sheet(page: Worksheet, sheet: Sheet, lists: Worksheet) -> None:
    page.freeze_panes = "B2"
    for number, column in enumerate(sheet.columns, 1):
        letter = get_column_letter(number)
        head = page.cell(1, number, column.header)
        head.font = Font(bold=True, color="FFFFFF")
        head.fill = _REQUIRED if column.required or column.id in sheet.one_of else _HEADER
        head.alignment = Alignment(wrap_text=True, vertical="top")
        page.column_dimensions[letter].width = max(12, min(28, len(column.header) + 3))
        example = EXAMPLE_PATIENT if column.kind == "patient" else column.example
        if column.kind == "date":
            page.column_dimensions[letter].number_format = "yyyy-mm-dd"
        if example != "":
            cell = page.cell(2, number, example)
            if column.kind == "date":
                cell.value = date.fromisoformat(show_date(read_fixed_date(str(example)) or 1))
                cell.number_format = "yyyy-mm-dd"
            cell.font = Font(italic=True, color="808080")
        words = _vocabulary(column)
        if words:
            _add_drop_down(page, f"{letter}2:{letter}{_LAST_ROW}", column, words, lists)


def _add_drop_down(
    page: Worksheet, cells: str, column: Column, words: tuple[str, ...], lists: Worksheet
) -> None:
    formula = f'"{",".join(words)}"'
    if len(formula) > _LONGEST_LIST:
        # Excel holds no longer list in the cell itself.
        place = lists.max_column + 1 if lists["A1"].value else 1
        for row, word in enumerate((column.label, *words), 1):
            lists.cell(row, place, word)
        letter = get_column_letter(place)
        formula = f"Lists!${letter}$2:${letter}${len(words) + 1}"
    validation = DataValidation(
        type="list",
        formula1=formula,
        allow_blank=True,
        showErrorMessage=column.kind == "term" and column.strict,
    )
    validation.errorTitle = column.label
    validation.error = "Choose a word from the list."
    page.add_data_validation(validation)
    validation.add(cells)


def _describe_content(column: Column, bounds: bool) -> str:
    if column.quantity:
        return "a number in " + ", ".join(column.quantity.common_units)
    if column.words:
        return ", ".join(column.words)
    return {
        "date": "a date, such as 2005-06-17",
        "day": "whole days",
        "drug": "one drug",
        "patient": "a number or code",
        "number": f"a number{' of ' * bool(column.unit)}{column.unit}{', or such as ≥6' * bounds}",
        "number or words": f"a number of {column.unit}, or words",
    }.get(column.kind, "text")


def _write_definitions(page: Worksheet) -> None:
    page.append([f"Template version {TEMPLATE_VERSION}"])
    page.append(["Sheet", "Column", "Required", "Meaning", "Allowed content", "Synonyms"])
    for cell in page[2]:
        cell.font = Font(bold=True)
    for sheet in SHEETS:
        for column in sheet.columns:
            needed = (
                "yes"
                if column.required
                else "one of " + ", ".join(sheet.one_of)
                if column.id in sheet.one_of
                else ""
            )
            page.append(
                [
                    sheet.name,
                    column.header,
                    needed,
                    column.description,
                    _describe_content(column, sheet.bounds),
                    ", ".join(column.synonyms),
                ]
            )
    page.freeze_panes = "A3"
    for letter, width in zip("ABCDEF", (12, 34, 16, 50, 40, 60), strict=True):
        page.column_dimensions[letter].width = width
