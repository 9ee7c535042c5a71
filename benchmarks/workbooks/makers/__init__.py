"""The messy workbooks, by group, and the habits that they have between them."""

from collections.abc import Mapping
from dataclasses import replace

from ..case import Case
from . import (
    centers,
    children,
    dates,
    formats,
    languages,
    lists,
    quantities,
    shapes,
    strangers,
    unnamed,
    values,
    visits,
)

GROUPS = (
    *(shapes, values, dates, children, formats, languages, quantities, lists, unnamed, visits),
    strangers,
    centers,
)

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
    39: "headings and tests in ten languages",
    40: "a column beside Up/c that is another quantity",
    41: "24-hour protein, parts of a ratio, units that are rarely used",
    42: "laboratory lists, one test a row",
    43: "a child, a day or a test that no heading names",
    44: "visits without a date: counted, named, or dated elsewhere",
    45: "several days in one cell, infusions on a sheet of their drug",
    46: "words of which only the unit or the cells tell the meaning",
}


UNDERSTOOD: Mapping[str, tuple[str, ...]] = {
    "title_rows": ("Data!A3: children are rows", "a title above the table"),
    "merged_headings": ("Data 3 months Up/c (mg/mg): Labs.upcr in mg/mg on day 91",),
    "visit_columns": ("Data UPCR month 3 (mg/mg): Labs.upcr in mg/mg on day 91",),
    "children_as_columns": ("Data!A1: children are columns",),
    "sheet_per_visit": ("FOLLOW-UP M3 LAB!A1: children are rows, all of day 91",),
    "sheet_per_child": ("Patient 2!A1: children are rows, all of child 2",),
    "footnotes_and_totals": ("a row of totals", "a note below or beside the table"),
    "two_tables": ("Data!A1: children are rows", "Data!A5: children are rows"),
    "blank_identity": ("Sheet Data: the filled row at A3 names no child.",),
    "unit_in_cell": ("unit mg/mg in the cells",),
    "flags": ("with a flag, which is dropped",),
    "unit_nowhere": ("In which unit is Up/c",),
    "unit_by_range": ("fit only",),
    "mixed_units": ("Is the higher group in g/L?",),
    **{
        f"upcr_in_{unit.replace('/', '_per_')}": (f"unit {unit} in the heading",)
        for unit in ("g/g", "mg/g", "mg/mmol", "g/mol")
    },
    "dipstick_among_upcr": ("dipstick readings, kept separately",),
    "serial_numbers": ("1 number is an Excel date number",),
    "serial_numbers_1904": ("1 number is an Excel date number",),
    "months_in_german": ("2 dates name their month",),
    "events_known_in_part": ("Outcomes date: date (the heading names it; 2 dates are known",),
    "months_after": ("2 times after the index date",),
    "rounded_display": ("Data Up/c (mg/mg): Labs.upcr in mg/mg",),
    "drugs_as_prose": ("3 of 3 cells name drugs",),
    "doses": ("Drug list dose: Treatments.dose",),
    "compound_histology": ("Data biopsy: Patients.histology",),
    "outcome_with_years": ("holds words and a number in brackets ('CR (10.5)')",),
    "declared_only": ("Data response: Patients.recorded_response",),
    "headings_german": ("Labs.upcr in mg/g", "Labs.protein_24h in mg/day"),
    "other_a_g": ("another quantity: albumin/globulin ratio",),
    "unit_daily_g": ("Labs.protein_24h in g/day",),
    "visits_in_weeks": ("Data Week: visit (it names the visit of each row)",),
    "table_dated_elsewhere": ("another table holds the dates of visits",),
    "infusions_in_one_cell": ("some cells list several days",),
    "a_language_that_is_not_known": (
        "Leletek Fehérje aránya [mg/mg]: ignore (decided by the answer to its question)",
    ),
    "calendar_of_months": ("Ann Dipsticks: Labs.dipstick",),
    "unit_beside_each_result": ("Esami Unità: unit",),
    "eras_of_japan": ("'H30.3.12' is 2018-03-12",),
    "infusions_by_marks": ("a mark is an infusion of its row's day",),
    "names_and_birth_dates": ("may identify a child: never stored",),
}
"""What the recipe or the ledger must say of a case that needs no problem, by its name."""

ELSEWHERE: Mapping[int, str] = {
    34: "`test_formats.py`, `test_find_identifiers.py`: "
    "hidden sheets, rows, columns; pivot caches, links",
    36: "`test_formats.py`: `.xls`, `.xlsb`, `.xlsm`; `test_unreadable.py`: what is no workbook",
}
"""Tests elsewhere for what a workbook made here cannot hold, by feature."""


def cases() -> list[Case]:
    """Give every case, by group."""
    every = [case for group in GROUPS for case in group.CASES]
    return [replace(case, understood=UNDERSTOOD.get(case.name, ())) for case in every]


def feature_table() -> str:
    """Print every feature with its cases, what is expected of them, and the tests beside them."""
    lines = [
        "| | habit | workbooks | tables from | refused in words | beside them |",
        "|---|---|---|---|---|---|",
    ]
    for number, words in FEATURES.items():
        mine = [case for case in cases() if number in case.features]
        read = [case.name for case in mine if case.tables]
        refused = [case.name for case in mine if case.refusal]
        cells = (str(number), words, str(len(mine)), ", ".join(read), ", ".join(refused),
                 ELSEWHERE.get(number, ""))  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
