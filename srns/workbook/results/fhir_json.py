"""FHIR resources as JSON: parsed with the digits that were sent, and their elements as texts."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

LOINC = "http://loinc.org"
_DEPTH = 40
Json = Mapping[str, Any]


def parse_resources(text: str) -> list[Json]:
    """Parse one resource, or an array of them; their numbers stay texts.

    Raises
    ------
    ValueError
        Where the text is no JSON, or anything else.
    RecursionError
        Where it is nested too deeply.
    """
    parsed = json.loads(text, parse_float=str, parse_int=str)
    found = parsed if isinstance(parsed, list) else [parsed]
    if not found or not all(isinstance(one, dict) for one in found):
        raise ValueError("no resource")
    return found


def parse_resource(text: str) -> Json:
    """Parse one resource; its numbers stay texts.

    Raises
    ------
    ValueError
        Where the text is no JSON, or no object.
    RecursionError
        Where it is nested too deeply.
    """
    found = parse_resources(text)
    if len(found) > 1 or text.lstrip().startswith("["):
        raise ValueError("no resource")
    return found[0]


def resources_within(resource: Json, depth: int = 0) -> Iterator[Json]:
    """Yield a resource, those of a Bundle, and those contained in it.

    Raises
    ------
    ValueError
        Where they are nested too deeply.
    """
    if depth > _DEPTH:
        raise ValueError("too deep")
    if resource.get("resourceType") == "Bundle":
        for entry in as_list(resource.get("entry")):
            inner = as_map(as_map(entry).get("resource"))
            if inner:
                yield from resources_within(inner, depth + 1)
        return
    yield resource
    for inner in as_list(resource.get("contained")):
        yield from resources_within(as_map(inner), depth + 1)


def as_map(value: object) -> Json:
    """Return an element that should be an object; an empty one where it is none."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """Return an element that should be a list; an empty one where it is none."""
    return value if isinstance(value, list) else []


def as_text(value: object) -> str:
    """Return an element that should be a text, stripped; empty where it is none."""
    return value.strip() if isinstance(value, str) else ""


def concept_text(concept: Json) -> str:
    """Return what a concept is called: its text, else the first display or code."""
    codings = [as_map(one) for one in as_list(concept.get("coding"))]
    shown = [as_text(one.get("display")) or as_text(one.get("code")) for one in codings]
    return as_text(concept.get("text")) or next(filter(None, shown), "")


def reference_of(value: object) -> str:
    """Return what a reference names, such as ``Specimen/7``."""
    return as_text(as_map(value).get("reference"))


def subject_of(resource: Json) -> str:
    """Return the child that a resource is about: the id of its Patient, else an identifier."""
    subject = as_map(resource.get("subject"))
    identifier = as_text(as_map(subject.get("identifier")).get("value"))
    reference = as_text(subject.get("reference"))
    return reference.rpartition("/")[2].removeprefix("urn:uuid:") or identifier
