"""The result of each row: which of its columns counts, with its sign and its unit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from srns.cohort.dipstick import GRADES, ones_in_brackets
from srns.cohort.quantities import read_bound
from srns.languages.sentences import sentence
from srns.workbook.results.coded_column import Coded
from srns.workbook.results.dialect import Dialect, ResultColumns
from srns.workbook.results.result_texts import Kind, ResultText, read_result_text
from srns.workbook.results.result_units import is_no_unit, read_unit
from srns.workbook.results.source import Source

_LESS, _MORE = ("<", "<="), (">", ">=")
_OTHER_UNIT = sentence("a unit beside the number that is not the one of its column")
_OPPOSITE_SIGNS = sentence("opposite signs in two columns")
_UNKNOWN_SIGN = sentence("a sign that is not known")
_TWO_NUMBERS = sentence("two numbers of one result")
_NO_COMMENT = frozenset(("", "ni", "un", "ot", "none", "null", "n", "na"))


@dataclass
class RowValues:
    """The results of some rows.

    Attributes
    ----------
    kinds, numbers, bounds, strips, texts
        Of each row; see `ResultText`.
    units
        The unit as typed.
    commas
        See `ResultText`.
    conflicts
        What two columns of one row contradict each other in; empty where they do not.
    headings
        The column from which each was taken.
    """

    kinds: np.ndarray
    numbers: np.ndarray
    bounds: np.ndarray
    strips: np.ndarray
    texts: np.ndarray
    units: Coded
    commas: np.ndarray
    conflicts: np.ndarray
    headings: np.ndarray


@dataclass(frozen=True)
class _Read:
    """One of a row's results, taken apart."""

    filled: np.ndarray
    column: Coded
    parsed: list[ResultText]
    unit: Coded
    sign: np.ndarray | None
    heading: str

    def numbers(self) -> np.ndarray:
        return np.array([one.number for one in self.parsed] or [np.nan])[self.column.codes]

    def each(self, name: str) -> np.ndarray:
        return self.column.lookup([getattr(one, name) for one in self.parsed])


def unit_column(source: Source, columns: ResultColumns, dialect: Dialect) -> Coded:
    """Return the units of a result as typed; codes of the dialect as the units they mean."""
    typed = source.column(source.first(columns.unit))

    def show(value: object) -> str:
        text = f"{value:.0f}" if isinstance(value, float) else str(value).strip()
        text = dialect.units.get(text.removesuffix(".0"), text)
        return "" if is_no_unit(text) else text

    return Coded(typed.codes, [show(value) for value in typed.distinct])


def _signs(column: Coded, dialect: Dialect) -> np.ndarray:
    def sign(value: object) -> str:
        text = (f"{value:.0f}" if isinstance(value, float) else str(value)).strip()
        if text in dialect.signs:
            return dialect.signs[text]
        bound, rest = read_bound(text)
        return "=" if text == "=" else bound if not rest else "?"

    return column.map(sign)


def _read(
    source: Source, columns: ResultColumns, dialect: Dialect, rows: np.ndarray
) -> _Read | None:
    heading = source.first(columns.result)
    if not heading and not source.first(columns.unit):
        return None  # a unit alone is kept: it can only be that of the other result
    column = source.column(heading).take(rows)
    parsed = [
        ResultText("blank")
        if str(value).strip() in dialect.not_numbers
        else read_result_text(value)
        for value in column.distinct
    ]
    ones = ones_in_brackets(column.distinct)
    if ones:
        parsed = [replace(one, strip=GRADES[2]) if one.text in ones else one for one in parsed]
    filled = column.lookup([one.kind != "blank" for one in parsed]).astype(bool)
    unit = unit_column(source, columns, dialect).take(rows)
    sign = source.first(columns.sign)
    signs = _signs(source.column(sign).take(rows), dialect) if sign else None
    return _Read(filled, column, parsed, unit, signs, heading)


