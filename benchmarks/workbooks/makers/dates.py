"""On which day: text dates, serial numbers, other languages, dates known in part, times after."""

import datetime
from collections.abc import Callable

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from ..case import Case, lab

DAY = datetime.date
UPCR = "Up/c (mg/mg)"


def dated(*dates: object, heading: str = "date") -> dict:
    """Make one sheet with the index date of one child, and samples on these dates."""
    return {
        "Children": [["patient", "index date"], ["1", DAY(2012, 1, 1)]],
        "Urine": [["patient", heading, UPCR], *[["1", each, 0.4] for each in dates]],
    }


def on(*days: int) -> dict:
    """Say that the samples of `dated` fell on these days."""
    return {
        "labs": [
            lab("1", day, "upcr", 0.4, "mg/mg", f"Urine!C{row}") for row, day in enumerate(days, 2)
        ]
    }


def show_as(code: str, *cells: str) -> Callable[[Workbook], None]:
    """Give cells, named as `Sheet!A1`, a number format."""

    def finish(book: Workbook) -> None:
        for place in cells:
            sheet, _, cell = place.partition("!")
            book[sheet][cell].number_format = code

    return finish


CASES = [
    Case(
        "day_first_by_vote",
        "Text dates, of which one shows that the day stands first.",
        (20,),
        dated("03/04/2012", "25/04/2012"),
        on(93, 115),
    ),
    Case(
        "order_of_dates_asked",
        "Text dates of which none shows whether day or month stands first.",
        (20,),
        dated("03/04/2012", "05/06/2012"),
        on(93, 156),
        {"date order: Urine!A1 date": "day first"},
    ),
    Case(
        "two_digit_years",
        "Years of two digits.",
        (20,),
        dated("3.4.12", "25.4.12"),
        on(93, 115),
    ),
    Case(
        "contradicting_dates",
        "One date can only be day first, another only month first.",
        (20,),
        dated("25/04/2012", "04/25/2012"),
        messages=("expected a date",),
        refusal="expected a date",
    ),
    Case(
        "serial_numbers",
        "Days as Excel counts them stand among real dates.",
        (21,),
        dated(DAY(2012, 4, 3), 41024),
        on(93, 115),
    ),
    Case(
        "serial_numbers_1904",
        "Days as a workbook of the 1904 system counts them.",
        (21,),
        {
            "Children": [["patient", "index date"], ["1", DAY(2012, 1, 1)]],
            "Urine": [["patient", "date", UPCR], ["1", 39540, 0.4]],
        },
        on(93),
        finish=lambda book: setattr(book, "epoch", CALENDAR_MAC_1904),
    ),
    Case(
        "years_of_the_last_century",
        "'3.4.98' names no century.",
        (20,),
        dated("3.4.98"),
        messages=("found the text '3.4.98'",),
        refusal="Urine!B2: found the text '3.4.98'",
    ),
    Case(
        "months_in_german",
        "Months in German.",
        (21,),
        dated("3Mrz2012", "12. Dezember 2012"),
        on(62, 346),
    ),
    Case(
        "known_in_part",
        "Of the date of a sample only the year is known.",
        (22,),
        dated("2012-04-03", "2014"),
        messages=(
            "found the text '2014', known only as 2014: a day between 2014-01-01 and 2014-12-31",
        ),
        refusal="Urine!B3: found the text '2014'",
    ),
    *(
        Case(
            f"known_in_part_{name}",
            f"Of the date of a sample, '{text}' is known.",
            (22,),
            dated("2012-04-03", text),
            messages=(said, "no day is invented"),
            refusal=f"Urine!B3: found {'' if isinstance(text, int) else 'the text '}",
        )
        for name, text, said in (
            ("year_as_number", 2014, "a day between 2014-01-01 and 2014-12-31"),
            ("month", "2014-06", "a day between 2014-06-01 and 2014-06-30"),
            ("about", "~6/2015", "about June 2015"),
            ("early", "early 2016", "a day between 2016-01-01 and 2016-12-31"),
            ("named_month", "Juni 2015", "a day between 2015-06-01 and 2015-06-30"),
        )
    ),
    Case(
        "events_known_in_part",
        "Events, drugs and the last visit of which only the month or the year is known.",
        (22,),
        {
            "Children": [
                ["patient", "index date", "last visit"],
                ["1", DAY(2012, 1, 1), "2016"],
                ["2", DAY(2012, 1, 1), "early 2016"],
            ],
            "Drugs": [
                ["patient", "drug", "started", "stopped"],
                ["1", "Tac", "06.2014", 2015],
                ["2", "MMF", DAY(2014, 6, 3), "June 2015"],
            ],
            "Outcomes": [
                ["patient", "date", "event"],
                ["1", "2014-06", "relapse"],
                ["1", DAY(2015, 6, 17), "relapse"],
                ["2", "2015-05 to 2015-07", "ESRD"],
            ],
        },
        {
            "patients": [
                {
                    "patient": child,
                    "last_follow_up_day": None,
                    "last_follow_up_day_earliest": 1461,
                    "last_follow_up_day_latest": 1826,
                }
                for child in ("1", "2")
            ],
            "treatments": [
                {
                    "patient": "1",
                    "drug": "tacrolimus",
                    "cell": "Drugs!B2",
                    "start_day": None,
                    "start_day_earliest": 882,
                    "start_day_latest": 911,
                    "start_day_typed": "06.2014",
                    "stop_day": None,
                    "stop_day_earliest": 1096,
                    "stop_day_latest": 1460,
                    "stop_day_typed": "2015",
                },
                {
                    "patient": "2",
                    "drug": "mycophenolate mofetil",
                    "cell": "Drugs!B3",
                    "start_day": 884,
                    "start_day_earliest": None,
                    "stop_day": None,
                    "stop_day_earliest": 1247,
                    "stop_day_latest": 1276,
                    "stop_day_typed": "June 2015",
                },
            ],
            "events": [
                {
                    "patient": "1",
                    "event": "relapse",
                    "cell": "Outcomes!C2",
                    "day": None,
                    "day_earliest": 882,
                    "day_latest": 911,
                    "day_typed": "2014-06",
                },
                {
                    "patient": "1",
                    "event": "relapse",
                    "cell": "Outcomes!C3",
                    "day": 1263,
                    "day_earliest": None,
                    "day_latest": None,
                },
                {
                    "patient": "2",
                    "event": "kidney failure",
                    "cell": "Outcomes!C4",
                    "day": None,
                    "day_earliest": 1216,
                    "day_latest": 1307,
                },
            ],
        },
        messages=(
            "Outcomes!B2: found the text '2014-06', known only as June 2014: a day between "
            "2014-06-01 and 2014-06-30; expected one day, such as 2005-06-17. Type the day if it "
            "is in the notes.",
            "Outcomes!B4: found the text '2015-05 to 2015-07', known only as May 2015 to July 2015",
            "Drugs!D2: found 2015, known only as 2015",
            "Children!C3: found the text 'early 2016', known only as 2016, the whole of it",
        ),
    ),
    Case(
        "months_that_excel_made_days",
        "'Jun 14' was typed, of which Excel makes the 1st of June and shows 'Jun-14'.",
        (22, 24),
        {
            "Children": [["patient", "index date"], ["1", DAY(2012, 1, 1)]],
            "Outcomes": [["patient", "date", "event"], ["1", DAY(2014, 6, 1), "relapse"]],
        },
        {
            "events": [
                {
                    "patient": "1",
                    "event": "relapse",
                    "cell": "Outcomes!C2",
                    "day": None,
                    "day_earliest": 882,
                    "day_latest": 911,
                    "day_typed": "June 2014",
                }
            ]
        },
        messages=(
            "Outcomes!B2: found 2014-06-01, of which the cell shows only June 2014: a day between "
            "2014-06-01 and 2014-06-30",
        ),
        finish=show_as("mmm-yy", "Outcomes!B2"),
    ),
    Case(
        "samples_in_months_that_excel_made_days",
        "The samples of a column are dated by the month, and Excel made firsts of them.",
        (22, 24),
        dated(DAY(2012, 4, 1), DAY(2012, 5, 1)),
        messages=("of which the cell shows only April 2012", "no day is invented"),
        refusal="Urine!B2: found 2012-04-01, of which the cell shows only April 2012",
        finish=show_as("mmm-yy", "Urine!B2", "Urine!B3"),
    ),
    Case(
        "days_of_which_the_month_is_shown",
        "Full dates in a column that is made to show months: one of them is no first.",
        (24,),
        dated(DAY(2012, 4, 1), DAY(2012, 4, 25)),
        on(91, 115),
        messages=("Urine!B2: found 2012-04-01, of which the cell shows only April 2012;",),
        finish=show_as("mmm-yy", "Urine!B2", "Urine!B3"),
    ),
    Case(
        "event_about",
        "An event is dated 'about' a month, and nothing says how far that reaches.",
        (22,),
        {
            "Children": [["patient", "index date"], ["1", DAY(2012, 1, 1)]],
            "Outcomes": [["patient", "date", "event"], ["1", "~6/2015", "relapse"]],
        },
        messages=("such as June 2015, or 2015-05 to 2015-07",),
        refusal="Outcomes!B2: found the text '~6/2015', about June 2015",
    ),
    Case(
        "date_to_come",
        "A sample is dated in a year to come.",
        (33,),
        dated("2012-04-03", "2102-04-25"),
        messages=("expected a date up to today",),
        refusal="Urine!B3: found 2102-04-25",
    ),
    Case(
        "before_birth",
        "A sample lies before the birth of the child, another before its diagnosis.",
        (33,),
        {
            "Children": [
                ["patient", "age at diagnosis (years)", "age at first infusion (years)"],
                ["1", 3, 4],
            ],
            "Urine": [["patient", "day", UPCR], ["1", -2000, 0.4], ["1", -900, 0.4], ["1", 0, 0.4]],
        },
        {
            "labs": [
                lab("1", day, "upcr", 0.4, "mg/mg", f"Urine!C{row}")
                for row, day in enumerate((-2000, -900, 0), 2)
            ]
        },
        messages=(
            "Urine!B2: found a result on day -2000; expected a day after the birth of patient 1",
            "Urine!B3: found a result on day -900; expected a day after the diagnosis of patient 1",
        ),
    ),
    Case(
        "months_after",
        "Times after the first infusion in place of dates.",
        (23,),
        {"Data": [["patient", "day", UPCR], ["1", "3 months", 0.4], ["1", "1 y", 0.2]]},
        {
            "labs": [
                lab("1", 91, "upcr", 0.4, "mg/mg", "Data!C2"),
                lab("1", 365, "upcr", 0.2, "mg/mg", "Data!C3"),
            ]
        },
    ),
    Case(
        "rows_in_any_order",
        "The rows stand in no order.",
        (33,),
        {"Data": [["patient", "day", UPCR], ["2", 60, 0.4], ["1", 0, 2.5], ["2", 0, 3.1]]},
        {
            "labs": [
                lab("2", 60, "upcr", 0.4, "mg/mg", "Data!C2"),
                lab("1", 0, "upcr", 2.5, "mg/mg", "Data!C3"),
                lab("2", 0, "upcr", 3.1, "mg/mg", "Data!C4"),
            ]
        },
    ),
]
