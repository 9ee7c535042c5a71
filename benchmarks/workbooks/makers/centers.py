"""Habits that were read wrongly or left out when they were first met, each with its truth."""

import datetime

from ..case import Case, lab

START = datetime.date(2018, 1, 10)
FIRST = [["patient", "index date"], ["P1", START]]
_GERMAN = """Patient;Tag;Up/c (mg/g);Albumin (g/L)
P1;0;4.120,5;16,5
P1;30;3.900;17
P1;60;110;36,1
"""


def _day(number: int) -> datetime.date:
    return START + datetime.timedelta(days=number)


CASES = [
    Case(
        "points_between_thousands",
        "A German text file: a point parts thousands, and a comma is the decimal one.",
        (15,),
        {"workbook": [line.split(";") for line in _GERMAN.splitlines()]},
        {
            "labs": [
                lab("P1", 0, "upcr", 4120.5, "mg/g", "workbook!C2"),
                lab("P1", 30, "upcr", 3900, "mg/g", "workbook!C3"),
                lab("P1", 60, "upcr", 110, "mg/g", "workbook!C4"),
                lab("P1", 0, "albumin", 16.5, "g/L", "workbook!D2"),
                lab("P1", 30, "albumin", 17, "g/L", "workbook!D3"),
                lab("P1", 60, "albumin", 36.1, "g/L", "workbook!D4"),
            ]
        },
        messages=("taken as parting thousands",),
        ending="csv",
        remake=lambda _: _GERMAN.encode(),
    ),
    Case(
        "strips_of_urine_albumin",
        "Urine albumin by strip, some with the concentration of the field.",
        (19,),
        {
            "Home": [
                ["patient", "day", "Urine albumin"],
                ["P1", 0, "+++ (300)"],
                ["P1", 1, "tr"],
                ["P1", 2, "nil"],
            ]
        },
        {
            "labs": [
                lab("P1", 0, "dipstick", 4, "", "Home!C2"),
                lab("P1", 1, "dipstick", 1, "", "Home!C3"),
                lab("P1", 2, "dipstick", 0, "", "Home!C4"),
            ]
        },
        {"which: Home!A1 Urine albumin": "dipstick"},
    ),
    Case(
        "tests_down_days_across",
        "A row for each child and test, a column for each day.",
        (3,),
        {
            "Children": FIRST,
            "Data": [
                ["Child", "Test", _day(0), _day(30)],
                ["P1", "UPCR (mg/mg)", 3.2, 0.5],
                ["P1", "Alb (g/dL)", 1.9, 2.9],
            ],
        },
        {
            "labs": [
                lab("P1", 0, "upcr", 3.2, "mg/mg", "Data!C2"),
                lab("P1", 30, "upcr", 0.5, "mg/mg", "Data!D2"),
                lab("P1", 0, "albumin", 1.9, "g/dL", "Data!C3"),
                lab("P1", 30, "albumin", 2.9, "g/dL", "Data!D3"),
            ]
        },
    ),
    Case(
        "months_after_the_last_infusion",
        "A time that counts from the last infusion, and not from day 0.",
        (44,),
        {
            "Data": [
                [
                    "patient",
                    "sex",
                    "UPCR baseline (mg/mg)",
                    "UPCR 3 months after last infusion (mg/mg)",
                ],
                ["P1", "f", 4.2, 0.5],
            ]
        },
        {
            "labs": [
                lab("P1", 0, "upcr", 4.2, "mg/mg", "Data!C2"),
                lab("P1", 240, "upcr", 0.5, "mg/mg", "Data!D2"),
            ]
        },
        {"visit month 3 after last infusion: Data!A1 visit": "day 240"},
    ),
    Case(
        "counted_time_under_a_date",
        "Time is counted under the heading of a date, in German.",
        (44,),
        {
            "Verlauf": [
                ["Pat.", "Zeitpunkt", "UPCR (mg/mmol)"],
                ["P1", "d0", 420],
                ["P1", "d+14", 380],
                ["P1", "Wo 6", 90],
            ]
        },
        {
            "labs": [
                lab("P1", 0, "upcr", 420, "mg/mmol", "Verlauf!C2"),
                lab("P1", 14, "upcr", 380, "mg/mmol", "Verlauf!C3"),
                lab("P1", 42, "upcr", 90, "mg/mmol", "Verlauf!C4"),
            ]
        },
        {"visits: Verlauf!A1 Zeitpunkt": "yes"},
    ),
    Case(
        "doses_in_mg",
        "Doses of cyclophosphamide in mg, beside the body surface.",
        (28, 45),
        {
            "Given": [
                ["patient", "date", "BSA (m2)", "CYC dose (mg)"],
                ["P1", _day(0), 0.7, 350],
                ["P1", _day(31), 0.72, 400],
            ],
            "Labs": [["patient", "date", "Up/c (mg/mg)"], ["P1", _day(60), 0.5]],
        },
        {
            "labs": [lab("P1", 60, "upcr", 0.5, "mg/mg", "Labs!C2")],
            "infusions": [{"patient": "P1", "day": day} for day in (0, 31)],
        },
        {"marks: Given!A1 CYC dose (mg)": "yes"},
    ),
    Case(
        "events_of_one_outcome",
        "An outcome tells of several events, each with its date.",
        (30,),
        {
            "Children": [
                ["patient", "index date", "outcome"],
                ["P1", START, "ESRD 2019-09-02, Tx 12/2020, graft ok"],
            ],
            "Labs": [["patient", "date", "Up/c (mg/mg)"], ["P1", _day(0), 4.2]],
        },
        {
            "labs": [lab("P1", 0, "upcr", 4.2, "mg/mg", "Labs!C2")],
            "events": [{"patient": "P1", "event": "kidney failure", "day": 600}],
        },
    ),
    Case(
        "a_number_with_a_remark",
        "A child's number has a remark on one sheet.",
        (9,),
        {
            "Children": [["ID", "sex", "1st CYC"], ["12A (twin 1)", "f", START]],
            "Visits": [["ID", "date", "Up/c (mg/mg)"], ["12A", _day(30), 4.2]],
        },
        {"labs": [lab("12A (twin 1)", 30, "upcr", 4.2, "mg/mg", "Visits!C2")]},
        {"one child: 12A (twin 1)": "yes: one child"},
    ),
]
