"""Reasons for each verdict: the sentence for each child, the words for each visit."""

import pandas as pd
import pytest

from srns.cohort.unit_systems import SI
from srns.rules.classification import Classification
from tests.rules.made_up import define
from tests.rules.table import classify_table

TABLE = """
    patient | day | Up/c | albumin
    CR      |  10 | 0.50 | 3.8
    CR      |  30 | 0.10 | 4.0
    CR      |  60 | 0.10 |
    CR      |  90 | <0.1 | 3.6
    CR      | 120 | 3.00 | 2.0
    PR      |  30 | 0.50 | 3.0
    PR+     |  30 | 0.50 | 3.0
    PR+     |  60 | <0.3 | 3.8
    PR+     |  90 | <0.3 | 3.8
    PR+     | 120 | <0.3 | 3.8
    NR      |  30 | 5.00 | 1.5
    NR2     |  30 | 5.00 | 1.5
    NR2     |  60 | 22 mg/mmol | 1.5
    gap     |  20 | 5.00 | 1.5
    gap     |  30 | 0.50 | 3.8
    gap     |  60 | 0.50 | 3.9
    open    |  30 | 0.50 |
    open3   |  20 | 5.00 | 1.5
    open3   |  35 | 0.10 |
    open3   |  60 | 0.10 |
    open3   |  90 | 0.10 |
    open3   | 120 | 5.00 | 1.5
    maygap  |  20 | 0.20 |
    maygap  |  30 | 0.10 |
    empty   |   0 | 5.00 |
    undated |   ? | 5.00 |
    both    |   ? | 5.00 |
    both    |   0 | 5.00 |
"""
LIMITS = "the limits of complete remission or partial remission"
FAR = ("complete remission: not Up/c < 0.2 mg/mg, not albumin > 3.5 g/dL; "
       "partial remission: not Up/c ≤ 1.0 mg/mg, not albumin ≥ 2.5 g/dL")  # fmt: skip
NO_ALBUMIN = ("partial remission: not Up/c > 0.2 mg/mg, unknown whether albumin ≥ 2.5 g/dL, "
              "unknown whether albumin ≤ 3.4 g/dL")  # fmt: skip
TOO_WELL = "complete remission: not Up/c < 0.2 mg/mg; partial remission: not albumin ≤ 3.4 g/dL"


AT_START = "; it is unknown whether the child was already in remission on day 0."
"""Said of every response of a child without any result of the baseline."""


@pytest.fixture(scope="module")
def found() -> Classification:
    return classify_table("haddad_2021", TABLE)


@pytest.mark.parametrize(
    ("patient", "reason"),
    [
        ("CR", "Up/c < 0.2 mg/mg at 3 consecutive visits from day 30 (Up/c 0.1 mg/mg, albumin 4 "
               "g/dL) to day 90 (Up/c <0.1 mg/mg, albumin 3.6 g/dL), albumin > 3.5 g/dL"
               f"{AT_START}"),
        ("PR", "Up/c > 0.2 and ≤ 1.0 mg/mg on day 30 (Up/c 0.5 mg/mg, albumin 3 g/dL), "
               f"albumin ≥ 2.5 and ≤ 3.4 g/dL{AT_START}"),
        ("PR+", "Up/c > 0.2 and ≤ 1.0 mg/mg on day 30 (Up/c 0.5 mg/mg, albumin 3 g/dL), "
                "albumin ≥ 2.5 and ≤ 3.4 g/dL; complete remission is possible from day 60 "
                "(Up/c <0.3 mg/mg, albumin 3.8 g/dL) to day 120 (Up/c <0.3 mg/mg, albumin 3.8 "
                f"g/dL), but it is unknown whether Up/c < 0.2 mg/mg{AT_START}"),
        ("NR", f"The only visit did not meet {LIMITS}."),
        ("NR2", f"None of the 2 visits met {LIMITS}."),
        ("gap", "Day 30 (Up/c 0.5 mg/mg, albumin 3.8 g/dL) falls in a gap of the definition: "
                "within the outer limits of complete remission or partial remission, but no "
                f"response was reached ({TOO_WELL})."),
        ("open", "Partial remission is possible on day 30 (Up/c 0.5 mg/mg, no albumin within 14 "
                 "days), but it is unknown whether albumin ≥ 2.5 g/dL and albumin ≤ 3.4 g/dL."),
        ("open3", "Complete remission is possible from day 35 (Up/c 0.1 mg/mg, no albumin within "
                  "14 days) to day 90 (Up/c 0.1 mg/mg, no albumin within 14 days), but it is "
                  "unknown whether albumin > 3.5 g/dL."),
        ("maygap", "Day 20 (Up/c 0.2 mg/mg, no albumin within 14 days) may fall in a gap of the "
                   "definition or be no response (complete remission: not Up/c < 0.2 mg/mg, "
                   f"unknown whether albumin > 3.5 g/dL; {NO_ALBUMIN})."),
        ("empty", "No Up/c after day 0."),
        ("undated", "Day 0 is not known: neither an infusion nor an index date is recorded."),
        ("both", "No Up/c after day 0."),
    ],
)  # fmt: skip
def test_the_sentence_of_each_kind_of_verdict(
    found: Classification, patient: str, reason: str
) -> None:
    assert found.verdicts.set_index("patient")["reason"][patient] == reason


