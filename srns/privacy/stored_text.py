"""Stored text: which columns and which words may be stored at all."""

import re

from srns.privacy.clinical_words import looks_identifying

FREE_TEXT = ("note", "notes", "detail")
"""Columns of sentences; they are never stored."""
STRUCTURE = ("patient", "cell", "table", "column", "reason", "analyte", "bound", "unit")
"""Columns written by the reader; the study numbers and addresses in them are checked separately."""
LONGEST = 60
"""Text of more characters is a sentence, whatever its column is called."""

_STUDY_NUMBER = re.compile(r"(?:[A-Za-z]{1,3}[-_ .]?)?\d{1,4}[A-Za-z]?")


def is_study_number(label: str) -> bool:
    """Return whether a child's label is certainly a study number, not a name or record number.

    >>> [is_study_number(label) for label in ("7", "P-012", "S3a", "Anna", "20391147")]
    [True, True, True, False, False]
    """
    return _STUDY_NUMBER.fullmatch(label.strip()) is not None and looks_identifying(label) == ""


def why_never_stored(text: str) -> str:
    """Return the reason why a text is never stored; empty where it may be."""
    if len(text) > LONGEST:
        return "a sentence"
    return looks_identifying(text)


def is_date_column(column: str) -> bool:
    """Return whether a column of the dictionary holds dates, by its id."""
    return "date" in column.split("_")
