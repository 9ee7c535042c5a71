"""Blank template workbook, made from the data dictionary, in the language in use.

The reader knows every heading, and every word to choose from, that is written here. Names of sheets
and drugs, and units of quantities, are the same in every language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from srns.cohort.dictionary import EXAMPLE_PATIENT, SHEETS, TEMPLATE_VERSION, Column, Sheet
from srns.cohort.dipstick import GRADES, read_grade
from srns.cohort.terms import DRUG_SPELLINGS, fold
from srns.languages.messages import _, mark, translated
from srns.workbook.template.shown_headings import heading_of, show_unit

_HEADER = PatternFill("solid", fgColor="1F4E79")
_REQUIRED = PatternFill("solid", fgColor="7F3F00")
_LAST_ROW = 5000
_LONGEST_LIST = 255


@dataclass(frozen=True)
class TemplateKind:
    """A blank workbook for one kind of cohort.

    Attributes
    ----------
    name, description
        The word that asks for it, and what it is for.
    sheets
        Names of its sheets, in their order.
    left_out
        Columns that its sheets do without, as `Sheet.column`; they are read all the same.
    examples
        By sheet: the example rows, each from column id to value. Other sheets have one row of the
        dictionary's examples.
    """

    name: str
    description: str
    sheets: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    examples: Mapping[str, tuple[Mapping[str, str | float], ...]] = field(default_factory=dict)


_OTHER_URINE = (
    "Labs.protein_24h",
    "Labs.urine_protein",
    "Labs.urine_creatinine",
    "Labs.specimen",
)
_OF_INFUSIONS = ("Patients.age_at_first_infusion_years",)
_FIRST_COURSE = {
    "drug": "tacrolimus",
    "start_date": "2005-06-17",
    "dose": 0.1,
    "dose_unit": "mg/kg",
    "frequency": mark("twice daily"),
}
KINDS: Mapping[str, TemplateKind] = {
    kind.name: kind
    for kind in (
        TemplateKind(
            "infusions",
            "infusions from day 0 on, as in the founding paper",
            ("Patients", "Labs", "Infusions", "Treatments", "Events"),
            _OTHER_URINE,
        ),
        TemplateKind(
            "oral",
            "a drug by mouth: day 0 is its first dose",
            ("Patients", "Labs", "Treatments", "Events"),
            _OF_INFUSIONS,
            {"Treatments": ({**_FIRST_COURSE, "purpose": "concomitant"},)},
        ),
        TemplateKind(
            "diary",
            "dipsticks that families read at home",
            ("Patients", "Diary", "Labs", "Treatments", "Events"),
            (*_OF_INFUSIONS, *_OTHER_URINE),
            {
                "Diary": (
                    {"date": "2005-06-18", "dipstick": "2+"},
                    {"date": "2005-06-19", "dipstick": "trace"},
                    {"date": "2005-06-20", "dipstick": "not done"},
                ),
                "Treatments": ({**_FIRST_COURSE, "purpose": "concomitant"},),
            },
        ),
        TemplateKind(
            "lines",
            "several lines of treatment, one after the other",
            ("Patients", "Labs", "Treatments", "Events"),
            _OF_INFUSIONS,
            {
                "Treatments": (
                    {"drug": "prednisolone", "start_date": "2005-02-01", "purpose": "prior"},
                    {**_FIRST_COURSE, "stop_date": "2006-03-01"},
                    {"drug": "rituximab", "start_date": "2006-03-01", "stop_date": "2006-03-15"},
                    {"drug": "mycophenolate mofetil", "start_date": "2006-09-01"},
                )
            },
        ),
    )
}
"""Blank workbooks by name; the first is the simple one that is written unless asked."""


def write_template(target: str | Path | BinaryIO, kind: str = "infusions") -> None:
    """Write a blank workbook in the language in use: sheets with lists, and their definitions.

    Parameters
    ----------
    kind
        A name in `KINDS`.
    """
    chosen = KINDS[kind]
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.title = "SRNS workbook"
    workbook.properties.version = TEMPLATE_VERSION
    by_name = {sheet.name: sheet for sheet in SHEETS}
    pages = [(by_name[name], workbook.create_sheet(name)) for name in chosen.sheets]
    _write_definitions(workbook.create_sheet("Definitions"))
    lists = workbook.create_sheet("Lists")
    for sheet, page in pages:
        _write_sheet(page, _without(sheet, chosen.left_out), lists, chosen.examples)
    workbook.save(target)


def _vocabulary(column: Column) -> tuple[str, ...]:
    if column.kind == "drug":
        return tuple(dict.fromkeys(DRUG_SPELLINGS.values()))
    words = GRADES if column.kind == "dipstick" else column.words
    return tuple(word_of(column, word) for word in words)


def word_of(column: Column, word: str) -> str:
    """Return a word of a column in the language in use, where the column is read by it.

    >>> from srns.cohort.dictionary import find_column
    >>> from srns.languages.current import language
    >>> with language("de"):
    ...     word_of(find_column("Events", "event"), "relapse")
    'Rezidiv'
    """
    said = translated(word)
    if column.kind == "dipstick":
        grade = read_grade(said)
        return said if grade is not None and GRADES[grade] == word else word
    return said if (column.spellings or {}).get(fold(said)) == word else word


def _without(sheet: Sheet, left_out: tuple[str, ...]) -> Sheet:
    kept = tuple(one for one in sheet.columns if f"{sheet.name}.{one.id}" not in left_out)
    return replace(sheet, columns=kept)


def _write_sheet(
    page: Worksheet,
    sheet: Sheet,
    lists: Worksheet,
    examples: Mapping[str, tuple[Mapping[str, str | float], ...]],
) -> None:
    of_dictionary = {column.id: column.example for column in sheet.columns}
    rows = examples.get(sheet.name, (of_dictionary,))
    page.freeze_panes = "B2"
    for number, column in enumerate(sheet.columns, 1):
        letter = get_column_letter(number)
        heading = heading_of(column)
        head = page.cell(1, number, heading)
        head.font = Font(bold=True, color="FFFFFF")
        head.fill = _REQUIRED if column.required or column.id in sheet.one_of else _HEADER
        head.alignment = Alignment(wrap_text=True, vertical="top")
        page.column_dimensions[letter].width = max(12, min(28, len(heading) + 3))
        if column.kind == "date":
            page.column_dimensions[letter].number_format = "yyyy-mm-dd"
        for row, examples_of_row in enumerate(rows, 2):
            _write_example(page, (row, number), column, examples_of_row.get(column.id, ""))
        words = _vocabulary(column)
        if words:
            _add_drop_down(page, f"{letter}2:{letter}{_LAST_ROW}", column, words, lists)


def _write_example(
    page: Worksheet, place: tuple[int, int], column: Column, example: str | float
) -> None:
    if column.kind == "patient":
        example = EXAMPLE_PATIENT
    if example == "":
        return
    if column.kind == "date":
        shown = date.fromisoformat(str(example))
    else:
        shown = _example(column, example) if isinstance(example, str) else example
    cell = page.cell(*place, shown)
    if column.kind == "date":
        cell.number_format = "yyyy-mm-dd"
    cell.font = Font(italic=True, color="808080")


def _example(column: Column, example: str) -> str:
    known = column.spellings or column.kind == "dipstick"
    return word_of(column, example) if known else translated(example)


def _add_drop_down(
    page: Worksheet, cells: str, column: Column, words: tuple[str, ...], lists: Worksheet
) -> None:
    formula = f'"{",".join(words)}"'
    if len(formula) > _LONGEST_LIST:
        # Excel holds no longer list in the cell itself.
        place = lists.max_column + 1 if lists["A1"].value else 1
        for row, word in enumerate((translated(column.label), *words), 1):
            lists.cell(row, place, word)
        letter = get_column_letter(place)
        formula = f"Lists!${letter}$2:${letter}${len(words) + 1}"
    validation = DataValidation(
        type="list",
        formula1=formula,
        allow_blank=True,
        showErrorMessage=column.kind == "term" and column.strict,
    )
    validation.errorTitle = translated(column.label)
    validation.error = _("Choose a word from the list.")
    page.add_data_validation(validation)
    validation.add(cells)


def _describe_content(column: Column, bounds: bool) -> str:
    if column.quantity:
        return _("a number in {units}").format(units=", ".join(column.quantity.common_units))
    if column.words:
        return ", ".join(_vocabulary(column))
    unit = show_unit(column.unit)
    number = _("a number of {unit}").format(unit=unit) if unit else _("a number")
    return {
        "date": _("a date, such as 2005-06-17"),
        "day": _("whole days"),
        "drug": _("one drug"),
        "patient": _("a number or code"),
        "dipstick": ", ".join(_vocabulary(column)),
        "number": _("{number}, or such as ≥6").format(number=number) if bounds else number,
        "number or words": _("{number}, or words").format(number=number),
    }.get(column.kind, _("text"))


def _write_definitions(page: Worksheet) -> None:
    page.append([f"Template version {TEMPLATE_VERSION}"])
    page.append(
        [_("Sheet"), _("Column"), _("Required"), _("Meaning"), _("Allowed content"), _("Synonyms")]
    )
    for cell in page[2]:
        cell.font = Font(bold=True)
    for sheet in SHEETS:
        for column in sheet.columns:
            page.append(
                [
                    sheet.name,
                    heading_of(column),
                    _needed(sheet, column),
                    translated(column.description),
                    _describe_content(column, sheet.bounds),
                    ", ".join(column.synonyms),
                ]
            )
    page.freeze_panes = "A3"
    for letter, width in zip("ABCDEF", (12, 34, 16, 50, 40, 60), strict=True):
        page.column_dimensions[letter].width = width


def _needed(sheet: Sheet, column: Column) -> str:
    if column.required:
        return _("yes")
    if column.id not in sheet.one_of:
        return ""
    return _("one of {listed}").format(listed=", ".join(map(translated, sheet.one_of)))
