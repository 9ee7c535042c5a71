"""Sheet Events: one row is one event."""

from srns.cohort import terms
from srns.cohort.schema import Sheet, term_column, text_column
from srns.cohort.sheets.shared import PATIENT, SAMPLE_DATE, SAMPLE_DAY
from srns.languages.messages import mark

EVENTS = Sheet(
    "Events",
    False,
    "One row is one event.",
    (
        PATIENT,
        SAMPLE_DATE,
        SAMPLE_DAY,
        term_column(
            "event",
            "event",
            mark("What happened."),
            terms.EVENT_SPELLINGS,
            "event type",
            "type of event",
            "adverse event",
            required=True,
            example="relapse",
        ),
        text_column(
            "detail",
            "detail",
            mark("Details of the event."),
            "details",
            "description",
            "note",
            "notes",
            "comment",
        ),
    ),
    synonyms=("event", "adverse events", "outcomes"),
)
