"""Small timelines of the cohort: on one axis, or each on its own."""

import json
from collections.abc import Iterator

from tests.dashboard.app_driver import go, visit


def months(part: object) -> Iterator[tuple[float, float]]:
    """Return the domains of the month axes in a specification."""
    if isinstance(part, dict):
        scale = (part.get("x") or {}).get("scale") if isinstance(part.get("x"), dict) else None
        if scale and "domain" in scale:
            first, last = scale["domain"]
            yield round(first, 3), round(last, 3)
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from months(each)


def domains(app) -> set[frozenset[tuple[float, float]]]:
    panels = [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")][1:]
    assert len(panels) == 8
    return {frozenset(months(panel)) for panel in panels}


def test_panels_share_their_axes_unless_each_child_is_to_have_its_own():
    assert len(domains(go(visit(), "cohort", "courses"))) == 1
    assert len(domains(go(visit(own_axes="yes"), "cohort", "courses"))) == 8


def test_the_switch_goes_into_the_address():
    app = go(visit(), "cohort", "courses")
    app = app.toggle(key="choice_own_axes").set_value(True).run()

    assert app.query_params["own_axes"] == "yes"
