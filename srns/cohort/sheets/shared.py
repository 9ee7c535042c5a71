"""The columns that several sheets have."""

from ..columns import Column, date_column, day_column

PATIENT = Column(
    "patient",
    "patient",
    "patient",
    "The child's study number, the same on every sheet.",
    True,
    (
        "ID",
        "patient id",
        "patient no",
        "patient number",
        "patient code",
        "pat",
        "pat id",
        "pt",
        "study id",
        "study no",
        "study number",
        "subject",
        "subject id",
        "child",
        "case",
        "case no",
        "record id",
        "participant",
        "participant id",
    ),
    example="EXAMPLE",
)
NOTE = Column(
    "note",
    "note",
    "text",
    "Anything else worth keeping.",
    synonyms=("notes", "comment", "comments", "remark", "remarks"),
)

YEARS = ("y", "yr", "yrs", "year", "a")
MONTHS = ("m", "mo", "mos", "mth", "mths", "month")
SAMPLE_DATE = date_column(
    "date",
    "date",
    "The day of the sample, a real date or 2005-06-17.",
    "visit date",
    "sample date",
    "date of visit",
    "date of sample",
    "lab date",
    "test date",
    "collection date",
    "date of infusion",
    "infusion date",
    "event date",
    "date of event",
    "visit",
    example="2005-06-17",
)
SAMPLE_DAY = day_column(
    "day",
    "day",
    "Whole days from the index date (the first infusion).",
    "study day",
    "day of study",
    "days",
    "days from first infusion",
    "days since first infusion",
    "visit day",
    "infusion day",
    "event day",
)
