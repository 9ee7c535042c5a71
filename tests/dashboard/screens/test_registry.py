"""The page of a registry: there where whoever runs the server names one, and not by a link."""

import json

import pytest

from srns.dashboard.parts import registry_page
from srns.dashboard.state import session, signed_in_user
from srns.languages.current import language
from srns.registry.opened_registry import REGISTRY
from srns.registry.run_registry import run_registry
from srns.simulation.settings import SimulationSettings
from srns.simulation.simulate import simulate
from tests.dashboard.app_driver import alternatives, go, titles, visit

CHILDREN = SimulationSettings(60, seed=2, visit_days=90, years=2.0, unreadable=0.0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("registry")
    simulate(place / "in", CHILDREN)
    run_registry(
        [place / "in"], place / "out", definitions=["haddad_2021", "ipna_2022"], for_dashboard=True
    )
    return place / "out"


@pytest.fixture
def app(folder, monkeypatch):
    monkeypatch.setenv(REGISTRY, str(folder))
    return go(visit(), "registry")


def part(app, name):
    app.session_state["registry_part"] = name
    return app.run()


def test_the_overview_says_how_many_responded(app):
    assert not app.exception
    assert "of 60 children" in app.header[0].value
    assert any("All 60 children." in each.value.replace("\\", "") for each in app.caption)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Histology", "Remission by histology"),
        ("Maintenance", "Remission by maintenance regimen"),
        ("Times", "Time from day 0 to complete remission"),
        ("Definitions", "Remission by definition"),
    ],
)
def test_every_part_has_its_figure(app, name, title):
    app = part(app, name)

    assert not app.exception
    assert any(each.startswith(title) for each in titles(app)), titles(app)


def test_a_filter_narrows_the_figure_and_stands_under_it(app):
    app.multiselect(key="registry_histology").set_value(["FSGS"]).run()

    assert any("Filters: histology FSGS:" in each.value.replace("\\", "") for each in app.caption)


def test_a_child_is_drawn_with_the_evidence_and_one_that_is_not_there_is_named(app):
    app = part(app, "One child")
    assert "P000001" in alternatives(app) or "Up/c" in alternatives(app)
    assert any("results file 0, row" in str(each.value.to_dict()) for each in app.dataframe)

    app.text_input(key="registry_child").set_value("Nobody").run()

    assert "found no child 'Nobody'" in app.warning[0].value.replace("\\", "")


def test_the_tables_of_the_page_are_in_its_language(folder, monkeypatch):
    monkeypatch.setenv(REGISTRY, str(folder))
    with language("de"):
        app = go(visit(lang="de"), "registry")

    shown = app.dataframe[0].value
    assert not app.exception
    assert "Ansprechen" in shown.columns
    assert "vollständige Remission" in set(shown["Ansprechen"])


def test_without_a_registry_there_is_no_page(monkeypatch):
    monkeypatch.delenv(REGISTRY, raising=False)

    assert not registry_page.may_be_seen()


def test_where_people_sign_in_only_they_see_it(folder, monkeypatch):
    monkeypatch.setenv(REGISTRY, str(folder))
    monkeypatch.setattr(session, "state", lambda: type("Nobody", (), {"opened": None})())
    monkeypatch.setattr(signed_in_user, "is_offered", lambda: True)
    monkeypatch.setattr(signed_in_user, "subject", lambda: "")
    assert not registry_page.may_be_seen()

    monkeypatch.setattr(signed_in_user, "subject", lambda: "issuer|someone")
    assert registry_page.may_be_seen()


def test_what_came_by_a_link_never_shows_it(folder, monkeypatch):
    monkeypatch.setenv(REGISTRY, str(folder))
    monkeypatch.setattr(session, "state", lambda: type("Visitor", (), {"opened": object()})())

    assert not registry_page.may_be_seen()


def test_a_folder_that_holds_none_is_said_in_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv(REGISTRY, str(tmp_path))

    app = go(visit(), "registry")

    assert not app.exception
    assert "--for-dashboard" in app.error[0].value.replace("\\", "")


def opened_menu(app, key):
    app.session_state[key] = True
    return app.run()


def files_offered(app):
    return {each.label for each in app.get("download_button")}


@pytest.mark.parametrize("name", ["Overview", "Histology", "Times"])
def test_the_data_of_a_figure_can_be_downloaded(app, name):
    app = part(app, name)
    menu = {"Overview": "response", "Histology": "remission_by_histology",
            "Times": "time_to_remission"}[name]  # fmt: skip

    app = opened_menu(app, f"registry_{menu}_menu")

    assert {"Data (CSV)", "Data (Excel)", "Data (Word)"} <= files_offered(app)
    said = " ".join(each.value.replace("\\", "") for each in app.caption)
    assert "out. All 60 children." in said
    assert "Definition: Haddad 2021, as written (version 1)." in said


def test_a_file_states_the_filter(app):
    app.multiselect(key="registry_histology").set_value(["FSGS"]).run()

    app = opened_menu(app, "registry_response_menu")

    said = " ".join(each.value.replace("\\", "") for each in app.caption)
    assert "out. Filters: histology FSGS:" in said


def test_a_child_is_drawn_in_the_units_in_use(app):
    app = part(app, "One child")
    assert "g/dL" in drawn(app)

    app.segmented_control(key="units").set_value("SI").run()

    assert "g/dL" not in drawn(app)
    assert "g/L" in drawn(app)


def drawn(app):
    """Return the first figure as text, without what stands in its data."""
    spec = json.loads(app.get("vega_lite_chart")[0].proto.spec)
    return json.dumps({name: part for name, part in spec.items() if name != "datasets"})


def test_the_evidence_of_a_child_can_be_downloaded(app):
    app = part(app, "One child")

    app = opened_menu(app, "registry_evidence_table_menu")

    assert {"CSV", "Excel", "Word"} <= files_offered(app)
