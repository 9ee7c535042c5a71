"""Months brushed in a timeline."""

from srns.charts.chart_data import CONVENTIONAL
from srns.charts.timeline import timeline
from srns.charts.zoom import BRUSH, zoomed
from tests.charts.cohort import HADDAD, story


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
    assert [each["select"].get("bind", each["bind"]) for each in in_print["params"]] == ["scales"]
