"""Words of a column that are not understood: each asked once, its answer kept in the recipe."""

from collections.abc import Sequence

from srns.cohort.dipstick import read_grade
from srns.cohort.histology import HISTOLOGY, NOT_DONE
from srns.cohort.schema import Column
from srns.cohort.terms import fold
from srns.languages.messages import Sentence
from srns.languages.sentences import nsentence, sentence, term
from srns.workbook.recipe.column_evidence import Asker
from srns.workbook.recipe.model import LEAVE_OUT
from srns.workbook.recipe.propose_codes import show_code
from srns.workbook.template.dipstick_column import DASHES
from srns.workbook.values.text import clean

WORD = "word"
"""Kind of the question what a word of a column means; part of stored ids."""
DASH = "dash"
"""Kind of the question what a dash means in a column of strips; part of stored ids."""
NEGATIVE, NO_READING = sentence("negative"), sentence("none of these: no reading")
_MOST = 40


def ask_about_words(asker: Asker, column: Column) -> None:
    """Ask what each word means that a column of known words leaves open."""
    if column.id == "dipstick":
        _ask_about_dashes(asker)
        return
    if column.id == "histology":
        options = (*HISTOLOGY.groups, term(NOT_DONE))
    elif column.kind == "term" and column.spellings and column.strict:
        options = (*map(term, column.words), LEAVE_OUT)
    else:
        return
    counts: dict[str, int] = {}
    for value in asker.filled:
        if isinstance(value, str) and show_code(value) is None:
            word = clean(value)
            counts[word] = counts.get(word, 0) + 1
    for word in _find_unknown(list(counts), column)[:_MOST]:
        asker.ask(
            f"{WORD} {word}",
            _ask_what_it_means(asker, word, counts[word]),
            options,
            sentence("the word is not known, in doubt, or says only what was not seen"),
        )


def _ask_what_it_means(asker: Asker, word: str, n: int) -> Sentence:
    return nsentence(
        "Sheet {sheet}: what does '{text}' mean in '{heading}'?",
        "Sheet {sheet}: what does '{text}' mean in '{heading}', {n} times?",
        n,
        sheet=asker.region.tab,
        text=word,
        heading=asker.heading,
    )


def _find_unknown(words: Sequence[str], column: Column) -> list[str]:
    """Return the words that are asked about; of a sex all letters, if one is not known.

    Beside the H of hombre an M is mujer, and beside the V of vrouw it is man.
    """
    unknown = [word for word in words if not _is_known(word, column)]
    if column.id == "sex" and any(len(word) == 1 for word in unknown):
        return [word for word in words if word in unknown or len(word) == 1]
    return unknown


def _ask_about_dashes(asker: Asker) -> None:
    """Ask what a dash means beside the readings of a strip: in many laboratories, negative."""
    typed = [clean(value) for value in asker.filled if isinstance(value, str)]
    dashes = sum(isinstance(value, str) and clean(value) in DASHES for value in asker.values)
    if dashes and any(read_grade(word) is not None for word in typed):
        asker.ask(
            DASH,
            sentence(
                "Sheet {sheet}: what does '-' mean in '{heading}', {n} times?",
                sheet=asker.region.tab,
                heading=asker.heading,
                n=dashes,
            ),
            (NEGATIVE, NO_READING),
            sentence(
                "many laboratories write it for negative, others for a strip that was not read"
            ),
        )


def _is_known(word: str, column: Column) -> bool:
    if column.id == "histology":
        return HISTOLOGY.is_understood(word)
    return fold(word) in (column.spellings or {})
