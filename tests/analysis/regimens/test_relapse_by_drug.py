"""Relapse on and off drugs: risk sets counted by hand, and the person-time of the table."""

import json
from dataclasses import replace

import numpy as np
import pytest

from srns.analysis.regimens.periods import regimen_periods
from srns.analysis.regimens.relapse_by_drug import (
    OFF_DRUGS,
    ON_DRUGS,
    drug_sentences,
    relapse_by_drug,
)
from srns.analysis.regimens.relapses import relapse_table
from srns.cli import main
from tests.analysis import cohorts
from tests.analysis.cohorts import PAPER_COHORT, ROOT, events, judged, labs, treatments

TAC, MMF = "tacrolimus", "mycophenolate mofetil"
GOOD, BAD = (0.1, 4.0), (3.0, 2.0)


def child(visits, courses=(), happened=()):
    """One child with an infusion on day 0: {day: (Up/c, albumin)}, its courses and events."""
    results = [
        ("1", day, analyte, value, "", unit)
        for day, pair in visits.items()
        for analyte, value, unit in zip(("upcr", "albumin"), pair, ("mg/mg", "g/dL"), strict=True)
    ]
    return replace(
        cohorts.child(last_follow_up_day=900),
        labs=labs(*results),
        treatments=treatments(*(("1", *course) for course in courses)),
        events=events(*(("1", *each) for each in happened)),
    )


LASTING = {10: GOOD, 20: GOOD, 30: GOOD, 400: GOOD}
LOST = {10: GOOD, 20: GOOD, 30: GOOD, 101: BAD}
AGAIN = LOST | {200: GOOD, 210: GOOD, 220: GOOD, 300: GOOD}


@pytest.mark.parametrize(
    ("cohort", "expected"),
    [
        pytest.param(
            child(LASTING, [("none", None, None)]), [(OFF_DRUGS, 0, 390, 0)], id="none is said"
        ),
        pytest.param(
            child(LASTING, [(TAC, 1, 100)]),
            [(ON_DRUGS, 0, 91, 0), (OFF_DRUGS, 91, 390, 0)],
            id="stopped on day 100: off from the day after",
        ),
        pytest.param(
            child(LASTING, [(TAC, 1, 100), (MMF, 101, 200)]),
            [(ON_DRUGS, 0, 191, 0), (OFF_DRUGS, 191, 390, 0)],
            id="one drug after another is one stretch",
        ),
        pytest.param(
            child(LOST, [(TAC, 1, 100), (MMF, 101, None)]),
            [(ON_DRUGS, 0, 91, 1)],
            id="a relapse belongs to the day before it",
        ),
        pytest.param(
            child(LOST, [(TAC, 1, 100)]), [(ON_DRUGS, 0, 91, 1)], id="stopped the day before it"
        ),
        pytest.param(
            child(AGAIN, [(TAC, 1, 60)]),
            [(ON_DRUGS, 0, 51, 0), (OFF_DRUGS, 51, 91, 1), (OFF_DRUGS, 0, 100, 0)],
            id="at risk again from the next remission",
        ),
        pytest.param(
            child(LASTING, [(TAC, 1, None)], [(500, "kidney failure")]),
            [(ON_DRUGS, 0, 490, 2)],
            id="kidney failure competes",
        ),
    ],
)
def test_a_remission_is_followed_through_the_drugs(cohort, expected):
    found = relapse_by_drug(cohort, judged(cohort))

    columns = ["drugs", "entry_days", "days", "cause"]
    assert list(found.stretches[columns].itertuples(index=False, name=None)) == expected
    for curve in found.curves:
        own = found.stretches[found.stretches["drugs"] == curve.group]
        assert curve.n == len(own)
        for month, at_risk in zip(curve.table["month"], curve.table["at_risk"], strict=True):
            day = round(month * 30.4375)
            entered = (own["entry_days"] < day) | (own["entry_days"] == 0)
            assert at_risk == (entered & (own["days"] >= day)).sum()


def test_the_person_time_is_that_of_the_table_of_relapses():
    found = relapse_by_drug(PAPER_COHORT, judged(PAPER_COHORT))
    table = relapse_table(PAPER_COHORT, judged(PAPER_COHORT), regimen_periods(PAPER_COHORT))

    rows = table.rows.set_index("regimen")
    for drugs in (ON_DRUGS, OFF_DRUGS):
        assert f"{found.rates[drugs].time:.2f}" == rows.loc[drugs, "person-years"]
        assert found.rates[drugs].events == rows.loc[drugs, "relapses"]
    assert sum(curve.events for curve in found.curves) == 1
    lengths = found.stretches["days"] - found.stretches["entry_days"]
    years = sum(rate.time for rate in found.rates.values())
    # The table counts the last day, too, of a remission that lasts.
    assert np.isclose(lengths.sum() / 365.25, years, atol=len(lengths) / 365.25)


def test_without_a_remission_there_is_nothing_to_follow():
    cohort = child({10: BAD})
    found = relapse_by_drug(cohort, judged(cohort))

    assert found.stretches.empty
    nobody = "no child with follow-up from the onset of remission, after the last infusion."
    assert drug_sentences(found)[1:] == [
        f"On any drug: {nobody}",
        "On any drug: no time in remission.",
        f"Off drugs: {nobody}",
        "Off drugs: no time in remission.",
        "Not placed in time: 1 (no course recorded, nor that there was none).",
    ]


def test_the_command_line_says_the_same(capsys):
    found = relapse_by_drug(PAPER_COHORT, judged(PAPER_COHORT))
    workbook = str(ROOT / "data" / "haddad2021.xlsx")

    assert main(["times", workbook, "--relapse-by-drug"]) == 0
    printed = capsys.readouterr().out
    assert main(["times", workbook, "--relapse-by-drug", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)["relapse_by_drug"]

    for sentence in drug_sentences(found):
        assert sentence in printed
    assert document["person_time"][OFF_DRUGS]["person_years"] == found.rates[OFF_DRUGS].time
    assert [curve["events"] for curve in document["curves"]] == [
        curve.events for curve in found.curves
    ]
