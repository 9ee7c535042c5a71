"""What became of the children on each maintenance regimen."""

import streamlit as st

from srns.analysis.proportions.intervals import METHOD_WORDS
from srns.charts.proportions import describe, proportions
from srns.charts.regimens import describe as describe_regimens
from srns.charts.regimens import regimen_lanes
from srns.charts.swimmer import describe as describe_lanes
from srns.charts.swimmer import swimmer
from srns.dashboard import panels, stories, tables
from srns.dashboard.children import choose_page
from srns.dashboard.choices import INTERVAL, choose
from srns.dashboard.filters import require_view
from srns.dashboard.pages import begin
from srns.dashboard.paper_tables import periods_of, printed, regimen_frames
from srns.dashboard.regimen_choices import choose_rules, say_not_placed

begin("What became of the children on each maintenance regimen?")
view = require_view()
st.info(
    "Read with care: the regimen was chosen after the response was seen, and a child had to stay "
    "well long enough to be given one (guarantee-time bias). A difference between regimens here is "
    "no effect of the drugs."
)

st.subheader("From the first infusion to the last follow-up")
shown = choose_page(stories.by_histology(view), key="swimmer_page")
frames = stories.lanes(view, shown)
panels.figure(
    "swimmer",
    lambda: swimmer(**frames, definition=view.definition, notes=view.notes),
    describe_lanes(frames["ends"]),
    frames["states"],
    view,
    of=tuple(shown),
)

st.subheader("Response by maintenance regimen")
interval = choose(INTERVAL)
counts = tables.response_counts(view, "maintenance", tables.REMISSIONS, interval=interval)
title = f"Remission by maintenance regimen, with {METHOD_WORDS[interval]} 95 % intervals"
panels.figure(
    "remission_by_regimen",
    lambda: proportions(counts, title, view.definition, view.notes, interval=interval),
    describe(counts, interval=interval),
    counts,
    view,
    of=interval,
)

st.subheader("Status at last follow-up by maintenance regimen")
children = tables.regimen_table(view)
panels.listing("status_by_regimen", tables.outcome_counts(children), view)

st.subheader("Every child, with the words as typed")
panels.listing("regimens", children, view)

st.subheader("Regimens in time, from the last infusion on")
rules = choose_rules()
periods = periods_of(view, rules)
say_not_placed(periods)
if len(periods.table):
    in_time = regimen_frames(view, periods)
    title = "Regimens and remission from the last infusion on"
    panels.figure(
        "regimens_in_time",
        lambda: regimen_lanes(**in_time, title=title, definition=view.definition, notes=view.notes),
        describe_regimens(**in_time),
        in_time["stretches"],
        view,
        of=rules.sentences,
    )
panels.sheet("regimen_course", printed(view, "regimen_course", rules=rules), view)

st.subheader("Regimen at fixed times")
panels.sheet("regimen_at", printed(view, "regimen_at", rules=rules), view)

st.subheader("Relapses by regimen, on drugs and off them")
panels.sheet("relapses", printed(view, "relapses", rules=rules), view)
