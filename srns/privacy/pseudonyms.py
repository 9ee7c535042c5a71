"""Pseudonyms: neutral numbers for children and neutral names for sheets."""

from collections.abc import Mapping

import pandas as pd

from srns.cohort.dictionary import IGNORED_SHEETS, SHEETS, find_sheet
from srns.cohort.tables import Cohort, natural
from srns.privacy.cell_addresses import addresses_of, parse_address


def number_children(cohort: Cohort, key: Mapping[str, str]) -> dict[str, str]:
    """Return the numbers 1, 2, 3 … by study number; a child that has one in `key` keeps it."""
    taken = {int(number) for number in key.values() if number.isdecimal()}
    numbers = {}
    following = max(taken, default=0) + 1
    for label in cohort.patients["patient"].map(str):
        if label in key:
            numbers[label] = key[label]
        else:
            numbers[label] = str(following)
            following += 1
    return numbers


def rename_sheets(cohort: Cohort) -> dict[str, str]:
    """Return a neutral name for each sheet whose name is not in the dictionary."""
    names = {address.sheet if address else cell for cell, address in addresses_of(cohort)}
    known = {sheet.name for sheet in SHEETS} | set(IGNORED_SHEETS)
    unknown = sorted(
        (each for each in names if each and each not in known and find_sheet(each) is None),
        key=natural,
    )
    return {each: f"sheet {number}" for number, each in enumerate(unknown, 1)}


def apply_pseudonyms(
    table: pd.DataFrame, numbers: Mapping[str, str], sheets: Mapping[str, str]
) -> pd.DataFrame:
    """Return a table with study numbers and sheet names replaced, in cells and addresses."""
    changed = table.reset_index(drop=True)
    if numbers and "patient" in changed:
        before = changed["patient"].map(str)
        changed["patient"] = before.map(numbers).fillna("")
    if "typed" in changed:  # the study number as it is stored, whatever was typed there
        mine = changed["column"] == "patient"
        changed.loc[mine, "typed"] = changed.loc[mine, "patient"]
    if sheets and "cell" in changed:
        changed["cell"] = changed["cell"].map(lambda cell: _neutral_address(cell, sheets))
    return changed


def _neutral_address(cell: object, sheets: Mapping[str, str]) -> object:
    if not isinstance(cell, str):
        return cell
    found = parse_address(cell)
    if found is None:
        return sheets.get(cell, cell)
    return f"{sheets.get(found.sheet, found.sheet)}!{found.cells}"
