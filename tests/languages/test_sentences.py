"""Sentences made before it is known who reads them: English for files, shown in any language."""

import json
import pickle

import pytest

import srns
from srns.analysis.definitions.comparison import compare
from srns.languages.current import language
from srns.languages.messages import Sentence, translated
from srns.languages.sentences import in_brief, joined, nsentence, sentence, term, with_capital
from srns.panels.catalogue import make_panel
from srns.rules.classify import classify
from srns.rules.eligibility import judge_eligibility
from srns.rules.load_definition import load_definition
from srns.rules.near_misses import near_misses
from tests.dashboard.app_driver import go, text_of, visit
from tests.languages.catalogues import TRANSLATED

COHORT = srns.load_haddad2021().cohort
CHILDREN = [str(each) for each in COHORT.patients["patient"]]


def texts_of_the_rules(definition="haddad_2021"):
    """Return every reason, near miss, lacking criterion and eligibility item of the cohort."""
    found = classify(COHORT, load_definition(definition))
    items = judge_eligibility(found)
    return [
        *found.verdicts["reason"],
        *found.occasions["lacked"],
        *(miss.words for child in CHILDREN for miss in near_misses(found, child)),
        *items["item"],
        *items["reason"],
        *items["source"],
    ]


def test_a_sentence_is_english_and_shown_in_the_language_in_use():
    one = nsentence("{n} consecutive visit", "{n} consecutive visits", 3)
    whole = with_capital(joined([term("relapse"), sentence("day {day}", day=3)], "; "))

    with language("de"):
        assert (one, whole) == ("3 consecutive visits", "Relapse; day 3")
        assert translated(one) == "3 aufeinanderfolgende Visiten"
        assert translated(whole) == "Rezidiv; Tag 3"
    assert (translated(one), translated(whole)) == (one, whole)


def test_text_that_somebody_typed_is_not_looked_up_in_a_sentence():
    with language("de"):
        assert translated(sentence("recorded as {found}", found="no")) == "erfasst als no"


def test_a_sentence_keeps_its_message_where_it_is_copied():
    said = sentence("day {day}", day=3)

    for copy in (pickle.loads(pickle.dumps(said)), str(said)):
        with language("fr"):
            assert translated(copy) == "jour 3"


def test_a_file_has_the_english_text():
    said = sentence("not {limit}", limit="Up/c < 0.2 mg/mg")

    with language("zh"):
        assert json.dumps([said]) == '["not Up/c < 0.2 mg/mg"]'


@pytest.mark.parametrize("definition", ["haddad_2021", "kdigo_2025"])
def test_what_the_rules_say_is_the_same_in_every_language_until_it_is_shown(definition):
    english = texts_of_the_rules(definition)

    with language("es"):
        assert texts_of_the_rules(definition) == english


@pytest.mark.parametrize("code", TRANSLATED)
def test_what_is_kept_for_one_visitor_is_shown_to_another_in_its_language(code):
    with language("pt" if code == "de" else "de"):
        kept = texts_of_the_rules()
        shown_to_one = list(map(translated, kept))

    with language(code):
        shown = list(map(translated, kept))
        assert shown == list(map(translated, texts_of_the_rules()))
    assert shown != shown_to_one
    sources = ("Haddad 2021", "IPNA 2022", "KDIGO 2025")
    words = {each for each in kept if isinstance(each, Sentence) and " " in each}
    assert [each for each in words.intersection(shown) if not each.startswith(sources)] == []


def test_a_reason_in_brief_leaves_the_values_out():
    reason = classify(COHORT, load_definition("haddad_2021")).verdicts["reason"].iloc[0]

    assert in_brief(reason) == (
        "Up/c < 0.2 mg/mg at 3 consecutive visits from day 137 to day 199, albumin > 3.5 g/dL."
    )
    with language("de"):
        assert in_brief(reason) == (
            "Up/c < 0.2 mg/mg: 3 aufeinanderfolgende Visiten von Tag 137 bis Tag 199, "
            "Albumin > 3.5 g/dL."
        )


def test_tables_of_panels_have_english_reasons():
    def tables():
        view = srns.view(srns.load_haddad2021())
        return [
            make_panel(view, name, **asked).table
            for name, asked in (
                ("verdicts", {}),
                ("evidence", {"patient": "1"}),
                ("eligibility_items", {"patient": "1"}),
            )
        ]

    english = tables()
    with language("de"):
        others = tables()

    for one, other in zip(english, others, strict=True):
        assert one.to_csv() == other.to_csv()


def test_a_comparison_keeps_its_reasons_in_english():
    definitions = [load_definition("haddad_2021"), load_definition("kdigo_2025")]
    with language("de"):
        german = compare(COHORT, definitions)

    assert all(
        each.verdicts["reason"].tolist()
        == classify(COHORT, each.definition).verdicts["reason"].tolist()
        for each in german.classifications
    )


def test_visitors_of_one_server_read_the_reason_each_in_its_language():
    """The results of a cohort may be kept for all; the words may not."""
    said = []
    for code in ("de", "es"):
        with language(code):  # the driver names what is chosen as the page does
            said.append(text_of(go(visit(cohort="paper", lang=code), "child").markdown))
    german, spanish = said

    assert "aufeinanderfolgende Visiten" in german
    assert "visitas consecutivas" in spanish
    assert "consecutive" not in german + spanish