@pytest.mark.parametrize(
    ("patient", "occasions"),
    [
        pytest.param("CR", [
            (10, False, TOO_WELL, "not in remission"), (30, True, "", "complete remission"),
            (60, True, "", "complete remission"), (90, True, "", "complete remission"),
            (120, False, FAR, "relapsed"),
        ], id="a response rests on its run"),
        pytest.param("NR2", [
            (30, True, FAR, "not in remission"),
            (60, True, "complete remission: not albumin > 3.5 g/dL, "
                       "visit 1 of 3 consecutive visits; partial remission: "
                       "not Up/c > 0.2 mg/mg, not albumin ≥ 2.5 g/dL",
             "not in remission"),
        ], id="no response rests on every occasion"),
        pytest.param("gap", [
            (20, False, FAR, "unknown"), (30, True, TOO_WELL, "unknown"),
            (60, False, TOO_WELL, "unknown"),
        ], id="unclassified rests on the first in the gap"),
        pytest.param("open3", [
            (20, False, FAR, "unknown"),
            (35, True, "complete remission: unknown whether albumin > 3.5 g/dL, "
                       f"visit 1 of 3 consecutive visits; {NO_ALBUMIN}", "unknown"),
            (60, True, "complete remission: unknown whether albumin > 3.5 g/dL, "
                       f"visit 2 of 3 consecutive visits; {NO_ALBUMIN}", "unknown"),
            (90, True, "complete remission: unknown whether albumin > 3.5 g/dL; "
                       f"{NO_ALBUMIN}", "unknown"),
            (120, False, FAR, "unknown"),
        ], id="not evaluable rests on the run that is possible"),
        pytest.param("maygap", [
            (20, True, "complete remission: not Up/c < 0.2 mg/mg, unknown whether "
                       f"albumin > 3.5 g/dL; {NO_ALBUMIN}", "unknown"),
            (30, False, "complete remission: unknown whether albumin > 3.5 g/dL, "
                        f"visit 1 of 3 consecutive visits; {NO_ALBUMIN}", "unknown"),
        ], id="or on the first that may lie in a gap"),
    ],
)  # fmt: skip
def test_what_each_occasion_lacked(
    found: Classification, patient: str, occasions: list[tuple[int, bool, str, str]]
) -> None:
    mine = found.occasions[found.occasions["patient"] == patient]
    columns = mine[["day", "evidence", "lacked", "state"]]

    assert list(columns.itertuples(index=False, name=None)) == occasions


def test_what_may_lie_in_a_gap_is_no_evidence_where_a_response_is_possible() -> None:
    """The verdict rests on the run that is possible alone."""
    table = """
        patient | day | Up/c | albumin
        1       |  20 | 0.20 |
        1       |  35 | 0.10 |
        1       |  60 | 0.10 |
        1       |  90 | 0.10 |
    """
    found = classify_table("haddad_2021", table)

    assert list(found.outcomes["left_open"]) == ["complete remission"]
    assert list(found.occasions["evidence"]) == [False, True, True, True]


