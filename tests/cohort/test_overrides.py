"""Overrides of a verdict: read, written, kept, and never counted unless asked for."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srns.analysis.definitions.recorded_vs_computed import (
    recorded_against_computed,
    recorded_agreement,
)
from srns.analysis.summary import ADJUDICATED, COMPUTED, summarize
from srns.cli.json_output import classified
from srns.cohort.errors import OverrideError
from srns.cohort.overrides import ALLOWED, Override, parse_overrides, write_overrides
from srns.cohort.tables import hold_overrides
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from srns.workbook.read_workbook import read_workbook

HADDAD = load_definition("haddad_2021")
LINE = 'patient = "4"\nresponse = "CR"\nreason = "24 h urine"\nby = "Dr A"\n'

words = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp", "Zs")), min_size=1, max_size=20
)


def test_an_override_is_read_from_toml_and_from_csv():
    toml = parse_overrides(f"[[override]]\n{LINE}")
    table = parse_overrides('patient;response;reason;by\n4;CR;"24 h urine";Dr A\n')

    assert toml == table == (Override("4", "complete remission", "24 h urine", "Dr A"),)


@given(
    st.lists(
        st.builds(
            Override, words, st.sampled_from(ALLOWED), words, words, st.none() | words
        ),
        max_size=4,
        unique_by=lambda each: each.patient,
    )
)  # fmt: skip
def test_what_is_written_is_read_back(overrides):
    assert parse_overrides(write_overrides(overrides)) == tuple(overrides)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[[override]]\n" + LINE.replace('by = "Dr A"', ""),
            "o.toml, override 1: found no by; expected patient, response, reason and by for "
            "every override. Fill in by.",
        ),
        (
            "[[override]]\n" + LINE.replace("CR", "cured"),
            "o.toml, override 1: found response 'cured'; expected one of complete remission, "
            "partial remission, no response, not evaluable. Write one of them.",
        ),
        (
            "[[override]]\n" + LINE + 'why = "x"\n',
            "o.toml, override 1: found the key 'why'; expected only patient, response, reason, by, "
            "definition. Remove it.",
        ),
        (
            f"[[override]]\n{LINE}[[override]]\n{LINE}",
            "o.toml: found two overrides of child '4'; expected one for each child and definition. "
            "Remove one.",
        ),
        (
            "patient,response,by\n4,CR,Dr A\n",
            "o.toml: found the columns patient, response, by; expected patient, response, reason, "
            "by, definition. Name them in the first line; 'reason' is missing.",
        ),
        (
            'definition = "x"\n',
            "o.toml: found definition; expected sections [[override]] and nothing else. Write "
            "[[override]] above the keys of each override.",
        ),
    ],
)
def test_a_mistake_is_said_in_one_sentence(text, message):
    with pytest.raises(OverrideError) as raised:
        parse_overrides(text, "o.toml")

    assert str(raised.value) == message


def paper(*overrides):
    cohort = read_workbook("data/haddad2021.xlsx").cohort
    assert cohort is not None
    return hold_overrides(cohort, overrides)


def test_a_child_who_is_not_there_is_refused():
    with pytest.raises(OverrideError, match="found an override of child '99'"):
        paper(Override("99", "no response", "why", "who"))


def test_the_computed_verdict_and_its_counts_stay():
    cohort = paper(Override("4", "complete remission", "24 h urine", "Dr A"))
    found = classify(cohort, HADDAD)
    plain, adjudicated = (
        summarize(cohort, found, adjudicated=each)["responses"][0] for each in (False, True)
    )
    child = next(each for each in classified(found)["patients"] if each["patient"] == "4")

    assert (child["response"], child["override"], child["override_by"]) == (
        "partial remission",
        "complete remission",
        "Dr A",
    )
    assert (plain["n"], adjudicated["n"]) == (4, 5)
    assert summarize(cohort, found)["counts"] == COMPUTED
    assert summarize(cohort, found, adjudicated=True)["counts"] == ADJUDICATED


def test_an_override_of_one_definition_says_nothing_of_another():
    cohort = paper(Override("4", "no response", "why", "who", "ipna_2022"))

    assert classify(cohort, HADDAD).overrides == {}
    assert classify(cohort, load_definition("ipna_2022")).overrides["4"].by == "who"


def test_an_override_that_names_the_definition_goes_before_one_that_does_not():
    of_any = Override("4", "complete remission", "why", "of whichever is in force")
    of_one = Override("4", "no response", "why", "of this one", "haddad_2021")

    for overrides in ((of_any, of_one), (of_one, of_any)):
        assert classify(paper(*overrides), HADDAD).overrides["4"].by == "of this one"


def test_the_declared_response_is_held_against_the_clause_that_decides():
    cohort = paper()
    changed = cohort.patients.assign(
        recorded_response=[
            "complete remission" if patient == "4" else response
            for patient, response in zip(
                cohort.patients["patient"], cohort.patients["recorded_response"], strict=True
            )
        ]
    )
    cohort = replace(cohort, patients=changed)
    declared = recorded_against_computed(cohort, classify(cohort, HADDAD)).set_index("patient")
    found = recorded_agreement(declared.reset_index())

    assert declared.loc["4", "agrees"] is False
    assert "Up/c > 0.2 and ≤ 1.0 mg/mg on day 289" in declared.loc["4", "why"]
    assert (found.n, found.agree, found.percent) == (8, 7, 87.5)
    assert found.kappa is not None
    assert found.low is not None


@pytest.mark.parametrize("side", ["computed", "recorded"])
def test_what_is_not_evaluable_neither_agrees_nor_disagrees(side):
    """Nothing was read of any child: no agreement of 0 %, but nothing to compare."""
    cohort = paper()
    if side == "computed":
        cohort = replace(cohort, labs=cohort.labs.iloc[:0])
    else:
        nothing = cohort.patients.assign(recorded_response="not evaluable")
        cohort = replace(cohort, patients=nothing)

    declared = recorded_against_computed(cohort, classify(cohort, HADDAD))
    found = recorded_agreement(declared)

    assert declared["agrees"].isna().all()
    assert (found.n, found.kappa) == (0, None)
    if side == "computed":
        assert declared["why"].str.startswith("Not evaluable by the rule: not compared").all()
