"""The language of computations, the digits of a claim, and the paper held against itself."""

import contextlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srns.analysis.statements.check import (
    AGREES,
    CANNOT_TELL,
    DIFFERS,
    MISTAKE,
    NO_NUMBER,
    NOT_STATED,
    CheckedStatement,
    check_statements,
    statement_table,
)
from srns.analysis.statements.parse import parse
from srns.analysis.statements.printed_numbers import compare_number, printed, read_claim
from srns.analysis.tables.censored_values import Bounded
from srns.cohort.errors import ExpressionError
from srns.cohort.statements import Statement
from srns.workbook.statements_file import read_statements
from tests.analysis.cohorts import PAPER_COHORT, ROOT, judged, paper_with

JUDGED = judged(PAPER_COHORT)
FILE = ROOT / "data" / "haddad2021_statements.toml"


def check(how: str, value: str = "") -> CheckedStatement:
    """Check one statement on the paper's children."""
    return check_statements([Statement("x", value, how)], PAPER_COHORT, JUDGED)[0]


# ------------------------------------------------------------------- the paper against itself


@pytest.fixture(scope="module")
def paper() -> list[CheckedStatement]:
    return check_statements(read_statements(FILE), PAPER_COHORT, JUDGED)


def test_no_statement_of_the_paper_is_a_mistake_of_ours(paper):
    assert [each.why for each in paper if each.verdict == MISTAKE] == []


FIGURES = {  # what the paper's own table gives, typed anew from a recount by hand
    ("count", "8"): ("8 of 8 (100 %): 1, 2, 3, 4, 5, 6, 7, 8", AGREES),
    ("count sex = male", "7"): ("7 of 8 (87.5 %): 2, 3, 4, 5, 6, 7, 8", AGREES),
    ("median infusions", "6 (4–6)"): ("6 (4–6); n = 8", AGREES),
    ("share infusions = 6", "6 of 8"): (
        "6 of 8 (75 %; 95 % interval 34.9–96.8): 2, 3, 4, 5, 6, 7", AGREES),
    ("share recorded_response = CR", "4 (50 %)"): (
        "4 of 8 (50 %; 95 % interval 15.7–84.3): 1, 2, 6, 7", AGREES),
    ("share recorded_response = PR", "1"): (
        "1 of 8 (12.5 %; 95 % interval 0.3–52.7): 4", AGREES),
    ("share recorded_response = NR", "3"): (
        "3 of 8 (37.5 %; 95 % interval 8.5–75.5): 3, 5, 8", AGREES),
    ("count steroid_resistance = primary", "4 (50 %)"): ("4 of 8 (50 %): 3, 4, 5, 6", AGREES),
    ("median time_to_steroid_resistance_months / 12 where steroid_resistance = secondary",
     "2.6 (0.5–6.7)"): ("2.625 (0.5–6.75); n = 4", DIFFERS),
    ("count histology has MCD", "6 (75 %)"): ("6 of 8 (75 %): 1, 2, 3, 4, 6, 7", AGREES),
    ("share histology has MCD where recorded_response = CR", "3 of 4"): (
        "4 of 4 (100 %; 95 % interval 39.8–100.0): 1, 2, 6, 7", DIFFERS),
    ("share histology_group = MCD where recorded_response = CR", "3 of 4"): (
        "2 of 4 (50 %; 95 % interval 6.8–93.2): 1, 2", DIFFERS),
    ("percent recorded_response = CR where histology_group = MCD", "100 %"): (
        "100 % (2 of 2; 95 % interval 15.8–100.0): 1, 2", AGREES),
    ("percent recorded_response = CR where histology_group = MCD variant", "50 %"): (
        "50 % (2 of 4; 95 % interval 6.8–93.2): 6, 7", AGREES),
    ("share kidney_failure = yes where histology_group = FSGS", "2 of 2"): (
        "2 of 2 (100 %; 95 % interval 15.8–100.0): 5, 8", AGREES),
    ("median recorded_time_to_remission_months where recorded_response = CR", "6.5 (0.5–8)"): (
        "6.5 (0.5–8); n = 3; not recorded for 7", AGREES),
    ("median follow_up_years where recorded_response = CR and relapse = no", "8.5 (3.7–10.5)"): (
        "8.5 (3.7–10.5); n = 3", AGREES),
    ("median follow_up_years where recorded_response = CR", ""): (
        "6.1 (0.9–10.5); n = 4", NOT_STATED),
    ("median follow_up_years where recorded_response = PR", "1.7"): (
        "1.3 (1.3–1.3); n = 1", DIFFERS),
    ("count prior_drugs has tacrolimus and prior_drugs has mycophenolate mofetil", "2"): (
        "2 of 8 (25 %): 1, 6", AGREES),
    ("children prior_drugs has rituximab", "5"): ("5", AGREES),
    ("count methylprednisolone_infusions > 0", "4"): ("4 of 8 (50 %): 1, 6, 7, 8", AGREES),
    ("share recorded_response = CR where methylprednisolone_infusions > 0", "3 of 4"): (
        "3 of 4 (75 %; 95 % interval 19.4–99.4): 1, 6, 7", AGREES),
    ("share recorded_response = CR where methylprednisolone_infusions = 0", ""): (
        "1 of 4 (25 %; 95 % interval 0.6–80.6): 2", NOT_STATED),
    ("share genetic_testing = No mutations where genetic_testing != not done", "4 of 4"): (
        "2 of 4 (50 %; 95 % interval 6.8–93.2): 5, 8", DIFFERS),
    ("share recorded_response = CR where genetic_testing = not done", "4 of 4"): (
        "4 of 4 (100 %; 95 % interval 39.8–100.0): 1, 2, 6, 7", AGREES),
    ("share recorded_response = CR where genetic_testing != not done", ""): (
        "0 of 4 (0 %; 95 % interval 0.0–60.2): none", NOT_STATED),
    ("median age_at_diagnosis_years", "2.4 (1.5–9.7)"): ("nothing recorded", CANNOT_TELL),
    ("median age_at_first_infusion_years", ""): ("8.25 (3.8–13.1); n = 8", NOT_STATED),
    ("median baseline_albumin", ""): ("<1.15 (<1–2.2); n = 8", NOT_STATED),
    ("share recorded_response = CR where steroid_resistance = primary", ""): (
        "1 of 4 (25 %; 95 % interval 0.6–80.6): 6", NOT_STATED),
    ("share recorded_response = CR where steroid_resistance = secondary", ""): (
        "3 of 4 (75 %; 95 % interval 19.4–99.4): 1, 2, 7", NOT_STATED),
    ("share recorded_response = CR where histology has MCD", ""): (
        "4 of 6 (66.7 %; 95 % interval 22.3–95.7): 1, 2, 6, 7", NOT_STATED),
    ("share recorded_response = CR or recorded_response = PR where histology has MCD", ""): (
        "5 of 6 (83.3 %; 95 % interval 35.9–99.6): 1, 2, 4, 6, 7", NOT_STATED),
    ("children relapse = yes", "5"): ("7", DIFFERS),
    ("share recorded_response = CR and relapse = no", "4 (50 %)"): (
        "3 of 8 (37.5 %; 95 % interval 8.5–75.5): 1, 2, 6", DIFFERS),
}  # fmt: skip


