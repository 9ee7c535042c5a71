"""Sheet Labs: one row is one day on which a child's blood or urine was tested."""

from srns.cohort.quantities import ALBUMIN, CREATININE, HEIGHT, UPCR, WEIGHT
from srns.cohort.schema import Sheet, quantity_column, text_column
from srns.cohort.sheets.shared import NOTE, PATIENT, SAMPLE_DATE, SAMPLE_DAY

LABS = Sheet(
    "Labs",
    True,
    "One row is one day on which a child's blood or urine was tested.",
    (
        PATIENT,
        SAMPLE_DATE,
        SAMPLE_DAY,
        quantity_column(
            UPCR,
            "Urine protein-to-creatinine ratio.",
            "UPCR",
            "UPC",
            "PCR",
            "uPCR",
            "U P/C",
            "P/C",
            "P/C ratio",
            "protein/creatinine",
            "protein/creatinine ratio",
            "protein creatinine ratio",
            "urine protein/creatinine",
            "urine protein/creatinine ratio",
            "urine protein to creatinine ratio",
            "urinary protein/creatinine ratio",
            "UP/C",
            "UPr/Cr",
            "proteinuria",
            example=2.4,
        ),
        quantity_column(
            ALBUMIN,
            "Serum albumin.",
            "alb",
            "serum albumin",
            "s-albumin",
            "s-alb",
            "plasma albumin",
            "p-albumin",
            "albumine",
            example=2.1,
        ),
        quantity_column(
            CREATININE,
            "Serum creatinine.",
            "creat",
            "crea",
            "Cr",
            "SCr",
            "serum creatinine",
            "s-creatinine",
            "plasma creatinine",
            "p-creatinine",
            example=0.4,
        ),
        quantity_column(HEIGHT, "Height on that day.", "body height", "length", "stature"),
        quantity_column(WEIGHT, "Weight on that day.", "body weight"),
        text_column(
            "dipstick", "dipstick", "Urine dipstick result, as read.", "urine dipstick", "dip"
        ),
        text_column("source", "source", "Laboratory or device.", "lab", "laboratory"),
        NOTE,
    ),
    ("date", "day"),
    ("lab", "laboratory", "laboratory results", "lab results", "results", "lab values"),
)
