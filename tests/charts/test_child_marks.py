"""Children as marks under their intervals, and what a click on a figure picks."""

import pandas as pd

from srns.charts.child_marks import FROM, MOST, STEP, mark_rows
from srns.charts.proportions import proportions
from tests.charts.cohort import HADDAD

COUNTS = pd.DataFrame(
    {
        "group": ["MCD", "FSGS"],
        "response": ["complete remission", "complete remission"],
        "n": [2, 0],
        "of": [2, 2],
        "percent": [100.0, 0.0],
        "low": [15.8, 0.0],
        "high": [100.0, 84.2],
        "patients": [["1", "2"], []],
    }
)


def selections(spec) -> set[str]:
    return {each["name"] for each in spec.get("params", [])}


def rows_with(spec, field: str) -> list[dict]:
    return [row for rows in spec["datasets"].values() for row in rows if field in row]


def test_each_child_is_a_mark_that_can_be_picked():
    spec = proportions(COUNTS, "Remission", HADDAD, selected=("2",)).to_dict()

    assert selections(spec) == {"child", "group"}
    marks = {row["patient"]: row for row in rows_with(spec, "place")}
    assert (marks["1"]["place"], marks["2"]["place"]) == (FROM, FROM + STEP)
    assert [marks[child]["chosen"] for child in ("1", "2")] == [False, True]


def test_without_the_children_the_figure_is_as_it_was():
    spec = proportions(COUNTS.drop(columns="patients"), "Remission", HADDAD).to_dict()

    assert selections(spec) == set()
    assert rows_with(spec, "place") == []


def test_a_lane_of_too_many_children_has_no_marks():
    many = [str(number) for number in range(MOST + 1)]
    table = pd.DataFrame({"lane": ["MCD"], "response": ["no response"], "patients": [many]})

    assert mark_rows(table).empty
    assert len(mark_rows(table.assign(patients=[many[1:]]))) == MOST


def test_a_cohort_without_children_has_lanes_and_no_marks():
    spec = proportions(COUNTS[:0], "Remission", HADDAD).to_dict()

    assert rows_with(spec, "place") == []
