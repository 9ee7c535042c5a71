"""Events of the sheet Events: one row per event."""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from srns.cohort.tables import EVENTS, empty_table
from srns.cohort.terms import ACUTE_WORDS, LASTING_WORDS
from srns.languages.sentences import sentence
from srns.workbook.findings import Findings
from srns.workbook.template.column_values import read_column_words
from srns.workbook.template.day_columns import cell_addresses, nullable_days, span_columns
from srns.workbook.template.grid import Grid
from srns.workbook.template.patients import Children
from srns.workbook.template.study_days import RowDates, resolve_days, resolve_spans

_DIALYSIS = "dialysis"
_ACUTE = re.compile(rf"\b(?:{'|'.join(ACUTE_WORDS)})\b", re.IGNORECASE)
_LASTING = re.compile(rf"\b(?:{'|'.join(LASTING_WORDS)})\b", re.IGNORECASE)


def is_acute(detail: str | None) -> bool:
    """Return whether the detail of a dialysis says that it was acute, and nothing contradicts.

    >>> [is_acute(each) for each in ("acute, with recovery", "acute, no recovery", "AKI", None)]
    [True, False, True, False]
    """
    return bool(detail and _ACUTE.search(detail) and not _LASTING.search(detail))


def read_events(
    grid: Grid,
    patients: Sequence[str],
    keep: np.ndarray,
    row_dates: RowDates,
    children: Children,
    findings: Findings,
) -> pd.DataFrame:
    """Read the sheet Events: one row per event.

    An event whose day cannot be read is kept without a day, with its error: that it happened is
    known. A dialysis whose detail says that it was acute is `acute dialysis`, with a note.
    """
    codes = children.codes(patients)
    index = children.index_of(codes)
    days, spans = (
        resolve_days(row_dates, index, findings),
        resolve_spans(row_dates, index, findings),
    )
    names = np.array([*children.rows, ""], dtype=object)
    before = len(findings.problems)
    events = read_column_words(grid, "event", findings, keep)
    details = read_column_words(grid, "detail", findings, keep)
    matched = grid.headers.get("event")
    if matched is None:
        return empty_table(EVENTS)
    place = grid.place(matched)
    reported = {problem.cell for problem in findings.problems[before:]}
    for row in np.flatnonzero(keep).tolist():
        if events[row] is None and place.cell(row) not in reported:
            findings.problems.append(
                place.error(
                    row,
                    sentence("a filled row with no event"),
                    sentence("what happened"),
                    sentence("Type the event, or clear the row."),
                )
            )
    for row in np.flatnonzero(keep).tolist():
        if events[row] == _DIALYSIS and is_acute(details[row]):
            events[row] = f"acute {_DIALYSIS}"
            findings.problems.append(
                place.note(
                    row,
                    sentence(
                        "dialysis, of which the detail says '{detail}'", detail=str(details[row])
                    ),
                    sentence("acute dialysis, or one that lasted"),
                    sentence(
                        "It is read as acute dialysis, which ends nothing; type 'kidney "
                        "failure' if the kidneys did not recover."
                    ),
                )
            )
    known = np.array([event is not None for event in events], dtype=bool)
    rows = np.flatnonzero((codes >= 0) & keep & known)
    return pd.DataFrame(
        {
            "patient": names[codes[rows]],
            "day": nullable_days(days[rows]),
            "event": pd.Series([events[row] for row in rows], dtype=object),
            "detail": pd.Series([details[row] for row in rows], dtype=object),
            "cell": pd.Series(cell_addresses(place, rows), dtype=object),
            **span_columns("day", spans, row_dates.typed, rows),
        }
    )
