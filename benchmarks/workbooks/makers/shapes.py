"""How tables lie on their sheets: titles, merged headings, visits or children as columns."""

import datetime
from collections.abc import Callable

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from ..case import Case, lab

DAY = datetime.date
UPCR = "Up/c (mg/mg)"
PLAIN = [["patient", "day", UPCR], ["1", 0, 2.5], ["2", 0, 3.1]]
FACTS = [
    lab("1", 0, "upcr", 2.5, "mg/mg", "Data!C2"),
    lab("2", 0, "upcr", 3.1, "mg/mg", "Data!C3"),
]


def moved(rows: int) -> list:
    """Say the facts of PLAIN, some rows further down."""
    return [{**fact, "cell": f"Data!C{int(fact['cell'][6:]) + rows}"} for fact in FACTS]


def merge(*areas: str) -> Callable[[Workbook], None]:
    """Merge areas of the sheet Data."""

    def finish(book: Workbook) -> None:
        for area in areas:
            book["Data"].merge_cells(area)

    return finish


def _colour_by_design(book: Workbook) -> None:
    page, fill = book["Data"], PatternFill("solid", fgColor="FFDDEBF7")
    for cell in (*page[1], *page["B"], *page[2], *page[4]):
        cell.fill = fill


CASES = [
    Case(
        "title_rows",
        "Two rows of title stand above the headings.",
        (1,),
        {"Data": [["SRNS cohort – updated 3/5"], ["Do not print"], *PLAIN]},
        {"labs": moved(2)},
    ),
    Case(
        "merged_headings",
        "Visits are merged over the headings of their columns.",
        (2, 3),
        {
            "Data": [
                [None, "3 months", None, "6 months", None],
                ["patient", UPCR, "albumin (g/dL)", UPCR, "albumin (g/dL)"],
                ["1", 2.5, 2.1, 0.4, 3.6],
            ]
        },
        {
            "labs": [
                lab("1", 91, "upcr", 2.5, "mg/mg", "Data!B3"),
                lab("1", 91, "albumin", 2.1, "g/dL", "Data!C3"),
                lab("1", 183, "upcr", 0.4, "mg/mg", "Data!D3"),
                lab("1", 183, "albumin", 3.6, "g/dL", "Data!E3"),
            ]
        },
        finish=merge("B1:C1", "D1:E1"),
    ),
    Case(
        "groups_over_headings",
        "Groups of columns stand over the headings, and the children are numbered by 'No'.",
        (2, 7, 14),
        {
            "Data": [
                ["Unit list"],
                ["Pt", None, "Clinical", None, "Treatment", None],
                ["No", "Name", "Sex", "Age at onset", "1st CYC", "Maint."],
                [1, "Anna M.", "F", "4.5 yrs", DAY(2015, 1, 12), "Tac"],
                [2, "Ben B.", "M", 5, DAY(2016, 2, 3), "MMF"],
            ],
            "Results": [["No", "date", UPCR], [1, DAY(2015, 2, 11), 0.4], [1, DAY(2015, 3, 13), 1]],
        },
        {
            "patients": [
                {"patient": "1", "sex": "female", "age_at_diagnosis_years": 4.5},
                {"patient": "2", "sex": "male", "age_at_diagnosis_years": 5},
            ],
            "labs": [
                lab("1", 30, "upcr", 0.4, "mg/mg", "Results!C2"),
                lab("1", 60, "upcr", 1.0, "mg/mg", "Results!C3"),
            ],
            "treatments": [
                {"patient": "1", "drug": "tacrolimus", "purpose": "maintenance"},
                {"patient": "2", "drug": "mycophenolate mofetil", "purpose": "maintenance"},
            ],
        },
        finish=merge("A1:F1", "A2:B2", "C2:D2", "E2:F2"),
        messages=("found the column 'Name'",),
    ),
    Case(
        "numbers_of_rows",
        "'No.' numbers the rows of a sheet, and the children have a heading of their own.",
        (7,),
        {
            "Data": [
                ["No.", "patient", "date", UPCR],
                *[
                    [row + 1, patient, day, upcr]
                    for row, (patient, day, upcr) in enumerate(
                        [("a", DAY(2015, 1, 1), 2.5), ("b", DAY(2015, 1, 1), 3.1)]
                    )
                ],
            ],
            "Infusions": [
                ["patient", "date", "cyclophosphamide (mg/m2)"],
                ["a", DAY(2015, 1, 1), 500],
                ["b", DAY(2015, 1, 1), 500],
            ],
        },
        {
            "labs": [
                lab("a", 0, "upcr", 2.5, "mg/mg", "Data!D2"),
                lab("b", 0, "upcr", 3.1, "mg/mg", "Data!D3"),
            ]
        },
    ),
    Case(
        "row_of_units",
        "The units stand in a row of their own.",
        (2, 16),
        {
            "Data": [
                ["patient", "day", "Up/c", "albumin"],
                [None, None, "mg/mmol", "g/L"],
                ["1", 0, 250, 21],
            ]
        },
        {
            "labs": [
                lab("1", 0, "upcr", 250, "mg/mmol", "Data!C3"),
                lab("1", 0, "albumin", 21, "g/L", "Data!D3"),
            ]
        },
    ),
    Case(
        "visit_columns",
        "One row for each child, a column for each visit.",
        (3,),
        {
            "Data": [
                ["patient", "sex", "UPCR month 0 (mg/mg)", "UPCR month 3 (mg/mg)"],
                ["1", "F", 2.5, 0.4],
                ["2", "M", 3.1, None],
            ]
        },
        {
            "labs": [
                lab("1", 0, "upcr", 2.5, "mg/mg", "Data!C2"),
                lab("1", 91, "upcr", 0.4, "mg/mg", "Data!D2"),
                lab("2", 0, "upcr", 3.1, "mg/mg", "Data!C3"),
            ],
            "patients": [{"patient": "1", "sex": "female"}, {"patient": "2", "sex": "male"}],
        },
    ),
    Case(
        "children_as_columns",
        "The children stand side by side, as in a printed table.",
        (4,),
        {
            "Data": [
                ["Patient", 1, 2, 3],
                ["Sex", "F", "M", "M"],
                ["Renal biopsy histopathology", "MCD", "FSGS", "MCD/IgM"],
                ["Serum albumin at start of CTX (g/dL)", "< 1.0", 1.3, 2.2],
            ]
        },
        {
            "labs": [
                lab("1", 0, "albumin", 1.0, "g/dL", "Data!B4", "<"),
                lab("2", 0, "albumin", 1.3, "g/dL", "Data!C4"),
                lab("3", 0, "albumin", 2.2, "g/dL", "Data!D4"),
            ],
            "patients": [
                {"patient": "1", "sex": "female", "histology": "MCD"},
                {"patient": "2", "sex": "male", "histology": "FSGS"},
                {"patient": "3", "sex": "male", "histology": "MCD/IgM"},
            ],
        },
    ),
    Case(
        "sheet_per_visit",
        "A sheet for each visit.",
        (5,),
        {
            "FOLLOW-UP M3 LAB": [["patient", UPCR], ["1", 2.5]],
            "FOLLOW-UP M6 LAB": [["patient", UPCR], ["1", 0.4]],
        },
        {
            "labs": [
                lab("1", 91, "upcr", 2.5, "mg/mg", "FOLLOW-UP M3 LAB!B2"),
                lab("1", 183, "upcr", 0.4, "mg/mg", "FOLLOW-UP M6 LAB!B2"),
            ]
        },
    ),
    Case(
        "sheet_per_child",
        "A sheet for each child.",
        (5,),
        {
            "Patient 1": [["day", UPCR], [0, 2.5], [30, 0.4]],
            "Patient 2": [["day", UPCR], [0, 3.1]],
        },
        {
            "labs": [
                lab("1", 0, "upcr", 2.5, "mg/mg", "Patient 1!B2"),
                lab("1", 30, "upcr", 0.4, "mg/mg", "Patient 1!B3"),
                lab("2", 0, "upcr", 3.1, "mg/mg", "Patient 2!B2"),
            ]
        },
    ),
    Case(
        "footnotes_and_totals",
        "A mean, a legend and a footnote stand below the table.",
        (6,),
        {
            "Data": [
                *PLAIN,
                ["Mean", None, 2.8],
                [],
                ["CR = complete remission"],
                ["* measured elsewhere"],
            ]
        },
        {"labs": FACTS},
    ),
    Case(
        "two_tables",
        "Two tables under one another on one sheet.",
        (6,),
        {
            "Data": [
                *PLAIN,
                [],
                ["patient", "sex", "histology"],
                ["1", "F", "MCD"],
                ["2", "M", "FSGS"],
            ]
        },
        {
            "labs": FACTS,
            "patients": [
                {"patient": "1", "sex": "female", "histology": "MCD"},
                {"patient": "2", "sex": "male", "histology": "FSGS"},
            ],
        },
    ),
    Case(
        "blank_rows",
        "Blank rows stand inside the table.",
        (6,),
        {"Data": [PLAIN[0], PLAIN[1], [], PLAIN[2]]},
        {"labs": [FACTS[0], {**FACTS[1], "cell": "Data!C4"}]},
    ),
    Case(
        "other_headings",
        "The same field has another heading on each sheet.",
        (7,),
        {
            "Baseline data": [["Patient ID", "AGE DIAGNOSIS", "Gender"], ["1", 4, "girl"]],
            "Urine": [["Pt", "study day", "UP/C (mg/mg)"], ["1", 0, 2.5]],
        },
        {
            "labs": [lab("1", 0, "upcr", 2.5, "mg/mg", "Urine!C2")],
            "patients": [{"patient": "1", "sex": "female", "age_at_diagnosis_years": 4.0}],
        },
    ),
    Case(
        "merged_identity",
        "The child's number is merged over its rows.",
        (8,),
        {"Data": [["patient", "day", UPCR], ["1", 0, 2.5], [None, 30, 0.4]]},
        {
            "labs": [
                lab("1", 0, "upcr", 2.5, "mg/mg", "Data!C2"),
                lab("1", 30, "upcr", 0.4, "mg/mg", "Data!C3"),
            ]
        },
        finish=merge("A2:A3"),
    ),
    Case(
        "blank_identity",
        "An empty cell means the child above.",
        (8,),
        {"Data": [["patient", "day", UPCR], ["1", 0, 2.5], [None, 30, 0.4]]},
        {
            "labs": [
                lab("1", 0, "upcr", 2.5, "mg/mg", "Data!C2"),
                lab("1", 30, "upcr", 0.4, "mg/mg", "Data!C3"),
            ]
        },
        {"blank identity: Data!A1": "the child above"},
    ),
    Case(
        "comment",
        "A comment says what no cell does.",
        (11,),
        {"Data": PLAIN},
        {"labs": FACTS},
        finish=lambda book: setattr(
            book["Data"]["C2"], "comment", Comment("transplanted 2019", "x")
        ),
        messages=("Data: found 1 comment, in C2",),
    ),
    Case(
        "yellow_cells",
        "Yellow cells mean something that no cell says.",
        (10,),
        {"Data": PLAIN},
        {"labs": FACTS},
        finish=lambda book: setattr(
            book["Data"]["C3"], "fill", PatternFill("solid", fgColor="FFFFFF00")
        ),
        messages=(
            "Data: found yellow fill in 1 cell of column C (C3)",
            "type its meaning into a column",
        ),
    ),
    Case(
        "struck_through",
        "A result is struck through.",
        (10,),
        {"Data": PLAIN},
        {"labs": FACTS},
        finish=lambda book: setattr(book["Data"]["C2"], "font", Font(strike=True)),
        messages=("Data: found text struck through in 1 cell of column C (C2)",),
    ),
    Case(
        "coloured_by_design",
        "Headings, a column and every other row are coloured for the eye alone.",
        (10,),
        {"Data": [*PLAIN, ["3", 0, 1.9], ["4", 0, 2.2]]},
        {
            "labs": [
                *FACTS,
                lab("3", 0, "upcr", 1.9, "mg/mg", "Data!C4"),
                lab("4", 0, "upcr", 2.2, "mg/mg", "Data!C5"),
            ]
        },
        finish=_colour_by_design,
        silences=("fill",),
    ),
    Case(
        "hidden_column",
        "A column is hidden.",
        (34,),
        {"Data": PLAIN},
        {"labs": FACTS},
        finish=lambda book: setattr(book["Data"].column_dimensions["B"], "hidden", True),
        messages=("Data: found hidden column B",),
    ),
    Case(
        "hidden_row",
        "A row is hidden.",
        (34,),
        {"Data": PLAIN},
        {"labs": FACTS},
        finish=lambda book: setattr(book["Data"].row_dimensions[3], "hidden", True),
        messages=("Data: found hidden row 3", "hidden cells are read like all others"),
    ),
    Case(
        "hidden_sheet",
        "A sheet with results is hidden.",
        (34,),
        {"Data": PLAIN, "Old": [["patient", "day", UPCR], ["1", 60, 0.4]]},
        {"labs": [*FACTS, lab("1", 60, "upcr", 0.4, "mg/mg", "Old!C2")]},
        finish=lambda book: setattr(book["Old"], "sheet_state", "hidden"),
        messages=("Old: found a hidden sheet",),
    ),
]
