"""The words of the data: every heading and every coded word that the pages show is among them."""

import re

import pytest

import srns
from srns.analysis.order_of_children import ORDERS
from srns.analysis.proportions.intervals import METHOD_NAMES, METHOD_WORDS
from srns.analysis.proportions.outcomes import OUTCOMES
from srns.analysis.statements.check import VERDICTS
from srns.analysis.time_to_event.time_analysis import RESPONSES_TIMED
from srns.analysis.time_to_event.time_origins import ORIGINS
from srns.charts.data_words import in_language
from srns.charts.months import FIRST_INFUSION
from srns.charts.theme import COLOURS, EVENT_SHAPES
from srns.cohort.dictionary import SHEETS
from srns.cohort.terms import EVENTS, NEXT_LINE, PURPOSES, RESPONSES, STATUSES
from srns.dashboard.state.page_options import OPTIONS
from srns.dashboard.state.page_parts import PAGE_PARTS
from srns.dashboard.state.session import UNITS
from srns.languages.current import language
from srns.languages.data_words import WORDS
from srns.languages.messages import translated
from srns.panels.catalogue import PANELS, make_panel
from srns.panels.response_counts import GROUP_NAMES
from srns.privacy.uniqueness import AGES
from srns.report.cohort_report import PARTS
from srns.rules.drug_resistance import MECHANISMS
from srns.rules.rescue import STRATEGIES
from srns.sharing.permissions import ROLES
from srns.workbook.blank_template import KINDS
from srns.workbook.recipe.arrangement import ARRANGEMENTS
from srns.workbook.results.dialect import ROLES as LIST_ROLES
from srns.workbook.results.lab_tests import ANALYTES
from srns.workbook.values.dates import ORDERS as DATE_ORDERS
from tests.languages.catalogues import extracted

VOCABULARIES = {
    "columns": [
        column.label
        for sheet in SHEETS
        for column in sheet.columns
        if column.label not in ("C3", "C4", "ANA")
    ],
    "words of columns": [
        word
        for sheet in SHEETS
        for column in sheet.columns
        if column.kind == "term"
        for word in column.words
    ],
    "tests of a laboratory list": ANALYTES.values(),
    "roles in a laboratory list": LIST_ROLES,
    "orders of dates": DATE_ORDERS,
    "responses": RESPONSES,
    "statuses": STATUSES,
    "states with a color": COLOURS,
    "events": (*EVENTS, NEXT_LINE),
    "marks of events": EVENT_SHAPES,
    "purposes": PURPOSES,
    "orders": ORDERS,
    "intervals": (*METHOD_NAMES.values(), *METHOD_WORDS.values()),
    "outcomes": OUTCOMES,
    "verdicts on statements": VERDICTS,
    "remissions": RESPONSES_TIMED,
    "origins": ORIGINS,
    "parts of pages": [part for parts in PAGE_PARTS.values() for part in parts],
    "options": [
        option.labels.get(value, value)
        for option in OPTIONS
        for value in option.values
        if not value.isdigit()
    ],
    "units": UNITS,
    "groupings": GROUP_NAMES.values(),
    "ages": AGES.values(),
    "parts of the report": PARTS.values(),
    "mechanisms": set(MECHANISMS.values()),
    "strategies": STRATEGIES,
    "roles": ROLES,
    "templates": [kind.description for kind in KINDS.values()],
    "layouts": ARRANGEMENTS.values(),
}
ONE_CHILD = {"patient": "1"}
OTHER = {"other": "kdigo_2025"}
ASKED = {
    "timeline": ONE_CHILD,
    "evidence": ONE_CHILD,
    "eligibility_items": ONE_CHILD,
    "visits_by_definition": {**ONE_CHILD, **OTHER},
    "reclassification": OTHER,
}
PUT_TOGETHER = re.compile(
    r"Up/c \(.*\)|.* \(%\)|months from the .*|.*: criterion not met|month \d+|\d+"
    r"|[a-z]+(_[a-z0-9]+)+"
)
"""Headings with a unit, a name or a number in them, names of children, and names of code."""


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_word_of_a_vocabulary_is_known(name):
    assert [word for word in VOCABULARIES[name] if word not in WORDS] == []


def test_the_first_infusion_is_named_as_the_axis_does():
    assert FIRST_INFUSION == "the first infusion"


def test_every_heading_and_title_of_a_panel_is_known():
    view = srns.view(srns.load_haddad2021())
    known, unknown = {each.id for each in extracted()}, {}
    for name in PANELS:
        if name == "own_statements":  # needs a manuscript; its headings are those of the paper's
            continue
        panel = make_panel(view, name, **ASKED.get(name, {}))
        named = {panel.title, *map(str, panel.table.columns)}
        if found := {each for each in named - known if not PUT_TOGETHER.fullmatch(each)}:
            unknown[name] = found

    assert unknown == {}


def test_a_scale_shows_words_that_no_row_has():
    figure = {
        "datasets": {"a": [{"kind": "decided the verdict", "patient": "none"}]},
        "encoding": {
            "shape": {
                "field": "kind",
                "scale": {"domain": ["decided the verdict", "reported above (>)"]},
                "legend": {},
            },
            "y": {"field": "patient", "scale": {"domain": ["none"]}},
        },
    }
    with language("de"):
        shown = in_language(figure)["encoding"]
        above = translated("reported above (>)")

    assert above != "reported above (>)"
    assert above in shown["shape"]["legend"]["labelExpr"]
    assert shown["y"] == figure["encoding"]["y"]  # a child may be called like a word
