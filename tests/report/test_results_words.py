"""Generated sentences: every number is in the analysis results data, and all read well."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from srns.analysis.results_data.rows import show_statistic
from srns.analysis.results_data.summary import results_data
from srns.analysis.summary import summarize
from srns.cohort.tables import Cohort
from srns.report.ard_sentences import ArdNumbers, ArdSentence
from srns.report.cohort_report import ReportSource, make_report
from srns.report.figure_catalogue import default_notes
from srns.report.provenance import SIMULATED, Stamp
from srns.report.results_words import limitation_sentences, results_paragraphs
from srns.rules.lines import as_cohort, find_lines
from tests.analysis.cohorts import DEFINITION, PAPER_COHORT, first_children, judged

NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?: %)?")


def unreadable(cohort: Cohort) -> Cohort:
    """Every Up/c is there and cannot be read."""
    labs = cohort.labs.copy()
    labs.loc[labs["analyte"] == "upcr", "value"] = float("nan")
    return replace(cohort, labs=labs)


def only(*patients: str) -> Cohort:
    """Keep these children of the paper."""
    kept = set(patients)

    def rows(table: pd.DataFrame) -> pd.DataFrame:
        return table[table["patient"].isin(kept)].reset_index(drop=True)

    tables = ("patients", "labs", "infusions", "treatments", "events", "sources", "absences")
    return Cohort(*(rows(getattr(PAPER_COHORT, name)) for name in tables))


COHORTS = {
    "the paper's eight": PAPER_COHORT,
    "nobody": first_children(0),
    "one who responded": only("1"),
    "one who did not": only("3"),
    "all responded": only("1", "2", "6", "7"),
    "none responded": only("3", "5", "8"),
    "nobody evaluable": unreadable(only("1", "2", "4", "6", "7")),
    "one evaluable of many": replace(
        PAPER_COHORT,
        labs=pd.concat(
            [
                unreadable(PAPER_COHORT).labs[PAPER_COHORT.labs["patient"] != "1"],
                PAPER_COHORT.labs[PAPER_COHORT.labs["patient"] == "1"],
            ]
        ),
    ),
}


def sentences_of(cohort: Cohort) -> tuple[pd.DataFrame, list[ArdSentence]]:
    found = judged(cohort)
    ard = results_data(summarize(cohort, found), found)
    numbers = ArdNumbers(ard)
    responses = DEFINITION.response_names
    said = [each for part in results_paragraphs(numbers, responses) for each in part]
    return ard, [*said, *limitation_sentences(numbers, responses)]


@pytest.mark.parametrize("cohort", COHORTS.values(), ids=COHORTS)
def test_every_number_of_a_sentence_is_a_statistic_of_its_rows_or_the_name_of_a_child(cohort):
    ard, said = sentences_of(cohort)

    for sentence in said:
        rows = [ard.iloc[place] for place in sentence.rows]
        allowed = {show_statistic(row["stat"], row["fmt_fun"]) for row in rows}
        allowed |= {word for row in rows for word in NUMBER.findall(str(row["variable_level"]))}
        allowed |= set(sentence.names)
        found = NUMBER.findall(sentence.text)
        assert set(found) <= allowed, sentence.text


def test_a_number_that_is_not_in_the_data_would_be_found():
    """The test above can fail: another number of the same sentence is refused."""
    ard, said = sentences_of(PAPER_COHORT)
    sentence = next(each for each in said if len(each.rows) > 3)
    rows = [ard.iloc[place] for place in sentence.rows]
    allowed = {show_statistic(row["stat"], row["fmt_fun"]) for row in rows}

    assert not {"4711"} & allowed
    assert NUMBER.findall(sentence.text.replace("4 of", "4711 of"))[0] == "4711"


def text_of(cohort: Cohort) -> str:
    return " ".join(each.text for each in sentences_of(cohort)[1])


READS = {
    "the paper's eight": (
        "8 children were studied.",
        "4 of 8 children at risk reached complete remission (children 1, 2, 6 and 7; 50.0 %; 95 % "
        "CI 15.7 % to 84.3 %).",
        "The groups were not tested against each other.",
        "There is no comparison group",
    ),
    "nobody": ("No child was studied, so nothing was estimated.", "There are no data."),
    "one who responded": (
        "One child was studied.",
        "The only child at risk (child 1) reached complete remission. One child gives no "
        "proportion, and none is reported.",
        "One child supports no estimate and no generalization.",
    ),
    "one who did not": ("The only child at risk (child 3) had no response.",),
    "all responded": (
        "All 4 children at risk reached complete remission (100.0 %;",
        "the data are compatible with a proportion as low as 39.8 %.",
    ),
    "none responded": (
        "None of 3 children at risk reached complete remission (0.0 %;",
        "the data are compatible with a proportion as high as 70.8 %.",
    ),
    "nobody evaluable": (
        "None of the 5 children at risk could be evaluated:",
        "No proportion is reported",
        "this cohort says nothing on response.",
    ),
    "one evaluable of many": (
        "4 of 8 (children 2, 4, 6 and 7) could not be evaluated; they stay in the denominator and "
        "count as without remission.",
        "it does not allow for what the 4 who could not be evaluated may have reached.",
        "The child in complete remission reached it 4.5 months from the first infusion.",
    ),
}


@pytest.mark.parametrize("name", READS)
def test_it_reads_as_a_statistician_would_write(name):
    text = text_of(COHORTS[name])

    for words in READS[name]:
        assert words in text, text


@pytest.mark.parametrize("name", ["nobody", "one who responded", "nobody evaluable"])
def test_no_proportion_stands_where_none_can_be_estimated(name):
    assert "%" not in text_of(COHORTS[name])


@pytest.mark.parametrize("cohort", COHORTS.values(), ids=COHORTS)
def test_no_sentence_has_a_hole_or_a_plural_of_one(cohort):
    for sentence in sentences_of(cohort)[1]:
        assert not re.search(r"nan|None\b(?! of)|–|\{|\}|  ", sentence.text), sentence.text
        assert not re.search(r"(?<![\d.])1 (?:children|months|years)\b", sentence.text)
        assert sentence.text.endswith(".")


def test_a_mandatory_note_comes_first_in_the_limitations():
    found = judged(PAPER_COHORT)
    numbers = ArdNumbers(results_data(summarize(PAPER_COHORT, found), found))

    said = limitation_sentences(numbers, DEFINITION.response_names, SIMULATED)

    assert said[0].text == f"{SIMULATED}."


def test_lines_of_treatment_are_not_told_as_children():
    found = judged(as_cohort(PAPER_COHORT, find_lines(PAPER_COHORT)))
    report = make_report(ReportSource(found, Stamp("lines")), ("results", "limitations"))
    results, limits = (" ".join(part.paragraphs) for part in report.parts)
    count = len(found.outcomes)

    assert f"Lines of treatment studied: {count}. Each counts like a child below." in results
    assert "children were studied" not in results
    assert "Lines of treatment of one child are not independent" in limits
    assert default_notes(found)[0] == f"All {count} lines of treatment."
