"""What people take home, in the language of who asked for it; what programs read stays."""

import datetime
import html
import re

import pytest

import srns
from srns.analysis.tables.table_one import table_one
from srns.charts.print_size import PAGE_MM, pixels_of
from srns.charts.theme import specification
from srns.languages.current import language
from srns.report.child_pdf import child_pdf
from srns.report.cohort_report import ReportSource, make_report, report_results
from srns.report.figure_catalogue import make_figure
from srns.report.figure_files import render
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
WORDS = (
    "methods", "results", "characteristics", "verdicts", "unknown", "limitations", "strobe",
    "supplement",
)  # fmt: skip
DAY = datetime.date(2026, 1, 2)
ENGLISH = re.compile(r"\b(?:the|of|and|was|were|with|from|not|which|by)\b")
NAMES = re.compile(r"Mean|MCD variant|treatment policy|as written|and [Bb]one")
TYPED = re.compile(r"Variants of unknown significance|, followed by")


def page(code, parts=WORDS):
    """The report as HTML in a language, without markup."""
    with language(code):
        source = ReportSource(FOUND, STAMP, choices=Choices("histology"))
        written = write_report(source, parts, ".html").decode()
    return re.sub(r"<style>.*?</style>|<[^>]+>", " ", written, flags=re.DOTALL)


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_english_sentence_is_left_in_a_report(code):
    sentences = re.split(r"[.;:。；：|\n]", TYPED.sub("", NAMES.sub("", page(code))))

    assert [each for each in sentences if len(ENGLISH.findall(each)) > 1] == []


def test_a_report_is_english_unless_another_language_is_in_use():
    assert "4 of 8 children at risk reached complete remission" in page("en")
    assert "4 von 8 Kindern unter Risiko: vollständige Remission erreicht" in page("de")


def test_methods_are_in_the_language_with_what_the_definition_file_remarks():
    said = page("fr", ("methods",))

    assert "Rémission complète : Up/c &lt; 0.2 mg/mg à 3 visites consécutives" in said
    assert "L'article ne définit pas la rechute" in html.unescape(said)


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


def pdf(code):
    with language(code):
        return child_pdf(FOUND, "1", STAMP, printed_on=DAY)


def test_a_chinese_page_embeds_a_font_with_its_letters():
    made = pdf("zh")

    assert b"NotoSansSC" in made
    assert b"NotoSansSC" not in pdf("es")


def test_a_chinese_figure_embeds_a_font_with_its_letters():
    with language("zh"):
        figure = make_figure("response", FOUND)
        drawn = specification(lambda: figure.draw(pixels_of(PAGE_MM)))

    assert b"NotoSansSC" in render(drawn, "pdf", PAGE_MM)


def test_a_page_is_english_where_no_font_has_the_letters(monkeypatch):
    monkeypatch.setattr("srns.languages.current.font_folder", lambda code: None)

    assert pdf("zh") == pdf("en")
    assert pdf("es") != pdf("en")
