"""Key file of replaced study numbers, for the next data cut.

The key is a CSV that only its owner keeps. A study number that starts like a formula is written
with an apostrophe in front, which is removed on reading, so that every number is restored exactly,
even after Excel has saved the file with semicolons.
"""

import csv
import io
from collections.abc import Mapping

from srns.cohort.errors import KeyFileError

COLUMNS = ("before", "after")
_ACTED_ON = ("=", "+", "-", "@", "\t", "\r", "\n", "'")


def write_key(key: Mapping[str, str]) -> bytes:
    r"""Write old and new study numbers as a CSV in which nothing is a formula.

    >>> print(write_key({"=A1": "1", "-7": "2"}).decode("utf-8-sig").replace("\r", ""))
    before,after
    '=A1,1
    '-7,2
    <BLANKLINE>
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    writer.writerows((_guard(old), _guard(new)) for old, new in key.items())
    return target.getvalue().encode("utf-8-sig")


def read_key(content: bytes) -> dict[str, str]:
    """Return new study numbers by old, from a key that `write_key` wrote.

    Raises
    ------
    KeyFileError
        If it is not a key, or lists a study number twice.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # as Excel saves where it is asked to
    first = text.splitlines()[0] if text else ""
    between = ";" if ";" in first else "\t" if "\t" in first else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=between))
    except csv.Error:
        rows = []
    if not rows or [name.strip() for name in rows[0]] != list(COLUMNS):
        raise KeyFileError(
            "That file is not a key: expected the columns before and after. Use the CSV that was "
            "downloaded when the last data cut was saved."
        )
    pairs = [(_bare(row[0]), _bare(row[1])) for row in rows[1:] if len(row) == len(COLUMNS)]
    key = dict(pairs)
    if len(key) < len(pairs) or len(set(key.values())) < len(key):
        raise KeyFileError(
            "That key lists a study number twice, so two children could become one. Use the CSV "
            "as it was downloaded."
        )
    return key


def _guard(label: str) -> str:
    return f"'{label}" if label.startswith(_ACTED_ON) else label


def _bare(label: str) -> str:
    return label.removeprefix("'")
