"""What became of the children on each maintenance regimen."""

import streamlit as st

from srns.analysis.proportions.intervals import METHOD_WORDS
from srns.charts.proportions import describe, proportions
from srns.charts.regimens import describe as describe_regimens
from srns.charts.regimens import regimen_lanes
from srns.charts.swimmer import describe as describe_lanes
from srns.charts.swimmer import swimmer
from srns.dashboard.parts import figures_and_tables, patient_figures, table_views
from srns.dashboard.parts.choose_patient import choose_page
from srns.dashboard.parts.paper_tables import periods_of, printed, regimen_frames
from srns.dashboard.screens.maintenance import choose_rules, say_not_placed
from srns.dashboard.state.filters import require_view
from srns.dashboard.state.page_options import INTERVAL, choose
from srns.dashboard.state.page_start import begin

begin("What became of the children on each maintenance regimen?")
view = require_view()
st.info(
    "Read with care: the regimen was chosen after the response was seen, and a child had to stay "
    "well long enough to be given one (guarantee-time bias). A difference between regimens here is "
    "no effect of the drugs."
)

st.subheader("From the first infusion to the last follow-up")
shown = choose_page(patient_figures.by_histology(view), key="swimmer_page")
frames = patient_figures.lanes(view, shown)
figures_and_tables.figure(
    "swimmer",
    lambda: swimmer(**frames, definition=view.definition, notes=view.notes),
    describe_lanes(frames["ends"]),
    frames["states"],
    view,
    of=tuple(shown),
)

st.subheader("Response by maintenance regimen")
interval = choose(INTERVAL)
counts = table_views.response_counts(view, "maintenance", table_views.REMISSIONS, interval=interval)
title = f"Remission by maintenance regimen, with {METHOD_WORDS[interval]} 95 % intervals"
figures_and_tables.figure(
    "remission_by_regimen",
    lambda: proportions(counts, title, view.definition, view.notes, interval=interval),
    describe(counts, interval=interval),
    counts,
    view,
    of=interval,
)

st.subheader("Status at last follow-up by maintenance regimen")
children = table_views.regimen_table(view)
figures_and_tables.listing("status_by_regimen", table_views.outcome_counts(children), view)

st.subheader("Every child, with the words as typed")
figures_and_tables.listing("regimens", children, view)

st.subheader("Regimens in time, from the last infusion on")
rules = choose_rules()
periods = periods_of(view, rules)
say_not_placed(periods)
if len(periods.table):
    in_time = regimen_frames(view, periods)
    title = "Regimens and remission from the last infusion on"
    figures_and_tables.figure(
        "regimens_in_time",
        lambda: regimen_lanes(**in_time, title=title, definition=view.definition, notes=view.notes),
        describe_regimens(**in_time),
        in_time["stretches"],
        view,
        of=rules.sentences,
    )
figures_and_tables.sheet("regimen_course", printed(view, "regimen_course", rules=rules), view)

st.subheader("Regimen at fixed times")
figures_and_tables.sheet("regimen_at", printed(view, "regimen_at", rules=rules), view)

st.subheader("Relapses by regimen, on drugs and off them")
figures_and_tables.sheet("relapses", printed(view, "relapses", rules=rules), view)
