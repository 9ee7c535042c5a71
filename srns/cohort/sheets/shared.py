"""Columns that several sheets share."""

from srns.cohort.schema import Column, date_column, day_column
from srns.languages.messages import mark

_WHO = ("patient", "pt", "pat", "child", "case", "subject", "participant", "study")
_NUMBERED = ("id", "no", "nr", "number", "code")

PATIENT = Column(
    "patient",
    "patient",
    "patient",
    mark("The child's study number, the same on every sheet."),
    True,
    (
        "ID",
        *_WHO[1:-1],
        "record id",
        *(f"{who} {numbered}" for who in _WHO for numbered in _NUMBERED),
    ),
    example="EXAMPLE",
)
NOTE = Column(
    "note",
    "note",
    "text",
    mark("Anything else worth recording."),
    synonyms=("notes", "comment", "comments", "remark", "remarks"),
)

DIPSTICK = Column(
    "dipstick",
    "dipstick",
    "dipstick",
    mark(
        "Urine protein by dipstick: negative, trace, 1+ to 4+, or the mg/dL printed beside the "
        "field."
    ),
    synonyms=("urine dipstick", "dip", "dipstick protein", "albustix", "uristix", "strip"),
    example="trace",
)

YEARS = ("y", "yr", "yrs", "year", "a")
MONTHS = ("m", "mo", "mos", "mth", "mths", "month")
SAMPLE_DATE = date_column(
    "date",
    "date",
    mark("Date of the sample, infusion or event: an Excel date, or text such as 2005-06-17."),
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
    "date seen",
    "seen on",
    "when",
    "visit",
    example="2005-06-17",
)
SAMPLE_DAY = day_column(
    "day",
    "day",
    mark("Whole days from the index date (the first infusion)."),
    "study day",
    "day of study",
    "days",
    "days from first infusion",
    "days since first infusion",
    "visit day",
    "infusion day",
    "event day",
)
