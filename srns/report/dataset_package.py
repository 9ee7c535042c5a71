"""Description of an analysis set: its Frictionless data package and its README."""

import hashlib
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from srns.cohort.dictionary import SHEETS
from srns.report.dataset_tables import MISSING, row_count

README = """# Analysis set

{children} children, written by {software}. {note}

| path | what it is |
|---|---|
| `datapackage.json` | description of every file, a Frictionless data package, with SHA-256 |
| `data/*.csv`, `data/*.parquet` | the tables, twice: both hold the same |
| `definition.toml` | the definition of response that was applied |
| `results/verdicts.csv` | the verdict on each child, with its reason |
| `results/summary.json` | counts, intervals, times and curves |
| `results/ard.csv`, `results/ard.json` | the same as analysis results data (columns of cards) |

Days count from each child's day 0; there are no dates. Children have pseudonyms unless the person
who wrote the set kept the study numbers. In CSV a missing value is `NA`; an apostrophe before a
text that begins with `=`, `+`, `-`, `@` or an apostrophe is not part of it.

    import srns
    found = srns.read_dataset("set.zip")
    found.classify().verdicts

Judged again by the same version, verdicts and summary are the same to the byte. No diagnosis, no
treatment advice.
"""
_TYPES: Mapping[str, str] = MappingProxyType(
    {"text": "string", "whole": "integer", "number": "number", "yes or no": "boolean"}
)
_MEDIA: Mapping[str, str] = MappingProxyType(
    {
        "csv": "text/csv",
        "parquet": "application/vnd.apache.parquet",
        "json": "application/json",
        "toml": "application/toml",
        "md": "text/markdown",
    }
)


def describe_package(
    tables: Mapping[str, Any], files: Mapping[str, bytes], about: Mapping[str, Any]
) -> bytes:
    """Return `datapackage.json`: every file with its size and hash, every column of the tables."""
    meanings = _meanings()
    resources = []
    for path, content in sorted(files.items()):
        stem, _, ending = path.rpartition("/")[2].rpartition(".")
        resource: dict[str, Any] = {
            "name": _name(path),
            "path": path,
            "format": ending,
            "mediatype": _MEDIA[ending],
            "bytes": len(content),
            "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        }
        if path.startswith("data/") and ending == "csv":
            resource |= _schema(stem, tables[stem], meanings)
        resources.append(resource)
    package = {
        "profile": "data-package",
        "name": f"srns-{about['cohort_sha256'][:12]}",
        "title": "Children with steroid-resistant nephrotic syndrome: analysis set",
        "description": about["note"] or "De-identified tables, definition and results.",
        "resources": resources,
        "srns": dict(about),
    }
    return json.dumps(package, ensure_ascii=False, indent=1).encode() + b"\n"


def _name(path: str) -> str:
    """Return the name of a resource: of a CSV of data the name of its table.

    >>> _name("data/labs.csv"), _name("data/labs.parquet"), _name("README.md")
    ('labs', 'labs-parquet', 'readme-md')
    """
    if path.startswith("data/") and path.endswith(".csv"):
        return path.removeprefix("data/").removesuffix(".csv")
    return path.removeprefix("data/").lower().replace(".", "-").replace("/", "-")


def _schema(name: str, table: Mapping[str, Any], meanings: Mapping[str, str]) -> dict[str, Any]:
    kinds: Mapping[str, str] = table["kinds"]
    fields = [
        {"name": column, "type": _TYPES[kind], **_described(column, meanings)}
        for column, kind in kinds.items()
    ]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [MISSING]}
    if name == "patients":
        schema["primaryKey"] = "patient"
    elif "patient" in kinds:
        schema["foreignKeys"] = [
            {"fields": "patient", "reference": {"resource": "patients", "fields": "patient"}}
        ]
    return {
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "rows": row_count(table),
        "srns_kinds": dict(kinds),
        "schema": schema,
    }


def _described(column: str, meanings: Mapping[str, str]) -> dict[str, str]:
    meaning = meanings.get(column)
    return {"description": meaning} if meaning else {}


def _meanings() -> dict[str, str]:
    """Return the meaning of each column of the data dictionary, by its name."""
    return {column.id: column.description for sheet in SHEETS for column in sheet.columns}
