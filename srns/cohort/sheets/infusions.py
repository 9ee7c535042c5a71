"""Sheet Infusions: one row is one infusion day of one child."""

from srns.cohort.schema import Sheet, number_column
from srns.cohort.sheets.shared import NOTE, PATIENT, SAMPLE_DATE, SAMPLE_DAY
from srns.languages.messages import mark

INFUSIONS = Sheet(
    "Infusions",
    False,
    "One row is one infusion day of one child.",
    (
        PATIENT,
        SAMPLE_DATE,
        SAMPLE_DAY,
        number_column(
            "cyclophosphamide_mg_m2",
            "cyclophosphamide",
            "mg/m2",
            mark("Dose of intravenous cyclophosphamide."),
            (0, 3000),
            "CTX",
            "CYC",
            "IV cyclophosphamide",
            "cyclophosphamide dose",
            "Endoxan",
            other_units=("mg/m²", "mg/m^2", "mg per m2"),
            usual=(100, 1500),
            example=500,
        ),
        number_column(
            "methylprednisolone_mg_kg",
            "methylprednisolone",
            "mg/kg",
            mark("Dose of intravenous methylprednisolone."),
            (0, 100),
            "MP",
            "IVMP",
            "methylprednisolone dose",
            "IV methylprednisolone",
            usual=(1, 40),
            example=30,
        ),
        NOTE,
    ),
    ("date", "day"),
    ("infusion", "pulses", "pulse therapy"),
)
