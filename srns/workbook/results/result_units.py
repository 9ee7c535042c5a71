"""Units of results, as laboratories and UCUM spell them."""

import re
from functools import lru_cache

from srns.workbook.headings.heading import parse_heading

_WHOLE = {
    "in": "in",
    "m": "m",
    "mtr": "m",
    "[in_i]": "in",
    "[in_us]": "in",
    "[lb_av]": "lb",
    "mg/(24.h)": "mg/day",
    "g/(24.h)": "g/day",
    "mg/{24.h}": "mg/day",
    "mg/{24h}": "mg/day",
    "mg/(12.h)": "mg/12h",
}
_BRACES = re.compile(r"\{[^{}]*\}")
_CREATININE = re.compile(
    r"(?<=[a-z])[ _.]?(?:of )?\(?cre?(?:at(?:inine|inin)?|ea?)?\.?\)?$", re.IGNORECASE
)
_PROTEIN = re.compile(r"^(m?g) protein(?=/)", re.IGNORECASE)
_NO_UNIT = frozenset(
    (
        "",
        "unk",
        "none",
        "null",
        "n/a",
        "na",
        "nan",
        "1",
        "{ratio}",
        "ratio",
        "calc",
        "-",
        "no unit",
        "no units",
    )
)


@lru_cache(maxsize=20_000)
def read_unit(typed: str) -> str:
    """Return the canonical spelling of a unit; empty where none is understood.

    >>> read_unit("mg/g{creat}"), read_unit("MG/MMOL CREAT"), read_unit("umol/L"), read_unit("H")
    ('mg/g', 'mg/mmol', 'µmol/L', '')
    """
    text = typed.strip()
    if len(text) > 40 or is_no_unit(text):
        return ""
    if text.casefold() in _WHOLE:
        return _WHOLE[text.casefold()]
    text = _PROTEIN.sub(r"\1", _BRACES.sub("", text).strip("()[] "))
    for each in (text, _CREATININE.sub("", text)):
        if not each:
            continue
        read = parse_heading(each)
        alone = not (read.analyte or read.specimen or read.time or read.statistic)
        if read.unit and alone and not read.unexplained and not read.quantity:
            return read.unit
    return ""


def is_no_unit(typed: str) -> bool:
    """Tell whether a cell of a column of units says that there is none."""
    return typed.strip().casefold() in _NO_UNIT
