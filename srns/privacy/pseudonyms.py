"""Pseudonyms: neutral numbers for children and neutral names for sheets.

A study number is replaced unless all of them together mean nothing: 1, 2, 3 … without a gap, alone
or behind one neutral prefix. Anything else may be initials, a birthday or a hospital's number.
"""

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from srns.cohort.dictionary import IGNORED_SHEETS, SHEETS, find_sheet
from srns.cohort.tables import Cohort, natural
from srns.privacy.cell_addresses import addresses_of, parse_address
from srns.privacy.identifying_text import looks_identifying

PSEUDONYM = re.compile(r"C\d{2,7}")
SHARED_BY = 3
"""A prefix that so many children share, the code of a center for instance, names none of them."""
_PREFIXES = ("", "c", "p", "s", "pt", "pat", "id", "no", "nr", "child", "case", "patient",
             "subject", "participant", "study")  # fmt: skip
_PREFIXED = re.compile(r"([A-Za-z]{0,11})[-_ .#]?(\d{1,7})")
_STUDY_NUMBER = re.compile(r"(?P<prefix>(?:[A-Za-z]{1,4}[-_ .]?)?)(?P<number>\d{1,4})[a-z]?")


def are_meaningless(labels: Sequence[str]) -> bool:
    """Return whether the study numbers count the children and say nothing else.

    >>> are_meaningless(["1", "2", "3"]), are_meaningless(["P02", "P01"])
    (True, True)
    >>> are_meaningless(["AB1", "AB2"]), are_meaningless(["5", "9", "11"])
    (False, False)
    """
    if labels and all(map(PSEUDONYM.fullmatch, labels)):
        return True
    parts = [_PREFIXED.fullmatch(label) for label in labels]
    found = [part for part in parts if part is not None]
    prefixes = {part[1].casefold() for part in found}
    if len(found) < len(labels) or len(prefixes) > 1 or not prefixes <= set(_PREFIXES):
        return False
    return sorted(int(part[2]) for part in found) == list(range(1, len(labels) + 1))


def list_doubtful(labels: Sequence[str]) -> tuple[str, ...]:
    """Return the study numbers that nobody's word can release.

    What remains is a short number, bare or behind a prefix that several children share.

    >>> list_doubtful(["Tom1", "AB09", "20391147", "3.4.2011"])
    ('Tom1', 'AB09', '20391147', '3.4.2011')
    >>> list_doubtful(["TO-11", "TO-12", "TO-17", "23"])
    ()
    """
    parts = [_STUDY_NUMBER.fullmatch(label) for label in labels]
    prefixes = [part["prefix"].casefold() if part else "" for part in parts]
    counted = [int(part["number"]) for part in parts if part]
    dense = max(counted, default=0) - min(counted, default=0) < 2 * len(labels)
    return tuple(
        label
        for label, part, prefix in zip(labels, parts, prefixes, strict=True)
        if part is None
        or (prefix.strip("-_ .") not in _PREFIXES and prefixes.count(prefix) < SHARED_BY)
        or not label.isascii()
        or (len(part["number"]) < 4 and looks_identifying(label) != "")
        or (not dense and _may_be_date(part["number"]))
    )


def _may_be_date(number: str) -> bool:
    """Return whether four digits may be a day and a month, in either order, or a year.

    >>> [_may_be_date(number) for number in ("0403", "1725", "2011", "4711", "17")]
    [True, False, True, False, False]
    """
    if len(number) < 4:
        return False
    one, two = int(number[:2]), int(number[2:])
    day_and_month = 1 <= min(one, two) <= 12 and 1 <= max(one, two) <= 31
    return day_and_month or one in (19, 20)


def number_children(cohort: Cohort, key: Mapping[str, str]) -> dict[str, str]:
    """Return C01, C02, C03 … by study number; a child that has one in `key` keeps it.

    Entries of `key` that are no pseudonyms are not taken over.
    """
    labels = cohort.patients["patient"].map(str).tolist()
    kept = {label: new for label, new in key.items() if PSEUDONYM.fullmatch(new)}
    taken = {int(number[1:]) for number in kept.values()}
    width = max(2, len(str(len(labels) + max(taken, default=0))))
    numbers = {}
    following = max(taken, default=0) + 1
    for label in labels:
        if label in kept:
            numbers[label] = kept[label]
        else:
            numbers[label] = f"C{following:0{width}d}"
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


def list_children(tables: Mapping[str, pd.DataFrame]) -> set[str]:
    """Return every study number in any table."""
    return {
        str(label)
        for table in tables.values()
        if "patient" in table
        for label in table["patient"].dropna().unique()
    } - {""}


def _neutral_address(cell: object, sheets: Mapping[str, str]) -> object:
    if not isinstance(cell, str):
        return cell
    found = parse_address(cell)
    if found is None:
        return sheets.get(cell, cell)
    return f"{sheets.get(found.sheet, found.sheet)}!{found.cells}"
