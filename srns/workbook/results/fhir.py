"""FHIR R4 Observations of a Bundle or of ndjson, as columns."""

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from srns.cohort.quantities import show_number
from srns.workbook.problems import Problem
from srns.workbook.results.result_units import read_unit

COLUMNS = (
    "fhir_observation",
    "fhir_subject",
    "fhir_code",
    "fhir_name",
    "fhir_value",
    "fhir_unit",
    "fhir_effective",
    "fhir_issued",
    "fhir_status",
    "fhir_specimen",
    "fhir_accession",
    "fhir_comment",
)
_LOINC = "http://loinc.org"
_DEPTH = 40
Json = Mapping[str, Any]


def read_fhir(content: bytes, name: str) -> dict[str, list[object]] | Problem:
    """Read the Observations of a Bundle, of a single resource or of ndjson.

    Numbers keep the digits that were sent. One row is one value: an Observation with components
    gives one for each. What is no Observation is passed over.
    """
    try:
        resources = list(_resources(content))
    except (ValueError, RecursionError):
        return Problem(
            "error",
            "",
            "",
            f"a file '{name}' that is no FHIR JSON",
            "a Bundle or ndjson of R4",
            "Export it once more.",
        )
    specimens = {
        f"Specimen/{one['id']}": _text(_map(one.get("type")))
        for one in resources
        if one.get("resourceType") == "Specimen" and "id" in one
    }
    columns: dict[str, list[object]] = {column: [] for column in COLUMNS}
    number = 0
    for resource in resources:
        if resource.get("resourceType") != "Observation":
            continue
        number += 1
        for row in _rows(resource, number, specimens):
            for column, value in zip(COLUMNS, row, strict=True):
                columns[column].append(value)
    return columns


def _parse(text: str) -> Json:
    parsed = json.loads(text, parse_float=str, parse_int=str)
    if not isinstance(parsed, dict):
        raise ValueError("no resource")
    return parsed


def _resources(content: bytes) -> Iterator[Json]:
    text = content.decode("utf-8-sig")
    try:
        one = _parse(text)
    except ValueError:
        for line in text.splitlines():
            if line.strip():
                yield from _within(_parse(line))
        return
    yield from _within(one)


def _within(resource: Json, depth: int = 0) -> Iterator[Json]:
    """Yield a resource, those of a Bundle, and those contained in it."""
    if depth > _DEPTH:
        raise ValueError("too deep")
    if resource.get("resourceType") == "Bundle":
        for entry in _list(resource.get("entry")):
            inner = _map(_map(entry).get("resource"))
            if inner:
                yield from _within(inner, depth + 1)
        return
    yield resource
    for inner in _list(resource.get("contained")):
        yield from _within(_map(inner), depth + 1)


def _map(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _str(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _text(concept: Json) -> str:
    codings = [_map(one) for one in _list(concept.get("coding"))]
    shown = [_str(one.get("display")) or _str(one.get("code")) for one in codings]
    return _str(concept.get("text")) or next(filter(None, shown), "")


def _code(concept: Json) -> str:
    """Return the LOINC code; without one the first code."""
    codings = [_map(one) for one in _list(concept.get("coding"))]
    loinc = [_str(one.get("code")) for one in codings if _str(one.get("system")) == _LOINC]
    return next(filter(None, loinc + [_str(one.get("code")) for one in codings]), "")


def _name(concept: Json) -> str:
    """Return the LOINC name, which says most; else what was typed."""
    for one in map(_map, _list(concept.get("coding"))):
        if _str(one.get("system")) == _LOINC and _str(one.get("display")):
            return _str(one.get("display"))
    return _text(concept)


def _reference(value: object) -> str:
    return _str(_map(value).get("reference"))


def _subject(resource: Json) -> str:
    subject = _map(resource.get("subject"))
    identifier = _str(_map(subject.get("identifier")).get("value"))
    reference = _str(subject.get("reference"))
    return reference.rpartition("/")[2].removeprefix("urn:uuid:") or identifier


def _unit(quantity: Json) -> str:
    """Return the unit: `code` wins over `unit`; where the two contradict, both, to be asked."""
    shown, code = _str(quantity.get("unit")), _str(quantity.get("code"))
    one, two = read_unit(code), read_unit(shown)
    if one and two and one != two:
        return f"{code} or {shown}"
    return code if one or not shown else shown


def _quantity(quantity: Json) -> tuple[str, str]:
    """Return value and unit; the value may be a number or a text."""
    value = quantity.get("value")
    text = f"{_str(quantity.get('comparator'))}{_str(value)}" if value is not None else ""
    return text, _unit(quantity)


def _ratio(ratio: Json) -> tuple[str, str]:
    """Return a ratio's value and unit; exactly, where the denominator is not 1."""
    (one, one_unit), (two, two_unit) = (
        _quantity(_map(ratio.get(part))) for part in ("numerator", "denominator")
    )
    unit = f"{one_unit}/{two_unit}" if one_unit and two_unit else ""
    if two in ("1", "1.0"):
        return one, unit
    try:
        value = Fraction(one) / Fraction(two)
    except (ValueError, ZeroDivisionError):
        return f"{one}/{two}", unit
    return show_number(float(value)), unit


def _value(part: Json) -> tuple[str, str, str]:
    """Return value, unit and comment of an Observation or a component."""
    if "valueQuantity" in part:
        value, unit = _quantity(_map(part["valueQuantity"]))
    elif "valueRatio" in part:
        value, unit = _ratio(_map(part["valueRatio"]))
    elif "valueCodeableConcept" in part:
        value, unit = _text(_map(part["valueCodeableConcept"])), ""
    else:
        value, unit = _str(part.get("valueString")) or _str(part.get("valueInteger")), ""
    absent = _text(_map(part.get("dataAbsentReason")))
    notes = [_str(_map(note).get("text")) for note in _list(part.get("note"))]
    return value, unit, absent or "; ".join(filter(None, notes))


def _rows(
    resource: Json, number: int, specimens: Mapping[str, str]
) -> Iterator[tuple[object, ...]]:
    period = _map(resource.get("effectivePeriod"))
    effective = (
        _str(resource.get("effectiveDateTime"))
        or _str(resource.get("effectiveInstant"))
        or _str(period.get("start"))
    )
    place = _reference(resource.get("specimen"))
    specimen = specimens.get(place, "") or _str(_map(resource.get("specimen")).get("display"))
    whole = _map(resource.get("code"))
    parts = [_map(part) for part in _list(resource.get("component"))]
    values = [(whole, _value(resource))] + [
        (_map(part.get("code")), _value(part)) for part in parts
    ]
    for place_in, (concept, (value, unit, comment)) in enumerate(values):
        if place_in == 0 and parts and not value:
            continue  # a panel, whose components have the values
        yield (
            number,
            _subject(resource),
            _code(concept),
            _name(concept),
            value,
            unit,
            effective,
            _str(resource.get("issued")),
            _str(resource.get("status")),
            specimen,
            place,
            comment,
        )
