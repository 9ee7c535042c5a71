"""What a figure sends to the browser: no layer without a row, and nothing else left out."""

import altair as alt
import pandas as pd

from srns.charts.theme import layered, rows_of, specification

FILLED = pd.DataFrame({"month": [1.0, 2.0]})


def points(rows: pd.DataFrame) -> alt.Chart:
    return alt.Chart(rows_of(rows, ["month"])).mark_point().encode(x="month:Q")


def test_a_layer_without_a_row_is_left_out_with_its_data():
    drawn = specification(lambda: layered(points(FILLED), points(FILLED.iloc[:0])))

    assert [drawn["datasets"][each["data"]["name"]] for each in drawn["layer"]] == [
        [{"month": 1.0}, {"month": 2.0}]
    ]
    assert len(drawn["datasets"]) == 1


def test_a_figure_of_empty_layers_alone_keeps_them():
    drawn = specification(lambda: layered(points(FILLED.iloc[:0])))

    assert drawn == layered(points(FILLED.iloc[:0])).to_dict()


def test_a_layer_that_a_selection_refers_to_stays():
    brushed = points(FILLED.iloc[:0]).properties(name="brushed")
    drawn = specification(lambda: layered(points(FILLED), brushed))

    assert len(drawn["layer"]) == 2
