"""Words that nobody knows, planted wherever a person can type: refused, or nowhere in the store."""

import io
from collections.abc import Callable, Iterator

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

import srns
from srns.analysis.shared_counts import shared_counts
from srns.cohort.canonical_json import write_cohort
from srns.cohort.errors import SrnsError
from srns.cohort.overrides import Override
from srns.privacy import deidentify
from srns.privacy.find_identifiers import find_private
from srns.rules.classify import classify
from srns.rules.load_definition import parse_definition
from srns.sharing import cohorts, links, reviews, snapshots
from srns.sharing.permissions import VIEWER
from srns.sharing.store import Store, open_store
from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import Reading, read_workbook
from srns.workbook.recipe.model import write_recipe
from srns.workbook.recipe.propose import propose
from tests.privacy.canaries import ALPHABETS
from tests.privacy.identifying_workbooks import PLACES
from tests.privacy.test_identifying_workbooks import CHEAP, everything_of
from tests.sharing.made import PAPER, cleared, judged, pinned

CANARY = st.sampled_from(ALPHABETS).flatmap(
    lambda letters: st.text(st.sampled_from(letters), min_size=7, max_size=12)
)
OWN = """
id = "ours"  # {canary}
name = "{name}"
source = "{canary}"
notes = "{canary}"
[[response]]
name = "complete remission"
label = "{canary}"
quote = "{canary}"
upcr = "< 0.2 mg/mg"
"""


@pytest.fixture(scope="module")
def saved(tmp_path_factory) -> Iterator[tuple[Store, cohorts.Saved]]:
    store = open_store(tmp_path_factory.mktemp("store") / "s.sqlite3", password_cost=CHEAP)
    passed = cleared()
    yield store, cohorts.save_cohort(store, passed, pinned(passed), name="Our cohort")
    store.close()


def workbook_with(canary: str, place: str) -> bytes:
    """Return the paper's workbook with a canary in a cell, and wherever a file holds texts besides.

    That is: a comment and its author, a column of notes and one that is not of the template, the
    name of a hidden sheet, and the properties of the document.
    """
    sheet, heading = PLACES[place]
    book = openpyxl.load_workbook(PAPER)
    for page, title in ((sheet, heading), ("Patients", "notes"), ("Patients", "our own column")):
        headings = [str(cell.value).partition(" (")[0] for cell in book[page][1]]
        column = headings.index(title) + 1 if title in headings else len(headings) + 1
        book[page].cell(1, column, book[page].cell(1, column).value or title)
        book[page].cell(3, column, canary)
    book["Labs"]["C3"].comment = Comment(f"seen by {canary}", canary)
    book.create_sheet(canary).sheet_state = "hidden"
    book.properties.creator = book.properties.title = book.properties.keywords = canary
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@given(canary=CANARY, place=st.sampled_from(sorted(PLACES)))
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_text_of_a_file_comes_out_anywhere(saved, tmp_path_factory, canary, place):
    store, _ = saved
    cells = open_workbook(workbook_with(canary, place), f"{canary}.xlsx")
    assert isinstance(cells, WorkbookCells)
    cohort = read_workbook(cells, name=f"{canary}.xlsx").cohort
    assume(cohort is not None)
    screening = deidentify.screen(cohort, find_private(cells))
    passed = deidentify.clear(screening, hidden_seen=True, risk_accepted=True)
    recipe = write_recipe(propose(cells, f"{canary}.xlsx"))
    view = snapshots.pin_view(judged(passed.cohort), recipe=recipe)
    assume(canary not in write_cohort(cleared().cohort).decode())  # 0000000, say

    of = cohorts.save_cohort(store, passed, view, name="Our cohort")
    link = links.make_link(store, of.access, VIEWER, snapshot=of.snapshot)
    opened = cohorts.load_cohort(store, links.open_link(store, link.token), of.version.sha256)
    report = tmp_path_factory.mktemp("report") / "report.html"
    srns.write_report(Reading("Our cohort", opened, ()), report)
    out = {
        "database": everything_of(store, of.access.cohort),
        "report": report.read_text("utf-8"),
        "counts": shared_counts(judged(opened)).counts.to_string(),
        "summary of the gate": repr(passed.summary),
    }

    assert [name for name, text in out.items() if canary in text] == []


def own_view(canary: str, name: str = "Our rule") -> snapshots.Pinned:
    text = OWN.format(canary=canary, name=name)
    return snapshots.pin_view(classify(cleared().cohort, parse_definition(text)), text=text)


def typed(store: Store, of: cohorts.Saved, canary: str) -> list[Callable[[], object]]:
    """Give everything by which a person can put words into the store."""
    verdicts, version = judged(cleared().cohort), of.version.sha256

    def snapshot(view: snapshots.Pinned) -> str:
        return cohorts.save_snapshot(store, of.access, version, view)

    def override(**words: str) -> None:
        given = {"patient": "1", "response": "no response", "reason": "seen", "by": "AB"} | words
        reviews.add_override(store, of.access, version, Override(**given))

    return [
        lambda: cohorts.rename_cohort(store, of.access, canary),
        lambda: cohorts.rename_cohort(store, of.access, f"Children of {canary}"),
        lambda: links.make_link(store, of.access, VIEWER, label=f"for {canary}"),
        lambda: links.open_link(
            store, links.make_link(store, of.access, VIEWER).token, name=canary
        ),
        lambda: reviews.add_comment(store, of.access, version, "1", f"seen by {canary} again"),
        lambda: reviews.add_comment(store, of.access, version, canary, "seen"),
        lambda: override(reason=f"because of {canary}"),
        lambda: override(by=canary),
        lambda: override(patient=canary),
        lambda: override(response=canary),
        lambda: override(definition=canary),
        lambda: snapshot(own_view(canary)),
        lambda: snapshot(own_view("x", name=f"Rule of {canary}")),
        lambda: snapshot(snapshots.pin_view(verdicts, {"histology": [canary]})),
        lambda: snapshot(snapshots.pin_view(verdicts, {canary: ["yes"]})),
        lambda: snapshot(snapshots.pin_view(verdicts, {"groups": [canary]})),
        lambda: snapshot(snapshots.pin_view(verdicts, {"definition": [canary]})),
        lambda: snapshot(snapshots.pin_view(verdicts, {"patient": [canary]})),
        lambda: snapshot(snapshots.pin_view(verdicts, recipe=f"sheet = '{canary}'")),
        lambda: snapshot(snapshots.pin_view(verdicts, note=f"Note {canary}")),
        lambda: reviews.mark_reviewed(store, of.access, version, canary),
    ]


@given(canary=CANARY)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_nobody_confirmed_is_refused_or_nowhere(saved, canary):
    store, of = saved
    assume(canary not in everything_of(store, of.access.cohort))  # zeros, say, of a hash
    said = []
    for act in typed(store, of, canary):
        try:
            act()
        except SrnsError as error:
            said.append(str(error))

    assert canary not in everything_of(store, of.access.cohort)
    assert len(said) >= 15
    assert all(len(sentence) < 400 for sentence in said)


def test_an_own_definition_judges_the_same_without_its_sentences(saved):
    store, of = saved
    view = own_view("Anna wrote this")
    identity = cohorts.save_snapshot(store, of.access, of.version.sha256, view)

    stored = snapshots.open_snapshot(
        store, type(of.access)(of.access.cohort, "owner", of.access.link, "", identity)
    )

    assert "Anna" not in stored.definition_text
    assert snapshots.what_differs(stored, cleared().cohort) == []
