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
from srns.languages.messages import mark

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
            mark("One drug per row; use several rows for several drugs."),
            True,
            ("medication", "medicine", "treatment", "agent", "drug name"),
            example="tacrolimus",
        ),
        date_column(
            "start_date",
            "start date",
            mark("First day of the course."),
            "start",
            "started",
            "date started",
            "begin",
            "from",
        ),
        day_column(
            "start_day",
            "start day",
            mark("Start in whole days from the index date."),
            "day started",
        ),
        date_column(
            "stop_date",
            "stop date",
            mark("Last day of the course; blank if ongoing."),
            "stop",
            "stopped",
            "end",
            "end date",
            "date stopped",
            "until",
            "to",
        ),
        day_column(
            "stop_day", "stop day", mark("Stop in whole days from the index date."), "end day"
        ),
        number_column("dose", "dose", "", mark("Amount per dose."), (0, 100000), "amount"),
        text_column("dose_unit", "dose unit", mark("Unit of the dose."), "unit", "dose units"),
        text_column(
            "frequency", "frequency", mark("How often it is given."), "freq", "schedule", "interval"
        ),
        term_column(
            "purpose",
            "purpose",
            mark("Prior, concomitant, maintenance or rescue."),
            terms.PURPOSE_SPELLINGS,
            "indication",
            "phase",
            example="maintenance",
        ),
        NOTE,
    ),
    synonyms=("treatment", "medication", "medications", "drugs"),
)
