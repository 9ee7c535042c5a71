"""Page options besides the filters."""

import pytest

from tests.dashboard.app_driver import alternatives, go, titles, visit, warnings


def test_the_choices_of_an_address_hold_on_the_page_and_stay_in_it():
    app = go(
        visit(cohort="paper", origin="last infusion", groups="histology", test="yes"),
        "methods",
        "times",
    )

    assert not app.exception
    assert app.selectbox(key="choice_origin").value == "last infusion"
    assert app.query_params["groups"] == "histology"
    said = " ".join(each.value for each in app.markdown).replace("\\", "")
    assert "Gray's test: p = 0.042" in said
    assert "came before the last infusion): 7 (month -1.5)" in said


def test_a_choice_goes_into_the_address_and_the_default_does_not():
    app = go(visit(cohort="paper"), "methods", "times")
    assert "origin" not in app.query_params

    app = app.selectbox(key="choice_origin").set_value("last infusion").run()

    assert app.query_params["origin"] == "last infusion"


def test_what_an_address_asks_for_and_cannot_have_is_said():
    app = go(visit(cohort="paper", origin="diagnosis", landmark="7"), "methods", "times")

    assert not app.exception
    assert "The address asks for landmark “7”" in warnings(app)
    assert "The origin “diagnosis” is not recorded in this cohort" in warnings(app)


def test_groups_by_maintenance_are_warned_of():
    app = go(visit(cohort="paper", groups="maintenance"), "methods", "times")

    assert any("guarantee" in info.value for info in app.info)


def test_groups_are_compared_only_when_somebody_asks():
    app = go(visit(cohort="paper"), "histology")
    assert not any("Fisher" in each.value for each in app.markdown)

    app = app.toggle(key="choice_compare").set_value(True).run()

    said = " ".join(each.value for each in app.markdown).replace("\\", "")
    assert "Fisher's exact test p = 0.200" in said
    assert "too few for a p-value" in said
    assert app.query_params["compare"] == "yes"


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("cohort", "complete remission in 4 of 8 (50.0 %, Wilson score 95 % interval 21.5 to"),
        ("histology", "MCD: complete remission in 2 of 2 (100.0 %, Wilson score 95 % interval"),
        ("maintenance", "Wilson score 95 % interval"),
    ],
)
def test_the_intervals_of_an_address_are_named_in_the_caption_and_the_title(page, said):
    app = go(visit(cohort="paper", interval="wilson"), page)

    assert not app.exception
    assert said in alternatives(app)
    assert any("with Wilson score 95 % intervals" in each for each in titles(app))
    assert app.query_params["interval"] == "wilson"


def test_intervals_are_exact_unless_somebody_chooses():
    app = go(visit(cohort="paper"), "cohort")
    captions = alternatives(app)
    assert "exact 95 % interval 15.7 to 84.3 %" in captions
    assert "interval" not in app.query_params

    app = app.selectbox(key="choice_interval").set_value("mid-p").run()

    captions = alternatives(app)
    assert "mid-p 95 % interval 18.4 to 81.6 %" in captions
    assert app.query_params["interval"] == "mid-p"
