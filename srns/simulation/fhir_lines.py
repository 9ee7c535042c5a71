"""Invented records as FHIR R4 resources: lines of ndjson, by the kind of resource."""

import json
from collections.abc import Iterator
from typing import Any

import pandas as pd

from srns.simulation.lists import LOINC, TESTS, typed
from srns.simulation.records import UNREADABLE, InventedRecords

_LOINC = "http://loinc.org"
_TEST_DATA = {"tag": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason",
                       "code": "HTEST", "display": "test health data"}]}  # fmt: skip
_CODES = {
    each: {"coding": [{"system": _LOINC, "code": code, "display": TESTS[each]}]}
    for each, code in LOINC.items()
}
_INTRAVENOUS = {"coding": [{"system": "http://snomed.info/sct", "code": "47625008"}],
                "text": "intravenous"}  # fmt: skip
_CONFIRMED = {"coding": [{"code": "confirmed"}]}
Resource = dict[str, Any]


def fhir_lines(records: InventedRecords, dates: pd.Series) -> Iterator[tuple[str, list[str]]]:
    """Yield the lines of each kind of resource.

    R4 has no place for the index date and the last follow-up; they stand in the table of patients.

    Parameters
    ----------
    dates
        The calendar date of each result.
    """
    index = records.patients.set_index("patient")["index_date"]
    yield from _as_lines("Patient", _patients(records))
    yield from _as_lines("Observation", _observations(records.results, dates))
    yield from _as_lines("MedicationAdministration", _medications(records, index))
    yield from _as_lines("Condition", _conditions(records, index))


def _as_lines(kind: str, resources: Iterator[Resource]) -> Iterator[tuple[str, list[str]]]:
    """Yield the lines of some resources, of which the first says that they are no real data."""
    lines = [json.dumps({"resourceType": kind, **each}) for each in resources]
    if lines:
        lines[0] = json.dumps({**json.loads(lines[0]), "meta": _TEST_DATA})
        yield kind, lines


def _patients(records: InventedRecords) -> Iterator[Resource]:
    for patient, sex in zip(records.patients["patient"], records.patients["sex"], strict=True):
        yield {"id": patient, "gender": sex}


def _observations(results: pd.DataFrame, dates: pd.Series) -> Iterator[Resource]:
    columns = (results[each] for each in ("patient", "analyte", "bound", "unit"))
    days = [each.isoformat() for each in dates]
    for patient, analyte, bound, unit, text, day in zip(
        *columns, typed(results), days, strict=True
    ):
        yield {
            "status": "final", "code": _CODES[analyte], "subject": _about(patient),
            "effectiveDateTime": day, **_value(analyte, bound, unit, text),
        }  # fmt: skip


def _value(analyte: str, bound: str, unit: str, text: str) -> Resource:
    if analyte == "dipstick":
        return {"valueString": text}
    if text == UNREADABLE:
        return {"valueQuantity": {"unit": unit}, "note": [{"text": text}]}
    number: Resource = {"value": float(text.removeprefix(bound)), "unit": unit}
    return {"valueQuantity": {**number, "comparator": bound} if bound else number}


def _medications(records: InventedRecords, index: pd.Series) -> Iterator[Resource]:
    infusions, courses = records.infusions, records.treatments
    dose = "cyclophosphamide_mg_m2"
    for patient, day, amount in zip(
        infusions["patient"], _dates(infusions, "day", index), infusions[dose], strict=True
    ):
        yield {
            **_given(patient, "cyclophosphamide"), "effectiveDateTime": day,
            "dosage": {"route": _INTRAVENOUS, "dose": {"value": float(amount), "unit": "mg/m2"}},
        }  # fmt: skip
    starts, stops = (_dates(courses, f"{each}_day", index) for each in ("start", "stop"))
    for patient, drug, purpose, start, stop in zip(
        courses["patient"], courses["drug"], courses["purpose"], starts, stops, strict=True
    ):
        yield {
            **_given(patient, drug), "effectivePeriod": {"start": start, "end": stop},
            "reasonCode": [{"text": purpose}],
        }  # fmt: skip


def _conditions(records: InventedRecords, index: pd.Series) -> Iterator[Resource]:
    events, children = records.events, records.patients
    days = _dates(events, "day", index)
    for patient, event, day in zip(events["patient"], events["event"], days, strict=True):
        yield {**_diagnosed(patient, event), "onsetDateTime": day}
    columns = (children[each] for each in ("patient", "histology", "steroid_resistance"))
    for patient, histology, resistance in zip(*columns, strict=True):
        yield _diagnosed(patient, f"steroid-resistant nephrotic syndrome, {resistance}")
        if histology != "other":
            yield _diagnosed(patient, histology)


def _about(patient: str) -> Resource:
    return {"reference": f"Patient/{patient}"}


def _given(patient: str, drug: str) -> Resource:
    return {"status": "completed", "medicationCodeableConcept": {"text": drug},
            "subject": _about(patient)}  # fmt: skip


def _diagnosed(patient: str, text: str) -> Resource:
    return {"verificationStatus": _CONFIRMED, "code": {"text": text}, "subject": _about(patient)}


def _dates(frame: pd.DataFrame, column: str, index: pd.Series) -> list[str]:
    """Return days as calendar dates."""
    start = frame["patient"].map(index)
    days = start + pd.to_timedelta(frame[column], unit="D")
    return [each.date().isoformat() for each in days]
