"""The messy workbooks, by group, and the habits that they have between them."""

from ..case import Case
from . import children, dates, shapes, values

GROUPS = (shapes, values, dates, children)

FEATURES = {
    1: "title rows above the headings",
    2: "headings of two or three rows, merged",
    3: "a row for each child, visits as columns",
    4: "children as columns",
    5: "a sheet for each visit or child",
    6: "two tables, footnotes, a legend, totals",
    7: "one field under different headings",
    8: "a blank identity that means the one above",
    9: "identities twice, with a suffix, without their zeros",
    10: "colour or strike-through that means something",
    11: "comments",
    12: "results with a bound",
    13: "many words for no value",
    14: "number, unit and flag in one cell",
    15: "decimal commas and odd spaces",
    16: "a unit in the heading, in a note, or nowhere",
    17: "two units in one column",
    18: "Up/c in each of its units",
    19: "dipstick and Up/c in one column",
    20: "day first or month first, years of two digits",
    21: "serial numbers, text dates, months in other languages",
    22: "dates that are known in part",
    23: "ages or times after in place of dates",
    24: "values that Excel took for dates",
    25: "formulas, saved results, errors",
    26: "a stored value behind a rounded one",
    27: "drugs as prose, brands, sequences",
    28: "doses by weight, by area, with their frequency",
    29: "compound histology and second biopsies",
    30: "two facts in one cell",
    31: "a response declared without results",
    32: "several samples on one day",
    33: "rows in any order, dates to come",
    34: "hidden rows, columns and sheets",
    35: "names, record numbers, birth dates",
    36: "other formats, and files that are none",
    37: "constants that disagree",
    38: "children who should not be counted",
}


def cases() -> list[Case]:
    """Give every case, by group."""
    return [case for group in GROUPS for case in group.CASES]
