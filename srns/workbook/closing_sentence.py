"""One sentence on a reading: what was read, what is unknown, and what was left out."""

import re
from collections.abc import Iterator

import numpy as np

from srns.cohort.dictionary import LABS
from srns.cohort.tables import Cohort
from srns.languages.messages import Sentence
from srns.languages.sentences import joined, list_and, nsentence, sentence, term
from srns.workbook.ledger import Block, Ledger
from srns.workbook.problems import column_letters
from srns.workbook.read_workbook import Reading

_OTHER_TEST = re.compile(r"another test \((.+)\)")
_LISTED = 6


def closing_sentence(reading: Reading) -> Sentence:
    """Return the sentence; every cell that was not read is in one of its counts.

    Examples
    --------
    >>> import srns
    >>> closing_sentence(srns.load_haddad2021()).partition(";")[0]
    'Read 8 children, 204 Up/c, 212 albumin, 45 infusions, 23 drug courses and 3 events'
    """
    if reading.cohort is None:
        return sentence("Nothing can be judged yet.")
    ledger = reading.ledger
    parts = [sentence("Read {listed}", listed=list_and(_read(reading.cohort)))]
    if said := _unread(ledger.failed, reading.unknown_results):
        parts.append(said)
    left_out = list(_left_out(ledger))
    parts.append(
        sentence("left out: {listed}", listed=list_and(left_out))
        if left_out
        else sentence("nothing was left out")
    )
    return sentence("{parts}.", parts=joined(parts, "; "))


def _read(cohort: Cohort) -> list[Sentence]:
    n = len(cohort.patients)
    found = [nsentence("{n:,} child", "{n:,} children", n)]
    counted = cohort.labs["analyte"].value_counts()
    found += [
        sentence("{n:,} {test}", n=int(counted[column.id]), test=term(column.label))
        for column in LABS.columns
        if counted.get(column.id, 0)
    ]
    if n := len(cohort.infusions):
        found.append(nsentence("{n:,} infusion", "{n:,} infusions", n))
    if n := len(cohort.treatments):
        found.append(nsentence("{n:,} drug course", "{n:,} drug courses", n))
    if n := len(cohort.events):
        found.append(nsentence("{n:,} event", "{n:,} events", n))
    return found


def _unread(failed: int, unknown: int) -> Sentence | None:
    results = nsentence(
        "{n:,} result is unknown on the day of sampling",
        "{n:,} results are unknown on the day of sampling",
        unknown,
    )
    if failed:
        cells = nsentence("{n:,} cell cannot be read", "{n:,} cells cannot be read", failed)
        if unknown:
            return sentence("{cells}, so that {results}", cells=cells, results=results)
        return cells
    return results if unknown else None


def _left_out(ledger: Ledger) -> Iterator[Sentence]:
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
        yield nsentence(
            "{n:,} {name} result (not needed)",
            "{n:,} {name} results (not needed)",
            len(rows),
            name=name,
        )
    for sheet, letters in columns.items():
        yield nsentence(
            "column {listed} of {sheet}",
            "columns {listed} of {sheet}",
            len(letters),
            listed=_list_letters(letters),
            sheet=sheet,
        )
    if rest:
        yield nsentence(
            "{n:,} other cell, each listed with the reason",
            "{n:,} other cells, each listed with the reason",
            rest,
        )


def _list_letters(letters: list[str]) -> Sentence:
    more = len(letters) - _LISTED
    if more <= 0:
        return list_and(letters)
    return list_and([*letters[:_LISTED], sentence("{n} more", n=more)])


def _is_other_test(block: Block) -> Iterator[bool]:
    for code in np.unique(block.codes).tolist():
        yield _OTHER_TEST.fullmatch(block.fates[code][1]) is not None
