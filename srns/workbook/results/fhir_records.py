"""FHIR R4 resources beside Observations, as rows of the template's sheets.

A Patient is a child, an intravenous MedicationAdministration of cyclophosphamide or
methylprednisolone an infusion, every other medication a course; a Condition is an event, a
histology or a steroid resistance, a Procedure an event.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from srns.cohort.histology import HISTOLOGY
from srns.cohort.terms import (
    DEATH,
    EVENT_SPELLINGS,
    KIDNEY_FAILURE,
    PURPOSE_SPELLINGS,
    RESISTANCE_SPELLINGS,
    find_drug,
    fold,
)
from srns.workbook.results.fhir_json import (
    Json,
    as_list,
    as_map,
    as_text,
    concept_text,
    reference_of,
    subject_of,
)

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "patients": ("patient", "sex", "date of birth", "histology", "steroid resistance"),
    "infusions": (
        "patient", "date", "cyclophosphamide (mg/m2)", "methylprednisolone (mg/kg)",
    ),
    "treatments": (
        "patient", "drug", "start date", "stop date", "dose", "dose unit", "purpose",
    ),
    "events": ("patient", "date", "event", "detail"),
}  # fmt: skip
"""The columns of each table that is made of resources, headed as in the template."""
_DOSED = {"cyclophosphamide": ("mg/m2", 2), "methylprednisolone": ("mg/kg", 3)}
"""Of a drug of infusions, the unit of its dose and its place among the columns."""
_NOT_GIVEN = {
    "MedicationAdministration": ("not-done", "entered-in-error"),
    "MedicationStatement": ("not-taken", "intended", "entered-in-error"),
    "MedicationRequest": ("draft", "cancelled", "entered-in-error"),
}
"""The resources of medications, each with the statuses in which it tells of no treatment."""
_NOT_ORDERED = ("proposal", "plan", "option")
_DISMISSED = ("refuted", "entered-in-error")
_NOT_DONE = ("not-done", "preparation", "entered-in-error")
_TAG = re.compile(r"\s*\((?:disorder|finding|procedure|situation)\)$")
"""What SNOMED CT says behind a name."""
_INTRAVENOUS = re.compile(r"\b(?:intravenous\w*|i\.?v\.?)(?!\w)|\b47625008\b", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_][\w-]*")
_RESISTANT = (fold("steroid resist"), fold("SRNS"))
_EVENT_CODES = {
    "N18.5": KIDNEY_FAILURE, "N18.6": KIDNEY_FAILURE, "46177005": KIDNEY_FAILURE,
    "433146000": KIDNEY_FAILURE, "Z99.2": "dialysis", "Z94.0": "transplant",
    "70536003": "transplant", "161665007": "transplant", "265764009": "dialysis",
    "302497006": "dialysis",
}  # fmt: skip
"""Codes of ICD-10 and SNOMED CT that are events, whatever they are called beside them."""


@dataclass(frozen=True)
class FhirRow:
    """One row of a table; a text for each of its `HEADINGS`."""

    table: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class ChildFact:
    """What a Condition says of a child as a whole: `heading` is one of those of patients."""

    patient: str
    heading: str
    text: str


@dataclass(frozen=True)
class PassedOver:
    """A resource that is not needed, and in a few words which."""

    what: str


Record = FhirRow | ChildFact | PassedOver


def read_record(resource: Json, medication_named: Callable[[str], str]) -> Iterator[Record]:
    """Yield the rows of a resource that is no Observation, or that it is passed over.

    Parameters
    ----------
    medication_named
        Returns what the Medication is called that a reference names; empty where none is known.
    """
    kind = as_text(resource.get("resourceType"))
    if kind == "Patient":
        yield from _patient(resource)
    elif kind in _NOT_GIVEN:
        yield _medication(kind, resource, medication_named)
    elif kind == "Condition":
        yield _condition(resource)
    elif kind == "Procedure":
        yield _procedure(resource)
    else:
        yield PassedOver(kind or "no resourceType")


def name_of_medication(resource: Json) -> str:
    """Return what a Medication is called."""
    return concept_text(as_map(resource.get("code")))


def _patient(resource: Json) -> Iterator[Record]:
    child = as_text(resource.get("id"))
    sex = as_text(resource.get("gender"))
    yield FhirRow("patients", (child, sex, as_text(resource.get("birthDate")), "", ""))
    died = _day(resource.get("deceasedDateTime"))
    if died or resource.get("deceasedBoolean") is True:
        yield FhirRow("events", (child, died, DEATH, ""))


def _day(value: object) -> str:
    """Return the date of a date and time, which may lack its day or its month."""
    return as_text(value).partition("T")[0]


def _medication(kind: str, resource: Json, medication_named: Callable[[str], str]) -> Record:
    why = _not_given(kind, resource)
    if why:
        return PassedOver(f"{kind}, {why}")
    named = _named(resource, medication_named)
    drugs = {drug for word in _WORDS.findall(named) if (drug := find_drug(word))} - {"none"}
    drug = find_drug(named) or (drugs.pop() if len(drugs) == 1 else "")
    if named and not drug and not drugs:
        return PassedOver(f"{kind} of another drug")
    child, (start, stop), (dose, unit) = subject_of(resource), _period(resource), _dose(resource)
    if kind == "MedicationAdministration" and drug in _DOSED and _is_intravenous(resource):
        values = [child, start, "", ""]
        usual, place = _DOSED[drug]
        # A dose in another unit stays as typed, with its unit: the reader says that it is odd.
        values[place] = dose if fold(unit) == fold(usual) or not dose else f"{dose} {unit}"
        return FhirRow("infusions", tuple(values))
    values = (child, drug or named, start, stop, dose, unit, _purpose(resource))
    return FhirRow("treatments", values)


def _not_given(kind: str, resource: Json) -> str:
    """Return why a resource tells of no treatment; empty where it tells of one."""
    status, intent = as_text(resource.get("status")), as_text(resource.get("intent"))
    if status in _NOT_GIVEN[kind]:
        return status
    return "no order" if intent in _NOT_ORDERED or resource.get("doNotPerform") is True else ""


def _is_intravenous(resource: Json) -> bool:
    route = as_map(as_map(resource.get("dosage")).get("route"))
    return bool(_INTRAVENOUS.search(_every_word(route)))


def _named(resource: Json, medication_named: Callable[[str], str]) -> str:
    """Return what the medication is called, by its concept or by what a reference names."""
    concept = concept_text(as_map(resource.get("medicationCodeableConcept")))
    reference = as_map(resource.get("medicationReference"))
    place = reference_of(reference)
    inside = next(
        (
            name_of_medication(as_map(each))
            for each in as_list(resource.get("contained"))
            if place.startswith("#") and as_text(as_map(each).get("id")) == place[1:]
        ),
        "",
    )
    return concept or inside or medication_named(place) or as_text(reference.get("display"))


def _dose(resource: Json) -> tuple[str, str]:
    """Return the dose and its unit: of one administration, else the first that is instructed."""
    given = as_map(as_map(resource.get("dosage")).get("dose"))
    listed = as_list(resource.get("dosageInstruction")) or as_list(resource.get("dosage"))
    rates = [as_map(one) for each in listed for one in as_list(as_map(each).get("doseAndRate"))]
    quantity = given or (as_map(rates[0].get("doseQuantity")) if rates else {})
    unit = as_text(quantity.get("unit")) or as_text(quantity.get("code"))
    return as_text(quantity.get("value")), unit


def _every_word(concept: Json) -> str:
    codings = [as_map(one) for one in as_list(concept.get("coding"))]
    words = [as_text(one.get(part)) for one in codings for part in ("code", "display")]
    return " ".join([as_text(concept.get("text")), *words])


def _period(resource: Json) -> tuple[str, str]:
    """Return the first and the last day of a medication; without a last one it goes on."""
    at = _day(resource.get("effectiveDateTime"))
    if at:
        return at, at if resource.get("resourceType") == "MedicationAdministration" else ""
    bounds = [
        as_map(as_map(as_map(as_map(each).get("timing")).get("repeat")).get("boundsPeriod"))
        for each in as_list(resource.get("dosageInstruction"))
    ]
    periods = [as_map(resource.get("effectivePeriod")), *bounds]
    start = next(filter(None, (_day(each.get("start")) for each in periods)), "")
    stop = next(filter(None, (_day(each.get("end")) for each in periods)), "")
    return start or _day(resource.get("authoredOn")), stop


def _purpose(resource: Json) -> str:
    """Return the purpose that a reason names in one of the dictionary's words."""
    reasons = (_every_word(as_map(one)) for one in as_list(resource.get("reasonCode")))
    words = (fold(word) for reason in reasons for word in _WORDS.findall(reason))
    return next((PURPOSE_SPELLINGS[word] for word in words if word in PURPOSE_SPELLINGS), "")


