"""Groups of histology of the children, and the words that leave open which group they mean."""

from collections.abc import Sequence

import numpy as np

from srns.cohort.histology import HISTOLOGY, says_not_done
from srns.languages.sentences import list_or, sentence
from srns.workbook.findings import Findings, Place
from srns.workbook.problems import and_so_many_more
from srns.workbook.template.grid import Grid
from srns.workbook.values.decided_words import DecidedWord


def read_histology_groups(
    grid: Grid, words: Sequence[str | None], findings: Findings, keep: np.ndarray
) -> list[str | None]:
    """Return the group of each row; words that leave it open are one query each.

    What a person decided in the recipe goes before the words.
    """
    matched = grid.headers.get("histology")
    if matched is None:
        return [None] * len(words)
    values, place = grid.values(matched), grid.place(matched)
    groups: list[str | None] = []
    open_rows: dict[str, list[int]] = {}
    for row, word in enumerate(words):
        value = values[row]
        if isinstance(value, DecidedWord):
            groups.append(value.group or None)
            continue
        groups.append(HISTOLOGY.group(word))
        if word and keep[row]:
            if says_not_done(word):
                findings.note_absence("patients", row, place, "not done")
            elif not HISTOLOGY.is_understood(word):
                open_rows.setdefault(word, []).append(row)
    for word, rows in open_rows.items():
        _query(word, rows, groups[rows[0]], place, findings)
    return groups


def _query(
    word: str, rows: Sequence[int], group: str | None, place: Place, findings: Findings
) -> None:
    remedy = (
        sentence(
            "Type the group in front of the words, or answer for the word in a recipe; for now it "
            "is counted as '{group}'.",
            group=group,
        )
        if group
        else sentence(
            "Type the group in front of the words, or answer for the word in a recipe; for now the "
            "group is not recorded."
        )
    )
    findings.problems.append(
        place.query(
            rows[0],
            and_so_many_more(sentence("the text '{word}'", word=word), len(rows) - 1),
            sentence(
                "histology: {listed}, or that no biopsy was done",
                listed=list_or(HISTOLOGY.groups),
            ),
            remedy,
        )
    )
