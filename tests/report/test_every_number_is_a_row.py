"""Every printed number is a row of analysis results data: in all tables, in all sentences."""

import io
import json
import re
from collections.abc import Iterable
from dataclasses import fields, replace
from functools import cache
from itertools import product
from string import ascii_lowercase

import pandas as pd
import pytest
from docx import Document

from srns.analysis.basis_sentences import headline_sentences
from srns.analysis.proportions.group_contrasts import contrast_sentence, exact_test_sentence
from srns.analysis.regimens.relapse_by_drug import drug_sentences, relapse_by_drug
from srns.analysis.results_data.rows import COLUMNS, KEY, readable, show
from srns.analysis.results_data.times import times_results
from srns.analysis.summary import summarize
from srns.analysis.time_to_event.curve_sentences import (
    curve_sentence,
    curve_test_sentence,
    left_out_sentences,
    mean_difference_sentence,
    milestone_sentence,
    visits_sentence,
)
from srns.analysis.time_to_event.occupancy import months_reported, occupancy, occupancy_sentences
from srns.analysis.time_to_event.time_analysis import RESPONSES_TIMED, Curves, TimeQuestion, times
from srns.analysis.treatment_lines import count_lines, line_sentences, line_verdicts
from srns.charts.flow import describe as describe_flow
from srns.charts.proportions import describe as describe_counts
from srns.cohort.tables import Cohort
from srns.report.cohort_report import PARTS as REPORT_PARTS
from srns.report.cohort_report import Report, ReportSource, make_report, report_results
from srns.report.provenance import Stamp
from srns.report.report_docx import report_docx
from srns.report.report_tables import left_open_sentences
from srns.report.results_catalogue import ON_REQUEST, PARTS, make_results
from srns.report.results_files import ard_json
from srns.report.safe_cells import as_text, heading
from srns.report.table_catalogue import TABLES, Choices
from srns.report.table_files import MOST_WORD_ROWS
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition, published
from tests.analysis.cohorts import PAPER_COHORT
from tests.analysis.test_one_number import drawn

NUMBER = re.compile(r"\d+(?:\.\d+)?")
MORE = re.compile(r"and \d+ more")
CHOICES = Choices("histology")
DRAWN = ("figures", "timelines")
"""Parts of a report that are pictures."""


def in_letters(cohort: Cohort) -> Cohort:
    """Name the children by letters, so that no name passes for a number."""
    letters = ("".join(each) for each in product(ascii_lowercase, repeat=2))
    names = dict(zip(cohort.patients["patient"], letters, strict=False))
    tables = {
        each.name: table.assign(patient=table["patient"].map(names))
        for each in fields(cohort)
        if isinstance(table := getattr(cohort, each.name), pd.DataFrame)
    }
    return replace(cohort, **tables)


COHORTS = {
    "the paper's": classify(in_letters(PAPER_COHORT), load_definition("haddad_2021")),
    "14 invented": classify(in_letters(drawn(3, 14, lines=False)), load_definition("haddad_2021")),
    "45 invented": classify(in_letters(drawn(5, 45, lines=False)), load_definition("ipna_2022")),
}
whole_cohorts = pytest.mark.parametrize("found", COHORTS.values(), ids=COHORTS)


def numbers(texts: Iterable[object]) -> set[str]:
    """Return every number in the texts."""
    return {number for text in texts for number in NUMBER.findall(MORE.sub("", str(text)))}


def of_rows(ard: pd.DataFrame) -> set[str]:
    """Return every number of the rows as it is printed, and those in the names of what it is of."""
    shown = [show(stat, form) for stat, form in zip(ard["stat"], ard["fmt_fun"], strict=True)]
    about = ard[["group1_level", "variable", "variable_level", "warning"]].to_numpy().ravel()
    return numbers([*shown, *about])


def words_of(table: pd.DataFrame, *left_out: str) -> list[object]:
    """Return the cells of a table but those of some columns."""
    return list(table.drop(columns=[*left_out], errors="ignore").to_numpy().ravel())


@whole_cohorts
@pytest.mark.parametrize("name", TABLES)
def test_every_number_of_a_table_is_a_row(found, name):
    table = TABLES[name](found.cohort, found, CHOICES)

    printed = words_of(table.rows, "days", "cells", "reason", "bridged (days)", "not included")
    assert numbers(printed) <= of_rows(table.results)


NOT_COUNTED = re.compile(
    r"95 %|Page \d+ of \d+|Drawn are .*|Definition: .*|Infusions|Up/c \(.*?\)|24-hour|version \d+"
)
"""Words of captions whose numbers are none of the cohort: the level of intervals, pages, names."""


