"""Copy as Python: the script of every panel, run in a process of its own, gives that panel."""

import ast
import io
import json
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from srns.analysis.custom_grouping import CustomGrouping
from srns.charts.theme import specification
from srns.cohort.overrides import Override, write_overrides
from srns.dashboard.parts import copy_script, figures_and_tables
from srns.dashboard.state.page_options import SHOWN_CHANGES, SHOWN_TIMES
from srns.panels.catalogue import PANELS
from srns.panels.panel import Panel
from srns.panels.script import script_of
from srns.rules.basis import Basis
from srns.rules.load_definition import PUBLISHED, parse_definition
from srns.rules.rescue import UNTIL_RESCUE
from tests.dashboard.app_driver import PAGES, PAPER, ROOT, go, opened, upload, visit

WITHOUT_SCRIPT = {
    "audit_log": "what happened to a saved cohort stands in the store, not in a workbook",
    "reviews": "marks and comments stand in the store, not in a workbook",
    "counts": "counts alone: there is no child to count again",
    "gate": "srns.write_dataset and srns.write_snapshot ask the same before they write",
    "recipe_columns": "it is the recipe: srns.propose_recipe returns it",
    "remove_before_sharing": "it lists private words, which a script does not pass on",
    "cells_not_read": "it is `reading.ledger.unused` of srns.read_workbook",
    "problems": "it is `reading.problems` of srns.read_workbook",
}
"""Tables that are no panel of the children shown, and why they have no script."""
OWN = "my_definition"
RUNNER = """
import contextlib, functools, io, json, pickle, sys
import srns
from srns.charts.theme import specification

def remembered(call):
    kept = {}
    @functools.wraps(call)
    def again(*given, **named):
        key = (*(id(each) if not isinstance(each, str) else each for each in given), repr(named))
        if key not in kept:
            kept[key] = call(*given, **named)
        return kept[key]
    return again

srns.read_workbook, srns.load_haddad2021, srns.view = map(
    remembered, (srns.read_workbook, srns.load_haddad2021, srns.view))
found = []
for script in json.load(sys.stdin):
    names = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(script, names)
    panel = names["panel"]
    drawn = specification(panel.draw) if panel.draw is not None else None
    found.append((panel.name, panel.table, panel.caption, panel.sentences, panel.notes, drawn))
sys.stdout.buffer.write(pickle.dumps(found))
"""


@contextmanager
def recorded() -> Iterator[dict[str, tuple[Any, ...]]]:
    """Record each panel that the pages draw, by its script, as the page has it."""
    shown: dict[str, tuple[Any, ...]] = {}

    def note(panel: Panel) -> None:
        asked = copy_script.question_of(panel) if panel.name in PANELS else None
        if asked is not None:
            drawn = specification(panel.draw) if panel.draw is not None else None
            shown[script_of(asked)] = (
                panel.name, panel.table, panel.caption, panel.sentences, panel.notes, drawn,
            )  # fmt: skip

    def noting(draw: Any, made_at: int) -> Any:
        def drawn(*given: Any, **named: Any) -> None:
            note(given[made_at]() if made_at else given[0])
            draw(*given, **named)

        return drawn

    places = {"figure": 0, "data_table": 0, "printed_table": 0}
    later = {"collapsed_table": 2, "table_downloads": 1}
    with pytest.MonkeyPatch.context() as patched:
        for name, at in (places | later).items():
            patched.setattr(figures_and_tables, name, noting(getattr(figures_and_tables, name), at))
        yield shown


