"""Canonical JSON of a cohort, so that the same content always has the same hash.

The hash is the SHA-256 of one canonical text: the tables without their row order, numbers as the
shortest decimal that restores them, days as whole numbers, missing values as null. Dates cannot be
written: a column of dates is refused.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from srns.cohort.errors import CanonicalError
from srns.cohort.tables import TABLES, Cohort, make_cohort, natural

FORM = 1
CATEGORIES = {"labs": ("analyte", "bound", "unit")}
"""Columns that are read as categories, as the workbook's reader makes them."""


def write_cohort(cohort: Cohort) -> bytes:
    """Return the tables as canonical text.

    Raises
    ------
    CanonicalError
        If a column holds anything but text, finite numbers, and yes or no.
    """
    tables = {name: _write_table(name, getattr(cohort, name)) for name in TABLES}
    return write_json({"form": FORM, "tables": tables})


def read_cohort(content: bytes) -> Cohort:
    """Read what `write_cohort` wrote; children are in the order of their study numbers."""
    document = json.loads(content)
    if document.get("form") != FORM:
        raise CanonicalError(
            f"The saved cohort has the form {document.get('form')}, and this version of srns reads "
            f"the form {FORM}. Open it with a newer srns."
        )
    return make_cohort({name: _read_table(name, document["tables"][name]) for name in TABLES})


def content_hash(content: bytes) -> str:
    """Return the SHA-256 of a content, in hexadecimal.

    >>> content_hash(b"")[:12]
    'e3b0c44298fc'
    """
    return hashlib.sha256(content).hexdigest()


def write_json(document: Any) -> bytes:
    """Return JSON in the one form that hashes rely on: sorted keys, no spaces, UTF-8.

    >>> write_json({"b": 1, "a": "µ"}).decode()
    '{"a":"µ","b":1}'
    """
    return json.dumps(
        document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def _write_table(name: str, table: pd.DataFrame) -> dict[str, Any]:
    columns = sorted(str(column) for column in table.columns)
    kinds = {column: _kind(name, column, table[column]) for column in columns}
    written = [_write_column(table[column], kinds[column]) for column in columns]
    rows = sorted(zip(*written, strict=True), key=_row_order(columns)) if columns else []
    return {
        "kinds": kinds,
        "columns": {column: [row[at] for row in rows] for at, column in enumerate(columns)},
    }


def _kind(table: str, column: str, values: pd.Series) -> str:
    dtype = values.dtype
    if pd.api.types.is_datetime64_any_dtype(dtype):
        raise CanonicalError(
            f"{table}.{column} holds dates, and no date is stored. Count days from the index date."
        )
    if isinstance(dtype, pd.CategoricalDtype) or pd.api.types.is_object_dtype(dtype):
        return "text"
    if pd.api.types.is_bool_dtype(dtype):
        return "yes or no"
    if pd.api.types.is_integer_dtype(dtype):
        return "whole"
    if pd.api.types.is_float_dtype(dtype):
        return "number"
    if pd.api.types.is_string_dtype(dtype):
        return "text"
    raise CanonicalError(f"{table}.{column} holds {dtype}, which cannot be stored. Leave it out.")


def _write_column(values: pd.Series, kind: str) -> list[Any]:
    missing = values.isna().to_numpy()
    if kind == "number":
        plain = np.where(missing, 0.0, values.to_numpy(dtype=float, na_value=np.nan)) + 0.0
        if not np.isfinite(plain).all():
            raise CanonicalError(f"{values.name} holds an infinite number. Correct it.")
        listed: Iterable[Any] = plain.tolist()
    else:
        listed = values.astype(object).tolist()
    make = {"text": _text, "whole": int, "number": float, "yes or no": bool}[kind]
    return [
        None if gone else make(value) for gone, value in zip(missing.tolist(), listed, strict=True)
    ]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise CanonicalError(
            f"found {type(value).__name__} in a column of text, and only text is stored there. "
            "Leave the column out."
        )
    return value


def _row_order(columns: Sequence[str]) -> Any:
    first = [columns.index(name) for name in ("patient", "day", "start_day") if name in columns]

    def key(row: Sequence[Any]) -> tuple[Any, ...]:
        leading = tuple(_order(row[at]) for at in first)
        return (leading, tuple(_order(value) for value in row))

    return key


def _order(value: Any) -> tuple[Any, ...]:
    """Return a key that sorts the values of a column, missing ones last."""
    if value is None:
        return (2,)
    if isinstance(value, str):
        return (1, natural(value), value)
    return (0, value)


def _read_table(name: str, written: dict[str, Any]) -> pd.DataFrame:
    columns = {
        column: _read_column(name, column, kind, written["columns"][column])
        for column, kind in written["kinds"].items()
    }
    ordered = sorted(columns, key=lambda column: column != "patient")
    return pd.DataFrame({column: columns[column] for column in ordered})


def _read_column(table: str, column: str, kind: str, values: list[Any]) -> pd.Series:
    if kind == "number":
        return pd.Series([np.nan if value is None else value for value in values], dtype=float)
    if kind == "whole":
        return pd.Series(pd.array(values, dtype="Int64"))
    if kind == "yes or no":
        return pd.Series(pd.array(values, dtype="boolean"))
    if column in CATEGORIES.get(table, ()):
        seen = sorted({value for value in values if value is not None})
        return pd.Series(pd.Categorical(values, categories=seen))
    return pd.Series(values, dtype=object)
