"""One sentence on a reading: what was read, what is unknown, and what was left out."""

import re
from collections.abc import Iterator

import numpy as np

from srns.cohort.dictionary import LABS
from srns.cohort.tables import Cohort
from srns.cohort.wording import join_words
from srns.workbook.ledger import Block, Ledger
from srns.workbook.problems import column_letters
from srns.workbook.read_workbook import Reading

_OTHER_TEST = re.compile(r"another test \((.+)\)")
_LISTED = 6


def closing_sentence(reading: Reading) -> str:
    """Return the sentence; every cell that was not read is in one of its counts.

    Examples
    --------
    >>> import srns
    >>> closing_sentence(srns.load_haddad2021()).partition(";")[0]
    'Read 8 children, 204 Up/c, 212 albumin, 45 infusions, 23 drug courses and 3 events'
    """
    if reading.cohort is None:
        return "Nothing can be judged yet."
    ledger = reading.ledger
    parts = [f"Read {_list(_read(reading.cohort))}"]
    if said := _unread(ledger.failed, reading.unknown_results):
        parts.append(said)
    left_out = list(_left_out(ledger))
    parts.append(f"left out: {_list(left_out)}" if left_out else "nothing was left out")
    return "; ".join(parts) + "."


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _list(words: list[str]) -> str:
    return join_words(words, "and")


def _read(cohort: Cohort) -> list[str]:
    found = [_count(len(cohort.patients), "child", "children")]
    counted = cohort.labs["analyte"].value_counts()
    found += [
        f"{int(counted[column.id]):,} {column.label}"
        for column in LABS.columns
        if counted.get(column.id, 0)
    ]
    for table, words in (
        (cohort.infusions, "infusion"),
        (cohort.treatments, "drug course"),
        (cohort.events, "event"),
    ):
        if len(table):
            found.append(_count(len(table), words))
    return found


def _unread(failed: int, unknown: int) -> str:
    results = _count(unknown, "result is", "results are") + " unknown on the day of sampling"
    if failed:
        cells = f"{_count(failed, 'cell')} cannot be read"
        return f"{cells}, so that {results}" if unknown else cells
    return results if unknown else ""


def _left_out(ledger: Ledger) -> Iterator[str]:
    """Return the tests that are not needed, the columns of which nothing was read, and the rest."""
    tests: dict[str, set[tuple[str, int]]] = {}
    columns: dict[str, list[str]] = {}
    rest = 0
    for block in ledger.blocks:
        whole = block.count("ignored") == len(block.rows)
        for code, (outcome, reason) in enumerate(block.fates):
            if outcome != "ignored":
                continue
            rows = block.rows[block.codes == code].tolist()
            if test := _OTHER_TEST.fullmatch(reason):
                tests.setdefault(test[1], set()).update((block.sheet, row) for row in rows)
            elif not whole:
                rest += len(rows)
        if whole and not all(_is_other_test(block)):
            columns.setdefault(block.sheet, []).append(column_letters(block.column))
    for name, rows in tests.items():
        yield f"{_count(len(rows), f'{name} result')} (not needed)"
    for sheet, letters in columns.items():
        more = len(letters) - _LISTED
        shown = [*letters[:_LISTED], f"{more} more"] if more > 0 else letters
        yield f"{'column' if len(letters) == 1 else 'columns'} {_list(shown)} of {sheet}"
    if rest:
        yield f"{_count(rest, 'other cell')}, each listed with the reason"


def _is_other_test(block: Block) -> Iterator[bool]:
    for code in np.unique(block.codes).tolist():
        yield _OTHER_TEST.fullmatch(block.fates[code][1]) is not None
