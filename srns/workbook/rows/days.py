"""Days and cells of many rows, as the tables hold them."""

import numpy as np
import pandas as pd

from ..problems import column_letters
from ..values import Place


def whole(days: np.ndarray) -> pd.Series:
    """Make whole numbers of days, missing where unknown."""
    missing = np.isnan(days)
    return (
        pd.Series(pd.array(np.where(missing, 0, days).astype(np.int64), dtype="Int64")).mask(
            pd.Series(missing)
        )
        if missing.any()
        else pd.Series(pd.array(days.astype(np.int64), dtype="Int64"))
    )


def cells_of(place: Place, rows: np.ndarray) -> list[str]:
    """Give the addresses of some rows of a column."""
    prefix = f"{place.sheet}!{column_letters(place.column)}"
    return [prefix + str(row) for row in (rows + place.first_row + 1).tolist()]
