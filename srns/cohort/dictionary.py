"""Which sheets and columns a workbook has, what each means, and what may stand in it.

Declared once: the reader, the checks, their messages, the template and the documentation all
come from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from . import terms
from .quantities import ALBUMIN, CREATININE, HEIGHT, UPCR, WEIGHT, Quantity, find_unit

Kind = Literal[
    "patient", "text", "number", "quantity", "date", "day", "term", "drug", "number or words"
]


@dataclass(frozen=True)
class Column:
    """One column of one sheet.

    Attributes
    ----------
    id
        Its name in the tables.
    label
        What people read; the header without the unit.
    kind
        What its cells hold.
    description
        What it means, in one sentence.
    required
        Whether every filled row must fill it.
    synonyms
        Other headers that mean the same.
    unit, other_units
        The unit of a number, and other spellings of it; that of a quantity stands in the header.
    possible, usual
        Lowest and highest number: outside of `possible` is an error, outside of `usual` a query.
    quantity
        What is measured, where the kind is `quantity`.
    spellings
        The vocabulary, where the kind is `term`: folded spelling to word.
    strict
        Whether a word outside the vocabulary is an error; otherwise it is a query and kept.
    example
        A cell as it might be typed.
    """

    id: str
    label: str
    kind: Kind
    description: str
    required: bool = False
    synonyms: tuple[str, ...] = ()
    unit: str = ""
    other_units: tuple[str, ...] = ()
    possible: tuple[float, float] | None = None
    usual: tuple[float, float] | None = None
    quantity: Quantity | None = None
    spellings: Mapping[str, str] | None = None
    strict: bool = True
    example: str | float = ""

    @property
    def header(self) -> str:
        """Give the header that the template writes, with the unit in brackets.

        >>> find_column("Labs", "upcr").header
        'Up/c (mg/mg)'
        """
        unit = self.quantity.canonical_unit if self.quantity else self.unit
        return f"{self.label} ({unit})" if unit else self.label

    @property
    def words(self) -> tuple[str, ...]:
        """Give the vocabulary, each word once, in its order."""
        return tuple(dict.fromkeys(self.spellings.values())) if self.spellings else ()

    def find_unit(self, text: str) -> str | None:
        """Find the unit written in a header, or None where this column does not know it."""
        if self.quantity:
            return find_unit(self.quantity, text)
        folded = {terms.fold(unit) for unit in (self.unit, *self.other_units)}
        return self.unit if terms.fold(text) in folded else None

    def possible_in(self, unit: str) -> tuple[float, float] | None:
        """Give the range outside of which a number is an error."""
        return self.quantity.possible_in(unit) if self.quantity else self.possible

    def usual_in(self, unit: str) -> tuple[float, float] | None:
        """Give the range outside of which a number is asked about."""
        return self.quantity.usual_in(unit) if self.quantity else self.usual


@dataclass(frozen=True)
class Sheet:
    """One sheet: its columns, and of which columns at least one must be there.

    Attributes
    ----------
    name
        As in the template.
    required
        Whether a workbook must have it.
    description
        What one row is.
    columns
        Its columns, in the template's order.
    one_of
        At least one of these columns must be there, and be filled in each row.
    synonyms
        Other names of the sheet.
    bounds
        Whether its plain numbers may be typed with a bound, as in ``≥6``, which then stands in a
        column ``<id>_bound`` of the table.
    """

    name: str
    required: bool
    description: str
    columns: tuple[Column, ...]
    one_of: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    bounds: bool = False


_PATIENT = Column(
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
_NOTE = Column(
    "note",
    "note",
    "text",
    "Anything else worth keeping.",
    synonyms=("notes", "comment", "comments", "remark", "remarks"),
)


def _date(identity: str, label: str, meaning: str, *synonyms: str, example: str = "") -> Column:
    return Column(identity, label, "date", meaning, synonyms=synonyms, example=example)


def _day(identity: str, label: str, meaning: str, *synonyms: str) -> Column:
    return Column(
        identity,
        label,
        "day",
        meaning,
        synonyms=synonyms,
        unit="days",
        other_units=("d", "day"),
        possible=(-20000, 20000),
    )


def _text(identity: str, label: str, meaning: str, *synonyms: str, example: str = "") -> Column:
    return Column(identity, label, "text", meaning, synonyms=synonyms, example=example)


def _number(
    identity: str,
    label: str,
    unit: str,
    meaning: str,
    possible: tuple[float, float],
    *synonyms: str,
    other_units: tuple[str, ...] = (),
    usual: tuple[float, float] | None = None,
    example: str | float = "",
) -> Column:
    return Column(
        identity,
        label,
        "number",
        meaning,
        synonyms=synonyms,
        unit=unit,
        other_units=other_units,
        possible=possible,
        usual=usual,
        example=example,
    )


def _term(
    identity: str,
    label: str,
    meaning: str,
    spellings: Mapping[str, str],
    *synonyms: str,
    required: bool = False,
    strict: bool = True,
    example: str = "",
) -> Column:
    return Column(
        identity,
        label,
        "term",
        meaning,
        required,
        synonyms,
        spellings=spellings,
        strict=strict,
        example=example,
    )


def _quantity(
    quantity: Quantity, meaning: str, *synonyms: str, example: str | float = ""
) -> Column:
    return Column(
        quantity.analyte,
        quantity.label,
        "quantity",
        meaning,
        synonyms=synonyms,
        quantity=quantity,
        example=example,
    )


_YEARS = ("y", "yr", "yrs", "year", "a")
_MONTHS = ("m", "mo", "mos", "mth", "mths", "month")
_SAMPLE_DATE = _date(
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
_SAMPLE_DAY = _day(
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

PATIENTS = Sheet(
    "Patients",
    True,
    "One row is a child.",
    (
        _PATIENT,
        _term(
            "sex",
            "sex",
            "male or female.",
            terms.SEX_SPELLINGS,
            "gender",
            "sex/gender",
            "m/f",
            example="female",
        ),
        _text(
            "race_ethnicity",
            "race/ethnicity",
            "As recorded.",
            "race",
            "ethnicity",
            "ethnic group",
            "race or ethnicity",
        ),
        _number(
            "age_at_diagnosis_years",
            "age at diagnosis",
            "years",
            "Age at the diagnosis of nephrotic syndrome.",
            (0, 25),
            "age at dx",
            "age diagnosis",
            "age at onset",
            "age",
            other_units=_YEARS,
            usual=(0, 18),
            example=4.5,
        ),
        _number(
            "age_at_first_infusion_years",
            "age at first infusion",
            "years",
            "Age on the day of the first infusion.",
            (0, 30),
            "age at treatment",
            "age at infusion",
            "age first infusion",
            other_units=_YEARS,
            usual=(0, 21),
        ),
        _date(
            "index_date",
            "index date",
            "Day 0, where it is not the day of the first infusion.",
            "day 0",
            "baseline date",
            "date of first infusion",
            "first infusion date",
            "start date",
        ),
        _date(
            "last_follow_up_date",
            "last follow-up date",
            "The last day on which the child was seen.",
            "last follow up",
            "date of last follow up",
            "last visit",
            "last visit date",
            "last seen",
            "follow up date",
        ),
        _day(
            "last_follow_up_day",
            "last follow-up day",
            "The same in whole days from the index date.",
            "day of last follow up",
            "last visit day",
        ),
        _term(
            "steroid_resistance",
            "steroid resistance",
            "initial (primary) or late (secondary).",
            terms.RESISTANCE_SPELLINGS,
            "resistance",
            "type of resistance",
            "srns type",
            "initial or late",
            example="initial",
        ),
        _number(
            "time_to_steroid_resistance_months",
            "time to steroid resistance",
            "months",
            "From the diagnosis to steroid resistance.",
            (0, 300),
            "months to resistance",
            "time to resistance",
            other_units=_MONTHS,
        ),
        _number(
            "prednisolone_trial_weeks",
            "prednisolone trial",
            "weeks",
            "How long prednisolone was given before resistance was declared.",
            (0, 200),
            "steroid trial",
            "prednisone trial",
            "weeks of prednisolone",
            other_units=("w", "wk", "wks", "week"),
        ),
        _number(
            "tacrolimus_trial_months",
            "tacrolimus trial",
            "months",
            "How long tacrolimus was given.",
            (0, 200),
            "months of tacrolimus",
            "tac trial",
            other_units=_MONTHS,
        ),
        _number(
            "tacrolimus_trough_ng_ml",
            "tacrolimus trough",
            "ng/mL",
            "The trough level held.",
            (0, 100),
            "tacrolimus level",
            "tac trough",
            "trough",
            other_units=("µg/L", "ug/L", "mcg/L"),
            usual=(0, 30),
        ),
        _text("c3", "C3", "Complement C3, as recorded.", "complement C3"),
        _text("c4", "C4", "Complement C4, as recorded.", "complement C4"),
        _text(
            "ana",
            "ANA",
            "Antinuclear antibodies, as recorded.",
            "antinuclear antibodies",
            "antinuclear antibody",
        ),
        _text(
            "histology",
            "histology",
            "The diagnosis of the kidney biopsy.",
            "biopsy",
            "histopathology",
            "pathology",
            "biopsy result",
            "renal biopsy",
            "kidney biopsy",
            "biopsy diagnosis",
            "renal histology",
            "kidney histology",
            example="MCD",
        ),
        _text(
            "genetic_testing",
            "genetic testing",
            "The result, as recorded.",
            "genetics",
            "genetic test",
            "mutation",
            "gene",
        ),
        _text(
            "prior_immunosuppression",
            "prior immunosuppression",
            "Drugs given before.",
            "previous immunosuppression",
            "prior treatment",
            "previous treatment",
        ),
        _term(
            "recorded_response",
            "recorded response",
            "The response that a person recorded.",
            terms.RESPONSE_SPELLINGS,
            "response",
            "remission",
            "remission status",
            "clinical response",
            strict=False,
        ),
        Column(
            "recorded_time_to_remission_months",
            "recorded time to remission",
            "number or words",
            "The time that a person recorded; words are kept as typed.",
            synonyms=("time to remission", "months to remission"),
            unit="months",
            other_units=_MONTHS,
            possible=(-60, 300),
        ),
        _text(
            "recorded_outcome",
            "recorded outcome",
            "The outcome that a person recorded.",
            "outcome",
            "final outcome",
        ),
        _text(
            "notes",
            "notes",
            "Anything else worth keeping.",
            "note",
            "comment",
            "comments",
            "remark",
            "remarks",
        ),
    ),
    synonyms=("patient", "children", "demographics", "subjects", "baseline", "cohort"),
    bounds=True,
)
LABS = Sheet(
    "Labs",
    True,
    "One row is one day on which one child's blood or urine was tested.",
    (
        _PATIENT,
        _SAMPLE_DATE,
        _SAMPLE_DAY,
        _quantity(
            UPCR,
            "Urine protein to creatinine ratio.",
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
        _quantity(
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
        _quantity(
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
        _quantity(HEIGHT, "Height on that day.", "body height", "length", "stature"),
        _quantity(WEIGHT, "Weight on that day.", "body weight"),
        _text("dipstick", "dipstick", "Urine dipstick, as read.", "urine dipstick", "dip"),
        _text("source", "source", "Which laboratory or device.", "lab", "laboratory"),
        _NOTE,
    ),
    ("date", "day"),
    ("lab", "laboratory", "laboratory results", "lab results", "results", "lab values"),
)
INFUSIONS = Sheet(
    "Infusions",
    True,
    "One row is one infusion day of one child.",
    (
        _PATIENT,
        _SAMPLE_DATE,
        _SAMPLE_DAY,
        _number(
            "cyclophosphamide_mg_m2",
            "cyclophosphamide",
            "mg/m2",
            "Intravenous cyclophosphamide.",
            (0, 3000),
            "CTX",
            "CYC",
            "IV cyclophosphamide",
            "cyclophosphamide dose",
            other_units=("mg/m²", "mg/m^2", "mg per m2"),
            usual=(100, 1500),
            example=500,
        ),
        _number(
            "methylprednisolone_mg_kg",
            "methylprednisolone",
            "mg/kg",
            "Intravenous methylprednisolone.",
            (0, 100),
            "MP",
            "IVMP",
            "methylprednisolone dose",
            "IV methylprednisolone",
            usual=(1, 40),
            example=30,
        ),
        _NOTE,
    ),
    ("date", "day"),
    ("infusion", "pulses", "pulse therapy"),
)
TREATMENTS = Sheet(
    "Treatments",
    False,
    "One row is one course of one drug.",
    (
        _PATIENT,
        Column(
            "drug",
            "drug",
            "drug",
            "One drug; several drugs are several rows.",
            True,
            ("medication", "medicine", "treatment", "agent", "drug name"),
            example="tacrolimus",
        ),
        _date(
            "start_date",
            "start date",
            "The first day.",
            "start",
            "started",
            "date started",
            "begin",
            "from",
        ),
        _day("start_day", "start day", "The same in days from the index date.", "day started"),
        _date(
            "stop_date",
            "stop date",
            "The last day; blank while it goes on.",
            "stop",
            "stopped",
            "end",
            "end date",
            "date stopped",
            "until",
            "to",
        ),
        _day("stop_day", "stop day", "The same in days from the index date.", "end day"),
        _number("dose", "dose", "", "How much at a time.", (0, 100000), "amount"),
        _text("dose_unit", "dose unit", "Of the dose.", "unit", "dose units"),
        _text("frequency", "frequency", "How often.", "freq", "schedule", "interval"),
        _term(
            "purpose",
            "purpose",
            "prior, concomitant, maintenance or rescue.",
            terms.PURPOSE_SPELLINGS,
            "indication",
            "phase",
            example="maintenance",
        ),
        _NOTE,
    ),
    synonyms=("treatment", "medication", "medications", "drugs"),
)
EVENTS = Sheet(
    "Events",
    False,
    "One row is one event.",
    (
        _PATIENT,
        _SAMPLE_DATE,
        _SAMPLE_DAY,
        _term(
            "event",
            "event",
            "What happened.",
            terms.EVENT_SPELLINGS,
            "event type",
            "type of event",
            "adverse event",
            required=True,
            example="relapse",
        ),
        _text(
            "detail", "detail", "In words.", "details", "description", "note", "notes", "comment"
        ),
    ),
    synonyms=("event", "adverse events", "outcomes"),
)

SHEETS = (PATIENTS, LABS, INFUSIONS, TREATMENTS, EVENTS)
IGNORED_SHEETS = ("Definitions", "Lists", "Read me", "Readme", "Instructions")
"""Sheets of the template that hold no data."""
EXAMPLE_PATIENT = "EXAMPLE"
"""The patient of the template's example rows, which are never read."""
TEMPLATE_VERSION = "1"

MISSING_WORDS: Mapping[str, str] = {
    "-": "blank",
    "–": "blank",
    "—": "blank",
    ".": "blank",
    "na": "not applicable",
    "n/a": "not applicable",
    "not applicable": "not applicable",
    "unknown": "unknown",
    "unk": "unknown",
    "not known": "unknown",
    "not done": "not done",
    "nd": "not done",
    "not measured": "not done",
}
"""Words for a missing value, in lower case, and the reason that each gives."""


def find_sheet(name: str) -> Sheet | None:
    """Find the sheet that a tab's name means.

    >>> find_sheet("lab_results").name
    'Labs'
    """
    folded = terms.fold(name)
    return next(
        (s for s in SHEETS if folded in {terms.fold(word) for word in (s.name, *s.synonyms)}), None
    )


def find_column(sheet: str, identity: str) -> Column:
    """Give one column of one sheet by its id.

    Raises
    ------
    KeyError
        If there is no such column.
    """
    for one in SHEETS:
        if one.name == sheet:
            for column in one.columns:
                if column.id == identity:
                    return column
    raise KeyError(f"{sheet}.{identity}")
