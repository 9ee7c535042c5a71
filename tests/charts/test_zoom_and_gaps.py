"""Months brushed in a timeline, stretches without a result, and courses with doses and gaps."""

import pandas as pd
import pytest

from srns.charts.chart_data import CONVENTIONAL
from srns.charts.gaps_in_time import gaps_between_courses, long_gaps, with_dose
from srns.charts.timeline import describe, timeline
from srns.charts.zoom import BRUSH, zoomed
from tests.charts.cohort import HADDAD, story


def months(*values: float) -> pd.DataFrame:
    return pd.DataFrame({"month": list(values)})


def courses(*stretches: tuple[str, float, float]) -> pd.DataFrame:
    return pd.DataFrame(list(stretches), columns=["drug", "month", "until"])


def test_only_what_lies_between_the_months_is_drawn_and_stretches_are_cut():
    whole = story("A")
    part = zoomed(whole, (1.0, 4.0))

    assert part.upcr["month"].between(1.0, 4.0).all()
    assert 0 < len(part.upcr) < len(whole.upcr)
    assert part.states["month"].min() >= 1.0
    assert part.states["until"].max() <= 4.0
    assert (part.first_month, part.last_month) == (1.0, 4.0)


def test_a_timeline_can_be_brushed_on_the_page_alone():
    drawn = timeline(story("A"), HADDAD, CONVENTIONAL, brushed=True).to_dict()
    in_print = timeline(story("A"), HADDAD, CONVENTIONAL).to_dict()

    assert [each["name"] for each in drawn["params"]] == [BRUSH]
    assert "params" not in in_print


def test_long_stretches_without_a_urine_result_are_marked_and_said():
    found = long_gaps([months(0, 1, 15), months(3)])

    assert found.to_dict("records") == [
        {"month": 3.0, "until": 15.0, "label": "12 months without a urine result"}
    ]
    assert "months without a urine result" in describe(story("A"), HADDAD, CONVENTIONAL)


@pytest.mark.parametrize(
    ("bars", "said"),
    [
        pytest.param(courses(("tac", 0, 2), ("tac", 4, 6)), ["no tac for 61 days"], id="a pause"),
        pytest.param(courses(("tac", 0, 2), ("tac", 2.03, 6)), [], id="on the next day"),
        pytest.param(courses(("tac", 0, 6), ("tac", 1, 2), ("tac", 5, 8)), [], id="overlapping"),
        pytest.param(courses(("tac", 0, 2), ("MMF", 4, 6)), [], id="two drugs"),
        pytest.param(courses(), [], id="none"),
    ],
)
def test_a_pause_between_two_courses_of_a_drug_is_a_gap(bars, said):
    assert gaps_between_courses(bars)["label"].tolist() == said


def test_the_dose_is_written_as_in_the_workbook_and_a_blank_stays_blank():
    bars = pd.DataFrame(
        {"dose": [300.0, None], "dose_unit": ["mg/m2", None], "frequency": ["twice a day", None]}
    )

    assert with_dose(bars)["given"].tolist() == ["300 mg/m2 twice a day", ""]