def printed_in(report: Report) -> dict[str, list[object]]:
    """Return what each paragraph, table and figure of a report prints of the cohort."""
    words = {
        f"text of {part.name}": list(part.paragraphs)
        for part in report.parts
        if part.name != "methods"  # they print the definition and the rules, no result
    }
    tables = {
        f"table {table.name}": words_of(table.rows, "days", "cells", "reason", "not included")
        for table in report.tables
        if table.name != "strobe"  # its numbers are those of the checklist's items
    }
    captions = {f"figure {figure.name}": [figure.caption] for figure in report.figures}
    return words | tables | captions


@whole_cohorts
def test_every_number_of_the_report_is_a_row_of_its_results(found):
    report = make_report(ReportSource(found, Stamp("cohort"), choices=CHOICES), REPORT_PARTS)
    results = report_results(report)

    printed = printed_in(report)
    for place, words in printed.items():
        own = results[results["printed_in"] == place]
        said = [NOT_COUNTED.sub("", str(each)) for each in words]
        assert numbers(said) <= of_rows(own), place
    assert {place.split()[0] for place in printed} == {"text", "table", "figure"}
    assert {"text of results", "table verdicts", "figure swimmer"} <= set(results["printed_in"])


def test_a_number_of_the_report_without_a_row_would_be_found():
    """The test above can fail: the rows of one place do not hold the numbers of another."""
    found = COHORTS["the paper's"]
    report = make_report(ReportSource(found, Stamp("cohort"), choices=CHOICES), ["results"])
    results = report_results(report)
    own = results[results["printed_in"] == "text of results"]

    assert numbers(["4711 of 8"]) - of_rows(own) == {"4711"}
    assert "84.3" in numbers(report.parts[0].paragraphs)
    assert "84.3" not in of_rows(own[own["stat_name"] != "conf.high"])


@whole_cohorts
def test_every_number_of_a_word_document_that_is_read_back_is_a_row(found):
    source = ReportSource(found, Stamp("cohort"), choices=CHOICES)
    report = make_report(source, [name for name in REPORT_PARTS if name not in DRAWN])
    document = Document(io.BytesIO(report_docx(report)))
    results, checked = report_results(report), 0

    filled = [table for table in report.tables if len(table.rows)]
    for table, grid in zip(filled, document.tables, strict=True):
        head, *body = [[text_of(cell) for cell in row.tc_lst] for row in grid._tbl.tr_lst]
        assert head == [heading(name) for name in table.rows.columns]
        assert body == [
            [as_text(cell) for cell in row] for row in table.rows[:MOST_WORD_ROWS].to_numpy()
        ]
        if table.name != "strobe":
            read = pd.DataFrame(body, columns=list(table.rows.columns))
            printed = numbers(words_of(read, "days", "cells", "reason", "not included",
                                       "bridged (days)"))  # fmt: skip
            own = of_rows(results[results["printed_in"] == f"table {table.name}"])
            # A document prints 13 months where the row has 13.0.
            assert set(map(float, printed)) <= set(map(float, own)), table.name
            checked += len(printed)
    said = paragraphs_under(document, "Results", "Limitations")
    definition = numbers([found.definition.label])
    assert numbers(said) <= of_rows(source.ard) | definition
    assert checked > 100
    assert len(numbers(said)) > 10


def text_of(cell) -> str:
    return "\n".join(paragraph.text for paragraph in cell.p_lst)


def paragraphs_under(document, *headings: str) -> list[str]:
    """Return the sentences of a document below some of its headings, without captions."""
    said, under = [], ""
    for each in document.paragraphs:
        if each.style.name.startswith("Heading"):
            under = each.text
        elif under in headings and each.style.name != "Caption":
            said.append(each.text)
    return said


def sentences_of_curves(curves: Curves) -> list[str]:
    return [
        *(curve_sentence(curve, curves.event, curves.since) for curve in curves.curves),
        *(milestone_sentence(each, curves.event) for each in curves.milestones),
        *(mean_difference_sentence(each, curves.event) for each in curves.mean_differences),
        *(curve_test_sentence(test) for test in curves.tests),
    ]


@whole_cohorts
@pytest.mark.parametrize("by", ["", "histology"])
@pytest.mark.parametrize("response", RESPONSES_TIMED)
@pytest.mark.parametrize("late", [False, True], ids=["", "late entry"])
def test_every_number_of_the_times_is_a_row(found, response, by, late):
    origin = "diagnosis" if late else "first infusion"
    asked = TimeQuestion(response, origin, by, test=bool(by), horizon=6, late_entry=late)
    timed = times(found.cohort, found, asked)
    said = [
        *sentences_of_curves(timed.response_curves),
        *sentences_of_curves(timed.duration_curves),
        *left_out_sentences(timed.at_risk),
        visits_sentence(timed.visits),
    ]
    curves = (timed.response_curves, timed.duration_curves)
    tables = [each.risk_table for each in curves]

    rows = of_rows(times_results(timed, found))
    assert numbers(said) <= rows
    for table in tables:
        counted = table.drop(columns=["group"]).astype(int)
        assert numbers(words_of(counted)) <= rows