@pytest.mark.parametrize(("statement", "expected"), FIGURES.items(), ids=str)
def test_every_figure_of_the_paper_is_recomputed_from_its_own_table(paper, statement, expected):
    how, value = statement
    mine = [each for each in paper if (each.statement.how, each.statement.value) == (how, value)]

    assert [(each.computed, each.verdict) for each in mine] == [expected]


def test_all_24_contradictions_are_shown_or_listed_as_text_that_no_number_checks(paper):
    of = {
        number: [e for e in paper if e.statement.inconsistency == number] for number in range(1, 25)
    }
    shown = {number for number, mine in of.items() if any(each.computed for each in mine)}
    text = {number for number, mine in of.items() if {e.verdict for e in mine} == {NO_NUMBER}}

    assert all(of.values())
    assert text == {1, 13, 19, 21}
    assert shown == set(range(1, 25)) - text
    differs = {n for n, mine in of.items() if any(each.verdict == DIFFERS for each in mine)}
    assert differs == {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 17, 18, 20}
    assert all(each.statement.against for number in text for each in of[number])


def test_the_third_reading_explains_where_three_of_four_may_come_from(paper):
    mine = [each for each in paper if each.statement.inconsistency == 3]

    assert [each.verdict for each in mine] == [DIFFERS, DIFFERS, AGREES]


def test_the_youngest_cannot_have_been_as_old_as_stated(paper):
    mine = next(each for each in paper if each.statement.inconsistency == 15)

    assert (mine.computed, mine.why) == ("≤1.33; n = 4", "It cannot be 1.5.")


