"""Outcomes in words: what surely happened, what is left open, and what did not happen."""

import pytest

from srns.workbook.values.outcome_text import find_outcome_events

FAILURE, DIALYSIS, TRANSPLANT, DEATH = "kidney failure", "dialysis", "transplant", "death"
HAPPENED = {
    "ESKD": [FAILURE],
    "ESRD (5.2)": [FAILURE],
    "CKD 5": [FAILURE],
    "CKD stage 5 on dialysis": [FAILURE, DIALYSIS],
    "NR -> ESRD": [FAILURE],
    "progressed to ESRD": [FAILURE],
    "End-stage renal disease at 8 years": [FAILURE],
    "ESRD, transplanted 2020": [FAILURE, TRANSPLANT],
    "on dialysis since 2019": [DIALYSIS],
    "s/p kidney transplant": [TRANSPLANT],
    "Living donor transplant 2019": [TRANSPLANT],
    "deceased donor transplant": [TRANSPLANT],
    "Died": [DEATH],
    "died of sepsis": [DEATH],
    "Died of ESRD": [DEATH, FAILURE],
    "dialysepflichtig": [DIALYSIS],
    "verstorben": [DEATH],
    "terminale Niereninsuffizienz": [FAILURE],
    "décédée": [DEATH],
    "transplanté en 2019": [TRANSPLANT],
    "fallecido": [DEATH],
    "óbito": [DEATH],
    "deceduta": [DEATH],
    "ölüm": [DEATH],
    "死亡": [DEATH],
    "尿毒症": [FAILURE],
    "腎移植": [TRANSPLANT],
}
LEFT_OPEN = {
    "awaiting transplant": [TRANSPLANT],
    "pre-emptive transplant": [TRANSPLANT],
    "dialysis (acute)": [DIALYSIS],
    "AKI with dialysis, recovered": [DIALYSIS],
    "dialysis stopped": [DIALYSIS],
    "mother died": [DEATH],
    "ESRD?": [FAILURE],
    "risk of kidney failure": [FAILURE],
    "hd methylprednisolone": [DIALYSIS],
    "on HD": [DIALYSIS],
    "PD": [DIALYSIS],
}
DID_NOT = (
    "no ESRD", "alive, no ESRD", "not transplanted", "Alive without dialysis", "never dialysed",
    "no death", "alive", "CR", "CR (10.5)", "Relapsed (0.9); steroid dependent", "CKD 3",
    "Persistently nephrotic; normal renal function", "lost to follow-up", "mortality 0",
    "keine Dialyse", "sans greffe", "sin diálisis", "", "ohne Transplantation", "无透析",
)  # fmt: skip


@pytest.mark.parametrize(("text", "events"), HAPPENED.items(), ids=HAPPENED)
def test_what_surely_happened(text, events):
    found = find_outcome_events(text)

    assert [one.event for one in found] == events
    assert all(one.is_certain for one in found)


@pytest.mark.parametrize(("text", "events"), LEFT_OPEN.items(), ids=LEFT_OPEN)
def test_what_the_words_leave_open(text, events):
    found = find_outcome_events(text)

    assert [one.event for one in found] == events
    assert not any(one.is_certain for one in found)


@pytest.mark.parametrize("text", DID_NOT)
def test_what_did_not_happen(text):
    assert find_outcome_events(text) == ()


def test_a_long_text_is_a_note():
    assert find_outcome_events("died " * 41) == ()