def sentences(found: Classification) -> dict[str, list[str]]:
    """Return the sentences that pages and report generate, by the part that holds their numbers."""
    cohort = found.cohort
    summary = summarize(cohort, found, "histology", compare=True)
    counted = pd.DataFrame(summary["responses"])
    states, by_drug = occupancy(cohort, found), relapse_by_drug(cohort, found)
    return {
        "summary": [
            *headline_sentences(found),
            *left_open_sentences(found),
            describe_counts(counted[counted["of"] > 0]),
        ],
        "comparison": [
            *map(contrast_sentence, summary["comparison"]["pairs"]),
            *map(exact_test_sentence, summary["comparison"]["tests"]),
        ],
        "states": [
            sentence
            for month in months_reported(states)
            for sentence in occupancy_sentences(states, month)
        ],
        "relapse_by_drug": drug_sentences(by_drug),
        "line_responses": line_sentences(count_lines(line_verdicts(found))),
        "flow": [describe_flow(TABLES["flow"](cohort, found, CHOICES).rows)],
    }  # fmt: skip


@whole_cohorts
@pytest.mark.parametrize("part", ["summary", "comparison", "states", "relapse_by_drug",
                                  "line_responses", "flow"])  # fmt: skip
def test_every_number_of_a_sentence_is_a_row(found, part):
    assert numbers(sentences(found)[part]) <= of_rows(make_results(found, [part], CHOICES))


@cache
def everything(name: str) -> pd.DataFrame:
    """Return the rows of every part of a cohort, made once for all tests."""
    wanted = tuple(PARTS) if name == "the paper's" else ()
    return make_results(COHORTS[name], wanted, CHOICES)


@pytest.mark.parametrize("name", COHORTS)
def test_every_part_has_the_columns_of_cards_and_no_row_twice(name):
    rows = everything(name)

    assert list(rows.columns) == [*COLUMNS, "part"]
    assert not rows.duplicated(["part", *KEY]).any()
    assert set(rows["part"]) >= set(PARTS) - {"cases", *ON_REQUEST}  # many are no cases


@pytest.mark.parametrize("name", COHORTS)
def test_the_children_behind_a_count_are_so_many_and_their_cells_are_of_the_workbook(name):
    cohort = COHORTS[name].cohort
    tables = (cohort.sources, cohort.labs, cohort.infusions, cohort.treatments, cohort.events)
    typed = {str(cell) for table in tables for cell in table["cell"]}
    typed |= {str(cell) for cell in cohort.absences["cell"]}
    children = set(cohort.patients["patient"])

    for row in everything(name).to_dict("records"):
        assert set(row["patients"]) <= children
        assert set(row["cells"]) <= typed, row
        counts = row["stat_name"] in ("n", "N", "N_obs", "N_miss", "n.risk")
        if counts and row["patients"] and row["variable"] != "unknown":  # of results, too
            assert row["stat"] == len(row["patients"]), row


def test_rows_are_read_as_they_are_printed():
    found = COHORTS["the paper's"]
    shown = readable(make_results(found, ["table1"], CHOICES))
    own = shown[(shown["of"] == "sex: female") & (shown["group"] == "all children")]

    assert dict(zip(own["statistic"], own["number"], strict=True))["%"] == "12.5 %"
    assert own["cells"].tolist()[-1] == "Patients!B2"


def test_definitions_compared_have_a_row_for_each():
    rows = make_results(COHORTS["the paper's"], ["definitions"], CHOICES)

    counted = rows[rows["variable"] == "response by definition"]
    assert set(counted["group1_level"]) == {each.id for each in published()}


CARDS = {
    "columns": ("group1", "group1_level", "variable", "variable_level", "context", "stat_name",
                "stat_label", "stat", "fmt_fun", "warning", "error"),
    "format": re.compile(r"x[x.%]+"),
}  # fmt: skip
"""What cards 0.9 asks for: the order of ``tidy_ard_column_order``, and ``.check_fmt_string``."""


@pytest.mark.parametrize("name", COHORTS)
def test_the_rows_are_what_the_r_package_cards_asks_for(name):
    rows = everything(name)

    assert tuple(rows.columns[:11]) == CARDS["columns"]
    for form in set(rows["fmt_fun"]) - {""}:
        assert CARDS["format"].fullmatch(form), form
        assert form.count(".") <= 1
        assert form.count("%") == form.endswith("%")
    for record in json.loads(ard_json(rows)):
        assert record["stat_name"]
        assert record["stat_label"]
        assert (record["fmt_fun"] is None) == isinstance(record["stat"], str) or not record["stat"]
        assert record["stat"] is not None or record["warning"]
    assert "method" in set(rows["stat_name"])
    shares = rows.loc[rows["stat_name"] == "p", "stat"].dropna()
    assert shares.between(0, 1).all()
