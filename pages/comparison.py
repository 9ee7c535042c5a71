"""Who changes when the definition changes."""

import streamlit as st

from srns.charts.definition_matrix import definition_matrix
from srns.charts.definition_matrix import describe as describe_matrix
from srns.charts.proportions import proportions
from srns.dashboard import choices_moved, comparing, panels
from srns.dashboard.children import choose_child, choose_page
from srns.dashboard.filters import require_view
from srns.dashboard.pages import begin
from srns.dashboard.rulebook import choose_definition
from srns.dashboard.words import inert

begin("Who changes when the definition changes?")
choose_definition()
view = require_view()
comparison = comparing.comparison_of(view)
names = comparing.names_of(comparison)

shown = list(choose_page(comparing.those_who_change_first(comparison), key="matrix_page"))
cells = comparing.matrix_cells(view, comparison, shown)
panels.figure(
    comparing.MATRIX,
    lambda: definition_matrix(cells, view.definition, view.definition.id, view.notes),
    describe_matrix(cells, view.definition.name),
    cells,
    view,
    of=(tuple(shown), tuple(names)),
    on_pick=comparing.take_pick,
)
st.caption("Click a cell to see that child under both definitions.")

st.subheader("One child under two definitions")
left, right = st.columns(2)
with left:
    patient = choose_child(view)
with right:
    other = comparing.choose_other(view, comparison, comparing.OTHER, "Compared with")
comparing.show_child(view, comparison, patient, other)

st.subheader("Who changes, and which clause decides it")
changes = comparing.who_changes(view, comparison)
comparing.say_changes(changes)
panels.listing_once_opened("The table of all of them", "who_changes", changes, view)

st.subheader("The same remission, dated otherwise")
dated = comparing.who_is_dated_otherwise(view, comparison)
comparing.say_changes(dated)
panels.listing_once_opened("The table of all of them", "dated_otherwise", dated, view)

st.subheader("From one definition to another")
comparing.show_reclassification(view, comparison)

st.subheader("Complete remission by definition")
counts = comparing.remission_counts(comparison)
panels.figure(
    "remission_by_definition",
    lambda: proportions(
        counts,
        "Complete remission by definition, exact 95 % intervals",
        view.definition,
        view.notes,
    ),
    comparing.say_counts(counts),
    counts,
    view,
    of=tuple(names),
)

st.subheader("How far do the definitions agree?")
agreement = comparing.agreement_table(comparison)
st.write(inert(comparing.say_agreement(agreement)))
panels.listing_once_opened("Every two definitions", "agreement", agreement, view)

st.subheader("Samples that flip with the unit they were reported in")
st.write(inert(comparing.say_unit_flips(comparison)))
flips = comparing.unit_flip_table(comparison)
panels.listing_once_opened("Every such sample", "unit_flips", flips, view)

st.subheader("How far can each choice move before anything changes?")
choices_moved.show_tipping(view)

st.subheader("Every reasonable set of choices at once")
choices_moved.show_curve(view, comparison)
