"""REDCap export, read with the data dictionary of its project.

An export is one wide table: a row is a record, or one instance of a repeating instrument. It is
read as one sheet for each repeating instrument and one for the rest. Each cell keeps its address in
the export; codes become their labels, and the columns of a checkbox become one list of words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from srns.cohort.dictionary import SHEETS
from srns.cohort.terms import fold
from srns.languages.sentences import sentence
from srns.workbook.files.cells import Row, SheetCells, WorkbookCells
from srns.workbook.files.delimited_text import read_delimited
from srns.workbook.files.file_types import Source, read_file, unreadable
from srns.workbook.files.redcap_dictionary import RedcapField, read_dictionary, template_headers
from srns.workbook.problems import Problem

_TICKED = {"1", "yes", "true", "checked"}
_INSTRUMENT = "redcap_repeat_instrument"
_LONGEST_NAME = 31


@dataclass(frozen=True)
class ExportColumn:
    """One column of an export.

    Attributes
    ----------
    head
        Its header.
    field
        The field whose values it holds; None where the dictionary has no such field.
    code
        Of a checkbox, the choice that the column stands for; else empty.
    """

    head: str
    field: RedcapField | None
    code: str = ""


def open_redcap(export: Source, dictionary: Source, *, name: str = "") -> WorkbookCells | Problem:
    """Open an export of a REDCap project with its data dictionary.

    Parameters
    ----------
    export
        The records as CSV, with raw codes or with labels; the headers are the names of the fields.
    dictionary
        The project's data dictionary as REDCap writes it.
    name
        The name of the export, where `export` has none.
    """
    fields = read_dictionary(dictionary)
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
        return unreadable(
            sentence("an export without any record"), sentence("a REDCap export as CSV")
        )
    record = next(iter(fields))
    if str(rows[0][0]).strip() != record:
        return unreadable(
            sentence("an export whose first column is '{column}'", column=str(rows[0][0])),
            sentence("the field '{record}', the first of the data dictionary", record=record),
            sentence("Export the records again, as CSV with raw data, all fields."),
        )
    columns = [_match_column(str(head).strip(), fields) for head in rows[0]]
    sheets = _split_by_instrument(rows, columns, fields)
    note = Problem(
        "note",
        "",
        "",
        sentence("a REDCap export ({how})", how=how),
        sentence("a workbook"),
        sentence("Each repeating instrument is read as a sheet, at the addresses of the export."),
    )
    return WorkbookCells(tuple(sheets), file.content, "csv", (note,))


def _match_column(head: str, fields: Mapping[str, RedcapField]) -> ExportColumn:
    variable, _, code = head.partition("___")
    field = fields.get(variable)
    if field and code:
        # REDCap writes the code in lower case, with _ for a minus sign.
        codes = {choice.lower().replace("-", "_"): choice for choice in field.choices}
        code = codes.get(code.lower(), code)
    return ExportColumn(head, field, code)


def _split_by_instrument(
    rows: list[Row], columns: Sequence[ExportColumn], fields: Mapping[str, RedcapField]
) -> list[SheetCells]:
    """Return one sheet for each repeating instrument, after one for all other instruments."""
    instruments = list(dict.fromkeys(field.form for field in fields.values()))
    of_rows = _instruments_of_rows(rows, columns, instruments)
    repeating = [form for form in instruments if form in of_rows]
    once = [form for form in instruments if form not in repeating]
    sheets = [_make_sheet(once[0] if once else "records", "", once, rows, columns, of_rows)]
    sheets += [_make_sheet(form, form, [form], rows, columns, of_rows) for form in repeating]
    return sheets


def _instruments_of_rows(
    rows: list[Row], columns: Sequence[ExportColumn], instruments: Sequence[str]
) -> list[str]:
    """Return the repeating instrument of each row under the header; empty where it has none."""
    heads = [column.head for column in columns]
    if _INSTRUMENT not in heads:
        return [""] * (len(rows) - 1)
    place = heads.index(_INSTRUMENT)
    spellings = {fold(form): form for form in instruments}
    return [spellings.get(fold(str(row[place])), "") for row in rows[1:]]


def _make_sheet(
    name: str,
    instrument: str,
    forms: Sequence[str],
    rows: list[Row],
    columns: Sequence[ExportColumn],
    of_rows: Sequence[str],
) -> SheetCells:
    """Return the sheet of one instrument, as large as the export so that addresses stay.

    Parameters
    ----------
    instrument
        Its rows are those of this repeating instrument; empty for rows that repeat nothing.
    forms
        Its columns are those of these instruments.
    of_rows
        The repeating instrument of each row under the header.
    """
    headers = template_headers()
    own = _rows_of(instrument, forms, rows, columns, of_rows)
    values: list[Row] = [[""] * len(columns) for _ in rows]
    for place in _columns_of(columns, forms, is_rest=instrument == ""):
        values[0][place] = _write_header(place, columns[place], headers)
        for number in own:
            values[number][place] = _read_cell(rows[number], place, columns)
    tabs = {sheet.name.lower(): sheet.name for sheet in SHEETS}
    return SheetCells(tabs.get(name, name)[:_LONGEST_NAME], values, 0, 0, (), False, {})


def _rows_of(
    instrument: str,
    forms: Sequence[str],
    rows: list[Row],
    columns: Sequence[ExportColumn],
    of_rows: Sequence[str],
) -> list[int]:
    """Return the rows of one sheet.

    An instrument may repeat in one event and stand once in another, or its whole event may repeat:
    then a row that names no instrument holds its values.
    """

    def holds(number: int, *, of_forms: bool) -> bool:
        return any(
            column.field is not None
            and (column.field.form in forms) == of_forms
            and str(rows[number][place]).strip() not in ("", "0")
            for place, column in enumerate(columns)
            if place
        )

    found: list[int] = []
    for number, of_row in enumerate(of_rows, 1):
        if instrument:
            mine = of_row == instrument or (of_row == "" and holds(number, of_forms=True))
        else:
            others = holds(number, of_forms=False)
            mine = of_row == "" and (holds(number, of_forms=True) or not others)
        if mine:
            found.append(number)
    return found


def _columns_of(
    columns: Sequence[ExportColumn], forms: Sequence[str], *, is_rest: bool
) -> Iterator[int]:
    """Yield the columns of a sheet: the record, those of its forms, of each checkbox the first."""
    seen: list[RedcapField | None] = []
    for place, column in enumerate(columns):
        if place and not _belongs(column, forms, is_rest=is_rest):
            continue
        if not column.code or not any(field is column.field for field in seen):
            yield place
        seen.append(column.field)


def _belongs(column: ExportColumn, forms: Sequence[str], *, is_rest: bool) -> bool:
    if column.field is not None:
        return column.field.form in forms
    form = column.head.removesuffix("_complete")
    if form and form != column.head:
        return form in forms
    # What REDCap adds itself is in every row.
    return column.head.startswith("redcap_") or is_rest


def _write_header(place: int, column: ExportColumn, headers: Mapping[str, str]) -> str:
    if place == 0:
        return "patient"
    if column.field is None:
        return column.head
    return headers.get(column.field.variable) or column.field.label or column.head


def _read_cell(row: Row, place: int, columns: Sequence[ExportColumn]) -> object:
    """Return a value with its code replaced by the label, or all ticked labels of a checkbox."""
    column, value = columns[place], row[place]
    field = column.field
    if field is None or value == "":
        return "" if column.code else value
    if not column.code:
        return field.choices.get(_show(value), value)
    return ", ".join(
        field.choices.get(other.code, other.code)
        for other, ticked in zip(columns, row, strict=True)
        if other.field is field and other.code and _show(ticked).casefold() in _TICKED
    )


def _show(value: object) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value).strip()
