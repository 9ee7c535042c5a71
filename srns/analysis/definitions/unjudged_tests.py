"""Children of whom only such urine was tested as the definition in force does not judge."""

from dataclasses import dataclass

import pandas as pd

from srns.cohort.quantities import URINE_TESTS
from srns.languages.sentences import first_of, list_and, list_or, nsentence, sentence, term
from srns.rules.classification import Classification
from srns.rules.load_definition import published
from srns.rules.reason_marks import unasked_visits


@dataclass(frozen=True)
class UnjudgedTests:
    """Children with urine tests of which the definition in force judges none.

    Attributes
    ----------
    patients, of
        These children in the order of the cohort, and how many children there are.
    judged, measured
        The tests that the definition judges, and those that these children have; keys of
        `quantities.URINE_TESTS`.
    definitions
        Names of the published definitions that judge a test of theirs.
    """

    patients: tuple[str, ...]
    of: int
    judged: tuple[str, ...]
    measured: tuple[str, ...]
    definitions: tuple[str, ...]


def find_unjudged_tests(found: Classification) -> UnjudgedTests | None:
    """Return the children whose urine tests the definition cannot judge; None without such.

    A result on any day counts, one that cannot be read as well.
    """
    judged = found.definition.visit_rules.tests
    labs, patients = found.cohort.labs, found.cohort.patients["patient"]
    analyte = labs["analyte"].astype(object)
    tested = _children(labs, analyte.isin(list(URINE_TESTS)))
    mine = tested - _children(labs, analyte.isin(list(judged)))
    if not mine:
        return None
    theirs = set(analyte[labs["patient"].astype(object).isin(mine)])
    measured = tuple(test for test in URINE_TESTS if test in theirs)
    definitions = tuple(
        each.name for each in published() if set(measured) & set(each.visit_rules.tests)
    )
    listed = tuple(str(each) for each in patients if each in mine)
    return UnjudgedTests(listed, len(patients), judged, measured, definitions)


def unjudged_tests_sentence(found: Classification) -> str:
    """Return whom the definition cannot judge although urine was tested; empty without such.

    >>> from srns import classify, load_definition, load_haddad2021
    >>> unjudged_tests_sentence(classify(load_haddad2021(), load_definition("haddad_2021")))
    ''
    """
    tests = find_unjudged_tests(found)
    if tests is None:
        return ""
    return nsentence(
        "{n} of {of} children has no {needed}, which this definition needs, but {measured}. "
        "Published definitions that judge it: {definitions}.",
        "{n} of {of} children have no {needed}, which this definition needs, but {measured}. "
        "Published definitions that judge it: {definitions}.",
        len(tests.patients),
        of=tests.of,
        needed=list_or(term(URINE_TESTS[test].label) for test in tests.judged),
        measured=list_and(term(URINE_TESTS[test].label) for test in tests.measured),
        definitions=first_of(tests.definitions, 5, "; "),
    )


def unasked_sentences(found: Classification) -> list[str]:
    """List who has no response although a response prints no limit for what was measured.

    >>> from srns import classify, load_definition, load_haddad2021
    >>> unasked_sentences(classify(load_haddad2021(), load_definition("haddad_2021")))
    []
    """
    patients = found.cohort.patients["patient"].astype(str).tolist()
    by_response: dict[str, list[str]] = {}
    for child, unasked in sorted(unasked_visits(found).items()):
        by_response.setdefault(unasked.response, []).append(patients[child])
    return [
        sentence(
            "Counted as no response, although {response} prints no limit for the only test at some "
            "of the visits: {children}.",
            response=term(response),
            children=first_of(children),
        )
        for response, children in by_response.items()
    ]


def _children(labs: pd.DataFrame, chosen: pd.Series) -> set[object]:
    return set(labs["patient"][chosen.to_numpy()].astype(object))
