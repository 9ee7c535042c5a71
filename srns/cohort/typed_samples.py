"""Samples typed by hand, read as a cohort of one child.

For trying out a definition without a workbook: days, Up/c and albumin as text.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

import pandas as pd

from srns.cohort.errors import SampleError
from srns.cohort.quantities import ALBUMIN, QUANTITIES, UPCR, Quantity, find_unit, read_bound
from srns.cohort.tables import INFUSIONS, LABS, Cohort
from srns.cohort.terms import fold
from srns.cohort.wording import list_headings

COLUMNS = ("day", "upcr", "albumin")
CHILD = "trial"
_SPELLINGS = {"day": "day", "upcr": "upcr", "upc": "upcr", "albumin": "albumin"}
_LONGEST = 100
_MOST_SAMPLES = 10_000
_ABSENT = {"", "-", "–", "na", "n/a", "nan", "none", ".", "not done", "unknown"}
_HEADING = re.compile(r"\s*(?P<name>[^()]*?)\s*(?:\((?P<unit>[^()]*)\))?\s*")
_NUMBER = re.compile(r"(?P<number>\d+(?:[.,]\d+)?|[.,]\d+)\s*(?P<unit>.*)")


def read_samples(
    rows: Iterable[Mapping[str, object]], *, upcr_unit: str = "mg/mg", albumin_unit: str = "g/dL"
) -> Cohort:
    """Read typed samples as a cohort of one child.

    Parameters
    ----------
    rows
        One row is one sample: `day` (from the first infusion; 0 or less is baseline), `upcr` and
        `albumin` as typed, such as ``<0.3`` or ``22 mg/mmol``; empty if not measured.
    upcr_unit, albumin_unit
        Unit of the numbers typed without one.

    Raises
    ------
    SampleError
        If a sample cannot be read; the message has one sentence for each mistake.

    Examples
    --------
    >>> trial = read_samples([{"day": 30, "upcr": "<0.15", "albumin": "38 g/L"}])
    >>> print(trial.labs[["value", "bound", "unit"]].to_string(index=False, header=False))
     0.15 < mg/mg
    38.00     g/L
    """
    units = {UPCR.analyte: upcr_unit, ALBUMIN.analyte: albumin_unit}
    labs, mistakes = [], []
    for place, row in enumerate(rows, 1):
        texts = {name: _text(row.get(name)) for name in COLUMNS}
        if not any(texts.values()):
            continue
        if max(map(len, texts.values())) > _LONGEST or place > _MOST_SAMPLES:
            mistakes.append(
                f"Sample {place}: found more than {_MOST_SAMPLES:,} samples or {_LONGEST} "
                "characters in one place; expected a number with its sign and unit. Type less."
            )
            break
        day = _day(texts["day"])
        if day is None:
            mistakes.append(
                f"Sample {place}: found the day '{texts['day']}'; expected a whole number of days "
                "from the first infusion. Type 30, or -10 for ten days before."
            )
            continue
        for quantity in (UPCR, ALBUMIN):
            typed = texts[quantity.analyte]
            if not typed:
                continue
            read = _result(typed, quantity, units[quantity.analyte])
            if isinstance(read, str):
                mistakes.append(f"Sample {place}: {read}")
            else:
                labs.append((CHILD, day, quantity.analyte, *read, f"sample {place}"))
    if mistakes:
        raise SampleError("\n".join(mistakes))
    table = pd.DataFrame(labs, columns=list(LABS))
    table["day"] = table["day"].astype("Int64")
    table["value"] = table["value"].astype(float)
    infusion = pd.DataFrame([(CHILD, 0, None, None, "")], columns=list(INFUSIONS))
    return Cohort(pd.DataFrame({"patient": [CHILD]}), table, infusion)


def read_samples_csv(content: str, name: str = "samples") -> Cohort:
    """Read the text of a CSV file as a cohort of one child.

    The first line names the columns: `day`, `upcr` (or `Up/c`), `albumin`. A unit may follow in
    brackets: ``Up/c (mg/mmol)``.

    Raises
    ------
    SampleError
        If the file has no such columns or a sample cannot be read; one sentence for each mistake.
    """
    text = content.lstrip("\ufeff")
    separator = ";" if text.partition("\n")[0].count(";") else ","
    try:
        # One more than is allowed, so that it is refused; the rest need not be parsed.
        lines = list(islice(csv.reader(io.StringIO(text), delimiter=separator), _MOST_SAMPLES + 2))
    except csv.Error as error:
        raise SampleError(
            f"{name}: found text that is not CSV ({error}); expected the columns day, upcr and "
            "albumin. Close every quotation mark."
        ) from None
    header = lines[0] if lines else []
    places, units = _read_header(header, name)
    if "day" not in places or "upcr" not in places:
        raise SampleError(
            f"{name}: found the columns {list_headings(header)}; expected day, upcr and "
            "albumin. Name them in the first line."
        )
    rows = [
        {column: cells[place] if place < len(cells) else "" for column, place in places.items()}
        for cells in lines[1:]
    ]
    return read_samples(
        rows,
        upcr_unit=units.get("upcr", UPCR.canonical_unit),
        albumin_unit=units.get("albumin", ALBUMIN.canonical_unit),
    )


def _read_header(header: Sequence[str], name: str) -> tuple[dict[str, int], dict[str, str]]:
    """Return the place of each known column, and the unit of those that state one."""
    places: dict[str, int] = {}
    units: dict[str, str] = {}
    for place, heading in enumerate(header):
        match = _HEADING.fullmatch(heading)
        column = _SPELLINGS.get(fold(match["name"])) if match else None
        if match is None or column is None:
            continue
        places[column] = place
        quantity = QUANTITIES.get(column)
        if match["unit"] and quantity is not None:
            unit = find_unit(quantity, match["unit"])
            if unit is None:
                raise SampleError(_unit_mistake(name, match["unit"], quantity))
            units[column] = unit
    return places, units


def _text(value: object) -> str:
    text = "" if value is None or value != value or value is pd.NA else str(value).strip()
    return "" if text.casefold() in _ABSENT else text


def _day(text: str) -> int | None:
    match = re.fullmatch(r"([+-]?)(\d{1,5})(?:\.0+)?", text.replace("−", "-"))
    return int(match[1].replace("+", "") + match[2]) if match else None


def _result(typed: str, quantity: Quantity, usual: str) -> tuple[float, str, str] | str:
    bound, rest = read_bound(typed)
    match = _NUMBER.fullmatch(rest)
    if match is None or re.fullmatch(r"\d+,\d{3}", match["number"]):
        example = "<0.3 or 22 mg/mmol" if quantity is UPCR else "3.8 or 38 g/L"
        return (
            f"found {quantity.label} '{typed}'; expected a number with its sign and unit. "
            f"Type it as in {example}, with a point."
        )
    unit = find_unit(quantity, match["unit"]) if match["unit"] else usual
    if unit is None:
        return _unit_mistake(f"{quantity.label} '{typed}'", match["unit"], quantity)
    value = float(match["number"].replace(",", "."))
    low, high = quantity.possible_in(unit)
    if not low <= value <= high:
        return (
            f"found {quantity.label} {typed}; expected {quantity.label} in {unit}, from {low:g} to "
            f"{high:g}. Correct the number, or add its unit."
        )
    return value, bound, unit


def _unit_mistake(where: str, unit: str, quantity: Quantity) -> str:
    return (
        f"{where}: found the unit '{unit}'; expected one of {', '.join(quantity.common_units)}. "
        "Correct the unit."
    )
