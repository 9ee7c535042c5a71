"""What people take home, in the language of who asked for it; what programs read stays."""

import datetime
import re

import pytest

import srns
from srns.analysis.tables.table_one import table_one
from srns.languages.current import language
from srns.report.child_pdf import child_pdf
from srns.report.cohort_report import ReportSource, make_report, report_results
from srns.report.provenance import stamp_all
from srns.report.report_files import write_report
from srns.report.table_catalogue import Choices
from srns.report.table_files import to_csv, to_docx
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from tests.languages.catalogues import TRANSLATED

DEFINITION = load_definition("haddad_2021")
COHORT = srns.load_haddad2021().cohort
FOUND = classify(COHORT, DEFINITION)
STAMP = stamp_all("Cohort", COHORT, DEFINITION)
WORDS = ("results", "characteristics", "verdicts", "unknown", "limitations", "strobe")
DAY = datetime.date(2026, 1, 2)
ENGLISH = re.compile(r"\b(?:the|of|and|was|were|with|from|not|which|by)\b")
NAMES = re.compile(r"Mean|MCD variant|treatment policy|as written|and [Bb]one")


def page(code, parts=WORDS):
    """The report as HTML in a language, without markup."""
    with language(code):
        source = ReportSource(FOUND, STAMP, choices=Choices("histology"))
        html = write_report(source, parts, ".html").decode()
    return re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_english_sentence_is_left_in_a_report(code):
    sentences = re.split(r"[.;:。；：|\n]", NAMES.sub("", page(code)))

    assert [each for each in sentences if len(ENGLISH.findall(each)) > 1] == []


def test_a_report_is_english_unless_another_language_is_in_use():
    assert "4 of 8 children at risk reached complete remission" in page("en")
    assert "4 von 8 Kindern unter Risiko: vollständige Remission erreicht" in page("de")


def test_methods_are_in_the_language_but_for_the_words_of_the_definition():
    said = page("fr", ("methods",))

    assert "Rémission complète : Up/c &lt; 0.2 mg/mg à 3 visites consécutives" in said
    assert "The paper defines no relapse" in said  # what a definition file says


def test_the_numbers_of_a_report_keep_their_keys():
    def rows():
        return report_results(make_report(ReportSource(FOUND, STAMP), ("results", "limitations")))

    english = rows()
    with language("pt"):
        assert rows().to_csv() == english.to_csv()


def test_a_table_is_translated_as_a_document_and_not_as_csv():
    table = table_one(COHORT, FOUND, "histology")
    english = to_csv(table, STAMP), to_docx(table, STAMP)

    with language("de"):
        assert to_csv(table_one(COHORT, FOUND, "histology"), STAMP) == english[0]
        assert to_docx(table, STAMP) != english[1]


def test_a_page_is_english_where_its_fonts_lack_the_letters():
    def pdf(code):
        with language(code):
            return child_pdf(FOUND, "1", STAMP, printed_on=DAY)

    english = pdf("en")
    assert pdf("zh") == english
    assert pdf("es") != english
