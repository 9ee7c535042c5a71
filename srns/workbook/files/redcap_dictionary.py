"""REDCap data dictionaries: write one for our template, and read that of any project."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from srns.cohort.dictionary import SHEETS, Column, Sheet
from srns.cohort.terms import fold
from srns.languages.sentences import sentence
from srns.workbook.files.delimited_text import read_delimited
from srns.workbook.files.file_types import Source, read_file, unreadable
from srns.workbook.problems import Problem

COLUMNS: tuple[str, ...] = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
)
RECORD = "record_id"
REPEATING = tuple(sheet.name for sheet in SHEETS if sheet.name != "Patients")

_YES_NO = {"1": "yes", "0": "no"}
_TRUE_FALSE = {"1": "true", "0": "false"}
_VALIDATIONS = {"date": "date_ymd", "day": "integer"}
# REDCap writes the long names to a file, and the short ones through its API.
_NEEDED = (
    ("Variable / Field Name", "field_name"),
    ("Form Name", "form_name"),
    ("Field Type", "field_type"),
    ("Field Label", "field_label"),
    ("Choices, Calculations, OR Slider Labels", "select_choices_or_calculations"),
)


# The dictionary of our template


def write_dictionary(target: str | Path | TextIO) -> None:
    """Write the data dictionary of a REDCap project in the template's shape.

    In REDCap, upload it under *Data Dictionary*, and make the forms in `REPEATING` repeating
    instruments under *Project Setup*; a dictionary cannot say that itself.
    """
    if isinstance(target, str | Path):
        with Path(target).open("w", encoding="utf-8-sig", newline="") as stream:
            write_dictionary(stream)
        return
    writer = csv.DictWriter(target, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    first = {COLUMNS[0]: RECORD, COLUMNS[1]: "patients", COLUMNS[3]: "text"}
    note = "A study number; never a name or a hospital's number"
    writer.writerow({**first, COLUMNS[4]: "patient", COLUMNS[6]: note, COLUMNS[12]: "y"})
    for sheet in SHEETS:
        for column in sheet.columns:
            if column.kind != "patient":
                writer.writerow(_describe(sheet, column))


def template_headers() -> dict[str, str]:
    """Return the template's header of each field of our dictionary, by variable name."""
    return {
        _variable(sheet, column): column.header
        for sheet in SHEETS
        for column in sheet.columns
        if column.kind != "patient"
    }


def _variable(sheet: Sheet, column: Column) -> str:
    return f"{sheet.name.lower()}_{column.id}"


def _describe(sheet: Sheet, column: Column) -> dict[str, str]:
    """Return the row of the dictionary that describes one column of the template."""
    is_number = column.kind == "number" and not sheet.bounds
    limits = column.possible if is_number else None
    low, high = (f"{limit:g}" for limit in limits) if limits else ("", "")
    choices = _list_choices(column)
    return {
        COLUMNS[0]: _variable(sheet, column),
        COLUMNS[1]: sheet.name.lower(),
        COLUMNS[3]: "dropdown" if choices else "notes" if column.id == "notes" else "text",
        COLUMNS[4]: column.header,
        COLUMNS[5]: choices,
        COLUMNS[6]: _write_note(sheet, column),
        COLUMNS[7]: "number" if is_number else _VALIDATIONS.get(column.kind, ""),
        COLUMNS[8]: low,
        COLUMNS[9]: high,
        COLUMNS[12]: "y" if column.required else "",
    }


def _list_choices(column: Column) -> str:
    if column.kind != "term" or not column.strict:
        return ""
    return " | ".join(f"{code}, {word}" for code, word in enumerate(column.words, 1))


def _write_note(sheet: Sheet, column: Column) -> str:
    takes_bound = column.quantity or (column.kind == "number" and sheet.bounds)
    return f"{column.description} A number, or such as <1.0" if takes_bound else column.description


# The dictionary of a project


@dataclass(frozen=True)
class RedcapField:
    """One field of a data dictionary.

    Attributes
    ----------
    variable
        Its name, and its header in an export.
    form
        The instrument that it belongs to.
    kind
        REDCap's field type, such as ``text``, ``radio`` or ``checkbox``.
    label
        As people see it on the form.
    choices
        From code to label; empty where any value may be typed.
    """

    variable: str
    form: str
    kind: str
    label: str
    choices: Mapping[str, str]


def read_dictionary(source: Source) -> dict[str, RedcapField] | Problem:
    """Read the fields of a project's data dictionary, by variable name in their order.

    Fields that only show text on a form (`descriptive`) are left out.
    """
    file = read_file(source)
    if isinstance(file, Problem):
        return file
    read = read_delimited(file.content, "dictionary.csv")
    if isinstance(read, Problem):
        return read
    _, rows, _ = read
    places = _find_columns(rows[0]) if rows else None
    if places is None:
        return unreadable(
            sentence("a data dictionary without the columns that REDCap writes"),
            sentence(
                "the columns '{first}', '{second}', '{third}'",
                first=_NEEDED[0][0],
                second=_NEEDED[1][0],
                third=_NEEDED[2][0],
            ),
            sentence("Download it in REDCap under Data Dictionary, and give that file unchanged."),
        )
    fields = {}
    for row in rows[1:]:
        variable, form, kind, label, choices = (str(row[place]).strip() for place in places)
        if variable and kind != "descriptive":
            fields[variable] = RedcapField(
                variable, form, kind, label, _read_choices(kind, choices)
            )
    return fields or unreadable(
        sentence("a data dictionary without any field"), sentence("at least one field")
    )


def _find_columns(header: list[object]) -> list[int] | None:
    """Return where the needed columns are, in the order of `_NEEDED`; None if any is missing."""
    heads = {fold(str(head)): place for place, head in enumerate(header)}
    places = []
    for names in _NEEDED:
        found = [heads[fold(name)] for name in names if fold(name) in heads]
        if not found:
            return None
        places.append(found[0])
    return places


def _read_choices(kind: str, text: str) -> dict[str, str]:
    if kind in ("yesno", "truefalse"):
        return _YES_NO if kind == "yesno" else _TRUE_FALSE
    if kind not in ("radio", "dropdown", "checkbox"):
        return {}
    pairs = (choice.partition(",") for choice in text.split("|") if choice.strip())
    return {code.strip(): label.strip() for code, _, label in pairs}