def _condition(resource: Json) -> Record:
    for said in _codes(as_map(resource.get("verificationStatus"))):
        if said in _DISMISSED:
            return PassedOver(f"Condition, {said}")
    event = _event(resource, "onsetDateTime", "onsetPeriod", "recordedDate")
    if event is not None:
        return event
    text, child = concept_text(as_map(resource.get("code"))), subject_of(resource)
    resistance = _resistance(text)
    if resistance:
        return ChildFact(child, "steroid resistance", resistance)
    if HISTOLOGY.is_understood(text) and HISTOLOGY.group(text):
        return ChildFact(child, "histology", _TAG.sub("", text))
    return PassedOver("Condition, another diagnosis")


def _procedure(resource: Json) -> Record:
    status = as_text(resource.get("status"))
    if status in _NOT_DONE:
        return PassedOver(f"Procedure, {status}")
    event = _event(resource, "performedDateTime", "performedPeriod")
    return event or PassedOver("Procedure, another one")


def _event(resource: Json, *days: str) -> FhirRow | None:
    """Return the event that a code or its words name, on the first of some days; else None."""
    concept = as_map(resource.get("code"))
    text = _TAG.sub("", concept_text(concept))
    coded = (_EVENT_CODES[code] for code in _codes(concept) if code in _EVENT_CODES)
    event = next(coded, "") or EVENT_SPELLINGS.get(fold(text), "")
    if not event:
        return None
    found = (resource.get(each) for each in days)
    dated = (_day(as_map(each).get("start") or each) for each in found)
    detail = "" if fold(text) == fold(event) else text
    return FhirRow("events", (subject_of(resource), next(filter(None, dated), ""), event, detail))


def _resistance(text: str) -> str:
    """Return the steroid resistance that a diagnosis names; empty where it names none.

    >>> _resistance("Steroid-resistant nephrotic syndrome, late")
    'late'
    """
    if not any(word in fold(text) for word in _RESISTANT):
        return ""
    kinds = (RESISTANCE_SPELLINGS.get(fold(word)) for word in _WORDS.findall(text))
    return next(filter(None, kinds), "")


def _codes(concept: Json) -> list[str]:
    return [as_text(as_map(one).get("code")) for one in as_list(concept.get("coding"))]
