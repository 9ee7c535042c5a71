"""What the figure of one child draws."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from srns.charts.chart_data import CONVENTIONAL, SI, patient_chart_data
from srns.charts.timeline import describe, timeline
from srns.charts.urine_points import CENSORED_HIGH, CENSORED_LOW, EVIDENCE, OTHER
from srns.rules.classify import classify
from tests.charts.cohort import HADDAD, made_up, story

NAN = float("nan")


def test_points_are_filled_where_they_are_evidence():
    kinds = _points("A").set_index("day")["kind"].to_dict()

    assert [day for day, kind in kinds.items() if kind == EVIDENCE] == [70, 130]
    assert kinds[-10] == kinds[40] == kinds[400] == OTHER
    assert _scale_of("A", "fill", EVIDENCE) != "transparent"
    assert _scale_of("A", "fill", OTHER) == "transparent"


def test_censored_results_are_open_triangles_with_their_text():
    assert list(_points("B")["kind"]) == [CENSORED_LOW]
    assert list(_points("B")["reported"]) == ["<0.3 mg/mg"]
    assert list(_points("C")["kind"]) == [CENSORED_HIGH, EVIDENCE]
    for kind in (CENSORED_LOW, CENSORED_HIGH):
        assert _scale_of("C", "shape", kind).startswith("triangle")
        assert _scale_of("C", "fill", kind) == "transparent"


def test_a_censored_result_that_counts_as_evidence_keeps_its_triangle_and_is_marked():
    point = _points("A").set_index("day").loc[100]

    assert point["kind"] == CENSORED_LOW
    assert point["evidence"]


def test_every_layer_of_texts_writes_one_and_all_that_have_a_side_are_written():
    written, due = set(), set()
    for name in "ABC":
        for layer in _layers(name):
            if layer.get("encoding", {}).get("text", {}).get("field") != "censored":
                continue
            rows = [row for row in _data(name, layer) if row["censored"]]
            due |= {(name, row["censored"]) for row in rows if row["side"]}
            here = {
                row["censored"] for row in rows if f"'{row['side']}'" in str(layer["transform"])
            }
            assert here
            written |= {(name, words) for words in here}

    assert written == due == {("A", "0"), ("A", "<0.15"), ("B", "<0.3"), ("B", "<1"), ("C", ">30")}


def test_the_thresholds_are_dashed_lines_of_the_definition():
    rules = [layer for layer in _layers("A") if _mark(layer).get("strokeDash") == [5, 4]]
    drawn = {row["drawn"] for layer in rules for row in _data("A", layer)}

    assert {0.2, 1.0, 2.0} <= drawn
    assert {2.5, 3.4, 3.5} <= drawn


def test_thresholds_and_values_are_converted_together():
    in_si = story("A", SI)
    lines = {
        round(row["drawn"], 3)
        for layer in _layers("A", SI)
        if _mark(layer).get("strokeDash") == [5, 4]
        for row in _data("A", layer, SI)
    }

    assert {22.624, 113.12, 226.24, 25.0, 35.0} <= lines
    assert round(in_si.upcr["shown"].max(), 2) == 904.96


def test_zero_is_drawn_on_the_floor_of_the_axis_and_said():
    zero = _points("A").set_index("day").loc[130]

    assert zero["drawn"] == CONVENTIONAL.upcr_floor
    assert zero["reported"] == "0 mg/mg"
    assert "lower end of the axis" in describe(story("A"), HADDAD, CONVENTIONAL)


@pytest.mark.parametrize(
    ("patient", "said"),
    [
        pytest.param(
            "B",
            "1 Up/c result (mg/mg, logarithmic axis), 1 albumin result and 1 infusion.",
            id="one of each",
        ),
        pytest.param(
            "A",
            "6 Up/c results (mg/mg, logarithmic axis), 1 albumin result and 2 infusions.",
            id="several",
        ),
    ],
)
def test_the_caption_counts_as_a_person_would(patient: str, said: str):
    assert describe(story(patient), HADDAD, CONVENTIONAL).startswith(f"Child {patient}: {said}")


def test_no_infusions_are_not_counted():
    without = replace(story("B"), infusions=story("B").infusions.iloc[:0])

    assert "infusion" not in describe(without, HADDAD, CONVENTIONAL).partition(".")[0]


def test_the_course_is_a_band_with_letters():
    rows = [
        row
        for layer in _layers("A")
        for row in _data("A", layer)
        if layer.get("encoding", {}).get("text", {}).get("field") == "letters"
    ]

    assert [row["letters"] for row in rows] == ["NR", "CR", "R"]


def test_relapse_and_kidney_failure_are_marked():
    assert list(story("A").events["mark"]) == ["relapse"]
    assert list(story("C").events["mark"]) == ["kidney failure"]


def test_an_infusion_with_methylprednisolone_is_told_apart():
    assert list(story("A").infusions["given"]) == [
        "cyclophosphamide alone",
        "with methylprednisolone",
    ]


def test_a_course_without_a_day_is_apart_from_those_that_have_one():
    assert list(story("A").treatments["drug"]) == ["mycophenolate mofetil"]
    assert list(story("A").undated_drugs["drug"]) == ["tacrolimus"]


def test_the_figure_names_its_definition_and_describes_itself():
    spec = timeline(story("A"), HADDAD, CONVENTIONAL, ("All 3 children.",)).to_dict()

    assert "Definition: Haddad 2021, as written (version 1)" in spec["title"]["subtitle"]
    assert "All 3 children." in spec["title"]["subtitle"]
    assert spec["description"].startswith("Child A: 6 Up/c results")


def test_every_point_carries_its_cell():
    assert list(_points("B")["cell"]) == ["Labs!C9"]


def _points(patient: str) -> Any:
    return story(patient).upcr


def _spec(patient: str, units: Any) -> dict[str, Any]:
    return timeline(story(patient, units), HADDAD, units).to_dict()


def _layers(patient: str, units: Any = CONVENTIONAL) -> list[dict[str, Any]]:
    return list(_walk(_spec(patient, units)))


def _walk(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for layer in spec.get("layer", []):
        yield from _walk(layer)
    if "mark" in spec:
        yield spec


def _mark(layer: dict[str, Any]) -> dict[str, Any]:
    return layer["mark"] if isinstance(layer["mark"], dict) else {"type": layer["mark"]}


def _data(patient: str, layer: dict[str, Any], units: Any = CONVENTIONAL) -> list[dict[str, Any]]:
    name = layer.get("data", {}).get("name")
    return _spec(patient, units)["datasets"].get(name, [])


def _scale_of(patient: str, channel: str, kind: str) -> str:
    for layer in _layers(patient):
        scale = layer.get("encoding", {}).get(channel, {}).get("scale", {})
        if kind in scale.get("domain", []):
            return scale["range"][scale["domain"].index(kind)]
    raise AssertionError(f"no layer has {channel} for {kind}")


def in_part() -> tuple[Any, dict[str, Any]]:
    """Draw child A with a relapse and a drug that are known only in part."""
    cohort = made_up()
    spans = {"day_earliest": [450, NAN], "day_latest": [480, NAN]}
    relapse = pd.DataFrame({"patient": ["A"], "day": [None], "event": ["relapse"],
                            "detail": [None], "cell": ["Events!C3"]})  # fmt: skip
    events = pd.concat([relapse, cohort.events], ignore_index=True).assign(**spans)
    treatments = cohort.treatments.assign(
        start_day_earliest=[NAN, NAN, NAN],
        start_day_latest=[NAN, NAN, NAN],
        stop_day_earliest=[NAN, 300, NAN],
        stop_day_latest=[NAN, 400, NAN],
    )
    cohort = replace(cohort, events=events, treatments=treatments)
    told = patient_chart_data(cohort, classify(cohort, HADDAD), "A", CONVENTIONAL)
    return told, timeline(told, HADDAD, CONVENTIONAL).to_dict()


def test_an_event_known_in_part_is_a_bar_over_all_its_days_with_its_words():
    told, spec = in_part()

    assert (told.spans[["month", "until"]] * 30.4375).round(6).to_numpy().tolist() == [[450, 480]]
    assert told.spans["label"].tolist() == ["relapse, day 450 to 480"]
    assert "relapse, day 450 to 480" in str(spec["datasets"])
    assert "drawn as bars over all possible days: relapse, day 450 to 480." in describe(
        told, HADDAD, CONVENTIONAL
    )


def test_a_drug_that_stopped_on_a_day_known_in_part_is_pale_where_it_is_not_sure():
    bars = in_part()[0].treatments

    assert (bars["until"] * 30.4375).round(6).tolist() == [300, 400]
    assert bars["sure"].tolist() == [True, False]
    assert set(bars["ends"]) == {"on day 300 to 400"}


def test_a_full_day_is_drawn_as_before():
    assert story("C").spans.empty
    assert story("A").treatments["sure"].all()


def test_events_known_in_part_have_a_row_of_their_own():
    rows = [row for rows in in_part()[1]["datasets"].values() for row in rows]

    drawn = {row["row"] for row in rows if row.get("label") == "relapse, day 450 to 480"}
    assert drawn == {"partial date"}
