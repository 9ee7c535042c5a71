"""The report: the same numbers in a document, a page and a workbook."""

import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import openpyxl
import pandas as pd
import pytest
from docx import Document

from srns.analysis.summary import summarize
from srns.cli import main
from srns.cohort.overrides import Override
from srns.cohort.tables import hold_overrides
from srns.report.cohort_report import IN_REPORT, Report, make_report
from srns.report.provenance import SIMULATED, Stamp, note_on, stamp_all
from srns.report.report_files import FORMS, report_docx, report_html, report_xlsx
from srns.workbook.problems import Problem
from tests.analysis.cohorts import DEFINITION, PAPER_COHORT, ROOT, first_children, judged

STAMP = Stamp(
    "haddad2021.xlsx", "All 8 children.", "Haddad 2021 (version 1)", note_on(PAPER_COHORT)
)
QUERY = Problem("query", "Labs", "C7", "a rise of <tenfold>", "a look", "Look at it.")
NAMES = ["responses", "verdicts", *IN_REPORT, "problems"]


@pytest.fixture(scope="module")
def report() -> Report:
    return make_report(PAPER_COHORT, judged(PAPER_COHORT), STAMP, problems=[QUERY])


class Page(HTMLParser):
    """Collects the tags and the text of a page."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text: list[str] = []
        self.feed(content.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_the_report_has_the_definition_the_verdicts_with_their_cells_and_the_tables(report):
    assert [table.name for table in report.tables] == NAMES
    assert "Up/c" in report.methods[0]
    verdicts = next(table for table in report.tables if table.name == "verdicts").rows
    assert list(verdicts["response"]).count("complete remission") == 4
    assert "Labs!C9" in verdicts["cells"][0]
    counts = report.tables[0].rows
    assert counts.iloc[0].tolist() == [
        "all", "complete remission", "4 of 8", "50.0", "15.7–84.3", "1, 2, 6, 7",
    ]  # fmt: skip


def test_acknowledged_queries_stand_apart_with_their_notes_equal_ones_together():
    noted = [
        replace(QUERY, severity="note", cell=cell, acknowledged="checked twice.")
        for cell in ("C8", "C9", "C10")
    ]
    report = make_report(PAPER_COHORT, judged(PAPER_COHORT), STAMP, problems=[QUERY, *noted])

    *_, open_ones, table = report.tables
    assert open_ones.rows["cell"].tolist() == ["Labs!C7"]
    assert table.title == "Acknowledged queries"
    assert table.rows.to_dict("records") == [
        {
            "cell": "Labs!C8, C9 and 1 more",
            "found": "a rise of <tenfold>",
            "expected": "a look",
            "note": "checked twice.",
        }
    ]


def test_a_document_holds_every_table_and_says_that_the_data_are_simulated(report):
    document = Document(io.BytesIO(report_docx(report)))

    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert len(document.tables) == len(NAMES)
    assert SIMULATED in text
    assert report.methods[0] in text


def test_a_page_holds_every_table_and_nothing_that_runs_or_loads(report):
    page = Page(report_html(report))

    assert page.tags.count("table") == len(NAMES)
    assert not {"script", "img", "link", "iframe", "tenfold"} & set(page.tags)
    assert "a rise of <tenfold>" in page.text  # as text, not as a tag
    assert any(SIMULATED in text for text in page.text)


def test_a_workbook_has_a_sheet_for_every_table(report):
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(report)))

    assert book.sheetnames == ["methods", *NAMES, "ARD"]


def test_an_override_stands_beside_the_verdict_in_the_report_and_the_table_of_cases(report):
    decided = Override("4", "complete remission", "24 h urine on three days", "Dr A")
    cohort = hold_overrides(PAPER_COHORT, [decided])
    tables = {each.name: each for each in make_report(cohort, judged(cohort), STAMP).tables}
    verdicts = tables["verdicts"].rows.set_index("child")
    cases = tables["cases"].rows.set_index("characteristic")

    assert verdicts.loc["4", "response"] == "partial remission"
    assert verdicts.loc["4", "manual override"] == decided.words
    assert list(verdicts["manual override"]).count("") == 7
    assert cases.loc["Response", "4"] == "PR"
    assert cases.loc["Manual override", "4"] == decided.words
    assert cases.loc["Manual override", "3"] == "–"
    without = {each.name: each for each in report.tables}
    assert "manual override" not in without["verdicts"].rows
    assert "Manual override" not in set(without["cases"].rows["characteristic"])
    assert not any("Overridden" in note for note in without["cases"].notes)


@pytest.mark.parametrize("ending", list(FORMS))
@pytest.mark.parametrize("n", [0, 1])
def test_a_report_of_nobody_or_of_one_child_is_written(ending, n):
    cohort = first_children(n)

    assert FORMS[ending](make_report(cohort, judged(cohort), Stamp("few")))


def test_words_of_a_workbook_are_never_markup():
    patients = PAPER_COHORT.patients.assign(race_ethnicity="<script>alert(1)</script>")
    cohort = replace(PAPER_COHORT, patients=patients, sources=pd.DataFrame(PAPER_COHORT.sources))
    page = Page(report_html(make_report(cohort, judged(cohort), Stamp("<b>c</b>"))))

    assert "script" not in page.tags
    assert "b" not in page.tags


def test_the_command_writes_it_and_names_a_wrong_ending(tmp_path, capsys):
    paper = str(ROOT / "data" / "haddad2021.xlsx")
    assert main(["report", paper, "-o", str(tmp_path / "r.html")]) == 0
    assert "Remission calls: haddad2021.xlsx" in (tmp_path / "r.html").read_text("utf-8")

    assert main(["report", paper, "-o", str(tmp_path / "r.pdf")]) == 2
    assert "found the ending '.pdf'; expected .docx, .html or .xlsx." in capsys.readouterr().err


def test_every_group_has_its_rows_of_none_with_their_interval(report):
    """FSGS 0 of 2 (0-84.2 %) is a result: the report has every row that the summary has."""
    counted = summarize(PAPER_COHORT, judged(PAPER_COHORT), "histology")["responses"]
    expected = [(row["group"], row["response"], f"{row['n']} of {row['of']}") for row in counted]

    rows = report.tables[0].rows

    assert list(rows[["group", "response", "children"]].itertuples(index=False, name=None)) == [
        row for row in expected if not row[2].endswith("of 0")
    ]
    none_of_two = rows[(rows["group"] == "FSGS") & (rows["children"] == "0 of 2")]
    assert set(none_of_two["95 % interval"]) == {"0.0–84.2"}


def test_who_may_have_had_a_better_response_is_named_beside_the_counts():
    missing = PAPER_COHORT.labs[
        ~((PAPER_COHORT.labs["patient"] == "1") & (PAPER_COHORT.labs["analyte"] == "albumin"))
    ]
    cohort = replace(PAPER_COHORT, labs=missing)

    found = make_report(cohort, judged(cohort), STAMP)

    assert any(
        note == "Counted as not in complete remission, although missing or bounded results leave "
        "it possible: 1 child (1)."
        for note in found.tables[0].notes
    )
    assert "stays possible" in " ".join(found.methods)


def test_one_child_is_a_child_everywhere():
    cohort = first_children(1)
    found = make_report(cohort, judged(cohort), stamp_all("one.xlsx", cohort, DEFINITION))

    words = report_html(found).decode()
    wrong = re.findall(r"(?<![\d.,–-])1 (?:days|children|months|visits|results|infusions)\b", words)
    assert "All 1 child." in words
    assert wrong == []
