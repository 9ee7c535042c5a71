"""What figures draw of the window of observation, the strip, and results that cannot be read."""

from typing import Any

import pytest

from srns.charts.chart_data import CONVENTIONAL, PatientChartData, patient_chart_data
from srns.charts.small_multiples import small_multiples, small_panel
from srns.charts.swimmer import swimmer
from srns.charts.swimmer_lanes import lay_out_lanes
from srns.charts.timeline import describe, panel_bands, timeline
from srns.cohort.dipstick import GRADES
from srns.cohort.tables import DAYS_PER_MONTH
from srns.rules.basis import Basis, classify_on
from srns.rules.classification import Classification
from srns.rules.load_definition import load_definition
from tests.dashboard.cohorts import COHORTS, cohort_of
from tests.rules.clinical import gather_children

IPNA = load_definition("ipna_2022")
NEPHROTIC = "day -5: Up/c 8 / albumin 1.8"


def judged(*children: tuple[str, str], basis: Basis | None = None) -> Classification:
    return classify_on(gather_children(children), IPNA, basis or Basis())


def drawn_of(found: Classification, patient: str = "1") -> PatientChartData:
    return patient_chart_data(found.cohort, found, patient, CONVENTIONAL)


def rows_in(spec: dict[str, Any], field: str) -> list[dict[str, Any]]:
    """Return every row of a figure that has a field, once."""
    rows = [row for rows in spec["datasets"].values() for row in rows if row.get(field) is not None]
    return [dict(row) for row in rows]


def test_after_a_transplant_is_shaded_with_the_reason():
    data = drawn_of(
        judged(
            (
                "1",
                f"infusion on day 0; {NEPHROTIC}; day 30: Up/c 5; transplant on day 61; "
                "day 200: Up/c 0.1",
            )
        )
    )
    spec = timeline(data, IPNA, CONVENTIONAL).to_dict()
    shaded = {row["why"]: row for row in rows_in(spec, "why")}

    after = shaded["does not count: after transplant (Events!A2), day 61"]
    assert after["month"] == pytest.approx(61 / DAYS_PER_MONTH)
    assert after["until"] == data.last_month
    assert shaded["up to day 0: baseline, no visit counts for a response"]["until"] == 0
    assert "Shaded: does not count: after transplant (Events!A2), day 61." in describe(
        data, IPNA, CONVENTIONAL
    )
    assert data.states["until"].max() <= 61 / DAYS_PER_MONTH


def test_an_end_known_only_in_part_is_paler_where_a_visit_may_count():
    data = drawn_of(
        judged(
            (
                "1",
                f"infusion on day 0; {NEPHROTIC}; transplant between days 60 and 90; "
                "day 200: Up/c 0.1",
            )
        )
    )
    maybe = data.shaded[~data.shaded["sure"].astype(bool)]

    assert (maybe[["month", "until"]] * DAYS_PER_MONTH).round(6).to_numpy().tolist() == [[60, 90]]
    assert maybe["why"].tolist() == ["may not count: transplant (Events!A2) may have come before"]


def test_nothing_is_shaded_after_the_last_follow_up_where_nothing_came_later():
    data = drawn_of(judged(("1", "infusion on day 0; day 30: Up/c 9; last follow-up on day 30")))

    assert not data.shaded["why"].str.contains("last follow-up").any()


def test_day_0_is_a_line_named_by_its_origin_and_months_count_from_it():
    found = judged(
        ("1", f"tacrolimus from day 45; {NEPHROTIC}; day 75: Up/c 0.1"),
        basis=Basis("first tacrolimus"),
    )
    spec = timeline(drawn_of(found), IPNA, CONVENTIONAL).to_dict()

    assert [row["month"] for row in rows_in(spec, "label")
            if row["label"] == "day 0: first tacrolimus"] == [0.0]  # fmt: skip
    assert "Months from the first tacrolimus" in str(spec)
    assert {row["month"] for row in rows_in(spec, "reported")} == {-50 / DAYS_PER_MONTH,
                                                                  30 / DAYS_PER_MONTH}  # fmt: skip


