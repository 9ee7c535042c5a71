"""Arrow tables for the rows of a Vega-Lite figure."""

from typing import Any

import pandas as pd
import pyarrow as pa


def with_arrow_rows(specification: dict[str, Any]) -> dict[str, Any]:
    """Return a Vega-Lite specification whose datasets are Arrow tables."""
    return {**specification, "datasets": arrow_rows(specification)}


def arrow_rows(specification: dict[str, Any]) -> dict[str, Any]:
    """Return the datasets of a figure as Arrow tables; Streamlit would convert them at every rerun.

    Rows with words and numbers in one column stay as they are: Streamlit converts those itself.
    """
    tables: dict[str, Any] = {}
    for name, rows in specification.get("datasets", {}).items():
        try:
            tables[name] = pa.Table.from_pandas(pd.DataFrame(rows))
        except pa.ArrowException:
            tables[name] = rows
    return tables
