"""REDCap: its data dictionary for our template, and an export read with its dictionary.

An export is one wide table: a row is a record, or one instance of a repeating instrument. It is
read as one sheet for each repeating instrument and one for the rest, each cell at its own address
in the export; codes become their labels, and the columns of a checkbox one list of words.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from srns.cohort.dictionary import SHEETS, Column, Sheet
from srns.cohort.terms import fold
from srns.workbook.files.cells import SheetCells, WorkbookCells
from srns.workbook.files.delimited_text import read_delimited
from srns.workbook.files.file_types import Kind, Source, read_file, unreadable
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

_YES = {"1", "yes", "true", "checked"}
_YES_NO = {"1": "yes", "0": "no"}
_TRUE_FALSE = {"1": "true", "0": "false"}
_LONGEST_NAME = 31


# The dictionary for our template


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


def _variable(sheet: Sheet, column: Column) -> str:
    return f"{sheet.name.lower()}_{column.id}"


def _describe(sheet: Sheet, column: Column) -> dict[str, str]:
    number = column.kind == "number" and not sheet.bounds
    validation = {"date": "date_ymd", "day": "integer"}.get(column.kind, "number" if number else "")
    low, high = (column.possible or ("", "")) if number else ("", "")
    choices = ""
    if column.kind == "term" and column.strict:
        choices = " | ".join(f"{code}, {word}" for code, word in enumerate(column.words, 1))
    note = column.description
    if column.quantity or (column.kind == "number" and sheet.bounds):
        note += " A number, or such as <1.0"
    return {
        COLUMNS[0]: _variable(sheet, column),
        COLUMNS[1]: sheet.name.lower(),
        COLUMNS[3]: "dropdown" if choices else "notes" if column.id == "notes" else "text",
        COLUMNS[4]: column.header,
        COLUMNS[5]: choices,
        COLUMNS[6]: note,
        COLUMNS[7]: validation,
        COLUMNS[8]: f"{low:g}" if low != "" else "",
        COLUMNS[9]: f"{high:g}" if high != "" else "",
        COLUMNS[12]: "y" if column.required else "",
    }


def _template_headers() -> dict[str, str]:
    return {
        _variable(sheet, column): column.header
        for sheet in SHEETS
        for column in sheet.columns
        if column.kind != "patient"
    }


# An export with its dictionary


@dataclass(frozen=True)
class RedcapField:
    """One field of a dictionary; `choices` from code to label."""

    variable: str
    form: str
    kind: str
    label: str
    choices: Mapping[str, str]


def open_redcap(export: Source, dictionary: Source, *, name: str = "") -> WorkbookCells | Problem:
    """Open an export of a REDCap project with its data dictionary.

    Parameters
    ----------
    export
        The records as CSV, with raw codes or with labels; its headers are the names of the fields.
    dictionary
        The project's data dictionary as REDCap gives it.
    name
        What the export is called, where it does not say.
    """
    fields = _read_fields(dictionary)
    if isinstance(fields, Problem):
        return fields
    file = read_file(export)
    if isinstance(file, Problem):
        return file
    read = read_delimited(file.content, name or "export.csv")
    if isinstance(read, Problem):
        return read
    _, rows, how = read
    if not rows:
        return unreadable("an export without any record", "a REDCap export as CSV")
    columns = _match(list(map(str, rows[0])), fields)
    record = next(iter(fields))
    if str(rows[0][0]).strip() != record:
        return unreadable(
            f"an export whose first column is '{rows[0][0]}'",
            f"the field '{record}', the first of the data dictionary",
            "Export the records again, as CSV with raw data, all fields.",
        )
    sheets = _part(rows, columns, fields)
    note = Problem(
        "note",
        "",
        "",
        f"a REDCap export ({how})",
        "a workbook",
        "Each repeating instrument is read as a sheet, at the addresses of the export.",
    )
    kind: Kind = "csv"
    return WorkbookCells(tuple(sheets), file.content, kind, (note,))


def _read_fields(dictionary: Source) -> dict[str, RedcapField] | Problem:
    file = read_file(dictionary)
    if isinstance(file, Problem):
        return file
    read = read_delimited(file.content, "dictionary.csv")
    if isinstance(read, Problem):
        return read
    _, rows, _ = read
    heads = {fold(str(one)): place for place, one in enumerate(rows[0])} if rows else {}
    # REDCap writes the long names to a file, and the short ones through its API.
    names = (
        ("Variable / Field Name", "field_name"),
        ("Form Name", "form_name"),
        ("Field Type", "field_type"),
        ("Field Label", "field_label"),
        ("Choices, Calculations, OR Slider Labels", "select_choices_or_calculations"),
    )
    places = [
        next((heads[fold(one)] for one in pair if fold(one) in heads), None) for pair in names
    ]
    if any(place is None for place in places):
        return unreadable(
            "a data dictionary without the columns that REDCap writes",
            f"the columns '{names[0][0]}', '{names[1][0]}', '{names[2][0]}'",
            "Download it in REDCap under Data Dictionary, and give that file unchanged.",
        )
    fields = {}
    for row in rows[1:]:
        variable, form, kind, label, choices = (
            str(row[place]).strip() for place in places if place is not None
        )
        if variable and kind != "descriptive":
            fields[variable] = RedcapField(variable, form, kind, label, _choices(kind, choices))
    if not fields:
        return unreadable("a data dictionary without any field", "at least one field")
    return fields


def _choices(kind: str, text: str) -> dict[str, str]:
    if kind in ("yesno", "truefalse"):
        return _YES_NO if kind == "yesno" else _TRUE_FALSE
    if kind not in ("radio", "dropdown", "checkbox"):
        return {}
    pairs = (one.partition(",") for one in text.split("|") if one.strip())
    return {code.strip(): label.strip() for code, _, label in pairs}


def _match(
    heads: list[str], fields: Mapping[str, RedcapField]
) -> list[tuple[RedcapField | None, str]]:
    """Give the field of each column, and of a checkbox the code that the column stands for."""
    matched = []
    for head in heads:
        variable, _, code = head.strip().partition("___")
        field = fields.get(variable)
        if field and code:
            # REDCap writes the code in small letters, with _ for a minus sign.
            codes = {one.lower().replace("-", "_"): one for one in field.choices}
            code = codes.get(code.lower(), code)
        matched.append((field, code))
    return matched


def _part(
    rows: list[list[object]],
    columns: list[tuple[RedcapField | None, str]],
    fields: Mapping[str, RedcapField],
) -> list[SheetCells]:
    """Give each row to the sheet of its instrument."""
    heads = [str(one).strip() for one in rows[0]]
    forms = list(dict.fromkeys(field.form for field in fields.values()))
    ours = {sheet.name.lower(): sheet.name for sheet in SHEETS}
    spellings = {fold(form): form for form in forms}
    place = heads.index("redcap_repeat_instrument") if "redcap_repeat_instrument" in heads else None
    owner = [
        spellings.get(fold(str(row[place])), "") if place is not None else "" for row in rows[1:]
    ]
    repeating = [form for form in forms if form in owner]
    once = [form for form in forms if form not in repeating]
    headers = _template_headers()
    sheets = []
    for form in ["", *repeating]:
        mine = once if form == "" else [form]
        chosen = [
            place
            for place, (field, _) in enumerate(columns)
            if place == 0 or _belongs(heads[place], field, mine, form)
        ]
        values: list[list[object]] = [[""] * len(heads) for _ in rows]
        for at in chosen:
            field, code = columns[at]
            first = not code or not any(columns[one][0] is field for one in chosen if one < at)
            if not first:
                continue
            values[0][at] = _header(heads[at], field, at == 0, headers)
            for number, row in enumerate(rows[1:], 1):
                if owner[number - 1] == form:
                    values[number][at] = _value(row, at, columns)
        label = form or (once[0] if once else "records")
        sheets.append(
            SheetCells(ours.get(label, label)[:_LONGEST_NAME], values, 0, 0, (), False, {})
        )
    return sheets


def _belongs(head: str, field: RedcapField | None, mine: list[str], form: str) -> bool:
    if field is not None:
        return field.form in mine
    if head.endswith("_complete") and head.removesuffix("_complete"):
        return head.removesuffix("_complete") in mine
    # What REDCap adds of its own stands beside every row.
    return head.startswith("redcap_") or form == ""


def _header(head: str, field: RedcapField | None, first: bool, headers: Mapping[str, str]) -> str:
    if first:
        return "patient"
    if field is None:
        return head
    return headers.get(field.variable) or field.label or head


def _value(row: list[object], at: int, columns: list[tuple[RedcapField | None, str]]) -> object:
    field, code = columns[at]
    value = row[at]
    if field is None or value == "":
        return value if not code else ""
    if code:
        ticked = [
            field.choices.get(one, one)
            for place, (other, one) in enumerate(columns)
            if other is field and one and _shown(row[place]).casefold() in _YES
        ]
        return ", ".join(ticked)
    return field.choices.get(_shown(value), value)


def _shown(value: object) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value).strip()
