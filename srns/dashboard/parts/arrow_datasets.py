"""In what form do the rows of a figure go to the browser?"""

from typing import Any

import pandas as pd
import pyarrow as pa


def packed(drawn: dict[str, Any]) -> dict[str, Any]:
    """Give a figure that is ready to be shown again and again."""
    return {**drawn, "datasets": packed_rows(drawn)}


def packed_rows(drawn: dict[str, Any]) -> dict[str, Any]:
    """Give the rows of a figure as Arrow tables, which Streamlit would make anew at every run.

    Rows that hold words and numbers in one column stay as they are; Streamlit has ways for them.
    """
    tables: dict[str, Any] = {}
    for name, rows in drawn.get("datasets", {}).items():
        try:
            tables[name] = pa.Table.from_pandas(pd.DataFrame(rows))
        except pa.ArrowException:
            tables[name] = rows
    return tables
