"""The report: the same numbers in a document, a page and a workbook."""

import hashlib
import io
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser

import openpyxl
import pandas as pd
import pytest
from docx import Document
from PIL import Image

from srns.analysis.summary import summarize
from srns.cli import main
from srns.cohort.overrides import Override
from srns.cohort.tables import hold_overrides
from srns.report.cohort_report import (
    MAIN_PARTS,
    PARTS,
    SUPPLEMENT,
    Report,
    ReportSource,
    make_report,
)
from srns.report.provenance import SIMULATED, Stamp, note_on, stamp_all
from srns.report.report_docx import report_docx
from srns.report.report_files import FORMS
from srns.report.report_html import report_html
from srns.report.report_xlsx import report_xlsx
from srns.workbook.problems import Problem
from tests.analysis.cohorts import DEFINITION, PAPER_COHORT, ROOT, first_children, judged

STAMP = Stamp(
    "haddad2021.xlsx", "All 8 children.", "Haddad 2021 (version 1)", note_on(PAPER_COHORT)
)
QUERY = Problem("query", "Labs", "C7", "a rise of <tenfold>", "a look", "Look at it.")
NAMES = [
    "responses", "flow", "table1", "verdicts", "unknown", "strobe", *SUPPLEMENT, "problems",
]  # fmt: skip
TABLES = tuple(name for name in PARTS if name not in ("figures", "timelines"))
"""The parts without figures, which take a second."""


def report_of(cohort, stamp=STAMP, parts=TABLES, **more) -> Report:
    return make_report(ReportSource(judged(cohort), stamp, **more), parts)


@pytest.fixture(scope="module")
def report() -> Report:
    return report_of(PAPER_COHORT, parts=tuple(PARTS), problems=[QUERY])


@pytest.fixture(scope="module")
def written(report) -> bytes:
    """The report as a Word document."""
    return report_docx(report)


@pytest.fixture(scope="module")
def page(report) -> bytes:
    """The report as a page."""
    return report_html(report)


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
    assert "Up/c" in report.part("methods").paragraphs[0]
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
    report = report_of(PAPER_COHORT, problems=[QUERY, *noted])

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


def test_a_document_holds_every_table_and_says_that_the_data_are_simulated(report, written):
    document = Document(io.BytesIO(written))

    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert len(document.tables) == len(NAMES)
    assert SIMULATED in text
    assert report.part("methods").paragraphs[0] in text


def test_a_page_holds_every_table_and_nothing_that_runs_or_loads(page):
    read = Page(page)

    assert read.tags.count("table") == len(NAMES)
    assert not {"script", "link", "iframe", "tenfold"} & set(read.tags)
    assert "a rise of <tenfold>" in read.text  # as text, not as a tag
    assert any(SIMULATED in text for text in read.text)


def test_a_workbook_has_a_sheet_for_every_table(report):
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(report)))

    assert book.sheetnames == ["words", *NAMES, "ARD"]


def test_an_override_stands_beside_the_verdict_in_the_report_and_the_table_of_cases(report):
    decided = Override("4", "complete remission", "24 h urine on three days", "Dr A")
    cohort = hold_overrides(PAPER_COHORT, [decided])
    tables = {each.name: each for each in report_of(cohort).tables}
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

    assert FORMS[ending](report_of(cohort, Stamp("few"), tuple(PARTS)), None)


def test_words_of_a_workbook_are_never_markup():
    patients = PAPER_COHORT.patients.assign(race_ethnicity="<script>alert(1)</script>")
    cohort = replace(PAPER_COHORT, patients=patients, sources=pd.DataFrame(PAPER_COHORT.sources))
    page = Page(report_html(report_of(cohort, Stamp("<b>c</b>"), tuple(PARTS))))

    assert "script" not in page.tags
    assert "b" not in page.tags


def test_the_command_writes_it_and_names_a_wrong_ending(tmp_path, capsys):
    paper = str(ROOT / "data" / "haddad2021.xlsx")
    assert main(["report", paper, "-o", str(tmp_path / "r.html")]) == 0
    page = (tmp_path / "r.html").read_text("utf-8")
    assert "Remission calls: haddad2021.xlsx" in page
    digest = hashlib.sha256((ROOT / "data" / "haddad2021.xlsx").read_bytes()).hexdigest()
    assert f"workbook {digest}" in page

    assert main(["report", paper, "-o", str(tmp_path / "r.odt")]) == 2
    found = capsys.readouterr().err
    assert "found the ending '.odt'; expected .docx, .pdf, .html or .xlsx." in found


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

    found = report_of(cohort)

    assert any(
        note == "Counted as not in complete remission, although missing or bounded results leave "
        "it possible: 1 child (1)."
        for note in found.tables[0].notes
    )
    assert "stays possible" in " ".join(found.part("methods").paragraphs)


