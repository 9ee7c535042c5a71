"""Patient of each row of a sheet."""

import datetime
import difflib
from collections.abc import Mapping, Sequence

from srns.cohort.dictionary import EXAMPLE_PATIENT
from srns.languages.sentences import sentence
from srns.workbook.files.cells import is_blank
from srns.workbook.findings import Findings, Place
from srns.workbook.ledger import Fate
from srns.workbook.problems import did_you_mean
from srns.workbook.template.grid import Grid
from srns.workbook.values.child_names import bare_name, show_name
from srns.workbook.values.numbers_and_words import (
    explain_special,
    missing_reason,
    show_plain,
    show_value,
)


def read_patient_ids(grid: Grid, findings: Findings) -> tuple[list[str], dict[int, Fate]]:
    """Read the patient of each row.

    Returns
    -------
    tuple
        The patient of each row, '' where there is none, and the fate of the template's example
        rows by row of the sheet.
    """
    matched = grid.headers.get("patient")
    if matched is None:
        return [""] * len(grid.filled), {}
    place = grid.place(matched)
    kinds = grid.values(matched).kinds
    values: Sequence[object] = grid.values(matched)
    if grid.cells.merged:
        values = _fill_merged(values, grid, place.column)
    if kinds <= {float, int, str}:  # filling from merged cells brings no other
        plain = _read_plain(values)
        if plain is not None:
            return plain, {}
    known: dict[object, str] = {}
    patients: list[str] = []
    examples: dict[int, Fate] = {}
    for row, value in enumerate(values):
        patient = known.get(value)
        if patient is None or type(value) is bool:
            patient = _read_one(value, row, place, findings)
            if patient is None:
                patients.append("")
                continue
            if patient:
                known[value] = patient
        if not patient and grid.filled[row]:
            findings.problems.append(
                place.error(
                    row,
                    sentence("a filled row with no patient"),
                    sentence("a patient's number or code"),
                    sentence("Type the patient, or clear the row."),
                )
            )
        if patient == EXAMPLE_PATIENT:
            examples[grid.headers.row + 1 + row] = (
                "ignored",
                sentence("the template's example row"),
            )
            patient = ""
        patients.append(patient)
    return patients, examples


def _read_plain(values: Sequence[object]) -> list[str] | None:
    """Return the patients of a column in which no row needs a closer look; else None."""
    names = {value: show_plain(value) for value in set(values)}
    for value, name in names.items():
        if name == EXAMPLE_PATIENT or missing_reason(value) is not None:
            return None
    return list(map(names.__getitem__, values))


def _read_one(value: object, row: int, place: Place, findings: Findings) -> str | None:
    """Return the patient in a cell, '' where it is missing; None after reporting an error."""
    remedy = explain_special(value)
    is_no_id = isinstance(value, bool | datetime.date | datetime.time | datetime.timedelta)
    if remedy or is_no_id:
        findings.problems.append(
            place.error(
                row,
                show_value(value),
                sentence("a patient's number or code"),
                remedy or sentence("Type the patient's number as in the sheet Patients."),
            )
        )
        return None
    return "" if missing_reason(value) is not None else show_plain(value)


def _fill_merged(values: Sequence[object], grid: Grid, column: int) -> Sequence[object]:
    """Copy the patient of a merged cell into all of its rows."""
    filled, count = list(values), len(values)
    # Overlapping ranges, which Excel never writes, must not take forever.
    left_to_fill = 10 * count
    for (top, left), (bottom, right) in grid.cells.merged:
        start, end = top - grid.first_row, min(bottom - grid.first_row, count - 1)
        if left <= column <= right and 0 <= start < end and left_to_fill > 0:
            left_to_fill -= end - start
            for row in range(start + 1, end + 1):
                if is_blank(filled[row]):
                    filled[row] = filled[start]
    return filled


def reject_unlisted_patients(
    grid: Grid, patients: Sequence[str], known: Mapping[str, int], where: str, findings: Findings
) -> None:
    """Report an error for each row whose patient is not in the sheet Patients.

    `known` holds the listed patients and `where` their cells.
    """
    matched = grid.headers.get("patient")
    if matched is None or not set(patients) - known.keys() - {""}:
        return
    place = grid.place(matched)
    listed = (
        sentence("one of the {n} listed", n=len(known))
        if len(known) != 1
        else sentence("the one listed")
    )
    for row, patient in enumerate(patients):
        if patient and patient not in known:
            folded = {bare_name(name): name for name in known}
            near = folded.get(bare_name(patient)) or next(
                iter(difflib.get_close_matches(patient, list(known), 1, 0.6)), None
            )
            remedy = sentence("Correct the name, or add the patient to the sheet Patients.")
            findings.problems.append(
                place.error(
                    row,
                    sentence("patient '{patient}'", patient=show_name(patient)),
                    sentence("{listed} in {where}", listed=listed, where=where),
                    did_you_mean(near, remedy) if near else remedy,
                )
            )
