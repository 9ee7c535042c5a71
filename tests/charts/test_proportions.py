"""What the figures of the whole cohort draw."""

import pandas as pd

from srns.charts.chart_data import CONVENTIONAL
from srns.charts.proportions import describe, proportions
from srns.charts.small_multiples import small_multiples, small_panel
from srns.charts.swimmer import swimmer
from srns.charts.theme import SHAPES, STATE_LETTERS, letter
from srns.cohort.terms import RESPONSES, STATUSES
from tests.charts.cohort import HADDAD, story

TABLE = pd.DataFrame(
    {
        "group": ["MCD", "FSGS"],
        "response": ["complete remission"] * 2,
        "n": [4, 0],
        "of": [6, 2],
        "percent": [66.7, 0.0],
        "low": [22.3, 0.0],
        "high": [95.7, 84.2],
    }
)


def test_each_proportion_says_its_counts_and_its_interval():
    spec = proportions(TABLE, "Remission", HADDAD).to_dict()
    rows = next(iter(spec["datasets"].values()))

    assert [row["label"] for row in rows] == ["CR  4 of 6", "CR  0 of 2"]
    assert "4 of 6 (66.7 %, exact 95 % interval 22.3 to 95.7 %)" in spec["description"]
    assert "Haddad 2021, as written (version 1)" in spec["title"]["subtitle"][0]


def test_no_child_is_said_and_still_drawn():
    assert describe(TABLE.iloc[:0]) == "No children to count."
    assert proportions(TABLE.iloc[:0], "Remission", HADDAD).to_dict()


def test_every_response_and_status_has_letters_and_every_response_a_shape():
    assert set(RESPONSES) | set(STATUSES) <= set(STATE_LETTERS)
    assert set(SHAPES) == set(RESPONSES)
    assert len(set(SHAPES.values())) == len(SHAPES)
    assert letter("something new") == "unknown"


def test_the_small_multiples_are_one_figure_and_each_panel_stands_alone():
    panels = [
        small_panel(story(patient), f"{patient} · MCD", "complete remission", HADDAD, CONVENTIONAL)
        for patient in "ABC"
    ]
    spec = small_multiples(panels, HADDAD, CONVENTIONAL).to_dict()

    assert len(spec["concat"]) == 3
    assert spec["description"].startswith("Up/c (mg/mg, logarithmic axis) of 3 children")
    alone = small_panel(
        story("A"), "A · MCD", "complete remission", HADDAD, CONVENTIONAL, alone=True
    )
    assert alone.to_dict()["autosize"]["type"] == "fit-x"


def test_the_swimmer_has_one_lane_per_child_in_the_order_given():
    child = story("A")
    ends = pd.DataFrame(
        {
            "lane": ["A · MCD", "B"],
            "patient": ["A", "B"],
            "until": [30.0, 2.0],
            "status": ["relapsed", "unknown"],
            "ended": ["kidney failure (Events!C2)", ""],
            "override": ["", "complete remission"],
        }
    )
    spec = swimmer(
        child.states.assign(lane="A · MCD"),
        child.infusions.assign(lane="A · MCD"),
        child.events.assign(lane="A · MCD"),
        ends,
        HADDAD,
    ).to_dict()

    assert spec["layer"][0]["encoding"]["y"]["scale"]["domain"] == ["A · MCD", "B"]
    assert "relapsed (R) 1, unknown 1" in spec["description"]
    assert "marks a manual override (B to complete remission)" in spec["description"]
    letters = spec["datasets"][spec["layer"][-1]["data"]["name"]]
    assert [row["text"] for row in letters] == ["R", "unknown * CR"]
