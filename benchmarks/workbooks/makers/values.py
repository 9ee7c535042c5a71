"""What stands in the cells: bounds, flags, commas, units, words for nothing."""

import datetime

from ..case import Case, lab, repacked, samples

DAY = datetime.date
UPCR = "Up/c (mg/mg)"
ALB = "albumin (g/dL)"


def results(analyte: str, unit: str, letter: str, values: list[object]) -> list:
    """Say the results of one column of `samples`, one row every 30 days."""
    return [
        lab("1", 30 * row, analyte, value[0], unit, f"Data!{letter}{row + 2}", value[1])
        if isinstance(value, tuple)
        else lab("1", 30 * row, analyte, value, unit, f"Data!{letter}{row + 2}")
        for row, value in enumerate(values)
        if value is not None
    ]


CASES = [
    Case(
        "bounds",
        "Results beyond the limit of the assay are typed with a sign.",
        (12,),
        samples(UPCR, [">30", "≤0.2", "< 1.0", 0.4]),
        {"labs": results("upcr", "mg/mg", "C", [(30, ">"), (0.2, "<="), (1, "<"), 0.4])},
    ),
    Case(
        "below_detection",
        "'<LOD' says that a result is below a limit that is not given.",
        (12,),
        samples(UPCR, ["<LOD", 0.4]),
        messages=("found the text '<LOD'", "type the laboratory's limit with its sign"),
        refusal="Data!C2: found the text '<LOD'",
    ),
    Case(
        "words_for_nothing",
        "Seven words for no value in one column.",
        (13,),
        samples(ALB, [2.1, "–", "NA", "Not done", "?", "unk", ".", "N/A", 3.6]),
        {"labs": results("albumin", "g/dL", "C", [2.1, *[None] * 7, 3.6])},
    ),
    Case(
        "nd_not_done",
        "ND is asked, for it may mean not done or not detected.",
        (13,),
        samples(ALB, [2.1, "ND", 3.6]),
        {"labs": results("albumin", "g/dL", "C", [2.1, None, 3.6])},
        {"ND": "not done"},
    ),
    Case(
        "code_999",
        "999 stands for a missing value.",
        (13,),
        samples(ALB, [2.1, 999, 3.6]),
        messages=("found 999", "999 is often typed for a missing value"),
        refusal="Data!C3: found 999; expected albumin in g/dL",
    ),
    Case(
        "code_minus_9",
        "-9 stands for a missing value.",
        (13,),
        samples(ALB, [2.1, -9, 3.6]),
        messages=("-9 is often typed for a missing value",),
        refusal="Data!C3: found -9; expected albumin in g/dL",
    ),
    Case(
        "a_date_as_a_number",
        "Excel made 3 April of a result, and somebody formatted it as a number.",
        (24,),
        samples(UPCR, [0.4, 45385, 0.2]),
        answers={"mixed units: Data!A1 Up/c (mg/mg)": "no: the cells are wrong"},
        messages=("45385 is how Excel stores a date",),
        refusal="Data!C3: found 45385",
    ),
    Case(
        "unit_in_cell",
        "Each cell holds number and unit.",
        (14, 16),
        samples("Up/c", ["0.3 mg/mg", "0.15 mg/mg", "2 mg/mg"]),
        {"labs": results("upcr", "mg/mg", "C", [0.3, 0.15, 2])},
    ),
    Case(
        "another_unit_in_cell",
        "One cell names another unit than the heading.",
        (14, 17),
        samples(ALB, [2.1, "36 g/L", 3.6]),
        {
            "labs": [
                lab("1", 0, "albumin", 2.1, "g/dL", "Data!C2"),
                lab("1", 30, "albumin", 36, "g/L", "Data!C3"),
                lab("1", 60, "albumin", 3.6, "g/dL", "Data!C4"),
            ]
        },
    ),
    Case(
        "flags",
        "Laboratory flags and asterisks stand behind the numbers.",
        (14,),
        samples(ALB, ["2.1 L", "3.4*", "3.6 (L)", 3.8]),
        {"labs": results("albumin", "g/dL", "C", [2.1, 3.4, 3.6, 3.8])},
    ),
    Case(
        "decimal_comma",
        "The whole column has decimal commas.",
        (15,),
        samples(UPCR, ["0,25", "1,5", "< 0,15"]),
        {"labs": results("upcr", "mg/mg", "C", [0.25, 1.5, (0.15, "<")])},
    ),
    Case(
        "odd_spaces",
        "Non-breaking spaces, thin spaces and full-width digits.",
        (15,),
        samples(UPCR, ["<\u00a00.15", "\u20090.4\u2009", "１.５"]),
        {"labs": results("upcr", "mg/mg", "C", [(0.15, "<"), 0.4, 1.5])},
    ),
    Case(
        "thousands_or_decimals",
        "'1,234' may be 1.234 or 1234, and nothing in the column tells.",
        (15,),
        samples(UPCR, ["1,234", "2,500"]),
        messages=("Say what the comma means",),
        refusal="Data!C2: found the text '1,234'",
    ),
    Case(
        "unit_nowhere",
        "Up/c without any unit.",
        (16,),
        samples("UPCR", [22.6, 150, 300]),
        {"labs": results("upcr", "mg/mmol", "C", [22.6, 150, 300])},
        {"unit: Data!A1 Up/c": "mg/mmol"},
    ),
    Case(
        "unit_by_range",
        "Albumin without a unit, but every number fits only g/L.",
        (16,),
        samples("albumin", [21, 34, 38]),
        {"labs": results("albumin", "g/L", "C", [21, 34, 38])},
    ),
    Case(
        "mixed_units",
        "Albumin from two laboratories, in g/dL and g/L, in one column.",
        (17,),
        samples(ALB, [2.1, 34, 3.6, 38]),
        {
            "labs": [
                lab("1", 0, "albumin", 2.1, "g/dL", "Data!C2"),
                lab("1", 30, "albumin", 34, "g/L", "Data!C3"),
                lab("1", 60, "albumin", 3.6, "g/dL", "Data!C4"),
                lab("1", 90, "albumin", 38, "g/L", "Data!C5"),
            ]
        },
        {"mixed units: Data!A1 albumin (g/dL)": "yes: from 34 on it is g/L"},
    ),
    *[
        Case(
            f"upcr_in_{unit.replace('/', '_per_')}",
            f"Up/c in {unit}.",
            (18,),
            samples(f"Up/c ({unit})", [high, low]),
            {"labs": results("upcr", unit, "C", [high, low])},
        )
        for unit, high, low in (
            ("g/g", 2.5, 0.2),
            ("mg/g", 2500, 200),
            ("mg/mmol", 282.8, 22.624),
            ("g/mol", 282.8, 22.624),
        )
    ],
    Case(
        "dipstick_among_upcr",
        "Dipstick readings stand in the column of Up/c.",
        (19,),
        samples(UPCR, ["2+", 0.9, "neg", 0.1]),
        {
            "labs": [
                *results("upcr", "mg/mg", "C", [None, 0.9, None, 0.1]),
                *results("dipstick", "", "C", [3, None, 0, None]),
            ]
        },
    ),
    Case(
        "dates_by_accident",
        "Excel made 3 April of a result.",
        (24,),
        samples(UPCR, [0.4, DAY(2024, 4, 3), 0.2]),
        messages=(
            "found the date 2024-04-03",
            "looks like the text 4-3 or 3-4, or the number 4.3 or 3.4, that Excel took for a date",
        ),
        refusal="Data!C3: found the date 2024-04-03",
    ),
    Case(
        "saved_results",
        "A formula whose result Excel saved beside it.",
        (25,),
        samples(UPCR, [0.4, "=C2/2"]),
        {"labs": results("upcr", "mg/mg", "C", [0.4, 0.2])},
        remake=lambda content: repacked(content, b"</f><v></v>", b"</f><v>0.2</v>"),
    ),
    Case(
        "formulas",
        "A formula that shows an error, and one whose result was never saved.",
        (25,),
        samples(UPCR, [0.4, "#DIV/0!", "=C2/2"]),
        messages=("found the error #DIV/0!", "without a saved result"),
        refusal="Data!C3: found the error #DIV/0!",
    ),
    Case(
        "rounded_display",
        "0.196 is shown as 0.20.",
        (26,),
        samples(UPCR, [0.196, 0.204]),
        {"labs": results("upcr", "mg/mg", "C", [0.196, 0.204])},
        finish=lambda book: setattr(book["Data"]["C2"], "number_format", "0.00"),
    ),
    Case(
        "two_samples_a_day",
        "Two samples of one day.",
        (32,),
        {"Data": [["patient", "day", UPCR], ["1", 30, 0.4], ["1", 30, 0.9]]},
        {
            "labs": [
                lab("1", 30, "upcr", 0.4, "mg/mg", "Data!C2"),
                lab("1", 30, "upcr", 0.9, "mg/mg", "Data!C3"),
            ]
        },
        messages=("again for patient 1 on day 30",),
    ),
]
