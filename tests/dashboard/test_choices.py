"""What the pages may be asked besides the filters."""

from tests.dashboard.test_app import go, visit, warnings


def test_the_choices_of_an_address_hold_on_the_page_and_stay_in_it():
    app = go(visit(cohort="paper", origin="last infusion", groups="histology", test="yes"), "times")

    assert not app.exception
    assert app.selectbox(key="choice_origin").value == "last infusion"
    assert app.query_params["groups"] == "histology"
    said = " ".join(each.value for each in app.markdown).replace("\\", "")
    assert "Gray's test: p = 0.042" in said
    assert "came before the last infusion: 7 (month -1.5)" in said


def test_a_choice_goes_into_the_address_and_the_default_does_not():
    app = go(visit(cohort="paper"), "times")
    assert "origin" not in app.query_params

    app = app.selectbox(key="choice_origin").set_value("last infusion").run()

    assert app.query_params["origin"] == "last infusion"


def test_what_an_address_asks_for_and_cannot_have_is_said():
    app = go(visit(cohort="paper", origin="diagnosis", landmark="7"), "times")

    assert not app.exception
    assert "The address asks for landmark “7”" in warnings(app)
    assert "Asked for origin “diagnosis”, which this cohort does not record" in warnings(app)


def test_groups_by_maintenance_are_warned_of():
    app = go(visit(cohort="paper", groups="maintenance"), "times")

    assert any("guarantee" in info.value for info in app.info)


def test_groups_are_compared_only_when_somebody_asks():
    app = go(visit(cohort="paper"), "histology")
    assert not any("Fisher" in each.value for each in app.markdown)

    app = app.toggle(key="choice_compare").set_value(True).run()

    said = " ".join(each.value for each in app.markdown).replace("\\", "")
    assert "Fisher's exact test p = 0.200" in said
    assert "too few for a p-value" in said
    assert app.query_params["compare"] == "yes"
