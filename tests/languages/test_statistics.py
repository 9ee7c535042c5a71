"""What the statistics say: in English for files, in the language in use when shown."""

import re

import pytest

import srns
from srns.analysis.proportions.exact_tests import caution
from srns.analysis.time_to_event.curve_sentences import curve_test_sentence, visits_sentence
from srns.analysis.time_to_event.log_rank_and_gray import CurveTest
from srns.analysis.time_to_event.time_analysis import TimeQuestion, times
from srns.charts.theme import specification
from srns.languages.current import language
from srns.languages.lists import join_and
from srns.languages.messages import translated
from srns.languages.sentences import sentence
from srns.panels.catalogue import make_panel
from srns.report.table_catalogue import TABLES, Choices
from srns.rules.load_definition import load_definition, published
from tests.languages.catalogues import TRANSLATED, remarks

VIEW = srns.view(srns.load_haddad2021())
TWO_ENGLISH_WORDS = re.compile(r"\b(?:the|of|and|was|were|with|from|not|which|by)\b")
TYPED = re.compile(r"Variants of unknown significance|followed by|Chapel")


def printed(name):
    table = TABLES[name](VIEW.cohort, VIEW.classification, Choices(by="histology"))
    cells = table.rows.to_numpy().ravel().tolist()
    return [table.title, *table.notes, *map(str, table.rows.columns), *filter(None, cells)]


@pytest.mark.parametrize("name", TABLES)
def test_no_english_sentence_is_left_in_a_table(name):
    texts = [each for each in printed(name) if isinstance(each, str)]

    with language("es"):
        shown = [TYPED.sub("", translated(each)) for each in texts]

    assert [each for each in shown if len(TWO_ENGLISH_WORDS.findall(each)) > 1] == []


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_same_english_text_in_every_language(name):
    english = list(map(str, printed(name)))

    with language("fr"):
        assert list(map(str, printed(name))) == english


def test_a_test_of_curves_in_german():
    said = curve_test_sentence(CurveTest("log-rank test", 4.5, 1, 0.0339, 8, caution(8)))

    with language("de"):
        assert translated(said) == (
            "Log-Rank-Test: p = 0.034 (Chi-Quadrat 4.50, 1 Freiheitsgrad, 8 Kinder). 8 Kinder: zu "
            "wenige für einen aussagekräftigen p-Wert; maßgeblich sind die Intervalle."
        )


def test_the_interval_between_visits_in_portuguese():
    said = visits_sentence(times(VIEW.cohort, VIEW.classification, TimeQuestion()).visits)

    with language("pt"):
        assert translated(said).startswith("Cada remissão começou entre duas visitas, separadas")


def test_a_threshold_is_named_in_the_language():
    with language("de"):
        drawn = specification(make_panel(VIEW, "timeline", patient="1").draw)

    texts = {row.get("text") for rows in drawn["datasets"].values() for row in rows}
    assert {"Rezidiv ≥ 2", "CR < 0.2"} <= texts


@pytest.mark.parametrize("code", TRANSLATED)
def test_what_definition_files_remark_is_translated_and_their_quotes_are_not(code):
    definition = load_definition("haddad_2021")
    said = definition.notes, definition.relapse.borrowed

    with language(code):
        assert [each for each in said if translated(each) == each] == []
        assert translated(definition.responses[0].quote) == definition.responses[0].quote


def test_remarks_are_found_in_every_part_of_a_definition_file():
    whole = {"notes": "a", "quote": "b", "response": [{"borrowed": "c"}, {"unverified": "d"}]}

    assert list(remarks(whole)) == ["a", "c", "d"]
    assert len(published()) > 10


@pytest.mark.parametrize(
    ("code", "listed", "counted"),
    [("en", "1, 2 and 3", "3,926 rows"), ("zh", "1、2和3", "3,926 rows"),
     ("de", "1, 2 und 3", "3\N{NARROW NO-BREAK SPACE}926 rows")],
)  # fmt: skip
def test_lists_and_large_numbers_as_a_language_writes_them(code, listed, counted):
    rows = sentence("{n:,} rows", n=3926)

    with language(code):
        assert join_and("123") == listed
        assert translated(rows) == counted