def test_one_child_is_a_child_everywhere():
    cohort = first_children(1)
    found = report_of(cohort, stamp_all("one.xlsx", cohort, DEFINITION))

    words = report_html(found).decode()
    wrong = re.findall(r"(?<![\d.,–-])1 (?:days|children|months|visits|results|infusions)\b", words)
    captions = " ".join(figure.caption for figure in found.figures)
    assert "One child." in words
    assert wrong == re.findall(r"\b1 children\b", captions) == []


def test_nothing_is_said_not_to_be_imputed_but_urine_results_and_albumin(report):
    """Heights and weights are carried forward, so no sentence says it of all data."""
    said = [text for part in report.parts for text in part.paragraphs]
    said += [note for table in report.tables for note in table.notes]
    imputed = re.findall(r"[^.]*\bimputed\b[^.]*\.", " ".join(said))

    assert imputed
    assert all("urine result" in each and "albumin" in each for each in imputed)


def pictures_of(content: bytes) -> list[bytes]:
    """Return the pictures of a Word document, in order."""
    document = Document(io.BytesIO(content))
    return [
        document.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed].blob
        for shape in document.inline_shapes
    ]


def test_the_figures_of_a_document_are_for_print(report, written, page):
    """Each at the width of the page, of 300 dots an inch at least, with its words for the blind."""
    document = Document(io.BytesIO(written))
    pictures = pictures_of(written)

    assert [figure.name for figure in report.figures] == [
        "response", "histology", "swimmer", "time_to_remission", "time_in_remission",
        "small_multiples",
    ]  # fmt: skip
    assert len(pictures) == len(report.figures)
    for shape, picture in zip(document.inline_shapes, pictures, strict=True):
        wide = Image.open(io.BytesIO(picture)).width
        assert wide / shape.width.inches >= 300
        assert shape._inline.docPr.get("descr")


def test_a_document_has_headings_and_numbered_captions(report, written):
    document = Document(io.BytesIO(written))
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 2"]
    captions = [each for each in document.paragraphs if each.style.name == "Caption"]

    assert headings == list(PARTS.values())
    figures = [each.text for each in captions if each.text.startswith("Figure")]
    assert len(figures) == len(report.figures)
    assert len(captions) == len(report.figures) + len(NAMES)
    assert "w:fldSimple" in captions[0]._p.xml


def test_a_document_stands_upright_and_only_the_supplement_across(written):
    sections = Document(io.BytesIO(written)).sections

    assert [each.page_width < each.page_height for each in sections] == [True, False, True]


def test_the_tables_of_a_document_are_read_back_as_they_are(report, written):
    document = Document(io.BytesIO(written))

    for table, grid in zip(report.tables, (t for t in document.tables), strict=True):
        rows = [[cell.text for cell in row.cells] for row in grid.rows][1:]
        assert len(rows) == len(table.rows)
    counts = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert counts[1] == ["all", "complete remission", "4 of 8", "50.0", "15.7–84.3", "1, 2, 6, 7"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_the_document_of_eight_children_has_fewer_than_ten_pages(tmp_path):
    document = tmp_path / "report.docx"
    document.write_bytes(report_docx(report_of(PAPER_COHORT, parts=MAIN_PARTS)))
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, document],
        check=True,
        capture_output=True,
        timeout=120,
    )

    assert 3 <= pages_of((tmp_path / "report.pdf").read_bytes()) < 10


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_only_the_chosen_parts_are_in_the_report():
    report = report_of(PAPER_COHORT, parts=("strobe", "methods"))

    assert [part.name for part in report.parts] == ["methods", "strobe"]
    table = report.tables[0].rows.set_index("item")
    assert table.loc["4", "in this report"] == "Methods"
    assert table.loc["14a", "in this report"] == "–"


def test_a_part_that_no_report_has_is_named(tmp_path, capsys):
    paper = str(ROOT / "data" / "haddad2021.xlsx")

    assert main(["report", paper, "-o", str(tmp_path / "r.docx"), "--parts", "summary"]) == 2
    assert "found the part 'summary'; expected one or more of methods," in capsys.readouterr().err


def test_a_figure_in_a_page_is_a_picture_in_which_nothing_can_run(report, page):
    text = page.decode()

    sources = re.findall(r'<img [^>]*src="([^"]{0,30})', text)
    assert len(sources) == len(report.figures)
    assert all(source.startswith("data:image/svg+xml;base64,") for source in sources)
    assert "default-src 'none'" in text
