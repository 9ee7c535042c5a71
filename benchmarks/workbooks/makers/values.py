"""What stands in the cells: bounds, flags, commas, units, words for nothing."""

import datetime

from ..case import Case, lab

DAY = datetime.date

CASES = [
    Case(
        "bounds",
        "Albumin below the limit of the assay is typed with a sign.",
        (12,),
        {
            "Patients": [["patient", "sex"], ["1", "F"]],
            "Labs": [
                ["patient", "date", "Up/c (mg/mg)", "albumin (g/dL)"],
                ["1", DAY(2005, 1, 8), ">30", "< 1.0"],
                ["1", DAY(2005, 3, 8), "≤0.2", 3.6],
            ],
            "Infusions": [["patient", "date"], ["1", DAY(2005, 1, 1)]],
        },
        {
            "labs": [
                lab("1", 7, "upcr", 30, "mg/mg", "Labs!C2", ">"),
                lab("1", 66, "upcr", 0.2, "mg/mg", "Labs!C3", "<="),
                lab("1", 7, "albumin", 1, "g/dL", "Labs!D2", "<"),
                lab("1", 66, "albumin", 3.6, "g/dL", "Labs!D3"),
            ]
        },
    ),
]
