"""The swimmer plot: its legends are made of what is drawn."""

from typing import Any

import srns
from srns.charts.swimmer import swimmer
from srns.charts.swimmer_lanes import lay_out_lanes
from srns.rules.classify import classify
from tests.charts.cohort import HADDAD, made_up
from tests.dashboard.cohorts import cohort_of


def legends(found: Any) -> dict[str, list[str]]:
    headings = {str(patient): str(patient) for patient in found.cohort.patients["patient"]}
    spec = swimmer(**lay_out_lanes(found, headings), definition=HADDAD).to_dict()
    encodings = [layer.get("encoding", {}) for layer in spec["layer"]]
    return {
        encoding[channel]["field"]: encoding[channel]["scale"]["domain"]
        for encoding in encodings
        for channel in ("color", "shape")
        if encoding.get(channel, {}).get("legend")
    }


def test_the_legends_hold_every_state_and_every_event_that_is_drawn():
    shown = legends(classify(made_up(), HADDAD))

    assert shown["mark"] == ["relapse", "kidney failure"]
    assert set(shown["state"]) == {"not in remission", "complete remission", "relapsed"}


def test_nothing_that_is_not_drawn_stands_in_a_legend():
    assert legends(classify(cohort_of("diary"), HADDAD)) == {}
    assert legends(srns.classify(srns.load_haddad2021()))["mark"] == ["relapse"]
