"""Names of the parts of each page, in their order; the address has them, the first left out."""

from collections.abc import Mapping
from types import MappingProxyType

PAGE_PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "cohort": (
            "verdicts",
            "swimmer plot",
            "courses",
            "time to remission",
            "states over time",
        ),
        "child": (),
        "histology": (),
        "maintenance": (
            "response",
            "regimens in time",
            "relapses on and off drugs",
            "regimen of each child",
        ),
        "definitions": (
            "text",
            "worked cases",
            "gaps",
            "try a patient",
            "own definition",
            "comparison",
            "one child",
            "changes",
            "agreement",
            "sensitivity",
        ),
        "methods": (
            "table 1",
            "child by child",
            "data",
            "recorded responses",
            "eligibility",
            "times",
            "lines of treatment",
            "doses",
            "kidney function",
            "manuscript numbers",
        ),
    }
)