def test_a_truncated_number_is_told_from_a_wrong_one(paper):
    mine = next(each for each in paper if each.statement.inconsistency == 16)

    assert mine.why == "highest: 6.75 was truncated, not rounded, to 6.7; it rounds to 6.8."


def test_nothing_that_a_computation_gives_is_typed_into_the_file():
    for line in FILE.read_text("utf-8").splitlines():
        if line.startswith("note"):
            assert not re.search(r"\d+ of \d+|\d %|interval", line)


def test_the_table_of_statements_has_a_row_for_each(paper):
    assert len(statement_table(paper, "x").rows) == len(paper)


# ----------------------------------------------------------------------------- the language


@pytest.mark.parametrize(
    ("how", "found"),
    [
        ("children response = CR", "1, 2, 6, 7"),
        ("children response = complete remission", "1, 2, 6, 7"),
        ("children not response = CR", "3, 4, 5, 8"),
        ("children response = CR and not (sex = m or histology = MCD)", "none"),
        ("children response = CR or response = PR and sex = female", "1, 2, 6, 7"),
        ("children (response = CR or response = PR) and sex = f", "1"),
        ('children histology = "MCD/IgM"', "3, 7"),
        ("children histology = MCD/IgM", "3, 7"),
        ("children age at first infusion >= 10.5", "4, 5, 6"),
        ("children age_at_first_infusion_years > 10.5", "4"),
        ("children baseline_albumin < 1.0", "1, 2, 4, 8"),
        ("children albumin ≤ 1.3", "1, 2, 3, 4, 8"),
        ("children prior_drugs has Tac where response = NR", "3, 5, 8"),
        ("children prior_drugs = Tac + MMF", "1, 6"),
        ("children maintenance_drugs = none", "5, 7, 8"),
        ("children genetic testing = not done", "1, 2, 6, 7"),
        ("children time to steroid resistance missing", "3, 4, 5, 6"),
        ("max infusions", "6; n = 8"),
        ("min age_at_first_infusion_years * 12", "45.6; n = 8"),
        ("median 10 - infusions", "4 (4–6); n = 8"),
        ("median infusions where sex = female and sex = male", "nothing recorded"),
        ("count sex = male where sex = female and sex = male", "0 of 0: none"),
    ],
)
def test_a_computation_gives_what_it_says(how, found):
    assert check(how).computed == found


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("", None),
        ("average albumin", "found 'average' at the beginning; expected one of count, share"),
        ("median albumn", "Did you mean 'baseline_albumin'?"),
        ("count response", "found the end after response; expected =, !="),
        ("count response =", "found nothing after 'response ='; expected a value."),
        ("count response > CR", "expected = or has for words."),
        ("count infusions = many", "found infusions and 'many'; expected a number."),
        ("count (response = CR", "found '(' without its ')'; expected both."),
        ("median sex", "found sex; expected a numeric field."),
        ("median infusions / 0", "found '0' after '/'; expected a number."),
        ("median infusions, albumin", "found 'infusions, albumin'"),
        ("count response = CR where", "found the end; expected a field such as response"),
        ("count response = CR) or sex = male", "after the end of the formula"),
        ("count " + "(" * 50 + "sex = male", "found more than 40 brackets; expected fewer."),
        ("count " + "not " * 50 + "sex = male", "brackets; expected fewer."),
        ("__import__('os').system('true')", "at the beginning; expected one of count"),
        ("count sex = male " * 100, "characters; expected at most 1000."),
    ],
)
def test_a_mistake_in_a_computation_is_one_sentence(how, sentence):
    found = check(how, "1")

    if sentence is None:
        assert found.verdict == NO_NUMBER
    else:
        assert found.verdict == MISTAKE
        assert sentence in found.why
        assert "\n" not in found.why


@given(st.text(max_size=60) | st.lists(st.sampled_from(
    ["count", "median", "where", "and", "or", "not", "(", ")", "sex", "=", "male", "infusions",
     "<", "6", "+", "/", "has", "known", '"', "response"]), max_size=12).map(" ".join))  # fmt: skip
def test_no_text_does_anything_but_give_a_computation_or_a_sentence(text):
    with contextlib.suppress(ExpressionError):
        parse(text)


# ------------------------------------------------------------------------- digits and bounds


