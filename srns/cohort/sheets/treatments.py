"""Sheet Treatments: one row is one course of one drug."""

from srns.cohort import terms
from srns.cohort.schema import (
    Column,
    Sheet,
    date_column,
    day_column,
    number_column,
    term_column,
    text_column,
)
from srns.cohort.sheets.shared import NOTE, PATIENT

TREATMENTS = Sheet(
    "Treatments",
    False,
    "One row is one course of one drug.",
    (
        PATIENT,
        Column(
            "drug",
            "drug",
            "drug",
            "One drug per row; use several rows for several drugs.",
            True,
            ("medication", "medicine", "treatment", "agent", "drug name"),
            example="tacrolimus",
        ),
        date_column(
            "start_date",
            "start date",
            "First day of the course.",
            "start",
            "started",
            "date started",
            "begin",
            "from",
        ),
        day_column(
            "start_day", "start day", "Start in whole days from the index date.", "day started"
        ),
        date_column(
            "stop_date",
            "stop date",
            "Last day of the course; blank if ongoing.",
            "stop",
            "stopped",
            "end",
            "end date",
            "date stopped",
            "until",
            "to",
        ),
        day_column("stop_day", "stop day", "Stop in whole days from the index date.", "end day"),
        number_column("dose", "dose", "", "Amount per dose.", (0, 100000), "amount"),
        text_column("dose_unit", "dose unit", "Unit of the dose.", "unit", "dose units"),
        text_column(
            "frequency", "frequency", "How often it is given.", "freq", "schedule", "interval"
        ),
        term_column(
            "purpose",
            "purpose",
            "Prior, concomitant, maintenance or rescue.",
            terms.PURPOSE_SPELLINGS,
            "indication",
            "phase",
            example="maintenance",
        ),
        NOTE,
    ),
    synonyms=("treatment", "medication", "medications", "drugs"),
)