def run_apart(scripts: list[str], folder: Path) -> list[tuple[Any, ...]]:
    """Run scripts in one fresh process, and return what each of them gave."""
    done = subprocess.run(
        [sys.executable, "-c", RUNNER],
        input=json.dumps(scripts).encode(),
        capture_output=True,
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return pickle.loads(done.stdout)


def assert_same(shown: dict[str, tuple[Any, ...]], folder: Path) -> None:
    again = run_apart(list(shown), folder)
    for script, page, python in zip(shown, shown.values(), again, strict=True):
        (name, table, *words), (_, again_table, *again_words) = page, python
        pd.testing.assert_frame_equal(table, again_table, obj=f"{name}\n{script}")
        assert [*map(comparable, words)] == [*map(comparable, again_words)], script


def comparable(said: Any) -> Any:
    """Return a specification without what two processes may write differently.

    Altair counts the views that it draws and names rows by their content; a sum may end in other
    last bits.
    """
    if not isinstance(said, dict):
        return said
    written = json.dumps(json.loads(json.dumps(said), parse_float=lambda n: f"{float(n):.9g}"))
    return re.sub(r"(view|param|concat)_\d+|data-\w{32}", "…", written)


@pytest.fixture(scope="module")
def paper() -> dict[str, tuple[Any, ...]]:
    """Every panel of every page with the paper's cohort; every page shows it without an error."""
    with recorded() as shown:
        app = visit(cohort="paper")
        for page, part in PAGES:
            go(opened(app, "tipping_shown", "curve_shown"), page, part)
            assert not app.exception, (page, part)
            assert not app.error, (page, part)
        for value in SHOWN_TIMES.values[1:]:
            _with_option(app, "times", value, "methods", "times")
        for value in SHOWN_CHANGES.values[1:]:
            _with_option(app, "changes", value, "definitions", "changes")
        go(app, "methods", "manuscript numbers").segmented_control(key="whose").set_value(
            "The paper, against its own Table 1"
        ).run()
    return shown


def _with_option(app: AppTest, name: str, value: str, page: str, part: str) -> None:
    app.session_state["srns"].options[name] = value
    app = go(app, page, part)
    assert not app.exception


def test_the_papers_panels_come_out_the_same_from_python(paper, tmp_path):
    assert len(paper) > 40
    assert_same(paper, tmp_path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The folder of a visitor: the workbook, and what the pages let one download."""
    return tmp_path_factory.mktemp("mine")


@pytest.fixture(scope="module")
def uploaded(folder) -> dict[str, tuple[Any, ...]]:
    """Panels of an upload with all that can be chosen."""
    content = _workbook()
    own = (PUBLISHED / "haddad_2021.toml").read_text("utf-8").replace("haddad_2021", OWN, 1)
    overrides = (Override("Ada 1", "no response", "stopped early", "A. B."),)
    (folder / "mine.xlsx").write_bytes(content)
    (folder / f"{OWN}.toml").write_text(own, "utf-8")
    (folder / "overrides.toml").write_text(write_overrides(overrides), "utf-8")
    (folder / "own.csv").write_text("statement,value,how computed\ngirls,2,count sex = female\n")

    with recorded() as shown:
        app = upload(visit(), content)
        here = app.session_state["srns"]
        here.own, here.own_text, here.definition = parse_definition(own, "own"), own, "own"
        here.overrides, here.units = overrides, "SI"
        here.basis = Basis(strategy=UNTIL_RESCUE)
        here.filters = {"histology": ["MCD", "MCD variant", "other"]}
        here.selected, here.group_name = ("Ada 1", "Ada 6"), "early"
        here.patient, here.zoom = "Ada 6", (1.0, 9.5)
        here.groupings = (CustomGrouping("Lesion", "histology", (("minimal", ("MCD",)),)),)
        here.options = {"by": "Lesion", "compare": "yes", "interval": "wilson", "test": "yes",
                        "groups": "sex", "landmark": "3"}  # fmt: skip
        for page, part in (
            ("cohort", "verdicts"), ("child", ""), ("histology", ""), ("methods", "times"),
                ("definitions", "gaps"), ("methods", "lines of treatment"),
            ("methods", "kidney function"), ("methods", "doses"), ("methods", "eligibility"),
        ):  # fmt: skip
            assert not go(app, page, part).exception
        here.options = {"by": "selection"}
        go(opened(app, "override_form"), "child")
        go(app, "histology")
        here.basis = Basis(by_line=True)
        here.filters, here.selected, here.group_name, here.patient = {}, (), "", None
        go(app, "methods", "lines of treatment").segmented_control(key="lines_by").set_value(
            "mechanism"
        ).run()
        go(app, "methods", "manuscript numbers").file_uploader(key="statements_file").set_value(
            ("own.csv", (folder / "own.csv").read_bytes(), "text/csv")
        ).run()
        assert not app.exception
    return shown


def test_an_upload_comes_out_the_same_with_all_that_is_chosen(uploaded, folder):
    assert_same(uploaded, folder)


def test_no_word_of_a_child_stands_in_a_script(uploaded):
    assert any("~" in script for script in uploaded)
    assert not any("Ada" in script or "Brenner" in script for script in uploaded)


def test_every_panel_of_the_catalogue_was_compared(paper, uploaded):
    compared = {name for name, *_ in (*paper.values(), *uploaded.values())}

    assert compared == set(PANELS)


def _workbook() -> bytes:
    """Return the paper's workbook with telling study numbers, a group of its own, and lines."""
    book = openpyxl.load_workbook(PAPER)
    for name in ("Patients", "Labs", "Infusions", "Treatments", "Events"):
        for row in book[name].iter_rows(min_row=2):
            row[0].value = f"Ada {row[0].value}"
    book["Patients"].cell(7, 12).value = "Brenner"
    labs = book["Labs"]
    for at, (heading, value) in enumerate({"creatinine (mg/dL)": 0.5, "height (cm)": 110}.items()):
        labs.cell(1, labs.max_column + 1).value = heading
        labs.cell(2, 7 + at).value = value
    labs.append(["Ada 1", 20, 0.26, 3.9, None, None, None, None])  # in a gap
    for child, drug, start, stop, *dosed in (
        ("Ada 1", "tacrolimus", 1, 150),
        ("Ada 1", "rituximab", 60, 90, None, None, None, "rescue"),
        ("Ada 2", "cyclophosphamide", 10, 66, 2, "mg/kg", "daily"),
    ):
        book["Treatments"].append([child, drug, start, stop, *dosed])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_every_table_of_the_pages_is_a_panel_or_says_why_it_has_no_script():
    panels, others = set(), set()
    for path in (ROOT / "srns" / "dashboard").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id == "make_panel":
                panels |= _texts(node.args[1])
            elif node.func.id == "table_panel":
                others |= _texts(node.args[0])

    assert panels <= set(PANELS)
    assert others <= set(WITHOUT_SCRIPT)


def _texts(node: ast.expr) -> set[str]:
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()
