"""Saving, sharing, opening and revoking a view, without a browser."""

import gc
from dataclasses import replace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from srns.cohort.canonical_json import content_hash, write_cohort
from srns.cohort.tables import Cohort
from srns.dashboard.state import saved_view, session
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.sharing import audit, cohorts, links, reviews
from srns.sharing.permissions import AGGREGATE, EDITOR, OWNER, VIEWER
from srns.sharing.store import Store
from tests.dashboard.app_driver import go, visit, warnings
from tests.sharing.made import cleared, paper, pinned, save, with_labs

CHILDREN = ("cohort", "child", "histology", "maintenance")


def open_by_link(store: Store, role: str, **how) -> tuple[AppTest, cohorts.Saved, links.NewLink]:
    """Save the paper's cohort, and open it by a link."""
    saved = save(store)
    link = links.make_link(store, saved.access, role, **how)
    return visit(link=link.token), saved, link


def every_word(app: AppTest) -> str:
    kinds = ("markdown", "caption", "warning", "info", "error", "success", "title", "header")
    words = [part.value for kind in kinds for part in getattr(app, kind)]
    return " ".join([*words, *(frame.value.to_string() for frame in app.dataframe)]).replace(
        "\\", ""
    )


def in_the_session(app: AppTest):
    return app.session_state["srns"]


def held_by(app: AppTest) -> list[object]:
    """Return every table and classification that the session itself can reach."""
    reached: list[object] = []
    seen: set[int] = set()

    def look(thing: object) -> None:
        if id(thing) in seen or isinstance(thing, str | int | float | bool | None):
            return
        seen.add(id(thing))
        if isinstance(thing, Cohort | Classification | pd.DataFrame):
            reached.append(thing)
        for part in gc.get_referents(thing) if isinstance(thing, dict | list | tuple) else ():
            look(part)
        for part in vars(thing).values() if hasattr(thing, "__dict__") else ():
            look(part)

    look(vars(in_the_session(app)))
    return reached


def test_a_link_opens_the_view_and_leaves_the_address(store):
    app, _, link = open_by_link(store, VIEWER)

    assert not app.exception
    assert "link" not in app.query_params
    assert link.token.split(".")[1] not in str(app.query_params)
    assert "Our cohort" in app.markdown[0].value
    assert link.token.split(".")[1] not in repr(in_the_session(app))


@pytest.mark.parametrize("page", CHILDREN)
def test_every_page_shows_the_shared_cohort(store, page):
    app, _, _ = open_by_link(store, VIEWER)

    go(app, page)

    assert not app.exception
    assert not app.error


def test_an_owner_renames_the_cohort(store):
    app, _, _ = open_by_link(store, OWNER)
    go(app, "share")
    app.text_input(key="new_name").set_value("Cohort of the ward").run()

    app.button(key="rename").click().run()

    assert not app.exception
    assert "Cohort of the ward" in app.header[0].value


def test_a_new_name_that_could_be_a_childs_is_asked_about(store):
    app, saved, _ = open_by_link(store, OWNER)
    go(app, "share")
    app.text_input(key="new_name").set_value("Annabel").run()

    app.button(key="rename").click().run()

    assert cohorts.cohort_name(store, saved.access) == "Our cohort"
    assert app.button(key="confirm_words")


def test_a_snapshot_opens_with_its_filters(store):
    saved = save(store)
    passed = saved.version.sha256
    snapshot = cohorts.save_snapshot(
        store, saved.access, passed, pinned(cleared(), histology=["FSGS"], units=["SI"])
    )
    link = links.make_link(store, saved.access, VIEWER, snapshot=snapshot)

    app = go(visit(link=link.token), "cohort")

    assert any("2 of 8 children" in caption.value for caption in app.caption)
    assert app.segmented_control(key="units").value == "SI"


def test_a_snapshot_opens_with_its_strategy_for_rescue_drugs(store):
    saved = save(store)
    snapshot = cohorts.save_snapshot(
        store,
        saved.access,
        saved.version.sha256,
        pinned(cleared(), strategy=["until rescue"]),
    )
    link = links.make_link(store, saved.access, VIEWER, snapshot=snapshot)

    app = go(visit(link=link.token), "cohort")

    assert not app.exception
    assert in_the_session(app).basis.strategy == "until rescue"


