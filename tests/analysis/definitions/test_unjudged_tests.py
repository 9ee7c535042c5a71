"""Whoever is judged by a test that the cohort does not have is told which definitions have it."""

import pytest

from srns.analysis.basis_sentences import headline_sentences
from srns.analysis.definitions.unjudged_tests import find_unjudged_tests, unjudged_tests_sentence
from srns.analysis.summary import summarize
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from tests.rules.table import make_cohort


def found(labs, definition="haddad_2021", patients=("K1", "K2")):
    rows = [(*row[:3], row[3], "", row[4], "Labs!A2") for row in labs]
    return classify(make_cohort(list(patients), rows), load_definition(definition))


UPCR, DAILY, STRIP = (
    (None, 30, "upcr", 0.1, "mg/mg"),
    (None, 30, "protein_24h", 90.0, "mg/m²/day"),
    (None, 30, "dipstick", 1.0, ""),
)


def of(child, *tests):
    return [(child, *test[1:]) for test in tests]


JUDGE_BOTH = "IPNA 2022, albumin required; ISPN 2021; KDIGO 2025, albumin if measured"


@pytest.mark.parametrize(
    ("labs", "definition", "said"),
    [
        pytest.param(of("K1", UPCR) + of("K2", UPCR), "haddad_2021", "", id="all have the ratio"),
        pytest.param(of("K1", UPCR, DAILY), "haddad_2021", "", id="both tests, and none"),
        pytest.param(
            of("K1", UPCR) + of("K2", DAILY),
            "haddad_2021",
            "1 of 2 children has no Up/c, which this definition needs, but 24-hour protein. "
            f"Published definitions that judge it: {JUDGE_BOTH}.",
            id="one child of 24-hour protein",
        ),
        pytest.param(
            of("K1", STRIP) + of("K2", DAILY),
            "haddad_2021",
            "2 of 2 children have no Up/c, which this definition needs, but 24-hour protein and "
            "dipstick. Published definitions that judge one of them: AAP 2009; IPNA 2020; "
            "IPNA 2022, albumin required; ISPN 2021; JSPN 2014; and 3 more.",
            id="a diary and a collection",
        ),
        pytest.param(
            of("K1", DAILY),
            "aap_2009",
            "1 of 2 children has no Up/c or dipstick, which this definition needs, but 24-hour "
            f"protein. Published definitions that judge it: {JUDGE_BOTH}.",
            id="a definition of two tests",
        ),
        pytest.param(of("K1", DAILY), "kdigo_2025", "", id="a definition that judges it"),
        pytest.param([], "haddad_2021", "", id="no result"),
    ],
)
def test_whom_the_definition_cannot_judge_is_said(labs, definition, said):
    assert unjudged_tests_sentence(found(labs, definition)) == said


def test_report_and_summary_say_the_same():
    judged = found(of("K1", UPCR) + of("K2", DAILY))
    tests = find_unjudged_tests(judged)

    assert tests is not None
    assert tests.patients == ("K2",)
    assert unjudged_tests_sentence(judged) in headline_sentences(judged)
    assert summarize(judged.cohort, judged)["tests_not_judged"] == unjudged_tests_sentence(judged)
