"""FHIR R4 Observations of a Bundle or of ndjson, as columns."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from srns.cohort.quantities import show_number
from srns.languages.sentences import sentence
from srns.workbook.problems import Problem
from srns.workbook.results.fhir_json import (
    LOINC,
    Json,
    as_list,
    as_map,
    as_text,
    concept_text,
    parse_resource,
    parse_resources,
    reference_of,
    resources_within,
    subject_of,
)
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


def read_fhir(content: bytes, name: str) -> dict[str, list[object]] | Problem:
    """Read the Observations of a Bundle, of a resource, of an array of them or of ndjson.

    Numbers keep the digits that were sent. One row is one value: an Observation with components
    gives one for each. What is no Observation is passed over.
    """
    try:
        resources = list(_resources(content))
        if not any("resourceType" in one for one in resources):
            raise ValueError("other JSON")
    except (ValueError, RecursionError):
        return Problem(
            "error",
            "",
            "",
            sentence("a file '{name}' that is no FHIR JSON", name=name),
            sentence("a Bundle or ndjson of R4"),
            sentence("Export it once more."),
        )
    specimens = {
        f"Specimen/{one['id']}": concept_text(as_map(one.get("type")))
        for one in resources
        if one.get("resourceType") == "Specimen" and "id" in one
    }
    columns: dict[str, list[object]] = {column: [] for column in COLUMNS}
    number = 0
    for resource in resources:
        if resource.get("resourceType") != "Observation":
            continue
        number += 1
        for row in observation_rows(resource, number, lambda one: specimens.get(one, "")):
            for column, value in zip(COLUMNS, row, strict=True):
                columns[column].append(value)
    return columns


def _resources(content: bytes) -> Iterator[Json]:
    text = content.decode("utf-8-sig")
    try:
        found = parse_resources(text)
    except ValueError:
        for line in text.split("\n"):  # a text may hold any other sign that ends a line
            if line.strip():
                yield from resources_within(parse_resource(line))
        return
    for one in found:
        yield from resources_within(one)


def _code(concept: Json) -> str:
    """Return the LOINC code; without one the first code."""
    codings = [as_map(one) for one in as_list(concept.get("coding"))]
    loinc = [as_text(one.get("code")) for one in codings if as_text(one.get("system")) == LOINC]
    return next(filter(None, loinc + [as_text(one.get("code")) for one in codings]), "")


def _name(concept: Json) -> str:
    """Return the LOINC name, which says most; else what was typed."""
    for one in map(as_map, as_list(concept.get("coding"))):
        if as_text(one.get("system")) == LOINC and as_text(one.get("display")):
            return as_text(one.get("display"))
    return concept_text(concept)


def _unit(quantity: Json) -> str:
    """Return the unit: `code` wins over `unit`; where the two contradict, both, to be asked."""
    shown, code = as_text(quantity.get("unit")), as_text(quantity.get("code"))
    one, two = read_unit(code), read_unit(shown)
    if one and two and one != two:
        return f"{code} or {shown}"
    return code if one or not shown else shown


def _quantity(quantity: Json) -> tuple[str, str]:
    """Return value and unit; the value may be a number or a text."""
    value = quantity.get("value")
    text = f"{as_text(quantity.get('comparator'))}{as_text(value)}" if value is not None else ""
    return text, _unit(quantity)


def _ratio(ratio: Json) -> tuple[str, str]:
    """Return a ratio's value and unit; exactly, where the denominator is not 1."""
    (one, one_unit), (two, two_unit) = (
        _quantity(as_map(ratio.get(part))) for part in ("numerator", "denominator")
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
        value, unit = _quantity(as_map(part["valueQuantity"]))
    elif "valueRatio" in part:
        value, unit = _ratio(as_map(part["valueRatio"]))
    elif "valueCodeableConcept" in part:
        value, unit = concept_text(as_map(part["valueCodeableConcept"])), ""
    else:
        value, unit = as_text(part.get("valueString")) or as_text(part.get("valueInteger")), ""
    absent = concept_text(as_map(part.get("dataAbsentReason")))
    notes = [as_text(as_map(note).get("text")) for note in as_list(part.get("note"))]
    return value, unit, absent or "; ".join(filter(None, notes))


def observation_rows(
    resource: Json, number: int, specimen_named: Callable[[str], str]
) -> Iterator[tuple[object, ...]]:
    """Yield the values of an Observation: its own, and one for each of its components.

    Parameters
    ----------
    number
        What the first of `COLUMNS` has.
    specimen_named
        Returns the type of the Specimen that a reference names; empty where it is not known.
    """
    period = as_map(resource.get("effectivePeriod"))
    effective = (
        as_text(resource.get("effectiveDateTime"))
        or as_text(resource.get("effectiveInstant"))
        or as_text(period.get("start"))
    )
    place = reference_of(resource.get("specimen"))
    specimen = specimen_named(place) or as_text(as_map(resource.get("specimen")).get("display"))
    whole = as_map(resource.get("code"))
    parts = [as_map(part) for part in as_list(resource.get("component"))]
    values = [(whole, _value(resource))] + [
        (as_map(part.get("code")), _value(part)) for part in parts
    ]
    for place_in, (concept, (value, unit, comment)) in enumerate(values):
        if place_in == 0 and parts and not value:
            continue  # a panel, whose components have the values
        yield (
            number,
            subject_of(resource),
            _code(concept),
            _name(concept),
            value,
            unit,
            effective,
            as_text(resource.get("issued")),
            as_text(resource.get("status")),
            specimen,
            place,
            comment,
        )