def test_an_editors_link_opens_the_view_it_was_made_of_and_goes_on_from_there(store):
    saved = save(store)
    cut = cleared(with_labs(paper(), value=3.0))
    version, newest = cohorts.save_cut(
        store, saved.access, cut, pinned(cut), compared_with=saved.version.sha256
    )
    link = links.make_link(store, saved.access, EDITOR, snapshot=saved.snapshot)

    app = go(visit(link=link.token), "share")

    assert in_the_session(app).opened.snapshot.number == 1
    assert "newer view was saved since" in every_word(app)
    views = next(each for each in app.selectbox if each.label.startswith("View"))
    views.select(newest).run()
    app.run()  # and the check at the next rerun does not throw the editor back
    assert in_the_session(app).opened.snapshot.number == version.number == 2
    assert in_the_session(app).opened.access.role == EDITOR

    links.change_role(store, saved.access, link.id, VIEWER)
    app.run()
    assert in_the_session(app).opened.snapshot.number == 1  # a viewer sees what the link gives


@pytest.mark.parametrize("token", ["", "x", "0000000000000000.AAAA", "../../etc/passwd", "<b>"])
def test_a_wrong_link_opens_nothing(store, token):
    save(store)

    app = visit(link=token)

    assert not app.exception
    assert in_the_session(app).opened is None
    assert "Our cohort" not in every_word(app)
    if token:
        assert "does not work" in warnings(app)


def test_a_revoked_link_ends_in_the_session_that_is_open(store):
    app, saved, link = open_by_link(store, VIEWER)
    go(app, "cohort")
    assert held_by(app)

    links.revoke_link(store, saved.access, link.id)
    app.run()

    assert "was revoked" in warnings(app)
    assert in_the_session(app).loaded is None
    assert held_by(app) == []
    assert not app.dataframe


def test_a_link_made_aggregate_only_loses_its_children_in_the_session_that_is_open(store):
    app, saved, link = open_by_link(store, VIEWER)
    go(app, "cohort")

    links.change_role(store, saved.access, link.id, AGGREGATE)
    app.run()

    assert in_the_session(app).loaded is None
    assert held_by(app) == []
    assert in_the_session(app).opened.snapshot.numbers == {}


def test_a_role_raised_in_the_session_is_not_believed(store):
    app, _, _ = open_by_link(store, AGGREGATE)
    here = in_the_session(app)
    here.opened = replace(here.opened, access=replace(here.opened.access, role="owner"))
    app.run()

    assert in_the_session(app).opened.access.role == AGGREGATE
    assert in_the_session(app).loaded is None


def test_an_aggregate_only_link_shows_rounded_counts_and_no_child(store):
    app, _, _ = open_by_link(store, AGGREGATE)

    assert not app.exception
    counts = app.dataframe[0].value
    assert all(shown == "masked" or int(shown) % 5 == 0 for shown in counts["children"])
    assert "patient" not in counts
    here = in_the_session(app)
    assert here.loaded is None
    assert held_by(app) == []
    words = every_word(app)
    for child in ("Labs!", "day 137", "patients"):
        assert child not in words


@pytest.mark.parametrize("asked", [{"histology": "FSGS"}, {"response": "no response"}])
def test_no_filter_of_an_address_changes_what_an_aggregate_only_link_shows(store, asked):
    saved = save(store)
    link = links.make_link(store, saved.access, AGGREGATE)

    plain, filtered = visit(link=link.token), visit(link=link.token, **asked)

    assert plain.dataframe[0].value.equals(filtered.dataframe[0].value)


def test_a_password_is_asked_for_before_anything_is_shown(store):
    cheap = replace(store, password_cost=(2**4, 8, 1))
    app, _, _ = open_by_link(cheap, VIEWER, password="three long words")

    assert app.title[0].value == "This link needs a password"
    assert "Our cohort" not in every_word(app)
    app.text_input(key="link_password").set_value("three wrong words")
    app.button[0].click().run()
    assert "not the password" in warnings(app)
    app.text_input(key="link_password").set_value("three long words")
    app.button[0].click().run()

    assert "Our cohort" in app.markdown[0].value


