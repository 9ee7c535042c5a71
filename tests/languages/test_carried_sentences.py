"""Texts that are made in English and translated where they are shown."""

import copy
import json
import pickle

import pytest

import srns
from srns.cohort.dictionary import find_column
from srns.languages.current import language
from srns.languages.messages import in_language, translated
from srns.languages.sentences import (
    as_plain,
    either,
    from_plain,
    list_and,
    nsentence,
    sentence,
    term,
)
from srns.workbook.closing_sentence import closing_sentence
from srns.workbook.files.file_types import damaged, unreadable
from srns.workbook.findings import MatchedColumn, Place
from srns.workbook.problems import Problem, group_problems
from srns.workbook.values.numbers_and_words import show_expected
from srns.workbook.values.partial_dates import month_or_year

FOUND = nsentence(
    "{look} in {n} cell of column {column} ({cells})",
    "{look} in {n} cells of column {column} ({cells})",
    2,
    look=sentence("red fill"),
    column="B",
    cells="B2, B3",
)
ENGLISH_FOUND = "red fill in 2 cells of column B (B2, B3)"


def test_a_text_is_english_wherever_it_is_stored():
    with language("de"):
        assert FOUND == ENGLISH_FOUND
        assert json.dumps(FOUND) == json.dumps(ENGLISH_FOUND)
        assert hash(FOUND) == hash(ENGLISH_FOUND)


def test_a_text_is_translated_with_all_that_fills_it():
    with language("de"):
        assert translated(FOUND) == "rote Füllung in 2 Zellen der Spalte B (B2, B3)"
    with language("zh"):
        assert in_language(FOUND) == "B列中2个单元格有红色填充（B2, B3）"
    assert in_language(FOUND) == ENGLISH_FOUND


@pytest.mark.parametrize("carry", [
    copy.deepcopy,
    lambda text: pickle.loads(pickle.dumps(text)),
    lambda text: from_plain(json.loads(json.dumps(as_plain(text)))),
], ids=["copied", "pickled", "in JSON"])  # fmt: skip
def test_a_text_keeps_its_message_on_the_way(carry):
    with language("fr"):
        assert in_language(carry(FOUND)) == in_language(FOUND) != ENGLISH_FOUND


@pytest.mark.parametrize("written", [
    {"message": "x"},
    ["sentence", "x"],
    ["spoken", "x", {}],
    ["sentence", "{a.__class__}", {"a": 1}],
    ["sentence", "{a:>999999999}", {"a": 1}],
    ["sentence", "{a!r}", {"a": 1}],
    ["sentence", "{a}", {}],
    ["counted", ["{n}", "{m}"], {"n": 2}],
    ["counted", ["{n}", "{n}"], {}],
    ["and", ["a", ["sentence", "{a}", {}]]],
    ["term", ["a"]],
], ids=["a mapping", "half", "another kind", "an attribute", "a width", "a conversion", "a place",
        "a place of several", "no number", "inside another", "no key"])  # fmt: skip
def test_nothing_that_could_do_more_than_be_filled_is_read(written):
    with pytest.raises(ValueError, match=r"no text|nothing fills"):
        from_plain(written)


def test_a_key_and_a_list_of_equals_keep_their_words_on_the_way():
    said = sentence("{what} in {unit}", what=term("albumin"), unit=either(["g/L", "g/dL"]))
    with language("de"):
        assert in_language(from_plain(as_plain(said))) == "Albumin in g/L oder g/dL"


def test_a_list_keeps_its_word_on_the_way():
    listed = sentence("one of {listed}", listed=list_and(["a", "b"]))
    with language("de"):
        assert in_language(from_plain(as_plain(listed))) == in_language(listed)
        assert "a und b" in in_language(listed)


def test_what_was_typed_is_never_translated():
    typed = Problem("error", "Labs", "C7", "complete remission", "workbook", "unknown")

    with language("es"):
        assert typed.in_language() == typed


def test_a_long_quote_is_short_in_every_language():
    problem = unreadable(sentence("no file '{path}'", path="x" * 300))

    with language("de"):
        assert len(problem.in_language().found) < 100


def test_a_problem_is_one_line_in_a_language():
    with language("de"):
        assert in_language(damaged().message).startswith("Arbeitsmappe: gefunden: eine beschädigte")
        assert group_problems([damaged()])[0].message == damaged().message


def test_a_range_a_month_and_the_order_of_dates_are_in_the_language_of_their_problem():
    month = month_or_year(2015, 6).words
    albumin = MatchedColumn(find_column("Labs", "albumin"), "g/dL", 1, "Alb", "B1")
    ranged = show_expected(Place("Labs", 1, 1, albumin))

    assert (ranged, month) == ("albumin in g/dL, from 0.3 to 7", "June 2015")
    with language("de"):
        assert in_language(ranged) == "Albumin in g/dL, von 0.3 bis 7"
        assert in_language(month) == "Juni 2015"


def test_what_was_read_is_told_in_a_language():
    said = closing_sentence(srns.load_haddad2021())

    with language("de"):
        assert in_language(said) == (
            "Gelesen: 8 Kinder, 204 Up/c, 212 Albumin, 45 Infusionen, 23 Medikamententherapien und "
            "3 Ereignisse; ausgelassen: Spalte A von Read me."
        )