@pytest.mark.parametrize(
    ("sample", "reason"),
    [
        pytest.param(
            "0.5 | 3.8",
            "Day 30 (Up/c 0.5 mg/mg, albumin 3.8 g/dL) falls in a gap of the definition: within "
            "the outer limits of complete remission or partial remission, but no response was "
            f"reached ({TOO_WELL}).",
            id="in a gap",
        ),
        pytest.param(
            "0.2 |",
            "Day 30 (Up/c 0.2 mg/mg, no albumin within 14 days) may fall in a gap of the "
            "definition or be no response (complete remission: not Up/c < 0.2 mg/mg, unknown "
            f"whether albumin > 3.5 g/dL; {NO_ALBUMIN}).",
            id="perhaps in a gap",
        ),
    ],
)
def test_the_very_first_occasion_of_a_workbook_may_lie_in_a_gap(sample: str, reason: str) -> None:
    found = classify_table("haddad_2021", f"patient | day | Up/c | albumin\n1 | 30 | {sample}")

    assert list(found.verdicts["reason"]) == [reason]


def test_what_cannot_be_told_is_that_of_the_run_and_not_of_what_follows() -> None:
    """The albumin of the three is missing; that the fourth Up/c is censored plays no part."""
    table = """
        patient | day | Up/c | albumin
        1       |  35 | 0.10 |
        1       |  60 | 0.10 |
        1       |  90 | 0.10 |
        1       | 120 | <0.3 | 3.8
    """
    (reason,) = classify_table("haddad_2021", table).verdicts["reason"]

    assert reason.endswith("but it is unknown whether albumin > 3.5 g/dL.")


def test_a_run_too_long_to_count_and_a_run_too_close_together() -> None:
    """The count never exceeds what is needed, and is shown while the run is still too short."""
    definition = define("""
        [[response]]
        name = "complete remission"
        quote = "made up"
        upcr = "< 0.2 mg/mg"
        occasions = 2
        min_days_between = 28
    """)
    table = """
        patient | day | Up/c
        1       |  30 | 0.1
        1       |  40 | 0.1
        1       |  50 | 0.1
        1       |  51 | 0.9
    """
    lacked = list(classify_table(definition, table).occasions["lacked"])

    assert lacked == [
        "complete remission: visit 1 of 2 consecutive visits",
        "complete remission: visit 2 of 2 consecutive visits",
        "complete remission: visit 2 of 2 consecutive visits",
        "complete remission: not Up/c < 0.2 mg/mg",
    ]


def test_the_day_of_the_albumin_stands_beside_the_occasion() -> None:
    table = """
        patient | day | Up/c | albumin
        1       |  30 | 0.50 |
        1       |  35 |      | 30 g/L
        2       |  30 | >5   |
        2       |  60 | 0.50 | <3.0
    """
    occasions = classify_table("haddad_2021", table).occasions
    shown = occasions[["upcr_text", "upcr_unit", "upcr_bound", "albumin_text", "albumin_unit",
                       "albumin_bound"]]  # fmt: skip

    assert occasions["albumin_day"].tolist() == [35, pd.NA, 60]
    assert list(shown.itertuples(index=False, name=None)) == [
        ("0.5", "mg/mg", "", "30", "g/L", ""),
        (">5", "mg/mg", ">", "", "", ""),
        ("0.5", "mg/mg", "", "<3", "g/dL", "<"),
    ]


def test_a_limit_printed_in_two_units_is_worded_as_it_judges_the_result():
    """21 mg/mmol is within 0.2 mg/mg, and is judged by the 20 mg/mmol that the source prints."""
    found = classify_table(
        "ipna_2022", "patient | day | Up/c | albumin\n 1 | 30 | 21 mg/mmol | 2.0"
    )

    assert found.in_units(SI).occasions["lacked"].tolist() == [
        "complete remission: not Up/c ≤ 20 mg/mmol; partial remission: not albumin ≥ 30 g/L"
    ]
    assert found.occasions["lacked"].tolist() == [
        "complete remission: not Up/c ≤ 0.176803 mg/mg (the limit for results in SI units); "
        "partial remission: not albumin ≥ 3 g/dL"
    ]
