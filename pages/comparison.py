"""Who changes when the definition changes."""

import streamlit as st

from srns.charts.definition_matrix import definition_matrix
from srns.charts.definition_matrix import describe as describe_matrix
from srns.charts.proportions import proportions
from srns.dashboard.markdown_text import inert
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.parts.choose_patient import choose_child, choose_page
from srns.dashboard.screens.comparison import sensitivity, tables
from srns.dashboard.screens.definitions.view_definition import choose_definition
from srns.dashboard.state.filters import require_view
from srns.dashboard.state.page_start import begin

begin("Who changes when the definition changes?")
choose_definition()
view = require_view()
comparison = tables.comparison_of(view)
names = tables.names_of(comparison)

shown = list(choose_page(tables.those_who_change_first(comparison), key="matrix_page"))
cells = tables.matrix_cells(view, comparison, shown)
figures_and_tables.figure(
    tables.MATRIX,
    lambda: definition_matrix(cells, view.definition, view.definition.id, view.notes),
    describe_matrix(cells, view.definition.name),
    cells,
    view,
    of=(tuple(shown), tuple(names)),
    on_pick=tables.take_pick,
)
st.caption("Click a cell to see that child under both definitions.")

st.subheader("One child under two definitions")
left, right = st.columns(2)
with left:
    patient = choose_child(view)
with right:
    other = tables.choose_other(view, comparison, tables.OTHER, "Compared with")
tables.show_child(view, comparison, patient, other)

st.subheader("Who changes, and which clause decides it")
changes = tables.who_changes(view, comparison)
tables.say_changes(changes)
figures_and_tables.listing_once_opened("The table of all of them", "who_changes", changes, view)

st.subheader("The same remission, dated otherwise")
dated = tables.who_is_dated_otherwise(view, comparison)
tables.say_changes(dated)
figures_and_tables.listing_once_opened("The table of all of them", "dated_otherwise", dated, view)

st.subheader("From one definition to another")
tables.show_reclassification(view, comparison)

st.subheader("Complete remission by definition")
counts = tables.remission_counts(comparison)
figures_and_tables.figure(
    "remission_by_definition",
    lambda: proportions(
        counts,
        "Complete remission by definition, exact 95 % intervals",
        view.definition,
        view.notes,
    ),
    tables.say_counts(counts),
    counts,
    view,
    of=tuple(names),
)

st.subheader("How far do the definitions agree?")
agreement = tables.agreement_table(comparison)
st.write(inert(tables.say_agreement(agreement)))
figures_and_tables.listing_once_opened("Every two definitions", "agreement", agreement, view)

st.subheader("Samples that flip with the unit they were reported in")
st.write(inert(tables.say_unit_flips(comparison)))
flips = tables.unit_flip_table(comparison)
figures_and_tables.listing_once_opened("Every such sample", "unit_flips", flips, view)

st.subheader("How far can each choice move before anything changes?")
sensitivity.show_tipping(view)

st.subheader("Every reasonable set of choices at once")
sensitivity.show_curve(view, comparison)
