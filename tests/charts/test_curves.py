"""What the figures of time draw."""

import altair as alt
import numpy as np
import pandas as pd
import pytest

from srns.analysis.time_to_event.curves import curve_of, curves_of_groups, risk_table
from srns.analysis.time_to_event.interval_censored import turnbull
from srns.analysis.time_to_event.time_analysis import BetweenVisits, Curves
from srns.charts.curves import incidence_chart, name_groups, step_table, turnbull_line, visits_chart
from srns.charts.theme import specification
from tests.charts.cohort import HADDAD


def curves(groups: dict[str, tuple[list[float], list[int]]]) -> Curves:
    drawn = [curve_of(name, *ends) for name, ends in groups.items()]
    numbers = pd.concat([risk_table(curve, [0, 6, 12]) for curve in drawn], ignore_index=True)
    return Curves("complete remission", "the first infusion", tuple(drawn), numbers, (), ())


TWO = curves({"MCD": ([3, 5, 9], [1, 1, 0]), "FSGS": ([4, 11], [2, 0])})


def rows_of(spec: dict, column: str) -> list[dict]:
    """Give the rows of every data set that has a column."""
    sets = spec["datasets"].values()
    return [row for rows in sets for row in rows if column in row]


def test_a_curve_starts_at_0_and_steps_in_percent():
    steps = step_table(TWO.curves)

    mine = steps[steps["group"] == "MCD"]
    assert mine["month"].tolist() == [0, 3, 5, 9]
    assert mine["percent"].tolist() == pytest.approx([0, 100 / 3, 200 / 3, 200 / 3])
    assert mine["is_last"].tolist() == [False, False, False, True]


def test_the_counts_stand_beneath_their_months_with_the_letter_of_the_group():
    spec = incidence_chart(TWO, "Times", HADDAD).to_dict()

    labels = [row["label"] for row in rows_of(spec, "label")]
    assert labels == [
        "A at risk", "events", "failure, death", "censored",
        "B at risk", "events", "failure, death", "censored",
    ]  # fmt: skip
    counts = pd.DataFrame(rows_of(spec, "count"))
    by_row = counts.groupby("place", sort=False)["count"].agg(list).tolist()
    assert by_row == [
        [3, 1, 0], [0, 2, 2], [0, 0, 0], [0, 0, 1],
        [2, 1, 0], [0, 0, 0], [0, 1, 1], [0, 0, 1],
    ]  # fmt: skip
    assert (counts["place"] < 0).all()


def test_colour_is_not_the_only_code():
    spec = incidence_chart(TWO, "Times", HADDAD).to_dict()

    line = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "line")
    assert line["encoding"]["color"]["scale"]["domain"] == ["A · MCD", "B · FSGS"]
    dashes = line["encoding"]["strokeDash"]["scale"]["range"]
    assert len({str(dash) for dash in dashes}) == 2
    assert line["mark"]["interpolate"] == "step-after"


def test_the_figure_says_what_it_shows_and_by_which_definition():
    spec = incidence_chart(TWO, "Times", HADDAD).to_dict()

    assert "MCD: complete remission in 2 of 3 by month 9.0" in spec["description"]
    assert "Haddad 2021, as written (version 1)" in spec["title"]["subtitle"][0]


def test_a_remission_before_the_origin_is_drawn_left_of_it_with_the_childs_name():
    spec = incidence_chart(TWO, "Times", HADDAD, before_origin={"7": -1.5}).to_dict()

    assert [(row["patient"], row["month"]) for row in rows_of(spec, "patient")] == [("7", -1.5)]
    line = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "line")
    assert line["encoding"]["x"]["scale"]["domain"][0] == -1.5


def test_one_group_needs_no_letter_and_no_child_is_still_drawn():
    one = incidence_chart(curves({"all": ([3], [1])}), "Times", HADDAD).to_dict()
    none = incidence_chart(curves({"all": ([], [])}), "Times", HADDAD).to_dict()

    assert [row["label"] for row in rows_of(one, "label")] == ["at risk", "events", "censored"]
    assert "no child with follow-up" in none["description"]


def test_turnbulls_line_is_aslant_only_where_nothing_tells_when():
    visits = BetweenVisits(
        curve_of("earliest", [1, 3], [1, 1]),
        curve_of("latest", [2, 4], [1, 1]),
        turnbull([1, 3], [2, 4]),
        1.0,
    )

    line = turnbull_line(visits)

    assert list(zip(line["month"], line["percent"], strict=True)) == [
        (0, 0), (1, 0), (2, 50), (3, 50), (4, 100), (4, 100),
    ]  # fmt: skip
    spec = visits_chart(visits, TWO, "Between", HADDAD).to_dict()
    assert "month 1.0 to 2.0" in spec["description"]


def test_groups_side_by_side_are_drawn_by_one_method():
    pair = curves_of_groups(
        pd.Series([1.0, 2.0, 3.0]).to_numpy(), pd.Series([1, 0, 2]).to_numpy(), ["a", "a", "b"],
        ["a", "b"],
    )  # fmt: skip

    assert {curve.method for curve in pair} == {"Aalen–Johansen"}


def test_more_groups_than_letters_of_colour_still_have_their_own_letter():
    assert name_groups(list("uvwxyz12"))["2"] == "H · 2"


def test_a_figure_of_more_than_5000_rows_is_drawn():
    """Altair refuses more by default, which ended the page."""
    rows = pd.DataFrame({"day": range(6000), "value": 1.0})
    drawn = specification(lambda: alt.Chart(rows).mark_point().encode(x="day:Q", y="value:Q"))

    assert len(next(iter(drawn["datasets"].values()))) == 6000


def test_the_band_reaches_from_the_start_to_where_every_child_had_the_event():
    steps = step_table(curves_of_groups(np.array([1.0, 2, 3]), np.ones(3, int), ["a"] * 3, ["a"]))

    assert steps[["low", "high"]].notna().all(axis=None)
    assert steps.loc[0, ["low", "percent"]].tolist() == [0.0, 0.0]
    assert steps.loc[0, "high"] == pytest.approx(70.8, abs=0.05)  # none of 3, Clopper-Pearson


def test_a_figure_of_more_rows_than_altair_allows_is_drawn():
    """5,000 points ended two pages in an error; every figure is made by this one function."""
    rows = pd.DataFrame({"x": range(6_000)})

    drawn = specification(lambda: alt.Chart(rows).mark_point().encode(x="x:Q"))

    assert sum(len(values) for values in drawn["datasets"].values()) == 6_000
