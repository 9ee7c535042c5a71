"""Fields that formulas can refer to: columns of the patient profile, and their names."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from srns.cohort.dictionary import PATIENTS
from srns.cohort.errors import ExpressionError
from srns.cohort.terms import RESPONSE_SPELLINGS, find_drug, fold
from srns.languages.messages import mark
from srns.languages.sentences import sentence, term

Kind = Literal["number", "words", "drugs"]


@dataclass(frozen=True)
class Field:
    """A column of `srns.analysis.tables.patient_profile.profile`."""

    id: str
    kind: Kind
    meaning: str
    spellings: Mapping[str, str] | None = None

    def word(self, typed: str) -> str:
        """Return the canonical word for a word as typed, folded for comparison."""
        if self.kind == "drugs":
            return find_drug(typed) or typed.casefold()
        return fold((self.spellings or {}).get(fold(typed), typed))


_COMPUTED = (
    Field(
        "response", "words", mark("The response by the definition in force."), RESPONSE_SPELLINGS
    ),
    Field("status", "words", mark("The status at last follow-up."), RESPONSE_SPELLINGS),
    Field(
        "sustained", "words", mark("yes or no: complete or partial remission without a relapse.")
    ),
    Field("relapse", "words", mark("yes or no: a relapse is recorded or computed.")),
    Field(
        "kidney_failure",
        "words",
        mark("yes or no: kidney failure, dialysis or transplant recorded."),
    ),
    Field("death", "words", mark("yes or no: death is recorded.")),
    Field("histology_group", "words", mark("MCD, MCD variant, FSGS or other.")),
    Field("maintenance", "words", mark("The maintenance regimen.")),
    Field("maintenance_drugs", "drugs", mark("The drugs of maintenance.")),
    Field("prior_drugs", "drugs", mark("The drugs with the purpose 'prior', other than steroids.")),
    Field("in_remission_at_start", "words", mark("yes, no or cannot tell: in remission on day 0.")),
    Field("window_ended_by", "words", mark("What ended the window of observation.")),
    Field("baseline_upcr", "number", mark("Last Up/c on day -90 to 0 (mg/mg).")),
    Field("baseline_albumin", "number", mark("Last albumin on day -90 to 0 (g/dL).")),
    Field("baseline_creatinine", "number", mark("Last creatinine on day -90 to 0 (mg/dL).")),
    Field("baseline_egfr", "number", mark("Last eGFR on day -90 to 0 (CKiD U25, mL/min/1.73 m²).")),
    Field("creatinine_results", "number", mark("Number of creatinine results.")),
    Field("infusions", "number", mark("Number of infusions.")),
    Field("infusion_months", "number", mark("Months from the first to the last infusion.")),
    Field(
        "methylprednisolone_infusions",
        "number",
        mark("Number of infusions with methylprednisolone."),
    ),
    Field(
        "cyclophosphamide_mg_m2", "number", mark("Cumulative cyclophosphamide, all routes (mg/m²).")
    ),
    Field(
        "follow_up_years",
        "number",
        mark("Years from the last infusion to the last follow-up in the window."),
    ),
    Field("months_from_day_0", "number", mark("Months from day 0 to the response, computed.")),
    Field("months_from_first_infusion", "number", mark("Months to the response, computed.")),
    Field("months_from_last_infusion", "number", mark("Months to the response, computed.")),
    Field("infusions_before", "number", mark("Infusions given before the response, computed.")),
)
_NUMBERS = ("number", "number or words", "day")
_SHEET = tuple(
    Field(
        column.id,
        "number" if column.kind in _NUMBERS else "words",
        sentence("{what} ({unit})", what=term(column.description), unit=column.unit)
        if column.unit
        else column.description,
        column.spellings,
    )
    for column in PATIENTS.columns
    if column.kind != "date"
)

FIELDS: Mapping[str, Field] = MappingProxyType({field.id: field for field in (*_SHEET, *_COMPUTED)})
_BY_NAME = {
    **{fold(column.label): column.id for column in PATIENTS.columns if column.id in FIELDS},
    **{fold(name): name for name in FIELDS},
    "albumin": "baseline_albumin",
    "upcr": "baseline_upcr",
    "creatinine": "baseline_creatinine",
    "egfr": "baseline_egfr",
}


def find_field(words: str) -> Field:
    """Return the field with a given id or column heading.

    Raises
    ------
    ExpressionError
        If there is no such field; the message suggests a similar one.

    Examples
    --------
    >>> find_field("age at first infusion").id
    'age_at_first_infusion_years'
    """
    known = _BY_NAME.get(fold(words))
    if known is None:
        near = difflib.get_close_matches(fold(words), _BY_NAME, n=1, cutoff=0.6)
        hint = f" Did you mean '{_BY_NAME[near[0]]}'?" if near else ""
        raise ExpressionError(
            f"found '{words}'; expected a field such as response, "
            f"histology_group or baseline_albumin.{hint}"
        )
    return FIELDS[known]
