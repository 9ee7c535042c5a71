"""Plain values: what tables hold, as JSON can hold it."""

import math
from typing import Any

import numpy as np
import pandas as pd


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it; missing values become None."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (float, np.floating)):
        return None if not math.isfinite(value) else float(value)
    return int(value) if isinstance(value, np.integer) else value
