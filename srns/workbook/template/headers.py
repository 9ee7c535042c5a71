"""Header row of a sheet, matched with the columns of the data dictionary."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from srns.cohort.dictionary import PATIENTS, Column, Sheet, may_mean
from srns.cohort.quantities import HEIGHT, WEIGHT
from srns.cohort.terms import RESISTANCE, fold
from srns.languages.messages import Sentence
from srns.languages.sentences import list_or, sentence, term
from srns.workbook.files.cells import SheetCells, is_blank
from srns.workbook.findings import MatchedColumn
from srns.workbook.headings.deciding import WITHOUT_END, find_event, may_be_result
from srns.workbook.headings.heading import parse_heading
from srns.workbook.problems import OTHER_SHAPE, Problem, address
from srns.workbook.template.shown_headings import quoted_heading, shown_label
from srns.workbook.values.drug_columns import find_drug_told, list_courses
from srns.workbook.values.drug_text import count_drug_cells
from srns.workbook.values.text import clean
from srns.workbook.values.yes_no import read_yes_no

_LOOK = 200
_UNKNOWN = sentence("a column that is not in the data dictionary")
_SHARED = ("patient", "date", "day", "dipstick")
"""Columns that several sheets have."""
_NOTES = {"Patients": "notes", "Events": "detail"}
"""The column of notes of a sheet; of any other it is `note`."""
_WITH_UNIT = re.compile(r"^(.*?)\s*[(\[]([^()\[\]]*)[)\]]\s*$", re.DOTALL)


@dataclass(frozen=True)
class Headers:
    """The header row of a sheet, matched with the dictionary.

    Attributes
    ----------
    row
        Offset of the header row in the filled area.
    matched
        The columns that are known and usable.
    ignored, failed
        By offset of each other column, the reason.
    problems
        What is wrong with the headers.
    """

    row: int
    matched: tuple[MatchedColumn, ...]
    ignored: Mapping[int, str]
    failed: Mapping[int, str]
    problems: tuple[Problem, ...]

    def all_of(self, identity: str) -> tuple[MatchedColumn, ...]:
        """Return the columns with this identity, usually one."""
        return tuple(one for one in self.matched if one.column.id == identity)

    def get(self, identity: str) -> MatchedColumn | None:
        """Return the column with this identity, or None."""
        return next((one for one in self.matched if one.column.id == identity), None)


def _find(sheet: Sheet, text: str) -> tuple[Column | None, str | None]:
    """Return column and unit as written; the unit is None where there are no brackets."""
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
    """List the valid headers, as in 'albumin (g/dL)' or 'albumin (g/L)'."""
    if column.quantity:
        return list_or(quoted_heading(column, unit) for unit in column.quantity.common_units)
    return quoted_heading(column)


def match_headers(cells: SheetCells, sheet: Sheet) -> Headers:
    """Match the first non-empty row of a sheet with the dictionary."""
    row = next(i for i, values in enumerate(cells.rows) if not all(map(is_blank, values)))
    matched: list[MatchedColumn] = []
    failed: dict[int, str] = {}
    problems: list[Problem] = []
    unknown: list[_UnknownHeader] = []
    for offset, value in enumerate(cells.rows[row]):
        cell = address(cells.first_row + row, cells.first_column + offset)
        if is_blank(value):
            if values := _values(cells, row, offset):
                unknown.append(_UnknownHeader(offset, cell, "", values))
            continue
        text = _text_of(value)
        column, written = _find_anyhow(sheet, text)
        if column is None:
            unknown.append(_UnknownHeader(offset, cell, text, _values(cells, row, offset)))
            continue
        problem, unit = _check_unit(cells.name, cell, text, column, written)
        one = MatchedColumn(column, unit, offset, text, cell)
        problem = problem or _find_repeated(cells.name, one, matched)
        if problem:
            problems.append(problem)
            failed[offset] = sentence("its header {cell} has a problem", cell=cell)
        else:
            matched.append(one)
    missing = _find_missing(sheet, matched, failed, cells, row)
    ignored = {one.offset: _UNKNOWN if one.text else sentence("no header") for one in unknown}
    problems += _report_all(cells, sheet, unknown, matched)
    return Headers(row, tuple(matched), ignored, failed, (*problems, *missing))


def _report_all(
    cells: SheetCells,
    sheet: Sheet,
    unknown: Sequence["_UnknownHeader"],
    matched: Sequence[MatchedColumn],
) -> list[Problem]:
    """Return what is to be said of each header that is not known."""
    used = {one.column.id for one in matched}
    unused = [one.label for one in sheet.columns if one.id not in used]
    return [
        _refuse_stray(cells, header, matched)
        or _refuse_deciding(cells.name, sheet, header, used)
        or (_refuse_event(cells.name, header) if sheet.name != "Events" else None)
        or _report_unknown(cells.name, sheet, header, unused)
        for header in unknown
    ]


def _text_of(value: object) -> str:
    return str(value).strip() if isinstance(value, str | float | int) else ""


def _find_anyhow(sheet: Sheet, text: str) -> tuple[Column | None, str | None]:
    """Return the column that a header is a known spelling of, else that its words say."""
    column, written = _find(sheet, text)
    return (column, written) if column is not None else _find_by_words(sheet, text)


def _find_by_words(sheet: Sheet, text: str) -> tuple[Column | None, str | None]:
    """Return the column that all words of a header say, and the unit that they state."""
    parsed = parse_heading(text)
    name, _, identity = (parsed.column or "").rpartition(".")
    shared = identity in _SHARED
    if identity == "notes":
        shared, identity = True, _NOTES.get(sheet.name, "note")
    if not identity or parsed.sides or (name != sheet.name and not shared):
        return None, None
    column = next((one for one in sheet.columns if one.id == identity), None)
    return column, parsed.unit or None


def _values(cells: SheetCells, row: int, offset: int) -> tuple[tuple[int, object], ...]:
    """Return the filled cells under a header, each with its row."""
    below = enumerate(cells.rows[row + 1 :], cells.first_row + row + 1)
    return tuple((at, values[offset]) for at, values in below if not is_blank(values[offset]))


@dataclass(frozen=True)
class _UnknownHeader:
    """A header that the dictionary does not know; `text` is empty for a column without one.

    `values` are the filled cells under it, each with its row in the sheet, from 0.
    """

    offset: int
    cell: str
    text: str
    values: tuple[tuple[int, object], ...] = ()


def _find_repeated(
    sheet: str, one: MatchedColumn, matched: Sequence[MatchedColumn]
) -> Problem | None:
    """Return the error of a column that is there already; two units of one result may be."""
    same = [other for other in matched if other.column is one.column]
    other_unit = one.column.quantity and all(other.unit != one.unit for other in same)
    if not same or other_unit:
        return None
    return Problem(
        "error",
        sheet,
        one.header_cell,
        sentence(
            "the column '{header}' again (first in {header_cell})",
            header=one.header,
            header_cell=same[0].header_cell,
        ),
        sentence("one column '{header}'", header=same[0].header),
        sentence("Delete one of the two, or give it another name."),
    )


def _refuse_stray(
    cells: SheetCells, header: _UnknownHeader, matched: Sequence[MatchedColumn]
) -> Problem | None:
    """Return the error of values behind the last header, whose row is likely shifted."""
    last = max((one.offset for one in matched), default=0)
    typed = bool(header.values) and isinstance(header.values[0][1], str | int | float)
    if not typed or header.text or header.offset <= last:
        return None
    row, value = header.values[0]
    return Problem(
        "error",
        cells.name,
        address(row, cells.first_column + header.offset),
        sentence("'{value}' in a column without a header", value=clean(value)),
        sentence("nothing behind the last header"),
        sentence(
            "The values of this row seem to be shifted: correct the row, or "
            "give the column a header."
        ),
    )


def _refuse_deciding(
    sheet_name: str, sheet: Sheet, header: _UnknownHeader, used: set[str]
) -> Problem | None:
    """Return the error of a header that may be what decides a verdict; None for any other."""
    parsed = parse_heading(header.text)
    dates = {"date", "day"} & used or "date" not in {one.id for one in sheet.columns}
    when = parsed.may_decide and not may_be_result(parsed) and "date" in parsed.quantity
    if not header.values or not (may_be_result(parsed) or (when and not dates)):
        return None
    found = sentence("the column '{header}'", header=header.text)
    if parsed.quantity:
        found = sentence(
            "{column}, which seems to be {what}", column=found, what=term(parsed.quantity)
        )
    return Problem(
        "error",
        sheet_name,
        header.cell,
        found,
        sentence("a column of the sheet {sheet} whose words are all understood", sheet=sheet.name),
        sentence(
            "Rename it to the column that it is, or leave it out by a recipe, "
            "which 'srns recipe' proposes: what may decide a verdict is never "
            "left out unasked."
        ),
    )


def _refuse_event(sheet_name: str, header: _UnknownHeader) -> Problem | None:
    """Return the error of a column that tells of events; None for any other."""
    event = find_event(parse_heading(header.text))
    told = (value for _, value in header.values if read_yes_no(value) is not False)
    days_only = event in WITHOUT_END
    if event in ("", RESISTANCE):
        return None
    if not any(not days_only or read_yes_no(value) is None for value in told):
        return None
    return Problem(
        "error",
        sheet_name,
        header.cell,
        sentence(
            "the column '{header}', which seems to tell of {event}",
            header=header.text,
            event=term(event),
        ),
        sentence("events in the sheet Events, one a row"),
        sentence(
            "List them there, or read the workbook by a recipe, which 'srns "
            "recipe' proposes: an event decides until when a child is judged, "
            "and is never left out unasked."
        ),
    )


def _hold_drugs(header: "_UnknownHeader") -> bool:
    """Return whether at least half of the cells under a header name drugs and nothing else."""
    named = count_drug_cells(value for _, value in header.values[:_LOOK])
    return named > 0 and 2 * named >= len(header.values[:_LOOK])


def _report_unknown(
    sheet_name: str, sheet: Sheet, header: _UnknownHeader, unused: Sequence[str]
) -> Problem:
    """Return a query about an ambiguous header, or a note on an unknown one."""
    if choices := may_mean(header.text) if sheet.name == PATIENTS.name else ():
        return Problem(
            "query",
            sheet_name,
            header.cell,
            sentence("the column '{header}', which is ambiguous", header=header.text),
            list_or(map(quoted_heading, choices)),
            sentence("Rename it to the one that it is; for now it is ignored."),
        )
    if _hold_drugs(header):
        return Problem(
            "query",
            sheet_name,
            header.cell,
            sentence("the column '{header}', whose cells name drugs", header=header.text),
            sentence("a column of the sheet {sheet}", sheet=sheet.name),
            sentence(
                "List them in the sheet Treatments, a course a row, or read the "
                "workbook by a recipe, which 'srns recipe' proposes; for now it is "
                "ignored."
            ),
        )
    if drug := find_drug_told(header.text, (value for _, value in header.values)):
        return Problem(
            "query",
            sheet_name,
            header.cell,
            sentence("the column '{header}'", header=header.text),
            sentence("a column of the sheet {sheet}", sheet=sheet.name),
            list_courses(drug),
        )
    bare = _WITH_UNIT.sub(r"\1", header.text).lower()
    close = difflib.get_close_matches(bare, unused, 1, 0.8) if header.text else []
    remedy = (
        sentence("If it is '{close}', rename it; for now it is ignored.", close=close[0])
        if close
        else sentence("No action needed: it is ignored.")
    )
    return Problem(
        "note",
        sheet_name,
        header.cell,
        sentence("the column '{header}'", header=header.text)
        if header.text
        else sentence("a column with no header"),
        sentence("a column of the sheet {sheet}", sheet=sheet.name),
        remedy,
    )


def _check_unit(
    sheet: str, place: str, text: str, column: Column, written: str | None
) -> tuple[Problem | None, str]:
    quantity = column.quantity
    if written is None:
        if quantity and len(quantity.units) > 1 and quantity not in (HEIGHT, WEIGHT):
            return Problem(
                "error",
                sheet,
                place,
                sentence("'{text}' without a unit", text=text),
                show_headers(column),
                sentence(
                    "Write the unit of the whole column into the header {place}, in brackets.",
                    place=place,
                ),
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
        sentence("'{text}' with an unknown unit", text=text),
        show_headers(column),
        sentence(
            "Write the unit of the whole column into the header {place}, in brackets.", place=place
        ),
    ), ""


def _find_missing(
    sheet: Sheet,
    matched: Sequence[MatchedColumn],
    failed: Mapping[int, str],
    cells: SheetCells,
    row: int,
) -> list[Problem]:
    """Return an error for each required column that no header matches."""
    headers = cells.rows[row]
    first = address(cells.first_row + row, cells.first_column)
    last = address(cells.first_row + row, cells.first_column + len(headers) - 1)
    shown = [str(value).strip() for value in headers if not is_blank(value)]
    present = {one.column.id for one in matched}
    return [
        Problem(
            "error",
            cells.name,
            first if first == last else f"{first}:{last}",
            sentence("the columns {shown}", shown=", ".join(shown)),
            needed.expected,
            _how_to_add(needed.label, failed, cells, row),
        )
        for needed in _needed_columns(sheet)
        if not present & needed.ids
    ]


@dataclass(frozen=True)
class _Needed:
    """Columns of which a sheet needs at least one; `label` is the one to suggest."""

    expected: str
    ids: frozenset[str]
    label: str


def _needed_columns(sheet: Sheet) -> list[_Needed]:
    needed = [
        _Needed(_say_column([one]), frozenset({one.id}), one.label)
        for one in sheet.columns
        if one.required
    ]
    if sheet.one_of:
        said = _say_column([one for one in sheet.columns if one.id in sheet.one_of])
        needed.append(_Needed(said, frozenset(sheet.one_of), sheet.one_of[0]))
    return needed


def _say_column(columns: Sequence[Column]) -> Sentence:
    listed = list_or(quoted_heading(one, "") for one in columns)
    return sentence("a column {headings}", headings=listed)


def _how_to_add(label: str, failed: Mapping[int, str], cells: SheetCells, row: int) -> str:
    """Return the remedy for a missing column: rename a similar header where there is one."""
    headers = cells.rows[row]
    names = [
        value
        for offset, value in enumerate(headers)
        if isinstance(value, str) and offset not in failed
    ]
    close = difflib.get_close_matches(label, names, 1, 0.75)
    if not close:
        return sentence(
            "Add it, or rename the column that holds it to '{label}'. {other_shape}",
            label=shown_label(label),
            other_shape=OTHER_SHAPE,
        )
    cell = address(cells.first_row + row, cells.first_column + headers.index(close[0]))
    return sentence(
        "Rename '{text}' in {cell} to '{label}'.",
        text=close[0],
        cell=cell,
        label=shown_label(label),
    )