def test_the_dipstick_has_its_own_ordinal_scale_and_the_diary_is_thin():
    found = judged(
        ("1", "tacrolimus from day 0; day 1: dipstick 3+ (diary); day 2: dipstick trace; "
         "day 3: dipstick negative (diary)")
    )  # fmt: skip
    data = drawn_of(found)
    spec = timeline(data, IPNA, CONVENTIONAL).to_dict()

    assert list(panel_bands(data)) == ["dipstick"]
    scales = [layer["encoding"]["y"]["scale"] for layer in layers(spec)
              if layer["encoding"].get("y", {}).get("field") == "grade"]  # fmt: skip
    assert scales
    assert all(scale["domain"] == list(reversed(GRADES)) for scale in scales)
    diary = [row["reported"] for row in rows_in(spec, "grade") if row.get("diary")]
    assert diary == ["3+", "negative"]
    assert any(layer["mark"]["type"] == "tick" and layer["mark"].get("thickness") == 1
               for layer in layers(spec))  # fmt: skip
    assert "2 of them from the diary" in describe(data, IPNA, CONVENTIONAL)


def test_protein_in_24_hours_has_its_own_axis_in_the_unit_reported():
    found = judged(
        ("1", "tacrolimus from day 0; day 30: protein 900 mg/m²/day; day 60: protein 40 mg/m²/h")
    )
    data = drawn_of(found)

    assert data.protein_unit == "mg/m²/day"
    assert data.protein["drawn"].tolist() == [900, 960]
    assert list(panel_bands(data)) == ["protein_24h"]
    assert "24-h protein" in str(timeline(data, IPNA, CONVENTIONAL).to_dict())


def test_a_result_that_cannot_be_read_is_marked_at_the_axis_with_its_cell():
    found = judged(("1", f"infusion on day 0; {NEPHROTIC}; day 40: Up/c unreadable"))
    found.cohort.labs.loc[found.cohort.labs["value"].isna(), "cell"] = "Labs!C9"
    data = drawn_of(found)
    spec = timeline(data, IPNA, CONVENTIONAL).to_dict()

    assert [row["label"] for row in rows_in(spec, "label") if "read" in row["label"]] == [
        "Up/c cannot be read (Labs!C9)"
    ]
    assert len(data.upcr) == 1
    assert "cannot be read: Up/c cannot be read (Labs!C9)." in describe(data, IPNA, CONVENTIONAL)


def test_a_lane_ends_where_the_window_ends_with_its_marker():
    found = judged(
        ("1", f"infusion on day 0; {NEPHROTIC}; transplant on day 61; day 200: Up/c 0.1"),
        ("2", "infusion on day 0; day -60: Up/c 0.1; day -30: Up/c 0.1; day 0: Up/c 0.1; "
         "day 30: Up/c 0.1"),
    )  # fmt: skip
    lanes = lay_out_lanes(found, {"1": "1", "2": "2"})
    ends = lanes["ends"].set_index("lane")

    assert ends.loc["1", "until"] == pytest.approx(61 / DAYS_PER_MONTH)
    assert ends["ended"].tolist() == ["transplant (Events!A2)", ""]
    spec = swimmer(**lanes, definition=IPNA).to_dict()
    assert [row["lane"] for row in rows_in(spec, "ended")].count("1") >= 1
    assert "RS" in {row["text"] for row in rows_in(spec, "text")}


@pytest.mark.parametrize("name", COHORTS)
def test_every_figure_of_an_unusual_cohort_is_valid(name):
    for basis in (Basis(), Basis(by_line=True)):
        found = classify_on(cohort_of(name), IPNA, basis)
        patients = list(found.cohort.patients["patient"])
        stories = {each: drawn_of(found, each) for each in patients}
        for data in stories.values():
            assert timeline(data, IPNA, CONVENTIONAL).to_dict()["description"]
        panels = [
            small_panel(data, each, "no response", IPNA, CONVENTIONAL)
            for each, data in stories.items()
        ]
        if patients:
            assert small_multiples(panels, IPNA, CONVENTIONAL).to_dict()
            lanes = lay_out_lanes(found, {each: each for each in patients})
            assert swimmer(**lanes, definition=IPNA).to_dict()


def layers(spec: dict[str, Any]) -> list[dict[str, Any]]:
    found = [spec] if "mark" in spec else []
    return found + [one for layer in spec.get("layer", []) for one in layers(layer)]
