"""Column values of a sheet: numbers, words and drugs."""

import difflib
import re

import numpy as np

from srns.cohort.terms import find_drug, fold
from srns.languages.sentences import list_and, list_or, sentence
from srns.languages.sentences import term as shown
from srns.workbook.findings import Findings, Place
from srns.workbook.problems import Problem, did_you_mean
from srns.workbook.template.grid import Grid, masked
from srns.workbook.values.drug_names import find_drug_as_given, find_named_drug
from srns.workbook.values.drug_text import part_at_joints
from srns.workbook.values.numbers_and_words import Numbers, read_numbers, read_words


def read_column_numbers(
    grid: Grid, identity: str, findings: Findings, keep: np.ndarray
) -> Numbers | None:
    """Read a column of plain numbers by its id; None where the sheet has no such column.

    A bound is kept where the sheet allows bounds, and is an error elsewhere.
    """
    matched = grid.headers.get(identity)
    if matched is None:
        return None
    return read_numbers(
        masked(grid.values(matched), keep),
        grid.place(matched),
        findings,
        grid.sheet.name.lower(),
        censored=grid.sheet.bounds,
    )


def read_column_words(
    grid: Grid, identity: str, findings: Findings, keep: np.ndarray
) -> list[str | None]:
    """Read a column of words by its id; all None where the sheet has no such column."""
    matched = grid.headers.get(identity)
    if matched is None:
        return [None] * len(grid.filled)
    place, table = grid.place(matched), grid.sheet.name.lower()
    words = read_words(masked(grid.values(matched), keep), place, findings, table)
    column = matched.column
    if column.kind != "term" or not column.spellings:
        return words
    known = {word: column.spellings.get(fold(word)) for word in set(words) if word}
    terms: list[str | None] = []
    for row, word in enumerate(words):
        term = known[word] if word else None
        if word and term is None:
            near = difflib.get_close_matches(word.lower(), column.words, 1, 0.6)
            report = place.error if column.strict else place.query
            remedy = (
                sentence("Type one of these words.")
                if column.strict
                else sentence("It is kept as typed and not compared.")
            )
            findings.problems.append(
                report(
                    row,
                    sentence("the text '{word}'", word=word),
                    sentence(
                        "{column}: {words}",
                        column=shown(column.label),
                        words=list_or(map(shown, column.words)),
                    ),
                    did_you_mean(near[0], remedy) if near else remedy,
                )
            )
        terms.append(term)
    return terms


def read_drugs(grid: Grid, findings: Findings, keep: np.ndarray) -> tuple[list, list]:
    """Return the drug of each row, normalized and as typed; two empty lists without a column."""
    matched = grid.headers.get("drug")
    if matched is None:
        return [], []
    place = grid.place(matched)
    typed = read_words(masked(grid.values(matched), keep), place, findings, "treatments")
    drugs: list[str | None] = []
    for row, word in enumerate(typed):
        drug = (find_drug_as_given(word) or None) if word else None
        if word and drug is None:
            parts = _part_drugs(word)
            if len(parts) > 1:
                findings.problems.append(
                    place.error(
                        row,
                        sentence("the text '{word}'", word=word),
                        sentence("one drug per row"),
                        sentence("Type two rows: {drugs}.", drugs=list_and(parts))
                        if len(parts) == 2
                        else sentence(
                            "Type {n} rows: {drugs}.", n=len(parts), drugs=list_and(parts)
                        ),
                    )
                )
            else:
                drug = find_named_drug(word)
                findings.problems.append(_query_drug(place, row, word, drug))
                drug = drug or word.lower()
        elif word is None and grid.filled[row] and keep[row]:
            findings.problems.append(
                place.error(
                    row,
                    sentence("a filled row with no drug"),
                    sentence("one drug per row"),
                    sentence("Type the drug, or clear the row."),
                )
            )
        drugs.append(drug)
    return drugs, typed


_PARTS_DRUGS = re.compile(r"[+;&,/]|\b(?:followed by|then|and|plus|with)\b", re.IGNORECASE)


def _query_drug(place: Place, row: int, word: str, drug: str) -> Problem:
    """Return the query of a text that is no drug, or names one and more."""
    if drug:
        return place.query(
            row,
            sentence("the text '{word}'", word=word),
            sentence("a drug alone, its dates in 'start date' and 'stop date'"),
            sentence(
                "It is read as {drug}, and the rest of it is not read: type dates "
                "in their columns.",
                drug=drug,
            ),
        )
    return place.query(
        row,
        sentence("the text '{word}'", word=word),
        sentence("a known drug"),
        sentence("Correct the spelling if it is misspelt; it is kept as typed."),
    )


def _part_drugs(word: str) -> list[str]:
    parts = part_at_joints(word)
    named = sum(bool(find_drug(part) or find_drug(part.split()[0])) for part in parts)
    # Beside one drug a short word of another language, as in "Tac en 2020", may join nothing.
    enough = 1 if _PARTS_DRUGS.search(word) else 2
    return parts if len(parts) > 1 and named >= enough else [word]