@pytest.mark.parametrize(
    ("stated", "value", "agrees"),
    [
        ("2.6", 2.625, True), ("6.8", 6.75, True), ("6.7", 6.75, False), ("6.75", 6.75, True),
        ("7", 6.75, True), ("6", 6.75, False), ("0.3", 0.25, True), ("0.2", 0.25, True),
        ("50", 49.5, True), ("33", 100 / 3, True), ("33.3", 100 / 3, True), ("34", 100 / 3, False),
        ("0.3", 0.1 + 0.2, True), ("≥3", 3, True), (">3", 3, False), ("<1.15", 1.15, False),
        ("≤1.15", 1.15, True), ("-1.5", -1.5, True), ("2+4+1+1", 8, True),
    ],
)  # fmt: skip
def test_a_printed_number_agrees_to_its_digits(stated, value, agrees):
    assert compare_number(printed(stated), Bounded(value, value)).agrees is agrees


@pytest.mark.parametrize(
    ("stated", "agrees"),
    [("<1.15", True), ("≤1.15", True), ("<1.2", True), ("0.9", None), ("1.15", False),
     ("1.3", False), ("<0.6", False), ("<1", None), ("≥0.65", True), (">1.15", False)],
)  # fmt: skip
def test_a_bound_decides_what_it_can_and_no_more(stated, agrees):
    assert compare_number(printed(stated), Bounded(0.65, 1.15, high_open=True)).agrees is agrees


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("4", ("4", None, None, None, None)),
        ("4 (50 %)", ("4", None, "50", None, None)),
        ("50%", (None, None, "50", None, None)),
        ("3 of 4", ("3", "4", None, None, None)),
        ("3/4 (75%)", ("3", "4", "75", None, None)),
        ("6.5 (0.5–8)", ("6.5", None, None, "0.5", "8")),
        ("6.5 months (range: 0.5 to 8)", ("6.5", None, None, "0.5", "8")),
        ("8,5", ("8.5", None, None, None, None)),
        ("1.3 years", ("1.3", None, None, None, None)),
        ("0.5–8", (None, None, None, "0.5", "8")),
    ],
)
def test_a_value_is_read_as_papers_print_it(text, parts):
    claim = read_claim(text, children=False)
    found = (claim.number, claim.of, claim.percent, claim.low, claim.high)

    assert tuple(each and str(each.number) for each in found) == parts


@pytest.mark.parametrize(
    ("how", "value", "verdict"),
    [
        ("children response = CR", "#1, #2, 6 and 7", AGREES),
        ("children response = CR", "1, 2, 6", DIFFERS),
        ("children response = CR", "1, 2, 6, 7, 8", DIFFERS),
        ("children response = CR", "1, 2, 6, 9", MISTAKE),
        ("children relapse = yes and relapse = no", "none", AGREES),
        ("share response = CR", "half", MISTAKE),
        ("share response = CR", "6.5 (0.5–8)", MISTAKE),
        ("median infusions", "3 of 4", MISTAKE),
        ("share response = CR", "4 of 8 (51 %)", DIFFERS),
    ],
)
def test_what_is_stated_is_held_against_what_is_found(how, value, verdict):
    assert check(how, value).verdict == verdict


def test_an_unknown_never_becomes_a_no():
    patients = PAPER_COHORT.patients.copy()
    patients.loc[0, "sex"] = None
    cohort = paper_with(patients=patients)

    def one(value: str) -> CheckedStatement:
        statement = Statement("x", value, "count sex = female")
        return check_statements([statement], cohort, judged(cohort))[0]

    assert (one("0").verdict, one("1").verdict, one("2").verdict) == (
        CANNOT_TELL, CANNOT_TELL, DIFFERS,
    )  # fmt: skip
    assert one("1").computed == "0 to 1 of 8: none"
    assert "Undetermined for 1." in one("1").why


def test_a_mistake_in_one_statement_stops_no_other():
    found = check_statements(
        [Statement("a", "1", "count colour = red"), Statement("b", "8", "count")],
        PAPER_COHORT,
        JUDGED,
    )

    assert [each.verdict for each in found] == [MISTAKE, AGREES]


def test_statements_do_not_depend_on_the_order_of_the_rows():
    turned = replace(PAPER_COHORT, labs=PAPER_COHORT.labs.iloc[::-1].reset_index(drop=True))
    statements = read_statements(FILE)

    here = check_statements(statements, PAPER_COHORT, JUDGED)
    there = check_statements(statements, turned, judged(turned))
    assert [(e.computed, e.verdict) for e in here] == [(e.computed, e.verdict) for e in there]


def test_the_file_of_the_paper_is_found_where_the_dashboard_looks():
    assert Path(FILE).is_file()
