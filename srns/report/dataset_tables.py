"""Tables of an analysis set: canonical columns as CSV and as Parquet, and back without a loss.

In CSV a missing value is ``NA``. A text that a spreadsheet would take for a formula, or that is
``NA`` or begins with an apostrophe, is written with an apostrophe before it, which is taken off on
reading: every text comes back as it was.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

MISSING = "NA"
_ACTED_ON = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
_ARROW: Mapping[str, str] = MappingProxyType(
    {"text": "string", "whole": "int64", "number": "float64", "yes or no": "bool"}
)


def write_csv(table: Mapping[str, Any]) -> bytes:
    """Write the canonical columns of a table as CSV.

    Parameters
    ----------
    table
        `kinds` and `columns`, as `srns.cohort.canonical_json` writes them.
    """
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    names = list(table["kinds"])
    writer.writerow(names)
    writer.writerows(
        [_written(value) for value in row]
        for row in zip(*(table["columns"][name] for name in names), strict=True)
    )
    return target.getvalue().encode("utf-8")


def _written(value: Any) -> str:
    """Return a value as it stands in CSV.

    >>> [_written(value) for value in (None, True, 3, 0.1, "=1+1", "NA", "<0.3")]
    ['NA', 'true', '3', '0.1', "'=1+1", "'NA", '<0.3']
    """
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return repr(value)
    return f"'{value}" if value == MISSING or value.startswith(_ACTED_ON) else value


_READ: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {
        "text": lambda text: text.removeprefix("'"),
        "whole": int,
        "number": float,
        "yes or no": lambda text: text == "true",
    }
)


def read_csv(content: bytes, kinds: Mapping[str, str]) -> dict[str, list[Any]]:
    """Read the columns that `write_csv` wrote."""
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    return {
        name: [None if row[place] == MISSING else _READ[kinds[name]](row[place]) for row in rows]
        for place, name in enumerate(header)
    }


def write_parquet(table: Mapping[str, Any]) -> bytes:
    """Write the canonical columns of a table as Parquet."""
    import pyarrow as pa  # of the extra `report`
    from pyarrow import parquet

    columns = [
        pa.array(table["columns"][name], pa.type_for_alias(_ARROW[kind]))
        for name, kind in table["kinds"].items()
    ]
    target = io.BytesIO()
    written = pa.Table.from_arrays(columns, names=list(table["kinds"]))
    parquet.write_table(written, target, compression="zstd")
    return target.getvalue()


def read_parquet(content: bytes, kinds: Mapping[str, str]) -> dict[str, list[Any]]:
    """Read the columns that `write_parquet` wrote."""
    from pyarrow import parquet

    return parquet.read_table(io.BytesIO(content), columns=list(kinds)).to_pydict()


def row_count(table: Mapping[str, Any]) -> int:
    """Return the number of rows of canonical columns."""
    columns: Sequence[list[Any]] = list(table["columns"].values())
    return len(columns[0]) if columns else 0