def _against(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    less, more = np.isin(one, _LESS), np.isin(one, _MORE)
    return (less & np.isin(two, _MORE)) | (more & np.isin(two, _LESS))


def _joined(reads: Sequence[_Read], chosen: np.ndarray) -> Coded:
    """Return the unit of the chosen result; that of another where the numbers are the same.

    Where no result is there, only a comment that says why, it is the first unit that stands there.
    """
    names: dict[str, int] = {"": 0}
    units = np.zeros(len(chosen), dtype=np.int32)
    tables = [
        np.array([names.setdefault(str(value), len(names)) for value in read.unit.distinct] or [0])[
            read.unit.codes
        ]
        for read in reads
    ]
    inside = [
        np.array([names.setdefault(one.unit, len(names)) for one in read.parsed] or [0])[
            read.column.codes
        ]
        for read in reads
    ]
    numbers = [read.numbers() for read in reads]
    for spot in range(len(reads)):
        mine = chosen == spot
        own = np.where(tables[spot] > 0, tables[spot], inside[spot])
        for other in range(len(reads)):
            same = np.isclose(numbers[other], numbers[spot], rtol=1e-5, atol=0)
            same |= ~reads[other].filled  # its unit can only be of this result
            own = np.where((own == 0) & same, tables[other], own)
        units[mine] = own[mine]
    for table in reversed(tables):
        units = np.where((chosen < 0) & (table > 0), table, units)
    return Coded(units, list(names))


def _conflicts(
    reads: Sequence[_Read], chosen: np.ndarray, numbers: np.ndarray, bounds: np.ndarray
) -> np.ndarray:
    """Return in words where two columns of one row contradict each other."""
    found = np.full(len(chosen), "", dtype=object)
    canonical = [read.unit.map(lambda unit: read_unit(str(unit))) for read in reads]
    for spot, read in enumerate(reads):
        inner = read.each("unit")
        stated = canonical[spot]
        differ = (inner != "") & (stated != "") & (inner != stated) & (chosen == spot)
        found[differ] = _OTHER_UNIT
        if read.sign is not None:
            found[_against(bounds, read.sign)] = _OPPOSITE_SIGNS
            found[(read.sign == "?") & read.filled] = _UNKNOWN_SIGN
        theirs = read.numbers()
        for other in range(len(reads)):
            if other == spot:
                continue
            both = (chosen == other) & ~np.isnan(numbers) & ~np.isnan(theirs)
            same_unit = (canonical[other] == canonical[spot]) | (canonical[spot] == "")
            odd = both & same_unit & ~np.isclose(numbers, theirs, rtol=1e-5, atol=1e-12)
            found[odd] = _TWO_NUMBERS
    return found


def read_row_values(source: Source, dialect: Dialect, rows: np.ndarray) -> RowValues:
    """Read the results of some rows: the text before the number, the sign with the number."""
    reads = [
        read
        for columns in dialect.readings
        if (read := _read(source, columns, dialect, rows)) is not None
    ]
    count = len(rows)
    chosen = np.full(count, -1)
    for spot in reversed(range(len(reads))):
        chosen[reads[spot].filled] = spot
    values = RowValues(
        np.full(count, "blank", dtype=object),
        np.full(count, np.nan),
        np.full(count, "", dtype=object),
        np.full(count, "", dtype=object),
        np.full(count, "", dtype=object),
        _joined(reads, chosen),
        np.full(count, "", dtype=object),
        np.full(count, "", dtype=object),
        np.full(count, next((one.heading for one in reads if one.heading), ""), dtype=object),
    )
    for spot, read in enumerate(reads):
        mine = chosen == spot
        if not mine.any():
            continue
        values.kinds[mine] = read.each("kind")[mine]
        values.numbers[mine] = read.numbers()[mine]
        values.bounds[mine] = read.each("bound")[mine]
        values.strips[mine] = read.each("strip")[mine]
        values.texts[mine] = read.each("text")[mine]
        values.commas[mine] = read.each("comma")[mine]
        values.headings[mine] = read.heading
    is_number = values.kinds == "number"
    for read in reads:
        if read.sign is not None:
            signed = is_number & (values.bounds == "") & np.isin(read.sign, (*_LESS, *_MORE))
            values.bounds[signed] = read.sign[signed]
            values.texts[signed] = read.sign[signed] + values.texts[signed]
    values.conflicts[is_number] = _conflicts(reads, chosen, values.numbers, values.bounds)[
        is_number
    ]
    _take_comments(source, dialect, rows, values)
    return values


def _take_comments(source: Source, dialect: Dialect, rows: np.ndarray, values: RowValues) -> None:
    """Take the comment where there is no result: a strip's reading, or why nothing is known."""
    heading = source.first(dialect.roles["comment"])
    blank = values.kinds == "blank"
    if not heading or not blank.any():
        return
    column = source.column(heading).take(rows[blank])

    def parse(value: object) -> ResultText:
        text = str(value).strip()
        if text.casefold() in _NO_COMMENT:
            return ResultText("blank")
        read = read_result_text(text)
        kind: Kind = "unknown" if read.kind in ("number", "unreadable") else read.kind
        return ResultText(kind, strip=read.strip, text=text)

    parsed = [parse(value) for value in column.distinct]
    for name, target in (("kind", values.kinds), ("strip", values.strips), ("text", values.texts)):
        target[blank] = column.lookup([getattr(one, name) for one in parsed])
    values.headings[blank] = np.where(
        values.kinds[blank] == "blank", values.headings[blank], heading
    )
