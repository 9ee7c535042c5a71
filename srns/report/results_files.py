"""Analysis results data as CSV or JSON, in the columns that the R package cards reads."""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from srns.report.safe_cells import safe_table

_LISTS = ("patients", "cells")


def ard_csv(ard: pd.DataFrame) -> str:
    """Write the rows as CSV; children and cells are joined by "; ", missing values are empty.

    Text that a spreadsheet would interpret as a formula is escaped.
    """
    plain = ard.copy()
    for name in _LISTS:
        plain[name] = plain[name].map("; ".join)
    return safe_table(plain).to_csv(index=False, lineterminator="\n")


def ard_json(ard: pd.DataFrame) -> str:
    """Write the rows as a JSON list of records; numbers unrounded, missing values null.

    Text has no format: null, as cards has it.
    """
    records = [
        {key: _missing_as_null(value) for key, value in row.items()}
        | {"fmt_fun": row["fmt_fun"] or None}
        for row in ard.to_dict("records")
    ]
    return json.dumps(records, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _missing_as_null(value: Any) -> Any:
    if isinstance(value, list):
        return value
    if hasattr(value, "item"):
        value = value.item()
    return None if value is None or value != value else value


RESULTS_FORMATS: Mapping[str, Callable[[pd.DataFrame], str]] = MappingProxyType(
    {"csv": ard_csv, "json": ard_json}
)
"""Writers by file extension."""
