"""No word of a file or of a person stands in an address, or in what is opened by a link."""

import random

import pytest

from srns.analysis.custom_grouping import CustomGrouping
from srns.privacy import deidentify
from srns.privacy.find_identifiers import find_private
from srns.report.cohort_report import PARTS, ReportSource, make_report
from srns.report.provenance import Stamp
from srns.report.report_files import report_docx, report_html, report_xlsx
from srns.sharing import cohorts, links, snapshots
from srns.sharing.permissions import AGGREGATE, VIEWER
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import read_workbook
from tests.dashboard.app_driver import PAGES, go, upload, visit
from tests.privacy.canaries import LABELS, find_canaries, plant_everywhere
from tests.sharing.made import judged

SEEDS = (20111, 40302)


def everything_on(app) -> bytes:
    """Return all that the page sent to the browser."""
    return b"\n".join(
        element.proto.SerializeToString()
        for part in (app.main, app.sidebar)
        for element in part
        if hasattr(element, "proto") and hasattr(element.proto, "SerializeToString")
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_no_word_of_an_upload_stands_in_an_address(seed):
    planted = plant_everywhere(random.Random(seed))
    app = upload(visit(), planted.content, planted.name)
    here = app.session_state["srns"]
    assert here.loaded is not None
    assert here.loaded.reading.cohort is not None
    children = [planted.canaries[f"study number {label}"] for label in LABELS]
    go(app, "cohort")
    offered = here.offered
    assert set(children) <= set(offered["patient"])
    addresses = []

    for number, (page, part) in enumerate(PAGES):
        here.patient = children[number % 3]
        here.selected, here.group_name = tuple(children[:2]), planted.canaries["notes"]
        go(app, page, part)
        assert not app.exception, (page, part)
        addresses.append(str(dict(app.query_params)))
    for name in ("histology", "regimen"):
        for group in offered[name]:
            here.filters = {name: [group]}
            addresses.append(str(dict(go(app, "cohort").query_params)))
    here.filters = {}
    typed = planted.canaries["notes"]
    for group, value in ((typed, "MCD"), ("minimal", planted.canaries["histology"])):
        here.groupings = (CustomGrouping(typed, "histology", ((group, (value,)),)),)
        here.options = {"by": typed}
        addresses.append(str(dict(go(app, "histology").query_params)))
    here.groupings, here.options = (), {}

    assert all(find_canaries(planted.canaries, address) == [] for address in addresses)
    assert "~" in "".join(addresses)


def test_an_address_of_an_upload_leads_back_to_the_same_child_and_group():
    planted = plant_everywhere(random.Random(SEEDS[0]))
    app = go(upload(visit(), planted.content, planted.name), "child")
    here = app.session_state["srns"]
    child = planted.canaries["study number 2"]
    unknown = next(g for g in here.offered["regimen"] if g not in ("", "not recorded"))
    here.patient, here.selected = child, (child,)
    go(app, "child")
    here.filters = {"regimen": [unknown]}
    kept = {name: app.query_params[name] for name in app.query_params}
    go(app, "child")

    app.query_params.clear()
    for name, value in kept.items():
        app.query_params[name] = value
    app.run()

    assert here.patient == child
    assert here.selected == (child,)
    assert here.filters == {}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("role", [VIEWER, AGGREGATE])
def test_no_word_of_a_file_is_in_what_a_link_opens(store, seed, role):
    planted = plant_everywhere(random.Random(seed))
    cells = open_workbook(planted.content, planted.name)
    cohort = read_workbook(cells, name=planted.name).for_verdicts().cohort
    assert cohort is not None
    screening = deidentify.screen(cohort, find_private(cells))
    passed = deidentify.clear(screening, hidden_seen=True, risk_accepted=True)
    saved = cohorts.save_cohort(
        store, passed, snapshots.pin_view(judged(passed.cohort)), name="Our cohort"
    )
    link = links.make_link(store, saved.access, role, snapshot=saved.snapshot)
    app = visit(link=link.token)

    for page, part in PAGES if role == VIEWER else (("", ""),):  # counts have one page
        if page:
            go(app, page, part)
        assert not app.exception, (page, part)
        assert find_canaries(planted.canaries, everything_on(app)) == [], (page, part)
        assert find_canaries(planted.canaries, str(dict(app.query_params))) == []

    if role == VIEWER:
        opened = app.session_state["srns"].loaded.reading.cohort
        report = make_report(ReportSource(judged(opened), Stamp("Our cohort")), tuple(PARTS))
        for write in (report_html, report_docx, report_xlsx):
            assert find_canaries(planted.canaries, write(report)) == []


def test_what_is_looked_for_would_be_found(store):
    """Else the tests above would prove nothing."""
    planted = plant_everywhere(random.Random(1))
    app = go(upload(visit(), planted.content, planted.name), "cohort")

    found = find_canaries(planted.canaries, everything_on(app))

    assert {f"study number {label}" for label in LABELS} <= set(found)
    assert len(set(planted.canaries.values())) == len(planted.canaries) >= 20
