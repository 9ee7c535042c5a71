"""What holds of every text, whatever it is."""

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from srns.cohort.dictionary import find_column
from srns.workbook.headings.heading import parse_heading
from srns.workbook.headings.vocabulary import LANGUAGES, load_lexicon, roles

TABLES = Path(__file__).parent / "tables"
WORDS = st.sampled_from(
    sorted(
        {
            word
            for path in TABLES.glob("*.txt")
            for line in path.read_text("utf-8").splitlines()
            for word in line.partition("|")[0].split()
        }
    )
)


def check(text: str) -> None:
    heading = parse_heading(text)
    assert heading.typed == text
    if heading.column not in (None, "patient"):
        find_column(*heading.column.split("."))
    if heading.unexplained:
        assert heading.column is None
    if heading.column in ("Labs.upcr", "Labs.albumin", "Labs.dipstick", "Labs.date", "patient"):
        assert heading.may_decide
    if heading.column is not None or heading.may_decide:
        assert heading.quantity


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error(text):
    check(text)


@settings(max_examples=400)
@given(st.lists(WORDS, max_size=6), st.sampled_from((" ", "_", "-", "/", ", ", "")))
def test_words_of_headings_in_any_order(words, joint):
    check(joint.join(words))


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_spaces_capitals_and_invisible_characters_make_no_difference(words):
    plain = parse_heading(" ".join(words))
    dressed = parse_heading("  " + "\u200b \u00a0".join(words) + "\ufeff ")

    assert (plain.column, plain.quantity, plain.unit) == (
        dressed.column,
        dressed.quantity,
        dressed.unit,
    )


def calls_of(text: str) -> int:
    """Return how many functions are called to read a heading; the clock of a busy machine lies."""
    counted = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event.endswith("call")

    sys.setprofile(count)
    try:
        parse_heading(text)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("piece", ["a", "albumin ", "(", "1 ", "尿", "sA", "m/", "A1", "albumin"])
def test_a_long_text_is_no_heading_and_costs_nothing(piece):
    parse_heading("albumin")  # loads the vocabulary

    heading = parse_heading((piece * 20_000)[:20_000])

    assert (heading.column, heading.quantity, heading.may_decide) == (None, "", False)
    assert calls_of((piece * 20_001)[:20_001]) < 100


@pytest.mark.parametrize("piece", ["a", "albumin ", "(", "1 ", "尿", "sA", "m/", "A1", "albumin"])
def test_the_work_on_a_heading_grows_with_its_length(piece):
    parse_heading("albumin")

    short, long = (calls_of((piece * 400)[:length]) for length in (100, 400))

    assert long < 5 * short + 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_vocabulary_is_sound(language):
    lexicon = load_lexicon(language)

    assert len([entries for entries in lexicon.words.values() if entries]) > 1_000
    own = {
        concept
        for entries in lexicon.words.values()
        for entry in entries
        if entry.language == language
        for concept in entry.concepts
    }
    needed = ("date", "age", "dose", "drug", "event", "note", "patient", "sex", "height", "weight")
    assert set(needed) <= own <= set(roles())
