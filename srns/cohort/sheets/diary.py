"""Sheet Diary: one row is one dipstick read at home."""

from srns.cohort.schema import Sheet
from srns.cohort.sheets.shared import DIPSTICK, NOTE, PATIENT, SAMPLE_DATE, SAMPLE_DAY

DIARY = Sheet(
    "Diary",
    False,
    "One row is one dipstick that the family read at home on one day.",
    (PATIENT, SAMPLE_DATE, SAMPLE_DAY, DIPSTICK, NOTE),
    ("date", "day"),
    ("home diary", "urine diary", "dipstick diary", "dipsticks", "home dipsticks", "home urine"),
)
