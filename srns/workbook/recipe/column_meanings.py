"""Everything that a person may say a column holds: words, each with its unit and order of dates."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from srns.cohort.dictionary import SHEETS, find_column
from srns.cohort.schema import Column, Sheet
from srns.cohort.terms import EVENTS
from srns.languages.messages import Sentence, mark
from srns.languages.sentences import filled, sentence, term
from srns.workbook.recipe.model import LEAVE_OUT, ColumnRecipe
from srns.workbook.values.dates import ORDERS

_OF_THE_ROW = {
    "patient": sentence("the child"),
    "date": sentence("date of the row"),
    "day": sentence("day of the row"),
    "visit": sentence("visit of the row"),
    "unit": sentence("unit of the result"),
    "note": sentence("note about the child"),
    "ignore": LEAVE_OUT,
}
_IN_FRONT = {
    "Infusions": mark("infusion: {words}"),
    "Treatments": mark("drug course: {words}"),
    "Events": mark("event: {words}"),
    "Diary": mark("diary: {words}"),
}
_DATING = ("patient", "date", "day")
_PURPOSES = ("prior", "concomitant", "maintenance", "rescue")
_OF_ONE = re.compile(r"((?:drug course: .+)|(?:event: date)) of (.+)")
_PART = re.compile(r"(.+), its (day|month|year)")


@dataclass(frozen=True)
class ColumnMeaning:
    """What a column holds, as the fields of `ColumnRecipe` of the same names tell it."""

    means: str
    unit: str = ""
    order: str = ""
    purpose: str = ""
    part: str = ""
    drug: str = ""
    event: str = ""


@cache
def list_column_meanings() -> Mapping[str, ColumnMeaning]:
    """Return every meaning by its words: the child, the day and the results first.

    >>> meanings = list_column_meanings()
    >>> meanings["Up/c in mg/mmol"] == ColumnMeaning("Labs.upcr", unit="mg/mmol")
    True
    >>> list(meanings)[:3]
    ['the child', 'date of the row', 'day of the row']
    """
    found: dict[str, ColumnMeaning] = {
        words: ColumnMeaning(means) for means, words in _OF_THE_ROW.items()
    }
    found.pop(LEAVE_OUT)
    note = found.pop(_OF_THE_ROW["note"])
    for sheet in sorted(SHEETS, key=lambda sheet: sheet.name != "Labs"):
        for column in sheet.columns:
            if not _dates_the_row(sheet, column):
                found.update(_meanings_of(sheet, column))
    found[_OF_THE_ROW["note"]] = note
    found[LEAVE_OUT] = ColumnMeaning("ignore")
    return MappingProxyType(found)


def _dates_the_row(sheet: Sheet, column: Column) -> bool:
    """Return whether a column says what `the child` or `date of the row` says already."""
    dated = sheet.name in ("Labs", "Diary") and column.id in _DATING
    return dated or column.id == "patient"


def _meanings_of(sheet: Sheet, column: Column) -> dict[str, ColumnMeaning]:
    means = f"{sheet.name}.{column.id}"
    words = _name(sheet.name, column)
    if column.quantity and column.kind == "quantity":
        units = column.quantity.common_units
        return {_in_unit(column, unit): ColumnMeaning(means, unit) for unit in units}
    found: dict[str, ColumnMeaning] = {words: ColumnMeaning(means)}
    if means == "Events.date":
        found |= {_of(words, term(each)): ColumnMeaning(means, event=each) for each in EVENTS}
    if column.kind == "drug":
        for purpose in _PURPOSES:
            found[_with(words, purpose)] = ColumnMeaning(means, purpose=purpose)
    return found


def _name(sheet: str, column: Column) -> Sentence:
    words = term(column.label)
    return filled(_IN_FRONT[sheet], {"words": words}) if sheet in _IN_FRONT else words


def _in_unit(column: Column, unit: str) -> Sentence:
    return sentence("{what} in {unit}", what=term(column.label), unit=unit)


def _of(words: str, what: str) -> Sentence:
    return sentence("{words} of {what}", words=words, what=what)


def _with(words: str, what: str) -> Sentence:
    return sentence("{words}, {what}", words=words, what=term(what))


def find_meaning_column(means: str) -> Column | None:
    """Return the column of the dictionary that a meaning stands for, or None.

    >>> find_meaning_column("Labs.upcr").label, find_meaning_column("date").label
    ('Up/c', 'date')
    """
    sheet, _, identity = means.rpartition(".")
    if not sheet and means not in _DATING:
        return None
    return find_column(sheet or "Labs", identity)


def name_meaning(column: ColumnRecipe, unit: str = "", order: str = "") -> Sentence:
    """Return in words what a column holds; empty where its unit or its order of dates is open.

    Parameters
    ----------
    unit, order
        What a person answered about it; else those of the recipe.

    Examples
    --------
    >>> name_meaning(ColumnRecipe("Alb", "Labs.albumin", unit="g/L"))
    'albumin in g/L'
    >>> name_meaning(ColumnRecipe("Alb", "Labs.albumin"))
    ''
    """
    unit, order = column.unit or unit, column.order or order
    if column.means in _OF_THE_ROW:
        words = _OF_THE_ROW[column.means]
    elif (kind := find_meaning_column(column.means)) is None:
        return term(column.means)  # a role in a laboratory list, such as "result"
    elif kind.kind == "quantity":
        return _in_unit(kind, unit) if unit else term("")
    else:
        words = _name(column.means.partition(".")[0], kind)
    if column.drug:
        words = _of(words, column.drug)
    if column.event:
        words = _of(words, term(column.event))
    if column.purpose:
        words = _with(words, column.purpose)
    if column.part:
        return sentence("{words}, its {part}", words=words, part=term(column.part))
    return _with(words, order) if order else words


def say_meaning(words: str) -> str:
    """Return the words of a meaning as a sentence, which is shown in the language in use.

    >>> from srns.languages.current import language
    >>> with language("de"):
    ...     print(say_meaning("albumin in g/L").shown)
    Albumin in g/L
    """
    meaning = read_meaning(words)
    if meaning is None:
        return words
    said = name_meaning(ColumnRecipe("", **vars(meaning)))
    return said if said == words else words


def read_meaning(words: str) -> ColumnMeaning | None:
    """Return the meaning that `name_meaning` put into words; None where it means nothing.

    >>> read_meaning("date of the row, month first").order
    'month first'
    >>> read_meaning("creatinine in mmol/L").unit
    'mmol/L'
    """
    known: Mapping[str, ColumnMeaning] = list_column_meanings()
    if words in known:
        return known[words]
    stem, _, last = words.rpartition(", ")
    if last in ORDERS and (dates := read_meaning(stem)):
        return replace(dates, order=last)
    if (match := _OF_ONE.fullmatch(words)) and match[1] in known:
        return replace(known[match[1]], drug=match[2])
    if (match := _PART.fullmatch(words)) and match[1] in known:
        return ColumnMeaning(known[match[1]].means, part=match[2])
    label, _, unit = words.partition(" in ")
    for column in (one for sheet in SHEETS for one in sheet.columns if one.quantity):
        if column.label == label and (found := column.find_unit(unit)):
            return ColumnMeaning(f"Labs.{column.id}", found)
    return None


def holds_dates_of(means: str) -> bool:
    """Return whether a meaning is that of a column of dates, which have an order.

    >>> holds_dates_of("date"), holds_dates_of("Labs.upcr")
    (True, False)
    """
    column = find_meaning_column(means)
    return column is not None and column.kind == "date"