def test_a_viewer_is_offered_nothing_to_change(store):
    app, _, _ = open_by_link(store, VIEWER)

    for page in ("share", "child"):
        app.session_state["review"] = True
        go(app, page)
        assert not app.exception
        keys = {button.key for button in app.button}
        assert not keys & {"save", "save_cut", "snapshot", "make_link", "revoke", "mark_reviewed"}


def test_one_cohort_is_held_once_for_all_who_look_at_it_and_nobody_changes_it(store, monkeypatch):
    judged: list[str] = []

    def judge(cohort, definition, **basis):
        judged.append(definition.id)
        return classify(cohort, definition, **basis)

    monkeypatch.setattr(session, "classify", judge)
    saved = save(store)
    link = links.make_link(store, saved.access, VIEWER)
    apps = [visit(link=link.token) for _ in range(2)]
    after_each: list[int] = []
    for app in apps:
        for page in CHILDREN:
            go(app, page)
        after_each.append(len(judged))

    first, second = (in_the_session(app).loaded.reading.cohort for app in apps)

    assert first is second
    assert after_each[0] >= 1
    assert after_each[1] == after_each[0]  # the second visitor's verdicts are the first one's
    for app in apps:
        assert len(in_the_session(app).classifications) == len(in_the_session(app).figures) == 0
    assert content_hash(write_cohort(first)) == saved.version.sha256


def test_an_upload_is_in_no_other_session_and_in_no_store(store):
    app = go(visit(cohort="paper"), "share")

    assert not app.exception
    assert cohorts.list_cohorts(store).empty


def test_a_cohort_is_saved_from_the_page_and_its_link_is_shown_once(store):
    app = go(visit(cohort="paper"), "share")
    app.checkbox(key="risk_accepted").check().run()
    app.text_input(key="cohort_name").set_value("Ours").run()
    app.button(key="save").click().run()

    assert not app.exception
    address = app.code[0].value
    assert "?link=" in address
    assert list(cohorts.list_cohorts(store)["name"]) == ["Ours"]
    assert "simulated" in " ".join(caption.value for caption in app.caption)

    app.button[0].click().run()
    assert not app.code
    again = visit(link=address.split("link=")[1])
    assert in_the_session(again).opened.access.role == "owner"


@pytest.mark.parametrize("name", ["", "Dr Smith's children", "Cohort of 3.4.2011"])
def test_a_name_that_could_tell_who_somebody_is_is_refused(store, name):
    app = go(visit(cohort="paper"), "share")
    app.checkbox(key="risk_accepted").check().run()
    app.text_input(key="cohort_name").set_value(name).run()
    app.button(key="save").click().run()

    assert "The name of the cohort" in warnings(app)
    assert cohorts.list_cohorts(store).empty


def test_an_editor_reviews_and_comments(store):
    app, saved, _ = open_by_link(store, EDITOR)
    app.session_state["review"] = True
    go(app, "child")
    app.button(key="mark_reviewed").click().run()
    app.text_area(key="comment").set_value("**bold** <b>seen</b>")
    next(each for each in app.button if "comment" in each.label.lower()).click().run()

    listed = reviews.list_marks(store, saved.access)
    assert not app.exception
    assert list(listed["kind"]) == ["reviewed", "comment"]
    assert any(r"\*\*bold\*\*" in part.value for part in app.markdown)


def test_a_store_that_is_switched_off_says_so(monkeypatch):
    monkeypatch.setenv("SRNS_STORE", "off")
    saved_view.store.clear()

    app = go(visit(cohort="paper"), "share")

    assert not app.exception
    assert "switched off" in app.info[0].value


def test_a_store_that_cannot_be_reached_hides_what_is_shared(store, monkeypatch):
    app, _, _ = open_by_link(store, VIEWER)

    def gone(*_args):
        from srns.cohort.errors import StoreError

        raise StoreError("The store cannot be reached.")

    monkeypatch.setattr(saved_view, "check", gone)
    app.run()

    assert "cannot be reached" in app.error[0].value
    assert not app.dataframe


def test_no_token_stands_in_the_log(store):
    _, _, link = open_by_link(store, VIEWER)

    assert link.token.split(".")[1] not in audit.read_log(store).to_string()
