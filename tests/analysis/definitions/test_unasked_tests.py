"""No response is not said in silence where a remission prints no limit for what was measured."""

import pandas as pd

import srns
from srns.analysis.basis_sentences import headline_sentences
from srns.analysis.definitions.unjudged_tests import unasked_sentences
from srns.cohort.tables import Cohort
from srns.rules.cases import tabulate_samples
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from srns.rules.written_samples import read_samples

SAID = (
    "Counted as no response, although partial remission prints no limit for the only test at some "
    "of the visits: 1."
)


def judged(*children: str, by: str = "ipna_2022"):
    samples = [(str(n), read_samples(child, "here")) for n, child in enumerate(children, 1)]
    patients = pd.DataFrame({"patient": [name for name, _ in samples]}, dtype=object)
    return classify(Cohort(patients, tabulate_samples(samples)), load_definition(by))


def test_a_strip_that_partial_remission_does_not_print_is_named_with_its_child():
    found = judged("days 30, 60, 90: dipstick 1+ / albumin 4.0", "day 30: Up/c 6 / albumin 2.0")

    assert found.outcomes["response"].tolist() == ["no response", "no response"]
    assert unasked_sentences(found) == [SAID]
    assert SAID in headline_sentences(found)
    assert SAID in srns.panel(srns.view(found.cohort, "ipna_2022"), "response").sentences


def test_a_strip_of_a_relapse_or_a_low_albumin_is_no_remission_whatever_was_measured():
    assert unasked_sentences(judged("day 30: dipstick 3+")) == []
    assert unasked_sentences(judged("day 30: dipstick 1+ / albumin 2.0")) == []


def test_a_definition_that_prints_a_strip_for_partial_remission_leaves_nothing_to_say():
    assert unasked_sentences(judged("day 30: dipstick 3+", by="ispn_2021")) == []


def test_diary_days_count_for_no_response_of_one_visit():
    assert unasked_sentences(judged("days 30, 31: dipstick 1+ (diary) / albumin 4.0")) == []
